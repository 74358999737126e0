/** Feeds, their connections, their levels and formats. */
import type { StateView } from "../../bindings/StateView";
import { common } from "./common";

const { duration } = common;

export const feeds = {
  feed: {
    add: "Add a feed",
    menu: (name: string) => `More for ${name}`,
    edit: "Edit…",
    pause: "Pause",
    resume: "Resume",
    reconnect: "Reconnect now",
    checking: (name: string) => `Looking whether “${name}” can still be heard.`,
    remove: "Remove",
    removed: (name: string) => `Removed “${name}”.`,
    restored: (name: string) => `“${name}” is back.`,
    badEvent: "The latest event that could not be read:",
    lastHeard: (when: string) => `Last heard ${when}`,
  },
  state: {
    word: (state: StateView["state"]) =>
      ({ open: "Live", connecting: "Connecting…", queued: "In a queue", waiting: "Waiting", stopped: "Stopped", paused: "Paused" })[state],
    retryIn: (seconds: number) => (seconds > 0 ? `Trying again in ${duration(seconds)}` : "Trying again now"),
    retryInShort: (seconds: number) => (seconds > 0 ? `Again in ${duration(seconds)}` : "Trying again now"),
  },
  format: {
    label: "Format",
    auto: "Automatic",
    autoIs: (recognised: string) => `Automatic: ${recognised}`,
    score: "Live scores",
    help: "Automatic lets the address and the events decide.",
  },
  edit: { title: (name: string) => `Edit “${name}”`, saved: "Saved.", url: "Address", name: "Name" },
};
