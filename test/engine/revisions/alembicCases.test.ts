import assert from "node:assert/strict";

import { answerQuestion } from "#engine/index.ts";
import { judge } from "#test/engine/revisions/alembicCase.ts";
import { alembicCases, setNames } from "#test/engine/revisions/alembicCaseFiles.ts";

/** Where we answer otherwise on purpose, as section 0 of Alembic's semantics in our words has it. */
const better: Record<string, Record<number, string>> = {
  named: {
    42: "-1 with several current revisions is refused",
    43: "-1 with several current revisions is refused",
    159: "an id that exists is refused before a file is written",
  },
  random: {},
};

for (const name of setNames) {
  const set = alembicCases(name);
  describe(`Alembic's answers, ${name} graphs`, () => {
    for (const cmd of new Set(set.map((one) => one.cmd))) {
      const asked = set.filter((one) => one.cmd === cmd);
      it(`${cmd}: ${asked.length} questions`, () => {
        const wrong = asked.flatMap((one) => {
          const answer = answerQuestion(one);
          const why = judge(one, answer);
          const otherwise = better[name]?.[one.n];
          if (otherwise !== undefined)
            return why !== null && answer.error !== undefined ? [] : [`${one.n}: agrees now`];
          return why === null ? [] : [`${one.n}: ${why}`];
        });
        assert.deepEqual(wrong, []);
      });
    }
  });
}
