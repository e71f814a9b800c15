import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { provider } from "#demo/models.ts";
import { withEditor } from "#test/server/editor.ts";
import { withFolder } from "#test/support/folder.ts";

const head = `-- create tasks
--
-- Revision: aaaaaaaaaaaa
-- Created: 2026-11-22T10:30:00Z
`;
const ways = `
-- retort: upgrade
CREATE TABLE "tasks" ("id" int PRIMARY KEY);

-- retort: downgrade
\\if false
DROP TABLE "tasks";
\\endif
`;
const sound = head + ways;
const model = (fields: string) => `${provider("")}
enum Status {
  open
  done
}

model Task {
  id Int @id
${fields}

  @@map("tasks")
}
`;

interface Broken {
  readonly what: string;
  readonly text: string;
  readonly code: string;
  /** What is offered, and the first of it written. */
  readonly titles: readonly string[];
  readonly mended: string;
}

const headers: readonly Broken[] = [
  {
    what: "a misspelled header",
    text: sound.replace("Created", "Craeted"),
    code: "revision/unknownHeader",
    titles: ["Change Craeted to Created"],
    mended: sound,
  },
  {
    what: "a misspelled header that names the revision",
    text: sound.replace("Revision:", "Revison:"),
    code: "revision/missingRevision",
    titles: ["Change Revison to Revision"],
    mended: sound,
  },
  {
    what: "a header without its colon",
    text: sound.replace(head, `${head}-- Labels tasks\n`),
    code: "revision/malformedHeader",
    titles: ["Write Labels: tasks"],
    mended: sound.replace(head, `${head}-- Labels: tasks\n`),
  },
  {
    what: "a header without any colon but its time's",
    text: sound.replace("Created:", "Created"),
    code: "revision/unknownHeader",
    titles: ["Write Created: 2026-11-22T10:30:00Z"],
    mended: sound,
  },
  {
    what: "a time as Alembic writes it",
    text: sound.replace("2026-11-22T10:30:00Z", "2026-11-22 10:30:00.123456"),
    code: "revision/malformedHeader",
    titles: ["Write Created: 2026-11-22T10:30:00Z"],
    mended: sound,
  },
  {
    what: "a time that is none",
    text: sound.replace("2026-11-22T10:30:00Z", "yesterday"),
    code: "revision/malformedHeader",
    titles: [],
    mended: sound.replace("2026-11-22T10:30:00Z", "yesterday"),
  },
  {
    what: "a header with nothing in it",
    text: sound.replace(" 2026-11-22T10:30:00Z", ""),
    code: "revision/malformedHeader",
    titles: ["Remove the empty Created"],
    mended: sound.replace("-- Created: 2026-11-22T10:30:00Z\n", ""),
  },
  {
    what: "a comma with nothing beside it",
    text: sound.replace(head, `${head}-- Labels: tasks,, work, tasks\n`),
    code: "revision/malformedHeader",
    titles: ["Write Labels: tasks, work", "Write Labels: tasks, work"],
    mended: sound.replace(head, `${head}-- Labels: tasks, work\n`),
  },
  {
    what: "a rename with another arrow",
    text: sound.replace(head, `${head}-- Renames: tasks.note => details\n`),
    code: "revision/malformedHeader",
    titles: ["Write Renames: tasks.note -> details"],
    mended: sound.replace(head, `${head}-- Renames: tasks.note -> details\n`),
  },
  {
    what: "a rename that says only one name",
    text: sound.replace(head, `${head}-- Renames: tasks.note,tasks.title\n`),
    code: "revision/malformedHeader",
    titles: [],
    mended: sound.replace(head, `${head}-- Renames: tasks.note,tasks.title\n`),
  },
  {
    what: "a header that stands there twice",
    text: sound.replace(head, `${head}-- Created: 2027-01-01T00:00:00Z\n`),
    code: "revision/duplicateHeader",
    titles: ["Remove the second one"],
    mended: sound,
  },
  {
    what: "a revision that names itself nowhere but in its file's name",
    text: sound.replace("-- Revision: aaaaaaaaaaaa\n", ""),
    code: "revision/missingRevision",
    titles: ["Name it Revision: aaaaaaaaaaaa"],
    mended: sound,
  },
  {
    what: "a file with nothing but marks",
    text: ways.trimStart(),
    code: "revision/missingRevision",
    titles: ["Name it Revision: aaaaaaaaaaaa"],
    mended: `-- Revision: aaaaaaaaaaaa\n${ways}`,
  },
  {
    what: "a message alone",
    text: `-- create tasks\n${ways}`,
    code: "revision/missingRevision",
    titles: ["Name it Revision: aaaaaaaaaaaa"],
    mended: `-- create tasks\n--\n-- Revision: aaaaaaaaaaaa\n${ways}`,
  },
  {
    what: "a mark in other words",
    text: sound.replace("-- retort: upgrade", " --Retort: Up"),
    code: "revision/malformedMark",
    titles: ["Write -- retort: upgrade"],
    mended: sound,
  },
  {
    what: "a mark outside transactions, in other words",
    text: sound.replace("-- retort: upgrade", "-- retort: upgrade no-transaction"),
    code: "revision/malformedMark",
    titles: ["Write -- retort: upgrade (no transaction)"],
    mended: sound.replace("-- retort: upgrade", "-- retort: upgrade (no transaction)"),
  },
  {
    what: "a mark that says why there is no way down, without its parentheses",
    text: `${head}\n-- retort: upgrade\nSELECT 1;\n\n-- retort: downgrade irreversible - rows are gone\n`,
    code: "revision/malformedMark",
    titles: ["Write -- retort: downgrade (irreversible: rows are gone)"],
    mended: `${head}\n-- retort: upgrade\nSELECT 1;\n\n-- retort: downgrade (irreversible: rows are gone)\n`,
  },
  {
    what: "SQL above every mark",
    text: sound.replace("-- retort: upgrade\n", ""),
    code: "revision/textOutsideSection",
    titles: ["Make it the upgrade section"],
    mended: sound,
  },
  {
    what: "a way up alone",
    text: sound.slice(0, sound.indexOf("\n\n-- retort: downgrade") + 1),
    code: "revision/missingDowngrade",
    titles: ["Add an empty downgrade section"],
    mended: sound.replace('DROP TABLE "tasks";', ""),
  },
  {
    what: "a way down without its guard",
    text: sound.replace("\\if false\n", "").replace("\\endif\n", ""),
    code: "revision/unguardedDowngrade",
    titles: ["Guard it with \\if false"],
    mended: sound,
  },
  {
    what: "two ways down without a guard",
    text: `${head}
-- retort: upgrade
SELECT 1;
-- retort: downgrade
SELECT 2;

-- retort: downgrade (no transaction)
SELECT 3;
`,
    code: "revision/unguardedDowngrade",
    titles: ["Guard it with \\if false"],
    mended: `${head}
-- retort: upgrade
SELECT 1;
-- retort: downgrade
\\if false
SELECT 2;
\\endif

-- retort: downgrade (no transaction)
\\if false
SELECT 3;
\\endif
`,
  },
];

const types: readonly (readonly [field: string, titles: readonly string[], mended: string])[] = [
  ["  note Strin", ["Change Strin to String"], "  note String"],
  ["  note Stirng[]", ["Change Stirng to String"], "  note String[]"],
  ["  note text?", ["Change text to String"], "  note String?"],
  ["  state Staus @default(open)", ["Change Staus to Status"], "  state Status @default(open)"],
  ["  seen Datetime", ["Change Datetime to DateTime"], "  seen DateTime"],
  ["  seen Elephant", [], "  seen Elephant"],
];

describe("text that mends a mistake", function () {
  this.timeout(60_000);

  for (const { what, text, code, titles, mended } of headers)
    it(what, async () => {
      assert.equal(await mendedBy({ [revisionFile]: text }, code, titles), mended);
    });

  it("line ends of Windows stay", async () => {
    const text = sound.replace("Created:", "Created").replaceAll("\n", "\r\n");
    const titles = ["Write Created: 2026-11-22T10:30:00Z"];
    const mended = await mendedBy({ [revisionFile]: text }, "revision/unknownHeader", titles);
    assert.equal(mended, sound.replaceAll("\n", "\r\n"));
  });

  it("a new revision without a header stands on the head", () =>
    inEditor({ "prisma/revisions/by_hand.sql": "-- by hand\n", [revisionFile]: sound }, async (editor) => {
      const found = await editor.diagnostics();
      assert.ok(found.some(({ file, code }) => file.endsWith("by_hand.sql") && code === "revision/missingRevision"));
      const [title = ""] = editor.actions("revision/missingRevision");
      assert.match(title, /^Name it Revision: [0-9a-f]{12}$/);
      await editor.apply(title);
      assert.equal(
        await readFile(path.join(editor.folder, "prisma/revisions/by_hand.sql"), "utf8"),
        `-- by hand\n--\n-- ${title.replace("Name it ", "")}\n-- Revises: aaaaaaaaaaaa\n`,
      );
    }));

  it("a parent that no file has is one of those that are there", () => {
    const child = sound
      .replace("create tasks", "add users")
      .replace("-- Revision: aaaaaaaaaaaa\n", "-- Revision: bbbbbbbbbbbb\n-- Revises: aaaaaaaaaaax\n");
    return inEditor({ "prisma/revisions/child.sql": child, [revisionFile]: sound }, async (editor) => {
      await editor.diagnostics();
      const title = "Change aaaaaaaaaaax to aaaaaaaaaaaa (create tasks)";
      assert.deepEqual(editor.actions("graph/missingReference"), [title]);
      await editor.apply(title);
      assert.deepEqual(await problemsIn(editor), []);
    });
  });

  for (const [field, titles, mended] of types)
    it(`a type that nothing has: ${field.trim()}`, async () => {
      const files = { "prisma/schema.prisma": model(field) };
      assert.equal(await mendedBy(files, "prisma/unknownType", titles), model(mended));
    });

  it("the same slip in two fields is mended where it stands", () =>
    inEditor({ "prisma/schema.prisma": model("  a Strin\n  b Strin") }, async (editor) => {
      await editor.diagnostics();
      assert.equal(editor.actions("prisma/unknownType").length, 2);
      await editor.apply("Change Strin to String");
      await editor.diagnostics();
      await editor.apply("Change Strin to String");
      assert.deepEqual(await problemsIn(editor), []);
    }));
});

const revisionFile = "prisma/revisions/20261122_1030_aaaaaaaaaaaa_create_tasks.sql";

type Editor = Parameters<Parameters<typeof withEditor>[2]>[0];

function inEditor<T>(files: Readonly<Record<string, string>>, work: (editor: Editor) => Promise<T>): Promise<T> {
  const sources = { ".git/": "", "prisma/schema.prisma": model(""), ...files };
  return withFolder(sources, (folder) => withEditor(folder, { trusted: false }, work));
}

/** What the first file holds after the first fix, when there is one. */
function mendedBy(files: Readonly<Record<string, string>>, wanted: string, titles: readonly string[]): Promise<string> {
  return inEditor(files, async (editor) => {
    const found = await editor.diagnostics();
    assert.ok(
      found.some(({ code }) => code === wanted),
      JSON.stringify(found),
    );
    assert.deepEqual(editor.actions(wanted), titles);
    const [title] = titles;
    if (title !== undefined) {
      await editor.apply(title);
      assert.deepEqual(await problemsIn(editor), []);
    }
    return readFile(path.join(editor.folder, Object.keys(files)[0] ?? ""), "utf8");
  });
}

/** What is wrong with files: nothing that a database or a shadow is asked. */
async function problemsIn(editor: Editor): Promise<readonly string[]> {
  const found = await editor.diagnostics();
  return found.flatMap(({ code, message }) => (/^(prisma|revision|graph)\//.test(String(code)) ? [message] : []));
}
