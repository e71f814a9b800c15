import assert from "node:assert/strict";

import type { Direction, QualifiedName } from "#engine/index.ts";
import { ensureBookkeeping } from "#host/bookkeeping/ensure.ts";
import type { Connection } from "#host/connection.ts";
import type { StashItem } from "#host/stash/items.ts";
import { createPreservation, type Preserved } from "#host/stash/preservation.ts";
import { readStashes } from "#host/stash/stash.ts";
import { targets, valueOf } from "#test/host/runner/targets.ts";

const inPublic = (name: string): QualifiedName => ({ schema: "public", name });

function item(kind: StashItem["kind"], table: string, column: string | null = null): StashItem {
  const names = { table: inPublic(table), column };
  return { kind, ...names, after: names, renamed: new Map(), changing: [], section: 0 };
}

/** One step as the runner runs it: what is kept, its statements, what comes back, in one transaction. */
async function step(
  connection: Connection,
  direction: Direction,
  { sql, items = [] }: { readonly sql: string; readonly items?: readonly StashItem[] },
): Promise<Preserved> {
  const options = { bookkeeping: "_retort", home: "public", revision: "3f2a", direction, items };
  const preservation = createPreservation(options);
  await connection.transaction(async () => {
    await preservation.before(connection, 0);
    await connection.rows(sql);
    await preservation.after(connection);
  });
  await preservation.afterwards(connection);
  return preservation.outcome();
}

for (const target of targets()) {
  describe(`what would be lost is kept and brought back, on ${target.name}`, function () {
    this.timeout(60_000);

    const on = (work: (connection: Connection) => Promise<void>) => () =>
      target.use(async (connection) => {
        valueOf(await ensureBookkeeping(connection, "_retort"));
        await connection.rows(
          "SET datestyle = 'SQL, DMY'; SET bytea_output = 'escape'; SET timezone = 'Asia/Tokyo'; SET array_nulls = off",
        );
        await work(connection);
        assert.deepEqual((await connection.rows("SHOW datestyle")).flat(), ["SQL, DMY"]);
        await connection.rows("RESET ALL");
      });

    const make = `CREATE TABLE "Big t" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz(6), day date,
      raw bytea, amount numeric, real float8, tags text[], doc jsonb, note text DEFAULT 'new', twice int GENERATED ALWAYS AS (id * 2) STORED)`;
    const fill = `INSERT INTO "Big t" (at, day, raw, amount, real, tags, doc, note)
      SELECT now() + n * interval '1.234567 s', '2026-02-03'::date + n, decode('00ff5c', 'hex'), n / 7.0, n / 3.0,
        ARRAY['a"b', NULL, 'c,d'], '{"a": [1, null]}', CASE WHEN n % 3 > 0 THEN 'it''s ' || n END FROM generate_series(1, 50) n`;
    const all = 'SELECT * FROM "Big t" ORDER BY id';

    it(
      "a table, with values of every kind, its identity and what refers to it",
      on(async (connection) => {
        const refers = 'CREATE TABLE r (id int PRIMARY KEY, big int NOT NULL REFERENCES "Big t")';
        await connection.rows(`${make}; ${fill}; ${refers}; INSERT INTO r SELECT id, id FROM "Big t"`);
        const before = [await connection.rows(all), await connection.rows("SELECT * FROM r")];
        const items = [item("table", "r"), item("table", "Big t")];
        const { kept } = await step(connection, "downgrade", { sql: 'DROP TABLE r, "Big t"', items });
        assert.deepEqual(
          kept.map(({ object, stash, count }) => [object, stash, count]),
          [
            ["r", "stash_3f2a_1", 50],
            ["Big t", "stash_3f2a_2", 50],
          ],
        );
        const { back } = await step(connection, "upgrade", { sql: `${make}; ${refers}` });
        assert.deepEqual(
          back.map(({ object, count, left }) => [object, count, left]),
          [
            ["Big t", 50, 0],
            ["r", 50, 0],
          ],
        );
        assert.deepEqual([await connection.rows(all), await connection.rows("SELECT * FROM r")], before);
        assert.deepEqual(await readStashes(connection, "_retort"), []);
        await connection.rows('INSERT INTO "Big t" DEFAULT VALUES');
        assert.deepEqual((await connection.rows('SELECT max(id) FROM "Big t"')).flat(), [51]);
      }),
    );

    it(
      "a column's values go to the rows that are still there, and no trigger stirs",
      on(async (connection) => {
        await connection.rows(`${make}; ${fill};
          CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.day = '1999-01-01'; RETURN NEW; END $$;
          CREATE TRIGGER "t ouch" BEFORE UPDATE ON "Big t" FOR EACH ROW EXECUTE FUNCTION touch();
          CREATE TRIGGER off BEFORE UPDATE ON "Big t" FOR EACH ROW EXECUTE FUNCTION touch();
          ALTER TABLE "Big t" DISABLE TRIGGER off`);
        const before = await connection.rows('SELECT id, note, day FROM "Big t" WHERE id > 5 ORDER BY id');
        const items = [item("column", "Big t", "note")];
        const { kept } = await step(connection, "downgrade", { sql: 'ALTER TABLE "Big t" DROP COLUMN note', items });
        assert.equal(kept[0]?.count, 34);
        await connection.rows('DELETE FROM "Big t" WHERE id <= 5');
        const { back } = await step(connection, "upgrade", { sql: 'ALTER TABLE "Big t" ADD COLUMN note text' });
        assert.deepEqual(back, [
          {
            object: "Big t.note",
            stash: "stash_3f2a_1",
            count: 30,
            left: 4,
            why: "their rows are gone",
            mustWait: false,
          },
        ]);
        assert.deepEqual(await connection.rows('SELECT id, note, day FROM "Big t" ORDER BY id'), before);
        const triggers = await connection.rows(
          "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
        );
        assert.deepEqual(triggers, [
          ["off", "D"],
          ["t ouch", "O"],
        ]);
        assert.equal((await readStashes(connection, "_retort")).length, 1);
      }),
    );

    it(
      "values that were narrowed, unless somebody wrote over them since",
      on(async (connection) => {
        await connection.rows(`CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE TABLE m (a text, b int, mood mood, code varchar(20), PRIMARY KEY (b, a));
          INSERT INTO m SELECT 'a' || n, n, (ARRAY['sad', 'ok', 'happy'])[n % 3 + 1]::mood, repeat('x', n) FROM generate_series(1, 12) n`);
        const before = await connection.rows("SELECT * FROM m ORDER BY b");
        const narrow = `ALTER TABLE m ALTER code TYPE varchar(5) USING left(code, 5);
          ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('sad', 'ok');
          ALTER TABLE m ALTER mood TYPE mood USING (CASE mood WHEN 'happy' THEN 'ok' ELSE mood::text END)::mood; DROP TYPE mood_old`;
        const items = [item("values", "m", "code"), item("values", "m", "mood")];
        const { kept } = await step(connection, "downgrade", { sql: narrow, items });
        assert.deepEqual(
          kept.map(({ object, count }) => [object, count]),
          [
            ["m.code", 7],
            ["m.mood", 4],
          ],
        );
        await connection.rows("UPDATE m SET code = 'mine' WHERE b = 12");
        const widen = "ALTER TABLE m ALTER code TYPE varchar(20); ALTER TYPE mood ADD VALUE 'happy'";
        const { back } = await step(connection, "upgrade", { sql: widen });
        assert.deepEqual(
          back.map(({ object, count, left }) => [object, count, left]),
          [
            ["m.code", 6, 1],
            ["m.mood", 4, 0],
          ],
        );
        const mine = before.map((row) => (row[1] === 12 ? [...row.slice(0, 3), "mine"] : row));
        assert.deepEqual(await connection.rows("SELECT * FROM m ORDER BY b"), mine);
      }),
    );

    it(
      "nothing where a column's rows can't be told apart, and what can't come back stays where it is",
      on(async (connection) => {
        await connection.rows("CREATE TABLE n (a int UNIQUE, b text); INSERT INTO n VALUES (1, 'x'), (NULL, 'y')");
        const items = [item("column", "n", "b")];
        await assert.rejects(
          step(connection, "downgrade", { sql: "ALTER TABLE n DROP COLUMN b", items }),
          /neither a primary key/,
        );
        await connection.rows("ALTER TABLE n ADD COLUMN id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
        await step(connection, "downgrade", { sql: "ALTER TABLE n DROP COLUMN b", items });
        const { back } = await step(connection, "upgrade", { sql: "ALTER TABLE n ADD COLUMN b int" });
        const [one] = back;
        assert.ok(one);
        assert.equal(one.left, 2);
        assert.match(one.why ?? "", /invalid input syntax for type integer/);
        const [stash] = await readStashes(connection, "_retort");
        assert.deepEqual(
          [stash?.revision, stash?.direction, stash?.kind, stash?.key],
          ["3f2a", "downgrade", "column", ["id"]],
        );
      }),
    );
  });
}
