import assert from "node:assert/strict";

import { survivalOf } from "#host/proof/survival.ts";
import type { Shadow } from "#host/shadow.ts";
import { createContentCache } from "#host/shadow/contentCache.ts";
import { createShadow } from "#host/shadow/createShadow.ts";
import { valueOf } from "#test/host/runner/targets.ts";
import { plainOptions as options, step } from "#test/host/shadow/step.ts";

const tables = step(
  "a1",
  `CREATE TYPE mood AS ENUM ('sad', 'happy');
   CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email varchar(40) UNIQUE NOT NULL, mood mood, tags text[]);
   CREATE TABLE posts (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users ON DELETE CASCADE, title text NOT NULL);
   CREATE TABLE strict (n int CHECK (n > 100));
   CREATE TABLE barred (n int NOT NULL CHECK (n > 100));
   CREATE DOMAIN small AS int CHECK (VALUE < 10); CREATE DOMAIN smaller AS small NOT NULL;
   CREATE TABLE bounded (id smaller PRIMARY KEY, n small NOT NULL, note text);
   CREATE TABLE numbered (id serial, v int)`,
);

interface Case {
  readonly name: string;
  readonly up: string;
  readonly down?: string;
  readonly losses?: readonly string[];
  readonly tables?: readonly string[];
  readonly untried?: RegExp;
}

const cases: readonly Case[] = [
  { name: "a column more", up: "ALTER TABLE users ADD x int", down: "ALTER TABLE users DROP x", tables: ["users"] },
  {
    name: "a table and a column by other names",
    up: "ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME email TO mail",
    down: "ALTER TABLE people RENAME mail TO email; ALTER TABLE people RENAME TO users",
  },
  {
    name: "a column whose loss the catalog tells",
    up: "ALTER TABLE posts DROP title",
    down: "ALTER TABLE posts ADD title text",
  },
  {
    name: "a column that is dropped and added",
    up: "ALTER TABLE users DROP mood; ALTER TABLE users ADD mood mood",
    losses: ["up loses the values of users.mood"],
  },
  {
    name: "a column whose values were copied over",
    up: "ALTER TABLE users ADD m mood; UPDATE users SET m = mood; ALTER TABLE users DROP mood; ALTER TABLE users RENAME m TO mood",
    losses: [],
  },
  {
    name: "rows that go, and those that refer to them",
    up: "DELETE FROM users",
    losses: ["up loses rows of users", "up loses rows of posts"],
    tables: ["users", "posts"],
  },
  { name: "values that are wiped", up: "UPDATE users SET tags = NULL", losses: ["up loses the values of users.tags"] },
  {
    name: "values that are written anew, in a body",
    up: "DO $$ BEGIN UPDATE posts SET title = upper(title); END $$",
    losses: ["up changes values of posts.title"],
  },
  {
    name: "a table that is made anew",
    up: "DROP TABLE posts CASCADE; CREATE TABLE posts (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users ON DELETE CASCADE, title text NOT NULL)",
    losses: ["up loses rows of posts"],
  },
  {
    name: "a way down that takes rows",
    up: "ALTER TABLE users ADD x int",
    down: "DELETE FROM posts; ALTER TABLE users DROP x",
    losses: ["down loses rows of posts"],
  },
  {
    name: "values of an enum by other names",
    up: "ALTER TYPE mood RENAME VALUE 'sad' TO 'low'; ALTER TABLE users RENAME mood TO feels; ALTER TYPE mood RENAME TO feeling",
    down: "ALTER TYPE feeling RENAME VALUE 'low' TO 'sad'; ALTER TABLE users RENAME feels TO mood; ALTER TYPE feeling RENAME TO mood",
    losses: [],
  },
  {
    name: "values of an enum by other names, in lists",
    up: "ALTER TABLE users ADD moods mood[]; ALTER TYPE mood RENAME VALUE 'sad' TO 'low'; ALTER TYPE mood RENAME VALUE 'happy' TO 'sad'",
    down: "ALTER TYPE mood RENAME VALUE 'sad' TO 'happy'; ALTER TYPE mood RENAME VALUE 'low' TO 'sad'; ALTER TABLE users DROP moods",
    losses: [],
  },
  {
    name: "a value of an enum by another name, and rows that get another",
    up: "ALTER TYPE mood RENAME VALUE 'sad' TO 'low'; UPDATE users SET mood = 'low'",
    down: "ALTER TYPE mood RENAME VALUE 'low' TO 'sad'",
    losses: ["up changes values of users.mood"],
  },
  { name: "a narrower type", up: "ALTER TABLE posts ALTER title TYPE varchar(1) USING left(title, 1)" },
  {
    name: "a type that holds the same, wiped",
    up: "ALTER TABLE users ALTER mood TYPE text USING NULL",
    losses: ["up loses the values of users.mood"],
  },
  {
    name: "a type that reads the same otherwise",
    up: "ALTER TABLE posts ALTER title TYPE jsonb USING to_jsonb(title)",
    down: "ALTER TABLE posts ALTER title TYPE text USING title #>> '{}'",
  },
  { name: "a check that a column may be left out for", up: "ALTER TABLE strict ADD x int", tables: ["strict"] },
  {
    name: "a table that takes none",
    up: "ALTER TABLE barred ADD x int",
    tables: [],
    untried: /no rows could be put into barred: .*violates check constraint/,
  },
  {
    name: "rows that hold nulls, and go for it",
    up: "DELETE FROM bounded WHERE note IS NULL; ALTER TABLE bounded ALTER note SET NOT NULL",
    down: "ALTER TABLE bounded ALTER note DROP NOT NULL",
    losses: ["up loses rows of bounded"],
    tables: ["bounded"],
  },
  {
    name: "values of domains, and a column that comes to be required: nulls stand against that alone",
    up: "ALTER TABLE bounded ALTER note SET NOT NULL; UPDATE bounded SET n = 0",
    down: "ALTER TABLE bounded ALTER note DROP NOT NULL",
    losses: ["up changes values of bounded.n"],
    tables: ["bounded"],
  },
  {
    name: "a required column that rows have no value for",
    up: "ALTER TABLE posts ADD x int NOT NULL",
    untried: /rows stop the way up: column "x" .*contains null values/,
  },
];

describe("rows in a proof", function () {
  this.timeout(60_000);
  let shadow: Shadow;

  before(() => {
    shadow = createShadow({ cache: createContentCache({ folder: null, log: () => undefined }) });
  });

  after(() => shadow.close());

  for (const { name, up, down, losses = [], tables: met, untried } of cases) {
    it(name, async () => {
      const ways = { up: step("b2", up), down: down === undefined ? null : step("b2", down) };
      const survival = survivalOf(valueOf(await shadow.prove([tables], ways, options)), "public");
      assert.deepEqual(
        survival.losses.map(({ way, text }) => `${way} ${text}`),
        losses,
      );
      if (met) assert.deepEqual(survival.tables.toSorted(), met.toSorted());
      if (untried) assert.match(survival.untried.join("\n"), untried);
      else assert.deepEqual(survival.untried, []);
    });
  }

  it("leave nothing behind: no row, no room, no number drawn", async () => {
    const ways = {
      up: step("n1", "INSERT INTO numbered (v) SELECT 1 FROM users; ALTER TABLE numbered ADD x int"),
      down: null,
    };
    valueOf(await shadow.prove([tables], ways, options));
    const later = [
      tables,
      ways.up,
      step("n2", "INSERT INTO numbered (v) VALUES (7)"),
      step("n3", "DO $$ BEGIN IF (SELECT array_agg(id) FROM numbered) <> '{1}' THEN RAISE 'drawn'; END IF; END $$"),
      step("n4", "DO $$ BEGIN IF pg_relation_size('users') > 0 THEN RAISE 'room'; END IF; END $$"),
    ];
    assert.equal(valueOf(await shadow.replay(later, options)).tables.length, 6);
  });
});
