/** A figure's row: milliseconds over its runs. */
export interface Row {
  readonly what: string;
  /** Of the processor, a run in the mean: what others do on the machine counts least here. Null where not all is counted. */
  readonly cpu: number | null;
  readonly p50: number;
  readonly p95: number;
  readonly runs: number;
}

/** Runs `work` twice unmeasured, then `runs` times. */
export async function measured(what: string, runs: number, work: () => unknown): Promise<Row> {
  for (let i = 0; i < 2; i++) await work();
  const times: number[] = [];
  const used = process.cpuUsage();
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(used);
  return rowOf(what, times, (user + system) / 1000 / runs);
}

/** The row of times that were taken otherwise. */
export function rowOf(what: string, times: readonly number[], cpu: number | null = null): Row {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { what, cpu, p50: at(0.5), p95: at(0.95), runs: times.length };
}

/**
 * The same of several works that stand beside each other: in turn, so that what else the machine does meets all alike. A
 * work that has others work answers what they took of the processor, in milliseconds.
 */
export async function measuredInTurn(
  runs: number,
  works: readonly { readonly what: string; readonly work: () => Promise<unknown> }[],
): Promise<readonly Row[]> {
  const taken = works.map(({ what }) => ({ what, times: [] as number[], cpu: 0 }));
  for (let i = 0; i < runs; i++) {
    for (const [at, { work }] of works.entries()) {
      const used = process.cpuUsage();
      const start = performance.now();
      const others = await work();
      const { user, system } = process.cpuUsage(used);
      const own = taken[at];
      own?.times.push(performance.now() - start);
      if (own) own.cpu += typeof others === "number" ? others : (user + system) / 1000;
    }
  }
  return taken.map(({ what, times, cpu }) => rowOf(what, times, cpu / runs));
}

/** The rows as one table of text. */
export function tableOf(rows: readonly Row[]): string {
  const width = Math.max(...rows.map((row) => row.what.length));
  const line = (what: string, ...cells: readonly string[]): string =>
    [what.padEnd(width), ...cells.map((cell) => cell.padStart(10))].join("");
  return [
    line("", "p50 ms", "p95 ms", "CPU ms", "runs"),
    ...rows.map((row) =>
      line(row.what, row.p50.toFixed(1), row.p95.toFixed(1), row.cpu?.toFixed(1) ?? "", String(row.runs)),
    ),
  ].join("\n");
}
