import assert from "node:assert/strict";

import { diff, type Fill, hazardsOf, parseFill, parseRename, type Rename, type Schema } from "#engine/index.ts";
import { schemaOf, withTable } from "#test/support/modelsSchema.ts";

interface Case {
  readonly from: string;
  readonly to: string;
  readonly renames?: readonly string[];
  readonly fills?: readonly string[];
  /** `kind table.column: text`, in the order of the changes. */
  readonly says: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  "a table goes": {
    from: "model t { id Int @id } model u { id Int @id }",
    to: "model u { id Int @id }",
    says: ["dropsRows t: goes with its rows"],
  },
  "a column goes": {
    from: "model t { id Int @id; a Int }",
    to: "model t { id Int @id }",
    says: ["dropsValues t.a: goes with its values"],
  },
  "a required column comes": {
    from: "model t { id Int @id }",
    to: "model t { id Int @id; a Int }",
    says: ["mayFail t.a: is required, and existing rows have no value for it"],
  },
  "one with a value for rows": {
    from: "model t { id Int @id; b Int? }",
    to: "model t { id Int @id; a Int; b Int; c Int @default(1); d Int @default(autoincrement()); e String @default(uuid()) }",
    fills: ["t.a=1", "t.b=0", "t.e=gen_random_uuid()"],
    says: [],
  },
  "a column becomes required": {
    from: "model t { id Int @id; a Int? }",
    to: "model t { id Int @id; a Int }",
    says: ["mayFail t.a: becomes required, and rows may have no value"],
  },
  "a wider type": {
    from: "model t { id Int @id; a Int; b String @db.VarChar(5); c DateTime @db.Timestamp(3); d Decimal @db.Decimal(5, 2) }",
    to: "model t { id BigInt @id; a String; b String; c DateTime @db.Timestamptz(6); d Decimal @db.Decimal(9, 4) }",
    says: [],
  },
  "a narrower type": {
    from: "model t { id Int @id; a BigInt; b String; c DateTime; d Float; e String[]; f Json @db.Json; g String; h String; i String }",
    to: "model t { id Int @id; a Int; b String @db.VarChar(5); c DateTime @db.Date; d Int; e String; f Json; g Int; h Decimal @db.Decimal(5, 2); i DateTime @db.Date }",
    fills: ["t.e=''"],
    says: [
      "mayFail t.a: may hold values that its new type has no room for",
      "mayFail t.b: may hold values that its new type has no room for",
      "narrowsValues t.c: may hold values that its new type rounds, cuts or refuses",
      "narrowsValues t.d: may hold values that its new type rounds, cuts or refuses",
      "narrowsValues t.e: may hold lists of which only the first value stays",
      "respellsValues t.f: may hold values that its new type spells otherwise",
      "mayFail t.g: may hold values that its new type does not read, or spells otherwise",
      "narrowsValues t.h: may hold values that its new type rounds, cuts or refuses",
      "narrowsValues t.i: may hold values that its new type rounds, cuts or refuses",
    ],
  },
  "a type that nothing leads to": {
    from: "model t { id Int @id; a Int }",
    to: "model t { id Int @id; a DateTime @default(now()) }",
    says: ["dropsValues t.a: goes with its values"],
  },
  "of a column that is renamed in a table that is too": {
    from: "model t { id Int @id; a Float }",
    to: "model u { id Int @id; b Int }",
    renames: ["t=u", "t.a=b"],
    says: ["narrowsValues u.b (t.a): may hold values that its new type rounds, cuts or refuses"],
  },
  "a value goes, another is taken for it": {
    from: "enum e { A; B; C } model t { id Int @id; a e; b e[] } model u { id Int @id; e e }",
    to: "enum e { A } model t { id Int @id; a e; b e[] } model u { id Int @id; e e }",
    renames: ["e.C=A"],
    says: [
      "mayFail t.a: may hold B, which goes",
      "mayFail t.b: may hold B, which goes",
      "mayFail u.e: may hold B, which goes",
      "narrowsValues t.a: holds A where it held C",
      "narrowsValues t.b: holds A where it held C",
      "narrowsValues u.e: holds A where it held C",
    ],
  },
  "a key, a unique index and a foreign key come": {
    from: "model t { id Int @id; a Int; b Int } model u { id Int @id }",
    to: "model t { id Int; a Int @unique; b Int; u u @relation(fields: [b], references: [id]); @@id([id, b]) } model u { id Int @id; ts t[] }",
    says: [
      "mayFail t: becomes the primary key, and may hold NULL or duplicates",
      "mayFail t.a: becomes unique, and may hold duplicates",
      "mayFail t.b: gets a foreign key, and may hold values without a match",
    ],
  },
  "of a table that is new": {
    from: "model u { id Int @id }",
    to: "model t { id Int @id; a Int @unique; u u @relation(fields: [a], references: [id]) } model u { id Int @id; ts t? }",
    says: [],
  },
  "what steps aside and comes back": {
    from: "model t { id Int @id; us u[] } model u { id Int @id; t Int; r t @relation(fields: [t], references: [id]) }",
    to: "model t { id String @id; us u[] } model u { id Int @id; t String; r t @relation(fields: [t], references: [id], onDelete: Cascade) }",
    says: [],
  },
  "a value becomes a list": {
    from: "enum e { A; B } model t { id Int @id; a e; b String }",
    to: "enum e { A; B } model t { id Int @id; a e[]; b String[] }",
    says: [],
  },
  "names only": {
    from: "model t { id Int @id; a Int @unique }",
    to: 'model t { id Int @id(map: "k"); a Int @unique(map: "l") }',
    says: [],
  },
};

describe("hazards", () => {
  for (const [title, { from, to, renames = [], fills = [], says }] of Object.entries(cases)) {
    it(title, () => {
      const [a, b] = [schemaOf(from), schemaOf(to)];
      assert.deepEqual(told(a, b, renames.flatMap(renameOf), fills.flatMap(fillOf)), says);
    });
  }

  it("a foreign key that the rows were not checked against is made anew", () => {
    const keyed = (actions: string) =>
      schemaOf(
        `model t { id Int @id; us u[] } model u { id Int @id; t Int; r t @relation(fields: [t], references: [id]${actions}) }`,
      );
    const from = withTable(keyed(""), "u", (u) => ({
      ...u,
      foreignKeys: u.foreignKeys.map((key) => ({ ...key, validated: false })),
    }));
    assert.deepEqual(told(from, keyed(", onDelete: Cascade"), [], []), [
      "mayFail u.t: gets a foreign key, and may hold values without a match",
    ]);
  });

  it("a check is made anew after rows without a value were given one", () => {
    const checked = (column: string) =>
      withTable(schemaOf(`model t { id Int @id; a ${column} }`), "t", (t) => ({
        ...t,
        checks: [{ name: "c", kind: "check", definition: "CHECK ((a IS NULL))" }],
      }));
    const [from, to] = [checked("Int?"), checked("String")];
    assert.deepEqual(told(from, to, [], fillOf("t.a='1'")), [
      "mayFail t: gets the check c, and may hold rows against it",
    ]);
  });
});

function told(from: Schema, to: Schema, renames: readonly Rename[], fills: readonly Fill[]): string[] {
  return hazardsOf(diff(from, to, { renames, fills }), from).flatMap(({ hazards }) =>
    hazards.map(({ kind, table, column, text, was }) => {
      const named = (name: string, part: string | null) => (part === null ? name : `${name}.${part}`);
      const [now, before] = [named(table.name, column), named(was.table.name, was.column)];
      return `${kind} ${now}${before === now ? "" : ` (${before})`}: ${text}`;
    }),
  );
}

function renameOf(text: string): Rename[] {
  return [parseRename(text, "public")].filter((rename) => rename !== null);
}

function fillOf(text: string): Fill[] {
  return [parseFill(text, "public")].filter((fill) => fill !== null);
}
