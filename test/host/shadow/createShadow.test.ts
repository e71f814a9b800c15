import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Doubt } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import type { Shadow } from "#host/shadow.ts";
import { type ContentCache, createContentCache } from "#host/shadow/contentCache.ts";
import { createShadow } from "#host/shadow/createShadow.ts";
import { embeddedScratch } from "#host/shadow/scratch.ts";
import { failureOf, valueOf } from "#test/host/runner/targets.ts";
import { plainOptions as options, step } from "#test/host/shadow/step.ts";
import { builtin, enumType, inPublic } from "#test/support/build.ts";

const t = step("a1", "CREATE TABLE t (id int PRIMARY KEY, name text);");
const name = step("b2", "ALTER TABLE t ALTER COLUMN name SET NOT NULL");

describe("the shadow", function () {
  this.timeout(120_000);
  let shadow: Shadow;
  let opened = 0;
  const log: string[] = [];
  const connections: Connection[] = [];
  const scratch = {
    ...embeddedScratch,
    open: () => {
      opened += 1;
      const database = embeddedScratch.open();
      return {
        ...database,
        connect: async (signal?: AbortSignal) => {
          const connected = await database.connect(signal);
          if (connected.ok) connections.push(connected.value);
          return connected;
        },
      };
    },
  };
  const create = (more: { readonly cache?: ContentCache } = {}) =>
    createShadow({ scratch, log: (message) => log.push(message), ...more });

  before(() => {
    shadow = create();
  });

  beforeEach(() => {
    opened = 0;
    log.length = 0;
  });

  after(() => shadow.close());

  it("tells what revisions make, and runs only what is new", async () => {
    const empty = valueOf(await shadow.replay([], options));
    assert.deepEqual([empty.tables, empty.namespaces], [[], ["public"]]);
    const one = valueOf(await shadow.replay([t], options));
    assert.deepEqual(
      one.tables.map((table) => [table.name.name, table.columns.map((column) => column.nullable)]),
      [["t", [false, true]]],
    );
    const two = valueOf(await shadow.replay([t, name], options));
    assert.deepEqual(
      two.tables.map((table) => table.columns.map((column) => column.nullable)),
      [[false, false]],
    );
    assert.deepEqual(log, ["Replaying 1 of 1 revisions", "Replaying 1 of 2 revisions"]);
    assert.equal(opened, 1);
  });

  it("runs nothing for what it was asked before, comments and white space aside", async () => {
    const before = valueOf(await shadow.replay([t, name], options));
    log.length = opened = 0;
    const spaced = step("a1", ...t.sections.map((s) => `-- a comment\n${s.sql}  \n`));
    assert.deepEqual(valueOf(await shadow.replay([spaced, name], options)), before);
    assert.deepEqual([log, opened], [[], 0]);
  });

  it("commits section by section, as the runner does", async () => {
    const used = step("c3", "CREATE TYPE mood AS ENUM ('sad')", [
      "no transaction",
      "ALTER TYPE mood ADD VALUE 'happy'",
    ]);
    const later = step("d4", "ALTER TABLE t ADD COLUMN m mood DEFAULT 'happy'", [
      "no transaction",
      "CREATE INDEX CONCURRENTLY t_m ON t (m)",
    ]);
    const schema = valueOf(await shadow.replay([t, name, used, later], options));
    assert.deepEqual(
      schema.enums.map(({ values }) => values),
      [["sad", "happy"]],
    );
    const together = step("c3", "CREATE TYPE grade AS ENUM ('a')", "ALTER TYPE grade ADD VALUE 'b'; SELECT 'b'::grade");
    const failure = failureOf(await shadow.replay([t, name, used, later, together], options));
    assert.match(failure.message, /unsafe use of new value/);
  });

  it("points at the statement that fails, and goes on from where it was", async () => {
    const sql = "CREATE TABLE u (id int);\nALTER TABLE missing ADD COLUMN x int";
    const broken = { ...step("c3", sql), sections: [{ mode: "transaction" as const, sql, offset: 40 }] };
    valueOf(await shadow.replay([t], options));
    opened = 0;
    const failure = failureOf(await shadow.replay([t, name, broken], options));
    assert.deepEqual([failure.code, failure.exit], ["shadow/replay", 4]);
    assert.match(failure.message, /^Revision c3 can't be replayed .* relation "missing" does not exist$/);
    const at = 40 + sql.indexOf("ALTER");
    assert.deepEqual(failure.place, { file: "c3.sql", span: { start: at, end: 40 + sql.length } });
    log.length = opened = 0;
    const mended = step("c3", "CREATE TABLE u (id int)");
    assert.equal(valueOf(await shadow.replay([t, name, mended], options)).tables.length, 2);
    assert.deepEqual([log, opened], [["Replaying 1 of 3 revisions"], 0]);
  });

  it("makes the roles that a history takes for granted", async () => {
    const grants = step(
      "r1",
      `CREATE ROLE mine NOLOGIN; ALTER TABLE t OWNER TO "odd ""role"; GRANT SELECT ON t TO reader, writer, mine;
       CREATE POLICY p ON t TO auditor USING (true); ALTER DEFAULT PRIVILEGES FOR ROLE boss GRANT SELECT ON TABLES TO reader`,
      ["no transaction", "CREATE TABLE once (id int); GRANT SELECT ON once TO latecomer"],
    );
    assert.deepEqual(
      valueOf(await shadow.replay([t, grants], options)).tables.map((table) => table.name.name),
      ["once", "t"],
    );
  });

  it("has the extensions that a history asks for, or says which one is missing", async () => {
    const citext = step("e1", "CREATE EXTENSION citext; CREATE TABLE words (word citext)");
    assert.deepEqual(
      valueOf(await shadow.replay([citext], options)).extensions.map((extension) => extension.name),
      ["citext"],
    );
    const failure = failureOf(await shadow.replay([citext, step("e2", "CREATE EXTENSION postgis")], options));
    assert.equal(failure.code, "shadow/extension");
    assert.match(failure.message, /no extension postgis, which revision e2 asks for/);
    assert.match(failure.next.join(" "), /name a server that has postgis, "shadow": \{ "url"/);
    assert.equal(failure.place?.file, "e2.sql");
  });

  it("runs what is about a cluster past what a shadow lacks", async () => {
    const away = step(
      "c1",
      `ALTER DATABASE app SET timezone TO 'UTC'; GRANT CONNECT ON DATABASE app TO nobody_here; COMMENT ON DATABASE app IS 'x';
       CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public VERSION '1.3'; CREATE TABLE words (word citext)`,
    );
    const schema = valueOf(await shadow.replay([away], options));
    assert.deepEqual(
      schema.tables.map((table) => table.name.name),
      ["words"],
    );
  });

  it("tells what a database may have had before its first revision", async () => {
    const assumed = step("a1", "CREATE TABLE u (id uuid DEFAULT uuid_generate_v4())");
    const failure = failureOf(await shadow.replay([assumed], options));
    assert.match(failure.next.join(" "), /shadow\.setup/);
  });

  it("begins with the setup, in the schema that is home", async () => {
    const setup = "CREATE SCHEMA tenant; CREATE FUNCTION tenant.one() RETURNS int LANGUAGE sql AS 'SELECT 1'";
    const tenant = { ...options, home: "tenant", schemas: ["tenant"], setup };
    const uses = step("s1", "CREATE TABLE t (id int DEFAULT one())");
    const [table] = valueOf(await shadow.replay([uses], tenant)).tables;
    assert.deepEqual(table?.name, { schema: "tenant", name: "t" });
    assert.equal(table.columns[0]?.default?.kind, "expression");
    const failure = failureOf(await shadow.replay([uses], { ...tenant, setup: "SELECT nothing" }));
    assert.match(failure.message, /^The shadow's setup script failed at its line 1\./);
  });

  it("traces which partitions stay as their table is made anew", async () => {
    const partition = (n: number) => `CREATE TABLE p${n} PARTITION OF p FOR VALUES IN (${n})`;
    const history = [step("b4", `CREATE TABLE p (id int) PARTITION BY LIST (id); ${[1, 2].map(partition).join("; ")}`)];
    const change = step("c4", "ALTER TABLE p DETACH PARTITION p1; DROP TABLE p");
    const trace = valueOf(await shadow.trace(history, change, options));
    const [p, p1, p2] = ["p", "p1", "p2"].map((name) => ({ schema: "public", name }));
    assert.deepEqual(trace.dropped, [
      { table: p, column: null, stays: [p1] },
      { table: p2, column: null, stays: [] },
    ]);
  });

  it("traces what a step drops by identity: what is renamed, moved or retyped is not lost", async () => {
    const history = [
      t,
      step("b2", "CREATE TABLE u (id int, gone int, kept int, old text); CREATE TABLE v (id int); CREATE SCHEMA away"),
    ];
    const change = step(
      "c3",
      `ALTER TABLE u DROP COLUMN gone; ALTER TABLE u RENAME COLUMN old TO new; ALTER TABLE u ALTER COLUMN kept TYPE bigint;
       ALTER TABLE u RENAME TO w; ALTER TABLE t SET SCHEMA away; DROP TABLE v; CREATE TABLE v (id int)`,
    );
    const trace = valueOf(await shadow.trace(history, change, options));
    assert.deepEqual(trace.dropped, [
      { table: { schema: "public", name: "u" }, column: "gone", stays: [] },
      { table: { schema: "public", name: "v" }, column: null, stays: [] },
    ]);
    assert.deepEqual(
      [trace.before, trace.after].map((schema) => schema.tables.map((table) => table.name.name)),
      [
        ["t", "u", "v"],
        ["v", "w"],
      ],
    );
    log.length = opened = 0;
    assert.deepEqual(valueOf(await shadow.trace(history, change, options)), trace);
    assert.deepEqual(valueOf(await shadow.replay([...history, change], options)), trace.after);
    assert.deepEqual([log, opened], [[], 0]);
  });

  it("traces what a step renames, whatever took its place", async () => {
    const history = [
      step("b2", "CREATE TABLE u (id int, old text, same int); CREATE TABLE v (id int)"),
      step("b3", "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TYPE grade AS ENUM ('a')"),
    ];
    const change = step(
      "c3",
      `ALTER TABLE u RENAME COLUMN old TO new; ALTER TABLE u ADD COLUMN old int; ALTER TABLE u RENAME TO "W";
       CREATE TABLE u (id int); CREATE SCHEMA away; ALTER TABLE v SET SCHEMA away;
       ALTER TYPE mood RENAME TO feeling; ALTER TYPE grade RENAME VALUE 'a' TO 'A'`,
    );
    const { renamed } = valueOf(await shadow.trace(history, change, options));
    const [u, v] = ["u", "v"].map((table) => ({ schema: "public", name: table }));
    assert.deepEqual(renamed, [
      { kind: "table", from: u, to: { schema: "public", name: "W" } },
      { kind: "column", table: u, from: "old", to: "new" },
      { kind: "table", from: v, to: { schema: "away", name: "v" } },
      { kind: "enumValue", enum: { schema: "public", name: "grade" }, from: "a", to: "A" },
      { kind: "enum", from: { schema: "public", name: "mood" }, to: { schema: "public", name: "feeling" } },
    ]);
  });

  it("goes there and back, and on from there", async () => {
    const up = step("b2", "CREATE TABLE u (id int)");
    const top = valueOf(await shadow.replay([t, up], options));
    opened = 0;
    const { down, again } = valueOf(await shadow.retrace([t, up], step("b2", "DROP TABLE u"), options));
    assert.deepEqual(valueOf(down).tables.length, 1);
    assert.deepEqual(again && valueOf(again), top);
    const further = step("c3", "CREATE TABLE w (id int)");
    const { before, after } = valueOf(await shadow.trace([t, up], further, options));
    assert.deepEqual([before, after.tables.length, opened], [top, 3, 0]);
    // Nothing holds a row: whichever way led there, it is the same.
    assert.deepEqual(valueOf(await shadow.replay([t, up, further], { ...options, exclude: ["public.no"] })), after);
    assert.equal(opened, 0);
  });

  it("keeps for others what was seen on the straight way alone, where rows may tell", async () => {
    const up = step("b2", "CREATE TABLE u (id int); INSERT INTO u VALUES (1)");
    valueOf(await shadow.retrace([t, up], step("b2", "DROP TABLE u"), options));
    const further = step("c3", "CREATE TABLE w (id int)");
    opened = 0;
    const { after } = valueOf(await shadow.trace([t, up], further, options));
    assert.equal(opened, 0);
    assert.deepEqual(valueOf(await shadow.replay([t, up, further], options)), after);
    assert.equal(opened, 1);
  });

  it("tells of a way down that is refused, or that the way up can't follow, and stays where it was", async () => {
    const rows = step("b2", "INSERT INTO t VALUES (1, 'a')");
    valueOf(await shadow.replay([t, rows], options));
    log.length = opened = 0;
    const refused = valueOf(await shadow.retrace([t, rows], step("b2", "DROP TABLE missing"), options));
    assert.match(failureOf(refused.down).message, /table "missing" does not exist/);
    assert.equal(refused.again, null);
    const { down, again } = valueOf(await shadow.retrace([t, rows], step("b2", "-- nothing"), options));
    assert.deepEqual(valueOf(down).tables.length, 1);
    assert.ok(again);
    assert.match(failureOf(again).message, /duplicate key value/);
    valueOf(await shadow.trace([t, rows], step("c3", "CREATE UNIQUE INDEX t_name ON t (name)"), options));
    assert.deepEqual([log, opened], [[], 0]);
  });

  it("begins anew where a way down went somewhere else, or rows were put there twice", async () => {
    const up = step("b2", "CREATE TABLE u (id int)");
    const astray = valueOf(await shadow.retrace([t, up], step("b2", "DROP TABLE u; DROP TABLE t"), options));
    assert.equal(valueOf(astray.down).tables.length, 0);
    opened = 0;
    valueOf(await shadow.replay([t, up, step("c3", "CREATE TABLE v (id int)")], options));
    assert.equal(opened, 1);

    const rows = step("b2", "INSERT INTO t VALUES ((SELECT count(*) FROM t), 'a')");
    valueOf(await shadow.replay([t, rows], options));
    opened = 0;
    const { again } = valueOf(await shadow.retrace([t, rows], step("b2", ""), options));
    assert.ok(again?.ok);
    valueOf(await shadow.replay([t, rows, step("c3", "CREATE UNIQUE INDEX t_name ON t (name)")], options));
    assert.equal(opened, 1);
  });

  it("spells expressions as PostgreSQL does, at the end of a history", async () => {
    const history = [
      t,
      step("b2", `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN'); ALTER TABLE t ALTER name TYPE varchar(9)`),
    ];
    const role = enumType("Role");
    const doubts: Doubt[] = [
      doubtOfDefault("int4", "1+1"),
      doubtOfDefault("text", "lower('X') -- as written"),
      { ...doubtOfDefault("text", "'USER'"), type: role },
      doubtOfDefault("timestamp", "now()"),
      doubtOfDefault("int4", "nope()"),
      doubtOfDefault("int4", "1), more int DEFAULT (2"),
      doubtOfDefault("int4", "1); DROP TABLE t; SELECT (1"),
      { ...doubtOfDefault("int4", "1"), type: enumType("Missing") },
      doubtOfDefault("int4", "'unclosed"),
      doubtOfPredicate("name IN ('a', 'b')"),
      doubtOfPredicate('"t"."name" IS NULL -- as written'),
      doubtOfPredicate("missing > 1"),
      doubtOfPredicate("true; DROP TABLE t"),
    ];
    const spelled = valueOf(await shadow.spell(history, doubts, options));
    assert.deepEqual(spelled, [
      "(1 + 1)",
      "lower('X'::text)",
      `'USER'::public."Role"`,
      "now()",
      null,
      null,
      null,
      null,
      null,
      "((name)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
      "(name IS NULL)",
      null,
      null,
    ]);
    log.length = opened = 0;
    assert.deepEqual(valueOf(await shadow.spell(history, doubts, options)), spelled);
    assert.equal(valueOf(await shadow.replay(history, { ...options, exclude: ["public.x"] })).tables.length, 1);
    assert.deepEqual([log, opened], [[], 0]);
  });

  it("ends a statement that takes too long when told to, and answers the next question", async () => {
    const controller = new AbortController();
    const endless = shadow.replay([t, step("x", "SELECT count(*) FROM generate_series(1, 100000000000)")], {
      ...options,
      signal: controller.signal,
    });
    const waiting = shadow.replay([t, step("y", "CREATE TABLE y (id int)")], options);
    while (log.length === 0) await sleep(50);
    await sleep(1000);
    controller.abort();
    const failure = failureOf(await endless);
    assert.equal(failure.code, "shadow/cancelled");
    assert.equal(valueOf(await waiting).tables.length, 2);
    const before = failureOf(await shadow.replay([name], { ...options, signal: AbortSignal.abort() }));
    assert.equal(before.code, "shadow/cancelled");
  });

  it("begins anew when its process died while nobody asked", async () => {
    valueOf(await shadow.replay([t], { ...options, exclude: ["public.died"] }));
    const [connection] = connections.splice(0).toReversed();
    assert.ok(connection);
    const statement = assert.rejects(connection.rows("SELECT count(*) FROM generate_series(1, 100000000000)"));
    await connection.close();
    await statement;
    opened = 0;
    assert.equal(valueOf(await shadow.replay([t, step("z", "CREATE TABLE z (id int)")], options)).tables.length, 2);
    assert.equal(opened, 1);
  });

  it("keeps its answers for the next process", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "retort-shadow-"));
    try {
      const first = create({ cache: keptIn(folder) });
      const schema = valueOf(await first.replay([t, name], options));
      const spelled = valueOf(await first.spell([t], [doubtOfDefault("int4", "2*2")], options));
      await first.close();
      opened = 0;
      const second = create({ cache: keptIn(folder) });
      assert.deepEqual(valueOf(await second.replay([t, name], options)), schema);
      assert.deepEqual(valueOf(await second.spell([t], [doubtOfDefault("int4", "2*2")], options)), spelled);
      assert.equal(opened, 0);
      await second.close();
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});

function keptIn(folder: string): ContentCache {
  return createContentCache({ folder, log: () => undefined });
}

function doubtOfDefault(type: string, sql: string): Doubt & { readonly kind: "default" } {
  const recorded = { kind: "expression", sql: "?" } as const;
  return {
    kind: "default",
    table: inPublic("t"),
    column: "c",
    type: builtin(type),
    asked: { kind: "expression", sql },
    recorded,
  };
}

function doubtOfPredicate(asked: string): Doubt {
  return { kind: "predicate", table: inPublic("t"), index: "i", asked, recorded: "?" };
}
