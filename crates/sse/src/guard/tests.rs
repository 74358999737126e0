use super::*;

fn all(guard: &mut Guard, bytes: &[u8]) -> Result<Vec<Guarded>, Limit> {
    let mut chunk = Bytes::copy_from_slice(bytes);
    std::iter::from_fn(|| guard.next(&mut chunk).transpose()).collect()
}

fn texts(found: Vec<Guarded>) -> Vec<String> {
    let text = |found| match found {
        Guarded::Block(block) => Some(block.text),
        Guarded::Retry(_) => None,
    };
    found.into_iter().filter_map(text).collect()
}

fn guard() -> Guard {
    Guard::new(DEFAULT_EVENT_BYTES)
}

#[test]
fn what_comes_out_is_clean() {
    let found = all(&mut guard(), b"\xef\xbb\xbfdata: a\xff\r: gone\rid: 1\r\n\r\n\n\ndata\n\n")
        .expect("within limits");
    assert_eq!(texts(found), ["data: a\u{fffd}\n\n", "data\n\n"]);
}

#[test]
fn a_block_ended_by_cr_cr_is_there_at_once() {
    let mut guard = guard();
    assert_eq!(texts(all(&mut guard, b"data: a\r\r").expect("within limits")), ["data: a\n\n"]);
    // The LF that follows belongs to the CR before it; the next one ends an empty block.
    assert_eq!(texts(all(&mut guard, b"\n\ndata: b\r").expect("within limits")), [""; 0]);
    assert_eq!(texts(all(&mut guard, b"\n\r").expect("within limits")), ["data: b\n\n"]);
}

#[test]
fn retry_takes_ascii_digits_only() {
    let retries = |line: &str| all(&mut guard(), format!("{line}\n").as_bytes()).expect("within limits");
    for bad in
        ["retry", "retry:", "retry: +5", "retry: -1", "retry: 5 ", "retry:  5", "retry: 1e3", "retry: ٥"]
    {
        assert_eq!(retries(bad), [], "{bad:?}");
    }
    assert_eq!(retries("retry: 0050"), [Guarded::Retry(Duration::from_millis(50))]);
    let huge = Duration::from_millis(u64::MAX);
    assert_eq!(retries("retry:99999999999999999999999"), [Guarded::Retry(huge)]);
}

#[test]
fn a_line_over_the_limit_is_refused_before_it_is_kept() {
    let mut guard = Guard::new(1000);
    assert_eq!(all(&mut guard, &[b'x'; 999]), Ok(vec![]));
    assert_eq!(all(&mut guard, b"x"), Err(Limit::Block(1000)));
    assert!(guard.line.capacity() <= 2000);
}

#[test]
fn lines_of_every_field_count() {
    for line in ["data", "event", "id", "retry", "x: y"] {
        let lines = format!("{line}\n").repeat(1000 / (line.len() + 1) + 1);
        assert_eq!(all(&mut Guard::new(1000), lines.as_bytes()), Err(Limit::Block(1000)), "{line}");
    }
}

#[test]
fn empty_data_lines_count() {
    let block = format!("{}\n", "data\n".repeat(200));
    assert_eq!(all(&mut Guard::new(1000), block.as_bytes()), Err(Limit::Block(1000)));
    assert!(all(&mut Guard::new(1001), block.as_bytes()).is_ok());
}

#[test]
fn comments_take_no_room_but_a_single_one_may_not_be_endless() {
    let mut guard = Guard::new(1000);
    for _ in 0..1000 {
        assert_eq!(all(&mut guard, b": still here\n"), Ok(vec![]));
    }
    assert_eq!(all(&mut guard, &[b':'; 2000]), Err(Limit::Block(1000)));
}

#[test]
fn bytes_that_grow_when_replaced_count_as_they_become() {
    let line = [b"data: ".as_slice(), &[0xff; 400]].concat();
    assert!(all(&mut Guard::new(1000), &[&line[..], b"\n"].concat()).is_err());
}

#[test]
fn ids_and_names_have_limits_of_their_own() {
    let long = |field: &str, n: usize| format!("{field}: {}\n", "é".repeat(n / 2));
    assert!(all(&mut guard(), long("id", 1024).as_bytes()).is_ok());
    assert_eq!(all(&mut guard(), long("id", 1026).as_bytes()), Err(Limit::Id(1024)));
    assert!(all(&mut guard(), long("event", 128).as_bytes()).is_ok());
    assert_eq!(all(&mut guard(), long("event", 130).as_bytes()), Err(Limit::Name(128)));
}

#[test]
fn the_limit_can_be_configured_up_to_32_mib() {
    assert_eq!(Guard::new(usize::MAX).limit, MOST_EVENT_BYTES);
    assert_eq!(Guard::new(0).limit, 1);
}
