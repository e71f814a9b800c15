/** What a prisma.config.ts says, as far as Retort uses it. Paths are absolute. */
export interface PrismaConfig {
  readonly file: string;
  readonly schema: string | null;
  readonly migrationsPath: string | null;
  /** SQL that makes what Prisma calls external. */
  readonly initShadowDb: string | null;
  readonly url: PrismaConfigUrl | null;
  readonly directUrl: PrismaConfigUrl | null;
  readonly shadowDatabaseUrl: PrismaConfigUrl | null;
  /** Tables and enums that Prisma leaves to others, as written: `public.users`. */
  readonly externalTables: readonly string[];
  readonly externalEnums: readonly string[];
}

/** A URL as the configuration gave it. `value` may hold a password: it is for connecting, never for showing. */
export type PrismaConfigUrl =
  | { readonly kind: "value"; readonly value: string }
  /** It was asked for from variables that are not set. Empty where the value is missing for another reason. */
  | { readonly kind: "unset"; readonly variables: readonly string[] };
