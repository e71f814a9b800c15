import { createRequire } from "node:module";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

import type * as PrismaWasm from "@prisma/prisma-schema-wasm";

import type { Attribute, Expression, Problem, SchemaDocument, SettingsBlock, Span } from "#engine/index.ts";

/** Prisma's own validation and formatting. */
export interface PrismaLint {
  /** What Prisma finds wrong with a set of models, by file and position; empty where its validator itself broke. */
  lint(documents: readonly SchemaDocument[]): readonly Problem[];
  /** The text as `prisma format` lays it out; null where the formatter itself broke. */
  format(text: string): string | null;
}

/**
 * Prisma's validator is 3 MB of WebAssembly: it is loaded by the first call, and anew after it broke. A schema of Prisma
 * 5 or 6 is valid here too: what Prisma 7 took out of the language is not shown to the validator.
 */
export function createPrismaLint(): PrismaLint {
  let loaded: typeof PrismaWasm | null = null;
  const attempt = <T>(work: (wasm: typeof PrismaWasm) => T): T | null => {
    try {
      return work((loaded ??= loadWasm()));
    } catch {
      loaded = null;
      return null;
    }
  };
  return {
    lint(documents) {
      const files = documents.map((document) => [document.file, asPrisma7(document)]);
      const found = attempt((wasm) => JSON.parse(wasm.lint(JSON.stringify(files))) as readonly Finding[]);
      return (found ?? []).filter((finding) => !isAboutVersions(finding)).map(problemOf);
    },
    format(text) {
      const file = "schema.prisma";
      const parameters = { textDocument: { uri: `file:///${file}` }, options: { tabSize: 2, insertSpaces: true } };
      return attempt((wasm) => {
        const formatted = wasm.format(JSON.stringify([[file, text]]), JSON.stringify(parameters));
        return (JSON.parse(formatted) as [file: string, text: string][])[0]?.[1] ?? null;
      });
    },
  };
}

/** As the validator answers: offsets in UTF-16 units. */
interface Finding {
  readonly file_name: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly is_warning: boolean;
}

/** Beside a bundle lies a copy of the package: what is bundled could not be loaded anew. */
function loadWasm(): typeof PrismaWasm {
  const require = createRequire(import.meta.url);
  const bundled = basename(fileURLToPath(import.meta.url)) !== "prismaLint.ts";
  const id = require.resolve(bundled ? "./prisma_schema_build.cjs" : "@prisma/prisma-schema-wasm");
  Reflect.deleteProperty(require.cache, id);
  // The validator tells why it panics through this object, and fails with a different error where it is missing.
  Reflect.set(globalThis, "PRISMA_WASM_PANIC_REGISTRY", { set_message: () => undefined });
  return require(id) as typeof PrismaWasm;
}

function problemOf({ file_name: file, start, end, text, is_warning: isWarning }: Finding): Problem {
  return {
    code: "prisma/validation",
    severity: isWarning ? "warning" : "error",
    message: text.replace(/^Error validating: /, ""),
    place: { file, span: { start, end } },
  };
}

/** That a preview flag is no longer needed is true of Prisma 7 alone. */
function isAboutVersions({ is_warning: isWarning, text }: Finding): boolean {
  return isWarning && /preview feature/i.test(text) && /deprecated/i.test(text);
}

/** The text of a document with what Prisma 7 refuses replaced by spaces: every offset stays as it is. */
function asPrisma7(document: SchemaDocument): string {
  const spans = document.items.flatMap((item) => {
    if (item.kind === "settings") return outdatedSettings(item);
    return item.kind === "model" && item.keyword === "view" ? viewKeys(item.members) : [];
  });
  let text = document.text.replace(/^\uFEFF/, " ");
  for (const { start, end } of spans) {
    text = text.slice(0, start) + text.slice(start, end).replaceAll(/[^\r\n]/g, " ") + text.slice(end);
  }
  return text;
}

/** URLs moved to prisma.config.ts, and the flag `metrics` is gone. */
function outdatedSettings(block: SettingsBlock): readonly Span[] {
  const settings = block.members.filter((member) => member.kind === "setting");
  if (block.keyword === "datasource") {
    return settings.filter((s) => ["url", "directUrl", "shadowDatabaseUrl"].includes(s.name.text)).map((s) => s.span);
  }
  const flags = settings.find((s) => s.name.text === "previewFeatures")?.value;
  return flags?.kind === "array" ? removedElements(flags.elements, "metrics") : [];
}

/** The spans of the strings `value` in a list, each with the comma that goes with it. */
function removedElements(elements: readonly Expression[], value: string): readonly Span[] {
  return elements.flatMap((element, index) => {
    if (element.kind !== "string" || element.value !== value) return [];
    const next = elements[index + 1];
    const previous = elements[index - 1];
    if (next) return [{ start: element.span.start, end: next.span.start }];
    return [{ start: previous?.span.end ?? element.span.start, end: element.span.end }];
  });
}

type Members = Extract<SchemaDocument["items"][number], { kind: "model" }>["members"];

/** A view has no key; older versions let it be written. */
function viewKeys(members: Members): readonly Span[] {
  const attributes: readonly Attribute[] = members.flatMap((member) => {
    if (member.kind === "field") return member.attributes;
    return member.kind === "attribute" ? [member.attribute] : [];
  });
  return attributes.filter((a) => a.name.text === "id").map((a) => a.span);
}
