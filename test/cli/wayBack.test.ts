import assert from "node:assert/strict";

import type { Connection } from "#host/connection.ts";
import { assertSameFacts, catalogFacts } from "#test/support/catalogFacts.ts";
import { type CommandLine, withCommandLine } from "#test/support/commandLine.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

const rowsOfU = 'INSERT INTO "U" VALUES (0), (1)';
const rows = `${rowsOfU}; INSERT INTO "T" SELECT n, 6 - n, n % 5 + 1, 1 FROM generate_series(1, 5) n`;
const uniques = "n Int @unique\n  m BigInt @unique";
const reference = "u Int\n  to U @relation(fields: [u], references: [id])";

describe("a required column goes with its values, and the way down is taken", function () {
  this.timeout(120_000);

  it("unique numbers: each row gets its own, nothing is told, and from a stash each gets what it had", () =>
    onModels(`${uniques}\n  ${reference}`, reference, async (project, connection) => {
      const [start, held] = [await catalogFacts(connection), await rowsOf(connection)];
      const { stderr } = await project.done("revision", "--autogenerate", "-m", "less", "--no-rename");
      assert.doesNotMatch(stderr, /way down/);
      await project.done("upgrade", "head", "--yes");
      await project.done("downgrade", "-1", "--yes");
      assertSameFacts(await catalogFacts(connection), start, "after the way down");
      assert.deepEqual(await connection.rows('SELECT n, m::int FROM "T" ORDER BY id'), [
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 4],
        [5, 5],
      ]);
      await connection.rows('UPDATE "T" SET n = n + 10, m = m + 10');
      await connection.rows('UPDATE "T" SET n = 6 - id, m = id % 5 + 1');
      await project.done("upgrade", "head", "--stash");
      await project.done("downgrade", "-1");
      assert.deepEqual(await rowsOf(connection), held);
    }));

  it("a reference: that the way down stops on rows is told, in the revision too, with what helps", () =>
    onModels(`${uniques}\n  ${reference}`, uniques, async (project, connection) => {
      const held = await rowsOf(connection);
      const { stderr, stdout } = await project.done("revision", "--autogenerate", "-m", "less", "--no-rename");
      const words = "T.u is required, and refers to U, and its values are gone";
      const helps = "Keep what goes: upgrade --stash, or give rows a value: --fill T.u=EXPRESSION.";
      assert.ok(stderr.includes(`warning: On a table with rows the way down stops: ${words}. ${helps}`), stderr);
      const file = /Wrote (\S+)\./.exec(stdout)?.[1] ?? assert.fail(stdout);
      assert.ok((await project.read(file)).includes(`\\if false\n-- ${words}: on a table with rows this stops.\n`));
      await project.done("upgrade", "head", "--stash");
      await project.done("downgrade", "-1");
      assert.deepEqual(await rowsOf(connection), held);
      await project.done("upgrade", "head", "--yes");
      const reached = await catalogFacts(connection);
      const refused = await project.retort("downgrade", "-1", "--yes");
      assert.equal(refused.code, 4, refused.stdout);
      assert.match(refused.stdout + refused.stderr, /T\.u: 5 rows that would have no value in it/);
      assertSameFacts(await catalogFacts(connection), reached, "after a way down that stopped");
    }));

  it("a reference that a fill answers for the way down: nothing is told, and it goes down", () =>
    onModels(`${uniques}\n  ${reference}`, uniques, async (project, connection) => {
      const fill = 'T.u=(SELECT min(id) FROM "U")';
      const { stderr } = await project.done("revision", "--autogenerate", "-m", "less", "--no-rename", "--fill", fill);
      assert.doesNotMatch(stderr, /way down/);
      await project.done("upgrade", "head", "--yes");
      await project.done("downgrade", "-1", "--yes");
      assert.deepEqual(await connection.rows('SELECT DISTINCT u FROM "T"'), [[0]]);
    }));

  it("a reference that is replaced with the key it refers to: neither a fill nor a stash is offered, which would not help", () =>
    onModels(reference, "u String\n  to U @relation(fields: [u], references: [id])", async (project) => {
      const models = (await project.read("prisma/schema.prisma")).replace(
        "model U {\n  id Int @id",
        "model U {\n  id String @id @db.Uuid",
      );
      await project.write("prisma/schema.prisma", models.replace("u String", "u String @db.Uuid"));
      const fill = "T.u=(SELECT gen_random_uuid())";
      const { stderr } = await project.done(
        "revision",
        "--autogenerate",
        "-m",
        "keys",
        "--fill",
        fill,
        "--fill",
        "U.id=gen_random_uuid()",
      );
      assert.match(
        stderr,
        /T\.u is required, and refers to U, and its values are gone\. Write down by hand what they shall hold\.$/m,
      );
    }));
});

async function onModels(
  before: string,
  after: string,
  work: (project: CommandLine, connection: Connection) => Promise<void>,
): Promise<void> {
  await withDatabase(await sharedServer(18), (database) =>
    withCommandLine(
      [],
      async (project) => {
        const connection = await database.connect();
        const models = (fields: string) =>
          `datasource db {\n  provider = "postgresql"\n  url = ${JSON.stringify(database.url)}\n}\n` +
          `model T {\n  id Int @id\n  ${fields}\n}\nmodel U {\n  id Int @id\n  ${fields.includes("to U") ? "ts T[]" : ""}\n}\n`;
        await project.write("prisma/schema.prisma", models(before));
        await project.done("revision", "--autogenerate", "-m", "all");
        await project.done("upgrade", "head");
        await connection.rows(before.includes(uniques) ? rows : rowsOfU);
        await project.write("prisma/schema.prisma", models(after));
        await work(project, connection);
      },
      { url: database.url },
    ),
  );
}

async function rowsOf(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.rows<[string]>('SELECT to_jsonb(t)::text FROM "T" t ORDER BY 1');
  return rows.flat();
}
