import assert from "node:assert/strict";

import { diff, emptySchema, printScript, render, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { column, entity, enumOf, enumType, schemaOf } from "#test/support/build.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { installedMajors } from "#test/support/servers.ts";

function withState(standard: string, ...values: readonly string[]): Schema {
  const state = column("state", enumType("state"), { default: { kind: "literal", text: standard } });
  return schemaOf({ enums: [enumOf("state", ...values)], tables: [entity("tasks", [state])] });
}

for (const major of installedMajors()) {
  describe(`sql: scripts on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);

    it("run as one string, even where a value of an enum is used at once", async () => {
      const connection = await empty();
      const [from, to] = [withState("OPEN", "OPEN"), withState("DONE", "OPEN", "DONE")];
      for (const [before, after] of [
        [emptySchema, from],
        [from, to],
        [to, from],
      ] as const) {
        const rendered = render(diff(before, after), { before, home: "public" });
        await connection.rows(printScript(rendered, { comments: true, home: "public" }));
        assert.deepEqual(diff(await readCatalog(connection, { schemas: ["public"] }), after), []);
      }
    });
  });
}
