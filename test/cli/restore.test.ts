import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

import type { Connection } from "#host/connection.ts";
import { retortIn } from "#test/support/retortIn.ts";
import { withFolder } from "#test/support/folder.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";

const models = `datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model Task {
  id    Int     @id @default(autoincrement())
  title String // what it is about
  note  String?

  @@map("tasks")
}
`;

/** A column with an index and rows, a table with a view over it and a row in it, a comment, and a column that is gone. */
const byHand = `
  INSERT INTO tasks (title) VALUES ('a'), ('b');
  ALTER TABLE tasks ADD COLUMN slug text DEFAULT 'x';
  CREATE INDEX tasks_slug_idx ON tasks (slug);
  CREATE TABLE audit (id int PRIMARY KEY, task int REFERENCES tasks (id));
  INSERT INTO audit VALUES (1, 1);
  CREATE VIEW audited AS SELECT task FROM audit;
  COMMENT ON TABLE tasks IS 'by hand';
  ALTER TABLE tasks DROP COLUMN note`;

interface Situation {
  readonly retort: (...args: string[]) => Promise<{ code: number; stdout: string; stderr: string }>;
  readonly connection: Connection;
  readonly folder: string;
}

for (const major of installedMajors()) {
  describe(`a database that drifted, by the command line as built, on PostgreSQL ${major}`, function () {
    this.timeout(240_000);

    const drifted = (work: (situation: Situation) => Promise<void>) => async () => {
      await withDatabase(await sharedServer(major), (database) =>
        withFolder({ ".git/": "", "prisma/schema.prisma": models }, async (folder) => {
          const retort = (...args: string[]) => retortIn(folder, { DATABASE_URL: database.url }, args);
          assert.equal((await retort("revision", "--autogenerate", "-m", "tasks")).code, 0);
          assert.equal((await retort("upgrade", "head")).code, 0);
          const connection = await database.connect();
          await connection.rows(byHand);
          await work({ retort, connection, folder });
        }),
      );
    };
    const expect = async (answer: ReturnType<Situation["retort"]>, code: number) => {
      const { code: found, stdout, stderr } = await answer;
      assert.equal(found, code, stdout + stderr);
      return stdout + stderr;
    };

    it(
      "is restored, what is named with what stands on it, and nothing is lost unasked",
      drifted(async ({ retort, connection }) => {
        assert.match(await expect(retort("restore", "elsewhere"), 2), /elsewhere did not drift/);
        const sql = await expect(retort("restore", "tasks.slug", "--dry-run"), 0);
        assert.match(sql, /DROP INDEX "tasks_slug_idx";(.|\n)*DROP COLUMN "slug";/);
        assert.match(sql, /loses tasks\.slug: 2 values/);
        assert.doesNotMatch(sql, /audit|note/);
        const told = await retort("drift", "--json");
        const apart = /is PostgreSQL 15; what is recorded was made by PostgreSQL 18/.test(told.stderr);
        assert.equal(apart, major === 15, told.stderr);
        const { objects } = JSON.parse(told.stdout) as { readonly objects: readonly Record<string, unknown>[] };
        assert.deepEqual(
          objects.map(({ object, models: agree, database }) => [object, agree, database === null]).toSorted(),
          [
            ["audit", "recorded", false],
            ["audited", "recorded", false],
            ["tasks", "recorded", false],
            ["tasks.note", "recorded", true],
            ["tasks.slug", "recorded", false],
            ["tasks_slug_idx", "recorded", false],
          ],
        );
        assert.match(await expect(retort("restore"), 3), /audit: 1 row(.|\n)*Nothing was run\.(.|\n)*--yes/);
        assert.match(await expect(retort("drift"), 1), /table audit/);

        const ran = await expect(retort("restore", "audit", "--yes"), 0);
        assert.match(ran, /drop view audited(.|\n)*drop table audit/);
        const left = await expect(retort("drift"), 1);
        assert.doesNotMatch(left, /audit/);
        assert.match(left, /slug/);
        assert.match(await expect(retort("restore", "--yes"), 0), /And loses:\n *tasks\.slug: 2 values/);
        await expect(retort("check"), 0);
        assert.match(await expect(retort("restore"), 0), /Nothing to restore/);
        assert.deepEqual(await connection.rows("SELECT title, note FROM tasks ORDER BY id"), [
          ["a", null],
          ["b", null],
        ]);
      }),
    );

    it(
      "is adopted: a revision it has already, and models that say the same; it goes down and up again",
      drifted(async ({ retort, connection, folder }) => {
        const dry = await expect(retort("adopt", "tasks", "-m", "slugs", "--dry-run"), 0);
        assert.match(dry, /-- retort: upgrade(.|\n)*ADD COLUMN "slug"(.|\n)*-- retort: downgrade/);
        assert.equal((await readdir(path.join(folder, "prisma", "revisions"))).length, 1);
        assert.match(await expect(retort("adopt"), 2), /needs a message/);

        const one = await expect(retort("adopt", "tasks.slug", "-m", "slugs"), 0);
        assert.match(one, /marked as having it/);
        const left = await expect(retort("drift"), 1);
        assert.doesNotMatch(left, /slug is in/);
        assert.match(left, /audit/);
        assert.match(await readFile(path.join(folder, "prisma", "schema.prisma"), "utf8"), /slug .*String\?.*"x"/);

        await expect(retort("adopt", "-m", "the rest"), 0);
        await expect(retort("check"), 0);
        const text = await readFile(path.join(folder, "prisma", "schema.prisma"), "utf8");
        assert.match(text, /title String +\/\/ what it is about/);
        assert.match(text, /model audit \{/);
        assert.doesNotMatch(text, /note/);
        const before = await connection.rows("SELECT * FROM tasks ORDER BY id");
        await expect(retort("downgrade", "-2", "--stash"), 0);
        await expect(retort("upgrade", "head"), 0);
        await expect(retort("check"), 0);
        assert.deepEqual(
          (await connection.rows("SELECT id, title, slug FROM tasks ORDER BY id")).map((row) => [...row]),
          before.map(([id, title, slug]) => [id, title, slug]),
        );
      }),
    );

    it(
      "is not adopted while revisions are pending",
      drifted(async ({ retort }) => {
        await expect(retort("revision", "-m", "empty"), 0);
        assert.match(await expect(retort("adopt", "-m", "x"), 3), /not up to date(.|\n)*Nothing was written/);
      }),
    );
  });
}
