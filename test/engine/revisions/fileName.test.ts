import assert from "node:assert/strict";

import { defaultFileTemplate, fileName } from "#engine/revisions/fileName.ts";

const revision = { id: "3f2a9c1b7d04", message: "Add priority to tasks!", created: "2026-11-22T10:30:05+01:00" };

describe("fileName", () => {
  const cases: Record<string, string> = {
    [defaultFileTemplate]: "20261122_1030_3f2a9c1b7d04_add_priority_to_tasks.sql",
    "{rev}_{slug}": "3f2a9c1b7d04_add_priority_to_tasks.sql",
    "{hour}h{minute}m{second}s_{rev}": "10h30m05s_3f2a9c1b7d04.sql",
    "{nothing}-{constructor}-{rev}": "{nothing}-{constructor}-3f2a9c1b7d04.sql",
  };
  for (const [template, expected] of Object.entries(cases)) {
    it(template, () => {
      assert.equal(fileName(template, revision), expected);
    });
  }

  it("keeps the slug's place where the message has no word", () => {
    assert.equal(fileName("{rev}_{slug}", { ...revision, message: "?!" }), "3f2a9c1b7d04_.sql");
  });
});

describe("the slug", () => {
  const cases: Record<string, string> = {
    "Add priority  to 'tasks'": "add_priority_to_tasks",
    "../../etc/passwd": "etc_passwd",
    "first one: Créer les tables and a very long rest": "first_one_créer_les_tables_and_a_very_",
    "exactly forty characters in this message": "exactly_forty_characters_in_this_message",
    ["x".repeat(50)]: `${"x".repeat(40)}_`,
    "日本語 𝔘𝔫𝔦 ½": "日本語_𝔘𝔫𝔦_½",
    "": "",
  };
  for (const [message, expected] of Object.entries(cases)) {
    it(JSON.stringify(message), () => {
      assert.equal(fileName("{slug}", { ...revision, message }), `${expected}.sql`);
    });
  }
});
