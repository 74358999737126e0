//! The store from outside, one file per question.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cards; // one front per card; withdrawn, replaced, read elsewhere
mod changes; // changed_since tells every row's last state
mod damage; // damaged, torn and newer databases
mod held_back; // a spoiler delay: nowhere before, everywhere after
mod identity; // what is new and what is known
mod killed; // SIGKILL at random: what was acknowledged is there, once
mod modes; // only this user can read the files
mod prune; // what goes, what stays, and what is still known
mod reading; // pages, filters, marks, streaming
mod search; // words in, no syntax, no errors
mod support;
