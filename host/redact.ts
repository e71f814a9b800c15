/**
 * The text with the passwords of URLs and of `password=…` hidden, whatever else it holds: for messages and logs. URLs
 * that are not well formed are treated too; where it is not certain where a password ends, rather more is hidden.
 */
export function redactUrl(text: string): string {
  return hideUserinfo(text).replace(
    passwordSetting,
    (_, key: string, value: string) => `${key}${value === "" ? "" : hidden}`,
  );
}

const hidden = "***";

/** `password=` in a URL or a connection string, up to the next setting; the value may be in quotes and hold spaces. */
const passwordSetting =
  /((?:\b|_)(?:ssl|pg)?(?:password|passwd|pwd|api_?key)(?:=|%3D))('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|(?:(?!&[\w.-]+=)\S)*)/gi;

/** The beginning of a URL. The slashes of a database URL may be missing: somebody typed it. */
const scheme = /(?:\b(?:postgres(?:ql)?|prisma(?:\+\w+)?):\/*|\b[a-z][a-z0-9+.-]*:\/\/)/gi;

function hideUserinfo(text: string): string {
  let shown = "";
  let from = 0;
  for (const found of text.matchAll(scheme)) {
    const start = found.index + found[0].length;
    if (start < from) continue;
    const span = passwordSpan(text, start, /^http/i.test(found[0]) ? "strict" : "loose");
    if (!span) continue;
    shown += text.slice(from, span.start) + hidden;
    from = span.end;
  }
  return shown + text.slice(from);
}

/**
 * Where the password stands in what follows a scheme; null where there is none. An address of the web ends its
 * credentials at the first slash; in a database URL they may hold an unescaped slash, colon or at sign.
 */
function passwordSpan(text: string, start: number, reading: "strict" | "loose"): { start: number; end: number } | null {
  const end = start + text.slice(start).search(reading === "strict" ? /[\s/]|$/ : /\s|$/);
  const run = text.slice(start, end);
  const colon = run.indexOf(":");
  const at = run.lastIndexOf("@");
  if (at > colon && colon !== -1) return colon + 1 === at ? null : { start: start + colon + 1, end: start + at };
  if (reading === "strict" || colon === -1 || at !== -1 || run.startsWith("[")) return null;
  if (/^\d*(?:[/?,;.)\]}"'`]|$)/.test(run.slice(colon + 1))) return null;
  // Neither a port nor followed by a host: a password with a space in it, or one whose host is missing.
  const next = /^[^\n@]*(?=@)/.exec(text.slice(start + colon + 1));
  return { start: start + colon + 1, end: next ? start + colon + 1 + next[0].length : end };
}
