/** A name that things bear for a moment while others take theirs. Nobody has it, and it is short enough everywhere. */
export function meanwhileName(number: number): string {
  return `renaming~${number}`;
}

export function isMeanwhileName(name: string): boolean {
  return /^renaming~\d+$/.test(name);
}
