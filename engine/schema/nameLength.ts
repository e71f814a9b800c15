/** Bytes that PostgreSQL keeps of a name (NAMEDATALEN without the closing NUL). */
export const longestName = 63;

/** `text` cut to at most `bytes` of UTF-8, never inside a character. */
export function cutToBytes(text: string, bytes: number): string {
  let end = 0;
  let used = 0;
  for (const character of text) {
    used += utf8Length(character);
    if (used > bytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}

export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
