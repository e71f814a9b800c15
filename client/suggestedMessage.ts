import type { ProjectState } from "#protocol/state.ts";

/** Words for what is unrevised, short enough for a file's name. */
export function suggestedMessage({ revisions, unrevised }: Pick<ProjectState, "revisions" | "unrevised">): string {
  if (revisions.length === 0) return "initial";
  const texts = unrevised.kind === "known" ? unrevised.items.map(({ text }) => text) : [];
  const telling = withoutRemade(texts);
  const [first, ...others] = telling.length > 0 ? telling : texts;
  if (first === undefined) return "";
  if (others.length === 0) return first;
  return `${first} and ${others.length === 1 ? "another change" : `${others.length} other changes`}`;
}

/** What goes and comes back is made anew because of another change, and tells nothing. */
function withoutRemade(texts: readonly string[]): readonly string[] {
  const all = new Set(texts);
  return texts.filter((text) => {
    const [, verb, rest] = /^(add|create|drop) (.*)$/s.exec(text) ?? [];
    if (verb === undefined) return true;
    const opposites = verb === "drop" ? ["add", "create"] : ["drop"];
    return !opposites.some((opposite) => all.has(`${opposite} ${rest ?? ""}`));
  });
}
