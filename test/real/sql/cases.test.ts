import assert from "node:assert/strict";

import { applyAll } from "#engine/changes/apply.ts";
import { invertAll } from "#engine/changes/invert.ts";
import { diff, emptySchema, render, type Rendered, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { sqlCases } from "#test/engine/sql/cases/all.ts";
import type { SqlCase } from "#test/engine/sql/cases/case.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { installedMajors } from "#test/support/servers.ts";

/** Every golden case on real servers: up ends in the schema that the changes mean, down in the one they began with. */
for (const major of installedMajors()) {
  describe(`sql: cases on PostgreSQL ${major}`, () => {
    const empty = emptiedDatabase(major);
    for (const [subject, cases] of Object.entries(sqlCases)) {
      for (const [name, each] of Object.entries(cases)) {
        if (each.since !== undefined && each.since > major) continue;
        it(`${subject}/${name}`, async () => {
          await check(await empty(), each);
        });
      }
    }
  });
}

async function check(connection: Connection, { before, changes, rows, holds }: SqlCase): Promise<void> {
  const after = applyAll(before, changes);
  const schemas = [...new Set([...before.namespaces, ...after.namespaces])];
  const read = () => readCatalog(connection, { schemas });
  await execute(connection, rendered(render(diff(emptySchema, before), { before: emptySchema, home: "public" })));
  same(await read(), before, "before");
  if (rows !== undefined) await connection.rows(rows);

  const up = render(changes, { before, home: "public" });
  if (isRefused(up)) return;
  await execute(connection, up);
  same(await read(), after, "up");
  if (holds?.up !== undefined) assert.equal(await answer(connection, holds.query), holds.up);

  const down = render(invertAll(changes), { before: after, home: "public" });
  if (isRefused(down)) return;
  await execute(connection, down);
  same(await read(), before, "down");
  if (holds?.down !== undefined) assert.equal(await answer(connection, holds.query), holds.down);
}

function rendered(result: Rendered): Rendered {
  assert.deepEqual(result.problems, []);
  return result;
}

/** Compared as the product does it: by what `diff` finds. Of extensions only what was asked for is expected. */
function same(actual: Schema, expected: Schema, when: string): void {
  const asked = new Map(expected.extensions.map((extension) => [extension.name, extension]));
  const extensions = actual.extensions.map((extension) => {
    const wanted = asked.get(extension.name);
    return {
      ...extension,
      version: wanted?.version ?? null,
      schema: wanted?.schema === null ? null : extension.schema,
    };
  });
  assert.deepEqual(diff({ ...actual, extensions }, expected), [], when);
}

function isRefused({ problems }: Rendered): boolean {
  return problems.some(({ severity }) => severity === "error");
}

async function answer(connection: Connection, query: string): Promise<string> {
  const [[value] = []] = await connection.rows<[unknown]>(query);
  return String(value);
}
