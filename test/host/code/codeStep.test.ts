import assert from "node:assert/strict";
import path from "node:path";

import { readRows } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import { codeHash } from "#host/hash.ts";
import type { CodeStep } from "#host/runner/codeStep.ts";
import { type RunOptions, runSteps, type RunStep } from "#host/runner/runSteps.ts";
import { options } from "#test/host/runner/steps.ts";
import { failureOf, targets, valueOf } from "#test/host/runner/targets.ts";
import { withFolder } from "#test/support/folder.ts";

for (const target of targets()) {
  describe(`TypeScript revisions on ${target.name}`, function () {
    this.timeout(120_000);

    const on = (work: (connection: Connection, folder: string) => Promise<void>) => () =>
      withFolder({ "words.ts": 'export const word: string = "from beside";\n' }, (folder) =>
        target.use(async (connection) => {
          await connection.rows("CREATE TABLE t (id int PRIMARY KEY, name text, at timestamptz, data bytea)");
          await connection.rows("INSERT INTO t SELECT n, 'n' || n FROM generate_series(1, 10) n");
          await work(connection, folder);
        }),
      );

    it(
      "move data up and down, rows and row together, with imports and values of every kind",
      on(async (connection, folder) => {
        const text = `
          import { word } from "./words.ts";
          export async function upgrade(db: { query: Function }): Promise<void> {
            const { rows, rowCount } = await db.query("SELECT id, name FROM t WHERE id = $1", [3]);
            if (rows[0].name !== "n3" || rowCount !== 1) throw new Error("rows are not by name");
            const at = new Date("2026-01-02T03:04:05Z");
            await db.query("UPDATE t SET name = $1, at = $2, data = $3", [word, at, Buffer.from("ab")]);
            const [back] = (await db.query("SELECT at, data FROM t LIMIT 1")).rows;
            if (back.at.getTime() !== at.getTime() || Buffer.from(back.data).toString() !== "ab") throw new Error("values");
          }
          export const downgrade = (db: { query: Function }) => db.query("UPDATE t SET name = 'n' || id");`;
        valueOf(await runSteps(connection, [code(folder, text)], options));
        assert.deepEqual(await names(connection), ["from beside"]);
        assert.deepEqual(await states(connection), [["c1", "applied", 0]]);
        valueOf(await runSteps(connection, [{ ...code(folder, text), direction: "downgrade" }], options));
        assert.equal((await names(connection)).length, 10);
        assert.deepEqual(await states(connection), []);
      }),
    );

    it(
      "that fail are rolled back, at their line, with the server's words where it was the server",
      on(async (connection, folder) => {
        const thrown = code(
          folder,
          'export async function upgrade(db) {\n  await db.query("DELETE FROM t");\n  throw new Error("no more");\n}',
        );
        const failure = failureOf(await runSteps(connection, [thrown], options));
        assert.equal(failure.code, "statement/code");
        assert.match(failure.message, /Revision c1 failed: no more/);
        assert.equal(failure.unchanged, "The revision was rolled back. Nothing was changed.");
        const at = failure.place?.span.start ?? 0;
        assert.equal((thrown.code?.text ?? "").slice(0, at).split("\n").length, 3);
        const refused = code(folder, 'export const upgrade = (db) => db.query("DELETE FROM t; SELECT nothing");');
        assert.match(
          failureOf(await runSteps(connection, [refused], options)).message,
          /column "nothing" does not exist/,
        );
        assert.equal((await names(connection)).length, 10);
        assert.deepEqual(await states(connection), []);
      }),
    );

    it(
      "say what became of them, however they end",
      on(async (connection, folder) => {
        const ways = [
          ["throw Object.create(null)", /failed: it threw \[Object: null prototype\] {}$/],
          ["process.exit(3)", /its process ended before it was done \(exit code 3\)\.$/],
          [
            "setTimeout(() => { throw new Error('later') }); await new Promise(() => {})",
            /exit code 1\)\. Error: later$/,
          ],
          [
            "try { await db.query('SELECT 1 / 0') } catch {}",
            /went on after a statement was refused \(division by zero\)/,
          ],
          [
            "await db.query('DELETE FROM _retort.revisions')",
            /While revision c1 ran, rows of "_retort"."revisions" were changed/,
          ],
          ["await db.query('SELECT FROM nowhere')", /^Revision c1 failed\. PostgreSQL: relation "nowhere"/],
        ] as const;
        for (const [body, words] of ways) {
          const step = code(
            folder,
            `export const upgrade = async (db) => { await db.query("DELETE FROM t"); ${body} }`,
          );
          const failure = failureOf(await runSteps(connection, [step], options));
          assert.match(failure.message, words);
          assert.match(failure.unchanged, /rolled back\. Nothing was changed\.$/);
          assert.equal((await names(connection)).length, 10);
        }
        const together = code(folder, "export const upgrade = (db) => db.query('SELECT FROM nowhere')");
        const failure = failureOf(await runSteps(connection, [together], { ...options, singleTransaction: true }));
        assert.match(failure.message, /^Revision c1 failed\. PostgreSQL: relation "nowhere"/);
        // What a library sends is none of our messages, and what code starts may outlive it.
        const noisy = `process.send({ kind: "noise" }); process.send("noise");
          (await import("node:child_process")).spawn("sleep", ["60"], { stdio: "inherit", detached: true, timeout: 60000 }).unref();`;
        valueOf(await runSteps(connection, [code(folder, `export const upgrade = async () => { ${noisy} }`)], options));
      }),
    );

    it(
      "in batches may only read outside of them, and say how to go on",
      on(async (connection, folder) => {
        const writes = inBatches(folder, `export const upgrade = (db) => db.query("DELETE FROM t");`);
        assert.match(failureOf(await runSteps(connection, [writes], options)).message, /may only read/);
        assert.equal((await names(connection)).length, 10);
        const fails = inBatches(
          folder,
          `export const upgrade = async (db) => {
             const { rows } = await db.query("SELECT count(*)::int AS n FROM t");
             if (rows[0].n !== 10) throw new Error("not read");
             let n = 0;
             await db.batches(async (db) => {
               if (n++ === 1) throw new Error("no more");
               return (await db.query("DELETE FROM t WHERE id = 1")).rowCount;
             });
           }`,
        );
        const failure = failureOf(await runSteps(connection, [fails], options));
        assert.equal(failure.unchanged, "1 of its batches is committed and stays.");
        assert.match(failure.next.join("\n"), /retort resume c1/);
      }),
    );

    it(
      "may not change the catalog, nor end the transaction; temporary tables and TRUNCATE are data",
      on(async (connection, folder) => {
        const ddl = code(folder, 'export const upgrade = (db) => db.query("ALTER TABLE t ADD COLUMN more int");');
        const failure = failureOf(await runSteps(connection, [ddl], options));
        assert.match(failure.message, /changed the catalog .*more/);
        const commit = code(folder, 'export const upgrade = (db) => db.query("select 1; commit");');
        assert.match(failureOf(await runSteps(connection, [commit], options)).message, /COMMIT can't be sent/);
        const sound = code(
          folder,
          `export async function upgrade(db) {
            await db.query("CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM t");
            await db.query("TRUNCATE t");
            await db.query("INSERT INTO t SELECT id, 'kept' FROM kept");
          }`,
        );
        valueOf(await runSteps(connection, [sound], options));
        assert.deepEqual(await names(connection), ["kept"]);
      }),
    );

    it(
      "in batches commit one after the other, and stop where one fails",
      on(async (connection, folder) => {
        const text = `
          export async function upgrade(db) {
            await db.batches(async ({ query }) => {
              const { rows } = await query("UPDATE t SET name = 'done' WHERE id IN (SELECT id FROM t WHERE name <> 'done' ORDER BY id LIMIT 4) RETURNING id");
              if (rows.some(({ id }) => id === 5 && LIMIT)) throw new Error("five");
              return rows.length;
            }, { total: 10 });
          }`;
        const failing = {
          ...code(folder, text.replace("LIMIT)", "true)")),
          code: batches(folder, text.replace("&& LIMIT", "")),
        };
        const failure = failureOf(await runSteps(connection, [failing], options));
        assert.equal(failure.unchanged, "1 of its batches is committed and stays.");
        assert.deepEqual(await count(connection), 4);
        assert.deepEqual(await states(connection), [["c1", "failed", 1]]);
        await connection.rows("DELETE FROM _retort.revisions");
        const messages: string[] = [];
        const sound = { ...failing, code: batches(folder, text.replace("&& LIMIT", "&& false")) };
        valueOf(await runSteps(connection, [sound], { ...options, report: ({ message }) => messages.push(message) }));
        assert.deepEqual(await count(connection), 10);
        assert.deepEqual(await states(connection), [["c1", "applied", 0]]);
        assert.ok(messages.includes("c1: 4 of 10 rows"), messages.join("\n"));
      }),
    );

    it(
      "that loop for ever are cancelled",
      on(async (connection, folder) => {
        const stop = new AbortController();
        const loop = code(folder, "export function upgrade(db) { db.progress(0); for (;;); }");
        const cancelled = {
          ...options,
          signal: stop.signal,
          report: onProgress(() => {
            stop.abort();
          }),
        };
        assert.equal(failureOf(await runSteps(connection, [loop], cancelled)).code, "statement/cancelled");
        assert.deepEqual(await states(connection), []);
      }),
    );

    it(
      "whose process ends by itself are told",
      on(async (connection, folder) => {
        const exits = code(folder, "export function upgrade() { process.exit(0); }");
        assert.match(failureOf(await runSteps(connection, [exits], options)).message, /ended before it was done/);
        assert.deepEqual(await states(connection), []);
      }),
    );
  });
}

function onProgress(heard: () => void): RunOptions["report"] {
  return ({ message }) => {
    if (message === "c1: 0 rows") heard();
  };
}

function code(folder: string, text: string): RunStep {
  const hash = codeHash(text);
  return {
    id: "c1",
    parents: [],
    dependsOn: [],
    message: "code",
    direction: "upgrade",
    file: path.join(folder, "c1.ts"),
    sections: [],
    upHash: hash,
    downHash: hash,
    source: text,
    code: { file: path.join(folder, "c1.ts"), text, mode: "transaction" },
  };
}

function inBatches(folder: string, text: string): RunStep {
  return { ...code(folder, text), code: batches(folder, text) };
}

function batches(folder: string, text: string): CodeStep {
  return { file: path.join(folder, "c1.ts"), text, mode: "batches" };
}

async function names(connection: Connection): Promise<string[]> {
  return (await connection.rows<[string]>("SELECT DISTINCT name FROM t")).map(([name]) => name);
}

async function count(connection: Connection): Promise<number | undefined> {
  return (await connection.rows<[number]>("SELECT count(*)::int FROM t WHERE name = 'done'"))[0]?.[0];
}

async function states(connection: Connection) {
  return ((await readRows(connection, "_retort")) ?? []).map(({ id, state, progress }) => [id, state, progress]);
}
