import type { ProjectState } from "#protocol/state.ts";

/** Notes a line about each project whose state became another: what a report of a fault begins with. */
export function createStateLog(note: (line: string) => void): (projects: readonly ProjectState[]) => void {
  const told = new Map<string, string>();
  return (projects) => {
    for (const project of projects) {
      if (!hasAnswered(project)) continue;
      const line = lineOf(project);
      if (told.get(project.project) !== line) note(line);
      told.set(project.project, line);
    }
  };
}

/** What files alone tell, while the database is still asked, is another line a moment later. */
function hasAnswered({ drift }: ProjectState): boolean {
  return drift.kind === "known" || drift.failure?.code !== "database/connecting";
}

/** `shop: 6 revisions; dev (127.0.0.1:5432/shop) connected, 1 pending; unrevised 2; drift unknown: no connection` */
function lineOf({ name, revisions, databases, unrevised, drift, historyProblems }: ProjectState): string {
  const active = databases.find((database) => database.active);
  const pending = active?.pending ? `, ${active.pending} pending` : "";
  const why = active?.failure ? `: ${active.failure.message}` : "";
  const count = (compared: ProjectState["drift"] | ProjectState["unrevised"]) =>
    compared.kind === "known" ? String(compared.items.length) : `unknown: ${compared.reason}`;
  return [
    `${name}: ${revisions.length} revision${revisions.length === 1 ? "" : "s"}`,
    ...historyProblems,
    active ? `${active.name} (${active.label}) ${active.connection}${pending}${why}` : "no database",
    `unrevised ${count(unrevised)}`,
    `drift ${count(drift)}`,
  ].join("; ");
}
