import assert from "node:assert/strict";

import {
  applyAll,
  describe as words,
  diff,
  type DiffOptions,
  parseFill,
  sameSchema,
  type Schema,
  undo,
} from "#engine/index.ts";
import { catalogObject } from "#test/support/build.ts";
import { schemaOf, withTable } from "#test/support/modelsSchema.ts";

interface Case {
  readonly from: string | Schema;
  readonly to: string | Schema;
  readonly options?: DiffOptions;
  /** The changes in words, in order. */
  readonly up: readonly string[];
  readonly down: readonly string[];
}

const tasks = "model tasks { id Int @id; title String; owner Int? }";

/** In place wherever PostgreSQL can, and in an order in which it can. */
const cases: Readonly<Record<string, Case>> = {
  "a column comes": {
    from: tasks,
    to: "model tasks { id Int @id; title String; owner Int?; priority Int @default(1) }",
    up: ["add column tasks.priority"],
    down: ["drop column tasks.priority"],
  },
  "a column changes in several ways at once": {
    from: 'model tasks { id Int @id; n String @default("a") @db.VarChar(50) }',
    to: 'model tasks { id Int @id; n String? @default("b") }',
    up: ["tasks.n: type varchar(50) → text, becomes optional, default a → b"],
    down: ["tasks.n: type text → varchar(50), becomes required, default b → a"],
  },
  "a relation comes after its table, and goes before it": {
    from: tasks,
    to: "model tasks { id Int @id; title String; owner Int?; user users? @relation(fields: [owner], references: [id]) } model users { id Int @id; tasks tasks[] }",
    up: ["create table users", "add foreign key tasks.owner → users.id"],
    down: ["drop foreign key tasks.owner → users.id", "drop table users"],
  },
  "an index that differs in name only is renamed": {
    from: 'model tasks { id Int @id(map: "k"); a Int; @@index([a], map: "old") }',
    to: "model tasks { id Int @id; a Int; @@index([a]) }",
    up: ["rename constraint k to tasks_pkey on tasks", "rename index old to tasks_a_idx on tasks"],
    down: ["rename constraint tasks_pkey to k on tasks", "rename index tasks_a_idx to old on tasks"],
  },
  "an index name moves from one table to another": {
    from: 'model a { id Int @id; n Int; @@index([n], map: "i") } model b { id Int @id; n Int }',
    to: 'model a { id Int @id; n Int } model b { id Int @id; n Int; @@index([n], map: "i") }',
    up: ["drop index i on a", "create index i on b"],
    down: ["drop index i on b", "create index i on a"],
  },
  "an enum and the column that uses it": {
    from: tasks,
    to: "enum mood { low; high } model tasks { id Int @id; title String; owner Int?; mood mood @default(low) }",
    up: ["create enum mood (low, high)", "add column tasks.mood"],
    down: ["drop column tasks.mood", "drop enum mood"],
  },
  "a default moves from a value that goes to one that comes": {
    from: "enum mood { low; high } model tasks { id Int @id; mood mood @default(low) }",
    to: "enum mood { calm; high } model tasks { id Int @id; mood mood @default(calm) }",
    up: ["tasks.mood: no default (was low)", "add value mood.calm", "drop value mood.low", "tasks.mood: default calm"],
    down: [
      "tasks.mood: no default (was calm)",
      "add value mood.low",
      "drop value mood.calm",
      "tasks.mood: default low",
    ],
  },
  "an enum with another name and the same values is renamed": {
    from: "enum mood { low; high } model tasks { id Int @id; mood mood }",
    to: "enum feeling { low; high } model tasks { id Int @id; mood feeling }",
    up: ["rename enum mood to feeling"],
    down: ["rename enum feeling to mood"],
  },
  "both sides of a foreign key change their type": {
    from: "model a { id Int @id; bs b[] } model b { id Int @id; a Int; r a @relation(fields: [a], references: [id]) }",
    to: "model a { id String @id; bs b[] } model b { id Int @id; a String; r a @relation(fields: [a], references: [id]) }",
    up: [
      "drop foreign key b.a → a.id",
      "a.id: type integer → text",
      "b.a: type integer → text",
      "add foreign key b.a → a.id",
    ],
    down: [
      "drop foreign key b.a → a.id",
      "b.a: type text → integer",
      "a.id: type text → integer",
      "add foreign key b.a → a.id",
    ],
  },
  "a key that a foreign key leans on becomes a constraint": {
    from: "model a { id Int @id; n Int @unique; bs b[] } model b { id Int @id; a Int; r a @relation(fields: [a], references: [n]) }",
    to: withTable(
      schemaOf(
        "model a { id Int @id; n Int @unique; bs b[] } model b { id Int @id; a Int; r a @relation(fields: [a], references: [n]) }",
      ),
      "a",
      (table) => ({ ...table, indexes: table.indexes.map((index) => ({ ...index, constraint: true })) }),
    ),
    up: [
      "drop foreign key b.a → a.n",
      "drop unique index a_n_key on a",
      "add unique constraint a_n_key on a",
      "add foreign key b.a → a.n",
    ],
    down: [
      "drop foreign key b.a → a.n",
      "drop unique constraint a_n_key on a",
      "create unique index a_n_key on a",
      "add foreign key b.a → a.n",
    ],
  },
  "a column becomes generated, and its index steps aside": {
    from: "model t { id Int @id; n Int; @@index([n]) }",
    to: withTable(schemaOf("model t { id Int @id; n Int; @@index([n]) }"), "t", (table) => ({
      ...table,
      columns: table.columns.map((column) =>
        column.name === "n" ? { ...column, generated: { expression: "(id * 2)", stored: true } } : column,
      ),
    })),
    up: ["drop index t_n_idx on t", "drop column t.n", "add column t.n", "create index t_n_idx on t"],
    down: ["drop index t_n_idx on t", "drop column t.n", "add column t.n", "create index t_n_idx on t"],
  },
  "a renamed column keeps its values, and what bears its name follows": {
    from: "model tasks { id Int @id; description String; @@index([description]) }",
    to: "model tasks { id Int @id; details String; @@index([details]) }",
    options: { renames: [{ kind: "column", table: name("tasks"), from: "description", to: "details" }] },
    up: [
      "rename column tasks.description to details",
      "rename index tasks_description_idx to tasks_details_idx on tasks",
    ],
    down: [
      "rename index tasks_details_idx to tasks_description_idx on tasks",
      "rename column tasks.details to description",
    ],
  },
  "a renamed table takes along keys, sequence and references": {
    from: "model tasks { id Int @id @default(autoincrement()); notes notes[] } model notes { id Int @id; task Int; t tasks @relation(fields: [task], references: [id]) }",
    to: "model todos { id Int @id @default(autoincrement()); notes notes[] } model notes { id Int @id; task Int; t todos @relation(fields: [task], references: [id]) }",
    options: { renames: [{ kind: "table", from: name("tasks"), to: name("todos") }] },
    up: [
      "rename table tasks to todos",
      "rename constraint tasks_pkey to todos_pkey on todos",
      "todos.id: sequence tasks_id_seq → todos_id_seq",
    ],
    down: [
      "rename constraint todos_pkey to tasks_pkey on todos",
      "todos.id: sequence todos_id_seq → tasks_id_seq",
      "rename table todos to tasks",
    ],
  },
  "two columns change names with each other": {
    from: "model t { id Int @id; a Int; b String }",
    to: "model t { id Int @id; a String; b Int }",
    options: {
      renames: [
        { kind: "column", table: name("t"), from: "a", to: "b" },
        { kind: "column", table: name("t"), from: "b", to: "a" },
      ],
    },
    up: ["rename column t.a to renaming~0", "rename column t.b to a", "rename column t.renaming~0 to b"],
    down: ["rename column t.b to renaming~0", "rename column t.a to b", "rename column t.renaming~0 to a"],
  },
  "a table takes the name of one that goes": {
    from: "model a { id Int @id; x Int } model b { id Int @id; y Int }",
    to: "model a { id Int @id; y Int }",
    options: { renames: [{ kind: "table", from: name("b"), to: name("a") }] },
    up: ["drop table a", "rename table b to a", "rename constraint b_pkey to a_pkey on a"],
    down: ["rename constraint a_pkey to b_pkey on a", "rename table a to b", "create table a"],
  },
  "a rename that fits neither side is passed over": {
    from: tasks,
    to: tasks,
    options: { renames: [{ kind: "column", table: name("tasks"), from: "gone", to: "title" }] },
    up: [],
    down: [],
  },
  "a trigger on a table that goes": {
    from: withTrigger(schemaOf(tasks)),
    to: "",
    up: ["drop trigger touch on tasks", "drop table tasks"],
    down: ["create table tasks", "create trigger touch on tasks"],
  },
};

describe("diff", () => {
  for (const [title, { from, to, options = {}, up, down }] of Object.entries(cases)) {
    it(title, () => {
      const [before, after] = [from, to].map((side) => (typeof side === "string" ? schemaOf(side) : side));
      assert.ok(before && after);
      const changes = diff(before, after, options);
      assert.deepEqual(inWords(changes), up);
      assert.deepEqual(inWords(undo(changes, after)), down);
      assert.ok(sameSchema(applyAll(before, changes), after));
      assert.ok(sameSchema(applyAll(after, undo(changes, after)), before));
    });
  }

  it("fills a required column by its whole name, and by its name at home", () => {
    const to = schemaOf("model tasks { id Int @id; title String; owner Int }");
    for (const key of ["public.tasks.owner", "tasks.owner", '"tasks" . "owner"']) {
      const fill = parseFill(`${key}=0`, "public");
      assert.ok(fill);
      const [change] = diff(schemaOf(tasks), to, { fills: [fill], home: "public" });
      assert.ok(change?.kind === "alterColumn");
      assert.equal(change.fill, "0");
    }
  });
});

function inWords(changes: ReturnType<typeof diff>): string[] {
  return changes.map((change) => words(change, { home: "public" }).text);
}

function name(table: string): { readonly schema: string; readonly name: string } {
  return { schema: "public", name: table };
}

function withTrigger(schema: Schema): Schema {
  const definition = "CREATE TRIGGER touch BEFORE UPDATE ON public.tasks FOR EACH ROW EXECUTE FUNCTION public.f()";
  return { ...schema, objects: [catalogObject("trigger", "touch", definition, { table: name("tasks") })] };
}
