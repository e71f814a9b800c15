import assert from "node:assert/strict";

import { clearRenames, plausibleRenames, printRenameOption } from "#engine/index.ts";
import { schemaOf } from "#test/support/modelsSchema.ts";

describe("renames that are clear enough to be answered together", () => {
  const cases: Readonly<Record<string, { from: string; to: string; clear: readonly string[] }>> = {
    "the same words, spelled otherwise, whatever is near besides": {
      from: "model t { id Int @id; homeName String?; homePlace String?; homeplate String? }",
      to: "model t { id Int @id; home_name String?; home_place String?; HomePlate String? }",
      clear: ["t.homeName=home_name", "t.homePlace=home_place", "t.homeplate=HomePlate"],
    },
    "a near name": {
      from: "model t { id Int @id; due_date DateTime?; note String? }",
      to: "model t { id Int @id; due_on DateTime?; details String? }",
      clear: ["t.due_date=due_on"],
    },
    "not a text that became a table of its own": {
      from: "model t { id Int @id; genre String? }",
      to: "model t { id Int @id; genre_id Int?; g genre? @relation(fields: [genre_id], references: [id]) } model genre { id Int @id; ts t[] }",
      clear: [],
    },
    "not a reference that became one to another table": {
      from: "model t { id Int @id; shelfId Int?; s shelf? @relation(fields: [shelfId], references: [id]) } model shelf { id Int @id; ts t[] }",
      to: "model t { id Int @id; shelfRowId Int?; r shelfRow? @relation(fields: [shelfRowId], references: [id]) } model shelf { id Int @id } model shelfRow { id Int @id; ts t[] }",
      clear: [],
    },
    "a reference whose table is renamed with it, and one that is new beside other spelling": {
      from: "model t { id Int @id; authorId Int?; editorId Int?; a author? @relation(fields: [authorId], references: [id]) } model author { id Int @id; x Int; y Int; ts t[] }",
      to: 'model t { id Int @id; authorsId Int?; editor_id Int?; a authors? @relation(fields: [authorsId], references: [id], name: "a"); e authors? @relation(fields: [editor_id], references: [id], name: "e") } model authors { id Int @id; x Int; y Int; ts t[] @relation("a"); es t[] @relation("e") }',
      clear: ["author=authors", "t.authorId=authorsId", "t.editorId=editor_id"],
    },
    "not two that may become one": {
      from: "model t { id Int @id; zip1 String?; zip2 String? }",
      to: "model t { id Int @id; zip String? }",
      clear: [],
    },
    "not one that may become either of two": {
      from: "model t { id Int @id; created_at DateTime? }",
      to: "model t { id Int @id; createdAt DateTime?; CreatedAt DateTime? }",
      clear: [],
    },
    "not a value that rows would hold instead": {
      from: "enum e { A; GUEST; GUESTS } model t { id Int @id; r e }",
      to: "enum e { A; GUESTS } model t { id Int @id; r e }",
      clear: [],
    },
    "tables, enums and values": {
      from: "enum e { inUse; outOfUse } enum f { A; B; C } model t { id Int @id; r e; f f; n Int; m Int; k Int }",
      to: "enum e { in_use; out_of_use } enum kind { A; B; C } model ts { id Int @id; r e; f kind; n Int; m Int; k Int }",
      clear: ["t=ts", "f=kind", "e.inUse=in_use", "e.outOfUse=out_of_use"],
    },
  };
  for (const [title, { from, to, clear }] of Object.entries(cases)) {
    it(title, () => {
      const found = clearRenames(plausibleRenames(schemaOf(from), schemaOf(to)));
      assert.deepEqual(found.map(({ rename }) => printRenameOption(rename, "public")).toSorted(), clear.toSorted());
    });
  }
});
