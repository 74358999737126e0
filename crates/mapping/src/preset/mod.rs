//! One file per format whose documentation says what its events mean.

pub(crate) mod ntfy;
