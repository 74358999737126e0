/** The settings, and what is wrong with their file. */
export const settings = {
  config: {
    broken: (line: number | null) => (line === null ? "tidings.toml cannot be read:" : `tidings.toml cannot be read, line ${line}:`),
    mend: "Mend the file and it is taken up at once:",
  },
  settings: {
    title: "Settings",
    bell: "Ring with desktop notifications",
    theme: "Theme",
    themes: { system: "As the system", light: "Light", dark: "Dark" },
    closeToTray: "Keep listening in the tray when the window is closed",
    days: "Keep entries for (days)",
    daysHelp: "0 keeps them for ever.",
    entries: "Keep at most, per feed (entries)",
    entriesHelp: "0 sets no limit.",
    whole: "A whole number, 0 or more.",
    file: "These settings and the feeds are kept in",
    copyPath: "Copy the path",
    version: (version: string) => `Tidings ${version}`,
  },
};
