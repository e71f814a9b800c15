/**
 * Text that a terminal shows as what it is: what names, comments and messages hold of control characters, and of marks
 * that turn the direction of writing, is spelled out. Colours of ours stay.
 */
export function visible(text: string): string {
  return text.replaceAll(hidden, (found) => (ours.test(found) ? found : spelled(found)));
}

/** A colour or style of ours, or any character that is not shown as itself; line breaks and tabs are. */
const hidden =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /\u001b\[\d{1,2}m|\r(?!\n)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** What `styled` writes. */
// eslint-disable-next-line no-control-regex -- the same
const ours = /^\u001b\[(?:0|1|2|22|31|32|33|36|39)m$/;

function spelled(text: string): string {
  const spell = (one: string) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`;
  return Array.from(text, (one) => (one >= " " && one < "\u007f" ? one : spell(one))).join("");
}
