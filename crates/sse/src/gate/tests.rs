use futures_util::FutureExt;

use super::*;

fn url(host: &str) -> Url {
    Url::parse(&format!("https://{host}/feed")).expect("a URL")
}

fn free<F>(asked: Asked<F>) -> Place {
    match asked {
        Asked::Free(place) => place,
        Asked::Full { limit, .. } => panic!("no place: {limit} are taken"),
    }
}

#[test]
fn each_host_has_its_own_limit() {
    let gate =
        Gate::new([("big.example".to_owned(), 30), ("127.0.0.1".to_owned(), 1), ("x".to_owned(), 0)].into());
    let cases = [
        ("a.example", Some(PER_HOST)),
        ("A.Example", Some(PER_HOST)),
        ("192.168.1.7", Some(PER_HOST)),
        ("stream.wikimedia.org", Some(2)),
        ("Stream.Wikimedia.org", Some(2)),
        ("big.example", Some(30)),
        ("x", Some(1)),
        ("localhost", None),
        ("[::1]", None),
        ("127.0.0.1", Some(1)),
    ];
    for (host, limit) in cases {
        assert_eq!(gate.limit(&url(host)), limit, "{host}");
    }
}

#[tokio::test]
async fn who_comes_later_waits_for_a_place_in_order() {
    let gate = Gate::default();
    let wiki = url("stream.wikimedia.org");
    let same = Gate::clone(&gate);
    let (first, second) = (free(gate.ask(&wiki)), free(same.ask(&wiki)));
    let Asked::Full { limit: 2, turn: third } = gate.ask(&wiki) else { panic!("a third place") };
    let Asked::Full { limit: 2, turn: fourth } = gate.ask(&wiki) else { panic!("a fourth place") };
    let (mut third, mut fourth) = (Box::pin(third), Box::pin(fourth));
    assert!(third.as_mut().now_or_never().is_none() && fourth.as_mut().now_or_never().is_none());
    free(gate.ask(&url("a.example")));
    drop(first);
    assert!(fourth.as_mut().now_or_never().is_none(), "out of turn");
    assert!(matches!(gate.ask(&wiki), Asked::Full { .. }), "past those who wait");
    let third = third.as_mut().now_or_never().expect("a place");
    drop(second);
    fourth.as_mut().now_or_never().expect("a place");
    drop(third);
}

#[tokio::test]
async fn who_gives_up_waiting_holds_nobody_up_and_hosts_are_not_kept() {
    let gate = Gate::new([("a.example".to_owned(), 1)].into());
    let held = free(gate.ask(&url("a.example")));
    let Asked::Full { turn, .. } = gate.ask(&url("a.example")) else { panic!("a second place") };
    let mut turn = Box::pin(turn);
    assert!(turn.as_mut().now_or_never().is_none());
    drop(turn);
    drop(held);
    let held = free(gate.ask(&url("a.example")));
    for n in 0..1000 {
        free(gate.ask(&url(&format!("{n}.example"))));
    }
    assert_eq!(lock(&gate.0.hosts).len(), 2);
    assert!(matches!(gate.ask(&url("a.example")), Asked::Full { .. }), "its place was forgotten");
    drop(held);
}

#[tokio::test(start_paused = true)]
async fn at_most_twenty_begin_in_a_second_and_they_are_spread() {
    let gate = Gate::default();
    let start = Instant::now();
    let mut begun = Vec::new();
    for pace in (0..200).map(|_| gate.clone().pace()).collect::<Vec<_>>() {
        pace.await;
        begun.push(start.elapsed().as_millis());
    }
    assert_eq!(begun, (0..200).map(|n| n * 50).collect::<Vec<_>>());
    tokio::time::advance(Duration::from_secs(5)).await;
    let rested = Instant::now();
    gate.pace().await;
    assert_eq!(rested.elapsed(), Duration::ZERO, "who comes alone waits for nobody");
}

#[tokio::test(start_paused = true)]
async fn moments_that_are_taken_late_are_no_burst() {
    let gate = Gate::default();
    let paces: Vec<_> = (0..5).map(|_| gate.pace()).collect();
    // All were due by now, and none was looked at.
    tokio::time::advance(Duration::from_secs(1)).await;
    let start = Instant::now();
    let begun = futures_util::future::join_all(paces.into_iter().map(async |pace| {
        pace.await;
        start.elapsed().as_millis()
    }));
    let mut begun = begun.await;
    begun.sort_unstable();
    assert_eq!(begun, [0, 50, 100, 150, 200]);
}

/// Each was a little late, until more were due than may begin: whoever came in between used to take the turn of those who waited.
#[tokio::test(start_paused = true)]
async fn whoever_waits_longest_goes_first() {
    let start = Instant::now();
    let at = |millis| start + Duration::from_millis(millis);
    let mut pace = Pace { last: Some(at(120)), ..Pace::default() };
    let [first, second, third] = [(); 3].map(|()| pace.ask(at(120)));
    assert_eq!(pace.begin(third, at(160)), Err(at(170 + 100)), "two are ahead");
    assert_eq!(pace.begin(second, at(180)), Err(at(180 + 50)), "the first is late, and is waited for");
    assert_eq!(pace.begin(first, at(190)), Ok(()));
    pace.waiting.remove(&first);
    let fourth = pace.ask(at(200));
    assert_eq!(pace.begin(fourth, at(245)), Err(at(245 + 100)), "it came last");
    assert_eq!(pace.begin(third, at(270)), Err(at(270 + 50)));
    assert_eq!(pace.begin(second, at(280)), Ok(()));
    pace.waiting.remove(&second);
    // The third is busy elsewhere, and nobody waits for it without end.
    assert_eq!(pace.begin(fourth, at(345)), Err(at(345 + 50)));
    assert_eq!(pace.begin(fourth, at(825)), Ok(()));
}

/// A network that comes and goes while many feeds begin tears them from the queue each time.
#[tokio::test(start_paused = true)]
async fn who_is_torn_from_the_queue_gives_the_moment_back() {
    let gate = Gate::default();
    for _ in 0..10 {
        let torn: Vec<_> = (0..200).map(|_| gate.pace()).collect();
        drop(torn);
    }
    let start = Instant::now();
    gate.pace().await;
    assert_eq!(start.elapsed(), Duration::ZERO);
    let (first, second, third) = (gate.pace(), gate.pace(), gate.pace());
    drop(second);
    let fourth = gate.pace();
    for (pace, at) in [(first, 50), (third, 150)] {
        pace.await;
        assert_eq!(start.elapsed().as_millis(), at);
    }
    // After those who asked before it.
    fourth.await;
    assert_eq!(start.elapsed().as_millis(), 200);
    assert!(lock(&gate.0.pace).waiting.is_empty());
}

#[tokio::test]
async fn limits_can_change_while_connections_are_there() {
    let gate = Gate::new([("a.example".to_owned(), 1)].into());
    let there = url("a.example");
    let first = free(gate.ask(&there));
    let Asked::Full { turn, .. } = gate.ask(&there) else { panic!("a second place") };
    let mut turn = Box::pin(turn);
    assert!(turn.as_mut().now_or_never().is_none());
    gate.set_limits([("a.example".to_owned(), 2)].into());
    let second = turn.as_mut().now_or_never().expect("a place, now that there are two");
    gate.set_limits([("a.example".to_owned(), 1)].into());
    drop(second);
    assert!(matches!(gate.ask(&there), Asked::Full { limit: 1, .. }), "one is there, and one is the most");
    drop(first);
    free(gate.ask(&there));
    gate.set_limits(HashMap::new());
    assert_eq!(gate.limit(&there), Some(PER_HOST));
}
