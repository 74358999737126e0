/** What an address turns out to be, by words in it. */
import type { Preview } from "../../bindings/Preview";
import type { StateView } from "../../bindings/StateView";
import { NEWS, HOSTILE } from "./content";

const open = (): StateView => ({ state: "open", since: new Date().toISOString() });

function stateFor(url: URL, privateNetwork: boolean): StateView {
  const host = url.host;
  if (url.hostname === "nas.example" && !privateNetwork) {
    const reason = `The name ${host} leads to this machine or into a private network.`;
    const until = new Date(Date.now() + 4000).toISOString();
    return { state: "waiting", until, retry_in_ms: 4000, code: "private_name", what: [host], reason, advice: "If this feed is in your own network, say so on its page under Connection: \"The feed is in my own network\"." };
  }
  if (url.pathname.includes("refused")) {
    const reason = `Nothing answers at ${host}: the connection was refused.`;
    const until = new Date(Date.now() + 4000).toISOString();
    return { state: "waiting", until, retry_in_ms: 4000, code: "refused", what: [host], reason, advice: "Check the port, and that the server is running." };
  }
  if (url.pathname.includes("page")) {
    const reason = `${host} answered with a web page (text/html), not with an event stream.`;
    return { state: "stopped", code: "not_a_stream", what: ["HTML"], reason, advice: "Look for the address of the stream itself, often one that ends in /sse or /events." };
  }
  if (url.pathname.includes("private")) {
    const reason = `${host} refused: 401 Unauthorized.`;
    return { state: "stopped", code: "denied", what: [], reason, advice: "This feed wants a token: name it in tidings.toml." };
  }
  return open();
}

/** Rejects with a `WireError`; never answers where the address says `slow`. */
export async function preview(pasted: string, format: string | null, privateNetwork: boolean, already: (url: string) => string | null): Promise<Preview> {
  let url: URL;
  try {
    url = new URL(pasted.trim());
  } catch {
    throw { code: "address", message: `“${pasted}” is not an address. It should look like https://example.org/stream.` };
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw { code: "address", message: `A feed’s address starts with https:// or http://, not ${url.protocol}//` };
  }
  if (url.pathname.includes("slow")) await new Promise(() => undefined);
  const state = stateFor(url, privateNetwork);
  const speaks = state.state === "open" && !url.pathname.includes("quiet");
  const hostile = url.pathname.includes("hostile");
  const at = new Date().toISOString();
  const blank = { link: null, image: null, icon: null, moment: "news" as const, published_at: at, received_at: at, replaces: null, actions: [], urgency: "normal" as const };
  const entries = (speaks ? NEWS.slice(0, 4) : []).map((draft, i) => {
    const entry = { body: "", tags: [], ...blank, ...draft, feed: url.href, key: String(i) };
    return hostile ? { ...entry, title: HOSTILE[i] ?? "", body: HOSTILE[i + 4] ?? "" } : entry;
  });
  const recognised = url.pathname.endsWith("/sse") || url.hostname === "ntfy.sh" ? "ntfy" : "auto";
  const name = hostile ? (HOSTILE[0] ?? "") : url.hostname.replace(/^www\./, "");
  const format_name = (format ?? recognised) === "ntfy" ? "ntfy topic" : "any other feed";
  const explanation = entries.length > 0 ? [{ field: "title", from: "title" }, { field: "body", from: "message" }, { field: "time", from: "time" }] : [];
  return { url: url.href, name, format: format ?? recognised, format_name, explanation, state, entries, already: already(url.href) };
}
