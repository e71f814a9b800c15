import type { DiffCases } from "#test/real/diff/case.ts";

const users = "CREATE TABLE users (id int PRIMARY KEY, email text, org int)";

export const constraints: DiffCases = {
  "primary keys": {
    from: "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int NOT NULL, n int NOT NULL); CREATE TABLE c (id int PRIMARY KEY, n int NOT NULL)",
    to: "CREATE TABLE a (id int NOT NULL); CREATE TABLE b (id int, n int, PRIMARY KEY (id, n)); CREATE TABLE c (id int NOT NULL, n int CONSTRAINT own_name PRIMARY KEY)",
  },
  "primary keys by name": {
    from: "CREATE TABLE a (id int CONSTRAINT x PRIMARY KEY)",
    to: "CREATE TABLE a (id int CONSTRAINT y PRIMARY KEY)",
  },
  "primary keys that wait, or hold more": {
    from: "CREATE TABLE a (id int PRIMARY KEY, n int); CREATE TABLE b (id int, n int, PRIMARY KEY (id) INCLUDE (n))",
    to: "CREATE TABLE a (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, n int); CREATE TABLE b (id int, n int, PRIMARY KEY (id) DEFERRABLE)",
  },
  "a primary key that others lean on": {
    from: `${users}; CREATE TABLE p (u int REFERENCES users)`,
    to: "CREATE TABLE users (id int, email text, org int, PRIMARY KEY (id) INCLUDE (email)); CREATE TABLE p (u int REFERENCES users)",
    rows: "INSERT INTO users VALUES (1); INSERT INTO p VALUES (1)",
    keeps: "SELECT u FROM p JOIN users ON id = u",
  },
  unique: {
    from: "CREATE TABLE a (x int UNIQUE, y int, z int, CONSTRAINT yz UNIQUE (y, z))",
    to: "CREATE TABLE a (x int, y int UNIQUE DEFERRABLE, z int, CONSTRAINT yz UNIQUE (y) INCLUDE (z))",
  },
  "unique that counts nulls": {
    since: 15,
    from: "CREATE TABLE a (x int UNIQUE, y int UNIQUE NULLS NOT DISTINCT)",
    to: "CREATE TABLE a (x int UNIQUE NULLS NOT DISTINCT, y int UNIQUE)",
  },
  "a constraint and an index": {
    from: "CREATE TABLE a (x int CONSTRAINT x_key UNIQUE, y int); CREATE UNIQUE INDEX y_key ON a (y)",
    to: "CREATE TABLE a (x int, y int CONSTRAINT y_key UNIQUE); CREATE UNIQUE INDEX x_key ON a (x)",
  },
  "foreign keys": {
    both: users,
    from: "CREATE TABLE p (a int REFERENCES users, b int CONSTRAINT b_fk REFERENCES users ON DELETE CASCADE, c int)",
    to: "CREATE TABLE p (a int, b int CONSTRAINT b_fk REFERENCES users ON DELETE SET NULL ON UPDATE CASCADE, c int REFERENCES users DEFERRABLE INITIALLY DEFERRED)",
  },
  "foreign keys of every sort": {
    from: "",
    to: `CREATE TABLE a (x int, y int, z int UNIQUE, PRIMARY KEY (x, y));
      CREATE TABLE b (x int, y int, z int DEFAULT 0,
        FOREIGN KEY (x, y) REFERENCES a MATCH FULL ON DELETE RESTRICT,
        CONSTRAINT by_z FOREIGN KEY (z) REFERENCES a (z) ON DELETE SET DEFAULT ON UPDATE NO ACTION DEFERRABLE);
      ALTER TABLE b ADD CONSTRAINT late FOREIGN KEY (z) REFERENCES a (z) NOT VALID`,
  },
  "foreign keys that set some columns": {
    since: 15,
    from: "CREATE TABLE a (x int, y int, PRIMARY KEY (x, y)); CREATE TABLE b (x int, y int, FOREIGN KEY (x, y) REFERENCES a ON DELETE SET NULL (y))",
    to: "CREATE TABLE a (x int, y int, PRIMARY KEY (x, y)); CREATE TABLE b (x int, y int, FOREIGN KEY (x, y) REFERENCES a ON DELETE SET NULL)",
  },
  "foreign keys become valid": {
    both: users,
    from: "CREATE TABLE p (a int); ALTER TABLE p ADD CONSTRAINT p_fk FOREIGN KEY (a) REFERENCES users NOT VALID",
    to: "CREATE TABLE p (a int CONSTRAINT p_fk REFERENCES users)",
  },
  "constraints that are not enforced": {
    since: 18,
    both: users,
    from: "CREATE TABLE p (a int CONSTRAINT fk REFERENCES users NOT ENFORCED, b int CONSTRAINT c CHECK (b > 0) NOT ENFORCED)",
    to: "CREATE TABLE p (a int CONSTRAINT fk REFERENCES users, b int CONSTRAINT c CHECK (b > 0))",
  },
  "keys over periods": {
    since: 18,
    both: "CREATE EXTENSION btree_gist",
    from: "CREATE TABLE r (id int, during daterange, PRIMARY KEY (id, during WITHOUT OVERLAPS))",
    to: `CREATE TABLE r (id int, during daterange, CONSTRAINT once UNIQUE (id, during WITHOUT OVERLAPS));
      CREATE TABLE s (id int, during daterange, CONSTRAINT s_fk FOREIGN KEY (id, PERIOD during) REFERENCES r (id, PERIOD during))`,
  },
  "a type that changes in a foreign key with an enum, a list or a range beside it": {
    both: "CREATE TYPE mood AS ENUM ('low', 'high')",
    from: `CREATE TABLE r (a varchar(50), m mood, l int[], p int4range, PRIMARY KEY (a, m), UNIQUE (a, l), UNIQUE (a, p));
      CREATE TABLE s (a varchar(50), m mood, l int[], p int4range, FOREIGN KEY (a, m) REFERENCES r (a, m));
      CREATE TABLE t (a varchar(50), l int[], FOREIGN KEY (a, l) REFERENCES r (a, l));
      CREATE TABLE u (a varchar(50), p int4range, FOREIGN KEY (a, p) REFERENCES r (a, p))`,
    to: `CREATE TABLE r (a text, m mood, l int[], p int4range, PRIMARY KEY (a, m), UNIQUE (a, l), UNIQUE (a, p));
      CREATE TABLE s (a text, m mood, l int[], p int4range, FOREIGN KEY (a, m) REFERENCES r (a, m));
      CREATE TABLE t (a text, l int[], FOREIGN KEY (a, l) REFERENCES r (a, l));
      CREATE TABLE u (a text, p int4range, FOREIGN KEY (a, p) REFERENCES r (a, p))`,
  },
  "tables that refer to each other": {
    from: "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)",
    to: `CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; CREATE TABLE c (id int PRIMARY KEY, c int REFERENCES c)`,
  },
  "a circle is dropped": {
    from: `CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; CREATE TABLE c (id int PRIMARY KEY, c int REFERENCES c)`,
    to: "",
  },
  checks: {
    from: "CREATE TABLE a (x int CHECK (x > 0), y int, z text CONSTRAINT z_len CHECK (length(z) < 10))",
    to: "CREATE TABLE a (x int, y int CHECK (y > x AND y < 100), z text CONSTRAINT z_len CHECK (length(z) < 20 OR z IS NULL))",
  },
  "checks by name": {
    from: "CREATE TABLE a (x int CONSTRAINT p CHECK (x > 0))",
    to: "CREATE TABLE a (x int CONSTRAINT q CHECK (x > 0))",
  },
  "checks that are not valid, or stay with the table": {
    from: "CREATE TABLE a (x int CONSTRAINT c CHECK (x > 0), y int)",
    to: "CREATE TABLE a (x int, y int CONSTRAINT d CHECK (y > 0) NO INHERIT); ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID",
    rows: "INSERT INTO a VALUES (5, 5)",
    keeps: "SELECT x, y FROM a",
  },
  "a new table with checks of every sort": {
    from: "",
    to: `CREATE TABLE a (x int CHECK (x > 0), y text, CHECK (y ~ '^[a-z''"]+$'), CONSTRAINT "Odd one" CHECK (x <> 5) NO INHERIT);
      ALTER TABLE a ADD CONSTRAINT late CHECK (x < 10) NOT VALID`,
  },
  "checks that call functions": {
    from: "CREATE TABLE a (x int)",
    to: `CREATE FUNCTION ok(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
      CREATE TABLE a (x int, CONSTRAINT is_ok CHECK (ok(x)));
      CREATE TABLE b (x int CHECK (ok(x)))`,
  },
  "a check over the whole row": {
    from: "",
    to: `CREATE TABLE a (x int, y int);
      CREATE FUNCTION sound(a) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.x < $1.y';
      ALTER TABLE a ADD CONSTRAINT is_sound CHECK (sound(a.*))`,
  },
  exclusions: {
    from: "CREATE TABLE a (during tsrange, x int, CONSTRAINT ex EXCLUDE USING gist (during WITH &&))",
    to: `CREATE TABLE a (during tsrange, x int, CONSTRAINT ex EXCLUDE USING gist (during WITH &&) WHERE (x > 0) DEFERRABLE INITIALLY DEFERRED,
      CONSTRAINT ex2 EXCLUDE USING btree (x WITH =))`,
  },
  "the type of joined columns": {
    from: "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE p (u int REFERENCES u)",
    to: "CREATE TABLE u (id bigint PRIMARY KEY); CREATE TABLE p (u bigint REFERENCES u)",
    rows: "INSERT INTO u VALUES (7); INSERT INTO p VALUES (7)",
    keeps: "SELECT u FROM p",
  },
  "the type of joined columns, of another kind": {
    from: "CREATE TABLE u (id text PRIMARY KEY); CREATE TABLE p (u text REFERENCES u)",
    to: "CREATE TABLE u (id uuid PRIMARY KEY); CREATE TABLE p (u uuid REFERENCES u)",
    rows: "INSERT INTO u VALUES ('7f1d5f5e-6f4e-4b8a-9f5e-0123456789ab'); INSERT INTO p SELECT id FROM u",
    keeps: "SELECT u::text FROM p",
  },
  "a table made anew that others refer to": {
    from: "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE p (u int CONSTRAINT fk REFERENCES u)",
    to: "CREATE TABLE u (id int PRIMARY KEY) PARTITION BY HASH (id); CREATE TABLE p (u int CONSTRAINT fk REFERENCES u)",
  },
};
