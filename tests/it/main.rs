//! The app's journeys: the built `tidings` command against real sockets and real servers. A line per module.

#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "tests stand outside the ports: they own real time and tasks")]
#![expect(clippy::unwrap_used, reason = "all of this is test code, its helpers included")]

mod acts; // a feed's buttons that send a request
mod bad_event; // one event that cannot be read, among good ones
mod bad_feed; // addresses and answers that are no feed: the words, the state, the exit code
#[cfg(target_os = "linux")]
mod bad_place; // configurations, directories and databases that cannot be used as they are
#[cfg(target_os = "linux")]
mod broken_bell; // a notification service that is missing, restarted or refusing, and no bus at all
mod clean_end; // a stream that ends in good order is taken up again
mod conformance; // the fixtures of the stream's format, over a real socket
mod conformance_requests; // what the public suites ask beside that: types, statuses, ids, retries
#[cfg(target_os = "linux")]
mod connection; // how a server is reached, within which limits, and what is seen of it
#[cfg(target_os = "linux")]
mod demo_command; // `tidings demo`
#[cfg(target_os = "linux")]
mod doctor_command; // `tidings doctor`
mod exit_codes; // 0, 1, 2, 3 and 4
mod feeds_command; // `tidings feeds`
#[cfg(target_os = "linux")]
mod flood; // a feed without a pause: the others are heard, memory stays bounded
#[cfg(target_os = "linux")]
mod foreign; // servers that nobody here wrote: better-sse, sse-starlette, and a CGI-like one
mod health; // how a feed stands: the window's word, the command's, and what a person can do
mod history_command; // `tidings history`
mod hostile_line; // a line without end: the feed is named, the others go on
mod hot_reload; // `tidings.toml` edited under a running `tidings run`
mod in_window; // the engine as the window has it
#[cfg(target_os = "linux")]
mod keyring; // secrets in a real keyring: open, locked, absent
mod known_and_new; // one event that carries both
mod limits; // what no server may do: each limit said with its feed, and rested for
mod logins; // passwords and tokens from files and the environment, and where they never stand
#[cfg(target_os = "linux")]
mod nchan; // a real hub that nobody here wrote, and twenty kills
mod polled; // feeds that have to be asked, templates and rules
#[cfg(target_os = "linux")]
mod popups; // the picture of a popup, and popups that outlive the program
#[cfg(target_os = "linux")]
mod presets; // each known format: subscribed to, stored, rung, dropped, resumed
mod proxies; // the way to a server: proxies of each kind, or none
#[cfg(target_os = "linux")]
mod recalls; // a match that goes on while Tidings is down
mod redirects; // followed, and what goes with them
mod restart; // `tidings run` ended and started again
mod resume; // a connection lost and taken up again
#[cfg(target_os = "linux")]
mod rings_once; // the bell: once per entry, a summary for a backlog, never in a feed's way
mod silence; // nothing heard for too long
#[cfg(target_os = "linux")]
mod snooze_command; // `tidings snooze`, levels, and what waits
mod sticky_id; // one id, two different events
mod stream; // what `tidings watch` prints
mod trust; // an authority of one's own, a pinned key, and who is not believed
#[cfg(target_os = "linux")]
mod wakes; // sleep, as logind tells it, and a program that was stopped
