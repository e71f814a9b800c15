import type { Checked, Problem } from "#engine/index.ts";
import { readJson } from "#host/config/json.ts";
import { createJsonReader, type JsonMemberValue, type JsonReader, type Written } from "#host/config/jsonReader.ts";
import type { DatabaseEntry, UrlSource } from "#host/project.ts";
import { redactUrl } from "#host/redact.ts";

/** A retort.json as written: what it leaves out is null or empty. Paths are not yet resolved. */
export interface RetortJson {
  readonly schema: Written<string> | null;
  /** Empty where it says nothing. */
  readonly revisions: readonly Written<string>[];
  readonly schemas: readonly string[] | null;
  readonly databases: readonly DatabaseEntry[];
  readonly defaultDatabase: string | null;
  readonly shadowSetup: Written<string> | null;
  readonly shadowServer: UrlSource | null;
  readonly exclude: readonly string[];
  readonly fileTemplate: string | null;
  readonly timezone: string | null;
  readonly bookkeeping: string | null;
  readonly lockTimeout: number | null;
  readonly statementTimeout: number | null;
}

/** The parts of a file name that a template may hold, in braces. */
const templateFields = ["year", "month", "day", "hour", "minute", "second", "epoch", "rev", "slug"] as const;

/** Reads a retort.json; what is wrong in it is reported and left out of the value. */
export function readRetortJson(file: string, text: string): Checked<RetortJson> {
  const json = readJson(file, text);
  const problems: Problem[] = [...json.problems];
  const reader = createJsonReader(file, problems);
  const keys = json.value ? reader.members(json.value, "", knownKeys) : new Map<string, JsonMemberValue>();

  const shadow = keys.get("shadow");
  const shadowKeys = shadow ? reader.members(shadow.node, shadow.path, ["setup", "url"]) : null;
  const databases = databasesOf(reader, keys.get("databases"));
  const value: RetortJson = {
    schema: reader.text(keys.get("schema")),
    revisions: foldersOf(reader, keys.get("revisions")),
    schemas: schemasOf(reader, keys.get("schemas")),
    databases,
    defaultDatabase: defaultOf(reader, keys.get("default"), keys.get("databases")),
    shadowSetup: reader.text(shadowKeys?.get("setup")),
    shadowServer: shadowServerOf(reader, shadowKeys?.get("url")),
    exclude: reader.texts(keys.get("exclude"))?.map((e) => e.value) ?? [],
    fileTemplate: checkedText(reader, keys.get("fileTemplate"), templateFault),
    timezone: timezoneOf(reader, keys.get("timezone")),
    bookkeeping: checkedText(reader, keys.get("bookkeeping"), schemaNameFault),
    lockTimeout: lockTimeoutOf(reader, keys.get("lockTimeout")),
    statementTimeout: reader.seconds(keys.get("statementTimeout")),
  };
  return { value, problems };
}

/** The variable that `env:NAME` names; null for text of another form. */
export function variableOf(text: string): string | null {
  return /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(text)?.[1] ?? null;
}

const knownKeys = [
  "$schema",
  "schema",
  "revisions",
  "schemas",
  "default",
  "databases",
  "shadow",
  "exclude",
  "fileTemplate",
  "timezone",
  "bookkeeping",
  "lockTimeout",
  "statementTimeout",
];

function databasesOf(reader: JsonReader, member: JsonMemberValue | undefined): readonly DatabaseEntry[] {
  if (!member) return [];
  const entries: DatabaseEntry[] = [];
  for (const database of reader.members(member.node, member.path, null).values()) {
    const entry = databaseOf(reader, database);
    if (entry) entries.push(entry);
  }
  return entries;
}

/** Null, with a report, where it cannot be used. Protection that cannot be read counts as given. */
function databaseOf(reader: JsonReader, member: JsonMemberValue): DatabaseEntry | null {
  if (member.key.trim() === "") {
    reader.error("config/name", "A database needs a name.", member.keySpan);
    return null;
  }
  const keys = reader.members(member.node, member.path, ["url", "protected"]);
  const url = keys.get("url");
  if (member.node.kind === "object" && !url) {
    reader.error("config/missingUrl", `Database ${member.key} has no "url".`, member.keySpan);
  }
  const source = sourceOf(reader, url);
  const guarded = keys.has("protected") && reader.flag(keys.get("protected")) !== false;
  return source && { name: member.key, source, protected: guarded };
}

function sourceOf(reader: JsonReader, member: JsonMemberValue | undefined): DatabaseEntry["source"] | null {
  const written = reader.text(member);
  if (!written || !member) return null;
  if (written.value === "embedded") return { kind: "embedded" };
  return urlOf(reader, member, written);
}

function shadowServerOf(reader: JsonReader, member: JsonMemberValue | undefined): UrlSource | null {
  const written = reader.text(member);
  return written && member && written.value !== "embedded" ? urlOf(reader, member, written) : null;
}

function urlOf(reader: JsonReader, member: JsonMemberValue, written: Written<string>): UrlSource | null {
  const { value } = written;
  const refuse = (code: `config/${string}`, message: string): null => {
    reader.error(code, message, written.place.span);
    return null;
  };
  if (redactUrl(value) !== value) {
    return refuse(
      "config/literalPassword",
      `"${member.path}" holds a password: put the URL into a variable and write "env:VARIABLE".`,
    );
  }
  if (/^prisma(\+\w+)?:/.test(value)) {
    return refuse("config/prismaUrl", `"${member.path}" is a URL of Prisma's own proxy: use the direct URL.`);
  }
  if (!variableOf(value) && !/^postgres(ql)?:\/\//.test(value)) {
    return refuse("config/url", `"${member.path}" must be "env:VARIABLE", "embedded" or a postgresql:// URL.`);
  }
  return { kind: "url", text: value, place: written.place };
}

function defaultOf(
  reader: JsonReader,
  member: JsonMemberValue | undefined,
  databases: JsonMemberValue | undefined,
): string | null {
  const written = reader.text(member);
  if (!written) return null;
  // A database that cannot be used has been reported already, and is not missing.
  const names = databases?.node.kind === "object" ? databases.node.members.map((m) => m.key) : [];
  if (names.includes(written.value)) return written.value;
  const message = `"default" names the database ${written.value}; those configured are: ${names.join(", ") || "none"}.`;
  reader.error("config/unknownDatabase", message, written.place.span);
  return null;
}

/** Zero would mean without end to PostgreSQL, and everybody else would queue behind it. */
function lockTimeoutOf(reader: JsonReader, member: JsonMemberValue | undefined): number | null {
  const seconds = reader.seconds(member);
  if (seconds !== 0 || !member) return seconds;
  reader.error("config/lockTimeout", `"${member.path}" must be more than 0.`, member.node.span);
  return null;
}

function schemasOf(reader: JsonReader, member: JsonMemberValue | undefined): readonly string[] | null {
  const schemas = reader.texts(member);
  if (!schemas || !member) return null;
  if (schemas.length === 0) reader.error("config/type", `"schemas" names no schema.`, member.node.span);
  return schemas.length === 0 ? null : [...new Set(schemas.map((s) => s.value))];
}

/** The text, unless `fault` says in words what is wrong with it. */
function checkedText(
  reader: JsonReader,
  member: JsonMemberValue | undefined,
  fault: (text: string) => string | null,
): string | null {
  const written = reader.text(member);
  if (!written || !member) return null;
  const found = fault(written.value);
  if (found === null) return written.value;
  reader.error(`config/${member.key}`, `"${member.path}" ${found}`, written.place.span);
  return null;
}

/** A template names one file in a revisions folder or, with `/`, below it, whatever the message of the revision is. */
function templateFault(template: string): string | null {
  if (template.includes("\\")) return "may hold no \\: folders are parted by /.";
  const parts = template.split("/");
  if (parts.includes("")) return "names a folder without a name.";
  if (parts.some((part) => part.startsWith("."))) return "must not begin with a dot, nor may a folder in it.";
  const unknown = [...template.matchAll(/\{([^}]*)\}/g)].map((m) => m[1] ?? "").find((f) => !isTemplateField(f));
  if (unknown !== undefined) {
    return `holds {${unknown}}; known are ${templateFields.map((f) => `{${f}}`).join(" ")}.`;
  }
  if (!template.includes("{rev}")) return "must hold {rev}: two revisions would share a file.";
  return /[<>:"|?*\p{Cc}]/u.test(template) ? "holds a character that file names cannot have everywhere." : null;
}

function isTemplateField(field: string): boolean {
  return templateFields.some((known) => known === field);
}

/** An IANA name; case does not matter. */
function timezoneOf(reader: JsonReader, member: JsonMemberValue | undefined): string | null {
  const written = reader.text(member);
  if (!written) return null;
  try {
    new Intl.DateTimeFormat("en", { timeZone: written.value });
    return written.value;
  } catch {
    const message = `Can't locate timezone: ${written.value}`;
    const details = ['"timezone" must be an IANA time zone, such as "Europe/Berlin".'];
    reader.error("config/timezone", message, written.place.span, details);
    return null;
  }
}

/** One folder, or a list of them. */
function foldersOf(reader: JsonReader, member: JsonMemberValue | undefined): readonly Written<string>[] {
  if (member?.node.kind !== "array") return [reader.text(member)].filter((written) => written !== null);
  const folders = reader.texts(member) ?? [];
  if (folders.length === 0) reader.error("config/type", `"revisions" names no folder.`, member.node.span);
  return folders;
}

function schemaNameFault(name: string): string | null {
  if (name.startsWith("pg_")) return "must not begin with pg_: PostgreSQL keeps such names for itself.";
  return Buffer.byteLength(name) > 63 ? "is longer than the 63 bytes of a PostgreSQL name." : null;
}
