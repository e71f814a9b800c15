import type { DiffCases } from "#test/real/diff/case.ts";
import { columns } from "#test/real/diff/cases/columns.ts";
import { comments } from "#test/real/diff/cases/comments.ts";
import { constraints } from "#test/real/diff/cases/constraints.ts";
import { functions } from "#test/real/diff/cases/functions.ts";
import { indexes } from "#test/real/diff/cases/indexes.ts";
import { partitions } from "#test/real/diff/cases/partitions.ts";
import { policies } from "#test/real/diff/cases/policies.ts";
import { privileges } from "#test/real/diff/cases/privileges.ts";
import { sequences } from "#test/real/diff/cases/sequences.ts";
import { tables } from "#test/real/diff/cases/tables.ts";
import { triggers } from "#test/real/diff/cases/triggers.ts";
import { types } from "#test/real/diff/cases/types.ts";
import { views } from "#test/real/diff/cases/views.ts";

export const diffCases: Readonly<Record<string, DiffCases>> = {
  columns,
  comments,
  constraints,
  functions,
  indexes,
  partitions,
  policies,
  privileges,
  sequences,
  tables,
  triggers,
  types,
  views,
};
