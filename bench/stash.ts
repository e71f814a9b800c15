import assert from "node:assert/strict";

import { type Row, rowOf } from "#bench/table.ts";
import { onProject, revision } from "#test/support/revisionProject.ts";

const make = revision(
  "aa11",
  "",
  `CREATE TYPE status AS ENUM ('pending', 'done');
CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE tasks (id serial PRIMARY KEY, title text NOT NULL, code varchar(20), status text NOT NULL, user_id int REFERENCES users (id));`,
  "DROP TABLE tasks; DROP TABLE users; DROP TYPE status;",
);

/** What the way down of each takes away, and what the way up brings back. */
const kinds = {
  "a dropped column": [
    "ALTER TABLE tasks ADD COLUMN details text;",
    "ALTER TABLE tasks DROP COLUMN details;",
    "UPDATE tasks SET details = 'details of ' || id WHERE id % 3 > 0",
  ],
  "a dropped table": [
    "CREATE TABLE notes (id int PRIMARY KEY, task int REFERENCES tasks (id), said text, at timestamptz);",
    "DROP TABLE notes;",
    "INSERT INTO notes SELECT id, id, repeat('n', id % 60), '2026-11-22 10:30:00.123456+00'::timestamptz + id * interval '1 s' FROM tasks",
  ],
  "a narrowed type": [
    "ALTER TABLE tasks ALTER COLUMN code TYPE varchar(50);",
    "ALTER TABLE tasks ALTER COLUMN code TYPE varchar(20) USING left(code, 20);",
    "UPDATE tasks SET code = repeat('c', 30) || id",
  ],
  "a removed enum value": [
    `ALTER TYPE status RENAME TO status_old; CREATE TYPE status AS ENUM ('pending', 'done', 'archived');
ALTER TABLE tasks ADD COLUMN state status; DROP TYPE status_old;`,
    `ALTER TABLE tasks ALTER COLUMN state TYPE text;
ALTER TYPE status RENAME TO status_old; CREATE TYPE status AS ENUM ('pending', 'done');
ALTER TABLE tasks ALTER COLUMN state TYPE status USING (CASE state WHEN 'archived' THEN 'done' ELSE state END)::status; DROP TYPE status_old;
ALTER TABLE tasks DROP COLUMN state;`,
    "UPDATE tasks SET state = (ARRAY['pending', 'done', 'archived']::status[])[1 + id % 3]",
  ],
} as const;

/**
 * A downgrade that keeps what it takes, and the upgrade that brings it back, over tables of `count` rows, beside a plain
 * copy of them; every row is compared.
 */
export async function benchStash(count: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [kind, [up, down, fill]] of Object.entries(kinds)) {
    const files = { "1_make.sql": make, "2_more.sql": revision("bb22", "aa11", up, down) };
    await onProject(18, files, async (retort, connection) => {
      await retort("upgrade", "head");
      await connection.rows(`
        INSERT INTO users (email) SELECT 'user' || n || '@example.com' FROM generate_series(1, 1000) n;
        INSERT INTO tasks (title, code, status, user_id)
          SELECT 'task ' || n, 'c' || n, 'pending', 1 + n % 1000 FROM generate_series(1, ${count}) n;
        ${fill}`);
      const tables = kind === "a dropped table" ? ["tasks", "notes"] : ["tasks"];
      const all = () =>
        Promise.all(
          tables.map((table) =>
            connection.rows(`SELECT count(*), md5(string_agg(t::text, ',' ORDER BY id)) FROM ${table} t`),
          ),
        );
      const before = await all();
      const copied = tables.at(-1) ?? "";
      const copy = await timed(() => connection.rows(`CREATE TABLE public.copied AS SELECT * FROM ${copied}`));
      await connection.rows("DROP TABLE public.copied");
      const there = await timed(() => retort("downgrade", "-1", "--stash", "--stash-limit", "1024"));
      const back = await timed(() => retort("upgrade", "head"));
      assert.deepEqual(await all(), before, `${kind}: what came back differs`);
      const ratio = (time: number) => `${(time / copy).toFixed(1)} × a copy`;
      rows.push(
        rowOf(`${kind}, ${count} rows: CREATE TABLE AS`, [copy]),
        rowOf(`  downgrade --stash, ${ratio(there)}`, [there]),
        rowOf(`  upgrade that brings it back, ${ratio(back)}`, [back]),
      );
    });
  }
  return rows;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
