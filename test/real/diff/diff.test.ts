import assert from "node:assert/strict";

import { diff, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { readNamespaces } from "#host/catalog/readNamespaces.ts";
import { diffSides } from "#host/commands/diffSources.ts";
import type { Connection } from "#host/connection.ts";
import type { DiffCase } from "#test/real/diff/case.ts";
import { diffCases } from "#test/real/diff/cases/all.ts";
import { assertSameFacts, catalogFacts } from "#test/support/catalogFacts.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { installedMajors, type Major } from "#test/support/servers.ts";

/**
 * `retort diff` between two databases: the SQL from the first makes the second of it, by our reading and by PostgreSQL's
 * own words, and the SQL back makes the first again. `RETORT_MAJORS=14,15,16,17,18` for every server.
 */
for (const major of installedMajors()) {
  describe(`diff between databases on PostgreSQL ${major}`, function () {
    this.timeout(30_000);
    const first = emptiedDatabase(major);
    const second = emptiedDatabase(major);
    for (const [subject, cases] of Object.entries(diffCases)) {
      for (const [name, each] of Object.entries(cases)) {
        if (!runsOn(each, major)) continue;
        it(`${subject}: ${name}`, async () => {
          await check(await first(), await second(), each);
        });
      }
    }
  });
}

function runsOn({ since }: DiffCase, major: Major): boolean {
  return since === undefined || major >= since;
}

async function check(a: Connection, b: Connection, each: DiffCase): Promise<void> {
  await run(a, each.both, each.from, each.rows);
  await run(b, each.both, each.to);
  const [from, to] = [await read(a, each), await read(b, each)];
  const [startFacts, endFacts] = [await catalogFacts(a), await catalogFacts(b)];
  const kept = await rowsOf(a, each);

  await turn(a, from, to, { down: false });
  assert.deepEqual(diff(await read(a, each), to), [], "up");
  assertSameFacts(await catalogFacts(a), endFacts, "up");
  assert.deepEqual(await rowsOf(a, each), kept, "rows, up");

  await turn(a, from, to, { down: true });
  assert.deepEqual(diff(await read(a, each), from), [], "down");
  assertSameFacts(await catalogFacts(a), startFacts, "down");
  assert.deepEqual(await rowsOf(a, each), kept, "rows, down");
}

async function run(connection: Connection, ...scripts: readonly (string | undefined)[]): Promise<void> {
  for (const script of scripts) if (script) await connection.rows(script);
  await connection.rows("RESET ALL");
}

/** As text: a bigint comes as a string, an integer as a number. */
async function rowsOf(connection: Connection, { keeps }: DiffCase): Promise<unknown> {
  if (keeps === undefined) return null;
  const rows = await connection.rows(keeps);
  return rows.map((row) => row.map(String));
}

async function read(connection: Connection, { grants }: DiffCase): Promise<Schema> {
  return readCatalog(connection, { schemas: await readNamespaces(connection), grants: grants === true });
}

/** One statement after the other, as psql runs a script. */
async function turn(
  connection: Connection,
  from: Schema,
  to: Schema,
  { down }: { readonly down: boolean },
): Promise<void> {
  const sides = [from, to].map((schema) => ({ kind: "catalog", schema }) as const);
  const [start, end] = sides as [(typeof sides)[number], (typeof sides)[number]];
  const options = { home: "public", down, renames: [], fills: [], reorderEnums: false };
  const { rendered } = diffSides(start, end, options);
  assert.deepEqual(rendered.problems, []);
  if (process.env["RETORT_SHOW_SQL"] !== undefined) {
    console.log(
      `-- ${down ? "down" : "up"}\n`,
      rendered.sections.flatMap((s) => s.statements.map((x) => `${x.sql};`)).join("\n"),
    );
  }
  const alone = rendered.sections.map((section) => ({ ...section, mode: "no transaction" as const }));
  await execute(connection, { ...rendered, sections: alone });
}
