import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  // The webviews that Tauri 2 runs on know these by now; `light-dark()` is the youngest thing we use.
  build: { target: ["safari17.5", "chrome123"], reportCompressedSize: true },
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  clearScreen: false,
  // Without this, vitest takes Svelte's server build.
  resolve: mode === "test" ? { conditions: ["browser"] } : {},
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    restoreMocks: true,
  },
}));
