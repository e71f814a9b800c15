import eslint from "@eslint/js";
import { globalIgnores } from "eslint/config";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** What each folder may import besides itself: our own folders, then packages. Nothing else passes. */
const layers = {
  "engine/core": [[], []],
  "engine/schema": [["engine/core"], []],
  "engine/prisma": [["engine/core", "engine/schema", "engine/sql/quote.ts"], []],
  "engine/changes": [["engine/core", "engine/schema"], []],
  "engine/pull": [["engine/core", "engine/schema", "engine/changes", "engine/prisma"], []],
  "engine/diff": [["engine/core", "engine/schema", "engine/changes"], []],
  "engine/sql": [["engine/core", "engine/schema", "engine/changes"], []],
  "engine/lint": [["engine/core", "engine/schema", "engine/changes"], []],
  // The scanner tells section marks from text in quotes; the rest of engine/sql is no business of a revision.
  "engine/revisions": [["engine/core", "engine/schema", "engine/changes", "engine/sql/scan.ts"], []],
  protocol: [[], []],
  host: [
    ["engine/index.ts"],
    [
      "node:",
      "pg",
      "@electric-sql/pglite",
      "libpg-query",
      "dotenv",
      "dotenv-expand",
      "jiti",
      "write-file-atomic",
      "@prisma/prisma-schema-wasm",
      "@mrleebo/prisma-ast",
    ],
  ],
  cli: [
    ["engine/index.ts", "host"],
    ["node:", "commander", "@clack/prompts"],
  ],
  server: [
    ["engine/index.ts", "host", "protocol"],
    ["node:", "vscode-languageserver"],
  ],
  client: [["protocol"], ["node:", "vscode", "vscode-languageclient"]],
  demo: [["engine/index.ts", "host"], ["node:"]],
  bench: [
    ["engine/index.ts", "host", "server", "protocol", "test/support"],
    ["node:", "pg"],
  ],
};

const escape = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** `node:` and a package's name with its subpaths. */
const packagePattern = (packages) =>
  packages.map((name) => (name === "node:" ? "node:" : `${escape(name)}(/|$)`)).join("|") || "$^";

const fences = Object.entries(layers).map(([folder, [folders, packages]]) => {
  const own = [folder, ...folders].map(escape).join("|");
  const foreign = `^#(?!(${own})(/|$))`;
  const unknown = `^(?![#.])(?!(${packagePattern(packages)}))`;
  const allowed = `${folder} may import ${[folder, ...folders, ...packages].join(", ")} only.`;
  return {
    files: [`${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: foreign, message: allowed },
            { regex: unknown, message: allowed },
            { regex: "^\\.\\.?/", message: "Import through '#', never by a relative path." },
          ],
        },
      ],
      "no-restricted-syntax": [
        "error",
        ...[foreign, unknown, "^\\.\\.?/"].map((regex) => ({
          selector: `ImportExpression > Literal[value=/${regex.replaceAll("/", "\\/")}/]`,
          message: allowed,
        })),
      ],
    },
  };
});

export default tseslint.config(
  globalIgnores(["out", "dist", "test/vscode/node_modules", "test/cases", ".cache", "**/*.mjs", "**/*.cjs"]),
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    plugins: { "import-x": importX },
    settings: {
      "import-x/parsers": { "@typescript-eslint/parser": [".ts"] },
      "import-x/resolver-next": [createTypeScriptImportResolver()],
    },
    rules: {
      "import-x/no-default-export": "error",
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    // The engine is pure: no clock, no randomness, no environment.
    files: ["engine/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        "process",
        "console",
        "Buffer",
        "setTimeout",
        "setInterval",
        "fetch",
        "performance",
      ],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "The engine is pure." },
        { object: "Date", property: "now", message: "The engine is pure." },
      ],
    },
  },
  ...fences,
);
