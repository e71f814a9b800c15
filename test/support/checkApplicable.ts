import assert from "node:assert/strict";

import {
  type CatalogObject,
  type Change,
  dispatch,
  type ForeignKey,
  type QualifiedName,
  sameName,
  type Schema,
  type Table,
} from "#engine/index.ts";
import { isAlterable } from "#engine/changes/alterable.ts";
import type { ChangeTable } from "#engine/changes/change.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import { constraintExists, hasObject, relationExists, tableOf, typeExists } from "#test/support/taken.ts";

/** Throws when PostgreSQL would refuse the change in `schema`, as far as names and dependencies tell. */
export function checkApplicable(schema: Schema, change: Change): void {
  dispatch(checks, change, schema);
}

const checks: ChangeTable<void, [Schema]> = {
  createNamespace: (c, s) => {
    assert(!s.namespaces.includes(c.name), `${c.name} exists`);
  },
  dropNamespace: (c, s) => {
    const within = [...s.tables, ...s.enums, ...s.sequences, ...s.objects].filter(({ name }) => name.schema === c.name);
    assert(s.namespaces.includes(c.name) && within.length === 0, `${c.name} is not there, or not empty`);
  },
  createExtension: (c, s) => {
    assert(!s.extensions.some(({ name }) => name === c.extension.name), `${c.extension.name} exists`);
  },
  dropExtension: (c, s) => {
    assert(
      s.extensions.some(({ name }) => name === c.extension.name),
      `${c.extension.name} is not there`,
    );
    if (c.extension.name !== "citext") return;
    assert(!s.tables.some((t) => t.columns.some(({ type }) => type.kind === "other")), "a column is citext");
  },
  alterExtension: (c, s) => {
    assert(s.extensions.some(({ name }) => name === c.from.name));
  },
  createEnum: (c, s) => {
    assert(s.namespaces.includes(c.enum.name.schema) && !typeExists(s, c.enum.name), "its name is taken");
  },
  dropEnum: (c, s) => {
    assert.deepEqual(enumOf(s, c.enum.name), c.enum.values);
    assert.deepEqual(usersOf(s, c.enum.name), [], "columns use the enum");
  },
  renameEnum: (c, s) => {
    enumOf(s, c.from);
    assert(s.namespaces.includes(c.to.schema) && !typeExists(s, c.to));
  },
  addEnumValue: (c, s) => {
    const values = enumOf(s, c.enum);
    assert(!values.includes(c.value) && c.at >= 0 && c.at <= values.length);
  },
  dropEnumValue: (c, s) => {
    assert.equal(enumOf(s, c.enum)[c.at], c.value);
    checkEnumFree(s, c.enum);
    for (const { table, column } of usersOf(s, c.enum)) {
      const { default: value } = columnOf(s, table.name, column);
      const uses = value?.kind === "literal" ? [value.text] : value?.kind === "list" ? value.elements : [];
      assert(!uses.includes(c.value), `${column} defaults to ${c.value}`);
    }
  },
  renameEnumValue: (c, s) => {
    assert(enumOf(s, c.enum).includes(c.from) && !enumOf(s, c.enum).includes(c.to));
  },
  reorderEnum: (c, s) => {
    assert.deepEqual(enumOf(s, c.enum), c.from);
    assert.deepEqual([...c.from].sort(), [...c.to].sort());
    checkEnumFree(s, c.enum);
  },
  createTable: ({ table }, s) => {
    assert(s.namespaces.includes(table.name.schema), "its schema is not there");
    assert(!relationExists(s, table.name) && !typeExists(s, table.name), "its name is taken");
    assert.deepEqual(table.foreignKeys, []);
    for (const column of table.columns) checkColumn(s, table, column);
    const names = [...table.indexes, ...(table.primaryKey ? [table.primaryKey] : [])].map(({ name }) => name);
    for (const name of names) assert(!relationExists(s, { ...table.name, name }), `${name} is taken`);
  },
  dropTable: ({ table }, s) => {
    assert.deepEqual(tableOf(s, table.name).foreignKeys, []);
    for (const other of s.tables) {
      for (const key of other.foreignKeys)
        assert(!sameName(key.references.table, table.name), `${key.name} refers to it`);
    }
    for (const object of s.objects) {
      assert(object.table === null || !sameName(object.table, table.name), `${object.name.name} is on it`);
      assert(object.kind !== "view" || !reads(object, table.name), `${object.name.name} reads it`);
    }
  },
  renameTable: (c, s) => {
    tableOf(s, c.from);
    assert(s.namespaces.includes(c.to.schema) && !relationExists(s, c.to) && !typeExists(s, c.to), "taken");
  },
  attachPartition: (c, s) => {
    assert(tableOf(s, c.partitionOf.table).partitionBy !== null && tableOf(s, c.table).partitionOf === null);
  },
  detachPartition: (c, s) => {
    assert.deepEqual(tableOf(s, c.table).partitionOf, c.partitionOf);
  },
  addParent: (c, s) => {
    tableOf(s, c.parent);
    assert(!tableOf(s, c.table).inherits.some((parent) => sameName(parent, c.parent)));
  },
  dropParent: (c, s) => {
    assert(tableOf(s, c.table).inherits.some((parent) => sameName(parent, c.parent)));
  },
  addColumn: (c, s) => {
    const table = tableOf(s, c.table);
    assert(!table.columns.some(({ name }) => name === c.column.name), `${c.column.name} exists`);
    checkColumn(s, table, c.column);
  },
  dropColumn: (c, s) => {
    columnOf(s, c.table, c.column.name);
    checkUnused(s, c.table, c.column.name);
  },
  renameColumn: (c, s) => {
    columnOf(s, c.table, c.from);
    assert(!tableOf(s, c.table).columns.some(({ name }) => name === c.to), `${c.to} is taken`);
  },
  alterColumn: (c, s) => {
    assert.deepEqual(columnOf(s, c.table, c.from.name), c.from);
    assert.equal(c.from.name, c.to.name);
    checkColumn(s, tableOf(s, c.table), c.to);
    const { primaryKey } = tableOf(s, c.table);
    assert(!c.to.nullable || !primaryKey?.columns.includes(c.to.name), "a key's column can't be optional");
  },
  addPrimaryKey: (c, s) => {
    const table = tableOf(s, c.table);
    assert.equal(table.primaryKey, null);
    for (const column of c.primaryKey.columns) assert(!columnOf(s, c.table, column).nullable, `${column} is optional`);
    assert(!relationExists(s, { ...c.table, name: c.primaryKey.name }), `${c.primaryKey.name} is taken`);
  },
  dropPrimaryKey: (c, s) => {
    assert.deepEqual(tableOf(s, c.table).primaryKey, c.primaryKey);
    checkKeyUnused(s, c.table, c.primaryKey.columns);
  },
  createIndex: (c, s) => {
    tableOf(s, c.table);
    for (const { on } of c.index.keys) if (on.kind === "column") columnOf(s, c.table, on.name);
    for (const column of c.index.include) columnOf(s, c.table, column);
    assert(!relationExists(s, { ...c.table, name: c.index.name }), `${c.index.name} is taken`);
  },
  dropIndex: (c, s) => {
    assert.deepEqual(
      tableOf(s, c.table).indexes.find(({ name }) => name === c.index.name),
      c.index,
    );
    const columns = c.index.keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : []));
    if (c.index.unique) checkKeyUnused(s, c.table, columns);
  },
  renameIndex: (c, s) => {
    assert(tableOf(s, c.table).indexes.some(({ name }) => name === c.from));
    assert(!relationExists(s, { ...c.table, name: c.to }), `${c.to} is taken`);
  },
  addForeignKey: (c, s) => {
    checkForeignKey(s, c.table, c.foreignKey);
    assert(!constraintExists(s, c.table, c.foreignKey.name), `${c.foreignKey.name} is taken`);
  },
  dropForeignKey: (c, s) => {
    assert.deepEqual(
      tableOf(s, c.table).foreignKeys.find(({ name }) => name === c.foreignKey.name),
      c.foreignKey,
    );
  },
  addCheck: (c, s) => {
    assert(!constraintExists(s, c.table, c.check.name), `${c.check.name} is taken`);
    if (c.check.kind === "exclusion") assert(!relationExists(s, { ...c.table, name: c.check.name }));
  },
  dropCheck: (c, s) => {
    assert.deepEqual(
      tableOf(s, c.table).checks.find(({ name }) => name === c.check.name),
      c.check,
    );
  },
  renameConstraint: (c, s) => {
    assert(constraintExists(s, c.table, c.from), `${c.from} is not there`);
    assert(!constraintExists(s, c.table, c.to), `${c.to} is taken`);
  },
  createSequence: (c, s) => {
    assert(s.namespaces.includes(c.sequence.name.schema) && !relationExists(s, c.sequence.name), "its name is taken");
  },
  dropSequence: (c, s) => {
    assert(s.sequences.some(({ name }) => sameName(name, c.sequence.name)));
  },
  alterSequence: (c, s) => {
    assert(s.sequences.some(({ name }) => sameName(name, c.from.name)));
  },
  freeSequence: ({ table, from, sequence }, s) => {
    assert.deepEqual(
      tableOf(s, table).columns.find(({ name }) => name === from.name),
      from,
    );
    assert(!s.sequences.some(({ name }) => sameName(name, sequence.name)));
  },
  bindSequence: ({ table, from, sequence }, s) => {
    assert.deepEqual(
      tableOf(s, table).columns.find(({ name }) => name === from.name),
      from,
    );
    assert(s.sequences.some(({ name }) => sameName(name, sequence.name)));
  },
  createObject: ({ object }, s) => {
    assert(!hasObject(s, object), `${object.name.name} exists`);
    assert(s.namespaces.includes(object.name.schema));
    if (object.table) tableOf(s, object.table);
    if (object.kind === "trigger")
      assert(
        s.objects.some(({ kind }) => kind === "function"),
        "its function is not there",
      );
    if (object.kind !== "view") return;
    assert(!relationExists(s, object.name), "its name is taken");
    assert(
      s.tables.some((table) => reads(object, table.name)),
      "what it reads is not there",
    );
  },
  dropObject: ({ object }, s) => {
    assert(hasObject(s, object), `${object.name.name} is not there`);
    if (object.kind === "function") assert(!s.objects.some(({ kind }) => kind === "trigger"), "a trigger calls it");
  },
  alterPrimaryKey: (c, s) => {
    assert.deepEqual(tableOf(s, c.table).primaryKey, c.from);
  },
  alterIndex: (c, s) => {
    assert(tableOf(s, c.table).indexes.some(({ name }) => name === c.from.name));
  },
  alterForeignKey: (c, s) => {
    checkForeignKey(s, c.table, c.to);
  },
  alterCheck: (c, s) => {
    assert(tableOf(s, c.table).checks.some(({ name }) => name === c.from.name));
  },
  alterObject: (c, s) => {
    assert(hasObject(s, c.from), `${c.from.name.name} is not there`);
    assert(isAlterable(c.from, c.to));
  },
  runSql: () => undefined,
};

function columnOf(schema: Schema, table: QualifiedName, name: string): Table["columns"][number] {
  const column = tableOf(schema, table).columns.find((each) => each.name === name);
  assert(column, `no column ${table.name}.${name}`);
  return column;
}

function enumOf(schema: Schema, name: QualifiedName): readonly string[] {
  const type = schema.enums.find((each) => sameName(each.name, name));
  assert(type, `no enum ${name.schema}.${name.name}`);
  return type.values;
}

function usersOf(schema: Schema, name: QualifiedName): { table: Table; column: string }[] {
  return schema.tables.flatMap((table) =>
    table.columns
      .filter(({ type }) => type.kind === "enum" && sameName(type.name, name))
      .map((column) => ({ table, column: column.name })),
  );
}

/** The enum is made anew: conditions over its columns would keep the old one. */
function checkEnumFree(schema: Schema, name: QualifiedName): void {
  for (const { table, column } of usersOf(schema, name)) {
    for (const { predicate, name: index } of table.indexes) {
      assert(predicate === null || !mentions(predicate).has(column), `${index} has a condition on ${column}`);
    }
    for (const check of table.checks) assert(!mentions(check.definition).has(column), `${check.name} reads ${column}`);
    for (const key of table.foreignKeys) assert(!key.columns.includes(column), `${key.name} joins ${column}`);
  }
}

function checkColumn(schema: Schema, table: Table, column: Table["columns"][number]): void {
  const { type, default: value, generated } = column;
  if (type.kind === "enum") {
    const values = enumOf(schema, type.name);
    const uses = value?.kind === "literal" ? [value.text] : value?.kind === "list" ? value.elements : [];
    for (const each of uses) assert(values.includes(each), `${each} is no value of ${type.name.name}`);
  }
  if (type.kind === "other")
    assert(
      schema.extensions.some(({ name }) => name === type.name),
      `no type ${type.name}`,
    );
  if (generated === null) return;
  const sources = [...mentions(generated.expression)];
  assert(
    table.columns.some(({ name }) => sources.includes(name)),
    `${column.name} computes from nothing`,
  );
}

function checkUnused(schema: Schema, name: QualifiedName, column: string): void {
  const table = tableOf(schema, name);
  assert(!table.primaryKey?.columns.includes(column), "the primary key has it");
  for (const index of table.indexes) {
    const reading = index.keys.some(({ on }) =>
      on.kind === "column" ? on.name === column : mentions(on.sql).has(column),
    );
    assert(!reading && !index.include.includes(column), `${index.name} has it`);
    assert(index.predicate === null || !mentions(index.predicate).has(column), `${index.name} asks for it`);
  }
  for (const check of table.checks) assert(!mentions(check.definition).has(column), `${check.name} reads it`);
  for (const { name: other, generated } of table.columns) {
    assert(generated === null || other === column || !mentions(generated.expression).has(column), `${other} reads it`);
  }
  for (const other of schema.tables) {
    for (const key of other.foreignKeys) {
      const isOwn = sameName(other.name, name) && key.columns.includes(column);
      const isTarget = sameName(key.references.table, name) && key.references.columns.includes(column);
      assert(!isOwn && !isTarget, `${key.name} joins it`);
    }
  }
}

function checkForeignKey(schema: Schema, table: QualifiedName, key: ForeignKey): void {
  for (const column of key.columns) columnOf(schema, table, column);
  for (const [at, column] of key.references.columns.entries()) {
    assert.deepEqual(
      columnOf(schema, key.references.table, column).type,
      columnOf(schema, table, key.columns[at] ?? "").type,
    );
  }
  assert(
    uniqueSets(tableOf(schema, key.references.table)).includes(columnSet(key.references.columns)),
    "no key to refer to",
  );
}

/** PostgreSQL refuses to drop the key that a foreign key was made upon; of several over the same columns nobody knows. */
function checkKeyUnused(schema: Schema, name: QualifiedName, columns: readonly string[]): void {
  if (uniqueSets(tableOf(schema, name)).filter((set) => set === columnSet(columns)).length > 1) return;
  for (const table of schema.tables) {
    for (const key of table.foreignKeys) {
      const leans = sameName(key.references.table, name) && columnSet(key.references.columns) === columnSet(columns);
      assert(!leans, `${key.name} leans on it`);
    }
  }
}

function uniqueSets(table: Table): string[] {
  return [
    ...(table.primaryKey ? [columnSet(table.primaryKey.columns)] : []),
    ...table.indexes
      .filter((index) => index.unique && index.predicate === null)
      .map((index) => columnSet(index.keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : [])))),
  ];
}

function columnSet(columns: readonly string[]): string {
  return columns.toSorted().join("\0");
}

function reads(object: CatalogObject, table: QualifiedName): boolean {
  const names = mentions(object.definition);
  return names.has(table.name) && names.has(table.schema);
}
