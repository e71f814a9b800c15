import assert from "node:assert/strict";

import type { Connection } from "#host/connection.ts";
import { assertSameFacts, catalogFacts } from "#test/support/catalogFacts.ts";
import { type CommandLine, withCommandLine } from "#test/support/commandLine.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const int = { id: "Int @id @default(autoincrement())", type: "Int" };
const uuid = { id: "String @id @default(uuid()) @db.Uuid", type: "String @db.Uuid" };
const text = { id: "String @id @default(cuid())", type: "String" };

const together = `SELECT name, p.id FROM "User" u JOIN "Post" p ON p."userId" = u.id ORDER BY 2`;
const held = `SELECT u.id::text, name FROM "User" u ORDER BY name`;

describe("a key that changes its type, by the command line", function () {
  this.timeout(180_000);

  it("gets other values with what refers to it, once that is agreed to, and the old ones from a stash", () =>
    onModels({ before: int, after: uuid, unique: "@unique" }, async (project, connection) => {
      await connection.rows(`INSERT INTO "User" (id, name) VALUES (2, 'ann'), (5, 'bob'), (1, 'cid');
        INSERT INTO "Post" ("userId") VALUES (2), (5), (5)`);
      const [start, was] = [await catalogFacts(connection), await connection.rows(held)];
      // What is there for a moment on the way is nothing that differs.
      const { unrevised } = JSON.parse((await project.retort("check", "--json")).stdout) as { unrevised: string[] };
      assert.ok(unrevised.some((text) => text.startsWith("User.id: ")));
      assert.deepEqual(
        unrevised.filter((text) => text.includes("~new")),
        [],
      );
      const { stderr } = await project.done("revision", "--autogenerate", "-m", "uuids");
      assert.match(
        stderr,
        /User\.id gets another value in each row, and so does what refers to it, .* --fill User\.id=EXPRESSION, or write it into its UPDATE\./,
      );
      const refused = await project.retort("upgrade", "head");
      assert.equal(refused.code, 3);
      assert.match(refused.stderr + refused.stdout, /would lose data\.\s+User\.id: 3 values\s+Nothing was run/);
      await project.done("upgrade", "head", "--stash");
      await connection.rows(`INSERT INTO "User" (id, name) VALUES (gen_random_uuid(), 'dan')`);
      await connection.rows(`INSERT INTO "Post" ("userId") SELECT id FROM "User" WHERE name = 'dan'`);
      const joined = await connection.rows(together);
      assert.deepEqual(
        joined.map(([name]) => name),
        ["ann", "bob", "bob", "dan"],
      );
      await project.done("downgrade", "-1", "--yes");
      assertSameFacts(await catalogFacts(connection), start, "after the way down");
      assert.deepEqual(await connection.rows(together), joined);
      assert.deepEqual((await connection.rows(held)).slice(0, 3), was);
      // The sequence goes on behind the numbers that came back.
      await connection.rows(`INSERT INTO "User" (name) VALUES ('eve')`);
    }));

  it("is not kept where nothing else tells its rows apart, which is said", () =>
    onModels({ before: int, after: uuid, unique: "" }, async (project, connection) => {
      await connection.rows(`INSERT INTO "User" (name) VALUES ('ann')`);
      await project.done("revision", "--autogenerate", "-m", "uuids");
      const refused = await project.retort("upgrade", "head", "--stash");
      assert.equal(refused.code, 3);
      assert.match(refused.stderr + refused.stdout, /User has no unique index over other required columns/);
    }));

  it("of text that its new type does not read gets what a fill gives, and keeps it on the way down", () =>
    onModels({ before: text, after: uuid, unique: "" }, async (project, connection) => {
      await connection.rows(`INSERT INTO "User" VALUES ('cjld2', 'ann'), ('cjld3', 'bob');
        INSERT INTO "Post" ("userId") VALUES ('cjld3'), ('cjld2')`);
      const joined = await connection.rows(together);
      const told = await project.retort("diff", "--from", "revisions", "--to", "prisma/schema.prisma");
      assert.match(told.stdout, /"id"::TEXT::UUID/);
      const fill = "User.id=gen_random_uuid()";
      await project.done("revision", "--autogenerate", "-m", "uuids", "--fill", fill);
      await project.done("upgrade", "head", "--yes");
      assert.deepEqual(await connection.rows(together), joined);
      const now = await connection.rows(held);
      await project.done("downgrade", "-1", "--yes");
      assert.deepEqual(await connection.rows(held), now);
      assert.deepEqual(await connection.rows(together), joined);
    }));
});

type Key = typeof int;

async function onModels(
  { before, after, unique }: { readonly before: Key; readonly after: Key; readonly unique: string },
  work: (project: CommandLine, connection: Connection) => Promise<void>,
): Promise<void> {
  const models = (url: string, { id, type }: Key) => `datasource db {
  provider = "postgresql"
  url = ${JSON.stringify(url)}
}
model User {
  id ${id}
  name String ${unique}
  posts Post[]
}
model Post {
  id Int @id @default(autoincrement())
  userId ${type}
  user User @relation(fields: [userId], references: [id])
}
`;
  await withDatabase(await sharedServer(18), (database) =>
    withCommandLine(
      [],
      async (project) => {
        const connection = await database.connect();
        await project.write("prisma/schema.prisma", models(database.url, before));
        await project.done("revision", "--autogenerate", "-m", "all");
        await project.done("upgrade", "head");
        await project.write("prisma/schema.prisma", models(database.url, after));
        await work(project, connection);
      },
      { url: database.url },
    ),
  );
}
