import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { build, formatMessages } from "esbuild";
import { catalogReaderVersion } from "./scripts/catalogReaderVersion.mjs";
import { writeCompiled } from "./scripts/compiled.mjs";
import { writeNotices } from "./scripts/thirdParty.mjs";
import { extensionArchives, writePgliteAssets } from "./scripts/pgliteAssets.mjs";

/** `npm run build`; with `--production` minified and without source maps, for the package. */
const { values: options } = parseArgs({ options: { production: { type: "boolean", default: false } } });

const bundles = [
  { entry: "client/extension.ts", outfile: "dist/client.cjs", external: ["vscode"] },
  { entry: "server/main.ts", outfile: "dist/server.cjs" },
  { entry: "cli/start.ts", outfile: "dist/cli.cjs", executable: true },
  { entry: "cli/main.ts", outfile: "dist/retort.cjs" },
  { entry: "host/embedded/pgliteProcess.ts", outfile: "dist/pglite.cjs", embeds: true },
  { entry: "host/code/codeProcess.ts", outfile: "dist/revisionCode.cjs" },
  { entry: "host/prismaConfigProcess.ts", outfile: "dist/prismaConfig.cjs" },
];

/** Files that packages read from beside themselves; Prisma's validator stays out of the bundles, so that it can be loaded anew. */
const packageFiles = [
  "node_modules/libpg-query/wasm/libpg-query.wasm",
  "node_modules/@prisma/prisma-schema-wasm/src/prisma_schema_build.js",
  "node_modules/@prisma/prisma-schema-wasm/src/prisma_schema_build_bg.wasm",
];

// A bundle is CommonJS, where `import.meta.url` would be undefined: what looks for files beside itself gets the bundle's own address.
const moduleUrl = 'const __moduleUrl = require("url").pathToFileURL(__filename).href;';

/** Files that bundles are made of. */
const bundled = new Set();

const started = performance.now();
await mkdir("dist", { recursive: true });
const readerVersion = await catalogReaderVersion();
const [madeSnapshot, , , , ...problems] = await Promise.all([
  writePgliteAssets(path.resolve("dist/pglite")),
  copySql(),
  copyPackageFiles(),
  // What a TypeScript revision imports its types from: a file of nothing but types is its own declaration.
  cp("host/code/revisionDatabase.ts", "dist/types.d.ts"),
  ...bundles.map(bundle),
]);
await writeNotices([...bundled, ...packageFiles, ...extensionArchives], "dist/THIRD-PARTY-NOTICES.txt");
if (problems.flat().length === 0) writeCompiled(path.resolve("dist/retort.cjs"));
// Bundles share most of their sources, and each would report the same again.
for (const problem of new Set(problems.flat())) console.error(problem);
if (problems.flat().length > 0) process.exitCode = 1;
const size = ((await sizeOf("dist")) / 2 ** 20).toFixed(1);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`dist: ${size} MB in ${seconds} s${madeSnapshot ? ", with a new snapshot of an empty cluster" : ""}`);

/** @returns {Promise<string[]>} what is wrong with it, ready to print. */
async function bundle({ entry, outfile, external = [], executable = false, embeds = false }) {
  if (!existsSync(entry)) {
    console.log(`${outfile}: skipped, there is no ${entry}`);
    return [];
  }
  try {
    const { metafile } = await build({
      metafile: true,
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      // Packages' ES modules first: what a bundle does not use of them is left out.
      mainFields: ["module", "main"],
      external: [...external, "pg-native"],
      define: {
        "import.meta.url": "__moduleUrl",
        __catalogReaderVersion: JSON.stringify(readerVersion),
        // `pg` looks at it to tell whether it runs on Cloudflare, and Node then loads all of its `fetch`: 30 ms a start.
        ...(!embeds && { Response: "undefined" }),
      },
      banner: { js: executable ? `#!/usr/bin/env node\n${moduleUrl}` : moduleUrl },
      minify: options.production,
      sourcemap: !options.production,
      logLevel: "silent",
    });
    for (const input of Object.keys(metafile.inputs)) bundled.add(path.resolve(input));
    if (executable) await chmod(outfile, 0o755);
    if (options.production) await rm(`${outfile}.map`, { force: true });
    return [];
  } catch (error) {
    return formatMessages(error.errors, { kind: "error", color: process.stderr.isTTY });
  }
}

/** The package is an ES module by its package.json, these files are not. */
function copyPackageFiles() {
  return Promise.all(
    packageFiles.map((file) => cp(file, path.join("dist", path.basename(file).replace(/\.js$/, ".cjs")))),
  );
}

/** The long queries of host, each under its own name. */
async function copySql() {
  await mkdir("dist/sql", { recursive: true });
  const files = (await readdir("host", { recursive: true })).filter((file) => file.endsWith(".sql"));
  await Promise.all(files.map((file) => cp(path.join("host", file), path.join("dist/sql", path.basename(file)))));
}

async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true });
  const stats = await Promise.all(entries.map((entry) => stat(path.join(folder, entry))));
  return stats.reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
}
