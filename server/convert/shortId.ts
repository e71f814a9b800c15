/** Generated ids are 12 digits, of which 7 tell them apart; a chosen id is shown whole. */
export function shortId(id: string): string {
  return /^[0-9a-f]{12}$/.test(id) ? id.slice(0, 7) : id;
}
