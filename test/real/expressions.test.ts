import assert from "node:assert/strict";
import path from "node:path";

import { describe as inWords, diff, doubtsOf, isSpelledAlike, overlay, printScript, settle } from "#engine/index.ts";
import { diffSides, emptySide } from "#host/commands/diffSources.ts";
import { openDiffSides } from "#host/commands/openDiffSides.ts";
import { createShadow } from "#host/shadow/createShadow.ts";
import { plainOptions as options, step } from "#test/host/shadow/step.ts";
import { valueOf } from "#test/host/runner/targets.ts";
import { expressionModels } from "#test/support/expressionModels.ts";
import { withFolder } from "#test/support/folder.ts";
import { prismaScriptOf } from "#test/support/prismaOracle.ts";
import { soundlyLowered } from "#test/support/realModels.ts";
import { everyMajor, sharedServer, withDatabase } from "#test/support/servers.ts";

/**
 * PostgreSQL keeps what it understood of an expression, not what was written. Whoever made the database, models that say
 * it in their own words ask for nothing.
 */
describe("expressions in people's own words", function () {
  this.timeout(300_000);

  for (const major of everyMajor()) {
    for (const maker of ["Retort", "Prisma"]) {
      const { defaults, conditions, models } = expressionModels({ prisma: maker === "Prisma" });
      it(`${defaults} defaults and ${conditions} conditions on PostgreSQL ${major}, made by ${maker}`, async () => {
        const script = maker === "Prisma" ? await prismaScriptOf(models) : scriptOf(models);
        await withDatabase(await sharedServer(major), async (database) => {
          const { url } = database;
          const connection = await database.connect();
          await connection.rows(surroundings);
          await connection.rows(script);
          await withFolder({ "schema.prisma": models }, async (folder) => {
            const file = path.join(folder, "schema.prisma");
            for (const [from, to] of [
              [url, file],
              [file, url],
            ] as const) {
              const sides = valueOf(await openDiffSides({ ...nowhere, cwd: folder, folder, from, to }));
              const options = { home: sides.home, down: false, renames: [], fills: [], reorderEnums: false };
              const { changes } = diffSides(sides.from, sides.to, options);
              assert.deepEqual(
                changes.map((change) => inWords(change, { home: "public" }).text),
                [],
              );
            }
          });
        });
      });
    }
  }

  it("in the shadow, where revisions are compared with models", async () => {
    const shadow = createShadow();
    const { models } = expressionModels({ prisma: false });
    const { schema } = soundlyLowered("schema.prisma", models);
    try {
      const history = [step("a1", `${surroundings}\n${scriptOf(models)}`)];
      const recorded = valueOf(await shadow.replay(history, options));
      const doubts = doubtsOf(schema, recorded);
      const spelled = valueOf(await shadow.spell(history, doubts, options));
      const alike = doubts.filter((doubt, at) => isSpelledAlike(doubt, spelled[at] ?? ""));
      const settled = settle(schema, alike);
      assert.deepEqual(
        diff(recorded, overlay(settled, recorded, { partialIndexes: true })).map(
          (change) => inWords(change, { home: "public" }).text,
        ),
        [],
      );
    } finally {
      await shadow.close();
    }
  });
});

const nowhere = { config: null, env: {}, signal: new AbortController().signal };

function scriptOf(models: string): string {
  const { schema } = soundlyLowered("schema.prisma", models);
  const options = { home: "public", down: false, renames: [], fills: [], reorderEnums: false };
  const { rendered } = diffSides(emptySide, { kind: "models", schema, partialIndexes: true }, options);
  return printScript(rendered, { comments: true, home: "public" });
}

const surroundings = `
  CREATE EXTENSION citext;
  CREATE EXTENSION hstore;
  CREATE EXTENSION pg_trgm;
  CREATE EXTENSION "uuid-ossp";
  CREATE SEQUENCE "orderNumbers";
  CREATE FUNCTION nanoid() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
  CREATE FUNCTION "newId"(kind text, size int DEFAULT 21) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;`;
