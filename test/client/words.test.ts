import assert from "node:assert/strict";

import { sentence } from "#client/sentence.ts";
import { suggestedMessage } from "#client/suggestedMessage.ts";
import type { ProjectState } from "#protocol/state.ts";

const messages: readonly (readonly [unrevised: readonly string[], message: string])[] = [
  [[], ""],
  [["add column users.age"], "add column users.age"],
  [["User.name: required"], "User.name: required"],
  [["add column users.age", "create index on users"], "add column users.age and another change"],
  [["drop column a.b", "add column a.c", "drop table d"], "drop column a.b and 2 other changes"],
  [
    [
      "drop foreign key posts.author_id → users.id",
      "users.id: type INTEGER → UUID",
      "add foreign key posts.author_id → users.id",
    ],
    "users.id: type INTEGER → UUID",
  ],
  [["drop index a on b", "create index a on b"], "drop index a on b and another change"],
];

describe("the message that is suggested for a revision", () => {
  for (const [texts, message] of messages) {
    it(`"${message}"`, () => {
      assert.equal(suggestedMessage(state(texts, 1)), message);
    });
  }

  it("is of the first revision that it is the first", () => {
    assert.equal(suggestedMessage(state(["create table a"], 0)), "initial");
  });
});

describe("words as a sentence", () => {
  const cases = [
    ["no index holds it", "No index holds it."],
    ["What is it?", "What is it?"],
    ["done. More", "Done. More."],
    ["users.id gets another value.", "users.id gets another value."],
    ["user_sessions stays", "user_sessions stays."],
    ['"user" stays', '"user" stays.'],
  ] as const;
  for (const [words, whole] of cases) {
    it(whole, () => {
      assert.equal(sentence(words), whole);
    });
  }
});

function state(texts: readonly string[], revisions: number): Pick<ProjectState, "revisions" | "unrevised"> {
  const items = texts.map((text) => ({ text, location: null }));
  const each = {} as ProjectState["revisions"][number];
  return { revisions: new Array<typeof each>(revisions).fill(each), unrevised: { kind: "known", items } };
}
