import assert from "node:assert/strict";

import { lowerModels, parseModels, type Schema, type Table } from "#engine/index.ts";

/**
 * The schema of sound models: one declaration a line, fields parted by semicolons: `model T { id Int @id; n String? }`. A
 * datasource may stand first.
 */
export function schemaOf(models: string): Schema {
  const text = onLines(models);
  const schemas = [...new Set([...text.matchAll(/@@schema\(("[^"]*")\)/g)].map(([, name]) => name))];
  const setting = schemas.length > 0 ? ` schemas = [${schemas.join(", ")}]\n` : "";
  const ownHead = text.startsWith("datasource ");
  const head = ownHead ? "" : `datasource db {\n provider = "postgresql"\n${setting}}\n`;
  const { value, problems } = parseModels("test.prisma", head + text);
  const lowered = lowerModels([value], { defaultSchema: null });
  assert.deepEqual(
    [...problems, ...lowered.problems].filter(({ severity }) => severity === "error"),
    [],
  );
  return lowered.schema;
}

/** Semicolons and the braces of blocks become lines; those in strings and in arguments are left alone. */
function onLines(models: string): string {
  const lines = { ";": "\n", "{": "{\n", "}": "\n}" };
  let depth = 0;
  return models.replaceAll(/"(?:[^"\\]|\\.)*"|[(){};]/g, (sign) => {
    if (sign === "(") depth++;
    if (sign === ")") depth--;
    return depth === 0 && sign in lines ? lines[sign as keyof typeof lines] : sign;
  });
}

/** The schema with one of its tables edited: for what models can't say. */
export function withTable(schema: Schema, name: string, edit: (table: Table) => Table): Schema {
  assert.ok(
    schema.tables.some((table) => table.name.name === name),
    name,
  );
  return { ...schema, tables: schema.tables.map((table) => (table.name.name === name ? edit(table) : table)) };
}
