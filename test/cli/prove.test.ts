import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { type RevisionText, withCommandLine } from "#test/support/commandLine.ts";

const tasks: RevisionText = {
  id: "a1",
  message: "create tasks",
  up: "CREATE TABLE tasks (id int PRIMARY KEY, title text NOT NULL);",
  down: "DROP TABLE tasks;",
};
const priority: RevisionText = {
  id: "b2",
  parents: ["a1"],
  message: "add priority",
  up: "ALTER TABLE tasks ADD COLUMN priority int NOT NULL DEFAULT 1;",
  down: "ALTER TABLE tasks DROP COLUMN priority;",
};

describe("retort prove", function () {
  this.timeout(400_000);

  it("writes what holds into the header, as docs/formats.md has it, and nothing on a second run", () =>
    withCommandLine([tasks, priority], async (project) => {
      const { code, stdout, stderr } = await project.retort("prove", "--all");
      assert.equal(code, 0, stderr);
      assert.match(
        stdout,
        /^proved a1 create tasks \(up, down, up again; PostgreSQL 18\.\d+\)\nproved b2 add priority/,
      );
      const [first, second] = [await project.read(fileOf("a1", 0)), await project.read(fileOf("b2", 1))];
      const [up, down] = [
        tokens("CREATE TABLE tasks ( id int PRIMARY KEY , title text NOT NULL ) ;"),
        tokens("DROP TABLE tasks ;"),
      ];
      const [nextUp, nextDown] = [
        tokens("ALTER TABLE tasks ADD COLUMN priority int NOT NULL DEFAULT 1 ;"),
        tokens("ALTER TABLE tasks DROP COLUMN priority ;"),
      ];
      const setup = sha256("");
      const chain = sha256(`v1\0${up}\0${setup}`);
      assert.match(
        first,
        new RegExp(`^-- Proof: v1 up=${up} down=${down} parents=${sha256(setup)} postgres=18\\.`, "m"),
      );
      assert.match(
        second,
        new RegExp(`^-- Proof: v1 up=${nextUp} down=${nextDown} parents=${sha256(chain)} postgres=18\\.`, "m"),
      );
      const again = await project.retort("prove", "--all", "--json");
      assert.equal(again.code, 0, again.stderr);
      const said = JSON.parse(again.stdout) as Said;
      assert.deepEqual(
        said.revisions.map(({ verdict, written }) => [verdict, written]),
        [
          ["proved", false],
          ["proved", false],
        ],
      );
      assert.equal(await project.read(fileOf("b2", 1)), second);
    }));

  it("tells what rows lose to SQL that was written by hand, beside a proof that holds", () =>
    withCommandLine(
      [tasks, { ...priority, up: "UPDATE tasks SET title = '';\nDELETE FROM tasks;", down: "" }],
      async (project) => {
        const { code, stdout } = await project.retort("prove", "b2", "--json");
        assert.equal(code, 0);
        const [said] = (JSON.parse(stdout) as { readonly revisions: readonly { readonly rows: unknown }[] }).revisions;
        assert.deepEqual(said?.rows, {
          tables: ["tasks"],
          losses: [{ way: "up", text: "loses rows of tasks" }],
          untried: [],
        });
        const again = await project.retort("prove", "b2");
        assert.match(
          again.stdout,
          /^proved b2 .*; with rows of tasks; .*\n {2}With rows, the way up loses rows of tasks\.$/m,
        );
      },
    ));

  it("takes the heads where nothing is named", () =>
    withCommandLine([tasks, priority], async (project) => {
      const heads = await project.retort("prove");
      assert.match(heads.stdout, /^proved b2 /);
      assert.doesNotMatch(await project.read(fileOf("a1", 0)), /Proof:/);
      const one = await project.retort("prove", "a1");
      assert.match(one.stdout, /^proved a1 /);
      assert.equal((await project.retort("prove", "zz")).code, 2);
      assert.equal((await project.retort("prove", "a1", "--all")).code, 2);
    }));

  it("names what a way down leaves behind, and takes out a proof that no longer holds", () =>
    withCommandLine([tasks, priority], async (project) => {
      await project.retort("prove", "b2");
      const file = fileOf("b2", 1);
      const proved = await project.read(file);
      await project.write(file, proved.replace("DROP COLUMN priority;", "ALTER COLUMN priority DROP DEFAULT;"));
      const { code, stdout } = await project.retort("prove", "b2");
      assert.equal(code, 1);
      assert.match(
        stdout,
        /^fails b2 add priority\n {2}The way down does not end in the catalog it began from\.\n {4}column tasks\.priority .*is there, and should not be$/m,
      );
      assert.match(
        stdout,
        /The way up does not run a second time, after the way down\.\n {4}.*column "priority" of relation "tasks" already exists/,
      );
      assert.doesNotMatch(await project.read(file), /Proof:/);
    }));

  it("points at the statement that is refused, and proves what stands below", () =>
    withCommandLine(
      [tasks, { ...priority, up: "SELECT 1;\nALTER TABLE missing ADD COLUMN x int;" }],
      async (project) => {
        const { code, stdout } = await project.retort("prove", "--all");
        assert.equal(code, 1);
        assert.match(stdout, /^proved a1 /);
        assert.match(stdout, /fails b2 .*\n {2}The way up does not run\.\n.*relation "missing" does not exist/);
        assert.match(stdout, /at prisma\/revisions\/00001_b2\.sql:8:1/);
      },
    ));

  it("does not know where what it stands on does not run", () =>
    withCommandLine([{ ...tasks, up: "CREATE EXTENSION postgis;" }, priority], async (project) => {
      const { code, stdout, stderr } = await project.retort("prove", "b2");
      assert.equal(code, 4, stderr);
      assert.match(stdout, /^unknown b2 add priority: The shadow database has no extension postgis, which revision a1/);
      assert.match(stderr, /"shadow": \{ "url"/);
      assert.doesNotMatch(await project.read(fileOf("b2", 1)), /Proof:/);
    }));

  it("leaves extensions that the revision added apart, and proves sections outside transactions as written", () =>
    withCommandLine(
      [
        tasks,
        {
          id: "b2",
          parents: ["a1"],
          body: `-- retort: upgrade
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TYPE mood AS ENUM ('sad');

-- retort: upgrade (no transaction)
ALTER TYPE mood ADD VALUE 'happy';
CREATE INDEX CONCURRENTLY i ON tasks (title);

-- retort: upgrade
ALTER TABLE tasks ADD COLUMN mood mood DEFAULT 'happy';

-- retort: downgrade
\\if false
ALTER TABLE tasks DROP COLUMN mood;
DROP TYPE mood;

-- retort: downgrade (no transaction)
DROP INDEX CONCURRENTLY i;
\\endif`,
        },
      ],
      async (project) => {
        const { code, stdout, stderr } = await project.retort("prove", "b2");
        assert.equal(code, 0, stdout + stderr);
      },
    ));

  it("proves merges on all their parents, bases apart from each other, and what has no way down", () =>
    withCommandLine(
      [
        tasks,
        {
          id: "b2",
          parents: ["a1"],
          up: "ALTER TABLE tasks ADD COLUMN x int;",
          down: "ALTER TABLE tasks DROP COLUMN x;",
        },
        {
          id: "c3",
          parents: ["a1"],
          up: "ALTER TABLE tasks ADD COLUMN y int;",
          down: "ALTER TABLE tasks DROP COLUMN y;",
        },
        {
          id: "d4",
          parents: ["b2", "c3"],
          up: "ALTER TABLE tasks ADD CHECK (x < y);",
          down: "ALTER TABLE tasks DROP CONSTRAINT tasks_check;",
        },
        { id: "e5", up: "CREATE TABLE apart (id int);", down: "DROP TABLE apart;" },
        {
          id: "f6",
          parents: ["e5"],
          dependsOn: ["d4"],
          body: "-- retort: upgrade\nUPDATE tasks SET x = 1;\nDROP TABLE apart;\n\n-- retort: downgrade (irreversible: rows are gone)",
        },
      ],
      async (project) => {
        const { code, stdout, stderr } = await project.retort("prove", "--all");
        assert.equal(code, 0, stdout + stderr);
        assert.match(stdout, /^proved f6 make f6 \(up; there is no way down; with rows of tasks, apart; PostgreSQL/m);
        const chained = async (id: string, at: number) => /parents=(\w+)/.exec(await project.read(fileOf(id, at)))?.[1];
        const before = [await chained("b2", 1), await chained("f6", 5)];
        // One character below changes what stands on it, and nothing beside.
        const file = fileOf("c3", 2);
        await project.write(file, (await project.read(file)).replace("y int", "y  int"));
        await project.retort("prove", "--all");
        assert.deepEqual([await chained("b2", 1), await chained("f6", 5)], before);
        await project.write(file, (await project.read(file)).replace("y  int", "y int8"));
        await project.retort("prove", "--all");
        assert.equal(await chained("b2", 1), before[0]);
        assert.notEqual(await chained("f6", 5), before[1]);
      },
    ));

  it("is what a generated revision carries", () =>
    withCommandLine([], async (project) => {
      const models = (await project.read("prisma/schema.prisma")) + "model User {\n  id Int @id\n}\n";
      await project.write("prisma/schema.prisma", models);
      const made = await project.retort("revision", "--autogenerate", "-m", "users", "--rev-id", "a1", "--json");
      assert.equal(made.code, 0, made.stderr);
      const { file } = JSON.parse(made.stdout) as { readonly file: string };
      const text = await project.read(file.slice(project.folder.length + 1));
      assert.match(text, /^-- Proof: v1 up=[0-9a-f]{64} down=[0-9a-f]{64} parents=[0-9a-f]{64} postgres=18\./m);
      const { code, stdout } = await project.retort("prove", "--json");
      assert.equal(code, 0);
      assert.equal((JSON.parse(stdout) as Said).revisions[0]?.written, false);
    }));
});

interface Said {
  readonly revisions: readonly { readonly verdict: string; readonly written: boolean }[];
}

function fileOf(id: string, at: number): string {
  return `prisma/revisions/${String(at).padStart(5, "0")}_${id}.sql`;
}

/** The hash of one section in a transaction, by the recipe of docs/formats.md. */
function tokens(sql: string): string {
  return sha256(["transaction", ...sql.split(" ")].join("\0"));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
