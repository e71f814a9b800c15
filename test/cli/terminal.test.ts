import assert from "node:assert/strict";

import { assertLeftWell, desk, needsTerminals } from "#test/cli/desk.ts";
import { keys } from "#test/support/pseudoTerminal.ts";

describe("questions on a terminal, by the command line as built", function () {
  this.timeout(120_000);

  needsTerminals();

  const generate = "revision --autogenerate -m x";

  it(
    "a renamed column: each pair is offered, Enter alone is no, and a no is a drop",
    desk(async ({ at, models, newest }) => {
      await models("  details String?\n  summary String?\n");
      const refused = await at(generate, async (terminal) => {
        const asked = await terminal.shows(/↑\/↓/);
        assert.match(asked, /Task\.note is gone from the models\. Was it renamed\?/);
        assert.match(asked, /● dropped: Task\.note goes, the other is new \(2 lost\)/);
        assert.match(asked, /○ renamed to details\n.*○ renamed to summary/);
        terminal.type(keys.enter);
        await terminal.shows(/Task\.about is gone(.|\n)*it holds nothing(.|\n)*○ renamed to details\n/);
        terminal.type(keys.enter);
      });
      assert.equal(refused.code, 0, refused.screen);
      assertLeftWell(refused);
      assert.match(await newest(), /DROP COLUMN "note"/);
      assert.doesNotMatch(await newest(), /RENAME/);
    }),
  );

  it(
    "a renamed column: what is chosen is taken, and the other pair is asked without it",
    desk(async ({ at, models, newest }) => {
      await models("  details String?\n  summary String?\n");
      const { code, screen } = await at(generate, async (terminal) => {
        await terminal.shows(/Task\.note(.|\n)*↑\/↓/);
        terminal.type(keys.down + keys.down);
        await terminal.shows(/● renamed to summary \(rows are kept\)/);
        terminal.type(keys.enter);
        const rest = await terminal.shows(/Task\.about(.|\n)*↑\/↓/);
        assert.doesNotMatch(rest.slice(rest.indexOf("Task.about")), /summary/);
        terminal.type(keys.down + keys.enter);
      });
      assert.equal(code, 0, screen);
      assert.match(await newest(), /^-- Renames: Task\.note -> summary, Task\.about -> details$/m);
    }),
  );

  it(
    "a fill: what is no SQL is said at its place and typed on, what does not run is asked again",
    desk(async ({ at, models, newest }) => {
      await models("  note String?\n  about String?\n  length Int\n");
      const { code, screen } = await at(generate, async (terminal) => {
        await terminal.shows(/Task\.length is required and has no default; 2 rows(.|\n)*● a value, or an SQL/);
        terminal.type(keys.enter);
        const empty = await terminal.shows(/What does Task\.length hold in these rows\?\n.*0, 'unknown', lower/);
        assert.doesNotMatch(empty, /\[2m/);
        terminal.type(`1 1${keys.enter}`);
        await terminal.shows(/Syntax error at or near "1", at character 3\./);
        terminal.type(`${"\b".repeat(3)}length(titel${keys.enter}`);
        await terminal.shows(/It ends before the expression does\./);
        terminal.type(`)${keys.enter}`);
        await terminal.shows(/error: length\(titel\) can't be what Task\.length holds\.(.|\n)*"titel" does not exist/);
        await terminal.shows(/does not exist(.|\n)*● a value/);
        terminal.type(keys.enter);
        await terminal.shows(/does not exist(.|\n)*What does (.|\n)*length\(titel\)/);
        terminal.type(`${"\b".repeat(3)}le)${keys.enter}`);
      });
      assert.equal(code, 0, screen);
      assert.match(await newest(), /SET "length" = \(length\(title\)\)/);
    }),
  );

  it(
    "a fill given as a flag: what is no SQL, or does not run, is refused with its place",
    desk(async ({ off, models, state }) => {
      await models("  note String?\n  about String?\n  length Int\n");
      const before = await state();
      for (const [sql, said] of [
        ["1 1", /at or near "1", at character 3\./],
        ["1); DROP TABLE x; SELECT (2", /one expression of SQL/],
        ["1 -- one", /ends before the expression/],
        ["nosuch", /column "nosuch" does not exist/],
        ["'a'::text", /integer but expression is of type text/],
      ] as const) {
        const { code, stderr } = await off(...generate.split(" "), "--fill", `Task.length=${sql}`);
        assert.equal(code, 2, stderr);
        assert.match(stderr, said);
        assert.match(stderr, /can't be what Task\.length holds\.(.|\n)*No revision was written\./);
      }
      assert.deepEqual(await state(), before);
    }),
  );

  const drifted = `ALTER TABLE "Task" ADD COLUMN slug text DEFAULT 'x'`;
  const asked: readonly {
    readonly args: string;
    readonly shows: RegExp;
    readonly fields?: string;
    readonly drift?: true;
  }[] = [
    { args: generate, fields: "  details String?\n", shows: /Was it renamed\?(.|\n)*↑\/↓/ },
    { args: generate, fields: "  note String?\n  about String?\n  owner Int\n", shows: /is required(.|\n)*↑\/↓/ },
    { args: "downgrade base", shows: /This downgrade loses:\n {2}Task: 2 rows\n(.|\n)*lose this data\?\n.*● No/ },
    {
      args: "restore",
      drift: true,
      shows: /This changes default:(.|\n)*Task\.slug: 2 values(.|\n)*this data\?\n.*● No/,
    },
  ];
  for (const { args, shows, fields, drift } of asked) {
    for (const [name, key] of Object.entries({ Escape: keys.escape, "Ctrl-C": keys.interrupt, "Ctrl-D": keys.end })) {
      it(
        `${name} ends ${args} at ${String(shows).slice(1, 25)}…, and nothing was changed`,
        desk(async ({ at, models, connection, state }) => {
          if (fields !== undefined) await models(fields);
          if (drift) await connection.rows(drifted);
          const before = await state();
          const ended = await at(args, async (terminal) => {
            await terminal.shows(shows);
            terminal.type(key);
          });
          assert.equal(ended.code, 3, ended.screen);
          assert.match(ended.screen, /error: (It was not confirmed|A question was not answered)\./);
          assert.match(ended.screen, /No revision was written\.|Nothing was run\./);
          assertLeftWell(ended);
          assert.deepEqual(await state(), before);
        }),
      );
    }
  }

  it(
    "data that would be lost: Enter alone is no, y goes on, --yes is not asked",
    desk(async ({ at, state, connection }) => {
      const before = await state();
      const no = await at("downgrade base", async (terminal) => {
        await terminal.shows(/● No/);
        terminal.type(keys.enter);
      });
      assert.equal(no.code, 3, no.screen);
      assert.match(no.screen, /not confirmed(.|\n)*Nothing was run\.(.|\n)*--stash(.|\n)*--yes/);
      assert.equal(no.screen.match(/Task: 2 rows/g)?.length, 1, "the loss is told once");
      assert.deepEqual(await state(), before);
      const yes = await at("downgrade base --quiet", async (terminal) => {
        await terminal.shows(/Task: 2 rows\n(.|\n)*● No/);
        terminal.type("y");
      });
      assert.equal(yes.code, 0, yes.screen);
      assertLeftWell(yes);
      assert.deepEqual(await connection.rows(`SELECT to_regclass('"Task"')::text`), [[null]]);
      const again = await at("upgrade head", () => Promise.resolve());
      assert.equal(again.code, 0, again.screen);
      await connection.rows(`INSERT INTO "Task" (title) VALUES ('a')`);
      const accepted = await at("downgrade base --yes", () => Promise.resolve());
      assert.equal(accepted.code, 0, accepted.screen);
      assert.doesNotMatch(accepted.written, /Go on|\?25l/);
    }),
  );

  it(
    "--yes accepts what is lost, and answers nothing else; --json asks nothing at all",
    desk(async ({ at, models, state }) => {
      await models("  details String?\n");
      const before = await state();
      const asks = await at(`${generate} --yes`, async (terminal) => {
        await terminal.shows(/Was it renamed\?(.|\n)*↑\/↓/);
        terminal.type(keys.escape);
      });
      assert.equal(asks.code, 3, asks.screen);
      for (const args of [generate, "downgrade base"]) {
        const json = await at(`${args} --json 2>/dev/null`, () => Promise.resolve());
        assert.equal(json.code, 3, json.screen);
        const { ok, error } = JSON.parse(json.written) as { readonly ok: boolean; readonly error: { code: string } };
        assert.deepEqual([ok, /^(question|refused)\//.test(error.code)], [false, true]);
      }
      assert.deepEqual(await state(), before);
    }),
  );

  it(
    "off a terminal nothing is asked: it is refused, with the flags to give",
    desk(async ({ at, models, state }) => {
      await models("  details String?\n");
      const before = await state();
      const { code, screen, written } = await at(`${generate} < /dev/null`, () => Promise.resolve());
      assert.equal(code, 3, screen);
      assert.match(screen, /--rename Task\.note=details(.|\n)*--no-rename/);
      assert.ok(!written.includes("\u001b[?25l"));
      assert.deepEqual(await state(), before);
    }),
  );

  it(
    "a protected database is refused before anything is asked",
    desk(
      async ({ at, state }) => {
        const before = await state();
        const refused = await at("downgrade base", () => Promise.resolve());
        assert.equal(refused.code, 3, refused.screen);
        assert.match(refused.screen, /Database dev is protected\.(.|\n)*--allow-protected dev/);
        assert.deepEqual(await state(), before);
        const named = await at("downgrade base --allow-protected dev", async (terminal) => {
          await terminal.shows(/lose this data\?/);
          terminal.type("n");
        });
        assert.equal(named.code, 3, named.screen);
        assert.deepEqual(await state(), before);
      },
      { "retort.json": `{ "databases": { "dev": { "url": "env:DATABASE_URL", "protected": true } } }` },
    ),
  );

  it(
    "forty columns and NO_COLOR: every line fits, and nothing is coloured",
    desk(async ({ at, models }) => {
      await models("  details String?\n  owner Int\n");
      const options = { columns: 40, env: { NO_COLOR: "1" } };
      const ended = await at(
        generate,
        async (terminal) => {
          await terminal.shows(/↑\/↓/);
          terminal.type(keys.down);
          await terminal.shows(/● renamed to details/);
          terminal.type(keys.up);
          const back = await terminal.shows(/● dropped: Task\.note goes/);
          // What is drawn again stands where it stood: one question, one frame.
          assert.equal(back.match(/Was it/g)?.length, 1, back);
          terminal.type(keys.enter);
          await terminal.shows(/Task\.about(.|\n)*↑\/↓/);
          terminal.type(keys.enter);
          await terminal.shows(/is required(.|\n)*↑\/↓/);
          terminal.type(keys.escape);
        },
        options,
      );
      assert.equal(ended.code, 3, ended.screen);
      // eslint-disable-next-line no-control-regex -- what must not be there
      assert.doesNotMatch(ended.written, /\u001b\[[\d;]*m/);
      const framed = ended.screen.split("\n").filter((line) => /^[│◆◇└■]/u.test(line));
      assert.ok(framed.length > 8 && framed.every((line) => line.length <= 40), ended.screen);
    }),
  );

  it(
    "names that hold control characters are spelled out in what is asked",
    desk(async ({ at, connection }) => {
      await connection.rows(`ALTER TABLE "Task" ADD COLUMN "a\u001b[2Jb" int DEFAULT 1`);
      const ended = await at("restore", async (terminal) => {
        await terminal.shows(/lose this data\?/);
        terminal.type(keys.escape);
      });
      assert.equal(ended.code, 3);
      assert.match(ended.screen, /a\\u\{1b\}\[2Jb/);
      assert.ok(!ended.written.includes("\u001b[2J"));
    }),
  );

  it(
    "a signal from outside ends a question as Escape does",
    desk(async ({ at, state }) => {
      const before = await state();
      const ended = await at("downgrade base", async (terminal) => {
        await terminal.shows(/● No/);
        await terminal.signal("SIGTERM");
      });
      assert.equal(ended.code, 3, ended.screen);
      assert.match(ended.screen, /It was not confirmed\.(.|\n)*Nothing was run\./);
      assertLeftWell(ended);
      assert.deepEqual(await state(), before);
    }),
  );
});
