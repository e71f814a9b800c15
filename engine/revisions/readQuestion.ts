import type { GraphQuestion } from "#engine/revisions/question.ts";

/** A question as JSON has it, or what is wrong with it, in a sentence. What we do not know of is passed over. */
export function readQuestion(value: unknown): GraphQuestion | string {
  if (!isObject(value)) return "A question is an object with `cmd`, `revisions` and `current`.";
  const faults: string[] = [];
  const reader = fieldReader(value, faults);
  const cmd = reader.text("cmd");
  if (cmd === null && faults.length === 0) faults.push("`cmd` is missing: the command that is asked about.");
  const revisions = readRevisions(value["revisions"], faults);
  const target = reader.texts("target");
  if (cmd !== null && needsTarget.has(cmd) && target.length === 0) faults.push(`\`${cmd}\` needs a \`target\`.`);
  const question: GraphQuestion = {
    cmd: cmd ?? "",
    revisions,
    current: reader.texts("current"),
    target,
    range: reader.text("range"),
    head: reader.texts("head"),
    label: reader.texts("label"),
    depends_on: reader.texts("depends_on"),
    rev_id: reader.text("rev_id"),
    sql: reader.flag("sql"),
    splice: reader.flag("splice"),
    purge: reader.flag("purge"),
    indicate_current: reader.flag("indicate_current"),
    resolve_dependencies: reader.flag("resolve_dependencies"),
    check_heads: reader.flag("check_heads"),
  };
  return faults[0] ?? question;
}

const needsTarget = new Set(["upgrade", "downgrade", "stamp", "merge", "show", "edit", "resolve"]);

function readRevisions(value: unknown, faults: string[]): GraphQuestion["revisions"] {
  if (value === undefined || value === null) {
    faults.push("`revisions` is missing: the graph, an array of `{ id, down }`; empty where there are none.");
    return [];
  }
  if (!Array.isArray(value)) {
    faults.push("`revisions` is an array of `{ id, down }`.");
    return [];
  }
  return value.flatMap((entry: unknown, at) => {
    if (!isObject(entry) || typeof entry["id"] !== "string" || entry["id"] === "") {
      faults.push(`\`revisions[${at}]\` is an object with an \`id\`.`);
      return [];
    }
    const reader = fieldReader(entry, faults, `revisions[${at}].`);
    const { id } = entry;
    return [{ id, down: reader.texts("down"), depends_on: reader.texts("depends_on"), labels: reader.texts("labels") }];
  });
}

function fieldReader(object: Readonly<Record<string, unknown>>, faults: string[], within = "") {
  const wrong = (name: string, what: string) => {
    faults.push(`\`${within}${name}\` is ${what}.`);
  };
  return {
    text(name: string): string | null {
      const value = object[name] ?? null;
      if (value === null || typeof value === "string") return value;
      wrong(name, "text");
      return null;
    },
    /** One text stands for a list of one, as a revision's parent may be written. */
    texts(name: string): readonly string[] {
      const value = object[name] ?? [];
      if (typeof value === "string") return [value];
      if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
      wrong(name, "text, or an array of texts");
      return [];
    },
    flag(name: string): boolean {
      const value = object[name] ?? false;
      if (typeof value === "boolean") return value;
      wrong(name, "true or false");
      return false;
    },
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
