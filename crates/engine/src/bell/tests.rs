//! The bell against a notifier that remembers, with a real store, on a clock that moves only when a test lets it.

mod answers;
mod buttons;
mod late;
mod quiet;
mod ringing;
mod scene;
mod silent;
mod small;
mod summaries;
