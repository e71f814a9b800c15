import type { ProofFault } from "#host/proof/prove.ts";

/** A proof's fault and what there is to say about it, at most so much of it, in one sentence. */
export function faultSentence({ text, details }: Pick<ProofFault, "text" | "details">, most = Infinity): string {
  // A code is for Problems, where all stands that is known.
  const said = details.filter((line) => !line.startsWith("SQLSTATE ")).slice(0, most);
  const words = said.map((line) => line.replace(/\.$/, "")).join("; ");
  return words === "" ? text : `${text.replace(/\.$/, "")}: ${words}.`;
}
