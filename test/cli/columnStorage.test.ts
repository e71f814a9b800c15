import assert from "node:assert/strict";

import { withCommandLine } from "#test/support/commandLine.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";

const made = {
  id: "a",
  up: `CREATE TABLE "t" ("id" integer NOT NULL, "a" text, "b" text, "c" text, "d" text, "gone" text, CONSTRAINT "t_pkey" PRIMARY KEY ("id"));
ALTER TABLE t ALTER a SET STORAGE EXTERNAL, ALTER a SET STATISTICS 9, ALTER b SET STORAGE EXTERNAL, ALTER b SET STATISTICS 9,
  ALTER c SET STORAGE EXTERNAL, ALTER d SET STORAGE MAIN, ALTER gone SET STORAGE EXTERNAL, ALTER gone SET STATISTICS 3;`,
  down: `DROP TABLE "t";`,
};

/** Prisma has no word for how a column is kept, and PostgreSQL forgets it where the type changes. */
for (const major of installedMajors()) {
  describe(`how columns are kept, under models that change them, on PostgreSQL ${major}`, function () {
    this.timeout(120_000);

    it("is as before where the new type can be kept so, and again on the way back", async () => {
      await withDatabase(await sharedServer(major), (database) =>
        withCommandLine(
          [made],
          async (project) => {
            const connection = await database.connect();
            const kept = () =>
              connection.rows(`SELECT attname, attstorage, CASE attstattarget WHEN -1 THEN NULL ELSE attstattarget END
                FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname`);
            const done = async (...args: readonly string[]) => {
              const said = await project.retort(...args);
              assert.equal(said.code, 0, said.stdout + said.stderr);
              return said.stdout;
            };
            await done("upgrade", "head");
            await connection.rows("INSERT INTO t VALUES (1, '1', '2', '3', '4', '5')");
            const start = await kept();
            await project.write("prisma/schema.prisma", models(database.url));
            const said = await done("revision", "--autogenerate", "-m", "retype", "--rename", "t.c=renamed");
            assert.match(said, /^ {2}create storage parameters of t\.a$/m);
            await done("upgrade", "head", "--yes");
            await done("check");
            await done("drift");
            assert.deepEqual(await kept(), [
              ["a", "e", 9],
              ["b", "p", 9],
              ["d", "m", null],
              ["id", "p", null],
              ["renamed", "e", null],
            ]);
            await done("downgrade", "a", "--yes");
            await done("drift");
            assert.deepEqual(await kept(), start);
          },
          { url: database.url },
        ),
      );
    });
  });
}

function models(url: string): string {
  return `datasource db {
  provider = "postgresql"
  url = ${JSON.stringify(url)}
}

model t {
  id      Int      @id
  a       String?  @db.VarChar(20)
  b       Int?
  renamed String?
  d       Decimal?
}
`;
}
