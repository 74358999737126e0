/** The bell, and what is wrong with it. */
export const bell = {
  bell: {
    silent: "The bell is silent.",
    test: "Test the bell",
    tested: "The bell was asked to ring. If nothing shows, this window says why.",
    ready: (server: string) => `Notifications get through (${server}).`,
    unknown: "Not tried yet in this run.",
    off: "Switched off.",
  },
};
