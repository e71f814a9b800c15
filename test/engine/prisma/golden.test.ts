import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { lowerModels } from "#engine/prisma/lower.ts";
import { parseModels } from "#engine/prisma/parser.ts";
import { corpusFiles, goldenFiles } from "#test/engine/prisma/corpus.ts";
import { factsOfDdl, factsOfSchema } from "#test/engine/prisma/ddlFacts.ts";

const folder = path.resolve(import.meta.dirname, "../../cases/models");

describe("lowering makes the schema that Prisma makes", () => {
  // The scripts are what Prisma 7.10 writes for an empty database: test/cases/models/README.md.
  for (const { name, text } of goldenFiles()) {
    it(name, () => {
      const { value, problems } = parseModels(name, text);
      const lowered = lowerModels([value], { defaultSchema: null });
      const sql = fs.readFileSync(path.join(folder, name.replace(".prisma", ".sql")), "utf8");
      assert.deepEqual(problems, []);
      assert.deepEqual(
        lowered.problems.filter((problem) => problem.severity === "error"),
        [],
      );
      assert.deepEqual(factsOfSchema(lowered.schema), factsOfDdl(sql, "public"));
    });
  }

  it("the corpus has no problems", function () {
    for (const { name, text } of corpusFiles(this)) {
      const { value } = parseModels(name, text);
      const { problems, schema } = lowerModels([value], { defaultSchema: null });
      assert.deepEqual(problems, [], name);
      assert.ok(schema.tables.length > 3, name);
    }
  }).timeout(60_000);
});
