import { plainPrimaryKey, type Change, type Index, type Table } from "#engine/index.ts";
import { column, entity, foreignKey, index, inPublic, key, schemaOf, table } from "#test/support/build.ts";
import type { SqlCase, SqlCases } from "#test/engine/sql/cases/case.ts";

const columns = [
  column("id", "int4"),
  column("email"),
  column("team", "int4", { nullable: true }),
  column("data", "jsonb", { nullable: true }),
];

function onUsers(change: (table: Table["name"]) => Change, more: Partial<Table> = {}): SqlCase {
  return { before: schemaOf({ tables: [table("users", columns, more)] }), changes: [change(inPublic("users"))] };
}

function indexed(made: Index): SqlCase {
  return onUsers((on) => ({ kind: "createIndex", table: on, index: made }));
}

const primaryKey = plainPrimaryKey("users_pkey", ["id", "email"]);
const check = { name: "users_email_check", kind: "check", definition: "CHECK ((email <> ''::text))" } as const;

export const keys: SqlCases = {
  addPrimaryKey: onUsers((on) => ({ kind: "addPrimaryKey", table: on, primaryKey })),
  renamePrimaryKey: onUsers((on) => ({ kind: "renameConstraint", table: on, from: "users_pkey", to: "users_key" }), {
    primaryKey,
  }),
  addCheck: onUsers((on) => ({ kind: "addCheck", table: on, check })),
  addCheckLater: onUsers((on) => ({
    kind: "addCheck",
    table: on,
    check: { ...check, definition: `${check.definition} NOT VALID` },
  })),

  index: indexed(index("users_email_idx", ["email"])),
  uniqueIndex: indexed(index("users_email_team_key", ["email", "team"], { unique: true })),
  uniqueConstraint: indexed(index("users_email_key", ["email"], { unique: true, constraint: true, include: ["team"] })),
  sortedIndex: indexed(
    index("users_sorted_idx", [
      key("email", { descending: true }),
      key("team", { nulls: "first" }),
      key("id", { descending: true, nulls: "last" }),
    ]),
  ),
  methodAndClass: indexed(
    index("users_data_idx", [key("data", { operatorClass: "jsonb_path_ops" })], { method: "gin" }),
  ),
  collatedIndex: indexed(
    index("users_c_idx", [key("email", { collation: "C", operatorClass: "text_pattern_ops", descending: true })]),
  ),
  partialIndex: indexed(index("users_partial_idx", ["email"], { unique: true, predicate: "(team IS NOT NULL)" })),
  expressionIndex: indexed(
    index("users_lower_idx", [
      key("", { on: { kind: "expression", sql: "lower(email)" } }),
      key("", { on: { kind: "expression", sql: "(id + team)" }, descending: true }),
    ]),
  ),
  coveringIndex: indexed(
    index("users_covering_idx", ["id"], { unique: true, include: ["email", "team"], storage: ["fillfactor=70"] }),
  ),
  nullsNotDistinct: {
    ...indexed(index("users_team_key", ["team"], { unique: true, nullsNotDistinct: true })),
    since: 15,
  },
  renameIndex: onUsers((on) => ({ kind: "renameIndex", table: on, from: "a", to: "b" }), {
    indexes: [index("a", ["email"])],
  }),
  renameUniqueConstraint: onUsers((on) => ({ kind: "renameIndex", table: on, from: "a", to: "b" }), {
    indexes: [index("a", ["email"], { unique: true, constraint: true })],
  }),

  foreignKey: {
    before: schemaOf({ tables: [entity("teams"), table("users", columns)] }),
    changes: [
      {
        kind: "addForeignKey",
        table: inPublic("users"),
        foreignKey: foreignKey("users_team_fkey", ["team"], "teams", { onDelete: "set null" }),
      },
    ],
  },
  foreignKeyWithEverything: {
    before: schemaOf({ tables: [entity("teams"), table("users", columns)] }),
    changes: [
      {
        kind: "addForeignKey",
        table: inPublic("users"),
        foreignKey: foreignKey("users_team_fkey", ["team"], "teams", {
          onDelete: "no action",
          onUpdate: "set default",
          match: "full",
          deferrable: "initially deferred",
          validated: false,
        }),
      },
    ],
  },
  renameForeignKey: {
    before: schemaOf({
      tables: [
        entity("teams"),
        table("users", columns, {
          foreignKeys: [foreignKey("a", ["team"], "teams", { deferrable: "initially immediate" })],
        }),
      ],
    }),
    changes: [{ kind: "renameConstraint", table: inPublic("users"), from: "a", to: "b" }],
  },
  madeAnew: {
    before: schemaOf({
      tables: [
        entity("teams"),
        table("users", columns, {
          primaryKey,
          indexes: [index("by_team", ["team"])],
          foreignKeys: [foreignKey("a", ["team"], "teams")],
          checks: [{ name: "c", kind: "check", definition: "CHECK ((team > 0))" }],
        }),
      ],
    }),
    changes: [
      {
        kind: "alterPrimaryKey",
        table: inPublic("users"),
        from: primaryKey,
        to: { ...primaryKey, columns: ["id"], include: ["email"] },
      },
      {
        kind: "alterIndex",
        table: inPublic("users"),
        from: index("by_team", ["team"]),
        to: index("by_team", ["team", "email"], { unique: true }),
      },
      {
        kind: "alterForeignKey",
        table: inPublic("users"),
        from: foreignKey("a", ["team"], "teams"),
        to: foreignKey("a", ["team"], "teams", { onDelete: "cascade" }),
      },
      {
        kind: "alterCheck",
        table: inPublic("users"),
        from: { name: "c", kind: "check", definition: "CHECK ((team > 0))" },
        to: { name: "c", kind: "check", definition: "CHECK ((team > 1))" },
      },
    ],
  },
  tablesThatReferToEachOther: {
    before: schemaOf({}),
    changes: [
      { kind: "createTable", table: entity("teams", [column("lead", "int4")]) },
      { kind: "createTable", table: entity("users", [column("team", "int4")]) },
      { kind: "addForeignKey", table: inPublic("teams"), foreignKey: foreignKey("teams_lead_fkey", ["lead"], "users") },
      { kind: "addForeignKey", table: inPublic("users"), foreignKey: foreignKey("users_team_fkey", ["team"], "teams") },
    ],
  },
};
