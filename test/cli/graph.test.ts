import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";

import { runBuilt } from "#demo/project.ts";
import type { GraphAnswer } from "#engine/index.ts";
import { judge } from "#test/engine/revisions/alembicCase.ts";
import { alembicCases, setNames } from "#test/engine/revisions/alembicCaseFiles.ts";
import { withCommandLine } from "#test/support/commandLine.ts";
import { withFolder } from "#test/support/folder.ts";

const line = [
  { id: "a", down: [] },
  { id: "b", down: ["a"] },
];

describe("retort graph --batch", function () {
  this.timeout(120_000);

  it("answers every case of Alembic's, by the command line as built", () =>
    withFolder({}, async (folder) => {
      for (const name of setNames) {
        const cases = alembicCases(name);
        const file = path.join(folder, `${name}.json`);
        await writeFile(file, JSON.stringify(cases));
        const { code, stdout, stderr } = await runBuilt(["graph", "--batch", file], { cwd: folder, env: {} });
        assert.equal(code, 0, stderr);
        const answers = JSON.parse(stdout) as readonly GraphAnswer[];
        assert.equal(answers.length, cases.length);
        const wrong = cases.filter((one, at) => judge(one, answers[at] ?? {}) !== null).map((one) => one.n);
        // These three we refuse on purpose; they hold no `retort` that would say so.
        assert.deepEqual(wrong, name === "named" ? [42, 43, 159] : []);
        for (const answer of answers) {
          const known = ["steps", "rows", "result", "lines", "error"];
          assert.ok(Object.keys(answer).every((key) => known.includes(key)));
        }
      }
    }));

  const questions: Record<string, [question: unknown, answer: unknown]> = {
    "no object": [null, { error: "A question is an object with `cmd`, `revisions` and `current`." }],
    "no command": [{ revisions: line }, { error: "`cmd` is missing: the command that is asked about." }],
    "a command that is none": [{ cmd: "fly", revisions: line }, { error: "No such question: fly" }],
    "no revisions": [
      { cmd: "heads" },
      { error: "`revisions` is missing: the graph, an array of `{ id, down }`; empty where there are none." },
    ],
    "a revision without an id": [
      { cmd: "heads", revisions: [{ down: [] }] },
      { error: "`revisions[0]` is an object with an `id`." },
    ],
    "a parent that is a number": [
      { cmd: "heads", revisions: [{ id: "a", down: [1] }] },
      { error: "`revisions[0].down` is text, or an array of texts." },
    ],
    "no target": [{ cmd: "upgrade", revisions: line }, { error: "`upgrade` needs a `target`." }],
    "a flag that is text": [
      { cmd: "stamp", revisions: line, target: "b", purge: "yes" },
      { error: "`purge` is true or false." },
    ],
    "one parent as text, and no `current`": [
      {
        cmd: "upgrade",
        revisions: [
          { id: "a", down: null },
          { id: "b", down: "a" },
        ],
        target: "head",
      },
      {
        steps: [
          { op: "upgrade", id: "a", rows: ["a"] },
          { op: "upgrade", id: "b", rows: ["b"] },
        ],
        rows: ["b"],
      },
    ],
    "ids of any script": [
      { cmd: "upgrade", revisions: [{ id: "größe" }, { id: "数据🐘", down: ["größe"] }], target: "数" },
      {
        steps: [
          { op: "upgrade", id: "größe", rows: ["größe"] },
          { op: "upgrade", id: "数据🐘", rows: ["数据🐘"] },
        ],
        rows: ["数据🐘"],
      },
    ],
    "ids that objects have by themselves": [
      { cmd: "heads", revisions: [{ id: "__proto__" }, { id: "constructor", down: ["__proto__"] }] },
      { result: ["constructor"], lines: ["constructor (head)"] },
    ],
    "an id that Alembic does not allow": [
      { cmd: "heads", revisions: [{ id: "a-b+c" }] },
      { error: "Character(s) '+, -' not allowed in revision identifier 'a-b+c'" },
    ],
    "an id twice": [
      { cmd: "heads", revisions: [...line, { id: "b" }] },
      { error: "Revision b is present more than once" },
    ],
    "a label twice": [
      {
        cmd: "heads",
        revisions: [
          { id: "a", labels: ["x"] },
          { id: "b", labels: "x" },
        ],
      },
      { error: "Branch name 'x' in revision b already used by revision a" },
    ],
    "a parent that is missing": [
      { cmd: "heads", revisions: [{ id: "a", down: ["gone"] }] },
      {
        error: "Can't locate revision identified by 'gone'\n`Revises` of revision a names it, and no file has it.",
      },
    ],
    "a cycle": [
      {
        cmd: "upgrade",
        revisions: [
          { id: "a", down: "b" },
          { id: "b", down: "a" },
        ],
        target: "head",
      },
      { error: "Cycle is detected in revisions (a, b)" },
    ],
    "an empty project": [
      { cmd: "upgrade", revisions: [], current: [], target: "head" },
      { steps: [], rows: [] },
    ],
    "a stamp that is printed, from where the database stands": [
      { cmd: "stamp", revisions: line, sql: true, target: ["a:b"] },
      { steps: [{ op: "stamp", up: true, from: ["a"], to: ["b"], rows: ["b"] }], rows: ["b"] },
    ],
    "a stamp that is printed, with a purge": [
      { cmd: "stamp", revisions: line, sql: true, purge: true, target: ["b"] },
      { error: "Can't use --purge with --sql mode" },
    ],
    "a stamp that is printed, from two places": [
      { cmd: "stamp", revisions: line, sql: true, target: ["a:b", "b:a"] },
      { error: "Stamp operation with --sql only supports a single starting revision at a time" },
    ],
  };
  it("answers each question in its place, whatever is wrong with the others", () =>
    withCommandLine([], async (project) => {
      await project.write("questions.json", JSON.stringify(Object.values(questions).map(([question]) => question)));
      const { code, stdout } = await project.retort("graph", "--batch", "questions.json");
      assert.equal(code, 0);
      const answers = JSON.parse(stdout) as unknown[];
      for (const [at, [name, [, expected]]] of Object.entries(questions).entries()) {
        assert.deepEqual(answers[at], expected, name);
      }
    }));

  it("answers thousands", () =>
    withCommandLine([], async (project) => {
      const many = Array.from({ length: 20_000 }, (_, at) => ({
        cmd: "upgrade",
        revisions: line,
        target: at % 2 ? "a" : "b",
      }));
      await project.write("questions.json", `\uFEFF${JSON.stringify(many)}`);
      const { stdout } = await project.retort("graph", "--batch", "questions.json");
      const answers = JSON.parse(stdout) as readonly GraphAnswer[];
      assert.deepEqual([answers.length, answers[0]?.rows, answers.at(-1)?.rows], [20_000, ["b"], ["a"]]);
    }));

  it("answers no question with an empty array", () =>
    withCommandLine([], async (project) => {
      await project.write("questions.json", "[]");
      assert.deepEqual(await project.retort("graph", "--batch", "questions.json"), {
        code: 0,
        stdout: "[]",
        stderr: "",
        error: null,
      });
    }));

  const files: Record<string, [text: string | null, message: RegExp]> = {
    "is not there": [null, /--batch questions\.json: the file cannot be read\.\n.*ENOENT/],
    "is empty": ["", /--batch questions\.json is no JSON\./],
    "is no JSON": ["{cmd: 1}", /--batch questions\.json is no JSON\./],
    "holds no array": ["{}", /--batch questions\.json holds no JSON array of questions\./],
  };
  for (const [name, [text, message]] of Object.entries(files)) {
    it(`refuses a file that ${name}`, () =>
      withCommandLine([], async (project) => {
        if (text !== null) await project.write("questions.json", text);
        const { code, stdout, stderr } = await project.retort("graph", "--batch", "questions.json");
        assert.deepEqual([code, stdout], [2, ""]);
        assert.match(stderr, message);
        const json = await project.retort("graph", "--batch", "questions.json", "--json");
        assert.equal((JSON.parse(json.stdout) as { readonly ok: boolean }).ok, false);
      }));
  }
});
