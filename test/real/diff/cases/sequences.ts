import type { DiffCases } from "#test/real/diff/case.ts";

export const sequences: DiffCases = {
  "come, go and change": {
    from: "CREATE SEQUENCE a; CREATE SEQUENCE b INCREMENT 2; CREATE SEQUENCE c AS smallint",
    to: "CREATE SEQUENCE b INCREMENT 3 MAXVALUE 1000 CACHE 4 CYCLE; CREATE SEQUENCE c AS bigint; CREATE SEQUENCE d INCREMENT -1 MINVALUE -10 START -5",
  },
  "get and lose an owner": {
    both: "CREATE TABLE t (a int, b int)",
    from: "CREATE SEQUENCE s; CREATE SEQUENCE r OWNED BY t.a; CREATE SEQUENCE q OWNED BY t.a",
    to: "CREATE SEQUENCE s OWNED BY t.a; CREATE SEQUENCE r; CREATE SEQUENCE q OWNED BY t.b",
  },
  "with an owner, come and go": {
    from: "CREATE TABLE t (a int); CREATE SEQUENCE s OWNED BY t.a",
    to: "CREATE TABLE u (a int); CREATE SEQUENCE s OWNED BY u.a; CREATE SEQUENCE r OWNED BY u.a",
  },
  "that defaults draw from": {
    from: "CREATE TABLE t (a int); CREATE TABLE u (a int)",
    to: "CREATE SEQUENCE s; CREATE TABLE t (a int DEFAULT nextval('s')); CREATE TABLE u (a int DEFAULT nextval('s'), b bigint DEFAULT nextval('s'))",
  },
  "whose owner is not who draws": {
    from: "",
    to: "CREATE TABLE t (a int); CREATE SEQUENCE s OWNED BY t.a; CREATE TABLE u (a int DEFAULT nextval('s'))",
  },
  "serial becomes a shared sequence": {
    from: "CREATE TABLE t (id serial PRIMARY KEY)",
    to: "CREATE SEQUENCE ids; CREATE TABLE t (id int PRIMARY KEY DEFAULT nextval('ids'))",
    rows: "INSERT INTO t DEFAULT VALUES",
    keeps: "SELECT id FROM t",
  },
  "of a column that is made anew": {
    from: "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a * 2) STORED); CREATE SEQUENCE q OWNED BY t.g; CREATE SEQUENCE r OWNED BY t.g",
    to: "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a * 3) STORED); CREATE SEQUENCE q OWNED BY t.g; CREATE SEQUENCE r INCREMENT 4 OWNED BY t.a",
  },
  "shared sequence becomes owned": {
    from: `CREATE SEQUENCE s; CREATE TABLE t (id int DEFAULT nextval('s')); CREATE TABLE u (id int DEFAULT nextval('s'))`,
    to: `CREATE SEQUENCE s; CREATE TABLE t (id int DEFAULT nextval('s')); CREATE TABLE u (id int DEFAULT nextval('s')); ALTER SEQUENCE s OWNED BY t.id`,
  },
  "shared sequence becomes another's": {
    from: `CREATE SEQUENCE s; CREATE TABLE t (id int DEFAULT nextval('s')); CREATE TABLE u (id int DEFAULT nextval('s')); ALTER SEQUENCE s OWNED BY t.id`,
    to: `CREATE SEQUENCE s; CREATE TABLE t (id int DEFAULT nextval('s')); CREATE TABLE u (id int DEFAULT nextval('s')); ALTER SEQUENCE s OWNED BY u.id`,
  },
  "a column's own sequence becomes that of another": {
    from: "CREATE TABLE t (a serial, b int NOT NULL DEFAULT 1)",
    to: "CREATE TABLE t (a int NOT NULL, b int NOT NULL); CREATE SEQUENCE t_a_seq AS int OWNED BY t.b; ALTER TABLE t ALTER b SET DEFAULT nextval('t_a_seq')",
    rows: "INSERT INTO t VALUES (DEFAULT), (DEFAULT)",
    keeps: "SELECT a, b, (SELECT last_value FROM t_a_seq) FROM t",
  },
  "owned by a column that doesn't use it": {
    from: `CREATE TABLE t (id serial, n int); CREATE TABLE u (id int)`,
    to: `CREATE TABLE t (id int NOT NULL, n int); CREATE SEQUENCE t_id_seq AS int OWNED BY t.n; ALTER TABLE t ALTER id SET DEFAULT nextval('t_id_seq'); CREATE TABLE u (id int)`,
    rows: "INSERT INTO t (n) VALUES (5)",
    keeps: "SELECT id, n FROM t",
  },
  unlogged: {
    since: 15,
    from: "CREATE UNLOGGED SEQUENCE a; CREATE SEQUENCE b; CREATE TABLE t (id serial, n int GENERATED ALWAYS AS IDENTITY); ALTER SEQUENCE t_id_seq SET UNLOGGED; CREATE UNLOGGED SEQUENCE gone",
    to: "CREATE SEQUENCE a; CREATE UNLOGGED SEQUENCE b; CREATE TABLE t (id serial, n int GENERATED ALWAYS AS IDENTITY); ALTER SEQUENCE t_n_seq SET UNLOGGED; CREATE UNLOGGED SEQUENCE come INCREMENT 2",
  },
  "unlogged with their tables": {
    since: 15,
    from: "CREATE UNLOGGED TABLE t (id serial, n int GENERATED ALWAYS AS IDENTITY); CREATE TABLE u (id serial); CREATE UNLOGGED TABLE w (id serial); ALTER SEQUENCE w_id_seq SET LOGGED",
    to: "CREATE TABLE t (id serial, n int GENERATED ALWAYS AS IDENTITY); CREATE UNLOGGED TABLE u (id serial); CREATE TABLE w (id serial); ALTER SEQUENCE w_id_seq SET UNLOGGED; CREATE UNLOGGED TABLE x (id serial); ALTER SEQUENCE x_id_seq SET LOGGED",
  },
  "serial goes free": {
    from: `CREATE TABLE t (id serial)`,
    to: `CREATE SEQUENCE t_id_seq AS int; CREATE TABLE t (id int NOT NULL DEFAULT nextval('t_id_seq'))`,
    rows: "INSERT INTO t VALUES (DEFAULT), (DEFAULT)",
    keeps: "SELECT id, (SELECT last_value FROM t_id_seq) FROM t",
  },
};
