//! The words for kinds of things, as types of the window: one that is added there has to be given its text in every language.

use std::path::PathBuf;

use tidings_model as model;
use ts_rs::{Config, TS};

/// A type of the window that is one of some words.
macro_rules! words {
    ($(#[$about:meta])* $name:ident: $words:expr) => {
        $(#[$about])*
        pub(crate) struct $name;

        impl TS for $name {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;

            fn name(_: &Config) -> String {
                stringify!($name).to_owned()
            }

            fn inline(_: &Config) -> String {
                $words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" | ")
            }

            fn decl(config: &Config) -> String {
                format!("type {} = {};", stringify!($name), Self::inline(config))
            }

            fn decl_concrete(config: &Config) -> String {
                Self::decl(config)
            }

            fn output_path() -> Option<PathBuf> {
                Some(concat!(stringify!($name), ".ts").into())
            }
        }
    };
}

words! {
    /// The kinds of trouble with a connection.
    TroubleCode: model::TroubleCode::ALL.iter().map(|code| code.code())
}
words! {
    /// Why something a feed said may be missing.
    GapCode: model::GapCode::ALL.iter().map(|code| code.code())
}
words! {
    /// What is wrong with what a person wrote or a feed said.
    FlawCode: model::FlawCode::ALL.iter().map(|code| code.code()).chain(model::WrongCode::ALL.iter().map(|code| code.code()))
}
words! {
    /// What keeps notifications from getting through.
    BellFault: model::BellFault::ALL.iter().map(|fault| fault.code())
}
words! {
    /// What the bell did with an entry.
    RingCode: model::Ring::CODES.iter().map(|(word, _)| *word)
}
words! {
    /// The sounds there are.
    SoundName: model::Sound::ALL.iter().map(|sound| sound.name())
}
