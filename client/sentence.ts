/** Words as a sentence: a capital letter first, except where a name begins it, and a full stop last. */
export function sentence(words: string): string {
  const [first = ""] = words.split(/\s/, 1);
  // `users.id`, `user_id` and `"User"` are other names with another letter.
  const begun = /[._"]./.test(first) ? words : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
  return `${begun}${/[.!?]$/.test(words) ? "" : "."}`;
}
