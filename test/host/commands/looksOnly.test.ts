import assert from "node:assert/strict";

import { withConnection } from "#host/commands/context.ts";
import { openProjectContext } from "#host/commands/openContext.ts";
import { done } from "#host/failure.ts";
import { withFolder } from "#test/support/folder.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

describe("looking at a protected database", () => {
  for (const isProtected of [true, false]) {
    it(isProtected ? "can write nothing" : "is a session like others where it is not protected", async () =>
      withDatabase(await sharedServer(18), (database) =>
        withFolder(
          {
            ".git/": "",
            "schema.prisma": 'datasource db {\n  provider = "postgresql"\n}\n',
            "retort.json": JSON.stringify({ databases: { live: { url: "env:LIVE", protected: isProtected } } }),
          },
          async (folder) => {
            const opened = await openProjectContext({
              folder,
              config: null,
              choice: { kind: "name", name: "live" },
              env: { LIVE: database.url },
              trusted: true,
              signal: null,
              report: () => undefined,
              owner: "test",
            });
            assert.ok(opened.ok, JSON.stringify(opened));
            const { context } = opened.value;
            const write = () =>
              withConnection(
                context,
                async (connection) => {
                  assert.deepEqual(await connection.rows("SELECT 1"), [[1]]);
                  return done(await connection.rows("CREATE TABLE t (id int)"));
                },
                { looksOnly: true },
              );
            const written = await write();
            assert.equal(written.ok, !isProtected);
            if (!written.ok) assert.match(JSON.stringify(written.failure), /read-only transaction/);
            await opened.value.close();
          },
        ),
      ),
    );
  }
});
