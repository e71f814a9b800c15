import type { Problem } from "#engine/core/problem.ts";
import { sortedBy } from "#engine/core/compare.ts";
import type { SchemaDocument } from "#engine/prisma/ast.ts";
import { type Datasource, readDatasource } from "#engine/prisma/lower/datasource.ts";
import { declare } from "#engine/prisma/lower/declarations.ts";
import { refuseUnknownAttributes } from "#engine/prisma/lower/knownAttributes.ts";
import { originsOf } from "#engine/prisma/lower/places.ts";
import type { Report } from "#engine/prisma/lower/report.ts";
import { lowerTables } from "#engine/prisma/lower/tables.ts";
import type { Origins } from "#engine/prisma/origins.ts";
import type { Schema } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";

/** What the models ask of the database, and where they ask for it. */
export interface LoweredModels {
  readonly schema: Schema;
  readonly origins: Origins;
  /** Null where no file has a `datasource` block. */
  readonly datasource: Datasource | null;
  readonly problems: readonly Problem[];
}

export interface LowerOptions {
  /** The PostgreSQL schema of what names none: the connection's `?schema=`. Null is `public`. */
  readonly defaultSchema: string | null;
}

/**
 * Turns the models of all files into the database schema that Prisma would make of them, names included.
 *
 * What is unsound is a problem with code `prisma/…`, and is left out; the rest stands. Syntax errors are the parser's to
 * report. The result is sorted by name, columns as declared.
 */
export function lowerModels(documents: readonly SchemaDocument[], options: LowerOptions): LoweredModels {
  const problems: Problem[] = [];
  const report: Report = (file, span, code, message, { severity } = { severity: "error" }) => {
    problems.push({ code, severity, message, place: { file, span: { start: span.start, end: span.end } } });
  };
  const home = options.defaultSchema ?? "public";
  const source = readDatasource(documents, report);
  const datasource = source?.datasource ?? null;
  const declarations = declare(documents, { datasource, home, report });
  refuseUnknownAttributes(declarations, report);
  const tables = lowerTables({ declarations, datasource, home, report });
  const enums = [...declarations.enums.values()];
  const used = [...tables.map(({ table }) => table.name.schema), ...enums.map((e) => e.type.schema)];
  // Of several schemas Prisma makes those that hold something.
  const several = datasource !== null && datasource.schemas.length > 0;
  const namespaces = sortedBy([...new Set(several ? used : [home, ...used])], (name) => name);
  const schema: Schema = {
    namespaces,
    extensions: sortedBy(datasource?.extensions ?? [], (extension) => extension.name),
    enums: sortedBy(
      enums.map((e) => ({ name: e.type, values: [...e.values.values()].map((value) => value.text) })),
      (e) => nameKey(e.name),
    ),
    tables: sortedBy(
      tables.map(({ table }) => table),
      (table) => nameKey(table.name),
    ),
    sequences: [],
    objects: [],
  };
  let origins: Origins | null = null;
  return {
    schema,
    // For whoever shows things where they were asked for: a comparison alone never does.
    get origins() {
      return (origins ??= originsOf({ source, enums, tables, namespaces }));
    },
    datasource,
    problems,
  };
}
