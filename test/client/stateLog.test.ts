import assert from "node:assert/strict";

import { createStateLog } from "#client/stateLog.ts";
import type { Failure } from "#protocol/commands.ts";
import type { DatabaseState, ProjectState } from "#protocol/state.ts";

const database: DatabaseState = {
  name: "dev",
  label: "127.0.0.1:5432/shop",
  kind: "server",
  active: true,
  protected: false,
  connection: "connected",
  current: [],
  pending: 2,
  note: null,
  failure: null,
};
const unanswered: Failure = {
  code: "database/connecting",
  message: "",
  details: [],
  unchanged: "",
  next: [],
  location: null,
};
const project: ProjectState = {
  project: "/shop",
  name: "shop",
  models: null,
  revisions: [],
  historyProblems: [],
  unrevised: { kind: "known", items: [] },
  drift: { kind: "unknown", reason: "not connected", failure: null },
  databases: [database],
  status: { database: "dev", kind: "pending", text: "", tooltip: "" },
};

describe("what the log says of projects", () => {
  it("is a line for each, again only when it became another", () => {
    const lines: string[] = [];
    const note = createStateLog((line) => lines.push(line));
    const failure = { ...unanswered, message: "The database has not answered yet." };
    note([{ ...project, drift: { kind: "unknown", reason: failure.message, failure } }]);
    note([project]);
    note([project]);
    note([{ ...project, databases: [{ ...database, pending: 0 }] }]);
    assert.deepEqual(lines, [
      "shop: 0 revisions; dev (127.0.0.1:5432/shop) connected, 2 pending; unrevised 0; drift unknown: not connected",
      "shop: 0 revisions; dev (127.0.0.1:5432/shop) connected; unrevised 0; drift unknown: not connected",
    ]);
  });
});
