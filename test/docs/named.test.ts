import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { retortIn } from "#test/support/retortIn.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const documents = ["", "docs", "docs/adr"].flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.posix.join(folder, name)),
);
const { scripts } = JSON.parse(read("package.json")) as { readonly scripts: Readonly<Record<string, string>> };

/** What a pattern finds, by the document it is in; none is a pattern that looks for nothing. */
function found(pattern: RegExp): readonly { readonly document: string; readonly groups: readonly string[] }[] {
  const all = documents.flatMap((document) =>
    [...read(document).matchAll(pattern)].map((match) => ({ document, groups: textsOf(match) })),
  );
  assert.ok(all.length > 0);
  return all;
}

describe("what the documents name", () => {
  it("links lead to files, and to headings that they have", () => {
    const broken = found(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)/g).filter(({ document, groups }) => {
      const [, file = "", anchor = ""] = groups;
      const target = file === "" ? document : path.posix.join(path.posix.dirname(document), file);
      if (!existsSync(path.join(root, target))) return true;
      return anchor !== "" && !headings(read(target)).includes(anchor);
    });
    assert.deepEqual(broken, []);
  });

  it("paths are those of files and folders", () => {
    const folders = "bench|cli|client|demo|docs|engine|host|media|protocol|schemas|scripts|server|syntaxes|test";
    const missing = found(new RegExp(`\`((?:${folders})/[\\w./-]*)\``, "g")).filter(
      ({ groups: [, file = ""] }) => !existsSync(path.join(root, file)),
    );
    assert.deepEqual(missing, []);
  });

  it("a test that is named keeps its name", () => {
    const missing = found(/`(test\/[\w./-]+\.test\.ts)`: ((?:\*[^*]+\*(?:, )?)+)/g).flatMap(
      ({ document, groups: [, file = "", names = ""] }) =>
        [...names.matchAll(/\*([^*]+)\*/g)]
          .map(([, name = ""]) => name)
          .filter((name) => !new RegExp(`it\\(\\s*["'\`](?:\\$\\{\\w+\\}, )?${escaped(name)}["'\`,]`).test(read(file)))
          .map((name) => `${document}: ${file} ${name}`),
    );
    assert.deepEqual(missing, []);
  });

  it("every promise of docs/reliability.md has a test that keeps it", () => {
    const [promises = ""] = read("docs/reliability.md").split("## Beside others");
    const rows = promises.split("\n").filter((line) => /^\| (?!promise |---)/.test(line));
    assert.ok(rows.length > 20);
    assert.deepEqual(
      rows.filter((row) => !/`test\/[\w./-]+\.test\.ts`/.test(row.split(" | ")[1] ?? "")),
      [],
    );
  });

  it("scripts of npm are there", () => {
    const missing = found(/npm run ([\w:]+)/g).filter(({ groups: [, name = ""] }) => !Object.hasOwn(scripts, name));
    assert.deepEqual(missing, []);
  });

  it("commands and their options are what the command line knows", async () => {
    const help = async (...args: readonly string[]) => (await retortIn(root, {}, [...args, "--help"])).stdout;
    const commands = [...(await help()).matchAll(/^ {2}([\w-]+)(?:\|\w+)?(?: |$)/gm)].map(([, name = ""]) => name);
    assert.ok(commands.includes("upgrade"));
    const options = new Map<string, string>();
    for (const name of commands) options.set(name, await help(name));
    options.set("import", await help("import", "prisma"));
    // What it lists and purges is made by an option of another.
    options.set("stash", (await help("stash", "purge")) + (await help("upgrade")));
    const unknown = found(/(?:retort|retort-migrate) ([a-z][\w-]*)((?: (?:[^\s`|#]+))*)/g)
      .filter(({ groups: [whole = ""] }) => spans.some((span) => span.includes(whole)))
      .filter(({ groups: [, name = "", rest = ""] }) => {
        const known = options.get(name);
        if (known === undefined) return true;
        const given = [...rest.matchAll(/(?:^|[\s[])(--[\w-]+)/g)].map(([, option = ""]) => option);
        return given.some((option) => !new RegExp(`${option}\\b`).test(known));
      });
    assert.deepEqual(unknown, []);

    const table = read("README.md").split("| command | does |")[1]?.split("\n\n")[0] ?? "";
    const rows = table.split("\n").filter((row) => row.startsWith("| `"));
    assert.ok(rows.length > 15);
    for (const row of rows) {
      const [first = ""] = row.slice(2).split(" | ");
      const names = [...first.matchAll(/`([a-z-]+)/g)].map(([, name = ""]) => name);
      for (const [option] of row.matchAll(/--[a-z][\w-]*/g)) {
        assert.ok(
          names.some((name) => options.get(name)?.includes(option)),
          `${names.join(", ")} takes ${option}`,
        );
      }
    }
  });
});

/** What stands in the documents as code: spans, and indented lines. */
const spans = documents.flatMap((document) => {
  const text = read(document);
  return [...text.matchAll(/`([^`]+)`|^ {4}(.*)$/gm)].map(([, span, line]) => span ?? line ?? "");
});

/** A group that matched nothing is no text. */
function textsOf(match: readonly (string | undefined)[]): readonly string[] {
  return match.map((group) => group ?? "");
}

/** As GitHub makes anchors of them. */
function headings(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
