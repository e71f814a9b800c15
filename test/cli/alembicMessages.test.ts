import assert from "node:assert/strict";

import { type CommandLine, type RevisionText, withCommandLine } from "#test/support/commandLine.ts";
import { sharedServer, type TestDatabase, withDatabase } from "#test/support/servers.ts";

/**
 * Each of Alembic's messages that has a meaning here: the situation in which it arises, its text as our first line, what is
 * said beyond it, the exit code, and what is offered.
 */
interface Situation {
  readonly name: string;
  readonly revisions: readonly RevisionText[];
  /** What is applied before, by `stamp`; the database is not there where it is left out. */
  readonly at?: readonly string[];
  readonly args: string;
  readonly exit: number;
  readonly message: string;
  readonly says?: RegExp;
}

const line: readonly RevisionText[] = [
  { id: "a" },
  { id: "b", parents: ["a"] },
  { id: "c", parents: ["b"] },
  { id: "d", parents: ["c"] },
];
const fork: readonly RevisionText[] = [
  { id: "a" },
  { id: "b", parents: ["a"] },
  { id: "c", parents: ["b"], labels: ["left"] },
  { id: "d", parents: ["b"], labels: ["right"] },
];
const merged: readonly RevisionText[] = [...fork, { id: "m", parents: ["c", "d"] }];
const long: readonly RevisionText[] = [{ id: "abcd11" }, { id: "abcd22", parents: ["abcd11"] }];
/** On `b` stands `y`, and `z` of another base depends on it. */
const apart: readonly RevisionText[] = [
  { id: "a", labels: ["one"] },
  { id: "b", parents: ["a"] },
  { id: "y", parents: ["b"] },
  { id: "x", labels: ["two"] },
  { id: "z", parents: ["b"], dependsOn: ["x"] },
];

const multiple =
  "Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads";
const cannot = (id: string) => `Can't locate revision identified by '${id}'`;

const situations: readonly Situation[] = [
  {
    name: "an unknown id",
    revisions: line,
    at: [],
    args: "upgrade nosuch",
    exit: 2,
    message: cannot("nosuch"),
    says: /No revision and no branch label begins so\.\nNothing was run\.\n→ .*retort history/,
  },
  {
    name: "an unknown id, going down",
    revisions: line,
    at: ["d"],
    args: "downgrade nosuch",
    exit: 2,
    message: cannot("nosuch"),
  },
  {
    name: "an ambiguous prefix",
    revisions: long,
    args: "show abcd",
    exit: 2,
    message: cannot("abcd"),
    says: /It is ambiguous: it begins 'abcd11' and 'abcd22'\.\n {2}abcd11: prisma\/revisions\/00000_abcd11\.sql\n {2}abcd22: prisma\/revisions\//,
  },
  {
    name: "an id off the branch",
    revisions: fork,
    args: "show left@d",
    exit: 2,
    message: cannot("d"),
    says: /It is not on the branch 'left'\./,
  },
  {
    name: "a relative form where there is none",
    revisions: line,
    at: ["a"],
    args: "stamp +1",
    exit: 2,
    message: cannot("+1"),
  },
  {
    name: "`current` where it means nothing",
    revisions: line,
    at: ["a"],
    args: "upgrade current",
    exit: 2,
    message: cannot("current"),
  },
  {
    name: "several heads, going up",
    revisions: fork,
    at: [],
    args: "upgrade head",
    exit: 3,
    message: multiple,
    says: /The heads are c, d\.\n {2}c: prisma\S+_c\.sql\n {2}d: .*\nNothing was run\.\n→ Merge them: retort merge heads -m MESSAGE\.\n→ Or name one of them, `c`, or all: `heads`\./,
  },
  { name: "several heads, shown", revisions: fork, args: "show head", exit: 3, message: multiple },
  {
    name: "several heads, below a new revision",
    revisions: fork,
    args: "revision -m x",
    exit: 3,
    message:
      "Multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge.",
    says: /No revision was written\.\n→ Merge them/,
  },
  {
    name: "several heads, stamped",
    revisions: fork,
    at: [],
    args: "stamp head",
    exit: 3,
    message: "Multiple heads are present; please specify a single target revision",
    says: /No row was moved\./,
  },
  {
    name: "a merge of what is no head",
    revisions: line,
    args: "merge b d",
    exit: 3,
    message: "Revision b is not a head revision; please specify --splice to create a new branch from this revision",
    says: /Its children are c\.[\s\S]*→ Begin a branch there: --splice\.\n→ Or stand on a head: d\./,
  },
  {
    name: "a merge of one with itself",
    revisions: fork,
    args: "merge c c",
    exit: 2,
    message: "Duplicate head revisions specified",
  },
  {
    name: "a character that an id may not hold",
    revisions: line,
    args: "revision -m x --rev-id a-b",
    exit: 2,
    message: "Character(s) '-' not allowed in revision identifier 'a-b'",
  },
  {
    name: "the same in a file",
    revisions: [...line, { id: "x+y", parents: ["d"] }],
    at: [],
    args: "upgrade head",
    exit: 2,
    message: "Character(s) '+' not allowed in revision identifier 'x+y'",
    says: /at prisma\/revisions\/00004_x\+y\.sql:3:/,
  },
  {
    name: "a label that is taken",
    revisions: fork,
    args: "revision -m x --head c --branch-label right --rev-id n",
    exit: 2,
    message: "Branch name 'right' in revision n already used by revision d",
    says: /d: prisma\S+_d\.sql[\s\S]*→ Choose another label/,
  },
  {
    name: "a label in two files",
    revisions: [...fork, { id: "e", parents: ["c"], labels: ["right"] }],
    at: [],
    args: "upgrade heads",
    exit: 2,
    message: "Branch name 'right' in revision e already used by revision d",
    says: /at prisma\/revisions\/00004_e\.sql:3:/,
  },
  {
    name: "an id that is taken",
    revisions: line,
    args: "revision -m x --rev-id b",
    exit: 2,
    message: "Revision b is present more than once",
  },
  {
    name: "an id in two files",
    revisions: [...line, { id: "b", parents: ["d"] }],
    at: [],
    args: "upgrade head",
    exit: 2,
    message: "Revision b is present more than once",
    says: /It is in \S+00001_b\.sql already\.\n {2}at prisma\/revisions\/00004_b\.sql/,
  },
  {
    name: "a parent that is missing",
    revisions: [...line, { id: "e", parents: ["gone"] }],
    at: [],
    args: "upgrade heads",
    exit: 2,
    message: cannot("gone"),
    says: /`Revises` of revision e names it, and no file has it\.\n {2}at prisma\/revisions\/00004_e\.sql/,
  },
  {
    name: "a cycle",
    revisions: [
      { id: "a", parents: ["b"] },
      { id: "b", parents: ["a"] },
    ],
    at: [],
    args: "upgrade head",
    exit: 2,
    message: "Cycle is detected in revisions (a, b)",
  },
  {
    name: "a cycle by a dependency",
    revisions: [
      { id: "a", dependsOn: ["b"] },
      { id: "b", parents: ["a"] },
    ],
    at: [],
    args: "upgrade head",
    exit: 2,
    message: "Dependency cycle is detected in revisions (a, b)",
  },
  {
    name: "a revision on itself",
    revisions: [{ id: "a", parents: ["a"] }],
    at: [],
    args: "upgrade head",
    exit: 2,
    message: "Self-loop is detected in revisions (a)",
  },
  {
    name: "a revision that depends on itself",
    revisions: [{ id: "a", dependsOn: ["a"] }],
    at: [],
    args: "upgrade head",
    exit: 2,
    message: "Dependency self-loop is detected in revisions (a)",
  },
  {
    name: "lower ends of which one stands on the other",
    revisions: [...line, { id: "e", parents: ["b"] }],
    args: "history -r -1:heads",
    exit: 2,
    message: "Requested revision c overlaps with other requested revisions b",
  },
  {
    name: "a way down to what is not applied",
    revisions: line,
    at: ["b"],
    args: "downgrade c",
    exit: 2,
    message: "Destination c is not a valid downgrade target from current head(s)",
    says: /c is not applied\./,
  },
  {
    name: "a way down of another branch",
    revisions: apart,
    at: ["y", "z"],
    args: "downgrade two@b",
    exit: 2,
    message: "Not a valid downgrade target from current heads",
  },
  {
    name: "ends of a range the wrong way round",
    revisions: line,
    args: "history -r c:b",
    exit: 2,
    message: "Requested range c:b does not refer to ancestor/descendant revisions along the same branch",
  },
  {
    name: "a range without a colon",
    revisions: line,
    args: "history -r b",
    exit: 2,
    message: "History range requires [start]:[end], [start]:, or :[end]",
  },
  {
    name: "too far up",
    revisions: line,
    at: ["b"],
    args: "upgrade +3",
    exit: 2,
    message: "Relative revision +3 didn't produce 3 migrations",
  },
  {
    name: "too far down",
    revisions: line,
    at: ["b"],
    args: "downgrade -3",
    exit: 2,
    message: "Relative revision -3 didn't produce 3 migrations",
  },
  {
    name: "down from nothing",
    revisions: line,
    at: [],
    args: "downgrade -1",
    exit: 2,
    message: "Relative revision -1 didn't produce 1 migrations",
  },
  {
    name: "down by going up",
    revisions: line,
    at: ["b"],
    args: "downgrade +1",
    exit: 2,
    message: "Relative revision +1 didn't produce 1 migrations",
  },
  { name: "too far from an id", revisions: line, at: ["d"], args: "downgrade a-2", exit: 2, message: "Walked too far" },
  {
    name: "past the head, where Alembic crashes",
    revisions: line,
    at: [],
    args: "upgrade d+1",
    exit: 2,
    message: "Walked too far",
  },
  {
    name: "up at a fork",
    revisions: fork,
    at: ["b"],
    args: "upgrade +1",
    exit: 2,
    message: "Ambiguous walk",
    says: /c and d are all one step above\.[\s\S]*`c@\+1`/,
  },
  {
    name: "down at a merge",
    revisions: merged,
    at: ["m"],
    args: "downgrade -1",
    exit: 2,
    message: "Ambiguous walk",
    says: /c and d are all one step below\./,
  },
  {
    name: "up from several",
    revisions: fork,
    at: ["c", "d"],
    args: "upgrade +1",
    exit: 3,
    message: "Ambiguous upgrade from multiple current revisions",
  },
  {
    name: "down from several, where Alembic takes any",
    revisions: fork,
    at: ["c", "d"],
    args: "downgrade -1",
    exit: 3,
    message: "downgrade -1 from multiple heads is ambiguous",
    says: /Name one: c@-1 or d@-1\./,
  },
  {
    name: "down a branch that is not applied, where Alembic crashes",
    revisions: fork,
    at: ["c"],
    args: "downgrade right@-1",
    exit: 2,
    message: "No current revision is on the branch 'right'",
  },
  {
    name: "a range without --sql",
    revisions: line,
    at: ["a"],
    args: "upgrade a:c",
    exit: 2,
    message: "Range revision not allowed",
  },
  {
    name: "printed, down from nowhere",
    revisions: line,
    args: "downgrade b --sql",
    exit: 2,
    message: "downgrade with --sql requires <fromrev>:<torev>",
    says: /retort upgrade base:head --sql/,
  },
  {
    name: "printed, with a purge",
    revisions: line,
    args: "stamp b --purge --sql",
    exit: 2,
    message: "Can't use --purge with --sql mode",
  },
  {
    name: "printed, from two places",
    revisions: fork,
    args: "stamp a:c b:d --sql",
    exit: 2,
    message: "Stamp operation with --sql only supports a single starting revision at a time",
  },
  {
    name: "a database that is behind",
    revisions: line,
    at: ["b"],
    args: "revision --autogenerate -m x",
    exit: 3,
    message: "Target database is not up to date.",
    says: /pending: c make c\n[\s\S]*→ Apply them: retort upgrade head\.\n→ .*--even-if-pending/,
  },
  {
    name: "a database that is not at its heads",
    revisions: fork,
    at: ["c"],
    args: "current --check-heads",
    exit: 3,
    message: "Database is not on all head revisions",
    says: /The heads are c, d; the database is at c\.[\s\S]*retort upgrade heads/,
  },
  {
    name: "nothing to edit",
    revisions: line,
    args: "edit base",
    exit: 2,
    message: "No revision files indicated by symbol 'base'",
  },
  {
    name: "nothing current to edit",
    revisions: line,
    at: [],
    args: "edit current",
    exit: 2,
    message: "No current revisions",
  },
];

describe("Alembic's messages", function () {
  this.timeout(120_000);

  for (const situation of situations) {
    it(`${situation.name}: ${situation.message.slice(0, 60)}`, () =>
      inSituation(situation, async (project) => {
        const { code, stdout, stderr, error } = await project.retort(...situation.args.split(" "));
        assert.equal(error, situation.message);
        assert.deepEqual([code, stdout], [situation.exit, ""]);
        if (situation.says) assert.match(stderr, situation.says);
        // Whatever was refused says what it left alone.
        assert.match(stderr, /\n(Nothing|No \w+) was \w+\./);
        const json = await project.retort(...situation.args.split(" "), "--json");
        const told = JSON.parse(json.stdout) as { readonly ok: boolean; readonly error: { readonly message: string } };
        assert.deepEqual([json.code, told.ok, told.error.message], [situation.exit, false, situation.message]);
      }));
  }

  it("a file without an id: named, and the rest of the history is there", () =>
    withCommandLine(
      line,
      async (project) => {
        const { code, stderr } = await project.retort("upgrade", "head", "--sql");
        assert.equal(code, 2);
        assert.match(stderr, /at prisma\/revisions\/9_notes\.sql:1:1/);
        assert.equal((await project.retort("heads")).stdout, "d (head)");
      },
      { files: { "prisma/revisions/9_notes.sql": "SELECT 1;\n" } },
    ));

  it("an upgrade to what is there already says so", () =>
    inSituation({ name: "", revisions: line, at: ["c"], args: "", exit: 0, message: "" }, async (project) => {
      const { code, stdout } = await project.retort("upgrade", "b");
      assert.deepEqual([code, stdout], [0, "Nothing to run: the database is there already."]);
    }));

  it("check: No new upgrade operations detected., or what there is", () =>
    onDatabase(async (database) => {
      const table = 'CREATE TABLE "one" ("id" INTEGER NOT NULL, CONSTRAINT "one_pkey" PRIMARY KEY ("id"));';
      await withCommandLine(
        [{ id: "a", up: table, down: 'DROP TABLE "one";' }],
        async (project) => {
          const models = (more: string) =>
            `datasource db {\n  provider = "postgresql"\n  url = ${JSON.stringify(database.url)}\n}\nmodel one {\n  id Int @id\n${more}}\n`;
          await project.write("prisma/schema.prisma", models(""));
          const behind = await project.retort("check");
          assert.deepEqual([behind.code, behind.error], [3, "Target database is not up to date."]);
          assert.equal((await project.retort("upgrade", "head")).code, 0);
          const clean = await project.retort("check");
          assert.deepEqual([clean.code, clean.stdout], [0, "No new upgrade operations detected."]);
          await project.write("prisma/schema.prisma", models("  note String?\n"));
          const found = await project.retort("check");
          assert.equal(found.code, 1);
          assert.match(found.stdout, /^unrevised: add column one\.note$/m);
          assert.match(found.stderr, /^New upgrade operations detected: add column one\.note$/m);
        },
        { url: database.url },
      );
    }));
});

async function inSituation({ revisions, at }: Situation, work: (project: CommandLine) => Promise<void>): Promise<void> {
  if (!at) {
    await withCommandLine(revisions, work);
    return;
  }
  await onDatabase(async (database) => {
    await withCommandLine(
      revisions,
      async (project) => {
        if (at.length > 0) {
          const { code, stderr } = await project.retort("stamp", ...at);
          assert.equal(code, 0, stderr);
        }
        await work(project);
      },
      { url: database.url },
    );
  });
}

async function onDatabase(work: (database: TestDatabase) => Promise<void>): Promise<void> {
  await withDatabase(await sharedServer(18), work);
}
