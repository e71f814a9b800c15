import assert from "node:assert/strict";

import { assertLeftWell, desk, needsTerminals } from "#test/cli/desk.ts";
import { type CommandLine, withCommandLine } from "#test/support/commandLine.ts";
import { filesIn } from "#test/support/folder.ts";
import { keys } from "#test/support/pseudoTerminal.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const words = ["first", "last", "home", "work", "next"].flatMap((a) => ["Name", "Place", "Time"].map((b) => [a, b]));
const camel = words.map((pair) => pair.join(""));
const snake = words.map((pair) => pair.join("_").toLowerCase());

const made = {
  id: "a",
  up: `CREATE TYPE kind AS ENUM ('inUse', 'outOfUse');
CREATE TABLE t (id int PRIMARY KEY, ${camel.map((name) => `"${name}" text`).join(", ")}, kind kind, note text, "zipA" int, "zipB" int);
CREATE TABLE "userAccounts" (id int PRIMARY KEY, "loginName" text, "lastLogin" timestamp(3), score int);
CREATE TABLE "userGroups" (id int PRIMARY KEY, "groupName" text);`,
  down: `DROP TABLE t, "userAccounts", "userGroups"; DROP TYPE kind;`,
};

/** All restyled, one column under another name, and two that may each be either. */
const restyled = `
enum kind {
  in_use
  out_of_use
}

model t {
  id Int @id
${snake.map((name) => `  ${name} String?`).join("\n")}
  kind kind?
  remark String?
  zip Int?
}

model user_accounts {
  id Int @id
  login_name String?
  last_login DateTime?
  score Int?
}

model user_groups {
  id Int @id
  group_name String?
}
`;

const columns = camel.map((name, at) => `t.${name} -> ${snake[at] ?? ""}`);
const tables = ["userAccounts -> user_accounts", "userGroups -> user_groups"];
const inside = ["userAccounts.loginName -> login_name", "userAccounts.lastLogin -> last_login"];
const values = ["kind.inUse -> in_use", "kind.outOfUse -> out_of_use"];

describe("all the likeliest renames at once", function () {
  this.timeout(120_000);

  it("--rename-likeliest: as if each had been answered, and what is not clear is asked", () =>
    onProject(async (project, rows) => {
      const asked = await generate(project, "--rename-likeliest");
      assert.equal(asked.code, 3, asked.stdout);
      assert.match(asked.stderr, /t\.note is gone/);
      assert.match(asked.stderr, /t\.zipA is gone(.|\n)*--rename t\.zipA=zip\n/);
      assert.doesNotMatch(asked.stderr, /firstName|userAccounts|inUse/);
      const written = await generate(project, "--rename-likeliest", "--no-rename");
      assert.equal(written.code, 0, written.stderr);
      const text = await newest(project);
      const renames = /^-- Renames: (.*)$/m.exec(text)?.[1]?.split(", ").sort();
      assert.deepEqual(
        renames,
        [...columns, ...tables, ...inside, "userGroups.groupName -> group_name", ...values].sort(),
      );
      assert.match(text, /DROP COLUMN "note"/);
      const before = await rows();
      for (const target of [
        ["upgrade", "head"],
        ["downgrade", "a"],
        ["upgrade", "head"],
      ]) {
        const ran = await project.retort(...target, "--yes");
        assert.equal(ran.code, 0, ran.stderr);
        assert.deepEqual(await rows(), before);
      }
    }));

  it("without it, each is a question, and the flag is told", () =>
    onProject(async (project) => {
      const asked = await generate(project);
      assert.equal(asked.code, 3, asked.stdout);
      assert.match(asked.stderr, /--rename-likeliest \(19 of them/);
    }));

  describe("on a terminal, by the command line as built", () => {
    needsTerminals();

    it(
      "are named before they are taken: Enter alone is no, and each is asked as before",
      desk(async ({ at, models, newest: written }) => {
        await models("  Notes String?\n  aboutThis String?\n");
        const ended = await at("revision --autogenerate -m x", async (terminal) => {
          await terminal.shows(/Task\.note is gone(.|\n)*○ all 2 likeliest renames/);
          terminal.type(keys.up);
          await terminal.shows(/● all 2 likeliest renames \(named before they are taken\)/);
          terminal.type(keys.enter);
          await terminal.shows(/Task\.note to Notes\n *Task\.about to aboutThis(.|\n)*Take these 2 for renamed\?/);
          terminal.type(keys.enter);
          await terminal.shows(/Take these 2 for renamed\?(.|\n)*No(.|\n)*Task\.note is gone(.|\n)*↑\/↓/);
          terminal.type(keys.up);
          await terminal.shows(/Task\.note is gone(.|\n)*● all 2 likeliest(.|\n)*↑\/↓/);
          terminal.type(keys.enter);
          await terminal.shows(/Take these 2 for renamed\?(.|\n)*Take these 2 for renamed\?(.|\n)*● No/);
          terminal.type("y");
        });
        assert.equal(ended.code, 0, ended.screen);
        assertLeftWell(ended);
        assert.match(await written(), /^-- Renames: Task\.note -> Notes, Task\.about -> aboutThis$/m);
      }),
    );
  });
});

function generate(project: CommandLine, ...flags: readonly string[]) {
  return project.retort("revision", "--autogenerate", "-m", "restyle", ...flags);
}

async function newest({ folder }: CommandLine): Promise<string> {
  const files = Object.entries(await filesIn(folder)).filter(([name]) => name.startsWith("prisma/revisions/2"));
  return String(files.at(-1)?.[1]);
}

/** With rows; `rows` are those of what is not dropped. */
async function onProject(work: (project: CommandLine, rows: () => Promise<unknown>) => Promise<void>): Promise<void> {
  await withDatabase(await sharedServer(18), (database) =>
    withCommandLine(
      [made],
      async (project) => {
        await project.write("prisma/schema.prisma", (await project.read("prisma/schema.prisma")) + restyled);
        const applied = await project.retort("upgrade", "head");
        assert.equal(applied.code, 0, applied.stderr);
        const connection = await database.connect();
        const texts = camel.map((name) => `'${name}'`).join(", ");
        await connection.rows(`INSERT INTO t VALUES (1, ${texts}, 'outOfUse', 'n', 1, 2)`);
        await connection.rows(`INSERT INTO "userAccounts" VALUES (1, 'l', now(), 3)`);
        await connection.rows(`INSERT INTO "userGroups" VALUES (1, 'g')`);
        await work(project, async () => {
          const found = await connection.rows<[string]>(
            `SELECT c.relname FROM pg_class c WHERE relname ~* '^(t|user_?(accounts|groups))$' ORDER BY lower(replace(relname, '_', ''))`,
          );
          const all = [];
          for (const [name] of found) all.push(await connection.rows(`SELECT * FROM "${name}"`));
          return all.map((one) =>
            one.map((row) => row.slice(0, 16).map((value) => String(value).replaceAll(/_/g, ""))),
          );
        });
      },
      { url: database.url },
    ),
  );
}
