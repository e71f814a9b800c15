import { scan } from "#engine/sql/scan.ts";

/**
 * SQL as a file of ours holds it: LF at every line's end, nothing behind a line's last token, at most one empty line
 * between two. What stands in quotes is left as it is, and so are the tokens: its hash is the same.
 */
export function tidySql(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const token of scan(text)) {
    const written = text.slice(token.start, token.end);
    parts.push(tidyGap(text.slice(at, token.start)));
    parts.push(
      token.kind === "lineComment"
        ? written.trimEnd()
        : token.kind === "blockComment"
          ? written.replaceAll(/[ \t]*\r\n?|[ \t]+\n/g, "\n")
          : written,
    );
    at = token.end;
  }
  return parts.join("").trim();
}

function tidyGap(gap: string): string {
  const lines = gap.split(/\r\n|\r|\n/);
  if (lines.length === 1) return gap;
  const indent = lines.at(-1) ?? "";
  return (lines.length > 2 ? "\n\n" : "\n") + indent;
}
