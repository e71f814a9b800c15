import assert from "node:assert/strict";

import { lowerModels } from "#engine/prisma/lower.ts";
import { parseModels } from "#engine/prisma/parser.ts";
import { raiseModels } from "#engine/prisma/raise.ts";
import type { Schema } from "#engine/schema/model.ts";
import { normalize } from "#engine/schema/normalize.ts";
import { printModels } from "#host/modelPrinter.ts";
import { lintErrors } from "#test/engine/prisma/prismaDatamodel.ts";

/** The models of a schema, as text, behind a datasource that knows what they use. */
export async function raised(schema: Schema): Promise<string> {
  const multiSchema = schema.namespaces.length > 1;
  const models = await printModels(raiseModels(schema, { datasource: "db", multiSchema, partialIndexes: true }));
  const schemas = multiSchema ? `  schemas  = ${JSON.stringify(schema.namespaces).replaceAll(",", ", ")}\n` : "";
  const generator =
    'generator client {\n  provider        = "prisma-client"\n  output          = "x"\n  previewFeatures = ["partialIndexes"]\n}\n';
  return `datasource db {\n  provider = "postgresql"\n${schemas}}\n\n${generator}\n${models}`;
}

/** Raising, printing, parsing and lowering give the same schema. */
export async function checkLaw(name: string, schema: Schema): Promise<void> {
  const text = await raised(schema);
  const { value, problems } = parseModels(name, text);
  assert.deepEqual(problems, [], text);
  const lowered = lowerModels([value], { defaultSchema: schema.namespaces[0] ?? null });
  assert.deepEqual(lowered.problems, [], text);
  assert.deepEqual(normalize({ ...lowered.schema, extensions: [] }), normalize({ ...schema, extensions: [] }), text);
  assert.deepEqual(lintErrors(name, text), [], text);
}
