import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";

import { type Editor, startEditor } from "#test/vscode/host.ts";

/**
 * Runs tests inside the extension host of code-server, called as @vscode/test-electron calls desktop VS Code:
 * `--extensionDevelopmentPath=… --extensionTestsPath=… [folder]`. Answers the exit code: 0 where every test passed.
 *
 * `SHIM_TIMEOUT_MS` (default a quarter of an hour) bounds the run; `SHIM_VERBOSE=1` keeps the workbench's own console lines.
 */
export async function main(args: readonly string[]): Promise<number> {
  const { options, folder } = readArguments(args);
  const tests = options.get("extensionTestsPath")?.[0];
  if (tests === undefined) {
    console.error("code-shim: --extensionTestsPath is missing.");
    return 2;
  }
  let editor: Editor | undefined;
  try {
    const userDataFolder = options.get("user-data-dir")?.[0];
    const extensionsFolder = options.get("extensions-dir")?.[0];
    editor = await startEditor({
      automation: true,
      ...(userDataFolder === undefined ? {} : { userDataFolder }),
      ...(extensionsFolder === undefined ? {} : { extensionsFolder }),
    });
    return await runTests(editor, tests, options.get("extensionDevelopmentPath") ?? [], folder);
  } catch (error) {
    console.error("code-shim:", error instanceof Error ? error.message : error, "\n", editor?.log().slice(-3000) ?? "");
    return 1;
  } finally {
    await editor?.stop();
  }
}

async function runTests(editor: Editor, tests: string, extensions: readonly string[], folder: string | undefined) {
  const limit = Number(process.env["SHIM_TIMEOUT_MS"] ?? 900_000);
  const counts = new Map<string, number>();
  const ended = new Promise<number>((resolve, reject) => {
    // The workbench calls these two under the smoke-test driver: at the end, and for each console line of the host.
    void editor.page.exposeFunction("codeAutomationExit", resolve);
    void editor.page.exposeFunction("codeAutomationLog", (_type: string, values: unknown[]) => {
      if (process.env["SHIM_VERBOSE"] === undefined && noise.test(String(values[0]))) return;
      const text = format(...values);
      console.log(text);
      const summary = /^\s*(\d+) (passing|failing|pending)\b/.exec(text);
      if (summary) counts.set(summary[2] ?? "", Number(summary[1]));
    });
    setTimeout(() => {
      reject(new Error(`no result after ${limit} ms; the screen is in out/screenshots/code-shim.png`));
    }, limit).unref();
  });
  const payload = [
    ...extensions.map((extension) => ["extensionDevelopmentPath", editor.remote(localPath(extension))]),
    ["extensionTestsPath", editor.remote(localPath(tests))],
  ];
  const place =
    folder === undefined ? { ew: "true" } : { [statSync(folder).isDirectory() ? "folder" : "workspace"]: folder };
  await editor.page.goto(editor.url({ ...place, payload: JSON.stringify(payload) }));
  try {
    const code = await ended;
    const skipped = counts.get("pending") ?? 0;
    console.log(
      `\n${counts.get("passing") ?? 0} passed, ${counts.get("failing") ?? 0} failed` +
        (skipped ? `, ${skipped} skipped` : ""),
    );
    return code;
  } catch (error) {
    const screenshots = path.join(import.meta.dirname, "../../out/screenshots");
    mkdirSync(screenshots, { recursive: true });
    await editor.page.screenshot({ path: path.join(screenshots, "code-shim.png") });
    throw error;
  }
}

/** Lines of an open build that say nothing about the extension. */
const noise =
  /^(Resolv(ing|ed) |Creating a socket|Ignoring fetching|\[(Service Worker|AccountPolicyGate|AgentHost|reconnection)|Updating additional|Creation of workbench|Timed out waiting for authentication provider)/;

function readArguments(args: readonly string[]) {
  const options = new Map<string, string[]>();
  const files: string[] = [];
  for (const argument of args) {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name === undefined) files.push(path.resolve(argument));
    else options.set(name, [...(options.get(name) ?? []), value ?? "true"]);
  }
  return { options, folder: files[0] ?? options.get("folder-uri")?.map(localPath)[0] };
}

function localPath(name: string): string {
  return name.startsWith("file:") ? fileURLToPath(name) : path.resolve(name);
}
