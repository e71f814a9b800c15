import type { DiffCases } from "#test/real/diff/case.ts";
import { columns } from "#test/real/diff/cases/columns.ts";
import { comments } from "#test/real/diff/cases/comments.ts";
import { constraints } from "#test/real/diff/cases/constraints.ts";
import { constraintTriggers } from "#test/real/diff/cases/constraintTriggers.ts";
import { elsewhere } from "#test/real/diff/cases/elsewhere.ts";
import { functions } from "#test/real/diff/cases/functions.ts";
import { indexes } from "#test/real/diff/cases/indexes.ts";
import { keysOfPartitions } from "#test/real/diff/cases/keysOfPartitions.ts";
import { mixed } from "#test/real/diff/cases/mixed.ts";
import { notNulls } from "#test/real/diff/cases/notNulls.ts";
import { operators } from "#test/real/diff/cases/operators.ts";
import { partitions } from "#test/real/diff/cases/partitions.ts";
import { policies } from "#test/real/diff/cases/policies.ts";
import { privileges } from "#test/real/diff/cases/privileges.ts";
import { publications } from "#test/real/diff/cases/publications.ts";
import { remade } from "#test/real/diff/cases/remade.ts";
import { sequences } from "#test/real/diff/cases/sequences.ts";
import { servers } from "#test/real/diff/cases/servers.ts";
import { tables } from "#test/real/diff/cases/tables.ts";
import { tableTypes } from "#test/real/diff/cases/tableTypes.ts";
import { textSearch } from "#test/real/diff/cases/textSearch.ts";
import { together } from "#test/real/diff/cases/together.ts";
import { triggers } from "#test/real/diff/cases/triggers.ts";
import { types } from "#test/real/diff/cases/types.ts";
import { views } from "#test/real/diff/cases/views.ts";

export const diffCases: Readonly<Record<string, DiffCases>> = {
  columns,
  comments,
  constraints,
  "constraint triggers": constraintTriggers,
  elsewhere,
  functions,
  indexes,
  "keys of partitions": keysOfPartitions,
  mixed,
  "not null": notNulls,
  operators,
  partitions,
  policies,
  privileges,
  publications,
  remade,
  sequences,
  servers,
  tables,
  tableTypes,
  textSearch,
  together,
  triggers,
  types,
  views,
};
