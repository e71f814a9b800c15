import assert from "node:assert/strict";

import type { Stashed } from "#protocol/commands.ts";
import { never } from "#test/server/editor.ts";
import { makeTasks, onTaskFolder } from "#test/server/taskFolder.ts";

describe("keeping the data, in the editor", function () {
  this.timeout(180_000);

  it("asks before it copies much, and goes on with the plan that was shown", () =>
    onTaskFolder(makeTasks, async (editor, project, connection) => {
      await editor.diagnostics();
      const plan = async (direction: "upgrade" | "downgrade", target: string) => {
        const planned = await editor.requests["retort/plan"]({ project, direction, target }, never);
        assert.ok(planned.kind === "plan", JSON.stringify(planned));
        return planned.plan.token;
      };
      const run = (token: string, stash: Stashed) =>
        editor.requests["retort/run"]({ project, token, acceptLosses: false, stash, typedName: null }, never);
      assert.equal((await run(await plan("upgrade", "head"), "no")).kind, "done");
      // Two rows a page, and then none of it is left but the pages: big by its size, quick to copy.
      await connection.rows("ALTER TABLE tasks ALTER COLUMN note SET STORAGE PLAIN");
      await connection.rows("INSERT INTO tasks SELECT g, repeat('x', 3900) FROM generate_series(1, 68000) g");
      await connection.rows("DELETE FROM tasks WHERE id < 67000");
      const token = await plan("downgrade", "base");
      const asked = await run(token, "within limit");
      assert.equal(asked.kind === "failed" && asked.failure.code, "refused/stashSize");
      assert.deepEqual((await connection.rows("SELECT count(*)::int FROM tasks")).flat(), [1001]);
      const ran = await run(token, "any size");
      assert.ok(ran.kind === "done", JSON.stringify(ran));
      assert.match(ran.message, /Kept: tasks/);
      await run(await plan("upgrade", "head"), "no");
      assert.deepEqual((await connection.rows("SELECT count(note)::int FROM tasks")).flat(), [1001]);
    }));
});
