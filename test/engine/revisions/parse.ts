import assert from "node:assert/strict";

import { parseRevision } from "#engine/revisions/file.ts";
import type { Revision, RevisionFile } from "#engine/revisions/revision.ts";

/** A problem as tests write it: severity, code, and the text it points at. */
export type Found = `${"error" | "warning"} ${string} «${string}»`;

/** Parses and checks on the way that every span tells the truth. */
export function parse(text: string): { readonly file: RevisionFile | null; readonly found: Found[] } {
  const { value: file, problems } = parseRevision("r.sql", text);
  for (const { section, body, mark } of file?.sections ?? []) {
    assert.equal(text.slice(body.start, body.end), section.sql);
    assert.match(text.slice(mark.start, mark.end), /^-- retort: (up|down)grade/);
  }
  for (const [key, span] of file?.headers ?? []) {
    assert.ok(text.slice(span.start, span.end).toLowerCase().includes(`${key.toLowerCase()}:`), key);
  }
  const found = problems.map(({ severity, code, place }): Found => {
    assert.equal(place?.file, "r.sql");
    return `${severity} ${code} «${text.slice(place.span.start, place.span.end)}»`;
  });
  return { file, found };
}

/** The revision of a text that has nothing wrong with it. */
export function parseSound(text: string): Revision {
  const { file, found } = parse(text);
  assert.deepEqual(found, []);
  assert.ok(file);
  return file.revision;
}

/** A revision that says nothing but what a test is about. */
export function revision(stated: Partial<Revision> = {}): Revision {
  return {
    id: "a1",
    parents: [],
    dependsOn: [],
    labels: [],
    message: "",
    created: null,
    renames: [],
    acceptsLoss: [],
    replaces: [],
    proof: null,
    up: [],
    down: [],
    irreversible: null,
    ...stated,
  };
}
