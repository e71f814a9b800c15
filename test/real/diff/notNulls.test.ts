import assert from "node:assert/strict";

import { openDiffSides } from "#host/commands/openDiffSides.ts";
import { diffSides } from "#host/commands/diffSources.ts";
import { installedMajors, sharedServer, withDatabase } from "#test/support/servers.ts";
import { valueOf } from "#test/host/runner/targets.ts";

const [older, newer] = [installedMajors().find((major) => major < 18), installedMajors().find((major) => major >= 18)];

/** Only PostgreSQL 18 and later tell what NOT NULL is called and whether it was validated. */
describe("NOT NULL between versions", function () {
  this.timeout(60_000);
  if (older === undefined || newer === undefined) return;

  it("says nothing where one side can't tell", () => betweenServers(older, newer, 0));
  it("is told where both can", () => betweenServers(newer, newer, 2));
});

type Server = NonNullable<typeof older>;

async function betweenServers(first: Server, second: Server, count: number): Promise<void> {
  await withDatabase(await sharedServer(first), async (from) => {
    await withDatabase(await sharedServer(second), async (to) => {
      await (await from.connect()).rows("CREATE TABLE t (a int NOT NULL, b int NOT NULL)");
      await (await to.connect()).rows("CREATE TABLE t (a int CONSTRAINT must NOT NULL, b int NOT NULL NO INHERIT)");
      for (const [a, b] of [
        [from, to],
        [to, from],
      ] as const) {
        const sources = { from: a.url, to: b.url, cwd: "/", folder: "/", config: null, env: {} };
        const sides = valueOf(await openDiffSides({ ...sources, signal: new AbortController().signal }));
        const options = { home: "public", down: false, renames: [], fills: [], reorderEnums: false };
        assert.equal(diffSides(sides.from, sides.to, options).changes.length, count);
      }
    });
  });
}
