import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

import svelteConfig from "./svelte.config.js";

// parts/ know no feeds and no entries; feeds/ and entries/ know no views; only host/tauri.ts knows Tauri.
const forbid = (...groups) => ["error", { patterns: groups.map(([group, message]) => ({ group, message })) }];
const tauri = [["@tauri-apps/*"], "Only host/tauri.ts talks to Tauri."];
const views = [["**/views/*"], "The screens are made of the parts, not the other way round."];
const domain = [["**/feeds/*", "**/entries/*", "**/bindings/*"], "A part knows nothing of feeds and entries."];

export default ts.config(
  { ignores: ["dist/", "src/bindings/"] },
  js.configs.recommended,
  ts.configs.strict,
  svelte.configs.recommended,
  {
    languageOptions: { globals: globals.browser },
    rules: {
      // TypeScript checks names; ESLint does not know its types.
      "no-undef": "off",
      "no-restricted-imports": forbid(tauri),
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
    rules: {
      // A feed's text is never markup (threat T1), and the Content-Security-Policy allows no style attribute.
      "svelte/no-at-html-tags": "error",
      "svelte/no-inline-styles": "error",
    },
  },
  { files: ["src/host/tauri.ts", "src/host/tauri.test.ts"], rules: { "no-restricted-imports": "off" } },
  { files: ["src/feeds/**", "src/entries/**"], rules: { "no-restricted-imports": forbid(tauri, views) } },
  { files: ["src/parts/**"], rules: { "no-restricted-imports": forbid(tauri, views, domain) } },
  { files: ["journeys/**", "*.config.*", "bundle.js"], languageOptions: { globals: globals.node } },
);
