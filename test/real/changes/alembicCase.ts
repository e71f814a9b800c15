import { type ChangeCase, databases } from "#test/real/changes/case.ts";

export function t(columns: string, more = ""): string {
  return `CREATE TABLE t (${columns}); ${more}`;
}

/** A column `a` of a table `t` with its id, from one definition to another. */
export function column(from: string, to: string, more: Omit<ChangeCase, "from" | "to"> = {}): ChangeCase {
  return databases(t(`id int, a ${from}`), t(`id int, a ${to}`), more);
}

export const nothing = { theirs: "nothing", outcome: "unseen" };

export function ran(...theirs: readonly string[]): { readonly theirs: string; readonly outcome: string } {
  return { theirs: theirs.join(" + "), outcome: "ran" };
}

export function failed(theirs: string, why: string): { readonly theirs: string; readonly outcome: string } {
  return { theirs, outcome: `fails: ${why}` };
}
