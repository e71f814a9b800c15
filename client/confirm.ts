import * as vscode from "vscode";

import type { Failure, Plan, Stashed } from "#protocol/commands.ts";

/** A decision that needs a person, put so that it can be answered from what it says. */
export interface Question {
  /** One line. */
  readonly message: string;
  readonly detail: string;
  /** The verb that does it. */
  readonly action: string;
  /** A button that does no harm and stands first, so that Enter alone loses nothing; null where nothing can be lost. */
  readonly instead: string | null;
  /** A button that does it and keeps what would be lost; null where nothing is. */
  readonly keeping?: string | null;
}

/** Asks; anything but the action's button is a no. */
export interface Confirm {
  decide(question: Question): Promise<"yes" | "instead" | "keep" | "no">;
  /** The name as typed; null where the person left. */
  typeName(prompt: { readonly name: string; readonly purpose: string }): Promise<string | null>;
}

/** Modal dialogs and an input box. */
export const confirmInWindow: Confirm = {
  async decide({ message, detail, action, instead, keeping = null }) {
    const buttons = [instead, keeping, action].filter((button) => button !== null);
    const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, ...buttons);
    if (chosen === undefined) return "no";
    if (chosen === keeping) return "keep";
    return chosen === action ? "yes" : "instead";
  },
  async typeName({ name, purpose }) {
    const typed = await vscode.window.showInputBox({
      title: purpose,
      prompt: `${name} is protected. Type its name to go on.`,
      placeHolder: name,
      ignoreFocusOut: true,
      validateInput: (text) => (text === name ? null : `Type ${name} exactly.`),
    });
    return typed === name ? typed : null;
  },
};

/** Null for a database that is not protected; undefined where the person left. */
export async function nameOfProtected(
  confirm: Confirm,
  database: { readonly name: string; readonly protected: boolean } | null,
  purpose: (name: string) => string,
): Promise<string | null | undefined> {
  if (database?.protected !== true) return null;
  const { name } = database;
  return (await confirm.typeName({ name, purpose: purpose(name) })) ?? undefined;
}

export interface Consent {
  readonly acceptLosses: boolean;
  readonly stash: Stashed;
  readonly typedName: string | null;
}

/** A plan, and its database in words that no other project's has. */
export type PlanInWords = Plan & { readonly place: string };

/**
 * What a run needs to be told before it starts; null where the person said no, `review` where they want to read first.
 * Going up without losing anything needs no second click; going down, losing data and failing on what is there do.
 */
export async function askConsent(confirm: Confirm, plan: PlanInWords): Promise<Consent | "review" | null> {
  const loses = plan.losses.length > 0;
  if (plan.halfway !== null)
    return (await confirm.decide(halfwayQuestion(plan, plan.halfway))) === "yes" ? "review" : null;
  let stash: Stashed = "no";
  if (plan.direction === "downgrade" || loses || plan.findings.length > 0) {
    const answer = await confirm.decide(questionFor(plan));
    if (answer === "instead") return "review";
    if (answer === "no") return null;
    if (answer === "keep") stash = "within limit";
  }
  const acceptLosses = loses && stash === "no";
  if (!plan.protected) return { acceptLosses, stash, typedName: null };
  const purpose = `${plan.direction === "upgrade" ? "Upgrade" : "Downgrade"} ${plan.place}`;
  const typedName = await confirm.typeName({ name: plan.database, purpose });
  return typedName === null ? null : { acceptLosses, stash, typedName };
}

export function questionFor(plan: PlanInWords): Question {
  const up = plan.direction === "upgrade";
  const verb = up ? "Upgrade" : "Downgrade";
  const count = plan.steps.length === 1 ? "1 revision" : `${plan.steps.length} revisions`;
  const loses = plan.losses.length > 0;
  const fails = plan.findings.length > 0;
  const stored = plan.stored.map((id) => id.slice(0, 7)).join(", ");
  const steps = plan.steps.flatMap(({ id, message, operations }) => [
    `${id}  ${message}`,
    ...operations.map((operation) => `    ${operation}`),
  ]);
  const found = [...findingLines(plan, "It will fail on:"), ""];
  const lost = [...lossLines(plan.losses), ""];
  return {
    message: `${verb} ${plan.place} by ${count}${stored === "" ? "" : ", as the database stored it"}${loses ? " and lose data" : ""}?`,
    detail: [
      ...(stored === "" ? [] : [storedWords(stored, plan), ""]),
      ...(loses ? lost : []),
      ...(fails ? found : []),
      up ? "Applies:" : "Takes back:",
      ...shortened(steps),
    ].join("\n"),
    action: loses ? `${verb} and Lose Data` : fails ? `${verb} Anyway` : stored === "" ? verb : `${verb} as Stored`,
    instead: fails ? "Show Rows" : loses || stored !== "" ? "Show SQL" : null,
    keeping: loses ? `${verb}, Keeping the Data` : null,
  };
}

/** There is nothing to decide: what is offered is a look at the rows. */
function halfwayQuestion(plan: PlanInWords, halfway: string): Question {
  const others = { ...plan, findings: plan.findings.filter(({ text }) => text !== halfway) };
  return {
    message: `${plan.direction === "upgrade" ? "Upgrade" : "Downgrade"} of ${plan.place} would fail halfway`,
    detail: [
      "Outside a transaction nothing is taken back. A statement that runs there is sure to fail on:",
      `    ${halfway}`,
      ...(others.findings.length === 0 ? [] : ["", ...findingLines(others, "It would also fail on:")]),
      "",
      "Put the rows right first, by hand or in a revision before it. Nothing has run.",
    ].join("\n"),
    action: "Show Rows",
    instead: null,
  };
}

/** What is sure first, then what a statement before it may mend. */
function findingLines({ findings }: Plan, certainly: string): readonly string[] {
  const told = (words: string, certain: boolean) => {
    const lines = findings.filter((one) => one.certain === certain).map(({ text }) => `    ${text}`);
    return lines.length === 0 ? [] : [words, ...shortened(lines, 12)];
  };
  return [...told(certainly, true), ...told("It may fail, unless the revision mends them, on:", false)];
}

function storedWords(ids: string, { database }: Plan): string {
  return `No file here says ${ids} as it was applied. What runs is the SQL that ${database} stored then, which stands in the editor behind this question: read it first.`;
}

/** Keeping what goes would copy a lot: asked once more, with how much it is. Enter alone runs nothing. */
export function stashQuestion({ direction, place }: PlanInWords, { message, details }: Failure): Question {
  const verb = direction === "upgrade" ? "Upgrade" : "Downgrade";
  return {
    message: `${verb} ${place} and copy that much?`,
    detail: [message, ...shortened(details.map((line) => `    ${line}`)), "", "Nothing has run so far."].join("\n"),
    action: `${verb}, Copying It All`,
    instead: "Show SQL",
  };
}

/** Of more than these the rest is read in the document that *Show SQL* shows, which lists them all. */
export const mostLosses = 24;

export function lossLines(losses: readonly string[]): readonly string[] {
  const lines = losses.slice(0, mostLosses).map((loss) => `    ${loss}`);
  const more = losses.length - lines.length;
  return ["This data is lost:", ...lines, ...(more > 0 ? [`    … and ${more} more: Show SQL lists them all`] : [])];
}

/** A dialog that outgrows the window hides its buttons. */
function shortened(lines: readonly string[], most = 18): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `… and ${lines.length - most + 1} more lines`];
}
