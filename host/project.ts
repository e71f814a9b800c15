import type { Place, Problem } from "#engine/index.ts";
import type { Failure } from "#host/failure.ts";
import type { PrismaConfig } from "#host/prismaConfig.ts";

/** A folder with models, its revisions and its databases: a snapshot, read anew when one of its files changes. */
export interface Project {
  /** Absolute path of its folder: its id in every request and message. */
  readonly root: string;
  /** For people: the folder's name, or its path where several projects were found. */
  readonly name: string;
  /** Absolute; a `.prisma` file, or a folder of them. It need not exist yet. */
  readonly schemaPath: string;
  /** Absolute; need not exist yet. */
  readonly revisionsFolder: string;
  readonly config: ProjectConfig;
  /** Never empty: without retort.json there is the one that Prisma itself would use, named `default`. */
  readonly databases: readonly DatabaseEntry[];
  /** The name of the database meant when none is named; null where several stand and none is chosen. */
  readonly defaultDatabase: string | null;
  /** What is wrong with its configuration; `openProject` lets warnings through only. */
  readonly problems: readonly Problem[];
}

/** What retort.json and Prisma's own configuration say, with defaults filled in. Paths are absolute. */
export interface ProjectConfig {
  /** retort.json; null where there is none. */
  readonly file: string | null;
  /** `prisma.config.ts` or one of its other spellings; null where there is none. */
  readonly prismaConfigFile: string | null;
  /** What it says; null where there is none, where it failed, or where the workspace is not trusted (it is code). */
  readonly prismaConfig: PrismaConfig | null;
  /** Why `prismaConfig` is null although the file is there and may be run. */
  readonly prismaConfigFailure: Failure | null;
  /** PostgreSQL schemas, the first is the default one; null: as the datasource says. */
  readonly schemas: readonly string[] | null;
  /** Objects that count as nothing: `schema.name`, or `name` in the default schema. Prisma's externals among them. */
  readonly exclude: readonly string[];
  /** `{year}{month}{day}_{hour}{minute}_{rev}_{slug}`: the name of a revision file, without its ending. */
  readonly fileTemplate: string;
  /** An IANA name. */
  readonly timezone: string;
  /** The PostgreSQL schema of Retort's own tables. */
  readonly bookkeeping: string;
  readonly shadow: ShadowConfig;
}

export interface ShadowConfig {
  /** A file of SQL that runs before the first revision; null where none is named. */
  readonly setup: string | null;
  /** A server on which shadow databases are made; null: the embedded one. */
  readonly server: UrlSource | null;
}

/** A database that the project names. */
export interface DatabaseEntry {
  readonly name: string;
  readonly source: DatabaseSource;
  /** Its name must be typed, and a proof made, before anything runs on it. */
  readonly protected: boolean;
}

export type DatabaseSource =
  | UrlSource
  /** PGlite in `.retort/database`. */
  | { readonly kind: "embedded" }
  /** `datasource.url` of prisma.config.ts. */
  | { readonly kind: "prismaConfig" }
  /** `directUrl` or `url` of the datasource block in the models. */
  | { readonly kind: "datasource" }
  /** A URL that was typed once and that the editor keeps. */
  | { readonly kind: "secret" };

/** A `url` of retort.json. */
export interface UrlSource {
  readonly kind: "url";
  /** As written: `env:DATABASE_URL`, or a URL without a password. */
  readonly text: string;
  readonly place: Place;
}
