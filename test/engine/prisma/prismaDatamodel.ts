import { createRequire } from "node:module";

import type * as PrismaSchemaWasm from "@prisma/prisma-schema-wasm";

import { modernized } from "#test/support/modernModels.ts";

/** What Prisma's own reader answers, as far as the tests use it. */
export interface Datamodel {
  readonly models: readonly DatamodelModel[];
  readonly enums: readonly {
    readonly name: string;
    readonly dbName: string | null;
    readonly values: readonly { readonly name: string; readonly dbName: string | null }[];
  }[];
  readonly indexes: readonly DatamodelIndex[];
}

export interface DatamodelModel {
  readonly name: string;
  readonly dbName: string | null;
  readonly schema: string | null;
  readonly fields: readonly DatamodelField[];
}

export interface DatamodelField {
  readonly name: string;
  readonly dbName?: string;
  readonly kind: "scalar" | "enum" | "object" | "unsupported";
  readonly type: string;
  readonly nativeType?: readonly [name: string, args: readonly string[]] | null;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly isUpdatedAt: boolean;
  readonly default?: unknown;
  readonly relationFromFields?: readonly string[];
  readonly relationToFields?: readonly string[];
  readonly relationOnDelete?: string;
  readonly relationOnUpdate?: string;
}

export interface DatamodelIndex {
  readonly model: string;
  readonly type: "id" | "unique" | "normal";
  readonly dbName?: string;
  readonly algorithm?: string;
  readonly fields: readonly { readonly name: string; readonly sortOrder?: string; readonly operatorClass?: string }[];
}

const wasm = createRequire(import.meta.url)("@prisma/prisma-schema-wasm") as typeof PrismaSchemaWasm;

export function readDatamodel(file: string, text: string): Datamodel {
  const params = { prismaSchema: [[file, modernized(text)]], noColor: true };
  return JSON.parse(wasm.get_datamodel(JSON.stringify(params))) as Datamodel;
}

/** The errors of Prisma's own validation; where it breaks down over the text, that. */
export function lintErrors(file: string, text: string): string[] {
  // Without this object a panic shows as a failure to find it.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: () => undefined } });
  try {
    const found = JSON.parse(wasm.lint(JSON.stringify([[file, text]]))) as { text: string; is_warning: boolean }[];
    return found.filter((problem) => !problem.is_warning).map((problem) => problem.text);
  } catch (error) {
    if (error instanceof Error && error.name === "RuntimeError") return ["Prisma's validation panicked."];
    throw error;
  }
}
