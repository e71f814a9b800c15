import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import { onProject, revision } from "#test/support/revisionProject.ts";
import { installedMajors } from "#test/support/servers.ts";

const revisions = {
  "1.sql": revision("aaaaaaaaaaaa", "", "CREATE TABLE t (id int PRIMARY KEY);", "DROP TABLE t;"),
  "2.sql": revision(
    "bbbbbbbbbbbb",
    "aaaaaaaaaaaa",
    "CREATE TABLE u (id int);\nSELECT pg_advisory_xact_lock(4711);",
    "DROP TABLE u;",
  ),
};

/** What befalls a run at its second revision, and how it ends then. */
const cases: readonly {
  readonly what: string;
  /** `server` is the process of its session. */
  readonly befall: (child: ChildProcess, server: number) => void;
  /** Null: by the signal. */
  readonly code: number | null;
  readonly says: RegExp | null;
  readonly applied: readonly string[];
}[] = [
  ...(["SIGHUP", "SIGTERM"] as const).map((signal) => ({
    what: `${signal} cancels it`,
    befall: (child: ChildProcess) => child.kill(signal),
    code: 4,
    says: /was cancelled during revision bbbbbbbbbbbb\.\nThe section was rolled back/,
    applied: ["aaaaaaaaaaaa"],
  })),
  {
    what: "a second signal, another than the first, ends it at once",
    befall(child, server) {
      // Nothing is cancelled in a server that does not answer.
      process.kill(server, "SIGSTOP");
      child.kill("SIGINT");
      child.stderr?.on("data", (text: string) => text.includes("Cancelling") && child.kill("SIGTERM"));
    },
    code: null,
    says: null,
    applied: [],
  },
  {
    what: "whoever read its output going away does not end it",
    befall(child) {
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
    code: 0,
    says: null,
    applied: ["aaaaaaaaaaaa", "bbbbbbbbbbbb"],
  },
  {
    what: "a signal when nobody reads any more has its exit code all the same",
    befall(child) {
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.kill("SIGHUP");
    },
    code: 4,
    says: null,
    applied: ["aaaaaaaaaaaa"],
  },
];

const major = installedMajors().at(-1);

(major === undefined ? describe.skip : describe)("what befalls the process of a run", function () {
  this.timeout(120_000);

  for (const { what, befall, code, says, applied } of cases) {
    it(what, () =>
      onProject(major ?? 18, revisions, async (retort, connection, folder, url) => {
        await connection.rows("SELECT pg_advisory_lock(4711)");
        const cli = path.join(import.meta.dirname, "../../dist/cli.cjs");
        const child = spawn(process.execPath, [cli, "upgrade", "head"], {
          cwd: path.join(folder, "../.."),
          env: { PATH: process.env["PATH"], HOME: process.env["HOME"], DATABASE_URL: url },
          stdio: ["ignore", "pipe", "pipe"],
        });
        const closed = once(child, "exit");
        let said = "";
        await new Promise<void>((begun) => {
          child.stderr.setEncoding("utf8").on("data", (text: string) => {
            said += text;
            if (said.includes("Upgrading to bbbbbbbbbbbb")) begun();
          });
        });
        const waiting = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
        let server: number | undefined;
        while (server === undefined) [server] = (await connection.rows<[number]>(waiting))[0] ?? [];
        befall(child, server);
        if (code === 0) await connection.rows("SELECT pg_advisory_unlock(4711)");
        const [ended] = (await closed) as [number | null];
        if (code === null) process.kill(server, "SIGCONT");
        assert.equal(ended, code, said);
        await connection.rows("SELECT pg_advisory_unlock(4711)");
        if (says) assert.match(said, says);
        // A message that the server has may be finished by it, its row with it.
        const read = "SELECT (SELECT array_agg(id ORDER BY id) FROM _retort.revisions WHERE state = 'applied')";
        const [[rows, table] = []] = await connection.rows<[string[], boolean]>(
          `${read}, to_regclass('u') IS NOT NULL`,
        );
        if (code !== null) assert.deepEqual(rows, applied);
        assert.equal(rows?.includes("bbbbbbbbbbbb"), table);
        await retort("upgrade", "head");
      }),
    );
  }
});
