import type { Direction } from "#engine/index.ts";
import type { Fix, FixContext } from "#server/fixes/fix.ts";

/** A line that was meant for a mark. */
export function malformedMarkFixes({ problem, text }: FixContext): readonly Fix[] {
  const { span } = problem.place;
  const written = text.slice(span.start, span.end);
  const [, word = "", rest = ""] = /^--\s*retort\s*:\s*(\w*)(.*)$/i.exec(written) ?? [];
  const direction = (["upgrade", "downgrade"] as const).find((name) => isMeant(word, name));
  if (!direction) return [];
  const reason = /irreversible\W*(.*?)[\s)]*$/i.exec(rest)?.[1];
  if (reason === "") return [];
  const mode = /no.?transaction/i.test(rest) ? " (no transaction)" : "";
  const mark = `-- retort: ${direction}${reason === undefined ? mode : ` (irreversible: ${reason})`}`;
  const indent = text.slice(text.lastIndexOf("\n", span.start - 1) + 1, span.start);
  return [{ title: `Write ${mark}`, span: { start: span.start - indent.length, end: span.end }, text: mark }];
}

/** `up`, `Upgrade`, `down`, `downgrad`: the beginning of the word says which way. */
function isMeant(word: string, name: Direction): boolean {
  return word.toLowerCase().startsWith(name === "upgrade" ? "up" : "down");
}

/** SQL above every mark is the way up where the file has no other. */
export function textOutsideFixes({ problem, text }: FixContext): readonly Fix[] {
  if (/^-- retort: upgrade/m.test(text)) return [];
  const { span } = problem.place;
  const sql = text.slice(span.start, span.end);
  return [{ title: "Make it the upgrade section", span, text: `-- retort: upgrade\n${sql}` }];
}

/** A file without a way down gets an empty one, to be filled. */
export function missingDowngradeFixes({ text }: FixContext): readonly Fix[] {
  const end = text.trimEnd().length;
  const start = text.lastIndexOf("\n", end - 1) + 1;
  const last = text.slice(start, end);
  const section = `${last}\n\n-- retort: downgrade\n\\if false\n\n\\endif\n`;
  return [{ title: "Add an empty downgrade section", span: { start, end: text.length }, text: section }];
}

/** Ways down that psql would run: each gets its guard. */
export function unguardedFixes({ problem, text, history }: FixContext): readonly Fix[] {
  const entry = [...history.entries.values()].find(({ file }) => file === problem.place.file);
  const down = (entry?.parsed.sections ?? []).filter(
    ({ direction, section, mark, body }) =>
      direction === "downgrade" && section.sql !== "" && !text.slice(mark.end, body.start).includes("\\if false"),
  );
  const [first] = down;
  const last = down.at(-1);
  if (!first || !last) return [];
  let mended = "";
  let at = first.mark.end;
  for (const { mark, body } of down) {
    mended += `${text.slice(at, mark.end)}\n\\if false${text.slice(mark.end, body.end)}\n\\endif`;
    at = body.end;
  }
  return [{ title: "Guard it with \\if false", span: { start: first.mark.end, end: last.body.end }, text: mended }];
}
