import {
  applyEdits,
  type Change,
  type LoweredModels,
  lowerModels,
  parseModels,
  pull,
  type Schema,
  type SchemaDocument,
} from "#engine/index.ts";
import type { TextFile } from "#host/textFiles.ts";
import { printModels } from "#host/modelPrinter.ts";

export interface BroughtModels {
  /** Every file, with its text as it is to be; those that stay are the very objects that came in. */
  readonly files: readonly TextFile[];
  /** What the models still ask for otherwise: Prisma has no word for it. */
  readonly left: readonly Change[];
}

/**
 * Models brought to `target` by the smallest edits, a step at a time: a relation can only be written when both models are
 * there. `differences` tells what the models ask for otherwise, of what is to be brought; it decides alone.
 */
export async function bringModels(
  files: readonly TextFile[],
  target: Schema,
  {
    home,
    differences,
  }: { readonly home: string; readonly differences: (models: LoweredModels) => Promise<readonly Change[]> },
): Promise<BroughtModels> {
  let current = files;
  const seen = new Set<string>();
  for (let step = 1; ; step += 1) {
    const documents = current.map(({ file, text }) => parseModels(file, text).value);
    const changes = await differences(lowerModels(documents, { defaultSchema: home }));
    // Round in a circle is as far as it goes.
    const state = JSON.stringify(current.map(({ text }) => text));
    if (changes.length === 0 || seen.has(state) || step > mostSteps) return { files: current, left: changes };
    seen.add(state);
    const next = await oneStep(current, documents, changes, { target, home });
    if (next === current) return { files: current, left: changes };
    current = next;
  }
}

/** Far more than what one thing can wait for another. */
const mostSteps = 30;

async function oneStep(
  files: readonly TextFile[],
  documents: readonly SchemaDocument[],
  changes: readonly Change[],
  { target, home }: { readonly target: Schema; readonly home: string },
): Promise<readonly TextFile[]> {
  const { edits, blocks } = pull(documents, changes, target, { home });
  const printed = blocks ? await printModels(blocks) : "";
  const next = files.map((file) => {
    const edited = applyEdits(file.text, edits.get(file.file) ?? []);
    const text = blocks?.file === file.file ? withBlocks(edited, printed) : edited;
    return text === file.text ? file : { ...file, text };
  });
  return next.some((file, at) => file !== files[at]) ? next : files;
}

/** At the end, an empty line before them, with the line ends that the file has. */
function withBlocks(text: string, blocks: string): string {
  const end = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
  const before = text === "" || /\n[ \t]*\r?\n$/.test(text) ? text : `${text.replace(/\r?\n?$/, end)}${end}`;
  return before + blocks.replaceAll("\n", end);
}
