//! `tidings watch`: what a feed says, as it says it.

use std::ops::ControlFlow::{self, Break, Continue};
use std::time::Duration;

use tidings_engine::{Seen, Watch, WatchOptions, mapping};
use tidings_model::{ConnectionState, Feed, FeedId, NotifyLevel, Template, Trouble, TroubleCode};
use tidings_wire as wire;

use crate::args::{self, TemplateArguments, WatchArguments};
use crate::failure::Failure;
use crate::place::{Place, no_feed};
use crate::{address, ending, output};

pub async fn watch(place: &Place, arguments: WatchArguments) -> Result<(), Failure> {
    let (mut feed, shown_as) = feed(place, &arguments)?;
    feed.connection.private_network |= arguments.private_network;
    let options = WatchOptions {
        headers: headers(&arguments.headers)?,
        last_event_id: arguments.last_event_id.clone(),
        no_reconnect: arguments.no_reconnect,
        raw: arguments.raw,
        ..WatchOptions::default()
    };
    let watch = Watch::new(&Place::client()?, &place.world, feed, options).await;
    let mut watch = watch.map_err(|t| Failure::Usage(t.message))?;
    let mut printer = Printer {
        left: arguments.count,
        shown_as,
        opened: false,
        quiet: place.quiet,
        arguments: &arguments,
        out: output::Lines::default(),
    };
    let time_is_up = time_is_up(arguments.seconds);
    tokio::pin!(time_is_up);
    loop {
        let seen = match watch.ready() {
            Some(seen) => seen,
            None => {
                printer.out.flush()?;
                tokio::select! {
                    seen = watch.next() => seen,
                    () = &mut time_is_up => return Ok(()),
                    () = ending::asked_to_end() => return Ok(()),
                }
            }
        };
        if let Break(end) = printer.take(seen)? {
            printer.out.flush()?;
            return end;
        }
    }
}

/// The value of a malformed one is not said again: it may be a secret.
fn headers(texts: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let malformed =
        || Failure::Usage("A --header is 'Name: value', in characters that a header may have.".into());
    texts.iter().map(|text| args::header(text).ok_or_else(malformed)).collect()
}

async fn time_is_up(seconds: Option<f64>) {
    match seconds {
        Some(seconds) => tokio::time::sleep(Duration::from_secs_f64(seconds)).await,
        None => std::future::pending().await,
    }
}

/// What the flags say, before what is configured.
fn template(given: &TemplateArguments, configured: &Template) -> Result<Template, Failure> {
    let text =
        |given: &Option<String>, configured: &Option<String>| given.clone().or_else(|| configured.clone());
    let template = Template {
        title: text(&given.title, &configured.title),
        body: text(&given.body, &configured.body),
        link: text(&given.link, &configured.link),
        image: text(&given.image, &configured.image),
        urgency: text(&given.urgency, &configured.urgency),
        key: text(&given.key, &configured.key),
        replaces: text(&given.replaces, &configured.replaces),
        time: text(&given.time, &configured.time),
        notify_if: configured.notify_if.clone(),
        keep_if: text(&given.keep_if, &configured.keep_if),
        drop_if: text(&given.drop_if, &configured.drop_if),
    };
    for (field, text) in template.fields() {
        if let Some(text) = text {
            mapping::template::check(field, text).map_err(|problem| Failure::Usage(format!("{problem}.")))?;
        }
    }
    Ok(template)
}

/// The feed to watch, and what to call it in `feed`: a configured one by its identifier, any other by its address.
fn feed(place: &Place, arguments: &WatchArguments) -> Result<(Feed, String), Failure> {
    if let Some(format) = &arguments.format
        && mapping::format(format).is_none()
    {
        let known: Vec<_> = mapping::formats().map(|format| format.name()).collect();
        return Err(Failure::Usage(format!(
            "There is no format `{format}`; there are: {}.",
            known.join(", ")
        )));
    }
    if FeedId::parse(&arguments.feed).is_some() {
        let config = place.config()?;
        if let Ok(configured) = place.feed(&config, &arguments.feed) {
            let format = arguments.format.clone().or(configured.format.clone());
            let template = template(&arguments.template, &configured.template)?;
            return Ok((Feed { format, template, ..configured }, arguments.feed.clone()));
        }
        // `localhost` is an address; `nobody` is a feed that is not there.
        if arguments.feed != "localhost" {
            return Err(Failure::Usage(no_feed(&arguments.feed).to_string()));
        }
    }
    let url = mapping::parse_address(&arguments.feed).map_err(|error| Failure::Usage(error.to_string()))?;
    let plain = Feed::new(FeedId::from_name("watched"), url.to_string());
    let template = template(&arguments.template, &Template::default())?;
    let feed = Feed { format: arguments.format.clone(), notify: NotifyLevel::Never, template, ..plain };
    Ok((feed, address::shown(url.as_str())))
}

/// Prints what is seen, and says when that is enough.
struct Printer<'a> {
    left: Option<u64>,
    shown_as: String,
    opened: bool,
    quiet: bool,
    arguments: &'a WatchArguments,
    out: output::Lines,
}

type End = ControlFlow<Result<(), Failure>>;

impl Printer<'_> {
    fn take(&mut self, seen: Seen) -> Result<End, Failure> {
        let WatchArguments { raw, json, .. } = *self.arguments;
        match seen {
            Seen::State(state) => {
                self.opened |= matches!(state, ConnectionState::Open { .. });
                self.state(&state)?;
            }
            Seen::Stopped { trouble, refused } => return Ok(Break(self.stopped(trouble, refused))),
            Seen::Event(event) if raw => {
                self.print_event(&(&event).into())?;
                return Ok(self.counted());
            }
            Seen::Entry(entry) if !raw => {
                let entry = wire::Entry { feed: self.shown_as.clone(), ..entry };
                if json {
                    self.out.json(&entry)?;
                } else {
                    output::entry_lines(&entry).iter().try_for_each(|line| self.out.line(line))?;
                }
                return Ok(self.counted());
            }
            Seen::Bad(what) if !raw => output::tell(&what),
            Seen::Event(_) | Seen::Entry(_) | Seen::Bad(_) => {}
        }
        Ok(Continue(()))
    }

    /// What was said before comes before it, though by another way.
    fn state(&mut self, state: &ConnectionState) -> std::io::Result<()> {
        self.out.flush()?;
        if !self.quiet {
            output::state(None, state, self.arguments.json);
        }
        Ok(())
    }

    fn print_event(&mut self, event: &wire::RawEvent) -> std::io::Result<()> {
        if self.arguments.json {
            return self.out.json(event);
        }
        self.out.line(&format!("{} {}", event.event, event.last_event_id))?;
        event.data.lines().try_for_each(|line| self.out.line(&format!("    {line}")))
    }

    fn counted(&mut self) -> End {
        self.left = self.left.map(|left| left - 1);
        if self.left == Some(0) { Break(Ok(())) } else { Continue(()) }
    }

    fn stopped(&mut self, trouble: Trouble, refused: bool) -> Result<(), Failure> {
        let ended = trouble.code == TroubleCode::Ended;
        let words = format!("{} {}", trouble.message, trouble.advice).trim_end().to_owned();
        self.state(&ConnectionState::Stopped { trouble })?;
        match (refused, self.opened) {
            (true, _) => Err(Failure::Refused(words)),
            (false, false) => Err(Failure::NotConnected(words)),
            // It was open, and ended in good order: that is what --no-reconnect asks to see.
            (false, true) if ended => Ok(()),
            (false, true) => Err(Failure::Failed(words)),
        }
    }
}
