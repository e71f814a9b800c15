import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { alembicCases } from "#test/real/changes/alembic.ts";
import type { ComparedCase } from "#test/real/changes/case.ts";
import { pageText, type Tried } from "#test/real/changes/page.ts";
import { prismaCases } from "#test/real/changes/prisma.ts";
import { tryChange } from "#test/real/changes/trial.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { installedMajors } from "#test/support/servers.ts";

const page = path.join(import.meta.dirname, "../../../docs/changes.md");
/** Writes the page instead of comparing it: for reading in the diff. */
const update = process.env["RETORT_UPDATE_GOLDEN"] === "1";

for (const major of installedMajors()) {
  describe(`changes that other tools were tried on, on PostgreSQL ${major}`, () => {
    const [place, other] = [emptiedDatabase(major), emptiedDatabase(major)];
    const tried = new Map<ComparedCase, Tried>();
    for (const [title, change] of Object.entries({ ...alembicCases, ...prismaCases })) {
      it(title, async () => {
        tried.set(change, { title, change, ways: await tryChange({ place, other }, change) });
      });
    }

    it("docs/changes.md shows them as they ran", function () {
      const all = (cases: Readonly<Record<string, ComparedCase>>) =>
        Object.values(cases).flatMap((change) => tried.get(change) ?? []);
      const [alembic, prisma] = [all(alembicCases), all(prismaCases)];
      // With `--grep`, or after a failure, there is less to show.
      if (tried.size < Object.keys(alembicCases).length + Object.keys(prismaCases).length) this.skip();
      assert.equal(alembic.length, 72);
      const text = pageText(alembic, prisma);
      if (update) fs.writeFileSync(page, text);
      assert.equal(fs.readFileSync(page, "utf8"), text);
    });
  });
}
