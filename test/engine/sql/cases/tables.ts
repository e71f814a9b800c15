import { plainPrimaryKey } from "#engine/index.ts";
import {
  builtin,
  column,
  entity,
  enumOf,
  enumType,
  index,
  inPublic,
  key,
  listOf,
  schemaOf,
  serial,
  table,
} from "#test/support/build.ts";
import type { SqlCases } from "#test/engine/sql/cases/case.ts";

const tasks = entity(
  "tasks",
  [
    column("title", builtin("varchar", 200)),
    column("done", "bool", { default: { kind: "literal", text: "false" } }),
    column("created_at", builtin("timestamp", 3), { default: { kind: "expression", sql: "CURRENT_TIMESTAMP" } }),
  ],
  {
    indexes: [index("tasks_done_idx", ["done"]), index("tasks_title_key", ["title"], { unique: true })],
    checks: [{ name: "tasks_title_check", kind: "check", definition: "CHECK (((title)::text <> ''::text))" }],
  },
);

export const tables: SqlCases = {
  createTable: { before: schemaOf({}), changes: [{ kind: "createTable", table: tasks }] },

  everyType: {
    before: schemaOf({ enums: [enumOf("role", "USER", "ADMIN")] }),
    changes: [
      {
        kind: "createTable",
        table: table("everything", [
          ...["int2", "int4", "int8", "float4", "float8", "numeric", "money", "oid", "bool", "text", "varchar"].map(
            (name) => column(`c_${name}`, name),
          ),
          column("c_numeric_65_30", builtin("numeric", 65, 30)),
          column("c_varchar_200", builtin("varchar", 200)),
          column("c_bpchar_3", builtin("bpchar", 3)),
          column("c_bpchar", "bpchar"),
          column("c_bit_3", builtin("bit", 3)),
          column("c_varbit_5", builtin("varbit", 5)),
          column("c_char", "char"),
          column("c_timestamp_3", builtin("timestamp", 3)),
          column("c_timestamptz_6", builtin("timestamptz", 6)),
          column("c_time_0", builtin("time", 0)),
          column("c_timetz_0", builtin("timetz", 0)),
          ...["date", "interval", "json", "jsonb", "bytea", "uuid", "xml", "inet", "tsvector", "int4range"].map(
            (name) => column(`c_${name}`, name),
          ),
          column("c_interval_3", builtin("interval", 3)),
          column("c_role", enumType("role")),
          column("c_roles", listOf(enumType("role")), { nullable: true }),
          column("c_numerics", listOf(builtin("numeric", 10, 2)), { nullable: true }),
        ]),
      },
    ],
  },

  everyDefault: {
    before: schemaOf({ enums: [enumOf("role", "USER", "it's")] }),
    changes: [
      {
        kind: "createTable",
        table: table("defaults", [
          column("whole", "int4", { default: { kind: "literal", text: "-5" } }),
          column("long", "int8", { default: { kind: "literal", text: "9007199254740993" } }),
          column("exact", builtin("numeric", 10, 4), { default: { kind: "literal", text: "12.3400" } }),
          column("truth", "bool", { default: { kind: "literal", text: "true" } }),
          column("words", "text", { default: { kind: "literal", text: 'it\'s \\ a "test"\nof two lines' } }),
          column("digits", "text", { default: { kind: "literal", text: "007" } }),
          column("nothing", "text", { default: { kind: "literal", text: "" } }),
          column("role", enumType("role"), { default: { kind: "literal", text: "it's" } }),
          column("bytes", "bytea", { default: { kind: "literal", text: "\\x68656c6c6f" } }),
          column("document", "jsonb", { default: { kind: "literal", text: '{"a": 1}' } }),
          column("instant", builtin("timestamptz", 3), {
            default: { kind: "expression", sql: "(CURRENT_TIMESTAMP + '1 day'::interval)" },
          }),
          column("text_list", listOf(builtin("text")), {
            nullable: true,
            default: { kind: "list", elements: ["a, b", 'c "d"', "it's"] },
          }),
          column("int_list", listOf(builtin("int4")), {
            nullable: true,
            default: { kind: "list", elements: ["1", "-2"] },
          }),
          column("empty_list", listOf(builtin("int8")), { nullable: true, default: { kind: "list", elements: [] } }),
          column("role_list", listOf(enumType("role")), {
            nullable: true,
            default: { kind: "list", elements: ["USER", "it's"] },
          }),
        ]),
      },
    ],
  },

  identityGeneratedCollation: {
    before: schemaOf({}),
    changes: [
      {
        kind: "createTable",
        table: table("special", [
          column("always", "int4", { identity: "always" }),
          column("usually", "int8", { identity: "by default" }),
          column("name", "text", { collation: "C" }),
          column("loud", "text", { nullable: true, generated: { expression: "upper(name)", stored: true } }),
        ]),
      },
    ],
  },

  virtualColumn: {
    since: 18,
    before: schemaOf({}),
    changes: [
      {
        kind: "createTable",
        table: table("t", [
          column("a", "int4"),
          column("b", "int4", { nullable: true, generated: { expression: "(a * 2)", stored: false } }),
        ]),
      },
    ],
  },

  constraints: {
    before: schemaOf({}),
    changes: [
      {
        kind: "createTable",
        table: table("bookings", [column("room", "int4"), column("during", "int4range"), column("code", "text")], {
          primaryKey: plainPrimaryKey("bookings_pkey", ["room", "code"]),
          indexes: [
            index("bookings_code_key", [key("code")], { unique: true, constraint: true, include: ["room"] }),
            index("bookings_room_idx", [key("room", { descending: true, nulls: "last" })]),
          ],
          checks: [
            { name: "bookings_during_excl", kind: "exclusion", definition: "EXCLUDE USING gist (during WITH &&)" },
            { name: "bookings_room_check", kind: "check", definition: "CHECK ((room > 0))" },
            { name: "bookings_code_check", kind: "check", definition: "CHECK ((code <> ''::text)) NOT VALID" },
          ],
        }),
      },
    ],
  },

  constraintsThatAreAlike: {
    before: schemaOf({}),
    changes: [
      {
        kind: "createTable",
        table: table("t", [column("id", "int4")], {
          primaryKey: plainPrimaryKey("t_pkey", ["id"]),
          indexes: [
            index("t_a_key", ["id"], { unique: true, constraint: true }),
            index("t_b_key", ["id"], { unique: true, constraint: true }),
          ],
          checks: [
            { name: "t_a_excl", kind: "exclusion", definition: "EXCLUDE USING btree (id WITH =)" },
            { name: "t_b_excl", kind: "exclusion", definition: "EXCLUDE USING btree (id WITH =)" },
          ],
        }),
      },
    ],
  },

  noColumns: { before: schemaOf({}), changes: [{ kind: "createTable", table: table("bare", []) }] },

  serials: {
    before: schemaOf({}),
    changes: [
      {
        kind: "createTable",
        table: table("numbers", [
          serial("numbers", "small", "int2"),
          serial("numbers", "usual", "int4"),
          serial("numbers", "big", "int8"),
          column("named", "int4", { default: { kind: "serial", sequence: inPublic("odd_name") } }),
          column("optional", "int4", {
            nullable: true,
            default: { kind: "serial", sequence: inPublic("optional_seq") },
          }),
        ]),
      },
    ],
  },

  dropTable: {
    before: schemaOf({ tables: [tasks] }),
    changes: [{ kind: "dropTable", table: tasks }],
  },

  renameTable: {
    before: schemaOf({ tables: [tasks] }),
    changes: [{ kind: "renameTable", from: inPublic("tasks"), to: inPublic("todos") }],
    rows: `INSERT INTO "tasks" ("title") VALUES ('a')`,
    holds: { query: `SELECT count(*) FROM "todos"`, up: "1" },
  },

  moveTable: {
    before: schemaOf({ namespaces: ["archive", "public"], tables: [tasks] }),
    changes: [{ kind: "renameTable", from: inPublic("tasks"), to: { schema: "archive", name: "tasks" } }],
  },

  moveAndRenameTable: {
    before: schemaOf({ namespaces: ["archive", "public"], tables: [tasks] }),
    changes: [{ kind: "renameTable", from: inPublic("tasks"), to: { schema: "archive", name: "old_tasks" } }],
  },

  moveAroundANamesake: {
    before: schemaOf({
      namespaces: ["archive", "public"],
      tables: [table({ schema: "archive", name: "tasks" }, [column("a")]), tasks],
    }),
    changes: [{ kind: "renameTable", from: inPublic("tasks"), to: { schema: "archive", name: "old_tasks" } }],
  },
};
