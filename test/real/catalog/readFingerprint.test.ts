import assert from "node:assert/strict";

import { readFingerprint } from "#host/catalog/readFingerprint.ts";
import { onPlace, places } from "#test/support/places.ts";

const setup = `
  CREATE TYPE mood AS ENUM ('sad');
  CREATE TABLE t (id serial PRIMARY KEY, name text DEFAULT 'a');
  CREATE TABLE child (t_id int);
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE FUNCTION noted() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`;

const changes = [
  "ALTER TABLE t ADD COLUMN note text",
  "ALTER TABLE t ALTER name SET DEFAULT 'b'",
  "ALTER TABLE t ALTER name SET NOT NULL",
  "ALTER TABLE t RENAME name TO title",
  "CREATE INDEX t_title_idx ON t (title)",
  "ALTER TABLE child ADD FOREIGN KEY (t_id) REFERENCES t (id)",
  "ALTER TABLE t ADD CHECK (title <> '')",
  "ALTER TYPE mood ADD VALUE 'ok'",
  "CREATE VIEW v AS SELECT id FROM t",
  "CREATE OR REPLACE VIEW v AS SELECT id, title FROM t",
  "CREATE OR REPLACE VIEW v AS SELECT id, title FROM t WHERE id > 1",
  "CREATE RULE r AS ON INSERT TO v DO INSTEAD NOTHING",
  "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION noted()",
  "CREATE PUBLICATION p FOR TABLE t",
  "CREATE STATISTICS st ON id, title FROM t",
  "CREATE FOREIGN DATA WRAPPER w",
  "CREATE SERVER f FOREIGN DATA WRAPPER w",
  "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
  "GRANT SELECT ON t TO PUBLIC",
  'CREATE COLLATION co FROM "C"',
  "CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)",
  "CREATE CAST (mood AS int) WITH INOUT",
  "CREATE TEXT SEARCH CONFIGURATION ts (COPY = simple)",
  "ALTER TEXT SEARCH CONFIGURATION ts ALTER MAPPING FOR word WITH english_stem",
  "ALTER TEXT SEARCH CONFIGURATION ts DROP MAPPING FOR email",
  "CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch()",
  "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
  "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
  "CREATE POLICY p ON t USING (true)",
  "COMMENT ON COLUMN t.title IS 'x'",
  "ALTER SEQUENCE t_id_seq INCREMENT BY 2",
  "CREATE SCHEMA s",
  "DROP VIEW v",
];

describe("readFingerprint", () => {
  for (const place of places()) {
    it(`tells every change of the catalog, and no other, on ${place}`, async () => {
      await onPlace(place, async (connection) => {
        await connection.rows(setup);
        let before = await readFingerprint(connection);
        for (const change of changes) {
          await connection.rows(change);
          const after = await readFingerprint(connection);
          assert.notEqual(after, before, change);
          before = after;
        }
        await connection.rows("INSERT INTO t (title) SELECT 'x' FROM generate_series(1, 1000)");
        await connection.rows("ANALYZE");
        await connection.rows("SELECT nextval('t_id_seq')");
        assert.equal(await readFingerprint(connection), before);
      });
    });
  }
});
