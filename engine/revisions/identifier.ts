/**
 * Why `id` cannot name a revision; null where it can. Alembic keeps `@ - + :` for its expressions; a comma parts ids in
 * headers, an id stands in file names, and the words below mean something else wherever an id is typed.
 */
export function idFault(id: string): string | null {
  return fault(id, "revision identifier", /[@\-+:]/g);
}

/** As `idFault`, for branch labels and for what `Depends on` may name: these may hold a hyphen. */
export function labelFault(label: string): string | null {
  return fault(label, "branch label", /[@+:]/g);
}

function fault(name: string, what: string, kept: RegExp): string | null {
  if (name === "") return `A ${what} is not empty.`;
  if (symbols.has(name)) return `\`${name}\` cannot be a ${what}: it is a word of its own wherever one is typed.`;
  const wrong = new Set([...(name.match(kept) ?? []), ...(name.match(unsafe) ?? [])]);
  if (wrong.size > 0) {
    const list = [...wrong].map((character) => `'${visible(character)}'`).join(", ");
    return `Character(s) ${list} not allowed in ${what} '${name}'`;
  }
  return name.startsWith(".") || name.endsWith(".") ? `A ${what} neither begins nor ends with a dot: '${name}'` : null;
}

const symbols = new Set(["head", "heads", "base", "current"]);

// Commas, white space, quotes, and what one file system or another does not take in a name.
const unsafe = /[\s,/\\<>"|?*'`\p{Cc}]/gu;

function visible(character: string): string {
  return /\p{Cc}/u.test(character) ? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}` : character;
}
