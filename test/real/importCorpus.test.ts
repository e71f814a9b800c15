import assert from "node:assert/strict";
import { chmod, cp, readdir } from "node:fs/promises";
import path from "node:path";

import { diff, emptySchema, sameSchema, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { type Imported, importPrisma } from "#host/commands/importPrisma.ts";
import { createHistoryReader, type HistoryEntry } from "#host/commands/history.ts";
import { openProjectContext } from "#host/commands/openContext.ts";
import type { Connection } from "#host/connection.ts";
import { openProject } from "#host/project.ts";
import { type ChildMemory, watchChildMemory } from "#test/support/childMemory.ts";
import { corpusProject, type CorpusProject, corpusProjects, migrationScripts } from "#test/support/corpusMigrations.ts";
import { withFolder } from "#test/support/folder.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";

/** `npm run test:import` is all of them, which takes a while; otherwise the small ones. */
const isWhole = process.env["npm_lifecycle_event"] === "test:import" || process.env["RETORT_IMPORT"] === "all";
const projects: readonly CorpusProject[] = isWhole ? corpusProjects : corpusProjects.slice(0, 3);

/**
 * The migrations of real projects, imported: every one replays, every way down was seen to hold, and on a real server the
 * revisions make, step by step, what the scripts make that Prisma would send; then they go down, each to where it was.
 */
describe("importing the migrations of real projects", function () {
  this.timeout(60_000 + (isWhole ? 3_000_000 : 600_000));
  const table: string[] = [];

  for (const project of projects) {
    it(project, async function () {
      const folder = corpusProject(this, project);
      await withFolder({ ".git/": "", "prisma/schema.prisma": datasource }, async (root) => {
        const copied = path.join(root, "prisma", "migrations");
        await cp(path.join(folder, "migrations"), copied, { recursive: true });
        // A corpus that may only be read gives folders that nobody but root could remove.
        for (const entry of await readdir(copied, { recursive: true, withFileTypes: true })) {
          if (entry.isDirectory()) await chmod(path.join(entry.parentPath, entry.name), 0o755);
        }
        await chmod(copied, 0o755);
        const begun = performance.now();
        const { imported, memory } = await importInto(root);
        const seconds = (performance.now() - begun) / 1000;
        const scripts = migrationScripts(folder);
        assert.deepEqual(
          imported.revisions.map(({ migration }) => migration),
          scripts.map(({ name }) => name),
        );
        assert.equal(memory.left, 0, "the shadow is gone");
        const entries = await entriesOf(root);
        assert.equal(entries.length, scripts.length);
        const walked = await walk(entries, scripts);
        table.push(line(project, imported, { ...memory, seconds, ...walked }));
        const ways = imported.revisions.filter(({ down }) => down?.kind === "reversible").length;
        assert.equal(walked.down, ways);
      });
    });
  }

  after(() => {
    if (table.length > 0) console.log(`\n${[...head, ...table].join("\n")}\n`);
  });
});

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';

async function importInto(root: string): Promise<{ readonly imported: Imported; readonly memory: ChildMemory }> {
  const watched = watchChildMemory();
  const opened = await openProjectContext({
    folder: root,
    config: null,
    choice: { kind: "default" },
    env: {},
    trusted: true,
    owner: "the test of imports",
    signal: null,
    report: () => undefined,
  });
  assert.ok(opened.ok, opened.ok ? "" : opened.failure.message);
  const { context, models, history, close } = opened.value;
  try {
    const imported = await importPrisma(context, models, history, {
      migrations: null,
      dryRun: false,
      downgrades: true,
      allowProtected: null,
    });
    assert.ok(imported.ok, imported.ok ? "" : [imported.failure.message, ...imported.failure.details].join("\n"));
    // The reasons that there can be: whatever else goes wrong is ours.
    for (const { migration, down } of imported.value.revisions) {
      if (down?.kind === "irreversible") assert.match(down.reason, /duplicate key value violates/, migration);
    }
    await close();
    return { imported: imported.value, memory: await watched() };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The revisions in their order, as they stand in their files. */
async function entriesOf(root: string): Promise<readonly HistoryEntry[]> {
  const project = await openProject(root, { trusted: true, env: {} });
  assert.ok(project.ok);
  const history = await createHistoryReader()(project.value);
  assert.ok(history.ok);
  assert.deepEqual(history.value.problems, []);
  return [...history.value.graph.nodes.keys()].flatMap((id) => history.value.entries.get(id) ?? []);
}

interface Walked {
  /** Ways down that ran, each to the catalog before its way up. */
  readonly down: number;
  /** Of them those that rows of later migrations, which no way down takes out, kept from running in their turn. */
  readonly met: number;
}

/** Up beside the scripts as Prisma sends them, then down. */
async function walk(
  entries: readonly HistoryEntry[],
  scripts: readonly { readonly name: string; readonly sql: string }[],
): Promise<Walked> {
  const server = await sharedServer(installedMajors().at(-1) ?? 18);
  const catalogs = await withDatabase(server, (theirs) =>
    withDatabase(server, async (ours) => {
      const [raw, own] = [await theirs.connect(), await ours.connect()];
      const made: Schema[] = [await catalog(own)];
      for (const [at, entry] of entries.entries()) {
        const { name, sql } = scripts[at] ?? { name: "", sql: "" };
        await raw.rows(sql);
        await runWay(own, entry, "up");
        const schema = await catalog(own);
        assertSame(schema, await catalog(raw), `${name}: up`);
        made.push(schema);
      }
      return made;
    }),
  );
  let walked: Walked = { down: 0, met: 0 };
  let next = entries.length - 1;
  while (next >= 0) {
    const from = next;
    next = await withDatabase(server, async (database) => {
      const connection = await database.connect();
      for (const entry of entries.slice(0, from + 1)) await runWay(connection, entry, "up");
      for (let at = from; at >= 0; at -= 1) {
        const entry = entries[at];
        // What stands on rows that can't be taken out is looked at on a database without them.
        if (!entry || entry.revision.irreversible !== null) return at - 1;
        try {
          await runWay(connection, entry, "down");
        } catch (error) {
          if (at === from) throw error;
          walked = { ...walked, met: walked.met + 1 };
          return at;
        }
        assertSame(await catalog(connection), catalogs[at] ?? emptySchema, `${entry.file}: down`);
        walked = { ...walked, down: walked.down + 1 };
      }
      return -1;
    });
  }
  return walked;
}

async function runWay(connection: Connection, { revision, file }: HistoryEntry, way: "up" | "down"): Promise<void> {
  try {
    for (const { mode, sql } of revision[way]) {
      if (mode === "transaction") await connection.transaction(() => connection.rows(sql));
      else await connection.rows(sql);
      await connection.rows("RESET ALL");
    }
  } catch (error) {
    throw new Error(`${file}, ${way}: ${String(error)}`, { cause: error });
  }
}

function catalog(connection: Connection): Promise<Schema> {
  return readCatalog(connection, { schemas: ["public"] });
}

function assertSame(a: Schema, b: Schema, what: string): void {
  if (!sameSchema(a, b)) assert.deepEqual(diff(a, b), [], what);
}

const head = [
  "| project | migrations | way down, proved | of them nothing to undo in the catalog | irreversible | taken down on a server | of them not in their turn | s | shadow, peak MB | after |",
  "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
];

function line(
  project: string,
  { revisions }: Imported,
  { seconds, down: stepped, met, peak, left }: ChildMemory & Walked & { readonly seconds: number },
): string {
  const ways = revisions.flatMap(({ down }) => (down === null ? [] : [down]));
  const reversible = ways.flatMap((way) => (way.kind === "reversible" ? [way] : []));
  const cells = [
    project,
    revisions.length,
    reversible.length,
    reversible.filter(({ origin }) => origin === "nothing").length,
    ways.length - reversible.length,
    stepped,
    met,
    seconds.toFixed(0),
    peak ?? "?",
    left === 0 ? "0" : `${left} processes`,
  ];
  return `| ${cells.join(" | ")} |`;
}
