/** PostgreSQL cuts identifiers to so many bytes of UTF-8 (NAMEDATALEN - 1). */
const limit = 63;

/** The name as PostgreSQL keeps it: cut at a character boundary. */
export function cutName(name: string): string {
  return cutBytes(name, limit);
}

export function isTooLong(name: string): boolean {
  return name.length * 3 > limit && byteLength(name) > limit;
}

export function primaryKeyName(table: string): string {
  return withSuffix(table, "_pkey");
}

export function uniqueName(table: string, columns: readonly string[]): string {
  return withSuffix([table, ...columns].join("_"), "_key");
}

export function indexName(table: string, columns: readonly string[]): string {
  return withSuffix([table, ...columns].join("_"), "_idx");
}

export function foreignKeyName(table: string, columns: readonly string[]): string {
  return withSuffix([table, ...columns].join("_"), "_fkey");
}

/** Prisma's rule for every default name: what stands before the suffix is cut so that the whole fits. */
export function withSuffix(stem: string, suffix: string): string {
  return cutBytes(stem, limit - suffix.length) + suffix;
}

/**
 * The sequence of a SERIAL column, by PostgreSQL's own rule, which shortens the longer of both names (`makeObjectName`
 * and `ChooseRelationName` in src/backend/commands/indexcmds.c): a name that is `taken` is numbered.
 */
export function sequenceName(table: string, column: string, taken: (name: string) => boolean): string {
  for (let round = 0; ; round += 1) {
    const name = objectName(table, column, `seq${round === 0 ? "" : round.toString()}`);
    if (!taken(name)) return name;
  }
}

/** The order of the names' bytes in UTF-8, which is that of their code points. */
export function compareBytes(a: string, b: string): number {
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const left = a.codePointAt(at) ?? 0;
    const right = b.codePointAt(at) ?? 0;
    if (left !== right) return left - right;
  }
  return a.length - b.length;
}

function objectName(table: string, column: string, label: string): string {
  const available = limit - label.length - 2;
  let tableBytes = byteLength(table);
  let columnBytes = byteLength(column);
  while (tableBytes + columnBytes > available) {
    if (tableBytes > columnBytes) tableBytes -= 1;
    else columnBytes -= 1;
  }
  return `${cutBytes(table, tableBytes)}_${cutBytes(column, columnBytes)}_${label}`;
}

function cutBytes(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text;
  let left = bytes;
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    left -= codeBytes(code);
    if (left < 0) return text.slice(0, at);
    at += code > 0xffff ? 2 : 1;
  }
  return text;
}

function byteLength(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    bytes += codeBytes(code);
    at += code > 0xffff ? 2 : 1;
  }
  return bytes;
}

/** Of one character in UTF-8. */
function codeBytes(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
