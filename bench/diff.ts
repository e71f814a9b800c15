import { modelsText } from "#bench/models.ts";
import { measured, type Row } from "#bench/table.ts";
import { lowerModels, parseModels, printScript } from "#engine/index.ts";
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

  const sides = [sideOf(from), sideOf(to)] as const;
  const read = await measured("  parse and lower both", runs, () => [sideOf(from), sideOf(to)]);
  const compared = await measured("  compare and print", runs * 5, () => scriptBetween(...sides));
  const theirs = () => prismaScript(filesOf(from), filesOf(to));
  if (!/ADD COLUMN\s+"extra"/.test(await theirs())) throw new Error("Prisma did not find the change");
  const its = await measured("Prisma's engine, the same texts", Math.max(3, Math.round(runs / 5)), theirs);
  const times = ({ cpu }: Row) => `${((its.cpu ?? 0) / (cpu ?? 1)).toFixed(1)} times`;
  console.log(
    `Prisma's engine takes ${times(whole)} the CPU of ours from text to SQL, and ${times(compared)} that of comparing`,
  );
  console.log(
    "schemas that were read before, which is what a comparison is here: its engine has no such step to be asked for.\n",
  );
  return [whole, read, compared, its];
}

function sideOf(text: string) {
  const { value } = parseModels("schema.prisma", text);
  return {
    kind: "models",
    schema: lowerModels([value], { defaultSchema: "public" }).schema,
    partialIndexes: false,
  } as const;
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
