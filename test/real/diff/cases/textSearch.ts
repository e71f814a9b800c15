import type { DiffCases } from "#test/real/diff/case.ts";

export const textSearch: DiffCases = {
  "comes, goes and changes": {
    from: `CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, language = 'english', stopwords = 'english'); CREATE TEXT SEARCH DICTIONARY t (TEMPLATE = simple);
      CREATE TEXT SEARCH CONFIGURATION c (COPY = english); ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word WITH t, d;
      CREATE TEXT SEARCH CONFIGURATION gone (COPY = simple)`,
    to: `CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, language = 'german'); CREATE TEXT SEARCH DICTIONARY t (TEMPLATE = snowball, language = 'french');
      CREATE TEXT SEARCH DICTIONARY "new one" (TEMPLATE = simple, accept = false);
      CREATE TEXT SEARCH CONFIGURATION c (COPY = english); ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word, asciiword WITH t, "new one", d;
      ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING FOR email`,
  },
  "of columns, indexes and views": {
    from: "CREATE TABLE t (a text)",
    to: `CREATE SCHEMA s; CREATE TEXT SEARCH CONFIGURATION s.c (COPY = english);
      CREATE TABLE t (a text, words tsvector GENERATED ALWAYS AS (to_tsvector('s.c', a)) STORED); CREATE INDEX i ON t USING gin (to_tsvector('s.c', a));
      CREATE VIEW v AS SELECT to_tsvector('s.c', a) FROM t; CREATE TABLE u (a text, CHECK (to_tsvector('s.c', a) <> ''))`,
  },
};
