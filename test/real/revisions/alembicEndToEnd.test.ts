import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";

import { buildGraph, type RevisionGraph, sqlRange } from "#engine/index.ts";
import { ancestors } from "#engine/revisions/lineage.ts";
import { readRows } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import type { Expected } from "#test/engine/revisions/alembicCase.ts";
import { alembicCases, type AlembicQuestion, setNames } from "#test/engine/revisions/alembicCaseFiles.ts";
import { type CommandLine, withCommandLine } from "#test/support/commandLine.ts";
import { tableOf, tableRevision } from "#test/support/graphRevisions.ts";
import { sharedServer, type TestDatabase, type TestServer, withDatabase } from "#test/support/servers.ts";

const wanted = Number(process.env["RETORT_ALEMBIC_RUNS"] ?? 12);

/**
 * Alembic's answers where they count: files in a folder, the command line, a real database. A revision makes a table that
 * refers to those of all that it stands on, so PostgreSQL itself refuses a wrong order.
 */
describe("Alembic's answers, end to end", function () {
  this.timeout(Math.max(300_000, wanted * 30_000));

  const all = setNames.flatMap((name) => alembicCases(name).map((one) => ({ ...one, name: `${name} ${one.n}` })));
  const cases = spread(all.filter(canBeRun), wanted);
  for (const one of cases) {
    const given = `{${one.current.join(", ")}} ${one.cmd} ${targetsOf(one).join(" ")}${one.sql === true ? " --sql" : ""}`;
    it(`${one.name}: ${given}`, async function () {
      if (one.sql === true && spawnSync("psql", ["--version"]).error) {
        console.log("SKIPPED: no psql on this machine to run what --sql prints");
        this.skip();
      }
      const server = await sharedServer(18);
      await withDatabase(server, (database) => check(one, server, database));
    });
  }

  it(`are ${wanted} or more`, () => {
    assert.ok(cases.length >= wanted, String(cases.length));
  });
});

type Case = AlembicQuestion & { readonly name: string; readonly cmd: "upgrade" | "downgrade" | "stamp" };

/** Steps or a refusal, on a graph without faults and rows that some history led to. */
function canBeRun(one: AlembicQuestion & { readonly name: string }): one is Case {
  if (!["upgrade", "downgrade", "stamp"].includes(one.cmd) || one.inconsistent_start === true) return false;
  if (one.cmd === "stamp" && one.sql === true) return false;
  const { graph, sound } = graphOf(one);
  const unknown = one.current.some((id) => !graph.nodes.has(id));
  const overlapping = one.current.some((id) =>
    one.current.some((o) => o !== id && ancestors(graph.nodes, [o]).has(id)),
  );
  return sound && !unknown && !overlapping && new Set(one.current).size === one.current.length;
}

/** So many of them, from beginning to end. */
function spread(all: readonly Case[], count: number): readonly Case[] {
  const step = Math.max(1, Math.floor(all.length / count));
  return all.filter((_, at) => at % step === 0);
}

function graphOf({ revisions }: AlembicQuestion): { readonly graph: RevisionGraph; readonly sound: boolean } {
  const { value, problems } = buildGraph(
    revisions.map(({ id, down, depends_on = [], labels = [] }) => {
      return { id, parents: down, dependsOn: depends_on, labels, place: null };
    }),
  );
  return { graph: value, sound: problems.length === 0 };
}

async function check(one: Case, server: TestServer, database: TestDatabase): Promise<void> {
  const { graph } = graphOf(one);
  const revisions = one.revisions.map(({ id, down, depends_on = [], labels = [] }) => {
    const dependencies = graph.nodes.get(id)?.dependencies ?? [];
    const made = tableRevision({ id, parents: down, dependencies });
    return { id, parents: down, dependsOn: depends_on, labels, ...made };
  });
  const retortJson = JSON.stringify({
    databases: { dev: { url: database.url } },
    shadow: { url: server.url("postgres") },
  });
  await withCommandLine(
    revisions,
    async (project) => {
      const connection = await database.connect();
      const direction = one.cmd === "downgrade" ? "downgrade" : "upgrade";
      const current =
        one.sql === true ? sqlRange(graph, direction, targetsOf(one)[0] ?? "").value.current : one.current;
      for (const id of current) await succeeds(project, "upgrade", id);
      const before = await stateOf(connection);
      assert.deepEqual(before.applied, [...ancestors(graph.nodes, current)].sort());

      const said = await ask(project, database, one);
      const after = await stateOf(connection);
      assert.equal(after.tables.join(), one.cmd === "stamp" ? before.tables.join() : after.applied.join(), "catalog");
      const expected = answersOf(one);
      const agreed = expected.map((answer) => disagreement(one, graph, answer, said, { before, after }));
      assert.ok(agreed.includes(null), `${agreed.join("\n")}\n${JSON.stringify(said, null, 2)}`);
    },
    { files: { "retort.json": retortJson } },
  );
}

interface State {
  readonly applied: readonly string[];
  /** Revisions whose tables are there. */
  readonly tables: readonly string[];
}

async function stateOf(connection: Connection): Promise<State> {
  const rows = (await readRows(connection, "_retort")) ?? [];
  assert.ok(rows.every(({ state }) => state === "applied"));
  const tables = await connection.rows<[string]>(
    "SELECT relname FROM pg_class WHERE relname LIKE 't\\_%' AND relkind = 'r'",
  );
  return {
    applied: rows.map(({ id }) => id).sort(),
    tables: tables.map(([name]) => name.slice(tableOf("").length)).sort(),
  };
}

interface Answer {
  readonly code: number;
  readonly steps: readonly string[];
  /** The first line of what went wrong. */
  readonly error: string | null;
}

async function ask(project: CommandLine, database: TestDatabase, one: Case): Promise<Answer> {
  const flags = [...(one.purge === true ? ["--purge"] : []), ...(one.sql === true ? ["--sql"] : ["--json"]), "--yes"];
  const { code, stdout, stderr } = await project.retort(one.cmd, ...targetsOf(one), ...flags);
  if (code !== 0) {
    const json = one.sql === true ? null : (JSON.parse(stdout) as { readonly error: { readonly message: string } });
    return { code, steps: [], error: json?.error.message ?? /^error: (.*)/.exec(stderr)?.[1] ?? "" };
  }
  if (one.sql !== true) {
    const { steps = [] } = JSON.parse(stdout) as { readonly steps?: readonly { readonly id: string }[] };
    return { code, steps: steps.map(({ id }) => id), error: null };
  }
  const file = path.join(project.folder, "script.sql");
  await writeFile(file, stdout);
  const run = spawnSync("psql", ["-X", "-q", "-d", database.url, "-f", file], { encoding: "utf8" });
  assert.equal(run.status, 0, `${run.stderr}\n${stdout}`);
  const comments = [...stdout.matchAll(/^-- Running (upgrade|downgrade) (.*?) -> (.*), make /gm)];
  return { code, steps: comments.map(([, way, from, to]) => (way === "upgrade" ? to : from) ?? ""), error: null };
}

function answersOf(one: Case): readonly Expected[] {
  if (one.retort) return [one.retort];
  if (one.ideal_rows) return [{ rows: one.ideal_rows }];
  // Case 42 and 43: several current revisions, refused since Alembic itself says that it will be.
  if (one.cmd === "downgrade" && /^-\d+$/.test(targetsOf(one)[0] ?? "") && one.current.length > 1) {
    return [{ error: "downgrade", error_kind: "traceback" }];
  }
  return one.alternatives ?? (one.expect ? [one.expect] : []);
}

/** Why an answer of ours is not that one; null where it is. */
function disagreement(
  one: Case,
  graph: RevisionGraph,
  expected: Expected,
  said: Answer,
  { before, after }: { readonly before: State; readonly after: State },
): string | null {
  if (expected.error !== undefined) {
    if (said.error === null) return `not refused: ${expected.error}`;
    if (![2, 3].includes(said.code)) return `exit ${said.code}`;
    if (JSON.stringify(before) !== JSON.stringify(after)) return "refused, and something changed";
    const free = one.retort !== undefined || expected.error_kind?.startsWith("traceback") === true;
    return free || said.error === expected.error ? null : `${said.error} instead of ${expected.error}`;
  }
  if (said.error !== null) return said.error;
  const steps = expected.steps?.flatMap((step) => step.id ?? []) ?? null;
  if (steps && one.cmd !== "stamp" && steps.join() !== said.steps.join()) return `steps ${said.steps.join()}`;
  const applied = [...ancestors(graph.nodes, expected.rows ?? [])].sort();
  return applied.join() === after.applied.join()
    ? null
    : `applied ${after.applied.join()} instead of ${applied.join()}`;
}

function targetsOf({ target = [] }: AlembicQuestion): readonly string[] {
  return typeof target === "string" ? [target] : target;
}

async function succeeds(project: CommandLine, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await project.retort(...args);
  assert.equal(code, 0, stderr);
}
