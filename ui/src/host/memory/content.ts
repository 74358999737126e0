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
];

export const BACKUPS: Draft[] = [
  { title: "Backup finished", body: "12.4 GB in 8 min 02 s. 0 errors.", tags: ["white_check_mark"], urgency: "low" as const },
  { title: "Disk almost full", body: "/var is at 91 %. Oldest snapshots go first.", tags: ["warning"], urgency: "critical" as const },
  { title: "Certificate renewed", body: "files.example.org, valid for 90 days.", tags: ["lock"] },
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
