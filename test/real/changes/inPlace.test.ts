import { columns, enums } from "#test/real/changes/inPlaceMore.ts";
import { names, types } from "#test/real/changes/inPlace.ts";
import { tryChange } from "#test/real/changes/trial.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { installedMajors } from "#test/support/servers.ts";

for (const major of installedMajors()) {
  describe(`changes in place on PostgreSQL ${major}, with rows`, () => {
    const [place, other] = [emptiedDatabase(major), emptiedDatabase(major)];
    for (const [title, change] of Object.entries({ ...names, ...types, ...enums, ...columns })) {
      it(title, async () => {
        await tryChange({ place, other }, change);
      });
    }
  });
}
