import type { FieldType } from "#test/support/models/fieldTypes.ts";
import type { Names } from "#test/support/models/names.ts";

/** What is settled for all of the models before they are written. */
export interface Draft {
  /** The datasource's name, which native types are written with. */
  readonly datasource: string;
  /** Models are in several PostgreSQL schemas. */
  readonly several: boolean;
  /** As in all relation modes but `prisma`. */
  readonly foreignKeys: boolean;
  readonly names: Readonly<Record<"public" | "Second", Names>>;
}

export interface WrittenEnum {
  readonly name: string;
  readonly values: readonly string[];
  readonly text: string;
}

export interface WrittenModel {
  readonly name: string;
  readonly table: string;
  readonly schema: "public" | "Second";
  /** The field or fields that a relation refers to. */
  readonly id: WrittenField[];
  readonly fields: WrittenField[];
  readonly lines: string[];
  readonly members: Names;
  readonly columns: Names;
  /** What the default names of keys and indexes are made of. */
  readonly keys: Names;
}

export interface WrittenField {
  readonly name: string;
  readonly column: string;
  readonly type: FieldType;
  readonly list: boolean;
  readonly optional: boolean;
}

export function pick<T>(items: readonly T[], at: number): T {
  return items[at % items.length] as T;
}
