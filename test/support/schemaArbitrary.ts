import fc from "fast-check";

import { type Schema } from "#engine/index.ts";
import { type Blueprint, blueprint, edit, type Edit } from "#test/support/schemaBlueprint.ts";
import { build } from "#test/support/schemaBuild.ts";

export interface SchemaPair {
  readonly from: Schema;
  readonly to: Schema;
}

/**
 * A schema that PostgreSQL 15 and later take, in the form in which the catalog tells it: names in need of quotes, several
 * schemas, enums, every kind of default and index, serial, identity and generated columns, checks, objects.
 */
export const anySchema: fc.Arbitrary<Schema> = blueprint.map(build);

/** A schema, and the same one some edits later. */
export const editedSchema: fc.Arbitrary<SchemaPair> = fc
  .tuple(blueprint, fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([before, edits]) => ({ from: build(before), to: build(edits.reduce(applyEdit, before)) }));

/** Two schemas: mostly one an edit of the other, sometimes with nothing in common but the stock of names. */
export const schemaPair: fc.Arbitrary<SchemaPair> = fc.oneof(
  { weight: 3, arbitrary: editedSchema },
  { weight: 1, arbitrary: fc.record({ from: anySchema, to: anySchema }, { noNullPrototype: true }) },
);

function applyEdit(before: Blueprint, change: Edit): Blueprint {
  return change(before);
}
