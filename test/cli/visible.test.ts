import assert from "node:assert/strict";

import { styled } from "#cli/terminal.ts";
import { visible } from "#cli/visible.ts";

describe("what a terminal is given", () => {
  for (const [text, shown] of [
    ["tasks.größe → 任务 🐘\n\ttab", "tasks.größe → 任务 🐘\n\ttab"],
    ["\u001b[31mred\u0007", "\u001b[31mred\\u{7}"],
    ["\u001b]0;title\u0007", "\\u{1b}]0;title\\u{7}"],
    ["\u001b[2J\u001b[8mhidden", "\\u{1b}[2J\\u{1b}[8mhidden"],
    ["over\rwritten, line\r\nended", "over\\u{d}written, line\r\nended"],
    ["user\u202egnp.exe", "user\\u{202e}gnp.exe"],
    ["\u009b31m", "\\u{9b}31m"],
  ] as const) {
    it(JSON.stringify(text), () => {
      assert.equal(visible(text), shown);
    });
  }

  it("styles of ours", () => {
    const text = (["dim", "bold", "red", "yellow", "green", "cyan"] as const)
      .map((style) => styled({ lively: true }, style, style))
      .join(" ");
    assert.equal(visible(text), text);
  });
});
