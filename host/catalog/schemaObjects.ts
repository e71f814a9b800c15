import {
  type CatalogObject,
  type CatalogObjectKind,
  type QualifiedName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "#engine/index.ts";
import type {
  AggregateRow,
  CatalogRows,
  DomainRow,
  ForeignTableRow,
  FunctionRow,
  Oid,
  RangeRow,
  ViewRow,
} from "#host/catalog/catalogRows.ts";
import type { Namespaces } from "#host/catalog/namespaces.ts";

/** Views, routines, types that Prisma has no word for, and foreign tables, each by the statements that make it. */
export function schemaObjects(rows: CatalogRows, namespaces: Namespaces): CatalogObject[] {
  const make =
    <Row extends readonly [Oid, string, ...unknown[]]>(
      kind: CatalogObjectKind,
      define: (row: Row, name: string) => string,
    ) =>
    (row: Row): CatalogObject => {
      const name = namespaces.name(row[0], row[1]);
      return { kind, name, table: null, definition: define(row, quoteName(name, "")) };
    };
  return [
    ...(rows.views ?? []).map((row) => make(row[2] === "v" ? "view" : "materializedView", view)(row)),
    ...(rows.functions ?? []).flatMap(routine(namespaces)),
    ...(rows.aggregates ?? []).map(aggregate(namespaces)),
    ...(rows.domains ?? []).map(make("domain", domain)),
    ...(rows.composites ?? []).map(
      make("compositeType", ([, , attributes], name) => {
        const parts = (attributes ?? []).map(([attribute, type]) => `${quoteIdentifier(attribute)} ${type}`);
        return `CREATE TYPE ${name} AS (${parts.join(", ")})`;
      }),
    ),
    ...(rows.ranges ?? []).map(make("rangeType", range)),
    ...(rows.foreignTables ?? []).map(make("foreignTable", foreignTable)),
  ];
}

function view([, , kind, options, query, indexes]: ViewRow, name: string): string {
  const create = kind === "v" ? "CREATE VIEW" : "CREATE MATERIALIZED VIEW";
  const parameters = options === null ? "" : ` WITH (${options.toSorted().join(", ")})`;
  return [`${create} ${name}${parameters} AS\n${query.trim().replace(/;$/, "")}`, ...(indexes ?? [])].join(";\n");
}

function routine(namespaces: Namespaces): (row: FunctionRow) => CatalogObject[] {
  return ([namespace, name, types, definition]) =>
    definition === null
      ? []
      : [
          {
            kind: "function",
            name: signature(namespaces.name(namespace, name), types),
            table: null,
            definition: definition.trimEnd(),
          },
        ];
}

function aggregate(namespaces: Namespaces): (row: AggregateRow) => CatalogObject {
  return ([namespace, plainName, parameters, types, transition, state, final, combine, initial, parallel]) => {
    const name = namespaces.name(namespace, plainName);
    const parts = [
      `SFUNC = ${transition}`,
      `STYPE = ${state}`,
      ...(final === null ? [] : [`FINALFUNC = ${final}`]),
      ...(combine === null ? [] : [`COMBINEFUNC = ${combine}`]),
      ...(initial === null ? [] : [`INITCOND = ${quoteLiteral(initial)}`]),
      ...(parallel === "u" ? [] : [`PARALLEL = ${parallel === "s" ? "SAFE" : "RESTRICTED"}`]),
    ];
    const definition = `CREATE AGGREGATE ${quoteName(name, "")}(${parameters || "*"}) (${parts.join(", ")})`;
    return { kind: "function", name: signature(name, types), table: null, definition };
  };
}

/** Functions of one name are told apart by the types of their arguments. */
function signature(name: QualifiedName, types: string): QualifiedName {
  return { schema: name.schema, name: `${name.name}(${types})` };
}

function domain([, , base, collation, value, required, checks]: DomainRow, name: string): string {
  return [
    `CREATE DOMAIN ${name} AS ${base}`,
    ...(collation === null ? [] : [`COLLATE ${collation}`]),
    ...(value === null ? [] : [`DEFAULT ${value}`]),
    ...(required ? ["NOT NULL"] : []),
    ...(checks ?? []).map(([check, definition]) => `CONSTRAINT ${quoteIdentifier(check)} ${definition}`),
  ].join(" ");
}

function range([, , subtype, multirange, operatorClass, canonical, difference]: RangeRow, name: string): string {
  const parts = [
    `SUBTYPE = ${subtype}`,
    ...(operatorClass === null ? [] : [`SUBTYPE_OPCLASS = ${operatorClass}`]),
    ...(canonical === null ? [] : [`CANONICAL = ${canonical}`]),
    ...(difference === null ? [] : [`SUBTYPE_DIFF = ${difference}`]),
    `MULTIRANGE_TYPE_NAME = ${quoteIdentifier(multirange)}`,
  ];
  return `CREATE TYPE ${name} AS RANGE (${parts.join(", ")})`;
}

function foreignTable([, , server, options, columns]: ForeignTableRow, name: string): string {
  const parts = (columns ?? []).map(([column, type, required, own]) =>
    [quoteIdentifier(column), type, ...(own === null ? [] : [optionList(own)]), ...(required ? ["NOT NULL"] : [])].join(
      " ",
    ),
  );
  const tail = options === null ? "" : ` ${optionList(options)}`;
  return `CREATE FOREIGN TABLE ${name} (${parts.join(", ")}) SERVER ${quoteIdentifier(server)}${tail}`;
}

/** A foreign data wrapper's `name=value` options. */
function optionList(options: readonly string[]): string {
  const parts = options.map((option) => {
    const at = option.indexOf("=");
    return `${quoteIdentifier(option.slice(0, at))} ${quoteLiteral(option.slice(at + 1))}`;
  });
  return `OPTIONS (${parts.join(", ")})`;
}
