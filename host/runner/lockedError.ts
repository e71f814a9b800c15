/** What did not get the locks it needs, however often it was tried. */
export class LockedError extends Error {
  /** Who held one of them, in words; null where that was not found out. */
  readonly blocker: string | null;
  readonly attempts: number;
  /** The table that is locked, as SQL names it; null where it may be any. */
  readonly what: string | null;
  /** What it is about ran before, and only its row could not be written. */
  readonly statementRan: boolean;

  constructor(
    cause: unknown,
    {
      blocker,
      attempts = 1,
      what = null,
      statementRan = false,
    }: {
      readonly blocker: string | null;
      readonly attempts?: number;
      readonly what?: string | null;
      readonly statementRan?: boolean;
    },
  ) {
    const is = what === null ? "What it needs is locked" : `${what} is locked`;
    const tries = attempts === 1 ? "" : `, in ${attempts} attempts`;
    super(`${is} by ${blocker ?? "another session"}${tries}.`, { cause });
    this.blocker = blocker;
    this.attempts = attempts;
    this.what = what;
    this.statementRan = statementRan;
  }

  /** The same of what only was to say that a statement ran. */
  afterStatement(): LockedError {
    const { cause, blocker, attempts, what } = this;
    return new LockedError(cause, { blocker, attempts, what, statementRan: true });
  }
}
