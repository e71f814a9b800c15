import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";

import { type CommandLine, type RevisionText, withCommandLine } from "#test/support/commandLine.ts";

const trunk: RevisionText = {
  id: "a",
  up: `CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE tasks (id int PRIMARY KEY, mood mood);`,
  down: "DROP TABLE tasks; DROP TYPE mood;",
};

/** Two branches above `a`, of one statement each. */
function fork(b: string, c: string): readonly RevisionText[] {
  return [trunk, { id: "b", parents: ["a"], labels: ["left"], up: b }, { id: "c", parents: ["a"], up: c }];
}

describe("retort merge", function () {
  this.timeout(120_000);

  it("merges branches that commute, naming what both touch", () =>
    withCommandLine(
      fork("ALTER TABLE tasks ADD COLUMN x int;", "ALTER TABLE tasks ADD COLUMN y int;"),
      async (project) => {
        const { code, stdout, stderr } = await project.retort("merge", "heads", "-m", "bring them together");
        assert.equal(code, 0, stderr);
        assert.match(stdout, /b and c end in the same schema in either order\nboth touch tasks\n/);
        const text = await newest(project);
        assert.match(text, /^-- bring them together\n/);
        assert.match(text, /^-- Revises: b, c$/m);
        const heads = await project.retort("heads");
        assert.match(heads.stdout, /^[0-9a-f]{12} \(left\) \(head\)$/);
      },
    ));

  it("names the object of branches that end differently, and writes nothing", () =>
    withCommandLine(fork("ALTER TYPE mood ADD VALUE 'good';", "ALTER TYPE mood ADD VALUE 'bad';"), async (project) => {
      const { code, stderr } = await project.retort("merge", "b", "c");
      assert.equal(code, 3);
      assert.match(stderr, /error: What b and c do depends on which of them runs first\./);
      assert.match(stderr, /after c before b instead: reorder enum mood: ok, bad, good/);
      assert.match(stderr, /both touch mood/);
      assert.match(stderr, /No revision was written\./);
      assert.equal((await files(project)).length, 3);

      const yes = await project.retort("merge", "b", "c", "--yes");
      assert.equal(yes.code, 3, "--yes is about what is lost");
      assert.match(yes.stderr, /--even-if-different/);
      const forced = await project.retort("merge", "b", "c", "--even-if-different", "--json");
      assert.equal(forced.code, 0, forced.stderr);
      const said = JSON.parse(forced.stdout) as { readonly meetings: readonly object[]; readonly parents: unknown };
      assert.deepEqual(said.parents, ["b", "c"]);
      assert.deepEqual(said.meetings, [
        {
          branches: ["b", "c"],
          touched: ["mood"],
          verdict: "differs",
          differences: ["reorder enum mood: ok, bad, good"],
        },
      ]);
    }));

  it("names what one branch cannot do after the other", () =>
    withCommandLine(
      fork("ALTER TABLE tasks DROP COLUMN mood;", "CREATE INDEX tasks_mood ON tasks (mood);"),
      async (project) => {
        const { code, stderr } = await project.retort("merge", "heads");
        assert.equal(code, 3);
        assert.match(stderr, /c cannot run after b: .* column "mood" does not exist/);
        assert.match(stderr, /both touch tasks\.mood/);
      },
    ));

  it("tells of rows that both write, which no catalog shows", () =>
    withCommandLine(fork("UPDATE tasks SET id = id + 1;", "DELETE FROM tasks WHERE id > 5;"), async (project) => {
      const { code, stdout } = await project.retort("merge", "heads");
      assert.equal(code, 0);
      assert.match(stdout, /both touch rows of tasks/);
      assert.match(await newest(project), /^-- merge b and c\n/);
    }));

  it("does not call it clean when a branch does not run by itself", () =>
    withCommandLine(fork("ALTER TABLE nowhere ADD COLUMN x int;", "SELECT 1;"), async (project) => {
      const { code, stderr } = await project.retort("merge", "heads");
      assert.equal(code, 3);
      assert.match(stderr, /Whether b and c go together could not be tried\./);
      assert.match(stderr, /nowhere/);
    }));

  const three: readonly RevisionText[] = [...fork("", ""), { id: "d", parents: ["a"] }];
  it("merges more than two, with labels and an id of one's own", () =>
    withCommandLine(three, async (project) => {
      const { code, stderr } = await project.retort(
        "merge",
        "left@head",
        "c",
        "d",
        "--rev-id",
        "m1",
        "--branch-label",
        "all",
      );
      assert.equal(code, 0, stderr);
      assert.match(await newest(project), /^-- Revision: m1\n-- Revises: b, c, d\n.*\n?-- Labels: all$/ms);
    }));

  const refused: readonly [args: string, code: number, message: RegExp][] = [
    ["c c", 2, /error: Duplicate head revisions specified/],
    [
      "a c",
      3,
      /error: Revision a is not a head revision; please specify --splice to create a new branch from this revision\n/,
    ],
    ["c nosuch", 2, /error: Can't locate revision identified by 'nosuch'/],
    ["heads --rev-id b", 2, /error: Revision b is present more than once/],
    ["heads --rev-id b-c", 2, /error: Character\(s\) '-' not allowed in revision identifier 'b-c'/],
    ["heads --branch-label left", 2, /error: Branch name 'left' in revision [0-9a-f]{12} already used by revision b/],
  ];
  for (const [args, code, message] of refused) {
    it(`merge ${args}: refused before a file is written`, () =>
      withCommandLine(fork("", ""), async (project) => {
        const said = await project.retort("merge", ...args.split(" "));
        assert.equal(said.code, code, said.stderr);
        assert.match(said.stderr, message);
        assert.match(said.stderr, /No revision was written\./);
        assert.equal((await files(project)).length, 3);
      }));
  }

  it("merge heads with one head is an ordinary child, and --splice merges what has children", () =>
    withCommandLine(fork("", "").slice(0, 2), async (project) => {
      assert.equal((await project.retort("merge", "heads", "--rev-id", "m")).code, 0);
      assert.match(await newest(project), /^-- Revises: b$/m);
      assert.equal((await project.retort("merge", "a", "m", "--splice", "--rev-id", "n")).code, 0);
      assert.match(await newest(project), /^-- Revises: a, m$/m);
    }));
});

async function files(project: CommandLine): Promise<readonly string[]> {
  return (await readdir(path.join(project.folder, "prisma", "revisions"))).toSorted();
}

async function newest(project: CommandLine): Promise<string> {
  const written = (await files(project)).filter((name) => !/^\d{5}_/.test(name));
  return project.read(path.join("prisma", "revisions", written.at(-1) ?? ""));
}
