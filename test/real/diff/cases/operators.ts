import type { DiffCases } from "#test/real/diff/case.ts";

const pair = "CREATE TYPE pair AS (a int, b int); CREATE TABLE t (p pair)";

export const operators: DiffCases = {
  "casts come and go": {
    both: pair,
    from: "CREATE CAST (pair AS text) WITH INOUT; CREATE TYPE e AS ENUM ('x'); CREATE CAST (e AS int) WITH INOUT",
    to: `CREATE FUNCTION first(pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a'; CREATE CAST (pair AS int) WITH FUNCTION first(pair) AS ASSIGNMENT;
      CREATE VIEW v AS SELECT p::int FROM t; CREATE CAST (pair AS text) WITH INOUT AS ASSIGNMENT; CREATE CAST (pair AS varchar) WITH INOUT AS IMPLICIT`,
  },
  "casts by a function that is made anew": {
    both: pair,
    from: "CREATE FUNCTION f(pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a'; CREATE CAST (pair AS int) WITH FUNCTION f(pair)",
    to: "CREATE FUNCTION f(x pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.b'; CREATE CAST (pair AS int) WITH FUNCTION f(pair)",
  },
  "operators come and go": {
    both: pair,
    from: "",
    to: `CREATE SCHEMA s; CREATE FUNCTION s.eq(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a = $2.a';
      CREATE FUNCTION s.ne(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a <> $2.a';
      CREATE OPERATOR s.=== (LEFTARG = pair, RIGHTARG = pair, FUNCTION = s.eq, COMMUTATOR = OPERATOR(s.===), NEGATOR = OPERATOR(s.!==), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
      CREATE OPERATOR s.!== (LEFTARG = pair, RIGHTARG = pair, FUNCTION = s.ne, NEGATOR = OPERATOR(s.===));
      CREATE VIEW v AS SELECT p OPERATOR(s.===) p AS same FROM t`,
  },
  "an operator is by another function": {
    from: `CREATE FUNCTION f(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE OPERATOR ## (RIGHTARG = text, FUNCTION = f);
      CREATE VIEW v AS SELECT ## 'x'::text AS q`,
    to: `CREATE FUNCTION g(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE OPERATOR ## (RIGHTARG = text, FUNCTION = g);
      CREATE VIEW v AS SELECT ## 'x'::text AS q`,
  },
};
