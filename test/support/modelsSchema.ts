import assert from "node:assert/strict";

import { lowerModels, parseModels, type Schema, type Table } from "#engine/index.ts";

/** The schema of sound models: one declaration a line, fields parted by semicolons: `model T { id Int @id; n String? }`. */
export function schemaOf(models: string): Schema {
  const text = models.replaceAll("{", "{\n").replaceAll(";", "\n").replaceAll("}", "\n}");
  const schemas = [...new Set([...text.matchAll(/@@schema\(("[^"]*")\)/g)].map(([, name]) => name))];
  const setting = schemas.length > 0 ? ` schemas = [${schemas.join(", ")}]\n` : "";
  const head = `datasource db {\n provider = "postgresql"\n${setting}}\n`;
  const { value, problems } = parseModels("test.prisma", head + text);
  const lowered = lowerModels([value], { defaultSchema: null });
  assert.deepEqual(
    [...problems, ...lowered.problems].filter(({ severity }) => severity === "error"),
    [],
  );
  return lowered.schema;
}

/** The schema with one of its tables edited: for what models can't say. */
export function withTable(schema: Schema, name: string, edit: (table: Table) => Table): Schema {
  assert.ok(
    schema.tables.some((table) => table.name.name === name),
    name,
  );
  return { ...schema, tables: schema.tables.map((table) => (table.name.name === name ? edit(table) : table)) };
}
