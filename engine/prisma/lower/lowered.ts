import type { Problem } from "#engine/core/problem.ts";
import type { SchemaDocument } from "#engine/prisma/ast.ts";
import type { Datasource, readDatasource } from "#engine/prisma/lower/datasource.ts";
import type { Declarations } from "#engine/prisma/lower/declarations.ts";
import { originsOf } from "#engine/prisma/lower/places.ts";
import type { LoweredTables } from "#engine/prisma/lower/tables.ts";
import type { Origins } from "#engine/prisma/origins.ts";
import type { Schema } from "#engine/schema/model.ts";

/** What the models ask of the database, and where they ask for it. */
export interface LoweredModels {
  readonly schema: Schema;
  readonly origins: Origins;
  /** Null where no file has a `datasource` block. */
  readonly datasource: Datasource | null;
  readonly problems: readonly Problem[];
  /** What lowering the next version of the models goes on from. */
  readonly parts: LoweredParts;
}

/** What was found out about the models on the way to their schema. */
export interface LoweredParts extends LoweredTables {
  readonly home: string;
  readonly documents: readonly SchemaDocument[];
  readonly source: ReturnType<typeof readDatasource>;
  readonly declarations: Declarations;
  /** How many characters further on a model or enum stands than where it was declared, by its name. */
  readonly displaced: ReadonlyMap<string, number>;
}

/** The result of lowering. Origins are found where somebody asks: a comparison alone never does. */
export function loweredModels(parts: LoweredParts, schema: Schema, problems: readonly Problem[]): LoweredModels {
  const { source, tables, declarations, displaced } = parts;
  let origins: Origins | null = null;
  return {
    schema,
    get origins() {
      const enums = [...declarations.enums.values()];
      return (origins ??= originsOf({ source, enums, tables, namespaces: schema.namespaces, displaced }));
    },
    datasource: source?.datasource ?? null,
    problems,
    parts,
  };
}

/** The schema of names that name none. */
export function homeOf({ defaultSchema }: LowerOptions): string {
  return defaultSchema ?? "public";
}

export interface LowerOptions {
  /** The PostgreSQL schema of what names none: the connection's `?schema=`. Null is `public`. */
  readonly defaultSchema: string | null;
}
