import type { Expression, Item, SchemaDocument } from "#engine/prisma/ast.ts";

/** The tree in one line per item or member, without spans. */
export function outline(document: SchemaDocument): string[] {
  const value = (e: Expression): string => {
    switch (e.kind) {
      case "string":
        return JSON.stringify(e.value);
      case "number":
      case "name":
        return e.text;
      case "call":
        return `${e.name.text}(${e.arguments.map((a) => (a.name ? `${a.name.text}: ` : "") + value(a.value)).join(", ")})`;
      case "array":
        return `[${e.elements.map(value).join(", ")}]`;
      case "object":
        return `{${e.entries.map((x) => `${x.name.text}: ${value(x.value)}`).join(", ")}}`;
      case "missing":
        return "?";
    }
  };
  const attribute = (a: {
    name: { text: string };
    arguments: readonly { name: { text: string } | null; value: Expression }[] | null;
  }): string =>
    `@${a.name.text}${a.arguments ? `(${a.arguments.map((x) => (x.name ? `${x.name.text}: ` : "") + value(x.value)).join(", ")})` : ""}`;
  const arity = { required: "", optional: "?", list: "[]" };
  const member = (m: Extract<Item, { members: unknown }>["members"][number]): string => {
    switch (m.kind) {
      case "field": {
        const type = m.type
          ? `${m.type.name.text}${m.type.unsupported ? `<${m.type.unsupported.value}>` : ""}${arity[m.type.arity]}`
          : "?";
        return [m.name.text, type, ...m.attributes.map(attribute)].join(" ");
      }
      case "value":
        return [m.name.text, ...m.attributes.map(attribute)].join(" ");
      case "attribute":
        return `@${attribute(m.attribute)}`;
      case "setting":
        return `${m.name.text} = ${m.value ? value(m.value) : "?"}`;
      case "blank":
      case "comment":
      case "unknown":
        return `<${m.kind}>`;
    }
  };
  return document.items.flatMap((item) => {
    switch (item.kind) {
      case "model":
      case "settings":
        return [`${item.keyword} ${item.name.text}`, ...item.members.map((m) => `  ${member(m)}`)];
      case "enum":
        return [`enum ${item.name.text}`, ...item.members.map((m) => `  ${member(m)}`)];
      case "blank":
      case "comment":
      case "unknown":
        return [`<${item.kind}>`];
    }
  });
}

/** A model `A` of these lines. */
export const model = (...lines: string[]): string => `model A {\n${lines.map((l) => `  ${l}\n`).join("")}}\n`;
