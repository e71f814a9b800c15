import type { Column, Schema } from "#engine/index.ts";
import {
  builtin,
  column,
  entity,
  enumOf,
  enumType,
  inPublic,
  listOf,
  schemaOf,
  serial,
  table,
} from "#test/support/build.ts";
import type { SqlCase, SqlCases } from "#test/engine/sql/cases/case.ts";

const tasks = inPublic("tasks");
const withRows = { rows: `INSERT INTO "tasks" ("title") VALUES ('a'), ('b')` };
const before = schemaOf({ tables: [entity("tasks", [column("title")])] });

function add(added: Column, fill: string | null = null, more: Partial<SqlCase> = {}): SqlCase {
  return { before, changes: [{ kind: "addColumn", table: tasks, column: added, fill }], ...more };
}

/** `c` of a table `t`, from one definition to another. */
function alter(from: Partial<Column>, to: Partial<Column>, more: Partial<SqlCase> & { fill?: string } = {}): SqlCase {
  const [old, altered] = [column("c", "text", from), column("c", "text", to)];
  const { fill = null, ...rest } = more;
  return {
    before: schemaOf({ tables: [table("t", [old])] }),
    changes: [{ kind: "alterColumn", table: inPublic("t"), from: old, to: altered, fill }],
    ...rest,
  };
}

const roles: Partial<Schema> = { enums: [enumOf("role", "USER", "ADMIN")] };

export const columns: SqlCases = {
  addOptional: add(column("note", "text", { nullable: true })),
  addRequired: add(column("priority", "int4", { default: { kind: "literal", text: "1" } }), null, withRows),
  addWithoutFill: add(column("owner", "text")),
  addWithFill: add(column("owner", "text"), "upper(title)", {
    ...withRows,
    holds: { query: `SELECT string_agg("owner", ' ' ORDER BY "id") FROM "tasks"`, up: "A B" },
  }),
  addWithFillAndDefault: add(
    column("owner", "text", { default: { kind: "literal", text: "nobody" } }),
    "upper(title)",
    { ...withRows, holds: { query: `SELECT min("owner") FROM "tasks"`, up: "A" } },
  ),
  addSerial: add(serial("tasks", "number"), null, {
    ...withRows,
    holds: { query: `SELECT max("number") FROM "tasks"`, up: "2" },
  }),
  addSerialOfOtherName: add(
    column("number", "int4", { default: { kind: "serial", sequence: inPublic("numbers") } }),
    null,
    withRows,
  ),
  addGenerated: add(
    column("loud", "text", { nullable: true, generated: { expression: "upper(title)", stored: true } }),
  ),
  addIdentity: add(column("number", "int8", { identity: "always" }), "1", withRows),
  renameColumn: {
    before,
    changes: [{ kind: "renameColumn", table: tasks, from: "title", to: "name" }],
    ...withRows,
    holds: { query: `SELECT count("name") FROM "tasks"`, up: "2" },
  },

  required: alter({ nullable: true }, {}, { rows: `INSERT INTO "t" VALUES ('a')` }),
  requiredWithFill: alter(
    { nullable: true },
    {},
    {
      fill: "'none'",
      rows: `INSERT INTO "t" VALUES ('a'), (NULL)`,
      holds: { query: `SELECT string_agg("c", ' ' ORDER BY "c") FROM "t"`, up: "a none", down: "a none" },
    },
  ),
  defaultSet: alter({}, { default: { kind: "literal", text: "x" } }),
  defaultChanged: alter(
    { default: { kind: "literal", text: "x" } },
    { default: { kind: "expression", sql: "lower('Y'::text)" } },
  ),
  longer: alter({ type: builtin("varchar", 10) }, { type: builtin("varchar", 20) }),
  collated: alter({}, { collation: "C" }),
  retypedCollated: alter({ collation: "C" }, { type: builtin("varchar", 5), collation: "POSIX" }),

  intToBigintSerial: {
    before: schemaOf({ tables: [entity("t")] }),
    changes: [
      { kind: "alterColumn", table: inPublic("t"), from: serial("t"), to: serial("t", "id", "int8"), fill: null },
    ],
    rows: `INSERT INTO "t" DEFAULT VALUES`,
    holds: { query: `SELECT nextval('t_id_seq')`, up: "2", down: "3" },
  },
  serialAdded: alter({ type: builtin("int4") }, serial("t", "c"), {
    rows: `INSERT INTO "t" VALUES (41), (7)`,
    holds: { query: `SELECT nextval('t_c_seq')`, up: "42" },
  }),
  serialRenamed: alter(serial("t", "c"), {
    ...serial("t", "c"),
    default: { kind: "serial", sequence: inPublic("cs") },
  }),
  serialToConstant: alter(serial("t", "c"), { type: builtin("int4"), default: { kind: "literal", text: "7" } }),
  serialToText: alter(
    serial("t", "c"),
    {},
    {
      rows: `INSERT INTO "t" DEFAULT VALUES`,
      holds: { query: `SELECT "c" || '!' FROM "t"`, up: "1!", down: "1!" },
    },
  ),
  identityAdded: alter(
    { type: builtin("int4"), default: { kind: "literal", text: "1" } },
    {
      type: builtin("int4"),
      identity: "by default",
    },
    { rows: `INSERT INTO "t" VALUES (41)` },
  ),
  identityChanged: alter(
    { type: builtin("int4"), identity: "by default" },
    { type: builtin("int4"), identity: "always" },
  ),
  identityToText: alter({ type: builtin("int4"), identity: "always" }, { nullable: true }),
  identityRetyped: alter({ type: builtin("int4"), identity: "always" }, { type: builtin("int8"), identity: "always" }),
  generatedBecomesPlain: {
    before: schemaOf({
      tables: [
        table("t", [
          column("a", "text"),
          column("c", "text", { nullable: true, generated: { expression: "upper(a)", stored: true } }),
        ]),
      ],
    }),
    changes: [
      {
        kind: "alterColumn",
        table: inPublic("t"),
        from: column("c", "text", { nullable: true, generated: { expression: "upper(a)", stored: true } }),
        to: column("c", "jsonb", { nullable: true }),
        fill: null,
      },
    ],
  },

  enumDefaultRetyped: {
    ...alter(
      { default: { kind: "literal", text: "USER" } },
      { type: enumType("role"), default: { kind: "literal", text: "USER" } },
      { rows: `INSERT INTO "t" VALUES ('ADMIN')` },
    ),
    before: schemaOf({
      ...roles,
      tables: [table("t", [column("c", "text", { default: { kind: "literal", text: "USER" } })])],
    }),
    holds: { query: `SELECT "c"::text FROM "t"`, up: "ADMIN", down: "ADMIN" },
  },
  listDefaultRetyped: alter(
    { type: listOf(builtin("text")), nullable: true, default: { kind: "list", elements: ["1"] } },
    { type: listOf(builtin("int4")), nullable: true, default: { kind: "list", elements: ["1"] } },
    {
      rows: `INSERT INTO "t" VALUES ('{2,3}')`,
      holds: { query: `SELECT "c"::text FROM "t"`, up: "{2,3}", down: "{2,3}" },
    },
  ),
  integerKeepsDefault: alter(
    { type: builtin("int4"), default: { kind: "literal", text: "5" } },
    { type: builtin("int8"), default: { kind: "literal", text: "5" } },
  ),
  noCast: alter({ type: builtin("int4") }, { type: builtin("uuid") }),
  becomesGenerated: alter({}, { generated: { expression: "1", stored: true } }),
};
