import type { ChangeOf } from "#engine/changes/change.ts";
import type { BlockAttribute, EnumBlock, ModelBlock } from "#engine/prisma/ast.ts";
import { removeBlock, removeBlockAttribute, setBlockAttribute } from "#engine/prisma/edit/blocks.ts";
import { removeAttribute, removeMember, setAttribute } from "#engine/prisma/edit/fields.ts";
import { insertLines, type TextEdit } from "#engine/prisma/edit/textEdit.ts";
import { raiseTable } from "#engine/prisma/raise.ts";
import { raiseEnums } from "#engine/prisma/raise/enums.ts";
import { raiseKeys } from "#engine/prisma/raise/keys.ts";
import { inFile, nothing, type Pulling, type Words } from "#engine/pull/pulling.ts";
import { addJoin, fieldsOfType, joinOf, removeRelation } from "#engine/pull/relations.ts";
import type { EnumType } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";

/** A block of its own, or the two lists that the table stands for. Relations come when both models are there. */
export function createTable({ table }: ChangeOf<"createTable">, pulling: Pulling): Words {
  const { view, target, names, raise } = pulling;
  if (view.table(table.name) || view.join(table.name)) return nothing;
  const whole = target.tables.find(({ name }) => sameName(name, table.name)) ?? table;
  const join = joinOf(whole, pulling);
  if (join) return addJoin(join, pulling);
  return { models: [raiseTable(whole, raiseKeys(whole, names, raise), { ...raise, names })] };
}

export function dropTable({ table: { name } }: ChangeOf<"dropTable">, pulling: Pulling): Words {
  const { view } = pulling;
  const join = view.join(name);
  if (join) return { edits: removeRelation(join.field, view) };
  const found = view.table(name);
  if (!found) return nothing;
  const { file, block } = found.model;
  const others = fieldsOfType(name, pulling).flatMap(({ model, field }) =>
    inFile(model.file, removeMember(model.block, field, view.document(model.file))),
  );
  return { edits: [...inFile(file, removeBlock(view.document(file), block)), ...others] };
}

export function renameTable({ from, to }: ChangeOf<"renameTable">, { view }: Pulling): Words {
  const model = view.table(from)?.model;
  if (!model) return nothing;
  return { edits: inFile(model.file, nameEdits(model, from, to, view)) };
}

export function createEnum({ enum: type }: ChangeOf<"createEnum">, { view, target, names, raise }: Pulling): Words {
  if (view.enum(type.name)) return nothing;
  return { enums: raiseEnums({ ...target, enums: [type] }, { names, multiSchema: raise.multiSchema }) };
}

/** Fields that are still of its type come first. */
export function dropEnum({ enum: type }: ChangeOf<"dropEnum">, { view }: Pulling): Words {
  const found = view.enum(type.name);
  const isUsed = view.models.some((model) =>
    [...model.fields.values()].some(({ target }) => target.kind === "enum" && target.enum === found),
  );
  if (!found || isUsed) return nothing;
  return { edits: inFile(found.file, removeBlock(view.document(found.file), found.block)) };
}

export function renameEnum({ from, to }: ChangeOf<"renameEnum">, { view }: Pulling): Words {
  const found = view.enum(from);
  return found ? { edits: inFile(found.file, nameEdits(found, from, to, view)) } : nothing;
}

/** Behind the value that it follows. */
export function addEnumValue({ enum: name, value }: ChangeOf<"addEnumValue">, pulling: Pulling): Words {
  const { view, target, names } = pulling;
  const found = view.enum(name);
  const type = target.enums.find((each) => sameName(each.name, name));
  if (!found || !type || [...found.values.values()].some(({ text }) => text === value)) return nothing;
  const document = view.document(found.file);
  const own = names.value(name, value);
  const before = neighbour(type, value, found);
  const first = [...found.values.values()][0]?.value;
  const indent = indentOf(document.text, (before ?? first)?.span.start ?? null);
  const line = `${indent}${own}${own === value ? "" : ` @map(${JSON.stringify(value)})`}`;
  const at = before?.extent.end ?? found.block.opening.end;
  return { edits: inFile(found.file, [insertLines(document, at, [line])]) };
}

export function dropEnumValue({ enum: name, value }: ChangeOf<"dropEnumValue">, { view }: Pulling): Words {
  const found = view.enum(name);
  const member = [...(found?.values.values() ?? [])].find(({ text }) => text === value)?.value;
  if (!found || !member) return nothing;
  return { edits: inFile(found.file, removeMember(found.block, member, view.document(found.file))) };
}

export function renameEnumValue({ enum: name, from, to }: ChangeOf<"renameEnumValue">, { view }: Pulling): Words {
  const found = view.enum(name);
  const member = view.value(name, from);
  if (!found || !member) return nothing;
  const document = view.document(found.file);
  const map = member.value.attributes.find((attribute) => attribute.name.text === "map");
  const edits =
    member.name === to
      ? map
        ? removeAttribute(document, map)
        : []
      : setAttribute(document, member.value, `@map(${JSON.stringify(to)})`);
  return { edits: inFile(found.file, edits) };
}

/** `@@map` where the models spell it otherwise, and `@@schema` where it moved. */
function nameEdits(
  { file, name, block }: { readonly file: string; readonly name: string; readonly block: ModelBlock | EnumBlock },
  from: QualifiedName,
  to: QualifiedName,
  view: Pulling["view"],
): TextEdit[] {
  const document = view.document(file);
  const lines = block.members.filter((member): member is BlockAttribute => member.kind === "attribute");
  const map = lines.find(({ attribute }) => attribute.name.text === "map");
  const renamed =
    from.name === to.name
      ? []
      : to.name !== name
        ? setBlockAttribute(document, block, `@@map(${JSON.stringify(to.name)})`)
        : map
          ? removeBlockAttribute(block, map)
          : [];
  const moved =
    from.schema === to.schema ? [] : setBlockAttribute(document, block, `@@schema(${JSON.stringify(to.schema)})`);
  return [...renamed, ...moved];
}

/** The nearest value before it that the models have; null where it comes first. */
function neighbour({ values }: EnumType, value: string, found: NonNullable<ReturnType<Pulling["view"]["enum"]>>) {
  const own = [...found.values.values()];
  const before = values.slice(0, values.indexOf(value)).toReversed();
  for (const text of before) {
    const known = own.find((each) => each.text === text);
    if (known) return known.value;
  }
  return null;
}

function indentOf(text: string, at: number | null): string {
  if (at === null) return "  ";
  return /[ \t]*$/.exec(text.slice(0, at))?.[0] ?? "  ";
}
