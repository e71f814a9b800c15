import fc from "fast-check";

import { buildGraph, type GraphNode, type RevisionGraph } from "#engine/revisions/graph.ts";

/**
 * Revisions as a line of text, in load order: `a b<a c<a[left] d<b,c~x` is a; b on a; c on a, labelled left; d on b and c,
 * depending on x.
 */
export function nodes(text: string): GraphNode[] {
  return text.split(/\s+/).map((written) => {
    const [, id = "", parents, dependsOn, labels] =
      /^(\w+)(?:<([\w,]+))?(?:~([\w,]+))?(?:\[(.+)\])?$/.exec(written) ?? [];
    const list = (items: string | undefined) => items?.split(",") ?? [];
    const place = { file: `${id}.sql`, span: { start: 0, end: 1 } };
    return { id, parents: list(parents), dependsOn: list(dependsOn), labels: list(labels), place };
  });
}

/** The graph of a text that has nothing wrong with it. */
export function graphOf(text: string): RevisionGraph {
  const { value, problems } = buildGraph(nodes(text));
  if (problems.length > 0) throw new Error(problems.map((p) => p.message).join("\n"));
  return value;
}

/** Revisions of a sound graph of any shape, loaded in any order: each stands on some of those made before it. */
export const anyNodes: fc.Arbitrary<readonly GraphNode[]> = fc
  .array(fc.tuple(fc.array(fc.nat(), { maxLength: 3 }), fc.array(fc.nat(), { maxLength: 2 }), fc.nat()), {
    minLength: 1,
    maxLength: 14,
  })
  .map((shapes) => {
    const made = shapes.map(([parents, dependencies, rank], at) => {
      const some = (choices: number[]) => (at === 0 ? [] : [...new Set(choices.map((n) => `r${n % at}`))]);
      const node = { id: `r${at}`, parents: some(parents), dependsOn: some(dependencies), labels: [], place: null };
      return { node, rank };
    });
    return made.toSorted((a, b) => a.rank - b.rank).map(({ node }) => node);
  });

/** The graphs of `anyNodes`. */
export const anyGraph: fc.Arbitrary<RevisionGraph> = anyNodes.map((revisions) => buildGraph(revisions).value);
