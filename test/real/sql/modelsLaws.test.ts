import assert from "node:assert/strict";

import {
  diff,
  doubtsOf,
  overlay,
  printScript,
  render,
  type Rendered,
  type Schema,
  settle,
  wayBack,
} from "#engine/index.ts";
import { alikeOnServer } from "#host/catalog/understood.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { type DiffSide, diffSides, emptySide } from "#host/commands/diffSources.ts";
import type { Connection } from "#host/connection.ts";
import { assertSameFacts, catalogFacts } from "#test/support/catalogFacts.ts";
import { execute } from "#test/support/execute.ts";
import { checkLaw, lawTargets } from "#test/support/laws.ts";
import { type ModelsPair, modelsPair } from "#test/support/models/pair.ts";
import { prismaScriptOf } from "#test/support/prismaOracle.ts";
import { soundlyLowered } from "#test/support/realModels.ts";
import { checkRows, type RowsFate } from "#test/support/rowLaw.ts";

for (const target of lawTargets()) {
  describe(`models: laws on ${target.name}`, () => {
    const empty = target.emptied();

    it("up ends in what Prisma makes of the models, down in what was; rows stay", async function () {
      const fates: RowsFate[] = [];
      await checkLaw(this, target, modelsPair, async (pair) => {
        fates.push(await checkPair(empty, pair, fates.length));
      });
      const kept = fates.filter((fate) => fate === "kept").length;
      assert.ok(kept > fates.length / 3, `rows came up and down in ${kept} of ${fates.length}`);
    });
  });
}

/** Models drop no extension and no PostgreSQL schema: others may need them. */
function assertReached(actual: readonly string[], expected: readonly string[], what: string): void {
  const kept = actual.filter(
    (fact) => expected.includes(fact) || !/^(comment on extension|extension|schema) /.test(fact),
  );
  assertSameFacts(kept.map(withoutSynonyms), expected.map(withoutSynonyms), what);
}

/**
 * What is only spelled otherwise is no difference: `now()` stays where CURRENT_TIMESTAMP is asked for, six digits of a second
 * where none are named, and the zeros behind a number in whose type they mean nothing.
 */
function withoutSynonyms(fact: string): string {
  if (!fact.startsWith("column ")) return fact;
  const timed = fact.replaceAll("now()", "CURRENT_TIMESTAMP").replaceAll(/\b(time(?:stamp)?)\(6\)/g, "$1");
  return / (?:double precision|real|numeric\(\d+,\d+\)) /.test(timed)
    ? timed.replace(/( default '?-?\d+)(?:\.0+|(\.\d*[1-9])0+)(?=['\s])/, "$1$2")
    : timed;
}

/** Models as Prisma pulls them leave it out of a B-tree, so that one without it in the models keeps what it has. */
function withoutUnsaid(fact: string): string {
  return fact.startsWith("index ") ? fact.replaceAll(" text_pattern_ops", "") : fact;
}

async function checkPair(
  empty: () => Promise<Connection>,
  { from, to }: ModelsPair,
  choice: number,
): Promise<RowsFate> {
  const [start, end] = [await made(empty, from), await made(empty, to)];
  const connection = await empty();
  const [a, b] = [sideOf(from), sideOf(to)];
  await connection.rows(script(emptySide, a, { down: false }));
  assertReached(await catalogFacts(connection), start, "start");

  await connection.rows(script(a, b, { down: false }));
  assertReached(await catalogFacts(connection), end, "up");
  await connection.rows(script(a, b, { down: true }));
  assertReached(await catalogFacts(connection), start, "down");

  const before = await read(connection);
  const after = await asked(connection, b.schema, before);
  const changes = diff(before, after);
  await execute(connection, sound(render(changes, { before, home: "public" })));
  const reachedFacts = await catalogFacts(connection);
  assertReached(reachedFacts.map(withoutUnsaid), end.map(withoutUnsaid), "up, from the catalog");
  const reached = await read(connection);
  assert.deepEqual(diff(reached, await asked(connection, b.schema, reached)), [], "a second diff");
  const back = wayBack(changes, before, after);
  await execute(connection, sound(render(back, { before: after, home: "public" })));
  assertReached(await catalogFacts(connection), start, "down, from the catalog");
  return checkRows({ from: before, to: after, connection, choice });
}

/** What Prisma makes of models alone; where its own script is broken (it quotes no apostrophe of an enum), what we make. */
async function made(empty: () => Promise<Connection>, models: string): Promise<string[]> {
  let connection = await empty();
  try {
    await connection.rows(await prismaScriptOf(models));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "42601")) throw error;
    connection = await empty();
    await connection.rows(script(emptySide, sideOf(models), { down: false }));
  }
  return catalogFacts(connection);
}

function sideOf(models: string): DiffSide {
  return { kind: "models", schema: soundlyLowered("schema.prisma", models).schema, partialIndexes: true };
}

function script(from: DiffSide, to: DiffSide, { down }: { readonly down: boolean }): string {
  const { rendered } = diffSides(from, to, { home: "public", down, renames: [], fills: [], reorderEnums: true });
  return printScript(sound(rendered), { comments: true, home: "public" });
}

function sound(rendered: Rendered): Rendered {
  assert.deepEqual(
    rendered.problems.map(({ message }) => message),
    [],
  );
  return rendered;
}

async function asked(connection: Connection, models: Schema, recorded: Schema): Promise<Schema> {
  const alike = await alikeOnServer(connection, doubtsOf(models, recorded), "public");
  return overlay(settle(models, alike), recorded, { partialIndexes: true, reorderEnums: true });
}

function read(connection: Connection): Promise<Schema> {
  return readCatalog(connection, { schemas: ["public", "Second"] });
}
