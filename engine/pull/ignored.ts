import type { Change } from "#engine/changes/change.ts";
import { subjectOf } from "#engine/changes/subject.ts";
import { appendBlockAttribute } from "#engine/prisma/edit/blocks.ts";
import { setAttribute } from "#engine/prisma/edit/fields.ts";
import { isIdentified } from "#engine/prisma/raise/keys.ts";
import { type FileEdit, inFile, type Pulling, tableIn } from "#engine/pull/pulling.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";

/** Whether Prisma's client can't work with the model of a table: it says so, or no key identifies its rows. */
export function isIgnored(name: QualifiedName, { view, target, names, raise }: Pulling): boolean {
  const table = tableIn(target, name);
  return view.table(name)?.model.ignored === true || (table !== null && !isIdentified(table, names, raise));
}

/** Models that have just lost what identifies their rows, and the fields of their type, are kept from the client. */
export function ignoreEdits(changes: readonly Change[], pulling: Pulling): readonly FileEdit[] {
  const { view } = pulling;
  const tables = new Map(changes.flatMap((change) => tableOf(change)).map((name) => [nameKey(name), name]));
  return [...tables.values()].flatMap((name) => {
    const model = view.table(name)?.model;
    if (!model || model.ignored || !isIgnored(name, pulling)) return [];
    const own = inFile(model.file, appendBlockAttribute(view.document(model.file), model.block, "@@ignore"));
    const others = view.models
      .filter((other) => other !== model && !other.ignored)
      .flatMap((other) => view.relations(other, model))
      .filter(({ field }) => field.attributes.every((attribute) => attribute.name.text !== "ignore"));
    return [
      ...own,
      ...others.flatMap((other) =>
        inFile(other.model.file, setAttribute(view.document(other.model.file), other.field, "@ignore")),
      ),
    ];
  });
}

function tableOf(change: Change): readonly QualifiedName[] {
  const { table } = subjectOf(change);
  return table === null || change.kind === "dropTable" ? [] : [table];
}
