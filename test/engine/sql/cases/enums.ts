import type { Change, Schema } from "#engine/index.ts";
import { column, enumOf, enumType, index, inPublic, listOf, schemaOf, table } from "#test/support/build.ts";
import type { SqlCases } from "#test/engine/sql/cases/case.ts";

const role = inPublic("role");
const users = table("users", [
  column("role", enumType("role"), { default: { kind: "literal", text: "USER" } }),
  column("roles", listOf(enumType("role")), { nullable: true, default: { kind: "list", elements: ["USER", "ADMIN"] } }),
  column("other", enumType("role"), { nullable: true }),
]);

function having(...values: readonly string[]): Schema {
  return schemaOf({ enums: [enumOf("role", ...values)], tables: [users] });
}

const rows = `INSERT INTO "users" ("other") VALUES ('ADMIN'), (NULL)`;
const all = `SELECT string_agg("role"::text || "roles"::text || coalesce("other"::text, '-'), ' ' ORDER BY "other") FROM "users"`;

function add(value: string, at: number): Change {
  return { kind: "addEnumValue", enum: role, value, at, replacement: null };
}

function setDefault(value: string): Change {
  const [from, , to] = users.columns;
  if (!from || !to) throw new Error("users has columns");
  return {
    kind: "alterColumn",
    table: users.name,
    from,
    to: { ...from, default: { kind: "literal", text: value } },
    fill: null,
  };
}

export const enums: SqlCases = {
  create: { before: schemaOf({}), changes: [{ kind: "createEnum", enum: enumOf("role", "USER", 'it\'s "it"', "") }] },
  empty: { before: schemaOf({}), changes: [{ kind: "createEnum", enum: enumOf("nothing") }] },
  rename: {
    before: having("USER", "ADMIN"),
    changes: [{ kind: "renameEnum", from: role, to: inPublic("Role") }],
    rows,
  },
  move: {
    before: { ...having("USER", "ADMIN"), namespaces: ["archive", "public"] },
    changes: [{ kind: "renameEnum", from: role, to: { schema: "archive", name: "roles" } }],
  },
  renameValue: {
    before: having("USER", "ADMIN"),
    changes: [{ kind: "renameEnumValue", enum: role, from: "ADMIN", to: "ROOT" }],
    rows,
    holds: { query: all, up: "USER{USER,ROOT}ROOT USER{USER,ROOT}-", down: "USER{USER,ADMIN}ADMIN USER{USER,ADMIN}-" },
  },

  addFirst: { before: having("USER", "ADMIN"), changes: [add("GUEST", 0)], rows },
  addBetween: { before: having("USER", "ADMIN"), changes: [add("OWNER", 1)], rows },
  addLast: { before: having("USER", "ADMIN"), changes: [add("ROOT", 2)], rows },
  addToEmpty: { before: schemaOf({ enums: [enumOf("role")] }), changes: [add("USER", 0)] },
  addAndUse: { before: having("USER", "ADMIN"), changes: [add("OWNER", 2), setDefault("OWNER")], rows },
  addTwoAndUseTheFirst: {
    before: having("USER", "ADMIN"),
    changes: [{ kind: "createNamespace", name: "more" }, add("OWNER", 2), add("ROOT", 3), setDefault("OWNER")],
    rows,
  },
  addAndUseAfterRename: {
    before: having("USER", "BOSS", "ADMIN"),
    changes: [{ kind: "renameEnumValue", enum: role, from: "BOSS", to: "CHIEF" }, add("OWNER", 3), setDefault("OWNER")],
  },
  madeAndUsed: {
    before: schemaOf({}),
    changes: [
      { kind: "createEnum", enum: enumOf("state", "ON") },
      { kind: "addEnumValue", enum: inPublic("state"), value: "OFF", at: 1, replacement: null },
      {
        kind: "createTable",
        table: table("switches", [column("state", enumType("state"), { default: { kind: "literal", text: "OFF" } })]),
      },
    ],
  },

  dropValue: {
    before: having("USER", "GUEST", "ADMIN"),
    changes: [{ kind: "dropEnumValue", enum: role, value: "GUEST", at: 1, replacement: null }],
    rows,
    holds: {
      query: all,
      up: "USER{USER,ADMIN}ADMIN USER{USER,ADMIN}-",
      down: "USER{USER,ADMIN}ADMIN USER{USER,ADMIN}-",
    },
  },
  dropSeveralAtOnce: {
    before: having("USER", "GUEST", "ADMIN", "ROOT"),
    changes: [
      add("OWNER", 0),
      { kind: "dropEnumValue", enum: role, value: "GUEST", at: 2, replacement: null },
      { kind: "dropEnumValue", enum: role, value: "ROOT", at: 3, replacement: null },
      {
        kind: "reorderEnum",
        enum: role,
        from: ["OWNER", "USER", "ADMIN"],
        to: ["ADMIN", "USER", "OWNER"],
      },
    ],
    rows,
  },
  replaceDefaultValue: {
    before: having("USER", "ADMIN"),
    changes: [
      add("MEMBER", 0),
      setDefault("MEMBER"),
      { kind: "reorderEnum", enum: role, from: ["MEMBER", "USER", "ADMIN"], to: ["USER", "MEMBER", "ADMIN"] },
    ],
  },
  dropUnusedValue: {
    before: schemaOf({ enums: [enumOf("role", "A", "B")] }),
    changes: [{ kind: "dropEnumValue", enum: role, value: "B", at: 1, replacement: null }],
  },
  namesBesideAreTaken: {
    before: schemaOf({
      enums: [enumOf("role", "A", "B"), enumOf("role_new", "X")],
      tables: [table("role_new2", [column("role", enumType("role"))], { indexes: [index("i", ["role"])] })],
    }),
    changes: [{ kind: "dropEnumValue", enum: role, value: "B", at: 1, replacement: null }],
  },
};
