import { availableParallelism } from "node:os";

import { defineConfig } from "vitest/config";

// The built window in a real browser: run `npm run build` first.
export default defineConfig({
  test: {
    root: new URL(".", import.meta.url).pathname,
    include: ["**/*.journey.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each has a browser of its own, which takes more of a processor than the test does.
    maxWorkers: Math.min(2, availableParallelism()),
  },
});
