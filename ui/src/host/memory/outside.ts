/** Lifelike answers about what is not an entry: a feed's last day, a picture, a file of feeds. */
import type { FeedHistory } from "../../bindings/FeedHistory";
import type { ImportReview } from "../../bindings/ImportReview";
import { OUTAGE } from "./connection";

/** A day with an outage in the night, and a busy evening; with another at its end where the feed is `down`. */
export function history(now: number, down: boolean): FeedHistory {
  const slots = Array.from({ length: 144 }, (_, i) => {
    const out = (i >= 40 && i < 46) || (down && i >= 142);
    const half = i === 46 || (down && i === 141);
    const off = i < 12;
    return {
      at: new Date(now - (143 - i) * 600_000).toISOString(),
      events: out || off ? 0 : Math.round(6 + 5 * Math.sin(i / 9) + (i % 7)),
      open_seconds: off || out ? 0 : half ? 300 : 600,
      waiting_seconds: out ? 600 : half ? 300 : 0,
      stopped_seconds: 0,
    };
  });
  const at = (slot: number) => slots[slot]?.at ?? "";
  return {
    slots,
    moments: [
      ...(down ? [{ at: at(141), state: "waiting" as const, reason: OUTAGE }] : []),
      { at: at(46), state: "open", reason: null },
      { at: at(40), state: "waiting", reason: OUTAGE },
      { at: at(12), state: "open", reason: null },
      { at: at(12), state: "connecting", reason: null },
    ],
  };
}

/** A small drawing, as the core would answer it. */
export const PICTURE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="320"><rect width="640" height="320" fill="#24505a"/><circle cx="470" cy="110" r="46" fill="#ffd98a"/>' +
    '<path d="M0 230q80-50 160 0t160 0 160 0 160 0v90H0z" fill="#123138"/></svg>',
)}`;

/** Who says it, as small. */
export const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96" fill="#3b5bdb"/><path d="M20 66l28-40 28 40z" fill="#fff"/></svg>',
)}`;

const nothing = { format: null, folder: null, problem: null, left_out: [], already: false };

/** As another program writes one. */
export const OPML: ImportReview = {
  kind: "opml",
  file: "feeds.opml",
  feeds: [
    { ...nothing, name: "City news", url: "https://news.example.org/stream", folder: "News" },
    { ...nothing, name: "Backups at home", url: "https://ntfy.sh/backups-at-home", already: true },
    {
      ...nothing,
      name: "An old one",
      url: "gopher://example.org",
      problem: { code: "address", message: 'A "gopher:" address is not a live feed. Paste one that starts with https:// or http://.', flaw: null },
    },
  ],
  notes: [],
};

/** Another's tidings.toml: the core reads none with an address that is no feed's. */
export const TOML: ImportReview = {
  kind: "toml",
  file: "tidings.toml",
  feeds: [
    { ...nothing, name: "City news", url: "https://news.example.org/stream", folder: "News", left_out: ["bearer token", "proxy"] },
    { ...nothing, name: "Backups at home", url: "https://ntfy.sh/backups-at-home", format: "ntfy", folder: "Machines", already: true },
    { ...nothing, name: "Door bell", url: "https://door.example.org/events", folder: "Home", left_out: ["X-Door-Key", "private_network", "bell.command"] },
  ],
  notes: [],
};
