import assert from "node:assert/strict";
import fc from "fast-check";

import {
  apply,
  describe as words,
  diff,
  emptySchema,
  type Index,
  nameKey,
  overlay,
  type OverlayOptions,
  plainSequence,
  renamedTo,
  reorderedEnums,
  sameSchema,
  type Schema,
  type Table,
} from "#engine/index.ts";
import { catalogObject, sequence } from "#test/support/build.ts";
import { checkApplicable } from "#test/support/checkApplicable.ts";
import { schemaOf, withTable } from "#test/support/modelsSchema.ts";
import { anySchema, schemaPair } from "#test/support/schemaArbitrary.ts";
import { sayable } from "#test/support/sayable.ts";

interface Case {
  readonly models: string;
  /** The database; a table `t` of it edited for what models can't say. */
  readonly recorded: Schema;
  readonly options?: Partial<OverlayOptions>;
  /** What is unrevised, in words. */
  readonly asked: readonly string[];
}

const plain = "model t { id Int @id; n Int; s String; @@index([n]) }";

/** Left in place, and no difference. */
const kept: Readonly<Record<string, Schema>> = {
  "a check": edited((t) => ({ ...t, checks: [{ name: "c", kind: "check", definition: "CHECK ((n > 0))" }] })),
  "an expression index": edited((t) =>
    withIndex(t, { name: "e", keys: [key({ kind: "expression", sql: "lower(s)" })] }),
  ),
  "a partial index": edited((t) => withIndex(t, { name: "p", predicate: "(n > 0)" })),
  "an index by a method that an extension brings": edited((t) => withIndex(t, { name: "h", method: "hnsw" })),
  "a condition on a model's index": edited((t) => withIndex(t, { name: "t_n_idx", predicate: "(n > 0)" })),
  "columns beside an index": edited((t) => withIndex(t, { name: "t_n_idx", include: ["s"] })),
  "order of nulls, collation, storage": edited((t) =>
    withIndex(t, { name: "t_n_idx", keys: [{ ...key(), nulls: "first", collation: "C" }], storage: ["fillfactor=70"] }),
  ),
  "a column's collation": column("s", { collation: "C" }),
  "a generated column": column("s", { generated: { expression: "(n)::text", stored: true } }),
  "a generated column without a field": edited((t) => ({
    ...t,
    columns: [...t.columns, { ...columnOf(t, "n"), name: "twice", generated: { expression: "(n * 2)", stored: true } }],
    indexes: [...t.indexes, { ...indexOf(t), name: "t_twice_idx", keys: [key({ kind: "column", name: "twice" })] }],
  })),
  "views, functions and whatever else": {
    ...schemaOf(plain),
    objects: [
      catalogObject("view", "v", "CREATE VIEW v AS SELECT 1"),
      catalogObject("trigger", "tr", "CREATE TRIGGER tr", { table: name("t") }),
    ],
    sequences: [sequence("s", { max: "9" })],
  },
  "extensions and schemas": {
    ...schemaOf(plain),
    extensions: [{ name: "citext", schema: "public", version: "1.6" }],
    namespaces: ["audit", "public"],
  },
};

const cases: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    Object.entries(kept).map(([title, recorded]) => [title, { models: plain, recorded, asked: [] }]),
  ),
  "a condition on a model's index, where models can say it": {
    models: plain,
    recorded: edited((t) => withIndex(t, { name: "t_n_idx", predicate: "(n > 0)" })),
    options: { partialIndexes: true },
    asked: ["drop index t_n_idx on t", "create index t_n_idx on t"],
  },
  "an identity column is an autoincrement": {
    models: "model t { id Int @id @default(autoincrement()) }",
    recorded: withTable(schemaOf("model t { id Int @id }"), "t", (t) => ({
      ...t,
      columns: t.columns.map((each) => ({ ...each, identity: "always" })),
    })),
    asked: [],
  },
  "an identity column is none without": {
    models: "model t { id Int @id }",
    recorded: withTable(schemaOf("model t { id Int @id }"), "t", (t) => ({
      ...t,
      columns: t.columns.map((each) => ({ ...each, identity: "always" })),
    })),
    asked: ["t.id: identity always → none"],
  },
  "a sequence of another name": {
    models: "model t { id Int @id @default(autoincrement()) }",
    recorded: withTable(schemaOf("model t { id Int @id }"), "t", (t) => ({
      ...t,
      columns: t.columns.map((each) => ({ ...each, default: { kind: "serial", sequence: name("other") } })),
    })),
    asked: [],
  },
  "a sequence that nobody owns": {
    models: "model t { id Int @id @default(autoincrement()) }",
    recorded: withTable(schemaOf("model t { id Int @id }"), "t", (t) => ({
      ...t,
      columns: t.columns.map((each) => ({
        ...each,
        default: { kind: "expression", sql: "nextval('public.s'::regclass)" },
      })),
    })),
    asked: [],
  },
  "a sequence of the column's own, by its name": {
    models: `model t { id Int @id @default(dbgenerated("nextval('s'::regclass)")); n Int @default(dbgenerated("nextval('public.\\"S\\"')")) }`,
    recorded: withTable(schemaOf("model t { id Int @id; n Int }"), "t", (t) => ({
      ...t,
      columns: t.columns.map((each) => ({
        ...each,
        default: { kind: "serial", sequence: name(each.name === "n" ? "S" : "s") },
        sequence: plainSequence("int8"),
      })),
    })),
    asked: [],
  },
  "another sequence than the column's own": {
    models: `model t { id Int @id @default(dbgenerated("nextval('other')")) }`,
    recorded: withTable(schemaOf("model t { id Int @id }"), "t", (t) => ({
      ...t,
      columns: t.columns.map((each) => ({ ...each, default: { kind: "serial", sequence: name("s") } })),
    })),
    asked: ["t.id: default autoincrement → nextval('other')"],
  },
  "a unique constraint is a unique index": {
    models: "model t { id Int @id; n Int @unique }",
    recorded: withTable(schemaOf("model t { id Int @id; n Int @unique }"), "t", (t) => ({
      ...t,
      indexes: t.indexes.map((index) => ({ ...index, constraint: true })),
    })),
    asked: [],
  },
  "lists that are NOT NULL": {
    models: "model t { id Int @id; tags String[] }",
    recorded: withTable(schemaOf("model t { id Int @id; tags String[] }"), "t", (t) => ({
      ...t,
      columns: t.columns.map((each) => ({ ...each, nullable: false })),
    })),
    asked: [],
  },
  "what more a foreign key has": {
    models:
      "model t { id Int @id; us u[] } model u { id Int @id; t Int; r t @relation(fields: [t], references: [id]) }",
    recorded: withTable(
      schemaOf(
        "model t { id Int @id; us u[] } model u { id Int @id; t Int; r t @relation(fields: [t], references: [id]) }",
      ),
      "u",
      (t) => ({
        ...t,
        foreignKeys: t.foreignKeys.map((each) => ({ ...each, deferrable: "initially deferred", validated: false })),
      }),
    ),
    asked: [],
  },
  "an index under another name is renamed, with what it has": {
    models: 'model t { id Int @id; n Int; s String; @@index([n], map: "better") }',
    recorded: edited((t) => withIndex(t, { name: "t_n_idx", include: ["s"] })),
    asked: ["rename index t_n_idx to better on t"],
  },
  "what models can say and don't": {
    models: "model t { id Int @id; s String }",
    recorded: schemaOf(
      "enum e { a } model t { id Int @id; n Int; s String; e e; @@index([n]) } model u { id Int @id }",
    ),
    asked: ["drop index t_n_idx on t", "drop column t.n", "drop column t.e", "drop table u", "drop enum e"],
  },
  "a table that counts as nothing": {
    models: plain,
    recorded: schemaOf(`${plain} model geo { id Int @id }`),
    options: { exclude: (each) => each.name === "geo" },
    asked: [],
  },
  "a check goes with a column that it reads": {
    models: "model t { id Int @id; s String }",
    recorded: edited((t) => ({
      ...t,
      indexes: [],
      checks: [{ name: "c", kind: "check", definition: "CHECK ((n > 0))" }],
    })),
    asked: ["drop check c on t", "drop column t.n"],
  },
  "a generated column stays a column when what it reads goes": {
    models: "model t { id Int @id; s String; @@index([s]) }",
    recorded: withTable(schemaOf("model t { id Int @id; n Int; s String; @@index([s]) }"), "t", (t) => ({
      ...t,
      columns: t.columns.map((each) =>
        each.name === "s" ? { ...each, generated: { expression: "(n)::text", stored: true } } : each,
      ),
    })),
    asked: ["t.s: no longer generated (was (n)::text)", "drop column t.n"],
  },
  "triggers and comments go with their table and column": {
    models: "model t { id Int @id }",
    recorded: {
      ...schemaOf("model t { id Int @id; n Int } model u { id Int @id }"),
      objects: [
        catalogObject("comment", "column public.t.id", "COMMENT ON id", { table: name("t") }),
        catalogObject("comment", "column public.t.n", "COMMENT ON n", { table: name("t") }),
        catalogObject("trigger", "tr", "CREATE TRIGGER tr", { table: name("u") }),
      ],
    },
    asked: ["drop comment on column t.n", "drop trigger tr on u", "drop column t.n", "drop table u"],
  },
  "an extension comes, and its version is compared where both sides tell one": {
    models: plain,
    recorded: { ...schemaOf(plain), extensions: [{ name: "citext", schema: "public", version: null }] },
    asked: [],
  },
  "values that come keep the order that there is": {
    models: "enum e { c; a; new; b } model t { id Int @id; e e }",
    recorded: schemaOf("enum e { a; b; c } model t { id Int @id; e e }"),
    asked: ["add value e.new"],
  },
  "the models' order is taken where a value goes: the type is made anew anyway": {
    models: "enum e { c; a; new } model t { id Int @id; e e }",
    recorded: schemaOf("enum e { a; b; c } model t { id Int @id; e e }"),
    asked: ["add value e.new", "drop value e.b", "reorder enum e: c, a, new"],
  },
  "a condition goes where a new relation needs the key for every row": {
    models:
      "model t { id Int @id; n Int @unique; us u[] } model u { id Int @id; tn Int; t t @relation(fields: [tn], references: [n]) }",
    recorded: withTable(schemaOf("model t { id Int @id; n Int @unique }"), "t", (t) => ({
      ...t,
      indexes: t.indexes.map((index) => ({ ...index, predicate: "(n > 0)" })),
    })),
    asked: [
      "drop unique index t_n_key on t",
      "create table u",
      "create unique index t_n_key on t",
      "add foreign key u.tn → t.n",
    ],
  },
  "and on request": {
    models: "enum e { b; a } model t { id Int @id; e e }",
    recorded: schemaOf("enum e { a; b } model t { id Int @id; e e }"),
    options: { reorderEnums: true },
    asked: ["reorder enum e: b, a"],
  },
};

describe("overlay", () => {
  for (const [title, { models, recorded, options, asked }] of Object.entries(cases)) {
    it(title, () => {
      const target = overlay(schemaOf(models), recorded, { partialIndexes: false, ...options });
      const changes = diff(recorded, target);
      assert.deepEqual(
        changes.map((change) => words(change, { home: "public" }).text),
        asked,
      );
    });
  }

  it("answers the recorded tables themselves where nothing differs", () => {
    const recorded = edited((t) => withIndex(t, { name: "t_n_idx", include: ["s"] }));
    const target = overlay(schemaOf(plain), recorded, { partialIndexes: false });
    assert.equal(target.tables[0], recorded.tables[0]);
  });

  it("a mere reorder of values is told, and not asked for", () => {
    const models = schemaOf("enum e { c; a; b } model t { id Int @id; e e }");
    const recorded = schemaOf("enum e { a; b; c } model t { id Int @id; e e }");
    assert.deepEqual(diff(recorded, overlay(models, recorded, { partialIndexes: false })), []);
    assert.deepEqual(reorderedEnums(models, recorded), [
      { enum: name("e"), from: ["a", "b", "c"], to: ["c", "a", "b"] },
    ]);
    assert.deepEqual(reorderedEnums(recorded, recorded), []);
  });

  it("what only the database says goes along with a rename", () => {
    const models = schemaOf("model todos { id Int @id @default(autoincrement()); amount Int }");
    const before = schemaOf("model tasks { id Int @id @default(autoincrement()); n Int }");
    const recorded = withTable(before, "tasks", (t) => ({
      ...t,
      checks: [{ name: "positive", kind: "check", definition: "CHECK ((n > 0))" }],
    }));
    const renames = [
      { kind: "table", from: name("tasks"), to: name("todos") },
      { kind: "column", table: name("tasks"), from: "n", to: "amount" },
    ] as const;
    const target = overlay(models, renamedTo(recorded, models, renames, { home: "public" }), { partialIndexes: false });
    assert.deepEqual(target.tables[0]?.checks, [
      { name: "positive", kind: "check", definition: "CHECK ((amount > 0))" },
    ]);
    assert.deepEqual(
      diff(recorded, target, { renames }).map((change) => words(change, { home: "public" }).text),
      [
        "rename table tasks to todos",
        "rename column todos.n to amount",
        "rename constraint tasks_pkey to todos_pkey on todos",
        "todos.id: sequence tasks_id_seq → todos_id_seq",
      ],
    );
  });
});

describe("laws of overlay", function () {
  this.timeout(600_000);
  const options = { partialIndexes: false };
  const runs = { numRuns: Number(process.env["RETORT_LAW_RUNS"] ?? 500) };

  it("models of a database ask for nothing of it, whatever it holds that they can't say", () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        assert.deepEqual(diff(schema, overlay(sayable(schema), schema, options)), []);
      }),
      runs,
    );
  });

  it("what is asked for is asked for once, and can be done", () => {
    fc.assert(
      fc.property(schemaPair, ({ from, to }) => {
        const models = sayable(to);
        const target = overlay(models, from, options);
        // A view is left in place, and PostgreSQL then refuses to drop the table that it reads: for its author to settle.
        const names = new Set(target.tables.map((table) => nameKey(table.name)));
        const goes = from.tables.some((table) => !names.has(nameKey(table.name)));
        fc.pre(!goes || !from.objects.some(({ kind }) => kind === "view"));
        assert.ok(sameSchema(overlay(models, target, options), target));
        let schema = from;
        for (const change of diff(from, target)) {
          checkApplicable(schema, change);
          schema = apply(schema, change);
        }
        assert.ok(sameSchema(schema, target));
      }),
      runs,
    );
  });

  it("over an empty database models ask for all they hold", () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        const models = sayable(schema);
        assert.deepEqual(overlay(models, { ...emptySchema, namespaces: [] }, options), models);
      }),
      runs,
    );
  });
});

function edited(edit: (table: Table) => Table): Schema {
  return withTable(schemaOf(plain), "t", edit);
}

function column(which: string, change: Partial<Table["columns"][number]>): Schema {
  return edited((t) => ({
    ...t,
    columns: t.columns.map((each) => (each.name === which ? { ...each, ...change } : each)),
  }));
}

function withIndex(table: Table, index: Partial<Index>): Table {
  const others = table.indexes.filter((each) => each.name !== index.name);
  return { ...table, indexes: [...others, { ...indexOf(table), ...index }] };
}

function indexOf(table: Table): Index {
  const [index] = table.indexes;
  assert.ok(index);
  return index;
}

function columnOf(table: Table, which: string): Table["columns"][number] {
  const found = table.columns.find((each) => each.name === which);
  assert.ok(found);
  return found;
}

function key(on: Index["keys"][number]["on"] = { kind: "column", name: "n" }): Index["keys"][number] {
  return { on, descending: false, nulls: null, operatorClass: null, collation: null };
}

function name(object: string): { readonly schema: string; readonly name: string } {
  return { schema: "public", name: object };
}
