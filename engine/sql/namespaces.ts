import type { ChangeOf } from "#engine/changes/change.ts";
import { quoteIdentifier, quoteLiteral } from "#engine/sql/quote.ts";
import { sql, type Sql } from "#engine/sql/rendering.ts";

/** Schemas and extensions are often there already, made by whoever runs the server. */
export function createNamespace({ name }: ChangeOf<"createNamespace">): Sql {
  return sql(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`);
}

export function dropNamespace({ name }: ChangeOf<"dropNamespace">): Sql {
  return sql(`DROP SCHEMA ${quoteIdentifier(name)}`);
}

export function createExtension({ extension }: ChangeOf<"createExtension">): Sql {
  const schema = extension.schema === null ? "" : ` WITH SCHEMA ${quoteIdentifier(extension.schema)}`;
  const version = extension.version === null ? "" : ` VERSION ${quoteLiteral(extension.version)}`;
  return sql(`CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(extension.name)}${schema}${version}`);
}

export function alterExtension({ from, to }: ChangeOf<"alterExtension">): Sql {
  const alter = `ALTER EXTENSION ${quoteIdentifier(to.name)}`;
  return sql(
    ...(to.version !== null && from.version !== to.version ? [`${alter} UPDATE TO ${quoteLiteral(to.version)}`] : []),
    ...(to.schema !== null && from.schema !== to.schema ? [`${alter} SET SCHEMA ${quoteIdentifier(to.schema)}`] : []),
  );
}

export function dropExtension({ extension }: ChangeOf<"dropExtension">): Sql {
  return sql(`DROP EXTENSION ${quoteIdentifier(extension.name)}`);
}
