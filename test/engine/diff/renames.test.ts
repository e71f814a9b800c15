import assert from "node:assert/strict";
import fc from "fast-check";

import {
  applyAll,
  describe as describeChange,
  diff,
  invertAll,
  parseRename,
  plausibleRenames,
  printRename,
  printRenameOption,
  type Rename,
  renameProblems,
  sameSchema,
  type Schema,
} from "#engine/index.ts";
import { checkApplicable } from "#test/support/checkApplicable.ts";
import { schemaOf } from "#test/support/modelsSchema.ts";
import { anySchema, schemaPair } from "#test/support/schemaArbitrary.ts";

const texts: Readonly<Record<string, Rename | null>> = {
  "tasks.description=details": column("public", "tasks", "description", "details"),
  "tasks.description -> details": column("public", "tasks", "description", "details"),
  "app.tasks.description=details": column("app", "tasks", "description", "details"),
  "tasks=todos": table("public", "tasks", "public", "todos"),
  "tasks=app.tasks": table("public", "tasks", "app", "tasks"),
  "app.tasks=app.todos": table("app", "tasks", "app", "todos"),
  '"line.items"."a=b" -> "c d"': column("public", "line.items", "a=b", "c d"),
  "line-items.a->b-c": column("public", "line-items", "a", "b-c"),
  '"say ""hi""".a=b': column("public", 'say "hi"', "a", "b"),
  "": null,
  tasks: null,
  "tasks=": null,
  "=todos": null,
  "tasks.=a": null,
  "a=b=c": null,
  "a.b.c.d=e": null,
  "a.b.c=d.e": null,
  '"open=a': null,
};

describe("renames as text", () => {
  for (const [text, rename] of Object.entries(texts)) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(parseRename(text, "public"), rename);
    });
  }

  it("what is printed reads back, in both forms", () => {
    const part = fc.string({ minLength: 1, unit: fc.constantFrom("a", "Z", ".", " ", '"', "=", "-", ">", "ü") });
    const name = fc.record({ schema: fc.oneof(fc.constant("public"), part), name: part }, { noNullPrototype: true });
    const rename: fc.Arbitrary<Rename> = fc.oneof(
      fc.record({ kind: fc.constant("table" as const), from: name, to: name }, { noNullPrototype: true }),
      fc.record({ kind: fc.constant("column" as const), table: name, from: part, to: part }, { noNullPrototype: true }),
    );
    fc.assert(
      fc.property(rename, (each) => {
        assert.deepEqual(parseRename(printRename(each, "public"), "public"), each);
        assert.deepEqual(parseRename(printRenameOption(each, "public"), "public"), each);
      }),
    );
  });
});

describe("laws of renames", () => {
  const anyRenames = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 4 });

  it("with whatever renames, a diff reaches the target, step by step, and can be undone", () => {
    fc.assert(
      fc.property(schemaPair, anyRenames, ({ from, to }, picks) => {
        const renames = picks.flatMap(([a, b, ofTables]) => pickRename(from, to, a, b, ofTables) ?? []);
        const changes = diff(from, to, { renames });
        let schema = from;
        for (const change of changes) {
          checkApplicable(schema, change);
          schema = applyAll(schema, [change]);
        }
        assertSame(schema, to);
        assertSame(applyAll(to, invertAll(changes)), from);
      }),
      { numRuns: 500 },
    );
  });

  it("a rename is all there is between a schema and the same one renamed", () => {
    fc.assert(
      fc.property(anySchema, fc.nat(), fc.nat(), (schema, a, b) => {
        const owner = schema.tables[a % Math.max(schema.tables.length, 1)];
        const renamed = owner?.columns[b % Math.max(owner.columns.length, 1)];
        fc.pre(owner !== undefined && renamed !== undefined);
        const rename: Rename = { kind: "column", table: owner.name, from: renamed.name, to: "new name" };
        const changes = diff(schema, applyAll(schema, [{ ...rename, kind: "renameColumn" }]), { renames: [rename] });
        assert.deepEqual(
          changes.map(({ kind }) => kind),
          ["renameColumn"],
        );
        const moved: Rename = { kind: "table", from: owner.name, to: { ...owner.name, name: "new name" } };
        const after = applyAll(schema, [{ kind: "renameTable", from: moved.from, to: moved.to }]);
        assert.deepEqual(
          diff(schema, after, { renames: [moved] }).map(({ kind }) => kind),
          ["renameTable"],
        );
      }),
      { numRuns: 300 },
    );
  });
});

/** What a rename means, and what follows from it, by words of the changes. */
const meanings: Readonly<
  Record<string, { from: string; to: string; renames: readonly string[]; words: readonly string[] }>
> = {
  "an enum is written as a table is": {
    from: "enum role { A; B } model t { id Int @id; r role }",
    to: "enum kind { A; C } model t { id Int @id; r kind }",
    renames: ["role=kind", "role.B=C"],
    words: ["rename enum role to kind", "rename value kind.B to C"],
  },
  "values of two enums trade places": {
    from: "enum e { A; B } model t { id Int @id; r e }",
    to: "enum e { B; A } model t { id Int @id; r e }",
    renames: ["e.A=B", "e.B=A"],
    words: ["rename value e.A to renaming~0", "rename value e.B to A", "rename value e.renaming~0 to B"],
  },
  "a value that stays takes over rows": {
    from: "enum e { A; B; C } model t { id Int @id; r e }",
    to: "enum e { A; B } model t { id Int @id; r e }",
    renames: ["e.C=A"],
    words: ["drop value e.C"],
  },
  "a table in its PostgreSQL schema": {
    from: 'model t { id Int @id; @@schema("app") }',
    to: 'model u { id Int @id; @@schema("app") }',
    renames: ["app.t=u"],
    words: ["rename table app.t to app.u", "rename constraint t_pkey to u_pkey on app.u"],
  },
  "the table said twice": {
    from: "model t { id Int @id; a Int }",
    to: "model t { id Int @id; b Int }",
    renames: ["t.a=t.b"],
    words: ["rename column t.a to b"],
  },
  "a table that moves needs no question, and no more does its enum": {
    from: 'enum e { A; @@schema("app") } model t { id Int @id; e e; @@schema("app") }',
    to: 'enum e { A; @@schema("web") } model t { id Int @id; e e; @@schema("web") }',
    renames: [],
    words: ["create schema web", "rename table app.t to web.t", "rename enum app.e to web.e", "drop schema app"],
  },
  "a table of a relation goes with its model": {
    from: "model Post { id Int @id; tags Tag[] } model Tag { id Int @id; posts Post[] }",
    to: "model Article { id Int @id; tags Tag[] } model Tag { id Int @id; posts Article[] }",
    renames: ["Post=Article"],
    words: [
      "rename table Post to Article",
      "rename table _PostToTag to _ArticleToTag",
      "rename constraint Post_pkey to Article_pkey on Article",
      "rename constraint _PostToTag_AB_pkey to _ArticleToTag_AB_pkey on _ArticleToTag",
      "rename constraint _PostToTag_A_fkey to _ArticleToTag_A_fkey on _ArticleToTag",
      "rename constraint _PostToTag_B_fkey to _ArticleToTag_B_fkey on _ArticleToTag",
      "rename index _PostToTag_B_index to _ArticleToTag_B_index on _ArticleToTag",
    ],
  },
};

describe("what renames mean", () => {
  for (const [title, { from, to, renames, words }] of Object.entries(meanings)) {
    it(title, () => {
      const wanted = renames.map((text) => parseRename(text, "public")).filter((rename) => rename !== null);
      const [a, b] = [schemaOf(from), schemaOf(to)];
      assert.deepEqual(renameProblems(a, b, wanted, "public"), []);
      const changes = diff(a, b, { renames: wanted });
      assert.deepEqual(
        changes.map((change) => describeChange(change, { home: "public" }).text),
        words,
      );
      assertSame(applyAll(a, changes), b);
      assertSame(applyAll(b, invertAll(changes)), a);
    });
  }
});

/** What is wrong with renames of `t { a, b }` and `e { A, B }` that become `u { a, c }` and `f { A, C }`. */
const faults: Readonly<Record<string, { renames: readonly string[]; says: readonly string[] }>> = {
  "a table that is not there": { renames: ["x=u"], says: ["--rename x=u: there is no table or enum x to rename."] },
  "a target that is not there": { renames: ["t=x"], says: ["--rename t=x: there is no table x afterwards."] },
  "a column without its table": {
    renames: ["t.b=c"],
    says: ["--rename t.b=c: there is no table t afterwards: name the table's renaming too."],
  },
  "a column that is not there": {
    renames: ["t=u", "t.x=c"],
    says: ["--rename t.x=c: t has no column x to rename."],
  },
  "a column that will not be there": {
    renames: ["t=u", "u.b=x"],
    says: ["--rename u.b=x: u has no column x afterwards."],
  },
  "two new names": {
    renames: ["t=u", "t.b=a", "t.b=c"],
    says: ["--rename t.b=c: b has another new name already."],
  },
  "one new name for two": {
    renames: ["t=u", "t.a=c", "t.b=c"],
    says: ["--rename t.b=c: another column of t is renamed to c already."],
  },
  "a value that is not there": {
    renames: ["e=f", "e.X=C"],
    says: ["--rename e.X=C: the enum e has no value X to rename."],
  },
  "a value that will not be there": {
    renames: ["e=f", "e.B=X"],
    says: ["--rename e.B=X: the enum f has no value X afterwards."],
  },
  "a table as an enum": { renames: ["t=f"], says: ["--rename t=f: there is no table f afterwards."] },
  "the same name": { renames: ["t=t"], says: ["--rename t=t: both names are the same."] },
  "said twice, which does no harm": { renames: ["t=u", "t=u", "t.b=c", "u.b=c"], says: [] },
};

describe("renames that fit nothing", () => {
  const from = schemaOf("enum e { A; B } model t { id Int @id; a e; b Int }");
  const to = schemaOf("enum f { A; C } model u { id Int @id; a f; c Int }");
  for (const [title, { renames, says }] of Object.entries(faults)) {
    it(title, () => {
      const wanted = renames.map((text) => parseRename(text, "public")).filter((rename) => rename !== null);
      assert.deepEqual(
        renameProblems(from, to, wanted, "public").map(({ message }) => message),
        says,
      );
    });
  }
});

describe("plausible renames", () => {
  const cases: Readonly<Record<string, { from: string; to: string; asked: readonly string[] }>> = {
    "a column of the same type": {
      from: "model tasks { id Int @id; description String? }",
      to: "model tasks { id Int @id; details String? }",
      asked: ["tasks.description=details"],
    },
    "the nearest name first": {
      from: "model t { id Int @id; due_date DateTime? }",
      to: "model t { id Int @id; color DateTime?; due_on DateTime? }",
      asked: ["t.due_date=due_on", "t.due_date=color"],
    },
    "not over a type that values would have to be read into": {
      from: "model t { id Int @id; description String? }",
      to: "model t { id Int @id; count Int? }",
      asked: [],
    },
    "unless the name is near": {
      from: "model t { id Int @id; item_count String? }",
      to: "model t { id Int @id; items_count Int? }",
      asked: ["t.item_count=items_count"],
    },
    "the only table that went and the only one that came, of like columns": {
      from: "model tasks { id Int @id; title String; done Boolean }",
      to: "model Todo { id Int @id; name String; completed Boolean }",
      asked: ["tasks=Todo"],
    },
    "an enum of other values": {
      from: "enum role { A; B; C } model t { id Int @id; r role }",
      to: "enum user_role { A; B } model t { id Int @id; r user_role }",
      asked: ["role=user_role"],
    },
    "a value in the same place, then those that stay": {
      from: "enum e { A; GUEST; Z } model t { id Int @id; r e }",
      to: "enum e { A; VISITOR; Z } model t { id Int @id; r e }",
      asked: ["e.GUEST=VISITOR", "e.GUEST=A", "e.GUEST=Z"],
    },
    "no values that no column can hold": {
      from: "enum e { A; B } model t { id Int @id }",
      to: "enum e { A; C } model t { id Int @id }",
      asked: [],
    },
    "a wider type, if the name is near": {
      from: "model t { id Int @id; view_count Int }",
      to: "model t { id Int @id; views_count BigInt }",
      asked: ["t.view_count=views_count"],
    },
    "a table with mostly the same columns": {
      from: "model tasks { id Int @id; title String; done Boolean }",
      to: "model todos { id Int @id; title String; done Boolean; due DateTime? }",
      asked: ["tasks=todos"],
    },
    "tables whose names and columns are all spelled otherwise": {
      from: "model userTasks { taskId Int @id; shortTitle String } model userNotes { noteId Int @id; longText String }",
      to: "model user_tasks { task_id Int @id; short_title String } model user_notes { note_id Int @id; long_text String }",
      asked: ["userNotes=user_notes", "userTasks=user_tasks"],
    },
    "not of tables that have little in common": {
      from: "model tasks { id Int @id; title String; done Boolean }",
      to: "model users { id String @id; email String; name String }",
      asked: [],
    },
    "tables of many-to-many relations by what they join, of whatever type": {
      from: 'model a { id Int @id; bs b[] @relation("bs"); cs c[] @relation("cs") } model b { id Int @id; as a[] @relation("bs") } model c { id Int @id; as a[] @relation("cs") }',
      to: 'model a { id Int @id; bs b[] @relation("x"); cs c[] @relation("y") } model b { id Int @id; as a[] @relation("x") } model c { id String @id; as a[] @relation("y") }',
      asked: ["_bs=_x", "_cs=_y"],
    },
    "nothing where something only came": {
      from: "model t { id Int @id }",
      to: "model t { id Int @id; a Int } model u { id Int @id }",
      asked: [],
    },
  };
  for (const [title, { from, to, asked }] of Object.entries(cases)) {
    it(title, () => {
      const found = plausibleRenames(schemaOf(from), schemaOf(to));
      assert.deepEqual(
        found.map(({ rename }) => printRenameOption(rename, "public")),
        asked,
      );
      for (const { score } of found) assert.ok(score > 0 && score <= 1);
    });
  }

  it("what was answered is not asked again, and leads on to its columns", () => {
    const from = schemaOf("model tasks { id Int @id; title String; note String? }");
    const to = schemaOf("model todos { id Int @id; title String; remark String? }");
    const renames = [table("public", "tasks", "public", "todos")];
    assert.deepEqual(
      plausibleRenames(from, to, { renames }).map(({ rename }) => printRenameOption(rename, "public")),
      ["tasks.note=remark"],
    );
  });
});

function pickRename(from: Schema, to: Schema, a: number, b: number, ofTables: boolean): Rename | null {
  const old = from.tables[a % Math.max(from.tables.length, 1)];
  const target = to.tables[b % Math.max(to.tables.length, 1)];
  if (!old || !target) return null;
  if (ofTables) return { kind: "table", from: old.name, to: target.name };
  const same = to.tables.find(({ name }) => name.name === old.name.name && name.schema === old.name.schema);
  const [x, y] = [old.columns[b % old.columns.length], same?.columns[a % same.columns.length]];
  return x && y ? { kind: "column", table: old.name, from: x.name, to: y.name } : null;
}

function column(schema: string, name: string, from: string, to: string): Rename {
  return { kind: "column", table: { schema, name }, from, to };
}

function table(schema: string, name: string, toSchema: string, toName: string): Rename {
  return { kind: "table", from: { schema, name }, to: { schema: toSchema, name: toName } };
}

function assertSame(actual: Schema, expected: Schema): void {
  if (!sameSchema(actual, expected)) assert.deepEqual(actual, expected);
}
