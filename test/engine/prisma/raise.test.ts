import fc from "fast-check";

import { lowerModels } from "#engine/prisma/lower.ts";
import { parseModels } from "#engine/prisma/parser.ts";
import type { Column, ColumnDefault, ColumnType, ForeignKey, Index, Schema, Table } from "#engine/schema/model.ts";
import {
  plainColumn,
  plainForeignKey,
  plainIndex,
  plainIndexKey,
  plainPrimaryKey,
  plainTable,
} from "#engine/schema/plain.ts";
import { corpusFiles, goldenFiles } from "#test/engine/prisma/corpus.ts";
import { checkLaw } from "#test/engine/prisma/raisedText.ts";

describe("raising is the reverse of lowering", () => {
  for (const { name, text } of goldenFiles()) {
    it(name, async () => {
      const { schema } = lowerModels([parseModels(name, text).value], { defaultSchema: null });
      await checkLaw(name, schema);
    });
  }
  it("the corpus", async function () {
    for (const { name, text } of corpusFiles(this).filter(({ name: n }) => !n.includes("history"))) {
      const { schema } = lowerModels([parseModels(name, text).value], { defaultSchema: null });
      await checkLaw(name, schema);
    }
  }).timeout(60_000);

  it("whatever the names, types and defaults", async () => {
    await fc.assert(
      fc.asyncProperty(schemas, async (schema) => {
        await checkLaw("a.prisma", schema);
      }),
      { numRuns: 150 },
    );
  }).timeout(120_000);
});

// Names that are no identifiers, that clash once they are made some, and that mean something to Prisma.
const names = fc.constantFrom(
  ..."a b A Tag tag_1 task _ __ 1 12 1a a-b a_b Int PrismaClient Unsupported model select true é über 文 😀 \" ' \\ {} // @@map".split(
    " ",
  ),
  "a b",
  " ",
  "\n",
  "\u2028",
);

function builtin(name: string, ...args: number[]): ColumnType {
  return { kind: "builtin", name, args, array: false };
}

const typed: fc.Arbitrary<readonly [type: ColumnType, literals: readonly string[]]> = fc.constantFrom<
  readonly [ColumnType, readonly string[]]
>(
  [builtin("text"), ["", "it's", 'a "b" \\ \n\t\u0001', "${x}"]],
  [builtin("varchar", 20), ["x"]],
  [builtin("bpchar", 1), ["x"]],
  [builtin("varbit"), ["101"]],
  [builtin("bool"), ["true", "false"]],
  [builtin("int2"), ["5", "-5"]],
  [builtin("int8"), ["9223372036854775807"]],
  [builtin("float8"), ["1.5", "1e+100", "NaN", "-Infinity"]],
  [builtin("numeric"), ["1.50"]],
  [builtin("numeric", 10, 2), ["1.5", "NaN"]],
  [builtin("timestamp", 3), ["2020-01-01 00:00:00"]],
  [builtin("timestamptz"), ["2020-01-01 00:00:00+00", "infinity"]],
  [builtin("date"), ["2020-01-01"]],
  [builtin("jsonb"), ['{"a": 1}', "null"]],
  [builtin("bytea"), ["\\x", "\\x01", "\\x0102", "\\x010203"]],
  [builtin("uuid"), ["00000000-0000-0000-0000-000000000000"]],
  [builtin("interval", 3), ["1 day"]],
  [builtin("tsvector"), ["a"]],
  [builtin("char"), ["a"]],
  [{ kind: "other", schema: null, name: "geometry", args: ["Point", "4326"], array: false }, []],
  [{ kind: "other", schema: "My Schema", name: 'a "type"', args: [], array: false }, []],
);

const values: fc.Arbitrary<{ type: ColumnType; default: ColumnDefault | null }> = typed.chain(([type, literals]) =>
  fc
    .record({
      type: fc.boolean().map((array) => ({ ...type, array })),
      default: fc.oneof(
        fc.constant(null),
        fc.constant({ kind: "expression" as const, sql: "current_setting('it''s \"x\"')" }),
        literals.length === 0
          ? fc.constant(null)
          : fc.constantFrom(...literals).map((text) => ({ kind: "literal" as const, text })),
      ),
    })
    .map((column) =>
      column.type.array && column.default?.kind === "literal"
        ? { ...column, default: { kind: "list" as const, elements: [column.default.text] } }
        : column,
    ),
);

const columns: fc.Arbitrary<Column> = fc
  .record({ name: names, value: values, nullable: fc.boolean() })
  .map(({ name, value, nullable }) => ({
    ...plainColumn(name, value.type),
    ...value,
    nullable: nullable || value.type.array,
  }));

interface Draft {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly references: readonly { readonly column: string; readonly target: number; readonly name: string | null }[];
  readonly index: { readonly unique: boolean; readonly named: boolean; readonly descending: boolean } | null;
}

const tables: fc.Arbitrary<Draft> = fc.record({
  name: names,
  columns: fc.uniqueArray(columns, { selector: (c) => c.name, maxLength: 5 }),
  references: fc.uniqueArray(fc.record({ column: names, target: fc.nat(), name: fc.option(names) }), {
    selector: (r) => r.column,
    maxLength: 3,
  }),
  index: fc.option(fc.record({ unique: fc.boolean(), named: fc.boolean(), descending: fc.boolean() })),
});

const schemas: fc.Arbitrary<Schema> = fc
  .tuple(
    fc.uniqueArray(tables, { selector: (t) => t.name, minLength: 1, maxLength: 5 }),
    fc.uniqueArray(names, { minLength: 1, maxLength: 5 }),
  )
  .map(([drafts, labels]) => {
    const taken = new Set(drafts.map((draft) => draft.name));
    const role = { schema: "public", name: taken.has("role of it") ? "role" : "role of it" };
    return {
      namespaces: ["public"],
      extensions: [],
      enums: [{ name: role, values: labels }],
      tables: drafts.map((draft, at) => finish(draft, at, drafts, role)),
      sequences: [],
      objects: [],
    };
  });

function finish(draft: Draft, at: number, drafts: readonly Draft[], role: { schema: string; name: string }): Table {
  const id = plainColumn("id", builtin("int4"));
  const kind: Column = { ...plainColumn("kind", { kind: "enum", name: role, array: false }), nullable: true };
  const own = new Set(["id", "kind", ...draft.columns.map((c) => c.name)]);
  const references = draft.references.filter((r) => !own.has(r.column));
  const keys = references.map(({ column, target, name }, n): ForeignKey => ({
    ...plainForeignKey(`${name ?? "fk"} ${at} ${n}`, [column], {
      table: { schema: "public", name: drafts[target % drafts.length]?.name ?? "" },
      columns: ["id"],
    }),
    onDelete: n === 0 ? "set null" : "no action",
    onUpdate: n === 0 ? "cascade" : "set default",
  }));
  const indexes: Index[] = draft.index
    ? [
        {
          ...plainIndex(
            `i ${at}`,
            ["kind", "id"]
              .slice(draft.index.named ? 0 : 1)
              .map((name) => ({ ...plainIndexKey(name), descending: draft.index?.descending === true })),
          ),
          unique: draft.index.unique,
          predicate: draft.index.named ? `"kind" IS NOT NULL AND 'it''s' <> ''` : null,
        },
      ]
    : [];
  const columns = [
    id,
    kind,
    ...draft.columns,
    ...references.map(({ column }) => ({ ...id, name: column, nullable: true })),
  ];
  return {
    ...plainTable({ schema: "public", name: draft.name }, columns),
    primaryKey: plainPrimaryKey(`pk ${at}`, ["id"]),
    indexes,
    foreignKeys: keys,
  };
}
