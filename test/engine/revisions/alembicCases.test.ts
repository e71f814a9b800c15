import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { GraphQuestion } from "#engine/revisions/question.ts";
import { type AlembicCase, judge } from "#test/engine/revisions/alembicCase.ts";

const folder = join(import.meta.dirname, "../../cases/alembic");

interface Named {
  readonly graphs: Record<string, GraphQuestion["revisions"]>;
  readonly cases: readonly (Omit<AlembicCase, "revisions"> & { readonly graph: string })[];
}

/** Where we answer otherwise on purpose. A number that begins to agree must leave this list. */
const better: Record<string, Record<number, string>> = {
  named: {
    42: "-1 with several current revisions is refused",
    43: "-1 with several current revisions is refused",
    159: "an id that exists is refused before a file is written",
  },
  random: {
    116: "the message names `head`, which is ambiguous, not the other end of the range",
    260: "a cycle that Alembic does not notice",
    288: "the message names `head`, which is ambiguous, not the other end of the range",
    335: "the message says that the range begins too far down, not that `heads` is unknown",
    349: "the message names `head`, which is ambiguous, not the other end of the range",
    820: "the message says that the range begins too far down",
    881: "the message says that the range begins too far down, not that `heads` is unknown",
    911: "`current:current` is the current revision",
  },
};

const { graphs, cases } = JSON.parse(readFileSync(join(folder, "named.json"), "utf8")) as Named;
const sets: Record<string, readonly AlembicCase[]> = {
  named: cases.map((one) => ({ ...one, revisions: graphs[one.graph] ?? [] })),
  random: JSON.parse(readFileSync(join(folder, "cases.json"), "utf8")) as AlembicCase[],
};

for (const [name, set] of Object.entries(sets)) {
  describe(`Alembic's answers, ${name} graphs`, () => {
    for (const cmd of new Set(set.map((one) => one.cmd))) {
      const asked = set.filter((one) => one.cmd === cmd);
      it(`${cmd}: ${asked.length} questions`, () => {
        const wrong = asked.flatMap((one) => {
          const why = judge(one);
          const known = better[name]?.[one.n] !== undefined;
          return (why === null) === known ? [`${one.n}: ${why ?? "agrees now"}`] : [];
        });
        assert.deepEqual(wrong, []);
      });
    }
  });
}
