/** What the keys do. */
export const keys = {
  shortcuts: {
    title: "Keyboard shortcuts",
    next: "Next entry",
    previous: "Previous entry",
    open: "Open the entry",
    link: "Open its link",
    read: "Read or unread",
    star: "Star",
    allRead: "Mark all read",
    add: "Add a feed",
    search: "Search",
    edit: "Edit the feed",
    pause: "Pause or resume the feed",
    settings: "Settings",
    undo: "Undo",
    help: "This list",
    back: "Close, or back",
  },
};
