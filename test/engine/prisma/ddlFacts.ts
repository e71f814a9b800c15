import { readOperatorClass } from "#engine/prisma/lower/operatorClasses.ts";
import type { ColumnType, Index, Schema, Table } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";
import { parseTypeName } from "#engine/schema/typeName.ts";

/**
 * What a schema holds, a line each, in a form that Prisma's migration SQL can be brought to as well: the two lists are
 * equal where Prisma would make the same database.
 */
export function factsOfSchema(schema: Schema): string[] {
  const facts = schema.namespaces.map((name) => `schema ${name}`);
  for (const { name, schema: at, version } of schema.extensions) {
    facts.push(`extension ${name} ${at ?? "-"} ${version ?? "-"}`);
  }
  for (const { name, values } of schema.enums) facts.push(`enum ${path(name)} ${JSON.stringify(values)}`);
  for (const table of schema.tables) facts.push(...factsOfTable(table));
  return facts.sort();
}

/** The same of the script that Prisma writes for an empty database. */
export function factsOfDdl(sql: string, home: string): string[] {
  const facts: string[] = [];
  const enums = new Set<string>();
  for (const [, text = ""] of sql.matchAll(/^-- [A-Za-z]+\n(.*?);(?=\n\n|\s*$)/gmsu)) {
    const statement = new Statement(text, home);
    if (text.startsWith("CREATE SCHEMA")) facts.push(`schema ${statement.identifiers()[0] ?? ""}`);
    else if (text.startsWith("CREATE EXTENSION")) {
      const option = (word: string): string => new RegExp(`${word} "([^"]*)"`, "u").exec(text)?.[1] ?? "-";
      facts.push(`extension ${option("EXISTS")} ${option("SCHEMA")} ${option("VERSION")}`);
    } else if (text.startsWith("CREATE TYPE")) {
      const name = statement.name("CREATE TYPE ");
      enums.add(name);
      const values = [...text.matchAll(/'((?:[^']|'')*)'/gu)].map(([, value = ""]) => value.replaceAll("''", "'"));
      facts.push(`enum ${name} ${JSON.stringify(values)}`);
    } else if (text.startsWith("CREATE TABLE")) facts.push(...statement.table(enums));
    else if (text.startsWith("CREATE")) facts.push(statement.index());
    else if (text.startsWith("ALTER TABLE")) facts.push(statement.foreignKey());
    else throw new Error(`a statement that no fact is known of: ${text}`);
  }
  return facts.sort();
}

function path({ schema, name }: QualifiedName): string {
  return `${schema}.${name}`;
}

function factsOfTable(table: Table): string[] {
  const own = path(table.name);
  const facts = [`table ${own}`];
  for (const column of table.columns) {
    const value = column.default;
    const constant = (text: string, type: ColumnType): string => {
      const bare = type.kind === "builtin" && /^(int.|float.|numeric|bool|money|oid)$/u.test(type.name);
      return bare ? text : `'${text.replaceAll("'", "''")}'`;
    };
    const printed =
      value === null
        ? "-"
        : value.kind === "serial"
          ? "serial"
          : value.kind === "expression"
            ? value.sql
            : value.kind === "literal"
              ? constant(value.text, column.type)
              : `ARRAY[${value.elements.map((e) => constant(e, column.type)).join(", ")}]`;
    facts.push(
      `column ${own}.${column.name} ${typeText(column.type)} ${column.nullable ? "null" : "not null"} ${printed}`,
    );
  }
  if (table.primaryKey) facts.push(`key ${own} ${table.primaryKey.name} ${JSON.stringify(table.primaryKey.columns)}`);
  for (const index of table.indexes) facts.push(indexFact(own, index));
  for (const key of table.foreignKeys) {
    facts.push(
      `foreign key ${own} ${key.name} ${JSON.stringify(key.columns)} ${path(key.references.table)} ${JSON.stringify(key.references.columns)} ${key.onDelete} ${key.onUpdate}`,
    );
  }
  return facts;
}

function typeText(type: ColumnType): string {
  return JSON.stringify(type);
}

function indexFact(
  table: string,
  index: Pick<Index, "name" | "unique" | "method" | "predicate"> & { keys: readonly Index["keys"][number][] },
): string {
  const keys = index.keys.map(
    (key) =>
      `${key.on.kind === "column" ? key.on.name : key.on.sql} ${key.descending ? "desc" : "asc"} ${key.operatorClass ?? "-"}`,
  );
  return `${index.unique ? "unique " : ""}index ${table} ${index.name} ${index.method} (${keys.join(", ")}) ${index.predicate ?? "-"}`;
}

const serials: Readonly<Record<string, string>> = { SMALLSERIAL: "SMALLINT", SERIAL: "INTEGER", BIGSERIAL: "BIGINT" };

/** PostgreSQL cuts long names, which Prisma's script does not. */
function cut(name: string): string {
  let bytes = Buffer.from(name);
  if (bytes.length > 63) {
    let end = 63;
    while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    bytes = bytes.subarray(0, end);
  }
  return bytes.toString();
}

/** One statement of Prisma's, whose layout never varies. */
class Statement {
  readonly #text: string;
  readonly #home: string;

  constructor(text: string, home: string) {
    this.#text = text;
    this.#home = home;
  }

  identifiers(text = this.#text): string[] {
    return [...text.matchAll(/"((?:[^"]|"")*)"/gu)].map(([, name = ""]) => cut(name.replaceAll('""', '"')));
  }

  name(before: string, text = this.#text): string {
    const rest = text.slice(text.indexOf(before) + before.length);
    const [, first = "", second] = /^"((?:[^"]|"")*)"(?:\."((?:[^"]|"")*)")?/u.exec(rest) ?? [];
    return second === undefined ? `${this.#home}.${cut(first)}` : `${first}.${cut(second)}`;
  }

  table(enums: ReadonlySet<string>): string[] {
    const own = this.name("CREATE TABLE ");
    const facts = [`table ${own}`];
    // A line break within a default goes on without indentation.
    for (const line of this.#text.split(/\n(?= {4}[C"])/u).slice(1)) {
      const text = line.trim().replace(/\n\)$/u, "").replace(/,$/u, "");
      const key = /^CONSTRAINT "(.*)" PRIMARY KEY \((.*)\)$/u.exec(text);
      if (key) facts.push(`key ${own} ${key[1] ?? ""} ${JSON.stringify(this.identifiers(key[2]))}`);
      else facts.push(this.#column(own, text, enums));
    }
    return facts;
  }

  index(): string {
    const own = this.name(" ON ");
    const [, unique, name = "", method = "btree", rest = ""] =
      /^CREATE (UNIQUE )?INDEX "([^"]*)" ON (?:"[^"]*"\.)?"[^"]*"(?: USING (\w+) )?(\(.*)$/su.exec(this.#text) ?? [];
    const [, list = "", predicate] = /^\((.*?)\)(?: WHERE \((.*)\))?$/su.exec(rest) ?? [];
    const keys = list.split(/, (?=")/u).map((key) => {
      const [, column = "", ops, sort] = /^"([^"]*)"(?: ((?!ASC|DESC).+?))?(?: (ASC|DESC))?$/u.exec(key) ?? [];
      const call = {
        kind: "call",
        name: { text: "raw", span },
        arguments: [{ name: null, value: { kind: "string", value: ops ?? "", span }, span }],
        span,
      } as const;
      return {
        on: { kind: "column", name: cut(column) },
        descending: sort === "DESC",
        nulls: null,
        operatorClass: ops === undefined ? null : readOperatorClass(call, method.toLowerCase()),
        collation: null,
      } as const;
    });
    return indexFact(own, {
      name,
      unique: unique !== undefined,
      method: method.toLowerCase(),
      keys,
      predicate: predicate ?? null,
    });
  }

  foreignKey(): string {
    const own = this.name("ALTER TABLE ");
    const [, name = "", columns = "", target = "", references = "", onDelete = "", onUpdate = ""] =
      /ADD CONSTRAINT "(.*)" FOREIGN KEY \((.*)\) REFERENCES (.*)\((.*)\) ON DELETE (.*) ON UPDATE (.*)$/u.exec(
        this.#text,
      ) ?? [];
    const lists = [columns, references].map((list) => JSON.stringify(this.identifiers(list)));
    return `foreign key ${own} ${name} ${lists[0] ?? ""} ${this.name("", target)} ${lists[1] ?? ""} ${onDelete.toLowerCase()} ${onUpdate.toLowerCase()}`;
  }

  #column(table: string, text: string, enums: ReadonlySet<string>): string {
    const [, name = "", rest = ""] = /^"((?:[^"]|"")*)" (.*)$/su.exec(text) ?? [];
    const [, typeName = "", notNull, value] = /^(.*?)( NOT NULL)?(?: DEFAULT (.*))?$/su.exec(rest) ?? [];
    const serial = serials[typeName];
    const type = parseTypeName(serial ?? typeName, {
      findEnum: (found) => {
        const full = { schema: found.schema ?? this.#home, name: cut(found.name) };
        return enums.has(path(full)) ? full : null;
      },
    });
    const printed = serial ? "serial" : (value?.replace(/^(ARRAY\[.*\])::.*$/su, "$1") ?? "-");
    return `column ${table}.${cut(name)} ${type ? typeText(type) : "?"} ${notNull ? "not null" : "null"} ${printed}`;
  }
}

const span = { start: 0, end: 0 };
