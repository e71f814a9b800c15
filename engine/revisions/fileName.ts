import type { Revision } from "#engine/revisions/revision.ts";

/** What a file is called where retort.json does not say otherwise. */
export const defaultFileTemplate = "{year}{month}{day}_{hour}{minute}_{rev}_{slug}";

/**
 * The name of a new revision's file. `created` is RFC 3339: its own digits are used, whatever its offset. A word in
 * braces that is none of ours stays as it is.
 */
export function fileName(
  template: string,
  revision: Pick<Revision, "id" | "message"> & { readonly created: string },
  { extension = "sql" }: { readonly extension?: "sql" | "ts" } = {},
): string {
  const [year = "", month = "", day = "", hour = "", minute = "", second = ""] = revision.created.split(/\D/);
  const epoch = String(Math.floor(Date.parse(revision.created) / 1000));
  const parts = { year, month, day, hour, minute, second, epoch, rev: revision.id, slug: slug(revision.message) };
  const values = new Map(Object.entries(parts));
  return `${template.replaceAll(/\{(\w+)\}/g, (written, name: string) => values.get(name) ?? written)}.${extension}`;
}

/**
 * Alembic's slug: the words of a message joined by `_`, in lower case. Over forty characters it is cut there, goes back
 * to the last `_`, and keeps a trailing one as the sign of it.
 */
function slug(message: string): string {
  const words = message.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const whole = Array.from(words.join("_").toLowerCase());
  if (whole.length <= slugLength) return whole.join("");
  const cut = whole.slice(0, slugLength).join("");
  const lastWord = cut.lastIndexOf("_");
  return `${lastWord === -1 ? cut : cut.slice(0, lastWord)}_`;
}

const slugLength = 40;
