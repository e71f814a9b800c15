import type { Place, Span } from "#engine/core/span.ts";
import type { Expression, SchemaDocument, Setting, SettingsBlock } from "#engine/prisma/ast.ts";
import { callString, elementsOf } from "#engine/prisma/lower/attributes.ts";
import type { Report } from "#engine/prisma/lower/report.ts";
import type { Extension } from "#engine/schema/model.ts";

/** The `datasource` block, and the preview features of the generators. */
export interface Datasource {
  /** The name in `datasource db`: native types are written with it. */
  readonly name: string;
  /** As written; empty where it is missing. */
  readonly provider: string;
  readonly url: ConnectionSetting | null;
  readonly directUrl: ConnectionSetting | null;
  readonly shadowDatabaseUrl: ConnectionSetting | null;
  /** Empty where the schema names none. */
  readonly schemas: readonly string[];
  readonly extensions: readonly Extension[];
  readonly relationMode: "foreignKeys" | "prisma";
  readonly previewFeatures: readonly string[];
  /** Of `datasource db`. */
  readonly place: Place;
}

export type ConnectionSetting =
  | { readonly kind: "env"; readonly variable: string; readonly place: Place }
  | { readonly kind: "literal"; readonly value: string; readonly place: Place };

/** An extension of the datasource, and where it stands. */
export interface ExtensionPlace {
  readonly extension: Extension;
  readonly span: Span;
}

/** The first datasource of the documents; null where there is none. */
export function datasourceOf(documents: readonly SchemaDocument[]): Datasource | null {
  return readDatasource(documents, () => undefined)?.datasource ?? null;
}

/** The first datasource of the documents, with the places of its extensions; null where there is none. */
export function readDatasource(
  documents: readonly SchemaDocument[],
  report: Report,
): {
  readonly datasource: Datasource;
  readonly block: SettingsBlock;
  readonly extensions: readonly ExtensionPlace[];
} | null {
  const blocks = settingsBlocks(documents);
  const [first, ...others] = blocks.filter(({ block }) => block.keyword === "datasource");
  for (const { file, block } of others) {
    report(
      file,
      block.head,
      "prisma/duplicateName",
      `A schema has one datasource, and \`${block.name.text}\` is another.`,
    );
  }
  if (!first) return null;
  const { file, block } = first;
  const extensions = elementsOf(find(block, "extensions")?.value ?? noValue).flatMap(readExtension);
  const datasource: Datasource = {
    name: block.name.text,
    provider: text(find(block, "provider")?.value),
    url: connection(file, find(block, "url")),
    directUrl: connection(file, find(block, "directUrl")),
    shadowDatabaseUrl: connection(file, find(block, "shadowDatabaseUrl")),
    schemas: strings(find(block, "schemas")),
    extensions: extensions.map(({ extension }) => extension),
    relationMode:
      text(find(block, "relationMode", "referentialIntegrity")?.value) === "prisma" ? "prisma" : "foreignKeys",
    previewFeatures: blocks
      .filter((other) => other.block.keyword === "generator")
      .flatMap((other) => strings(find(other.block, "previewFeatures"))),
    place: { file, span: block.head },
  };
  if (datasource.provider !== "postgresql" && datasource.provider !== "postgres") {
    const setting = find(block, "provider");
    const message =
      datasource.provider === ""
        ? `The datasource \`${datasource.name}\` has no provider; Retort works with \`postgresql\`.`
        : `Retort works with PostgreSQL, and the provider of \`${datasource.name}\` is \`${datasource.provider}\`.`;
    report(file, setting?.span ?? block.head, "prisma/provider", message);
  }
  return { datasource, block, extensions };
}

function settingsBlocks(documents: readonly SchemaDocument[]): { file: string; block: SettingsBlock }[] {
  return documents.flatMap(({ file, items }) =>
    items.filter((item) => item.kind === "settings").map((block) => ({ file, block })),
  );
}

function find(block: SettingsBlock, ...names: readonly string[]): Setting | null {
  return block.members.find((m): m is Setting => m.kind === "setting" && names.includes(m.name.text)) ?? null;
}

function text(value: Expression | null | undefined): string {
  return value?.kind === "string" ? value.value : "";
}

function strings(setting: Setting | null): string[] {
  return elementsOf(setting?.value ?? noValue).flatMap((e) => (e.kind === "string" ? [e.value] : []));
}

const noValue: Expression = { kind: "missing", span: { start: 0, end: 0 } };

function connection(file: string, setting: Setting | null): ConnectionSetting | null {
  const value = setting?.value;
  if (value?.kind === "string") return { kind: "literal", value: value.value, place: { file, span: value.span } };
  if (value?.kind !== "call" || value.name.text !== "env") return null;
  const variable = callString(value);
  return variable === null ? null : { kind: "env", variable, place: { file, span: value.span } };
}

/** `citext` or `uuid_ossp(map: "uuid-ossp", schema: "x", version: "1.1")`. */
function readExtension(value: Expression): ExtensionPlace[] {
  const { span } = value;
  if (value.kind === "name") return [{ extension: { name: value.text, schema: null, version: null }, span }];
  if (value.kind !== "call") return [];
  const option = (name: string): string | null => {
    const found = value.arguments.find((a) => a.name?.text === name)?.value;
    return found?.kind === "string" ? found.value : null;
  };
  const extension = { name: option("map") ?? value.name.text, schema: option("schema"), version: option("version") };
  return [{ extension, span }];
}
