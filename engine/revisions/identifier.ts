/**
 * Why `id` cannot name a revision; null where it can. Alembic keeps `@ - + :` for its expressions; a comma parts ids in
 * headers, an id stands in file names, and the words below mean something else wherever an id is typed.
 */
export function idFault(id: string): string | null {
  return fault(id, "revision identifier", /[@\-+:]/g);
}

/** The part of `idFault` that is Alembic's: for ids that never were, nor will be, in a file. */
export function idCharacterFault(id: string): string | null {
  return characterFault(id, "revision identifier", id.match(/[@\-+:]/g) ?? []);
}

/** As `idFault`, for branch labels and for what `Depends on` may name: these may hold a hyphen. */
export function labelFault(label: string): string | null {
  return fault(label, "branch label", /[@+:]/g);
}

function fault(name: string, what: string, kept: RegExp): string | null {
  if (name === "") return `A ${what} is not empty.`;
  if (symbols.has(name)) return `\`${name}\` cannot be a ${what}: it is a word of its own wherever one is typed.`;
  const wrong = characterFault(name, what, [...(name.match(kept) ?? []), ...(name.match(unsafe) ?? [])]);
  if (wrong !== null) return wrong;
  return name.startsWith(".") || name.endsWith(".") ? `A ${what} neither begins nor ends with a dot: '${name}'` : null;
}

/** In Alembic's words. */
function characterFault(name: string, what: string, characters: readonly string[]): string | null {
  const list = [...new Set(characters)].map(visible).sort().join(", ");
  return list === "" ? null : `Character(s) '${list}' not allowed in ${what} '${name}'`;
}

const symbols = new Set(["head", "heads", "base", "current"]);

// Commas, white space, quotes, and what one file system or another does not take in a name.
const unsafe = /[\s,/\\<>"|?*'`\p{Cc}]/gu;

function visible(character: string): string {
  return /\p{Cc}/u.test(character) ? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}` : character;
}
