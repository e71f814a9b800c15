import { plainPrimaryKey, type Table } from "#engine/index.ts";
import { column, enumType, foreignKey, index, inPublic, key, schemaOf, table } from "#test/support/build.ts";
import type { SqlCases } from "#test/engine/sql/cases/case.ts";

/** Everything that a name can stand in, under one name. */
function everywhere(name: string, home = "public"): SqlCases[string] {
  const role = { schema: home, name: `${name}:e` };
  const owned = { kind: "serial", sequence: { schema: home, name: `${name}:s` } } as const;
  const first: Table = table({ schema: home, name }, [
    column(name, "int4", { default: owned }),
    column(`${name}2`, enumType(role.name, home), { default: { kind: "literal", text: name } }),
    column(`${name}3`, "text", { default: { kind: "literal", text: name } }),
  ]);
  const second: Table = table({ schema: home, name: `${name}:2` }, [column(name, "int4")]);
  return {
    before: schemaOf({ namespaces: home === "public" ? ["public"] : [home, "public"] }),
    changes: [
      { kind: "createEnum", enum: { name: role, values: [name, `${name}!`] } },
      { kind: "createTable", table: { ...first, primaryKey: plainPrimaryKey(`${name}:p`, [name]) } },
      { kind: "createTable", table: second },
      {
        kind: "createIndex",
        table: first.name,
        index: index(`${name}:i`, [key(`${name}3`, { descending: true })], { include: [name], unique: true }),
      },
      {
        kind: "addForeignKey",
        table: second.name,
        foreignKey: {
          ...foreignKey(`${name}:f`, [name], first.name),
          references: { table: first.name, columns: [name] },
        },
      },
      { kind: "renameEnumValue", enum: role, from: `${name}!`, to: `${name}?` },
      { kind: "renameColumn", table: first.name, from: `${name}3`, to: `${name}4` },
      { kind: "renameIndex", table: first.name, from: `${name}:i`, to: `${name}:j` },
      { kind: "renameConstraint", table: second.name, from: `${name}:f`, to: `${name}:g` },
    ],
  };
}

export const names: SqlCases = {
  quotes: everywhere(`a"b'c\\d`),
  keyword: everywhere("user"),
  newline: everywhere("two\nlines;--"),
  blanks: everywhere(" a . b "),
  unicode: everywhere("Größe 🦀 表"),
  dollar: everywhere("$1 $$ %s ${x} ?"),
  otherSchema: everywhere("tasks", 'other "schema"'),
  longest: {
    before: schemaOf({}),
    changes: [
      {
        kind: "createTable",
        table: table("ä".repeat(31), [
          column("b".repeat(63), "int4", {
            default: { kind: "serial", sequence: inPublic(`${"ä".repeat(14)}_${"b".repeat(29)}_seq`) },
          }),
        ]),
      },
    ],
  },
};
