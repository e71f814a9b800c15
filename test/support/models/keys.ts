import { quoted } from "#test/support/models/names.ts";
import type { KeyPlan } from "#test/support/models/plan.ts";
import { pick, type WrittenField, type WrittenModel } from "#test/support/models/written.ts";

/** `@@index` or `@@unique` over fields that its method takes; null where the model has none. */
export function keyLine({ kind, on, mapped, options }: KeyPlan, at: number, model: WrittenModel): string | null {
  const method = pick(methods, kind);
  const able = model.fields.filter((field) => takes(method, field));
  const fields = [...new Set(on.map((each) => able[each % Math.max(able.length, 1)]))].filter(
    (field) => field !== undefined,
  );
  const [first] = fields;
  if (!first) return null;
  const sorted = method === "BTree" && options % 4 === 1;
  const listed = (method === "BTree" ? fields : [first]).map(
    (field, place) => `${field.name}${place === 0 ? option(method, field, options, sorted) : ""}`,
  );
  const unique = method === "BTree" && kind % 3 === 0 && !listed.some((text) => text.includes("ops:"));
  const named = mapped % 5 === 4;
  const columns = (method === "BTree" ? fields : [first]).map(({ column }) => column);
  if (!named && !model.keys.take([...columns, unique ? "key" : "idx"].join("_").slice(0, 50))) return null;
  const parts = [
    `[${listed.join(", ")}]`,
    ...(method === "BTree" ? [] : [`type: ${method}`]),
    ...(named ? [`map: ${quoted(indexName(model, at, mapped))}`] : []),
    ...(options % 6 === 5 ? [`where: ${condition(model, options)}`] : []),
  ];
  return `  @@${unique ? "unique" : "index"}(${parts.join(", ")})`;
}

const methods = ["BTree", "BTree", "BTree", "BTree", "Hash", "Gin", "Brin", "Gist", "SpGist"] as const;

type Method = (typeof methods)[number];

function takes(method: Method, { type, list }: WrittenField): boolean {
  if (list) return (method === "Gin" || method === "BTree") && type.methods.includes("BTree");
  if (method === "Gin") return type.methods.includes("Gin") || isText(type);
  if (method === "Gist") return type.methods.includes("Gist") || type.native === "Inet";
  return type.methods.includes(method);
}

function option(method: Method, { type, list }: WrittenField, options: number, sorted: boolean): string {
  switch (method) {
    case "BTree":
      if (sorted) return "(sort: Desc)";
      return isText(type) && !list && options % 9 === 2 ? '(ops: raw("text_pattern_ops"))' : "";
    case "Gin":
      if (isText(type) && !list) return '(ops: raw("gin_trgm_ops"))';
      return type.type === "Json" && !list && options % 2 === 0 ? "(ops: JsonbPathOps)" : "";
    case "Gist":
      return type.native === "Inet" ? "(ops: InetOps)" : "";
    case "Brin":
      return type.type === "Int" && type.native !== "SmallInt" && options % 2 === 0 ? "(ops: Int4MinMaxMultiOps)" : "";
    case "Hash":
    case "SpGist":
      return "";
  }
}

/** Those of text alone: other classes are not for them. */
function isText({ type, native }: WrittenField["type"]): boolean {
  return type === "String" && (native === null || native === "Text");
}

function indexName({ table }: WrittenModel, at: number, mapped: number): string {
  const stem = Buffer.from(table).subarray(0, 16).toString().replaceAll("\ufffd", "");
  return mapped % 2 === 0 ? `${stem} #${at}` : `${stem}_${"long_".repeat(7)}${at}`;
}

function condition({ fields }: WrittenModel, options: number): string {
  const able = fields.filter(({ list, type }) => !list && !type.type.startsWith("Unsupported"));
  const field = pick(able, options);
  const column = `"${field.column.replaceAll('"', '""')}"`;
  switch (field.type.type) {
    case "Boolean":
      return options % 2 === 0 ? `{ ${field.name}: true }` : `raw(${quoted(`${column} IS NOT TRUE`)})`;
    case "Int":
    case "BigInt":
      return options % 2 === 0 ? `{ ${field.name}: { not: 5 } }` : `raw(${quoted(`${column} BETWEEN 1 AND 5`)})`;
    default:
      return options % 2 === 0 ? `{ ${field.name}: { not: null } }` : `raw(${quoted(`${column} is null`)})`;
  }
}
