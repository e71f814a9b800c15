import type { Opened } from "#cli/opened.ts";
import { selectRevisions } from "#engine/index.ts";
import { graphFailure } from "#host/commands/graphFailure.ts";
import { readStanding } from "#host/commands/standing.ts";
import { done, type Outcome } from "#host/failure.ts";

/** The revisions that an identifier means; `current` asks the database. */
export async function revisionsNamed(
  { context, history }: Opened,
  identifier: string,
): Promise<Outcome<readonly string[]>> {
  const stand = identifier === "current" ? await readStanding(context, history) : null;
  if (stand && !stand.ok) return stand;
  const { ids, problems } = selectRevisions(history.graph, identifier, { current: stand?.value.current ?? [] });
  return graphFailure(context, history, problems, "Nothing was changed.") ?? done(ids);
}
