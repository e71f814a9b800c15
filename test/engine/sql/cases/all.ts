import type { SqlCases } from "#test/engine/sql/cases/case.ts";
import { columns } from "#test/engine/sql/cases/columns.ts";
import { enums } from "#test/engine/sql/cases/enums.ts";
import { keys } from "#test/engine/sql/cases/keys.ts";
import { names } from "#test/engine/sql/cases/names.ts";
import { namespaces } from "#test/engine/sql/cases/namespaces.ts";
import { objects } from "#test/engine/sql/cases/objects.ts";
import { sequences } from "#test/engine/sql/cases/sequences.ts";
import { tables } from "#test/engine/sql/cases/tables.ts";

/** By subject and name, which are also the folder and file of what is golden. */
export const sqlCases: Readonly<Record<string, SqlCases>> = {
  columns,
  enums,
  keys,
  names,
  namespaces,
  objects,
  sequences,
  tables,
};
