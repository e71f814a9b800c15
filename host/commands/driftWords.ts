import { type Change, describe } from "#engine/index.ts";

/**
 * A difference as the database's owner reads it. The change goes from what was recorded to what is there, so an
 * addition is something that no revision made, and a removal something that a revision made and that is gone.
 */
export function describeDrift(change: Change, home: string): string {
  const { text, effect } = describe(change, { home });
  const subject = text.replace(/^(add|create|drop) /, "");
  switch (effect) {
    case "add":
      return `${subject} is in the database, and no revision made it`;
    case "remove":
      return `${subject} is gone from the database`;
    case "change":
      return `${text} in the database`;
  }
}
