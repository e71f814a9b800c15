import type { DiffCases } from "#test/real/diff/case.ts";

export const servers: DiffCases = {
  "come, go and change": {
    from: `CREATE FOREIGN DATA WRAPPER w OPTIONS (a '1', b '2'); CREATE SERVER s VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'a', port '1');
      CREATE SERVER gone FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (x int) SERVER s; CREATE FOREIGN TABLE g (x int) SERVER gone`,
    to: `CREATE FOREIGN DATA WRAPPER w OPTIONS (b '3', c 'it''s'); CREATE SERVER s VERSION '2' FOREIGN DATA WRAPPER w OPTIONS (host 'b', "Db Name" 'q');
      CREATE FOREIGN TABLE f (x int) SERVER s; CREATE FOREIGN DATA WRAPPER other; CREATE SERVER "new one" TYPE 'x' FOREIGN DATA WRAPPER other`,
  },
  "made anew under their tables": {
    from: "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s TYPE 'a' FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (x int) SERVER s; CREATE VIEW v AS SELECT x FROM f",
    to: "CREATE FOREIGN DATA WRAPPER u; CREATE SERVER s TYPE 'b' FOREIGN DATA WRAPPER u; CREATE FOREIGN TABLE f (x int) SERVER s; CREATE VIEW v AS SELECT x FROM f",
  },
  "of an extension's wrapper": {
    from: "",
    to: `CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw; CREATE FOREIGN TABLE f (x int) SERVER files OPTIONS (filename '/a');
      CREATE VIEW v AS SELECT x FROM f; COMMENT ON FOREIGN TABLE f IS 'x'; COMMENT ON COLUMN f.x IS 'y'`,
  },
};
