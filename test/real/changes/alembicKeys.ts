import { column, failed, nothing, ran, t } from "#test/real/changes/alembicCase.ts";
import { type ChangeCase, type ComparedCase, databases, models } from "#test/real/changes/case.ts";

/** An index on columns `a` and `b`. */
function indexed(from: string, to: string): ChangeCase {
  return databases(t("a text, b int", from), t("a text, b int", to), {
    rows: "INSERT INTO t VALUES ('x', 1), ('y', 2)",
  });
}

const parent = "CREATE TABLE p (id int PRIMARY KEY);";
const keyed = (rest = "") => `${parent} CREATE TABLE t (a int, CONSTRAINT f1 FOREIGN KEY (a) REFERENCES p(id)${rest});`;
const family = "INSERT INTO p VALUES (1); INSERT INTO t VALUES (1)";

/** Indexes, constraints, and what stands for itself. */
export const alembicKeys: Readonly<Record<string, ComparedCase>> = {
  "index added": { ...ran("create_index"), ...indexed("", "CREATE INDEX ix ON t (a)") },
  "index dropped": { ...ran("drop_index"), ...indexed("CREATE INDEX ix ON t (a)", "") },
  "index renamed": {
    theirs: "drop_index + create_index",
    outcome: "ran: built anew",
    ...indexed("CREATE INDEX ix ON t (a)", "CREATE INDEX ix2 ON t (a)"),
    keepsFiles: true,
  },
  "index columns changed": {
    ...ran("drop_index", "create_index"),
    ...indexed("CREATE INDEX ix ON t (a)", "CREATE INDEX ix ON t (a, b)"),
  },
  "index unique flag changed": {
    ...ran("drop_index", "create_index"),
    ...indexed("CREATE INDEX ix ON t (a)", "CREATE UNIQUE INDEX ix ON t (a)"),
  },
  "index DESC added": {
    ...ran("drop_index", "create_index"),
    ...indexed("CREATE INDEX ix ON t (a)", "CREATE INDEX ix ON t (a DESC)"),
  },
  "partial index WHERE changed": {
    ...nothing,
    ...indexed("CREATE INDEX ix ON t (a) WHERE b > 0", "CREATE INDEX ix ON t (a) WHERE b > 1"),
  },
  "index method btree → hash": {
    ...nothing,
    ...indexed("CREATE INDEX ix ON t (a)", "CREATE INDEX ix ON t USING hash (a)"),
  },
  "index INCLUDE changed": {
    ...nothing,
    ...indexed("CREATE INDEX ix ON t (a)", "CREATE INDEX ix ON t (a) INCLUDE (b)"),
  },
  "index operator class changed": {
    ...nothing,
    ...indexed("CREATE INDEX ix ON t (a)", "CREATE INDEX ix ON t (a text_pattern_ops)"),
  },
  "expression index lower(a) → upper(a)": {
    ...ran("drop_index", "create_index"),
    ...indexed("CREATE INDEX ix ON t (lower(a))", "CREATE INDEX ix ON t (upper(a))"),
  },
  "unique constraint added": {
    ...ran("create_unique_constraint"),
    ...indexed("", "ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a)"),
  },
  "unnamed unique added": { ...ran("create_unique_constraint"), ...indexed("", "ALTER TABLE t ADD UNIQUE (a)") },
  "unique columns changed": {
    ...ran("drop_constraint", "create_unique_constraint"),
    ...indexed("ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a)", "ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a, b)"),
  },
  "unique renamed": {
    theirs: "drop_constraint + create_unique_constraint",
    outcome: "ran: built anew",
    ...indexed("ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a)", "ALTER TABLE t ADD CONSTRAINT uq2 UNIQUE (a)"),
    keepsFiles: true,
  },
  "unique constraint → unique index of same name": {
    ...ran("drop_constraint", "create_index"),
    ...indexed("ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a)", "CREATE UNIQUE INDEX uq ON t (a)"),
  },
  "foreign key added": {
    ...ran("create_foreign_key"),
    ...databases(`${parent} ${t("a int")}`, keyed(), { rows: family, up: { t: "1" } }),
  },
  "foreign key dropped": {
    ...ran("drop_constraint"),
    ...databases(keyed(), `${parent} ${t("a int")}`, { rows: family, up: { t: "1" } }),
  },
  "foreign key renamed only": {
    ...nothing,
    ...databases(keyed(), keyed().replace("f1", "f2"), { rows: family, up: { t: "1" }, keepsFiles: true }),
  },
  "ON DELETE changed": {
    ...ran("drop_constraint", "create_foreign_key"),
    ...databases(keyed(), keyed(" ON DELETE CASCADE"), { rows: family, then: "DELETE FROM p" }),
  },
  "ON DELETE absent → NO ACTION": {
    theirs: "nothing",
    outcome: "right",
    ...databases(keyed(), keyed(" ON DELETE NO ACTION"), { rows: family, up: { t: "1" } }),
  },
  "deferrable changed": {
    ...ran("drop_constraint", "create_foreign_key"),
    ...databases(keyed(), keyed(" DEFERRABLE INITIALLY DEFERRED"), {
      rows: family,
      then: "INSERT INTO t VALUES (2); INSERT INTO p VALUES (2)",
    }),
  },
  "primary key columns changed": {
    ...nothing,
    ...databases(
      t("a int NOT NULL PRIMARY KEY, b int NOT NULL"),
      t("a int NOT NULL, b int NOT NULL, CONSTRAINT t_pkey PRIMARY KEY (a, b)"),
      {
        rows: "INSERT INTO t VALUES (1, 2)",
      },
    ),
  },
  "primary key renamed": {
    ...nothing,
    ...databases(t("a int CONSTRAINT k1 PRIMARY KEY"), t("a int CONSTRAINT k2 PRIMARY KEY"), {
      rows: "INSERT INTO t VALUES (1)",
      keepsFiles: true,
    }),
  },
  "named check added (default 1.20)": { ...nothing, ...column("int", "int CONSTRAINT ck CHECK (a > 0)") },
  "named check added (plugin on = default in 1.19)": {
    ...ran("create_check_constraint"),
    ...column("int", "int CONSTRAINT ck CHECK (a > 0)", { rows: "INSERT INTO t VALUES (1, 2)" }),
  },
  "check expression changed (plugin on)": {
    ...nothing,
    ...column("int CONSTRAINT ck CHECK (a > 0)", "int CONSTRAINT ck CHECK (a > 1)", {
      rows: "INSERT INTO t VALUES (1, 2)",
    }),
  },
  "column comment changed": {
    ...ran("alter_column"),
    ...databases(t("a int", "COMMENT ON COLUMN t.a IS 'x'"), t("a int", "COMMENT ON COLUMN t.a IS 'y'"), {
      up: { "SELECT col_description('t'::regclass, 1)": "y" },
    }),
  },
  "table comment removed": {
    ...ran("drop_table_comment"),
    ...databases(t("a int", "COMMENT ON TABLE t IS 'x'"), t("a int"), {
      up: { "SELECT obj_description('t'::regclass)": "-" },
    }),
  },
  "stand-alone sequence added": { ...nothing, ...databases("", "CREATE SEQUENCE s INCREMENT 5") },
  "exclusion constraint added": {
    ...nothing,
    ...databases(t("r int4range"), t("r int4range, CONSTRAINT ex EXCLUDE USING gist (r WITH &&)"), {
      rows: "INSERT INTO t VALUES ('[1,5)')",
    }),
  },
  "serial → identity": {
    ...failed("alter_column", "column “id” already has a default value"),
    ...databases(t("id serial"), t("id int GENERATED BY DEFAULT AS IDENTITY"), {
      rows: "INSERT INTO t DEFAULT VALUES",
      up: { "SELECT nextval(pg_get_serial_sequence('t', 'id'))": "2" },
    }),
  },
  "table in a schema that does not exist": {
    ...failed("create_table", "schema “other” does not exist"),
    ...databases("", "CREATE SCHEMA other; CREATE TABLE other.t (id int PRIMARY KEY)"),
  },
  "view in database, not in model": {
    theirs: "nothing",
    outcome: "right: it is left in place",
    from: { sql: `CREATE TABLE t (id int PRIMARY KEY, a int); CREATE VIEW v AS SELECT a FROM t;` },
    to: models("", "model t { id Int @id; a Int? }").to,
    up: { "SELECT count(*) FROM v": "0" },
  },
  "unlogged / partitioned by": {
    ...ran("create_table"),
    ...databases(
      "",
      `CREATE UNLOGGED TABLE t (id int); CREATE TABLE p (id int, at date) PARTITION BY RANGE (at);
       CREATE TABLE p26 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
    ),
  },
};
