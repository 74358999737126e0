//! One file per format whose documentation says what its events mean; and what several of them have in common.

pub(crate) mod ably;
pub(crate) mod activity;
pub(crate) mod chat;
pub(crate) mod cloud_events;
pub(crate) mod couchdb;
pub(crate) mod envelope;
pub(crate) mod feed;
pub(crate) mod firebase;
pub(crate) mod github;
pub(crate) mod gotify;
pub(crate) mod home_assistant;
pub(crate) mod horizon;
pub(crate) mod hue;
pub(crate) mod json_feed;
pub(crate) mod mastodon;
pub(crate) mod mercure;
pub(crate) mod ntfy;
pub(crate) mod openhab;
pub(crate) mod optic_odds;
pub(crate) mod score;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod txline;
pub(crate) mod wikimedia;
