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
};
