import assert from "node:assert/strict";

import { commandLine } from "#client/commandLog.ts";

describe("what the log says of a command", () => {
  for (const [argument, line] of [
    [null, "Use Database: 1.3 s"],
    [{ project: "/work/shop", target: "3f2a9c1b7d04" }, "Use Database 3f2a9c1b7d04 (shop): 1.3 s"],
    [{ project: "C:\\work\\shop", objects: ["tasks.note", "view v"] }, "Use Database tasks.note, view v (shop): 1.3 s"],
  ] as const) {
    it(line, () => {
      assert.equal(commandLine("Use Database…", argument, 1251), line);
    });
  }
});
