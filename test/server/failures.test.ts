import assert from "node:assert/strict";
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { modelsAt, provider } from "#demo/models.ts";
import { openEmbedded } from "#host/embedded/openEmbedded.ts";
import type { Failed } from "#protocol/commands.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { type EditorOnFolder, never, withEditor } from "#test/server/editor.ts";
import { withFolder } from "#test/support/folder.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const url = 'env("DATABASE_URL")';
const unreachable = "postgresql://user:s3cret@127.0.0.1:1/nowhere";
const models = `${provider(url)}\n${modelsAt("tasks")}`;

/** What a user can meet, as the editor says it: once, at its place, and nothing unknown counts as clean. */
describe("failures, in the editor", function () {
  this.timeout(120_000);

  it("a broken schema: one error on its line, and what is unrevised is unknown", () =>
    onServer(
      { "prisma/schema.prisma": `${models}\nmodel Broken {\n  id Int @id\n  owner Usr\n}\n` },
      async (editor) => {
        await one(editor, { severity: 1, code: /./, message: /Usr/, at: /^ {2}owner Usr/ });
        assert.equal(editor.state().unrevised.kind, "unknown");
        assert.notEqual(editor.state().status.kind, "ok");
      },
    ));

  it("what only Prisma objects to: once, in Prisma's words, on its line", () =>
    onServer({ "prisma/schema.prisma": models.replace("Int ", "Int @updatedAt ") }, async (editor) => {
      const found = (await editor.diagnostics()).filter(({ severity }) => severity === 1);
      assert.equal(found.length, 1, JSON.stringify(found));
      assert.match(found[0]?.message ?? "", /@updatedAt must be of type/);
      assert.match(await lineOf(editor, found[0]), /^ {2}id +Int @updatedAt/);
    }));

  it("a server that refuses: one warning on the datasource, without the password", () =>
    withFolder({ "prisma/schema.prisma": models, ...history }, (folder) =>
      withEditor(folder, { env: { DATABASE_URL: unreachable } }, async (editor) => {
        await one(editor, { severity: 2, code: /^database$/, message: /127\.0\.0\.1:1\/nowhere/, at: /^datasource/ });
        assert.equal(editor.state().drift.kind, "unknown");
        assert.equal(editor.state().databases[0]?.connection, "unreachable");
        assert.ok(!JSON.stringify([await editor.diagnostics(), editor.state()]).includes("s3cret"));
      }),
    ));

  it("a wrong password: one warning that says so and does not repeat it", async () => {
    await withDatabase(await sharedServer(18, { tcp: true }), async (database) => {
      const wrong = database.url.replace(/:[^:@/]+@/, ":s3cret-wrong@");
      await withFolder({ "prisma/schema.prisma": models, ...history }, (folder) =>
        withEditor(folder, { env: { DATABASE_URL: wrong } }, async (editor) => {
          await one(editor, { severity: 2, code: /^database$/, message: /password/i, at: /^datasource/ });
          assert.ok(!JSON.stringify([await editor.diagnostics(), editor.state()]).includes("s3cret"));
        }),
      );
    });
  });

  it("no database configured: no mistake, and none to show", () =>
    withFolder({ "prisma/schema.prisma": `${provider("")}\n${modelsAt("tasks")}`, ...history }, (folder) =>
      withEditor(folder, {}, async (editor) => {
        assert.deepEqual(await editor.diagnostics(), []);
        const { databases, status } = editor.state();
        assert.deepEqual([databases, status.kind, status.text], [[], "noDatabase", "no database"]);
      }),
    ));

  it("a variable that is named and unset: one error where it is named", () =>
    withFolder({ "prisma/schema.prisma": models, ...history }, (folder) =>
      withEditor(folder, {}, async (editor) => {
        await one(editor, { severity: 1, code: /^database$/, message: /DATABASE_URL/, at: /env\("DATABASE_URL"\)/ });
        assert.equal(editor.state().databases[0]?.connection, "not configured");
      }),
    ));

  it("a configuration that does not hold: each fault an error at its place", () =>
    withFolder(
      {
        "prisma/schema.prisma": models,
        "retort.json": `{
  "databases": { "p": { "url": "postgresql://a:s3cret@c/d" } },
  "default": "nope"
}
`,
      },
      (folder) =>
        withEditor(folder, {}, async (editor) => {
          const found = await editor.diagnostics();
          assert.deepEqual(
            found.map(({ file, code, range }) => [file, code, range.start.line]),
            [
              ["retort.json", "config/literalPassword", 1],
              ["retort.json", "config/unknownDatabase", 2],
            ],
          );
          assert.match(found[1]?.message ?? "", /^"default" names the database nope/);
          assert.ok(!JSON.stringify([found, editor.state()]).includes("s3cret"));
        }),
    ));

  it("a URL that was typed and is lost: one error that says to type it again", () =>
    withFolder({ "prisma/schema.prisma": `${provider("")}\n${modelsAt("tasks")}`, ...history }, (folder) =>
      withEditor(folder, { secrets: { dev: unreachable } }, async (editor) => {
        await editor.diagnostics();
        await editor.requests["retort/activateDatabase"]({ project: folder, database: "dev" }, never);
        await one(editor, { severity: 2, code: /^database$/, message: /127\.0\.0\.1:1/, at: /^datasource/ });
        assert.deepEqual(
          editor.state().databases.map(({ name, active }) => ({ name, active })),
          [{ name: "dev", active: true }],
        );
      }),
    ));

  it("a revision file with a bad header: one error on its line, and the rest of the history is there", () =>
    onServer(
      {
        "prisma/schema.prisma": models,
        ...history,
        "prisma/revisions/20990101_0000_bad.sql": "-- bad\n--\n-- Revision: a b\n\n-- retort: upgrade\nSELECT 1;\n",
      },
      async (editor) => {
        const found = (await editor.diagnostics()).filter(({ severity }) => severity === 1);
        assert.equal(found.length, 1, JSON.stringify(found));
        assert.match(await lineOf(editor, found[0]), /^-- Revision: a b/);
        assert.deepEqual(
          editor.state().revisions.map(({ message }) => message),
          ["create tasks"],
        );
        assert.match(editor.state().historyProblems[0] ?? "", /^20990101_0000_bad\.sql: /);
        assert.equal(editor.state().unrevised.kind, "unknown");
      },
    ));

  it("a revision that stands on one that is not there: an error where it says so", () =>
    onServer(
      {
        "prisma/schema.prisma": models,
        ...history,
        "prisma/revisions/9.sql":
          "-- stray\n--\n-- Revision: cccccccccccc\n-- Revises: dddddddddddd\n\n-- retort: upgrade\nSELECT 1;\n",
      },
      async (editor) => {
        const found = (await editor.diagnostics()).find(({ code }) => code === "graph/missingReference");
        assert.match(await lineOf(editor, found), /^-- Revises: dddddddddddd/);
      },
    ));

  it("a statement that the shadow cannot replay: one error at the statement; unrevised and drift are unknown", () =>
    onServer(
      { "prisma/schema.prisma": models, ...history, ...revision("bbbbbbbbbbbb", "ALTER TABLE nowhere ADD x text;") },
      async (editor) => {
        const found = (await editor.diagnostics()).filter(({ severity }) => severity === 1);
        assert.equal(found.length, 1, JSON.stringify(found));
        assert.equal(found[0]?.code, diagnosticCodes.replay);
        assert.deepEqual(editor.actions(diagnosticCodes.replay), ["Try again", "Show log"]);
        assert.match(
          found[0].message,
          /^PostgreSQL: relation "nowhere" does not exist\nRevision bbbbbbbbbbbb can't be/,
        );
        assert.match(await lineOf(editor, found[0]), /^ALTER TABLE nowhere/);
        assert.equal(editor.state().unrevised.kind, "unknown");
      },
    ));

  it("a statement that fails on the data: its place, PostgreSQL's words, and that it was rolled back", () =>
    onServer(
      {
        "prisma/schema.prisma": models,
        ...history,
        ...revision("bbbbbbbbbbbb", 'CREATE UNIQUE INDEX "t" ON "tasks"("title");'),
      },
      async (editor, connect) => {
        const project = editor.folder;
        await upgrade(editor, "aaaaaaaaaaaa");
        const connection = await connect();
        await connection.rows("INSERT INTO tasks (title) VALUES ('a'), ('a')");
        const { failure } = await upgrade(editor, "head").then(assertFailed);
        assert.match(failure.message, /could not create unique index "t"/);
        assert.match(failure.unchanged, /rolled back/);
        assert.match(failure.location?.uri ?? "", /bbbbbbbbbbbb/);
        assert.match(await lineOf(editor, failure.location && placed(project, failure.location)), /^CREATE UNIQUE/);
        await editor.diagnostics();
        assert.deepEqual(
          editor.state().revisions.map(({ status }) => status),
          ["pending", "current"],
        );
      },
    ));

  it("an embedded database that another window has open: one warning that names its process", () =>
    withFolder(
      {
        "prisma/schema.prisma": `${provider("")}\n${modelsAt("tasks")}`,
        ...history,
        "retort.json": '{ "databases": { "dev": { "url": "embedded" } } }\n',
      },
      async (folder) => {
        const other = openEmbedded({
          name: "x",
          owner: "a second window",
          folder: path.join(folder, ".retort", "database"),
        });
        const connected = await other.connect();
        assert.ok(connected.ok);
        try {
          await withEditor(folder, {}, async (editor) => {
            await one(editor, {
              severity: 2,
              code: /^database$/,
              message: /a second window \(process \d+\)/,
              at: /^datasource/,
            });
            assert.equal(editor.state().drift.kind, "unknown");
          });
        } finally {
          await connected.value.close();
          await other.close();
        }
      },
    ));

  it("a folder that cannot be written to: which, and that no revision was written", () =>
    onServer({ "prisma/schema.prisma": models }, async (editor) => {
      await unwritable(path.join(editor.folder, "prisma", "revisions"), async () => {
        const written = await editor.requests["retort/newRevision"](
          { project: editor.folder, message: "x", language: "sql", on: null },
          never,
        );
        const { failure } = assertFailed(written);
        assert.match(failure.message, /revisions/);
        assert.match(failure.unchanged, /No (revision|file) was written|Nothing was changed/);
      });
    }));

  it("a populated database without revision rows: one notice on the datasource, no drift, nothing unrevised", () =>
    onServer({ "prisma/schema.prisma": models, ...history }, async (editor, connect) => {
      const connection = await connect();
      await connection.rows("CREATE TABLE other (id int primary key)");
      await one(editor, { severity: 3, code: /^not-yet-under-retort$/, message: /holds 1 table/, at: /^datasource/ });
      assert.equal(editor.state().status.kind, "unmanaged");
    }));

  it("a retort.json that does not hold: one error at its place", () =>
    withFolder(
      { "prisma/schema.prisma": models, "retort.json": '{\n  "databases": {\n    "dev": { "url": 7 }\n  }\n}\n' },
      (folder) =>
        withEditor(folder, {}, async (editor) => {
          await one(editor, { severity: 1, code: /./, message: /url/, at: /"url": 7/ });
        }),
    ));
});

interface Expected {
  readonly severity: number;
  readonly code: RegExp;
  readonly message: RegExp;
  /** The line that it stands on. */
  readonly at: RegExp;
}

/** There is one diagnostic, and it is this. */
async function one(editor: EditorOnFolder, { severity, code, message, at }: Expected): Promise<void> {
  const [only, ...others] = await editor.diagnostics();
  assert.deepEqual(others, []);
  assert.equal(only?.severity, severity, JSON.stringify(only));
  assert.match(String(only.code), code);
  assert.match(only.message, message);
  assert.match(await lineOf(editor, only), at);
}

async function lineOf(
  { folder }: EditorOnFolder,
  found: { readonly file: string; readonly range: { readonly start: { readonly line: number } } } | null | undefined,
): Promise<string> {
  assert.ok(found);
  const text = await readFile(path.join(folder, found.file), "utf8");
  return text.split("\n")[found.range.start.line] ?? "";
}

function placed(
  folder: string,
  { uri, range }: { readonly uri: string; readonly range: { readonly start: { readonly line: number } } },
) {
  return { file: path.relative(folder, new URL(uri).pathname), range };
}

async function upgrade({ folder: project, requests }: EditorOnFolder, target: string) {
  const planned = await requests["retort/plan"]({ project, direction: "upgrade", target }, never);
  assert.ok(planned.kind === "plan", JSON.stringify(planned));
  const { token } = planned.plan;
  return requests["retort/run"]({ project, token, acceptLosses: false, stash: "no", typedName: null }, never);
}

function assertFailed(result: { readonly kind: string }): Failed {
  assert.equal(result.kind, "failed", JSON.stringify(result));
  return result as Failed;
}

/** Root may write anywhere, whatever a folder's mode says: for root there is a file in the folder's place. */
async function unwritable(folder: string, work: () => Promise<void>): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  if (process.getuid?.() === 0) {
    await writeFile(folder, "");
    await work();
    return;
  }
  await chmod(path.dirname(folder), 0o555);
  try {
    await work();
  } finally {
    await chmod(path.dirname(folder), 0o755);
  }
}

async function onServer(
  files: Readonly<Record<string, string>>,
  work: (editor: EditorOnFolder, connect: Connect) => Promise<void>,
): Promise<void> {
  await withDatabase(await sharedServer(18), (database) =>
    withFolder(files, (folder) =>
      withEditor(folder, { env: { DATABASE_URL: database.url } }, (editor) => work(editor, () => database.connect())),
    ),
  );
}

type Connect = Parameters<Parameters<typeof withDatabase>[1]>[0]["connect"];

function revision(id: string, up: string, message = "another"): Readonly<Record<string, string>> {
  const parent = id.startsWith("a") ? "" : "-- Revises: aaaaaaaaaaaa\n";
  return {
    [`prisma/revisions/20260101_0000_${id}.sql`]: `-- ${message}\n--\n-- Revision: ${id}\n${parent}
-- retort: upgrade\n${up}\n\n-- retort: downgrade\n\\if false\nSELECT 1;\n\\endif\n`,
  };
}

/** What the models of `tasks` ask for. */
const history = revision(
  "aaaaaaaaaaaa",
  `CREATE TABLE "tasks" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "description" TEXT,
    "status" VARCHAR(50) NOT NULL DEFAULT 'pending',

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);`,
  "create tasks",
);
