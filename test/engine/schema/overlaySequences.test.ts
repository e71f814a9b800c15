import assert from "node:assert/strict";

import { describe as words, diff, overlay, type Schema } from "#engine/index.ts";
import { schemaOf } from "#test/support/modelsSchema.ts";

/** Three tables whose sequences would have one name: PostgreSQL numbers them as they come. */
const a = "model a { id Int @id; b_c_d Int @default(autoincrement()) }";
const b = "model a_b { id Int @id; c_d Int @default(autoincrement()) }";
const c = "model a_b_c { id Int @id; d Int @default(autoincrement()) }";
const plain = "model a { id Int @id; b_c_d Int }";
const counted = (name: string) => `model ${name} { id Int @id @default(autoincrement()) }`;

interface Case {
  readonly recorded: Schema;
  readonly models: string;
  readonly asked: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  "the one without a number goes": {
    recorded: schemaOf(a + b + c),
    models: b + c,
    asked: [
      "drop table a",
      "a_b.c_d: sequence a_b_c_d_seq1 → a_b_c_d_seq",
      "a_b_c.d: sequence a_b_c_d_seq2 → a_b_c_d_seq1",
    ],
  },
  "the one without a number counts no more": {
    recorded: schemaOf(a + b),
    models: plain + b,
    asked: ["a.b_c_d: no default (was autoincrement)", "a_b.c_d: sequence a_b_c_d_seq1 → a_b_c_d_seq"],
  },
  "one comes before": {
    recorded: schemaOf(b + c),
    models: a + b + c,
    asked: [
      "a_b_c.d: sequence a_b_c_d_seq1 → a_b_c_d_seq2",
      "a_b.c_d: sequence a_b_c_d_seq → a_b_c_d_seq1",
      "create table a",
    ],
  },
  "one comes behind": { recorded: schemaOf(a), models: a + b, asked: ["create table a_b"] },
  "the models merely stand in another order": { recorded: schemaOf(a + b + c), models: c + a + b, asked: [] },
  "a number for which there is no reason": { recorded: renamed(b, "a_b_c_d_seq1"), models: b, asked: [] },
  "a new table needs the name that a renamed one kept": {
    recorded: renamed(counted("u"), "v_id_seq"),
    models: counted("u") + counted("v"),
    asked: ["u.id: sequence v_id_seq → u_id_seq", "create table v"],
  },
};

describe("overlay: names of sequences", () => {
  for (const [title, { recorded, models, asked }] of Object.entries(cases)) {
    it(title, () => {
      const target = overlay(schemaOf(models), recorded, { partialIndexes: false });
      const changes = diff(recorded, target).map((change) => words(change, { home: "public" }).text);
      assert.deepEqual(changes, asked);
      assert.deepEqual(diff(target, overlay(schemaOf(models), target, { partialIndexes: false })), []);
    });
  }
});

function renamed(models: string, name: string): Schema {
  const schema = schemaOf(models);
  const sequence = { schema: "public", name };
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) =>
        column.default?.kind === "serial" ? { ...column, default: { ...column.default, sequence } } : column,
      ),
    })),
  };
}
