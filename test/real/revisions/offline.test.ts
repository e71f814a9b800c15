import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";

import fc from "fast-check";

import { type Direction, quoteLiteral, sqlRange } from "#engine/index.ts";
import { readRows } from "#host/bookkeeping/rows.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { offlineSql } from "#host/commands/offline.ts";
import { openProjectContext, type OpenedProject } from "#host/commands/openContext.ts";
import { planSteps, runsOf } from "#host/commands/plan.ts";
import { ghostRows, lineTo } from "#host/commands/recorded.ts";
import { offlineStamp, stamp } from "#host/commands/stamp.ts";
import type { Connection } from "#host/connection.ts";
import { runSteps } from "#host/runner/runSteps.ts";
import { anyGraph } from "#test/engine/revisions/graphs.ts";
import { valueOf } from "#test/host/runner/targets.ts";
import { revisionText } from "#test/support/commandLine.ts";
import { withFolder } from "#test/support/folder.ts";
import { tableOf, tableRevision } from "#test/support/graphRevisions.ts";
import { sharedServer, type TestDatabase, withDatabase } from "#test/support/servers.ts";

const runs = Number(process.env["RETORT_OFFLINE_RUNS"] ?? 8);

/** Printed for psql, a run must do what it does online: the same catalog, and the same rows of revisions and of data. */
describe("what --sql prints, through psql", function () {
  this.timeout(60_000 * Math.max(5, runs));

  before(function () {
    if (!spawnSync("psql", ["--version"]).error) return;
    console.log("SKIPPED: no psql on this machine, so that nothing tells whether --sql and a run agree");
    this.skip();
  });

  it(`does what a run does, on ${runs} random graphs`, () =>
    fc.assert(
      fc.asyncProperty(anyProject, async ({ files, from, to }) => {
        await withFolder(files, async (folder) => {
          const opened = await open(folder);
          try {
            await compare(opened, from, to);
          } finally {
            await opened.close();
          }
        });
      }),
      { numRuns: runs, ...(runs > 50 ? {} : { seed: 7 }), endOnFailure: true },
    ));

  it("stamps as a stamp does", () =>
    withFolder(project(shapes("r0 r1<r0 r2<r1 r3<r1")), async (folder) => {
      const opened = await open(folder);
      const server = await sharedServer(18);
      const stamps = ["r2", "r2:r3", "r3:r1", "r1:base"];
      for (const target of stamps) {
        const [start, to = target] = target.includes(":") ? target.split(":") : ["base", target];
        const states: unknown[] = [];
        for (const printed of [true, false]) {
          await withDatabase(server, async (database) => {
            const connection = await database.connect();
            await online(opened, connection, "upgrade", [], start ?? "base");
            if (printed) {
              const script = valueOf(offlineStamp(opened.context, opened.history, { targets: [target], purge: false }));
              await psql(folder, database, script);
            } else {
              const reopened = valueOf(await openProjectContext(optionsFor(folder, database.url)));
              valueOf(
                await stamp(reopened.context, reopened.history, { targets: [to], purge: false, allowProtected: null }),
              );
              await reopened.close();
            }
            states.push(await stateOf(connection));
          });
        }
        assert.deepEqual(states[0], states[1], target);
      }
      await opened.close();
    }));
});

/** From `from` up to `to` and back down, online in one database and by script in another; both look the same at each stop. */
async function compare(opened: OpenedProject, from: string, to: string): Promise<void> {
  const server = await sharedServer(18);
  const { graph } = opened.history;
  const start = sqlRange(graph, "upgrade", `${from}:${to}`).value.current;
  await withDatabase(server, async (ran) => {
    await withDatabase(server, async (printed) => {
      const [one, two] = [await ran.connect(), await printed.connect()];
      const folder = opened.context.project.root;
      const script = (direction: Direction, target: string) =>
        psql(folder, printed, valueOf(offlineSql(opened.context, opened.history, { direction, target })));
      const same = async (what: string) => {
        assert.deepEqual(await stateOf(two), await stateOf(one), what);
      };
      await online(opened, one, "upgrade", [], from);
      await script("upgrade", from);
      await same(`base to ${from}`);
      const rows = await online(opened, one, "upgrade", start, to);
      await script("upgrade", `${from}:${to}`);
      await same(`${from} to ${to}`);
      if (rows.length > 1) return; // A range begins at one revision.
      const back = `${rows[0] ?? "base"}:${from}`;
      const planned = planSteps(opened.context, opened.history, rows, { direction: "downgrade", target: from });
      if (!planned.ok) {
        // What only another branch stands on is no target, printed or run.
        const printedBack = offlineSql(opened.context, opened.history, { direction: "downgrade", target: back });
        assert.equal(!printedBack.ok && printedBack.failure.message, planned.failure.message);
        return;
      }
      await online(opened, one, "downgrade", rows, from);
      await script("downgrade", back);
      await same(`${to} back to ${from}`);
    });
  });
}

/** What the runner does, without the plan's questions; the current revisions afterwards. */
async function online(
  { context, history }: OpenedProject,
  connection: Connection,
  direction: Direction,
  current: readonly string[],
  target: string,
): Promise<readonly string[]> {
  const steps = valueOf(planSteps(context, history, current, { direction, target }));
  const runnable = valueOf(runsOf(history, ghostRows(history, lineTo(history.graph, current)), steps, direction));
  const options = { bookkeeping: "_retort", home: "public", lock: true, report: () => undefined };
  valueOf(
    await runSteps(
      connection,
      runnable.map(({ run }) => run),
      options,
    ),
  );
  return steps.at(-1)?.rowsAfter ?? current;
}

/** All that one database could tell apart from another: its catalog, the data in it, the rows of revisions. */
async function stateOf(connection: Connection) {
  const catalog = await readCatalog(connection, { schemas: ["public"] });
  const rows = (await readRows(connection, "_retort")) ?? [];
  const data = await connection.rows("SELECT n, txt FROM log ORDER BY n").catch(() => "no table of data");
  const told = rows
    .map((row) => ({ ...row, appliedAt: null, durationMs: null }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { catalog, data, rows: told };
}

async function psql(folder: string, database: TestDatabase, script: string): Promise<void> {
  const file = path.join(folder, "script.sql");
  await writeFile(file, script);
  // A DBA's locale may be any; what they must not do is go on after an error.
  const env = { PATH: process.env["PATH"], LC_ALL: "C" };
  const said = spawnSync("psql", ["-X", "-q", "-d", database.url, "-f", file], { encoding: "utf8", env });
  assert.equal(said.status, 0, `${said.stderr}\n${script}`);
  const noise = said.stderr.split("\n").filter((line) => line !== "" && !line.includes("NOTICE:"));
  assert.deepEqual(noise, []);
}

async function open(folder: string): Promise<OpenedProject> {
  return valueOf(await openProjectContext(optionsFor(folder, "postgresql://nobody@127.0.0.1:1/nowhere")));
}

function optionsFor(folder: string, url: string) {
  return {
    folder,
    config: null,
    choice: { kind: "url", url } as const,
    env: {},
    trusted: true,
    signal: null,
    report: () => undefined,
    owner: "a test",
  };
}

interface Shape {
  readonly id: string;
  readonly parents: readonly string[];
  readonly dependencies: readonly string[];
  /** What it does besides making its table. */
  readonly extra: number;
}

const anyProject = fc
  .tuple(anyGraph, fc.infiniteStream(fc.nat()), fc.nat(), fc.nat())
  .map(([graph, choices, first, second]) => {
    const nodes = [...graph.nodes.values()].toSorted((a, b) => a.position - b.position);
    const all = nodes.map(({ id, parents, dependencies }): Shape => {
      return { id, parents, dependencies, extra: Number(choices.next().value) };
    });
    const to = nodes[second % nodes.length]?.id ?? "base";
    const from = first % 3 === 0 ? "base" : (nodes[first % nodes.length]?.id ?? "base");
    return { files: project(all), from, to: second % 3 === 0 ? "heads" : to };
  });

/** `a b<a c<a` */
function shapes(text: string): readonly Shape[] {
  return text.split(" ").map((written, at) => {
    const [id = "", parents = ""] = written.split("<");
    return { id, parents: parents.split(",").filter((parent) => parent !== ""), dependencies: [], extra: at };
  });
}

function project(all: readonly Shape[]): Readonly<Record<string, string>> {
  const files = all.map((shape, at) => {
    const { id, parents, dependencies: dependsOn } = shape;
    const text = revisionText({ id, parents, dependsOn, message: `make ${id}\u00e9 \\ 'x'`, body: bodyOf(shape) });
    return [`prisma/revisions/${String(at).padStart(3, "0")}_${id}.sql`, text] as const;
  });
  return {
    "prisma/schema.prisma": 'datasource db {\n  provider = "postgresql"\n}\n',
    ...(Object.fromEntries(files) as Record<string, string>),
  };
}

/** One of several bodies: sections in both modes and in either order, text that a script could trip over, settings. */
function bodyOf(shape: Shape): string {
  const { up, down } = tableRevision(shape);
  const table = `"${tableOf(shape.id)}"`;
  const index = `"i_${shape.id}"`;
  const up_ = "-- retort: upgrade";
  const down_ = "-- retort: downgrade";
  const outside = " (no transaction)";
  const text = quoteLiteral(`it's \\ a "${shape.id}"; :name $$ -- é 🐘`);
  const log = `CREATE TABLE IF NOT EXISTS log (n text PRIMARY KEY, txt text);\nINSERT INTO log VALUES ('${shape.id}', ${text}); -- ; trailing`;
  const unlog = `DELETE FROM log WHERE n = '${shape.id}'`;
  const concurrently = `CREATE INDEX CONCURRENTLY ${index} ON ${table} (id);`;
  switch (shape.extra % 6) {
    case 0:
      return `${up_}\n${up}\n\n${down_}\n\\if false\n${down}\n\\endif`;
    case 1:
      return `${up_}\n${up}\n${log}\n\n${up_}${outside}\n${concurrently}\n\n${down_}\n\\if false\n${unlog};\n${down}\n\\endif`;
    case 2:
      return `${up_}${outside}\n${up}\n${concurrently}\nCREATE TYPE "e_${shape.id}" AS ENUM ('a');\nALTER TYPE "e_${shape.id}" ADD VALUE 'b';\n\n${up_}\nALTER TABLE ${table} ADD COLUMN e "e_${shape.id}" DEFAULT 'b';\n\n${down_}${outside}\n\\if false\nDROP INDEX CONCURRENTLY ${index};\n\n${down_}\n${down}\nDROP TYPE "e_${shape.id}";\n\\endif`;
    case 3:
      return `${up_}\nSET LOCAL standard_conforming_strings = off;\nSET ROLE NONE;\n${up}\n\n${down_}${outside}\n\\if false\nSET search_path = pg_catalog, public;\n${down}\n\\endif`;
    case 4:
      return `${up_}\nCREATE FUNCTION "f_${shape.id}"() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;\n${up}\nDO $do$ BEGIN RAISE NOTICE 'a;b'; END $do$\n\n${down_}\n\\if false\n${down}\nDROP FUNCTION "f_${shape.id}"\n\\endif`;
    default:
      return `${up_}\n-- nothing here; but a comment\n${up}\n\n${up_}\n\n${up_}${outside}\n\n${down_}\n\\if false\n${down} /* ; */\n\\endif`;
  }
}
