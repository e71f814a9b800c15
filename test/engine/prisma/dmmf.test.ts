import assert from "node:assert/strict";
import { createRequire } from "node:module";

import type { GetDMMFOptions } from "@prisma/internals";

import { lowerModels } from "#engine/prisma/lower.ts";
import { parseModels } from "#engine/prisma/parser.ts";
import { goldenFiles } from "#test/engine/prisma/corpus.ts";
import { modernized } from "#test/support/modernModels.ts";

interface Dmmf {
  readonly datamodel: {
    readonly models: readonly {
      readonly name: string;
      readonly dbName?: string | null;
      readonly fields: readonly { readonly name: string; readonly dbName?: string | null; readonly kind: string }[];
    }[];
  };
}

interface Internals {
  readonly getDMMF: (options: GetDMMFOptions) => Promise<Dmmf>;
}

describe("lowering agrees with the DMMF of Prisma's client", () => {
  it("in tables and columns", async () => {
    const text = goldenFiles().find((file) => file.name === "tasks.prisma")?.text ?? "";
    const { getDMMF } = createRequire(import.meta.url)("@prisma/internals") as Internals;
    const { datamodel } = await getDMMF({ datamodel: modernized(text) });
    const { schema } = lowerModels([parseModels("tasks.prisma", text).value], { defaultSchema: null });
    assert.deepEqual(
      schema.tables.map((table) => [table.name.name, table.columns.map((column) => column.name)]),
      datamodel.models
        .map((model) => [
          model.dbName ?? model.name,
          model.fields.filter((f) => f.kind !== "object").map((field) => field.dbName ?? field.name),
        ])
        .sort(),
    );
  }).timeout(30_000);
});
