import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";

import { type CommandLine, type RevisionText, withCommandLine } from "#test/support/commandLine.ts";
import { everyMajor, type Major, startServer, withDatabase } from "#test/support/servers.ts";

const revisions: readonly RevisionText[] = [
  { id: "aa11", up: "CREATE TABLE t (id int PRIMARY KEY);", down: "DROP TABLE t;" },
  { id: "bb22", parents: ["aa11"], up: "ALTER TABLE t ADD v text;", down: "ALTER TABLE t DROP v;" },
  {
    id: "cc33",
    parents: ["bb22"],
    body: "-- retort: upgrade (no transaction)\nVACUUM t;\nSELECT 1 / (count(*) - 1) FROM t;\n\n-- retort: downgrade\n\\if false\n\\endif",
  },
];

const writing: readonly (readonly string[])[] = [
  ["downgrade", "base", "--yes"],
  ["stamp", "aa11"],
  ["stash", "purge", "--yes"],
  ["restore", "--yes"],
];

/** Where rows are, `check` finds the pending revision. */
const reading: readonly (readonly [exit: number, ...args: readonly string[]])[] = [
  [0, "current"],
  [0, "history"],
  [1, "drift"],
  [0, "stash", "list"],
  [0, "downgrade", "base", "--dry-run"],
  [0, "upgrade", "head", "--sql"],
];

const majors = everyMajor().filter((major, at, all) => at === 0 || at === all.length - 1);

for (const major of majors) {
  describe(`a database that can only be read, on PostgreSQL ${major}`, function () {
    this.timeout(180_000);

    it("a standby, until it is promoted: what writes is refused at once, with the way out; what reads works", async () => {
      await onOwnServer(major, async ({ project, retort, server, host }) => {
        await server.restart("SIGINT", () => writeFile(path.join(host, "data", "standby.signal"), ""));
        await refused(project, retort, /The server is a standby.*→ Give the URL of the primary/s);
        await server.promote();
        await retort(0, "downgrade", "base", "--yes");
      });
    });

    it("by default_transaction_read_only of the database: the same, until it is turned off", async () => {
      await onOwnServer(major, async ({ project, retort, run, name }) => {
        await run(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
        await refused(project, retort, /default_transaction_read_only is on.*→ Turn it off where/s);
        await run(`SET transaction_read_only = off; ALTER DATABASE ${name} RESET default_transaction_read_only`);
        await retort(0, "downgrade", "base", "--yes");
      });
    });

    it("half done: resume and resolve are refused, current says what is", async () => {
      await onOwnServer(major, async ({ retort, run, name }) => {
        await retort(4, "upgrade", "head");
        await run(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
        for (const args of [["resume"], ["resolve", "cc33", "--applied"]])
          assert.match(await retort(3, ...args), /can only be read/);
        assert.match(await retort(0, "current"), /cc33 is half done/);
        await run(`SET transaction_read_only = off; ALTER DATABASE ${name} RESET default_transaction_read_only`);
        await retort(0, "resolve", "cc33", "--applied");
      });
    });
  });
}

type Retort = (exit: number, ...args: readonly string[]) => Promise<string>;

async function refused(project: CommandLine, retort: Retort, words: RegExp): Promise<void> {
  for (const args of writing) assert.match(await retort(3, ...args), words);
  for (const [exit, ...args] of reading) await retort(exit, ...args);
  const before = await retort(0, "current");
  assert.match(before, /bb22/);
  assert.match((await project.retort("check")).stderr, /^((?!read-only|standby).)*$/s);
}

interface OwnServer {
  readonly project: CommandLine;
  readonly retort: Retort;
  readonly server: { readonly restart: Restart; promote(): Promise<void> };
  readonly host: string;
  readonly name: string;
  readonly run: (sql: string) => Promise<unknown>;
}

type Restart = Awaited<ReturnType<typeof startServer>>["restart"];

/** A project two of whose revisions are applied, with drift and a stash, on a server that may become a standby. */
async function onOwnServer(major: Major, work: (world: OwnServer) => Promise<void>): Promise<void> {
  const server = await startServer({ major, flags: ["-c", "wal_level=replica"] });
  try {
    await withDatabase(server, (database) =>
      withCommandLine(
        revisions,
        async (project) => {
          const retort: Retort = async (exit, ...args) => {
            const { code, stdout, stderr } = await project.retort(...args);
            assert.equal(code, exit, `${args.join(" ")}\n${stdout}${stderr}`);
            return stdout + stderr;
          };
          const run = async (sql: string) => {
            const connection = await database.connect();
            return connection.rows(sql).finally(() => connection.close());
          };
          await retort(0, "upgrade", "bb22");
          await run("INSERT INTO t VALUES (1, 'kept')");
          await retort(0, "downgrade", "aa11", "--stash");
          await run("ALTER TABLE t ADD v text; CREATE TABLE drifted (id int)");
          await retort(0, "stamp", "bb22");
          const promote = async () => {
            await run("SELECT pg_promote()");
          };
          await work({
            project,
            retort,
            run,
            host: server.connection.host,
            name: database.name,
            server: { restart: (...how) => server.restart(...how), promote },
          });
        },
        { url: database.url },
      ),
    );
  } finally {
    await server.stop();
  }
}
