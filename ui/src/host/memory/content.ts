/** Lifelike content: a match, a news wire and a topic, as the demo hub tells them. */
import type { Entry } from "../../bindings/Entry";

export type Draft = Pick<Entry, "title"> & Partial<Entry> & { minutesAgo?: number; highlighted?: boolean; rule?: string };

const match = "match-rov-har";

/** One live card: each step takes the place of the one before. */
export const MATCH: Draft[] = [
  { title: "Rovers 0–0 Harbour", body: "Kick-off. Rovers play from left to right.", tags: ["kick-off"], minutesAgo: 52 },
  { title: "Rovers 1–0 Harbour", body: "12′ Goal! Adebayo heads in Lindqvist’s corner.", tags: ["goal"], urgency: "critical", minutesAgo: 40 },
  { title: "Rovers 1–0 Harbour", body: "31′ Yellow card for Moreau (Harbour), a late tackle.", tags: ["card"], minutesAgo: 21 },
  {
    title: "Rovers 1–1 Harbour",
    body: "44′ Goal! Okafor equalises from the edge of the box.\nAssist: Moreau.",
    tags: ["goal"],
    urgency: "critical",
    minutesAgo: 7,
  },
].map((step) => ({ ...step, replaces: match, link: "https://example.org/matches/rov-har" }) as Draft);

export const NEXT_GOAL: Draft = {
  title: "Rovers 2–1 Harbour",
  body: "58′ Goal! Adebayo again, from the penalty spot.",
  tags: ["goal"],
  urgency: "critical",
  replaces: match,
  link: "https://example.org/matches/rov-har",
};

export const NEWS: Draft[] = [
  { title: "Night trains return to the coast line from spring", body: "Two services a night, with bicycles allowed.", tags: ["transport"] },
  { title: "Harbour bridge closes for repairs on Sunday", body: "From 06:00 to 14:00. Pedestrians may cross.", tags: ["city", "traffic"] },
  {
    title: "Storm warning raised to orange for the northern coast",
    body: "Gusts of up to 110 km/h are expected after 21:00. Ferries stop at 19:30.\n\nStay away from piers and sea walls, and bring loose things indoors. All warnings: https://example.org/warnings.",
    tags: ["weather"],
    urgency: "critical",
    image: "https://pictures.example.org/storm.jpg",
    highlighted: true,
    actions: [
      { kind: "open", label: "Live map", url: "https://example.org/map", text: null, method: null },
      { kind: "copy", label: "Copy hotline", url: null, text: "0800 555 0100", method: null },
      { kind: "http", label: "Report a delay", url: "https://example.org/report", text: null, method: "POST" },
    ],
  },
  { title: "Library opens a reading room for the blind", body: "", tags: ["culture"] },
  { title: "Council votes to plant four thousand trees by 2030", body: "The first are due along Mill Road.", tags: ["city"] },
  { title: "A comet is visible to the naked eye this week", body: "Look west, an hour after sunset.", tags: ["science"], urgency: "low" },
  { title: "Bakery of the year is a kiosk at platform four", body: "“We only have room for one oven.”", tags: ["food"] },
  { title: "Ferry timetable changes for the winter", body: "The 07:10 now leaves at 07:05.", tags: ["transport"], urgency: "low" },
  { title: "Museum finds a lost map inside a frame", body: "It shows the old harbour before the fire.", tags: ["culture"] },
  { title: "Power restored in the eastern districts", body: "All 2,300 homes are back since 16:40.", tags: ["city"] },
  { title: "Northgate win the derby in stoppage time", body: "A header by Sissoko, in front of 31,000. Westerly stay third.", tags: ["sport"], highlighted: true },
  { title: "tarn 4.2 reads archives twice as fast", body: "Release notes: parallel checksums, and a smaller index.", tags: ["technology"], urgency: "low" },
  { title: "Deploy of billing failed on one of three machines", body: "billing-2 did not answer its health check for 60 s. Rolled back to 2026.11.3.", tags: ["operations"], urgency: "critical" },
  { title: "Central bank leaves its rate at 2.25 %", body: "The next decision is due on 17 December.", tags: ["business"] },
  { title: "Fallen trees block the valley road", body: "A diversion leads by Upper Mill until about 18:00.", tags: ["city", "traffic"] },
  { title: "Third set: Ito breaks back, 4–4", body: "Ito – Marchetti, quarter-final. Rain is forecast for the evening.", tags: ["sport"] },
  { title: "A telescope takes its first picture", body: "It shows a nursery of stars, 1,300 light years away. The mirror is 6.5 m across.", tags: ["science"], highlighted: true },
  { title: "Queue of the mail server is long again", body: "812 messages wait, the oldest for 14 min. Most are for one provider.", tags: ["operations"] },
  { title: "Teachers and city agree on pay", body: "The schools open as usual on Monday.", tags: ["city"] },
  { title: "Open-source map draws every bench in town", body: "Volunteers walked 640 km of streets for it.", tags: ["technology"] },
  { title: "Cycling: Varga takes the mountain stage", body: "Eleven seconds ahead of Dumont; the yellow jersey changes hands.", tags: ["sport"] },
  { title: "Trams run every five minutes during the fair", body: "", tags: ["transport", "city"] },
  { title: "A certificate expires in six days", body: "status.example.org. Its renewal has failed twice: the name does not resolve.", tags: ["operations"], urgency: "critical" },
  { title: "Orchestra plays a symphony lost for a century", body: "The parts were found in a railway archive. Tickets from 12 €.", tags: ["culture"] },
  { title: "Pupils count the trees of every street", body: "There are 18,204 of them; most are limes.", tags: ["city", "science"] },
  { title: "Harvest: the smallest in nine years", body: "A dry spring and late frost, says the growers’ union.", tags: ["business", "food"] },
  { title: "Browser fixes a hole that is being used", body: "Version 142.0.3 is out for all systems. Restart to update.", tags: ["technology"], highlighted: true },
  { title: "Handball: Northgate through to the final", body: "29–27 after extra time. The final is on 6 December.", tags: ["sport"], highlighted: true },
  { title: "Old mill becomes a youth hostel", body: "Sixty beds, and the wheel turns again.", tags: ["city", "culture"] },
  { title: "Snow closes two mountain passes", body: "Chains are needed on the third. Next report at 06:00.", tags: ["weather", "traffic"] },
  { title: "Database moved to the new cluster", body: "Reads were slow for four minutes; nothing was lost.", tags: ["operations"], urgency: "low" },
  { title: "Apple trees for sale at the town nursery", body: "Forty old kinds, Saturday from nine.", tags: ["city", "food"] },
  { title: "Chess: a draw after seven hours", body: "The match stands at 5½ to 4½.", tags: ["sport"] },
  { title: "A seal rests in the marina", body: "Keep thirty metres away, asks the harbour master.", tags: ["city", "nature"] },
  { title: "Phone network down in the north", body: "Emergency calls work through other networks. Engineers are on their way.", tags: ["technology"], urgency: "critical", highlighted: true },
  { title: "Airline adds a flight to the islands", body: "Daily from 1 March, at 11:25.", tags: ["transport", "business"] },
  { title: "Study: short naps help the memory", body: "Twenty minutes are enough, and forty are not better.", tags: ["science"] },
  { title: "Street market returns to Castle Square", body: "With ninety stalls, after two years of building.", tags: ["city", "food"] },
  { title: "Basketball: fourth win in a row for Westerly", body: "88–81. Adeyemi scores 31.", tags: ["sport"] },
  { title: "Disk of the build machine is full", body: "Old images were removed; builds go on.", tags: ["operations"] },
];

export const BACKUPS: Draft[] = [
  { title: "Backup finished", body: "12.4 GB in 8 min 02 s. 0 errors.", tags: ["white_check_mark"], urgency: "low" as const },
  { title: "Disk almost full", body: "/var is at 91 %. Oldest snapshots go first.", tags: ["warning"], urgency: "critical" as const },
  { title: "Certificate renewed", body: "files.example.org, valid for 90 days.", tags: ["lock"] },
  { title: "Backup finished", body: "12.4 GB in 7 min 51 s. 0 errors.", tags: ["white_check_mark"], urgency: "low" as const },
  { title: "Photos copied to the second disk", body: "1,204 new, 3.1 GB.", tags: ["camera"], urgency: "low" as const },
  { title: "A disk reports its first bad sector", body: "Bay 3. Order another while it still reads.", tags: ["warning"], urgency: "critical" as const },
  { title: "Restore tried out", body: "40 files at random: all are as they were.", tags: ["white_check_mark"], urgency: "low" as const },
  { title: "Backup took longer than usual", body: "31 min; the usual time is 8. The network was slow.", tags: ["hourglass"] },
  { title: "Old snapshots removed", body: "14 of them, 96 GB. The oldest is from May.", tags: ["broom"], urgency: "low" as const },
].map((draft) => ({ ...draft, icon: "https://pictures.example.org/nas.png" }));

/** `n` drafts of a wire, one each `every` minutes, newest last. */
export function stretch(drafts: readonly Draft[], n: number, every: number): Draft[] {
  return Array.from({ length: n }, (_, i) => {
    const draft = drafts[(n - i - 1) % drafts.length] as Draft;
    return { ...draft, link: `https://example.org/news/${n - i}`, minutesAgo: (n - i) * every };
  });
}

/** Strings that a page would run, did it ever take them for markup. Each would set `window.broken`. */
export const HOSTILE: string[] = [
  "<script>window.broken=1</script>",
  "<img src=x onerror=window.broken=1>",
  "<svg/onload=window.broken=1>",
  '"><iframe srcdoc="<script>parent.broken=1</script>">',
  "javascript:window.broken=1",
  "{window.broken=1}{@html '<img src=x onerror=window.broken=1>'}",
  "${window.broken=1}<style>*{display:none}</style>",
  "<a href=javascript:window.broken=1>x</a>‮gnp.exe\u0000\u001b[31m",
  "' autofocus onfocus='window.broken=1' x='",
  "</title></textarea></script><details open ontoggle=window.broken=1>",
];
