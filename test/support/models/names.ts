/** Gives names once each, in one PostgreSQL schema or one model. */
export class Names {
  readonly #taken = new Set<string>();

  /** False where the name is taken. PostgreSQL tells long names apart by their first 63 bytes only. */
  take(name: string): boolean {
    const kept = Buffer.from(name).subarray(0, 63).toString("latin1");
    const free = !this.#taken.has(kept);
    this.#taken.add(kept);
    return free;
  }
}

/** A name in the database for one in the models: mostly its own, sometimes one that wants care. */
export function mappedName(name: string, choice: number): string {
  switch (choice % 12) {
    case 7:
      return `${name.toLowerCase()}_${choice % 3}`;
    case 8:
      return `${name} it's ${choice % 2}`;
    case 9:
      return `select ${name}`;
    case 10:
      return `${name}_that_is_so_long_that_PostgreSQL_cuts_it_somewhere_at_the_end_${choice % 2}`;
    case 11:
      return `${"ö".repeat(28)}${name}é`;
    default:
      return name;
  }
}

/** In the syntax of models. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
