import assert from "node:assert/strict";

import { retortIn } from "#test/support/retortIn.ts";
import { withFolder } from "#test/support/folder.ts";

describe("a command line that is not understood", () => {
  const lines: Readonly<Record<string, readonly [code: number, said: RegExp]>> = {
    "": [2, /Usage: retort/],
    "--json": [2, /A command is missing/],
    "--quiet --embedded": [2, /^$/],
    "--url x": [2, /Usage: retort/],
    upgrde: [2, /unknown command 'upgrde'\n\(Did you mean upgrade\?\)/],
    "upgrade --sqll": [2, /unknown option '--sqll'\n\(Did you mean --sql\?\)/],
    upgrade: [2, /missing required argument 'target'/],
    "check extra": [2, /too many arguments/],
    "stash lst": [2, /Did you mean list\?/],
    "current --database a --url b": [2, /cannot be used with/],
    "resolve -1 --applied --rolled-back": [2, /cannot be used with/],
    "upgrade head --lock-wait soon": [2, /It must be a number of seconds/],
    // 2 would be a difference.
    diff: [1, /required option '--from <source>'/],
    "diff --from empty --to empty --too x": [1, /unknown option '--too'/],
  };
  for (const [line, [code, said]] of Object.entries(lines)) {
    const args = line.split(" ").filter((arg) => arg !== "");

    it(`retort ${line} is ${code}, in words on stderr`, () =>
      withFolder({}, async (folder) => {
        const heard = await retortIn(folder, {}, args);
        if (args.includes("--json")) assert.equal(heard.stderr, "");
        else assert.deepEqual([heard.stdout, said.test(heard.stderr)], ["", true], heard.stderr);
        assert.equal(heard.code, code);
      }));

    it(`retort ${line} --json is ${code}, and JSON`, () =>
      withFolder({}, async (folder) => {
        const heard = await retortIn(folder, {}, [...args, "--json"]);
        assert.deepEqual([heard.code, heard.stderr], [code, ""]);
        const { ok, error } = JSON.parse(heard.stdout) as { ok: boolean; error: { code: string; unchanged: string } };
        assert.deepEqual([ok, error.code, error.unchanged], [false, "usage/arguments", "Nothing was run."]);
      }));
  }
});
