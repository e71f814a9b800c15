import assert from "node:assert/strict";

import fc from "fast-check";

import {
  diff,
  emptySchema,
  invertAll,
  order,
  parseModels,
  parseRevision,
  printRevision,
  quoteIdentifier,
  render,
  type Revision,
  type Schema,
} from "#engine/index.ts";
import { visible } from "#cli/visible.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { readDatabaseUrl } from "#host/databaseUrl.ts";
import { emptiedDatabase } from "#test/support/emptiedDatabase.ts";
import { execute } from "#test/support/execute.ts";
import { installedMajors } from "#test/support/servers.ts";

/** `npm run test:faults -- --hostile 10000` */
const runs = Number(process.env["RETORT_HOSTILE_RUNS"] ?? "400");

const injections = [
  '"; DROP TABLE safe; --',
  "'; DROP TABLE safe; --",
  "$$; DROP TABLE safe; $$",
  "\\'; DROP TABLE safe; --",
  "*/ DROP TABLE safe; /*",
  "\n-- retort: downgrade\nDROP TABLE safe;",
  "\n\\endif\nDROP TABLE safe;\n\\if false",
  "\\! rm -rf /",
  "`; DROP TABLE safe; `",
  "../../../etc/passwd",
  "%s%n%00",
  "\u202egpj.exe",
  "\u001b[2J\u001b]0;x\u0007",
  "${process.exit(1)}",
  "__proto__",
  "constructor",
] as const;

/** Texts as nobody means them, without what PostgreSQL can't store. */
const hostile = fc
  .oneof(
    fc.constantFrom(...injections),
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.tuple(fc.constantFrom(...injections), fc.string({ maxLength: 10 })).map((parts) => parts.join("")),
    fc.constantFrom("x".repeat(5000), "é".repeat(100), "\r\n\t\u2028"),
  )
  // A lone surrogate is no text: files and drivers make it another character.
  .map((text) => Buffer.from(text).toString());

/** A name that PostgreSQL keeps whole: at most 63 bytes, and not empty. */
const name = hostile.map((text) => cut(text.replaceAll("\0", "")) || "x");

describe("hostile input", function () {
  this.timeout(600_000);

  it(`${runs} texts where revisions, models and URLs are read: problems, and never an exception`, async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (text, other) => {
        parseRevision("a.sql", `-- ${text}\n--\n-- Revision: ${other}\n\n-- retort: upgrade\n${text}\n`);
        parseRevision("a.sql", text);
        parseRevision("a.ts", `export const revision = "${other}";\n${text}`);
        parseModels("a.prisma", `model ${text} {\n  id Int @id @map("${other}")\n}\n`);
        const password = `S3cr${text}eT9`;
        const read = await readDatabaseUrl(
          `postgresql://u:${encodeURIComponent(password)}@h/${other}?sslmode=${text}`,
          {
            subject: "`--url`",
            place: null,
            environment: { variables: {}, sources: [] },
            folders: [],
          },
        );
        if (!read.ok) assert.ok(!JSON.stringify(read.failure).includes("S3cr"), JSON.stringify(read.failure));
        const shown = visible(text).replaceAll(/\u001b\[\d+m/g, ""); // eslint-disable-line no-control-regex -- colours
        // eslint-disable-next-line no-control-regex -- what a terminal obeys
        assert.doesNotMatch(shown, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
      }),
      { numRuns: runs },
    );
  });

  it(`${runs} messages and headers: what is printed reads back, and nothing of it is a statement`, () => {
    fc.assert(
      fc.property(hostile, hostile, (message, object) => {
        const revision: Revision = {
          id: "aaaaaaaaaaaa",
          parents: [],
          dependsOn: [],
          labels: [],
          message,
          created: null,
          renames: [],
          acceptsLoss: [object],
          replaces: [],
          proof: null,
          up: [{ mode: "transaction", sql: "SELECT 1;" }],
          down: [{ mode: "transaction", sql: "SELECT 2;" }],
          irreversible: null,
        };
        const read = parseRevision("a.sql", printRevision(revision)).value?.revision;
        const bodies = [read?.up, read?.down].map((sections) => sections?.map(({ sql }) => sql.trim()));
        assert.deepEqual(bodies, [["SELECT 1;"], ["SELECT 2;"]]);
      }),
      { numRuns: runs },
    );
  });

  const major = installedMajors().at(-1) ?? 18;
  const emptied = emptiedDatabase(major);
  it(`names, defaults and enum values on PostgreSQL ${major}: all made as they are called, and nothing else`, async () => {
    await fc.assert(
      fc.asyncProperty(name, name, hostile, async (table, column, text) => {
        const connection = await emptied();
        await connection.rows("CREATE TABLE safe (id int); INSERT INTO safe VALUES (1)");
        const before = await readCatalog(connection, { schemas: ["public"] });
        if (table === "safe") return;
        const wanted = withTable(before, { table, column, text: text.replaceAll("\0", "") });
        const changes = diff(before, wanted);
        await execute(connection, render(changes, { before, home: "public" }));
        const after = await readCatalog(connection, { schemas: ["public"] });
        assert.deepEqual(diff(after, wanted), []);
        assert.deepEqual(await connection.rows("SELECT id FROM safe"), [[1]]);
        assert.deepEqual(await connection.rows(`SELECT count(*)::int FROM ${quoteIdentifier(table)}`), [[0]]);
        await execute(connection, render(order(invertAll(changes), wanted), { before: wanted, home: "public" }));
        assert.deepEqual(diff(await readCatalog(connection, { schemas: ["public"] }), before), []);
      }),
      { numRuns: Math.ceil(runs / 10) },
    );
  });
});

/** The schema with a table of one column more whose default is a text, and an enum of one value. */
function withTable(
  schema: Schema,
  { table, column, text }: { readonly table: string; readonly column: string; readonly text: string },
): Schema {
  const [safe] = schema.tables;
  const [model] = safe?.columns ?? [];
  if (!safe || !model) throw new Error("no table to go by");
  const named = { schema: "public", name: table };
  const textual = {
    ...model,
    name: column,
    type: { kind: "builtin", name: "text", args: [], array: false },
    default: { kind: "literal", text },
  } as const;
  const value = cut(text) || "x";
  const more = { ...safe, name: named, columns: [textual] };
  const enums = [{ name: { schema: "public", name: `${cut(table, 50)}_enum` }, values: [value] }];
  return { ...emptySchema, ...schema, tables: [...schema.tables, more], enums };
}

function cut(text: string, bytes = 63): string {
  let kept = text;
  while (Buffer.byteLength(kept) > bytes) kept = Array.from(kept).slice(0, -1).join("");
  return kept;
}
