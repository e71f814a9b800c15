import type { Direction } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { bringBack, bringBackEarly, type BroughtBack } from "#host/stash/bringBack.ts";
import type { StashItem } from "#host/stash/items.ts";
import { keep, type Kept, noteWhatBecame } from "#host/stash/keep.ts";
import { readStashes, type Stash } from "#host/stash/stash.ts";
import { withTextSettings } from "#host/stash/textSettings.ts";

/** What one step does for data besides its own statements, in the transactions of those. */
export interface Preservation {
  /** Before the first statement of a section, in its transaction or, where it has none, in one just before it. */
  before(connection: Connection, section: number): Promise<void>;
  /** What is to come back and has not yet. */
  waiting(connection: Connection): Promise<readonly Stash[]>;
  /**
   * In the transaction of a section, before a statement that can't do without: puts back what there is a place for. The
   * stashes of columns are kept, since later statements may overwrite the values, until `after` or `settle`.
   */
  early(connection: Connection): Promise<void>;
  /** At the end of a transaction that is not the step's last: what came back early in it has come back. */
  settle(connection: Connection): Promise<void>;
  /** After the last statement of the last section. */
  after(connection: Connection): Promise<void>;
  /** When all that is committed: what had to wait for that, in a transaction of its own. */
  afterwards(connection: Connection): Promise<void>;
  /** What the attempts that were committed did. */
  outcome(): Preserved;
}

export interface Preserved {
  readonly kept: readonly Kept[];
  readonly back: readonly BroughtBack[];
}

export interface PreservationOptions {
  readonly bookkeeping: string;
  readonly home: string;
  readonly revision: string;
  readonly direction: Direction;
  /** What is to be kept; empty where nobody asked. What an earlier run in the other direction kept comes back in any case. */
  readonly items: readonly StashItem[];
}

export function createPreservation(options: PreservationOptions): Preservation {
  const { bookkeeping, home, revision, direction, items } = options;
  /** By section: one that is tried again says it anew. */
  const kept = new Map<number, readonly { readonly item: StashItem; readonly kept: Kept }[]>();
  let back: readonly BroughtBack[] = [];
  /** By stash: a transaction that is tried again says it anew. */
  const cameEarly = new Map<string, BroughtBack>();
  const stashesOf = async (connection: Connection) =>
    (await readStashes(connection, bookkeeping)).filter((stash) => stash.revision === revision);
  const waiting = async (connection: Connection) =>
    (await stashesOf(connection)).filter((stash) => stash.direction !== direction);
  const place = { bookkeeping, home };

  return {
    waiting,
    async early(connection) {
      const stashes = await waiting(connection);
      const came = await withTextSettings(connection, () => bringBackEarly(connection, stashes, place));
      for (const one of came) cameEarly.set(one.stash, one);
    },
    async settle(connection) {
      const stashes = (await waiting(connection)).filter(({ name }) => cameEarly.has(name));
      const came = await withTextSettings(connection, () => bringBack(connection, stashes, place));
      for (const one of came) cameEarly.set(one.stash, one);
    },
    async before(connection, section) {
      const mine = items.filter((item) => item.section === section);
      if (mine.length === 0) return;
      const taken = (await stashesOf(connection)).map(({ name }) => Number(/\d+$/.exec(name)?.[0] ?? 0));
      await withTextSettings(connection, async () => {
        const done: { readonly item: StashItem; readonly kept: Kept }[] = [];
        for (const item of mine) {
          const made = Math.max(0, ...taken) + done.length;
          const one = await keep(connection, item, { bookkeeping, home, revision, direction, made });
          if (one) done.push({ item, kept: one });
        }
        kept.set(section, done);
      });
    },
    async after(connection) {
      const stashes = await stashesOf(connection);
      back = [...cameEarly.values()];
      if (stashes.length === 0) return;
      await withTextSettings(connection, async () => {
        for (const [section, done] of kept) {
          const noted: { readonly item: StashItem; readonly kept: Kept }[] = [];
          for (const { item, kept: one } of done) {
            const stash = stashes.find(({ name }) => name === one.stash);
            const count =
              item.kind === "values" && stash
                ? await noteWhatBecame(connection, { item, stash, bookkeeping })
                : one.count;
            if (count > 0 || item.kind === "table") noted.push({ item, kept: { ...one, count } });
          }
          kept.set(section, noted);
        }
        const late = await bringBack(
          connection,
          stashes.filter((stash) => stash.direction !== direction),
          place,
        );
        back = together(cameEarly, late);
      });
    },
    async afterwards(connection) {
      const waiting = new Set(back.filter(({ mustWait }) => mustWait).map(({ stash }) => stash));
      if (waiting.size === 0) return;
      await connection.transaction(async () => {
        const stashes = (await stashesOf(connection)).filter(({ name }) => waiting.has(name));
        const late = await withTextSettings(connection, () => bringBack(connection, stashes, place));
        back = [...back.filter(({ mustWait }) => !mustWait), ...late];
      });
    },
    outcome: () => ({ kept: [...kept.values()].flat().map((one) => one.kept), back }),
  };
}

/** What came back of each stash in the end, and before. */
function together(early: ReadonlyMap<string, BroughtBack>, late: readonly BroughtBack[]): readonly BroughtBack[] {
  const isLate = new Set(late.map(({ stash }) => stash));
  const whole = [...early.values()].filter(({ stash }) => !isLate.has(stash));
  return [...whole, ...late.map((one) => ({ ...one, count: one.count + (early.get(one.stash)?.count ?? 0) }))];
}
