//! Invented clubs, players and what a reporter says of them.

pub(super) const CLUBS: [&str; 24] = [
    "Harbour Town",
    "Northgate",
    "Elm Park Rovers",
    "Castle United",
    "Riverside Athletic",
    "Old Mill Rangers",
    "Kingsbridge",
    "Westferry",
    "Saltmarsh City",
    "Highfield Albion",
    "Ironworks FC",
    "Lakeside Wanderers",
    "Foxhollow",
    "Marlow Vale",
    "Port Ashby",
    "Thornbury Town",
    "Greyfriars",
    "Eastcliff",
    "Stonebridge County",
    "Meadowbank",
    "Larkhill",
    "Quarry Lane",
    "Union Docks",
    "Winterton",
];

pub(super) const PLAYERS: [&str; 64] = [
    "A. Okafor",
    "M. Lindqvist",
    "J. Torres",
    "S. Haddad",
    "K. Nakamura",
    "L. Moreau",
    "D. Kowalski",
    "P. Achterberg",
    "R. Silva",
    "T. Baptiste",
    "N. Farouk",
    "E. Hansen",
    "C. Duarte",
    "B. Osei",
    "V. Petrov",
    "G. Marino",
    "H. Sato",
    "O. Brennan",
    "I. Popescu",
    "F. Adeyemi",
    "Y. Demir",
    "W. van Dijck",
    "Z. Horvat",
    "Q. Nguyen",
    "U. Castillo",
    "X. Romero",
    "A. Keane",
    "M. Diallo",
    "J. Weber",
    "S. Lund",
    "K. Mensah",
    "L. Ricci",
    "D. Ferreira",
    "P. Novak",
    "R. Campbell",
    "T. Iversen",
    "N. Sharma",
    "E. Rossi",
    "C. Park",
    "B. Wallace",
    "V. Cruz",
    "G. Fontaine",
    "H. Bakker",
    "O. Eriksen",
    "I. Tanaka",
    "F. Gallagher",
    "Y. Cohen",
    "W. Schmidt",
    "Z. Abdi",
    "A. Vargas",
    "M. Quinn",
    "J. Laurent",
    "S. Ito",
    "K. Morrison",
    "L. Santos",
    "D. Yilmaz",
    "P. Jensen",
    "R. Koroma",
    "T. Walsh",
    "N. Bianchi",
    "E. Dlamini",
    "C. Virtanen",
    "B. Suarez",
    "V. Holm",
];

pub(super) const GROUNDS: [&str; 10] = [
    "Quayside",
    "Mill Road",
    "the Old Yard",
    "Park Lane",
    "Castle Field",
    "the Ropewalk",
    "Station Road",
    "Lower Meadow",
    "the Foundry Ground",
    "Chapel Hill",
];

pub(super) const GOALS: [&str; 14] = [
    "{player} meets the cross at the far post and heads it in.",
    "A low drive from the edge of the area. The keeper gets a hand to it, no more.",
    "{player} steals in behind the defence and lifts it over the keeper.",
    "A free kick, curled over the wall and in off the post.",
    "From the spot: {player} sends the keeper the wrong way.",
    "A scramble after the corner, and {player} pokes it over the line.",
    "What a strike! From twenty-five metres into the top corner.",
    "A quick break, three passes, and {player} finishes calmly.",
    "{player} turns on the spot and shoots through a crowd of legs.",
    "A long throw, a flick, and {player} volleys it home.",
    "The keeper spills it and {player} is there first.",
    "{assist} pulls it back from the byline, {player} cannot miss.",
    "A one-two with {assist}, and {player} slots it into the corner.",
    "{player} picks it up in midfield, keeps going, and nobody stops him.",
];

pub(super) const YELLOWS: [&str; 7] = [
    "{player} arrives late on the halfway line.",
    "{player} pulls a shirt to end a promising break.",
    "A word too many to the referee, and {player} is booked.",
    "{player} goes in with the studs showing.",
    "{player} takes far too long over the throw-in.",
    "{player} stops the counter with a tactical foul.",
    "A clumsy challenge from {player}, just outside the area.",
];

pub(super) const REDS: [&str; 3] = [
    "{player} is the last man and brings the forward down. Off he goes.",
    "A reckless tackle from {player}, and the referee does not hesitate.",
    "{player} handles on the line. A red card.",
];

pub(super) const CHANGES: [&str; 5] = [
    "{player} comes on for {assist}.",
    "Fresh legs: {player} replaces {assist}.",
    "{assist} makes way for {player}, to warm applause.",
    "{assist} cannot go on after that knock. {player} is on.",
    "A change of shape, with {player} on for {assist}.",
];

/// Between two sentences of the reporter, at the start, the half and the end.
pub(super) const STARTS: [&str; 3] = [
    "We are under way at {ground}.",
    "The teams are out at {ground}, and it starts in light rain.",
    "A full house at {ground}. Here we go.",
];

pub(super) const HALVES: [&str; 3] = [
    "The teams go in for the break.",
    "The referee looks at his watch, and that is the half.",
    "Both managers will have something to say in the dressing room.",
];

pub(super) const SECONDS: [&str; 3] = [
    "Back under way, with no changes at the break.",
    "The second half begins at {ground}.",
    "They have changed ends. On we go.",
];

pub(super) const ENDS: [&str; 3] = [
    "It is all over at {ground}.",
    "The final whistle, and handshakes all round.",
    "That is that, after {minutes} minutes of football.",
];
