import type { Column, Sequence } from "#engine/index.ts";
import { entity, inPublic, schemaOf, sequence, serial } from "#test/support/build.ts";
import type { SqlCase, SqlCases } from "#test/engine/sql/cases/case.ts";

function create(more: Partial<Sequence>): SqlCase {
  return { before: schemaOf({}), changes: [{ kind: "createSequence", sequence: sequence("s", more) }] };
}

function alter(from: Partial<Sequence>, to: Partial<Sequence>, more: Partial<SqlCase> = {}): SqlCase {
  const [old, next] = [sequence("s", from), sequence("s", to)];
  return {
    before: schemaOf({ sequences: [old] }),
    changes: [{ kind: "alterSequence", from: old, to: next }],
    ...more,
  };
}

/** A column's sequence that stands for itself from now on. */
function freed(): SqlCase {
  const table = inPublic("t");
  const from = serial("t", "n");
  const to: Column = { ...from, default: { kind: "expression", sql: "nextval('public.t_n_seq'::regclass)" } };
  const own = sequence("t_n_seq", { type: "int4", max: "2147483647", ownedBy: { table, column: "n" } });
  return {
    before: schemaOf({ tables: [entity("t", [from])] }),
    changes: [
      { kind: "freeSequence", table, from, to, sequence: own },
      { kind: "alterSequence", from: own, to: { ...own, ownedBy: null } },
    ],
    rows: "SELECT nextval('t_n_seq')",
    holds: { query: "SELECT nextval('t_n_seq')", up: "2", down: "3" },
  };
}

const query = `SELECT nextval('s')`;
const used = { rows: query };

export const sequences: SqlCases = {
  create: create({}),
  createWithEverything: create({
    type: "int2",
    start: "7",
    increment: "5",
    min: "-3",
    max: "100",
    cache: "10",
    cycle: true,
  }),
  createDescending: create({ increment: "-1", min: "-9223372036854775808", max: "-1", start: "-1" }),
  retype: alter({}, { type: "int4", max: "2147483647" }, { ...used, holds: { query, up: "2", down: "3" } }),
  widen: alter({ min: "5", max: "50", start: "5" }, { min: "1", max: "500", start: "5", cache: "3" }, used),
  narrowUnused: alter({}, { min: "5", max: "50", start: "6" }, { holds: { query, up: "6", down: "7" } }),
  narrowUsed: alter({}, { min: "20", start: "25" }, { ...used, holds: { query, up: "21", down: "22" } }),
  apart: alter({ max: "10" }, { min: "20", max: "30", start: "25" }),
  turned: alter(
    { min: "-10", max: "10" },
    { min: "-5", max: "10", start: "10", increment: "-2", cycle: true },
    { ...used, holds: { query, up: "-1" } },
  ),
  freed: freed(),
  retypeAndNarrow: alter({}, { type: "int2", min: "10", max: "32767", start: "10" }),
};
