/** Feeds in their folders and their order. Pure. */

/** What the order depends on. */
export interface Placed {
  id: string;
  folder: string | null;
}

export type Node<F extends Placed> = { kind: "feed"; feed: F } | { kind: "folder"; name: string; feeds: F[] };

/** Where a feed is put: before another one (null: at the end), in a folder or in none. */
export interface Slot {
  before: string | null;
  folder: string | null;
}

/** Feeds as they are listed: in the order of the file, a folder where its first feed stands. */
export function tree<F extends Placed>(feeds: readonly F[]): Node<F>[] {
  const nodes: Node<F>[] = [];
  const folders = new Map<string, F[]>();
  for (const feed of feeds) {
    const there = feed.folder === null ? undefined : folders.get(feed.folder);
    if (there) there.push(feed);
    else if (feed.folder === null) nodes.push({ kind: "feed", feed });
    else {
      const inside = [feed];
      folders.set(feed.folder, inside);
      nodes.push({ kind: "folder", name: feed.folder, feeds: inside });
    }
  }
  return nodes;
}

/** The folders there are, in their order. */
export function foldersOf(feeds: readonly Placed[]): string[] {
  return [...new Set(feeds.flatMap(({ folder }) => (folder === null ? [] : [folder])))];
}

/** The feeds after one was put elsewhere. */
export function put<F extends Placed>(feeds: readonly F[], id: string, slot: Slot): F[] {
  const feed = feeds.find((one) => one.id === id);
  if (!feed || slot.before === id) return feeds.map((one) => (one.id === id ? { ...one, folder: slot.folder } : one));
  const others = feeds.filter((one) => one.id !== id);
  const at = others.findIndex((one) => one.id === slot.before);
  return others.toSpliced(at < 0 ? others.length : at, 0, { ...feed, folder: slot.folder });
}

/** Where a feed stands now, to put it back. */
export function slotOf(feeds: readonly Placed[], id: string): Slot {
  const at = feeds.findIndex((feed) => feed.id === id);
  return { before: feeds[at + 1]?.id ?? null, folder: feeds[at]?.folder ?? null };
}

/** Every place that a feed can be put to, from above: between the others, and at both ends of each folder. */
function slots(others: readonly Placed[]): Slot[] {
  const after = (last: Placed | undefined) => others[others.findIndex((feed) => feed === last) + 1]?.id ?? null;
  const all = tree(others).flatMap((node): Slot[] => {
    if (node.kind === "feed") return [{ before: node.feed.id, folder: null }];
    const inside = node.feeds.map((feed): Slot => ({ before: feed.id, folder: node.name }));
    return [{ before: node.feeds[0]?.id ?? null, folder: null }, ...inside, { before: after(node.feeds.at(-1)), folder: node.name }];
  });
  return [...all, { before: null, folder: null }];
}

/** How the feeds look, to tell two orders apart. */
function look(feeds: readonly Placed[]): string {
  return JSON.stringify(tree(feeds).map((node) => (node.kind === "feed" ? node.feed.id : [node.name, node.feeds.map(({ id }) => id)])));
}

/** One step up (-1) or down (1), into a folder or out of it where one is in the way; null at the end of the way. */
export function step(feeds: readonly Placed[], id: string, by: 1 | -1): Slot | null {
  const others = feeds.filter((feed) => feed.id !== id);
  const now = look(feeds);
  const ways = slots(others).map((slot) => ({ slot, looks: look(put(feeds, id, slot)) }));
  const at = ways.findIndex((way) => way.looks === now);
  for (let next = at + by; ways[next]; next += by) if (ways[next]?.looks !== now) return ways[next]?.slot ?? null;
  return null;
}
