//! Enums whose members each have a word on the wire.

/// An enum, with the word of each member: what is listed once can be neither forgotten nor said in two ways.
macro_rules! coded {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$doc:meta])* $member:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $member,)+ }

        impl $name {
            /// All there are.
            pub const ALL: &'static [Self] = &[$(Self::$member,)+];

            /// The word for it on the wire.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$member => $word,)+ }
            }
        }
    };
}

pub(crate) use coded;
