//! What the news wire may say: invented, lifelike and harmless. Words in braces are filled by [`super::fill`].

/// A desk of the newsroom, a headline, and the sentence below it.
pub(super) type Template = (&'static str, &'static str, &'static str);

pub(super) const STORIES: [Template; 66] = [
    (
        "World",
        "{country} and {country2} agree on new rail link",
        "The line is to cut the journey between the two capitals to under {n} hours. Work starts in the spring.",
    ),
    (
        "World",
        "Ministers meet in {city} over fishing grounds",
        "Delegations from {n} countries hope for a deal by the end of the week.",
    ),
    (
        "World",
        "{city} opens its longest bridge after {n} years of building",
        "Pedestrians were first across, at sunrise. Traffic follows on Monday.",
    ),
    (
        "World",
        "{country} lowers the voting age to sixteen",
        "Parliament passed the change by {n} votes. It applies from the next election.",
    ),
    (
        "World",
        "Record number of visitors expected in {city} this summer",
        "Hotels report bookings up by {n} per cent on last year.",
    ),
    (
        "World",
        "{country} returns {n} works of art to {country2}",
        "Among them is a carved door from the fourteenth century.",
    ),
    (
        "World",
        "Ferry service between {city} and {city2} resumes",
        "The first crossing in {n} years left with every berth taken.",
    ),
    (
        "World",
        "{city} chosen to host climate talks",
        "Some {n},000 delegates are expected. The city promises to feed them from local farms.",
    ),
    (
        "World",
        "Border post at {city} to stay open at night",
        "Lorry drivers had waited up to {n} hours in the queue.",
    ),
    (
        "World",
        "{country} counts its people for the first time in {n} years",
        "Enumerators on foot, by boat and by bicycle set out this morning.",
    ),
    (
        "Science",
        "Telescope sees starlight from {n} billion years ago",
        "The light left its galaxy when the universe was young, astronomers in {city} report.",
    ),
    (
        "Science",
        "Deep-sea survey finds {n} species unknown until now",
        "A translucent snail that glows when touched is among them.",
    ),
    (
        "Science",
        "Battery made of salt and iron passes {n},000 cycles",
        "Researchers in {city} say that it could store the sun of a summer's day for the night.",
    ),
    (
        "Science",
        "Study: walking {n} minutes a day lifts the mood",
        "The effect was strongest in winter, according to the team in {city}.",
    ),
    (
        "Science",
        "Probe sends first pictures from icy moon",
        "Ridges {n} kilometres long cross the plain where it set down.",
    ),
    (
        "Science",
        "Bees tell faces apart, new experiment suggests",
        "In {n} of a hundred trials they flew to the one that they had learnt.",
    ),
    (
        "Science",
        "Lost orchid found again on {country} hillside",
        "It had last been seen {n} years ago. Its place stays secret.",
    ),
    (
        "Science",
        "Oldest known map of the night sky on show in {city}",
        "It was hidden under a medieval prayer book for {n} decades.",
    ),
    (
        "Science",
        "Fungus that eats plastic works in salt water too",
        "In the laboratory in {city}, a bag was gone after {n} weeks.",
    ),
    (
        "Science",
        "Earth's core may turn slower than thought",
        "Seismologists compared {n} pairs of earthquakes to find out.",
    ),
    (
        "Sport",
        "{club} sign young striker from {city}",
        "The nineteen-year-old scored {n} goals last season and takes the number nine shirt.",
    ),
    (
        "Sport",
        "Marathon record falls in {city}",
        "A tailwind helped on the last {n} kilometres, the winner said.",
    ),
    (
        "Sport",
        "{club} appoint new manager until the summer",
        "The club has won only {n} points from its last ten matches.",
    ),
    (
        "Sport",
        "Cyclist wins {city} classic after lone ride of {n} kilometres",
        "The chasing group came within sight on the final climb, and no closer.",
    ),
    ("Sport", "Seventeen-year-old reaches {city} final", "She won the last {n} points in a row."),
    (
        "Sport",
        "{club} to rebuild their east stand",
        "It is to hold {n},000 people, and to have a roof at last.",
    ),
    (
        "Sport",
        "Rain stops play in {city} with {n} runs needed",
        "The umpires look at the pitch again in the morning.",
    ),
    (
        "Sport",
        "Rowers cross ocean in {n} days",
        "Four friends from {city} tied up at dawn and asked for hot soup.",
    ),
    ("Sport", "{club} captain out for {n} weeks", "A scan showed a strained hamstring."),
    (
        "Sport",
        "Chess: {city} tournament led by outsider",
        "Nobody had her on the list after {n} months away. She has yet to lose a game.",
    ),
    (
        "Local",
        "Old market hall in {city} gets its roof back",
        "Traders return in {n} weeks. The clock has been repaired as well.",
    ),
    ("Local", "{city} plants {n},000 trees along its ring road", "Schools have adopted the first avenue."),
    ("Local", "Night bus returns to {city}", "It runs every {n} minutes on Fridays and Saturdays."),
    (
        "Local",
        "Library in {city} lends tools, tents and telescopes",
        "The waiting list for the cargo bicycle has {n} names.",
    ),
    (
        "Local",
        "Lost parrot found after {n} days in {city}",
        "It had joined the pigeons at the station, and spoke to the announcer.",
    ),
    (
        "Local",
        "{city} swimming pool opens early",
        "The water is at {n} degrees, the lifeguard says, and nobody has complained.",
    ),
    (
        "Local",
        "Street in {city} closed for water main repairs",
        "Traffic is led past the park. The work takes about {n} days.",
    ),
    (
        "Local",
        "Bakery in {city} celebrates {n} years",
        "The first customer of the day paid with a note of thanks in verse.",
    ),
    (
        "Local",
        "Volunteers in {city} clear {n} bags of litter from canal",
        "They also found three bicycles and a trombone.",
    ),
    ("Local", "{city} council votes for car-free Sundays", "The trial lasts {n} weeks."),
    (
        "Technology",
        "Open-source map now covers every street in {country}",
        "Some {n},000 volunteers walked, cycled and checked.",
    ),
    (
        "Technology",
        "New chip sips {n} per cent of the power",
        "The design from {city} is meant for sensors that run for years on a coin cell.",
    ),
    (
        "Technology",
        "Browser makers agree on one way to sign in",
        "Passwords could be gone from {n} large sites within the year.",
    ),
    (
        "Technology",
        "{city} tries street lamps that dim when nobody passes",
        "In the first weeks they saved {n} per cent.",
    ),
    (
        "Technology",
        "Repair rules: spare parts to be sold for {n} years",
        "Makers of phones and washing machines have until the autumn to comply.",
    ),
    (
        "Technology",
        "Satellite swarm to watch forests every {n} hours",
        "The pictures are to be free for all.",
    ),
    (
        "Technology",
        "Outage at payment network lasts {n} minutes",
        "Shops in {city} wrote receipts by hand. All systems are running again.",
    ),
    (
        "Technology",
        "Translator for {n} rare languages released",
        "Linguists from {city} worked with the last speakers for years.",
    ),
    ("Technology", "Printer of houses builds first school in {country}", "The walls took {n} days."),
    (
        "Technology",
        "Museum in {city} boots computer from {year}",
        "It played a tune, and printed the date wrong by {n} years.",
    ),
    ("Business", "{company} to open plant in {city}", "It is to employ {n}00 people and make heat pumps."),
    (
        "Business",
        "{company} raises forecast after strong quarter",
        "Sales rose by {n} per cent, mostly in {country}.",
    ),
    (
        "Business",
        "Central bank of {country} leaves rates alone",
        "Prices rose more slowly than expected, by {n} tenths of a point.",
    ),
    ("Business", "{company} and {company2} end merger talks", "They had gone on for {n} months."),
    (
        "Business",
        "Coffee prices at their lowest for {n} months",
        "A good harvest in {country} is the reason.",
    ),
    (
        "Business",
        "Rail operator orders {n} night trains",
        "They are to link {city} and {city2} from next year.",
    ),
    ("Business", "Co-operative in {city} buys its own wind farm", "Its {n}00 members get the power at cost."),
    ("Business", "{company} offers staff a four-day week", "A trial with {n} teams went better than hoped."),
    (
        "Business",
        "Harbour of {city} handles {n} per cent more",
        "A new quay for smaller ships paid off sooner than planned.",
    ),
    (
        "Weather",
        "Sunny spells for {country}, cooler by Friday",
        "Highs of {n} degrees inland, less by the sea.",
    ),
    ("Weather", "Fog delays flights in {city}", "The first departures left {n} minutes late."),
    (
        "Weather",
        "First snow in the hills above {city}",
        "About {n} centimetres fell overnight. The pass stays open.",
    ),
    (
        "Weather",
        "Warm wind brings spring to {country} early",
        "Almond trees bloom {n} days ahead of the average.",
    ),
    (
        "Weather",
        "Meteor shower visible tonight from {country}",
        "Up to {n} an hour, if the clouds keep away.",
    ),
    (
        "Weather",
        "River at {city} falls after days of rain",
        "The gauge is down by {n} centimetres since the morning.",
    ),
    (
        "Weather",
        "Rainbow seen for {n} minutes over {city}",
        "Meteorologists call it unusually long. Children call it two rainbows.",
    ),
];

/// The few that ring through.
pub(super) const URGENT: [Template; 5] = [
    (
        "Weather",
        "Storm warning for {city} and the coast",
        "Gusts of up to {gust} km/h are expected from this evening. Stay away from the sea front.",
    ),
    (
        "World",
        "Earthquake felt in {country}",
        "No damage has been reported so far. It was felt for {n} seconds.",
    ),
    (
        "Local",
        "Main station in {city} closed, trains diverted",
        "A signal box has failed. Allow {n} more minutes.",
    ),
    (
        "Technology",
        "Update now: flaw found in widely used router",
        "The makers in {city} have released a correction. It takes {n} minutes.",
    ),
    ("Weather", "Flood alert on the river at {city}", "Moveable barriers go up within {n} hours."),
];

pub(super) const CITIES: [&str; 24] = [
    "Aldermere",
    "Port Vesna",
    "Carrowmore",
    "Lindenau",
    "San Telmo",
    "Westhaven",
    "Kirkby Sound",
    "Montclair",
    "Ostrava Bay",
    "Brightwater",
    "Halden",
    "Sankt Jorgen",
    "Villanova",
    "Ashcombe",
    "Marisol",
    "Tarnfield",
    "Old Quay",
    "Eskdale",
    "Novigrad Hills",
    "Belmonte",
    "Rivermouth",
    "Greywater",
    "Ferndale",
    "Stella Point",
];

pub(super) const COUNTRIES: [&str; 12] = [
    "Norland",
    "Calvera",
    "the Eastern Isles",
    "Ruvania",
    "Tamaris",
    "Greater Holm",
    "Ostmark Islands",
    "Vallonia",
    "Sundara",
    "Lower Arden",
    "Meridia",
    "the Lake Republic",
];

pub(super) const CLUBS: [&str; 10] = [
    "Harbour Town",
    "Northgate",
    "Castle United",
    "Saltmarsh City",
    "Foxhollow",
    "Highfield Albion",
    "Union Docks",
    "Kingsbridge",
    "Larkhill",
    "Port Ashby",
];

pub(super) const COMPANIES: [&str; 10] = [
    "Brightline",
    "Norden & Vale",
    "Kestrel Works",
    "Alto Foods",
    "Merrow Shipping",
    "Fenwick Glass",
    "Polaris Rail",
    "Tamarind",
    "Quill & Co",
    "Helio Energy",
];
