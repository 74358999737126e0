/** The core in memory, as the page's scripts reach it. */
import type { MemoryHost } from "../src/host/memory/host";

declare global {
  interface Window {
    memory: MemoryHost;
    /** Set by a hostile string that came to run. */
    broken?: number;
  }
}
export {};
