//! What is wrong with what a person wrote: a template, a condition, a rule.

use crate::coded::coded;

coded! {
    /// The kinds of mistakes. Each has something that belongs to it, such as a name or a number; the library's own words are in English.
    pub enum FlawCode {
        /// It ends in the middle of something; where is in the library's words, if anywhere.
        Unfinished = "unfinished",
        /// It cannot be understood; why is in the library's words.
        Syntax = "syntax",
        /// A filter, a test or a function is not there; which is in the library's words.
        Unknown = "unknown",
        /// It takes more bytes than may be; how many.
        Long = "long",
        /// It does too much: a loop or a text in it is too large.
        Fuel = "fuel",
        /// It cannot be worked out for an event; why is in the library's words.
        Failed = "failed",
        /// It gives something else than a web address; what.
        NoAddress = "no_address",
        /// It gives something else than `low`, `normal` or `critical`; what.
        NoUrgency = "no_urgency",
        /// It gives something else than a time; what.
        NoTime = "no_time",
        /// A rule would hold for everything.
        Everything = "everything",
        /// A rule names something that is not the key of a feed; what.
        NoFeed = "no_feed",
        /// A rule has no words, or too many; how many.
        Words = "words",
        /// A rule's words are too long together.
        WordsLong = "words_long",
        /// A pattern takes more bytes than may be; how many.
        PatternLong = "pattern_long",
        /// A pattern stands for too much.
        PatternLarge = "pattern_large",
        /// A pattern is no regular expression; why is in the library's words.
        Pattern = "pattern",
    }
}
