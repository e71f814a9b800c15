import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import type { Database } from "#host/connection.ts";
import { openEmbedded } from "#host/embedded/openEmbedded.ts";
import { failureOf, valueOf } from "#test/host/runner/targets.ts";

describe("an embedded database's folder", function () {
  this.timeout(120_000);
  const cleanup: (() => Promise<unknown> | undefined)[] = [];
  let folder: string;
  const open = (idleMs?: number): Database => {
    const database = openEmbedded({
      folder,
      name: "dev",
      owner: "retort upgrade",
      ...(idleMs !== undefined && { idleMs }),
    });
    cleanup.push(() => database.close());
    return database;
  };
  const use = async (database: Database, sql: string) => {
    const connection = valueOf(await database.connect());
    return connection.rows(sql).finally(() => connection.close());
  };

  beforeEach(() => {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "retort-embedded-"));
    folder = path.join(root, ".retort", "database");
    cleanup.push(() => fs.promises.rm(root, { recursive: true, force: true, maxRetries: 5 }));
  });

  afterEach(async () => {
    for (const step of cleanup.splice(0).toReversed()) await step();
  });

  it("is made when first opened, left out of git, and kept", async () => {
    const first = open();
    await use(first, "CREATE EXTENSION citext; CREATE TABLE kept (word citext); INSERT INTO kept VALUES ('Word')");
    await first.close();
    assert.equal(fs.readFileSync(path.join(path.dirname(folder), ".gitignore"), "utf8"), "*\n");
    assert.deepEqual(fs.readdirSync(path.dirname(folder)).toSorted(), [".gitignore", "database", "database.json"]);
    const made = JSON.parse(fs.readFileSync(`${folder}.json`, "utf8")) as { postgres: number; unfinished?: boolean };
    assert.deepEqual([made.postgres, made.unfinished], [18, undefined]);
    assert.deepEqual(await use(open(), "SELECT word = 'wORD' FROM kept"), [[true]]);
  });

  it("belongs to one process at a time: another is told which", async () => {
    const { child, answer } = await hold(folder);
    cleanup.push(() => end(child));
    assert.equal(answer, "open");
    const failure = failureOf(await open().connect());
    assert.equal(failure.code, "database/embeddedInUse");
    assert.match(failure.message, /the other window \(process \d+\)/);
    assert.ok(failure.message.includes(String(child.pid)));
    assert.equal(failure.unchanged, "Nothing was read or changed.");
    await end(child);
    assert.deepEqual(await use(open(), "SELECT 1"), [[1]]);
  });

  it("is taken over from a process that was killed, with what it had committed", async () => {
    const { child } = await hold(folder);
    const { pid } = JSON.parse(fs.readFileSync(`${folder}.lock`, "utf8")) as { pid: number };
    process.kill(pid, "SIGKILL");
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.ok(fs.existsSync(`${folder}.lock`));
    assert.deepEqual(await use(open(), "SELECT 1"), [[1]]);
  });

  it("is let go by itself when the process that asked for it is killed", async () => {
    const { child } = await hold(folder);
    child.kill("SIGKILL");
    await once(child, "exit");
    await lockGone(folder);
  });

  it("survives its own process being killed", async () => {
    const database = open();
    await use(database, "CREATE TABLE kept AS SELECT 1 AS id");
    const connection = valueOf(await database.connect());
    await connection.rows("BEGIN; INSERT INTO kept VALUES (2)");
    const { pid } = JSON.parse(fs.readFileSync(`${folder}.lock`, "utf8")) as { pid: number };
    process.kill(pid, "SIGKILL");
    await assert.rejects(connection.rows("SELECT 1"), /has ended|terminated|not queryable/);
    await connection.close();
    assert.deepEqual(await use(database, "SELECT id FROM kept"), [[1]]);
  });

  it("is let go when nobody has used it for a while", async () => {
    const database = open(50);
    await use(database, "SELECT 1");
    await lockGone(folder);
    assert.deepEqual(await use(database, "SELECT 1"), [[1]]);
  });

  it("is made anew when its making was cut off", async () => {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "PG_VERSION"), "18\n");
    fs.writeFileSync(`${folder}.json`, JSON.stringify({ postgres: 18, pglite: "0.5.16", unfinished: true }));
    assert.deepEqual(await use(open(), "SELECT 1"), [[1]]);
  });

  it("of another PostgreSQL is refused and left alone", async () => {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "PG_VERSION"), "17\n");
    const failure = failureOf(await open().connect());
    assert.equal(failure.code, "database/embeddedVersion");
    assert.match(failure.message, /PostgreSQL 17.*PostgreSQL 18/);
    assert.deepEqual(fs.readdirSync(folder), ["PG_VERSION"]);
    assert.equal(fs.existsSync(`${folder}.lock`), false);
  });

  it("that can't be written is refused by name", async () => {
    const root = path.dirname(path.dirname(folder));
    fs.chmodSync(root, 0o555);
    const restore = asOrdinaryUser();
    const failure = await open()
      .connect()
      .then(failureOf)
      .finally(() => {
        restore();
        fs.chmodSync(root, 0o755);
      });
    assert.equal(failure.code, "database/embeddedReadOnly");
    assert.ok(failure.message.includes(path.dirname(folder)));
    assert.equal(failure.unchanged, "Nothing was read or changed.");
  });
});

async function hold(folder: string): Promise<{ readonly child: ChildProcess; readonly answer: unknown }> {
  const child = fork(path.join(path.dirname(fileURLToPath(import.meta.url)), "holder.ts"), [folder]);
  const [answer] = (await once(child, "message")) as [unknown];
  return { child, answer };
}

async function lockGone(folder: string): Promise<void> {
  for (let wait = 0; fs.existsSync(`${folder}.lock`) && wait < 400; wait++) await sleep(50);
  assert.equal(fs.existsSync(`${folder}.lock`), false);
}

/** Cuts it off; its database goes with it. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.disconnect();
  await once(child, "exit");
}

/** Root may write anywhere; its children are somebody else until the answer is called. */
function asOrdinaryUser(): () => void {
  if (process.getuid?.() !== 0) return () => undefined;
  process.seteuid?.(65534);
  return () => process.seteuid?.(0);
}
