import assert from "node:assert/strict";
import path from "node:path";

import { type CommandLine, type RevisionText, withCommandLine } from "#test/support/commandLine.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

/** Two lines that fork at `b`, and a base of its own whose second revision depends on `c`. */
const forest: readonly RevisionText[] = [
  { id: "a" },
  { id: "b", parents: ["a"] },
  { id: "c", parents: ["b"], labels: ["left"] },
  { id: "d", parents: ["b"], labels: ["right"] },
  { id: "x1" },
  { id: "x2", parents: ["x1"], dependsOn: ["left"] },
];

describe("looking at revisions", function () {
  this.timeout(120_000);

  const said: Record<string, string> = {
    heads: "c (left) (effective head)\nd (right) (head)\nx2 (head)",
    "heads --resolve-dependencies": "d (right) (head)\nx2 (head)",
    branches: "b (branchpoint)\n  -> c (left) (effective head)\n  -> d (right) (head)",
    "history -r b:right@head": "b -> d (right) (head), make d\na -> b (branchpoint), make b",
    "history -r x1:x2": "x1 (left) -> x2 (head), make x2\n<base> -> x1, make x1",
    "history -r :b": "a -> b (branchpoint), make b\n<base> -> a, make a",
  };
  for (const [args, expected] of Object.entries(said)) {
    it(args, () =>
      withCommandLine(forest, async (project) => {
        const { code, stdout, stderr } = await project.retort(...args.split(" "));
        assert.deepEqual([code, stdout, stderr], [0, expected, ""]);
      }),
    );
  }

  it("history, whole and newest first", () =>
    withCommandLine(forest, async (project) => {
      const { stdout } = await project.retort("history");
      assert.deepEqual(stdout.split("\n"), [
        "b -> d (right) (head), make d",
        "x1 (left) -> x2 (head), make x2",
        "<base> -> x1, make x1",
        "b -> c (left) (effective head), make c",
        "a -> b (branchpoint), make b",
        "<base> -> a, make a",
      ]);
      const { stdout: whole } = await project.retort("history", "-v", "-r", "b:left");
      assert.match(
        whole,
        /^Rev: c \(head\)\nParent: b\nBranch names: left\nPath: prisma\/revisions\/\S+_c\.sql\n\n {4}make c\n/,
      );
      assert.match(whole, /\n\nRev: b \(branchpoint\)\nParent: a\nBranches into: c, d\nPath: /);
      const json = JSON.parse((await project.retort("history", "--json")).stdout) as {
        readonly revisions: readonly object[];
      };
      assert.equal(json.revisions.length, 6);
    }));

  it("takes ends that look like options, before and after the command", () =>
    withCommandLine(forest.slice(0, 3), async (project) => {
      const below = "b -> c (left) (head), make c\na -> b (left), make b";
      for (const args of [["-r-1:"], ["-r", "-1:"], ["--rev-range", "-1:"], ["--rev-range=-1:"]]) {
        assert.equal((await project.retort("history", ...args)).stdout, below, args.join(" "));
      }
      assert.equal((await project.retort("--project", project.folder, "-q", "heads")).stdout, "c (left) (head)");
      assert.match((await project.retort("--json", "heads")).stdout, /^\{/);
      assert.match((await project.retort("show", "-1")).stdout, /^Rev: b\n/);
      assert.equal((await project.retort("downgrade", "-x")).code, 2);
    }));

  it("show and edit name what they mean", () =>
    withCommandLine(forest, async (project) => {
      const { stdout } = await project.retort("show", "x2");
      assert.match(stdout, /^Rev: x2 \(head\)\nParent: x1\nAlso depends on: left\nPath: /);
      const files = JSON.parse((await project.retort("edit", "heads", "--json")).stdout) as {
        readonly files: string[];
      };
      assert.deepEqual(
        files.files.map((file) => path.basename(file)),
        ["00003_d.sql", "00005_x2.sql"],
      );
      const base = await project.retort("edit", "base");
      assert.deepEqual([base.code, base.error], [2, "No revision files indicated by symbol 'base'"]);
      const unknown = await project.retort("show", "nosuch");
      assert.deepEqual([unknown.code, unknown.error], [2, "Can't locate revision identified by 'nosuch'"]);
    }));

  it("edit runs the user's editor on the files, and tells when that fails", () =>
    withCommandLine(forest, async (project) => {
      const script = 'printf "%s\\n" "$@" >> seen.txt #';
      const edited = await project.retortWith({ EDITOR: `sh -c '${script}' x` }, "edit", "left@head");
      assert.equal(edited.code, 0, edited.stderr);
      assert.match(await project.read("seen.txt"), /_c\.sql\n$/);
      const failed = await project.retortWith({ EDITOR: "false" }, "edit", "c");
      assert.deepEqual([failed.code, failed.error], [2, "Error executing editor (false ended with 1)"]);
      const none = await project.retortWith({ PATH: "" }, "edit", "c");
      assert.match(none.stderr, /^error: Error executing editor \(none is named or installed\)/);
    }));
});

describe("where a database stands", function () {
  this.timeout(120_000);

  it("current, its tips that others depend on, --check-heads, history -i, and edit current", () =>
    onServer(forest, async (project) => {
      const nothing = await project.retort("edit", "current");
      assert.deepEqual([nothing.code, nothing.error], [2, "No current revisions"]);
      assert.deepEqual(await project.retort("current"), { code: 0, stdout: "", stderr: "", error: null });

      assert.equal((await project.retort("upgrade", "x2")).code, 0);
      assert.equal((await project.retort("current")).stdout, "c (effective head)\nx2 (head)");
      const behind = await project.retort("current", "--check-heads");
      assert.deepEqual([behind.code, behind.stdout, behind.error], [3, "", "Database is not on all head revisions"]);
      assert.match(behind.stderr, /The heads are d, x2; the database is at x2\.\n/);
      const history = await project.retort("history", "-i", "-r", "x1:current");
      assert.equal(history.stdout, "x1 (left) -> x2 (head) (current), make x2\n<base> -> x1, make x1");
      assert.match((await project.retort("show", "current")).stdout, /^Rev: x2 /);

      assert.equal((await project.retort("upgrade", "heads")).code, 0);
      assert.equal((await project.retort("current", "-c")).code, 0);
      const whole = await project.retort("current", "-v");
      assert.match(whole.stdout, /^Current revision\(s\) for .*\nRev: c \(head\)\n/);
      const json = JSON.parse((await project.retort("current", "--json")).stdout) as {
        readonly revisions: readonly { id: string }[];
      };
      assert.deepEqual(
        json.revisions.map(({ id }) => id),
        ["c", "d", "x2"],
      );
    }));

  it("stamp moves the rows of each branch, and nothing else", () =>
    onServer(forest, async (project) => {
      const stamped = async (...args: readonly string[]) => {
        const { code, stdout, error } = await project.retort("stamp", ...args);
        return code === 0 ? stdout : `${code} ${error ?? ""}`;
      };
      assert.equal(await stamped("head"), "3 Multiple heads are present; please specify a single target revision");
      assert.equal(await stamped("c"), "Stamped: c.");
      assert.equal(await stamped("right"), "Stamped: c, d.");
      assert.equal(await stamped("left@base"), "Stamped: d.");
      assert.equal(await stamped("heads"), "Stamped: d, x2.");
      assert.equal((await project.retort("current")).stdout, "c (effective head)\nd (head)\nx2 (head)");
      assert.equal(await stamped("b"), "Stamped: b.");
      assert.equal(await stamped("nosuch"), "2 Can't locate revision identified by 'nosuch'");
      assert.equal(await stamped("c", "x1"), "Stamped: c, x1.");
      assert.equal(await stamped("base"), "Stamped: base.");
    }));

  it("a row that no file has stops everything but stamp --purge", () =>
    onServer(forest, async (project, sql) => {
      assert.equal((await project.retort("ensure_version")).stdout, `"_retort"."revisions" is there.`);
      await sql(
        "INSERT INTO _retort.revisions VALUES ('zz', '{a}', '{}', '', 'applied', 0), ('a', '{}', '{}', '', 'applied', 0)",
      );
      for (const args of [
        ["current"],
        ["upgrade", "heads"],
        ["downgrade", "base"],
        ["stamp", "b"],
        ["history", "-i"],
      ]) {
        const { code, stderr, error } = await project.retort(...args);
        assert.deepEqual([code, error], [2, "Can't locate revision identified by 'zz'"], args.join(" "));
        assert.match(stderr, /The database has zz applied, and no file has it\./);
        assert.match(stderr, /retort stamp REVISION --purge/);
      }
      assert.equal((await project.retort("stamp", "b", "--purge")).stdout, "Stamped: b.");
      assert.equal((await project.retort("current")).stdout, "b (branchpoint)");
    }));
});

async function onServer(
  revisions: readonly RevisionText[],
  work: (project: CommandLine, sql: (text: string) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const server = await sharedServer(18);
  await withDatabase(server, (database) =>
    withCommandLine(
      revisions,
      async (project) => {
        const connection = await database.connect();
        await work(project, (text) => connection.rows(text));
      },
      { url: database.url },
    ),
  );
}
