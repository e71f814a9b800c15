import {
  catalogObjectKey,
  diff,
  type Extension,
  type ObjectKey,
  overlayExtension,
  sameSchema,
  type Schema,
} from "#engine/index.ts";
import { replayOptions, type ShadowContext } from "#host/commands/context.ts";
import { type History, type HistoryEntry, replayStep } from "#host/commands/history.ts";
import { stepsTo } from "#host/commands/recorded.ts";
import { settledInShadow } from "#host/commands/settle.ts";
import type { Failure, Outcome } from "#host/failure.ts";
import { type RowLoss, type Survival, survivalOf, wayWords } from "#host/proof/survival.ts";
import { differenceWords } from "#host/proof/words.ts";
import type { ProofRun } from "#host/shadow.ts";

/** What came of running a revision up, down and up again in the shadow. */
export type ProofResult =
  /** What was stated holds. */
  | { readonly kind: "proved"; readonly postgres: string; readonly survival: Survival }
  /** It does not: at least one fault. */
  | { readonly kind: "fails"; readonly postgres: string; readonly faults: readonly ProofFault[] }
  /** It could not be tried: the shadow did not answer, or what the revision stands on does not run. Never a verdict. */
  | { readonly kind: "unknown"; readonly failure: Failure };

export interface ProofFault {
  /** `again`: the way up after the way down. */
  readonly way: "up" | "down" | "again";
  /** As a sentence. */
  readonly text: string;
  /** What differs, a line each. */
  readonly details: readonly string[];
  /** The statement that was refused; null where it ran and led elsewhere. */
  readonly failure: Failure | null;
}

export interface ProveOptions {
  /** What the way up must end in; null for SQL that was written by hand: it makes what it makes. */
  readonly target: Schema | null;
  /** Objects whose text follows a renaming by itself, in words that only PostgreSQL knows: what it says of them holds. */
  readonly following?: ReadonlySet<ObjectKey>;
  /** The revisions it is proved on; those that it stands on where left out. */
  readonly on?: readonly string[];
}

/**
 * Runs one revision of a history up, down and up again. Down must end in the catalog that what it stands on leaves,
 * extensions apart that the revision itself added (others may have come to need them); up again must end where the first
 * way up did. Rows that are put where it reaches survive what its hazards do not name; of SQL that was written by hand,
 * what does not is told beside the proof.
 */
export async function prove(
  context: ShadowContext,
  history: History,
  entry: HistoryEntry,
  { target, following = new Set(), on = standsOn(history, entry) }: ProveOptions,
): Promise<ProofResult> {
  const options = replayOptions(context);
  const steps = stepsTo(history, on);
  // By itself first, so that a fault below is not taken for one of this revision.
  const below = await context.shadow.replay(steps, options);
  if (!below.ok) return { kind: "unknown", failure: below.failure };
  const version = await context.shadow.version(options.signal);
  if (!version.ok) return { kind: "unknown", failure: version.failure };
  const up = replayStep(entry, "upgrade");
  const down = entry.revision.irreversible === null ? replayStep(entry, "downgrade") : null;
  const run = await context.shadow.prove(steps, { up, down }, options);
  // Expressions come back in PostgreSQL's spelling, which says nothing against them.
  const wanted =
    target && run.ok
      ? await settledInShadow(context, [...steps, up], {
          asked: followed(target, run.value.after, following),
          recorded: run.value.after,
        })
      : target;
  const { home } = context.scope;
  const survival = run.ok ? survivalOf(run.value, home) : null;
  const faults = run.ok ? faultsOf(run.value, wanted, home) : [refusal("up", run)];
  // SQL that is written by hand may mean to. What was generated told its hazards, and does nothing besides.
  if (target && survival) faults.push(...survival.losses.map(lossFault));
  const inconclusive = faults.find(({ failure }) => failure !== null && !isOfStatement(failure))?.failure;
  if (inconclusive) return { kind: "unknown", failure: inconclusive };
  if (!survival || faults.length > 0) return { kind: "fails", postgres: version.value, faults };
  return { kind: "proved", postgres: version.value, survival };
}

/** The target with the texts that followed a renaming, and extensions where and what they are unless it says so. */
function followed(target: Schema, reached: Schema, following: ReadonlySet<ObjectKey>): Schema {
  const found = new Map(reached.objects.map((object) => [catalogObjectKey(object), object]));
  const made = new Map(reached.extensions.map((extension) => [extension.name, extension]));
  return {
    ...target,
    extensions: target.extensions.map((extension) => {
      const recorded = made.get(extension.name);
      return recorded ? overlayExtension(extension, recorded) : extension;
    }),
    objects: target.objects.map((object) => {
      const key = catalogObjectKey(object);
      return (following.has(key) ? found.get(key) : undefined) ?? object;
    }),
  };
}

/** Parents and dependencies, in ids. */
function standsOn({ graph }: History, { revision }: HistoryEntry): readonly string[] {
  const node = graph.nodes.get(revision.id);
  return node ? [...node.parents, ...node.dependencies] : revision.parents;
}

function faultsOf({ before, after, back }: ProofRun, target: Schema | null, home: string): ProofFault[] {
  const faults: ProofFault[] = [];
  const compare = (way: ProofFault["way"], reached: Outcome<Schema>, wanted: Schema) => {
    if (!reached.ok) faults.push(refusal(way, reached));
    else if (!sameSchema(reached.value, wanted)) {
      const details = diff(wanted, reached.value).map((change) => differenceWords(change, home));
      faults.push({ way, text: elsewhere[way], details, failure: null });
    }
  };
  if (target) compare("up", { ok: true, value: after }, target);
  if (back) {
    const left = back.down.ok ? addedExtensions(before, back.down.value, after) : [];
    compare("down", back.down, { ...before, extensions: merged(before.extensions, left) });
    if (back.again) compare("again", back.again, after);
  }
  return faults;
}

function lossFault({ way, text }: RowLoss): ProofFault {
  const subject = wayWords[way];
  const sentence = `${subject.charAt(0).toUpperCase()}${subject.slice(1)} ${text}, and no change that it makes says so.`;
  return { way, text: sentence, details: [], failure: null };
}

const elsewhere = {
  up: "The way up does not end in what the models ask for.",
  down: "The way down does not end in the catalog it began from.",
  again: "The second way up does not end where the first one did.",
} as const satisfies Record<ProofFault["way"], string>;

function addedExtensions(before: Schema, bottom: Schema, after: Schema): readonly Extension[] {
  const known = new Set(before.extensions.map(({ name }) => name));
  const added = new Set(after.extensions.map(({ name }) => name).filter((name) => !known.has(name)));
  return bottom.extensions.filter(({ name }) => added.has(name));
}

function merged(extensions: readonly Extension[], added: readonly Extension[]): readonly Extension[] {
  return [...extensions, ...added].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function refusal(way: ProofFault["way"], { failure }: { readonly failure: Failure }): ProofFault {
  return { way, text: refusals[way], details: [failure.message, ...failure.details], failure };
}

const refusals = {
  up: "The way up does not run.",
  down: "The way down does not run.",
  again: "The way up does not run a second time, after the way down.",
} as const satisfies Record<ProofFault["way"], string>;

/** The SQL is at fault, and not the shadow, which may lack an extension, run out of time or memory, or be gone. */
function isOfStatement({ code }: Failure): boolean {
  return code === "shadow/replay" || code.startsWith("statement/");
}
