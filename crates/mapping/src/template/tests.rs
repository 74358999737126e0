use proptest::prelude::*;
use tidings_model::{Entry, Identity, RawEvent, Urgency};
use url::Url;

use super::*;

fn scene(data: &str) -> Scene {
    let raw = RawEvent { kind: "goal".into(), data: data.into(), last_event_id: "7".into() };
    let endpoint = Url::parse("https://a.example/live").unwrap();
    let entry = Entry {
        body: "text".into(),
        link: Some("https://a.example/1".into()),
        tags: vec!["warning".into(), "live".into()],
        ..Entry::new(Identity::Own("1".into()), "title".into())
    };
    Scene::new(Said { feed: "match", endpoint: &endpoint, event: &Payload::new(raw) }, entry)
}

const GOAL: &str = r#"{"home":{"team":"Ham","score":2},"away":{"team":"Rye","score":1},"n":1234567.5,"title":"own","html":"<p>a &amp; b</p>","at":1763831700,"text":"{\"k\":[1,2]}","list":[{"v":1},{"v":2}]}"#;

fn title(template: &str) -> String {
    let template = Template { title: Some(template.into()), ..Template::default() };
    let applied = Compiled::new(&template).unwrap().apply(scene(GOAL));
    assert_eq!(applied.problems, []);
    applied.scene.unwrap().into_entry().title
}

#[test]
fn the_names_and_the_filters() {
    let cases = [
        ("{{ home.team }} {{ home.score }}-{{ away.score }} {{ away.team }}", "Ham 2-1 Rye"),
        (
            "{{ title }} {{ data.title }} {{ entry.body }} {{ event }} {{ id }} {{ feed }}",
            "title own text goal 7 match",
        ),
        ("{{ nobody.there }}x", "x"),
        ("{{ html|strip_html }}", "a & b"),
        ("{{ 'one two three'|shorten(8) }}", "one two…"),
        ("{{ at|when('%H:%M', 'Europe/Berlin') }} {{ 'x'|when }}", "18:15"),
        (
            "{{ n|number(1) }} {{ 12|number }} {{ '-3.14159'|number }} {{ 'x'|number }}",
            "1,234,567.5 12 -3.14 x",
        ),
        ("{{ tags|emoji }}{{ ':tada:'|emoji }}", "⚠️🎉"),
        (
            "{{ 'Ham 2-1'|capture('(\\\\d+)-(\\\\d+)', 2) }} {{ 'x'|capture('y') }}{{ 'goal'|matches('^g') }}",
            "1 True",
        ),
        ("{{ 'a1b22'|replace_matches('[0-9]+', '#') }}", "a#b#"),
        (
            "{{ data|path('list.1.v') }} {{ data|path('$.list[*].v')|join('+') }} {{ data|path('no.no') }}",
            "2 1+2",
        ),
        ("{{ (text|from_json).k|sum }}", "3"),
        ("{% for k in list %}{{ k.v }}{% if not loop.last %},{% endif %}{% endfor %}", "1,2"),
        ("   ", "title"),
    ];
    for (template, expected) in cases {
        assert_eq!(title(template), expected, "{template}");
    }
}

#[test]
fn every_field_is_reworded() {
    let some = |text: &str| Some(text.to_owned());
    let template = Template {
        title: some("{{ home.team }}!"),
        body: some(""),
        link: some("/m/{{ home.team }}"),
        image: some("https://a.example/{{ id }}.png"),
        urgency: some("{{ 'critical' if home.score > 1 }}"),
        key: some("{{ home.team }}-{{ home.score }}"),
        replaces: some("{{ home.team }}"),
        time: some("{{ at }}"),
        notify_if: some("home.score > away.score"),
        keep_if: some("event == 'goal'"),
        drop_if: some("'own' in title"),
    };
    let applied = Compiled::new(&template).unwrap().apply(scene(GOAL));
    assert_eq!(applied.problems, []);
    assert_eq!(applied.notify, Some(true));
    let entry = applied.scene.unwrap().into_entry();
    assert_eq!((entry.title.as_str(), entry.body.as_str()), ("Ham!", ""));
    assert_eq!(entry.link.as_deref(), Some("https://a.example/m/Ham"));
    assert_eq!(entry.image.as_deref(), Some("https://a.example/7.png"));
    assert_eq!((entry.urgency, entry.identity), (Urgency::Critical, Identity::Own("Ham-2".into())));
    assert_eq!(entry.replaces.as_deref(), Some("Ham"));
    assert_eq!(entry.published_at.unwrap().0, 1_763_831_700_000);
}

#[test]
fn what_fails_leaves_the_feeds_own_words_and_is_told() {
    let some = |text: &str| Some(text.to_owned());
    let template = Template {
        title: some("{{ home.team|number(1, 2, 3, 4) }}"),
        link: some("javascript:alert(1)"),
        urgency: some("loud"),
        time: some("yesterday"),
        keep_if: some("('x' * 99999999)|length > 0"),
        drop_if: some("1/0 > 1"),
        notify_if: some("home|matches('x')"),
        ..Template::default()
    };
    let applied = Compiled::new(&template).unwrap().apply(scene(GOAL));
    let mut fields: Vec<_> = applied.problems.iter().map(|problem| problem.field.as_ref()).collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        ["drop_if", "keep_if", "link", "notify_if", "time", "title", "urgency"],
        "{:?}",
        applied.problems
    );
    let entry = applied.scene.expect("it is kept").into_entry();
    assert_eq!((entry.title.as_str(), entry.link.as_deref()), ("title", Some("https://a.example/1")));
    assert_eq!(applied.notify, None);
}

#[test]
fn a_condition_drops_only_where_it_holds() {
    let kept = |keep: Option<&str>, drop: Option<&str>| {
        let template =
            Template { keep_if: keep.map(Into::into), drop_if: drop.map(Into::into), ..Template::default() };
        Compiled::new(&template).unwrap().apply(scene(GOAL)).scene.is_some()
    };
    assert!(kept(Some("home.score == 2"), None));
    assert!(!kept(Some("home.score == 3"), None));
    assert!(!kept(Some("missing"), None));
    assert!(!kept(None, Some("title == 'title' and not missing")));
    assert!(kept(None, Some("missing.at.all > 3")));
}

#[test]
fn a_mistake_has_its_place() {
    let cases = [
        ("title", "{{ a", Some(1), "title"),
        ("title", "one\ntwo {{ a b }}", Some(2), ""),
        ("body", "{{ a|nosuch }}", Some(1), "nosuch"),
        ("body", "{% include 'x' %}", Some(1), "include"),
        ("keep_if", "a >", Some(1), "keep_if"),
        ("keep_if", "true) %}x{% if (true", Some(1), ""),
        ("drop_if", "a|nosuch", Some(1), "nosuch"),
    ];
    for (field, text, line, word) in cases {
        let problem = check(field, text).expect_err(text);
        assert_eq!(problem.line, line, "{problem}");
        assert!(problem.to_string().contains(word), "{problem}");
    }
    let problem = check("title", "ab\n{{ x|nosuch }}").unwrap_err();
    assert_eq!((problem.line, problem.column), (Some(2), Some(6)), "{problem}");
    assert!(check("title", &"x".repeat(MOST_BYTES + 1)).is_err());
}

#[test]
fn bombs_run_out_of_fuel() {
    let bombs = [
        "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
        "{{ 'x' * 100000000 }}",
        "{% set ns = namespace(s='x') %}{% for a in range(999) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}",
        "{% for a in range(9999) %}{{ 'x'|matches('a{' ~ a ~ '}') }}{% endfor %}",
        "{{ ('x' * 60000)|replace_matches('x', 'y' * 60000) }}",
        "{% for a in range(9999) %}{{ ('x' * 9000)|matches('(x+x+)+y') }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ 'x'|matches('((((((\\\\w{50}){50}){50}){50}){50}){50})') }}",
        "{{ 0|when('%' ~ '9' * 100 ~ 'Y') }}{{ 1763831700|when('%999999999Y') }}{{ range(10000)|map('string')|join('x' * 60000) }}",
    ];
    for bomb in bombs {
        let template = Template { title: Some(bomb.into()), ..Template::default() };
        let applied = match Compiled::new(&template) {
            Ok(compiled) => compiled.apply(scene(GOAL)),
            Err(problems) => panic!("{bomb}: {problems:?}"),
        };
        assert_eq!(applied.problems.len(), 1, "{bomb}");
        assert_eq!(applied.scene.unwrap().into_entry().title, "title", "{bomb}");
    }
}

proptest! {
    #[test]
    fn no_text_is_too_wild(text in "\\PC{0,80}", data in "\\PC{0,80}") {
        for field in Template::FIELDS {
            let _ = check(field, &text);
        }
        let template = Template { title: Some(text.clone()), keep_if: Some(text), ..Template::default() };
        if let Ok(compiled) = Compiled::new(&template) {
            let _ = compiled.apply(scene(&data));
        }
    }

    #[test]
    fn no_program_is_too_wild(parts in proptest::collection::vec(part(), 0..12), data in json()) {
        let text = parts.concat();
        let template = Template { title: Some(text.clone()), body: Some(text), ..Template::default() };
        if let Ok(compiled) = Compiled::new(&template) {
            let entry = compiled.apply(scene(&data)).scene.unwrap().into_entry();
            prop_assert!(entry.title.chars().count() <= 8 * crate::text::limits::TITLE);
            prop_assert!(!entry.title.is_empty());
        }
    }
}

fn part() -> impl Strategy<Value = String> {
    let filters = [
        "strip_html",
        "shorten(3)",
        "when('%c')",
        "number(20)",
        "emoji",
        "path('*.*')",
        "from_json",
        "matches('(a|b)*')",
        "capture('(.)(.)', 9)",
        "replace_matches('', 'xy')",
        "join",
        "tojson",
        "sort",
        "batch(3)",
        "format(1)",
        "indent(400)",
    ];
    prop_oneof![
        Just("{% for a in data %}".to_owned()),
        Just("{% for b in range(300) %}".to_owned()),
        Just("{% endfor %}".to_owned()),
        Just("{% if data %}{% endif %}".to_owned()),
        Just("{% set x = data ~ data %}".to_owned()),
        (0..filters.len(), 0..filters.len())
            .prop_map(move |(a, b)| format!("{{{{ data|{}|{} }}}}", filters[a], filters[b])),
        Just("{{ a * 99 }}{{ -1 // 0 }}{{ data[-9:9999999] }}".to_owned()),
    ]
}

fn json() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("[1e308,-0.0,null,\"<p>\",{\"a\":{}}]".to_owned()),
        Just("{\"a\":[[[[]]]],\"b\":18446744073709551615}".to_owned()),
        "\\PC{0,40}".prop_map(|text| serde_json::to_string(&text).unwrap_or_default()),
    ]
}
