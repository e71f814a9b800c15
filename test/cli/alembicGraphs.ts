import type { RevisionText } from "#test/support/commandLine.ts";

export const line: readonly RevisionText[] = [
  { id: "a" },
  { id: "b", parents: ["a"] },
  { id: "c", parents: ["b"] },
  { id: "d", parents: ["c"] },
];
export const fork: readonly RevisionText[] = [
  { id: "a" },
  { id: "b", parents: ["a"] },
  { id: "c", parents: ["b"], labels: ["left"] },
  { id: "d", parents: ["b"], labels: ["right"] },
];
export const merged: readonly RevisionText[] = [...fork, { id: "m", parents: ["c", "d"] }];
export const long: readonly RevisionText[] = [{ id: "abcd11" }, { id: "abcd22", parents: ["abcd11"] }];
/** On `b` stands `y`, and `z` of another base depends on it. */
export const apart: readonly RevisionText[] = [
  { id: "a", labels: ["one"] },
  { id: "b", parents: ["a"] },
  { id: "y", parents: ["b"] },
  { id: "x", labels: ["two"] },
  { id: "z", parents: ["b"], dependsOn: ["x"] },
];

export const multiple =
  "Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads";
export const cannot = (id: string) => `Can't locate revision identified by '${id}'`;
