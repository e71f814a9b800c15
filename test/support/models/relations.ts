import { quoted } from "#test/support/models/names.ts";
import type { RelationPlan } from "#test/support/models/plan.ts";
import { type Draft, pick, type WrittenField, type WrittenModel } from "#test/support/models/written.ts";

/** Adds the fields of a relation to both of its models: of one to many, one to one, many to many, or with itself. */
export function writeRelation(plan: RelationPlan, at: number, models: readonly WrittenModel[], draft: Draft): void {
  const [from, other] = [models[plan.from % models.length], models[plan.to % models.length]];
  if (!from || !other) return;
  const kind = plan.kind % 6;
  const to = kind >= 4 ? from : other;
  // Without foreign keys Prisma takes no cycles.
  const isForward = models.indexOf(from) < models.indexOf(to);
  if (!draft.foreignKeys && !isForward && kind !== 2 && kind !== 5) return;
  if (kind === 2 || kind === 5) writeManyToMany({ from, to, at }, draft);
  else writeToOne({ from, to, at, plan, isSingle: kind === 1 }, draft);
}

interface Ends {
  readonly from: WrittenModel;
  readonly to: WrittenModel;
  readonly at: number;
}

function writeManyToMany({ from, to, at }: Ends, draft: Draft): void {
  const single = ({ id, lines }: WrittenModel) => id.length === 1 && lines.some((line) => /\s@id\b/.test(line));
  const name = `many${at}`;
  if (!single(from) || !single(to) || !draft.names[from.schema].take(`_${name}`)) return;
  const relation = `@relation(${quoted(name)})`;
  from.lines.push(`  ${name} ${to.name}[] ${relation}`);
  to.lines.push(`  ${name}Back ${from.name}[] ${relation}`);
}

const actions = ["Cascade", "Restrict", "NoAction", "SetDefault"];

function writeToOne(
  { from, to, at, plan, isSingle }: Ends & { readonly plan: RelationPlan; readonly isSingle: boolean },
  { datasource, foreignKeys }: Draft,
): void {
  const { options } = plan;
  const name = `to${at}`;
  const optional = options % 2 === 0;
  const keys = to.id.map((target): WrittenField => {
    const key = `${name}${target.name === "id" ? "Id" : "Part"}`;
    return { ...target, name: key, column: options % 5 === 3 ? `${key}_column` : key, optional };
  });
  const [first] = keys;
  for (const key of keys) {
    from.fields.push(key);
    const attributes = [
      key.type.native === null ? "" : `@${datasource}.${key.type.native}`,
      isSingle && keys.length === 1 ? "@unique" : "",
      key.column === key.name ? "" : `@map(${quoted(key.column)})`,
    ].filter((each) => each !== "");
    from.lines.push(`  ${[key.name, `${key.type.type}${optional ? "?" : ""}`, ...attributes].join(" ")}`);
  }
  const stem = keys.map((key) => key.column).join("_");
  if (isSingle) from.keys.take(`${stem}_key`);
  if (isSingle && keys.length > 1) from.lines.push(`  @@unique([${keys.map((key) => key.name).join(", ")}])`);
  if (!isSingle && options % 3 === 0 && first && from.keys.take(`${first.column}_idx`))
    from.lines.push(`  @@index([${first.name}])`);
  const able = optional ? [...actions, "SetNull"] : actions;
  const parts = [
    quoted(name),
    `fields: [${keys.map((key) => key.name).join(", ")}]`,
    `references: [${to.id.map((key) => key.name).join(", ")}]`,
    ...(foreignKeys
      ? [
          ...(options % 7 > 2 ? [`onDelete: ${pick(able, options)}`] : []),
          ...(options % 11 > 5 ? [`onUpdate: ${pick(able, options >> 2)}`] : []),
        ]
      : ["onDelete: Restrict", "onUpdate: Restrict"]),
    ...(foreignKeys && options % 13 === 5 ? [`map: ${quoted(`${from.table.slice(0, 15)} to ${at}`)}`] : []),
  ];
  from.lines.push(`  ${name} ${to.name}${optional ? "?" : ""} @relation(${parts.join(", ")})`);
  to.lines.push(`  ${name}Back ${from.name}${isSingle ? "?" : "[]"} @relation(${quoted(name)})`);
}
