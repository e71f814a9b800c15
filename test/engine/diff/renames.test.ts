import assert from "node:assert/strict";
import fc from "fast-check";

import {
  applyAll,
  diff,
  invertAll,
  parseRename,
  plausibleRenames,
  printRename,
  printRenameOption,
  type Rename,
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
    "not of tables that have little in common": {
      from: "model tasks { id Int @id; title String; done Boolean }",
      to: "model users { id String @id; email String; name String }",
      asked: [],
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
