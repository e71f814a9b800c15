import assert from "node:assert/strict";

import { diff, overlay, printScript, render, type Rendered, type Schema, undo } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { type DiffSide, diffSides, emptySide } from "#host/commands/diffSources.ts";
import type { Connection } from "#host/connection.ts";
import { assertSameFacts, catalogFacts } from "#test/support/catalogFacts.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { prismaScriptOf } from "#test/support/prismaOracle.ts";
import {
  adjacentVersions,
  isWholeCorpus,
  projects,
  soundlyLowered,
  surroundings,
  type Version,
} from "#test/support/realModels.ts";
import { installedMajors } from "#test/support/servers.ts";

/** Otherwise this many of each project's newest steps. */
const steps = isWholeCorpus ? Infinity : 2;

/**
 * From version to version of real models, up and down. Up ends in the very catalog that Prisma makes of nothing but the
 * later models, where nothing is left to do; down ends where it began.
 */
for (const major of installedMajors().slice(isWholeCorpus ? 0 : -1)) {
  describe(`histories of real models on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);
    const prepared = async () => {
      const connection = await empty();
      await connection.rows(surroundings);
      return connection;
    };

    for (const project of projects) {
      const known = new Map<string, readonly string[]>();
      const byPrisma = async ({ name, text }: Version): Promise<readonly string[]> => {
        const facts = known.get(name);
        if (facts !== undefined) return facts;
        const connection = await prepared();
        await connection.rows(await prismaScriptOf(text));
        known.set(name, await catalogFacts(connection));
        return byPrisma({ name, text });
      };

      for (const way of [asScript, asRevision]) {
        it(`${project}, ${way.name === "asScript" ? "by the scripts of diff" : "by revisions"}`, async function () {
          this.timeout(isWholeCorpus ? 3_600_000 : 300_000);
          const faults: string[] = [];
          for (const [from, to] of adjacentVersions(project, this).slice(-steps)) {
            const start = await byPrisma(from);
            const end = await byPrisma(to);
            const connection = await prepared();
            await connection.rows(script(emptySide, from, { down: false }));
            try {
              assertSameFacts(await catalogFacts(connection), start, "start");
              await way(connection, {
                from,
                to,
                atEnd: async () => {
                  assertSameFacts(await catalogFacts(connection), end, "up");
                },
              });
              assertSameFacts(await catalogFacts(connection), start, "down");
            } catch (error) {
              faults.push(`${from.name} → ${to.name}: ${String(error)}`);
            }
          }
          assert.deepEqual(faults.join("\n"), "");
        });
      }
    }
  });
}

/** A step of a history, and what to do at its end before it is taken back. */
interface Step {
  readonly from: Version;
  readonly to: Version;
  readonly atEnd: () => Promise<void>;
}

/** As `retort diff` writes it for models on both sides, sent as one string. */
async function asScript(connection: Connection, { from, to, atEnd }: Step): Promise<void> {
  await connection.rows(script(from, to, { down: false }));
  await atEnd();
  await connection.rows(script(from, to, { down: true }));
}

/** As a revision is generated: from what the catalog holds to what the models ask for of it. */
async function asRevision(connection: Connection, { to, atEnd }: Step): Promise<void> {
  const before = await read(connection);
  const after = asked(to, before);
  const changes = diff(before, after);
  await execute(connection, sound(render(changes, { before, home: "public" })));
  await atEnd();
  const reached = await read(connection);
  assert.deepEqual(diff(reached, asked(to, reached)), [], "a second diff");
  await execute(connection, sound(render(undo(changes, after), { before: after, home: "public" })));
}

function script(from: Version | DiffSide, to: Version, { down }: { readonly down: boolean }): string {
  const side = (each: Version | DiffSide): DiffSide =>
    "kind" in each
      ? each
      : { kind: "models", schema: soundlyLowered(each.name, each.text).schema, partialIndexes: true };
  const { rendered } = diffSides(side(from), side(to), {
    home: "public",
    down,
    renames: [],
    fills: [],
    reorderEnums: false,
  });
  return printScript(sound(rendered), { comments: true, home: "public" });
}

function sound(rendered: Rendered): Rendered {
  assert.deepEqual(
    rendered.problems.map(({ message }) => message),
    [],
  );
  return rendered;
}

function asked({ name, text }: Version, recorded: Schema): Schema {
  return overlay(soundlyLowered(name, text).schema, recorded, { partialIndexes: true });
}

function read(connection: Connection): Promise<Schema> {
  return readCatalog(connection, { schemas: ["public"] });
}
