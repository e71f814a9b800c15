import type { Problem } from "#engine/core/problem.ts";
import { sortedBy } from "#engine/core/compare.ts";
import type { SchemaDocument } from "#engine/prisma/ast.ts";
import { readDatasource } from "#engine/prisma/lower/datasource.ts";
import { declare } from "#engine/prisma/lower/declarations.ts";
import { refuseUnknownAttributes } from "#engine/prisma/lower/knownAttributes.ts";
import { lowerAgain } from "#engine/prisma/lower/again.ts";
import { homeOf, type LoweredModels, loweredModels, type LowerOptions } from "#engine/prisma/lower/lowered.ts";
import { reportTo } from "#engine/prisma/lower/report.ts";
import { lowerTables } from "#engine/prisma/lower/tables.ts";
import { warningsLast } from "#engine/prisma/lower/warnings.ts";
import type { Schema } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";

export type { LoweredModels, LowerOptions } from "#engine/prisma/lower/lowered.ts";

/**
 * Turns the models of all files into the database schema that Prisma would make of them, names included.
 *
 * What is unsound is a problem with code `prisma/…`, and is left out; the rest stands. Syntax errors are the parser's to
 * report. The result is sorted by name, columns as declared.
 *
 * With what the version `before` came to, models that are the same there are taken over from it where that can't make a
 * difference: `reparseModels` tells which are the same.
 */
export function lowerModels(
  documents: readonly SchemaDocument[],
  options: LowerOptions,
  before: LoweredModels | null = null,
): LoweredModels {
  return (before && lowerAgain(before, documents, options)) ?? lowerAnew(documents, options);
}

function lowerAnew(documents: readonly SchemaDocument[], options: LowerOptions): LoweredModels {
  const problems: Problem[] = [];
  const report = reportTo(problems);
  const home = homeOf(options);
  const source = readDatasource(documents, report);
  const datasource = source?.datasource ?? null;
  const declarations = declare(documents, { datasource, home, report });
  refuseUnknownAttributes(declarations, report);
  const lowered = lowerTables({ declarations, datasource, home, report });
  const tables = lowered.tables.map(({ table }) => table);
  const enums = [...declarations.enums.values()];
  const used = [...tables.map(({ name }) => name.schema), ...enums.map((e) => e.type.schema)];
  // Of several schemas Prisma makes those that hold something.
  const several = datasource !== null && datasource.schemas.length > 0;
  const schema: Schema = {
    namespaces: sortedBy([...new Set(several ? used : [home, ...used])], (name) => name),
    extensions: sortedBy(datasource?.extensions ?? [], (extension) => extension.name),
    enums: sortedBy(
      enums.map((e) => ({ name: e.type, values: [...e.values.values()].map((value) => value.text) })),
      (e) => nameKey(e.name),
    ),
    tables: sortedBy(tables, (table) => nameKey(table.name)),
    sequences: [],
    objects: [],
  };
  const parts = { ...lowered, home, documents, source, declarations, displaced: new Map<string, number>() };
  return loweredModels(parts, schema, warningsLast(problems, documents));
}
