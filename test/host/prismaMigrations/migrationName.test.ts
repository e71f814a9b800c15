import assert from "node:assert/strict";

import { readMigrationName } from "#host/prismaMigrations/migrationName.ts";

describe("the name of a migration", () => {
  const cases: readonly (readonly [name: string, created: string | null, message: string])[] = [
    ["20230625203909_init", "2023-06-25T20:39:09.000Z", "init"],
    ["20230703084002_add_api_keys", "2023-07-03T08:40:02.000Z", "add api keys"],
    ["20240126184148_new_models copy", "2024-01-26T18:41:48.000Z", "new models copy"],
    ["20240913095558_models_add_openai_o1_2024-09-12", "2024-09-13T09:55:58.000Z", "models add openai o1 2024-09-12"],
    ["20250625_add_pivot_table", "2025-06-25T00:00:00.000Z", "add pivot table"],
    // Somebody counted on.
    ["20250517273700_add_table", "2025-05-18T03:37:00.000Z", "add table"],
    ["20230401000000_", "2023-04-01T00:00:00.000Z", "20230401000000_"],
    ["00_init", null, "init"],
    ["0_init", null, "init"],
    ["12_MSQ-corrections", null, "MSQ-corrections"],
    ["init", null, "init"],
    ["99999999999999_far", null, "far"],
    ["20231345_no_such_month", null, "no such month"],
    ["20230625203909_größe_ändern", "2023-06-25T20:39:09.000Z", "größe ändern"],
  ];
  for (const [name, created, message] of cases) {
    it(name, () => {
      const read = readMigrationName(name);
      assert.deepEqual([read.created?.toISOString() ?? null, read.message], [created, message]);
      assert.match(read.id, /^[0-9a-f]{12}$/);
    });
  }

  it("gives the same id everywhere, for ever", () => {
    assert.equal(readMigrationName("20230625203909_init").id, "cf4f214537f8");
    assert.equal(readMigrationName("a\u0308").id, readMigrationName("\u00e4").id);
    assert.notEqual(readMigrationName("1_init").id, readMigrationName("01_init").id);
  });
});
