import { modelsText } from "#bench/models.ts";
import { measured, type Row } from "#bench/table.ts";
import {
  type Checked,
  lowerModels,
  parseModels,
  printScript,
  reparseModels,
  type Schema,
  type SchemaDocument,
} from "#engine/index.ts";
import { diffSides } from "#host/commands/diffSources.ts";
import { type OracleFile, prismaScript } from "#test/support/prismaOracle.ts";

const options = { home: "public", down: false, renames: [], fills: [], reorderEnums: false };

/**
 * The SQL between two texts of models with one change, warm: the whole way from text to text, as `retort diff` goes and as
 * Prisma's own engine does in the same process.
 */
export async function benchDiff(models: number, runs: number): Promise<readonly Row[]> {
  const [from, to] = [modelsText(models), modelsText(models, { extraField: "extra Int?" })];
  const ours = () => script(from, to);
  if (!/ADD COLUMN "extra"/.test(ours())) throw new Error("not the change that was made");
  const whole = await measured(`diff of ${models} models, from text to SQL`, runs, ours);

  const edited = await measured("  after an edit, as in the editor: from its text to SQL", runs * 5, edits(models));
  const sides = [sideOf(from), sideOf(to)] as const;
  const read = await measured("  parse and lower both", runs, () => [sideOf(from), sideOf(to)]);
  const compared = await measured("  compare and print", runs * 5, () => scriptBetween(...sides));
  const theirs = () => prismaScript(filesOf(from), filesOf(to));
  if (!/ADD COLUMN\s+"extra"/.test(await theirs())) throw new Error("Prisma did not find the change");
  const its = await measured("Prisma's engine, the same texts", Math.max(3, Math.round(runs / 5)), theirs);
  const times = ({ cpu }: Row) => `${((its.cpu ?? 0) / (cpu ?? 1)).toFixed(1)} times`;
  console.log(
    `Prisma's engine takes ${times(whole)} the CPU of ours from two new texts to SQL, ${times(edited)} where one was`,
  );
  console.log(
    `edited, and ${times(compared)} that of comparing what was read. Its engine reads both texts whole each time.\n`,
  );
  return [whole, read, compared, edited, its];
}

/** One edit after another in the middle of the models, each compared with what they were at first. */
function edits(models: number): () => void {
  const text = modelsText(models);
  const first = sideOf(text);
  let reading: Checked<SchemaDocument> = parseModels("schema.prisma", text);
  let lowered = lowerModels([reading.value], lowering);
  let count = 0;
  return () => {
    count += 1;
    const extra = `extra${count}`;
    const at = text.indexOf("\n", text.indexOf("model Model", text.length / 2));
    reading = reparseModels(reading, `${text.slice(0, at)}\n  ${extra} Int?${text.slice(at)}`);
    lowered = lowerModels([reading.value], lowering, lowered);
    if (!scriptBetween(first, sideIn(lowered.schema)).includes(`ADD COLUMN "${extra}"`))
      throw new Error("not the edit");
  };
}

const lowering = { defaultSchema: "public" };

function sideOf(text: string) {
  return sideIn(lowerModels([parseModels("schema.prisma", text).value], lowering).schema);
}

function sideIn(schema: Schema) {
  return { kind: "models", schema, partialIndexes: false } as const;
}

function script(from: string, to: string): string {
  return scriptBetween(sideOf(from), sideOf(to));
}

function scriptBetween(from: ReturnType<typeof sideOf>, to: ReturnType<typeof sideOf>): string {
  return printScript(diffSides(from, to, options).rendered, { comments: true, home: "public" });
}

function filesOf(text: string): readonly OracleFile[] {
  return [{ path: "schema.prisma", text }];
}
