import { type Change, describe } from "#engine/index.ts";

/** A difference from the catalog that was wanted to the one that was reached. */
export function differenceWords(change: Change, home: string): string {
  const { text, effect } = describe(change, { home });
  const subject = text.replace(/^(add|create|drop) /, "");
  switch (effect) {
    case "add":
      return `${subject} is there, and should not be`;
    case "remove":
      return `${subject} is missing`;
    case "change":
      return text;
  }
}
