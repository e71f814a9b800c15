import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";

import { withCommandLine } from "#test/support/commandLine.ts";

describe("files that are not what they should be, on the command line", () => {
  const latin1 = (text: string) => Buffer.from(text, "latin1");

  it("a revision that is no UTF-8 is never run: what its bytes meant would be lost", () =>
    withCommandLine(
      [{ id: "a" }, { id: "b", parents: ["a"], up: "COMMENT ON SCHEMA public IS 'x';" }],
      async (project) => {
        const file = "prisma/revisions/00001_b.sql";
        const text = (await project.read(file)).replace("'x'", "'café'");
        await writeFile(path.join(project.folder, file), latin1(text));

        const listed = await project.retort("history");
        assert.equal(listed.code, 0);
        assert.match(listed.stdout, /a -> b \(head\)/);
        assert.match(listed.stderr, /^warning: From here on the file is no UTF-8.*00001_b\.sql:\d+:\d+\)$/);

        for (const args of [["check"], ["upgrade", "head", "--embedded"], ["upgrade", "base:head", "--sql"]]) {
          const said = await project.retort(...args);
          assert.deepEqual([said.code, said.stdout], [2, ""], args.join(" "));
          assert.equal(said.error, "From here on the file is no UTF-8: save it as UTF-8.");
        }
      },
    ));

  it("models that are no UTF-8 are compared with nothing", () =>
    withCommandLine([{ id: "a" }], async (project) => {
      const file = "prisma/schema.prisma";
      const text = `${await project.read(file)}model T {\n  id Int @id @map("é")\n}\n`;
      await writeFile(path.join(project.folder, file), latin1(text));
      const said = await project.retort("revision", "--autogenerate", "-m", "x", "--embedded", "--json");
      assert.equal(said.code, 2);
      assert.match(said.stdout, /"message": "From here on the file is no UTF-8/);
    }));

  it("a set-up script of the shadow that is no UTF-8 is never run", () =>
    withCommandLine([{ id: "a" }], async (project) => {
      await project.write("retort.json", '{ "shadow": { "setup": "shadow.sql" } }');
      await writeFile(path.join(project.folder, "shadow.sql"), latin1("COMMENT ON SCHEMA public IS 'café';"));
      const said = await project.retort("upgrade", "head", "--embedded");
      assert.deepEqual([said.code, said.error], [2, "From here on the file is no UTF-8: save it as UTF-8."]);
      assert.match(said.stderr, /at shadow\.sql:1:33/);
    }));

  it("what nothing knows in retort.json is warned about, on stderr", () =>
    withCommandLine(
      [{ id: "a" }],
      async (project) => {
        const said = await project.retort("history", "--json");
        assert.equal(said.code, 0);
        assert.doesNotThrow(() => JSON.parse(said.stdout) as unknown);
        assert.match(said.stderr, /^warning: "revison" means nothing here.*retort\.json:1:3\)$/);
      },
      { files: { "retort.json": '{ "revison": "x" }' } },
    ));

  it("a history with thousands of faults says how many more there are", () =>
    withCommandLine([{ id: "a" }], async (project) => {
      for (let at = 0; at < 100; at += 1) await project.write(`prisma/revisions/1${at}.sql`, "");
      const listed = await project.retort("heads");
      assert.match(listed.stderr, /\n… and 90 more\.$/);
      const checked = await project.retort("check");
      assert.equal(checked.code, 2);
      assert.match(checked.stderr, /\n {2}… and 49 more\n/);
    }));

  it("whatever --json is asked of answers one value of JSON", () =>
    withCommandLine([{ id: "a" }], async (project) => {
      for (const [args, code] of [
        [["upgrade", "base:head", "--sql"], 0],
        [["stamp", "head", "--sql"], 0],
        [["ensure-version", "--sql"], 0],
        [["check", "--embedded"], 3],
      ] as const) {
        const said = await project.retort(...args, "--json");
        assert.equal(said.code, code, said.stderr);
        const { ok, sql, error } = JSON.parse(said.stdout) as { ok: boolean; sql?: string; error?: { code: string } };
        assert.deepEqual(
          [ok, typeof sql, error?.code],
          code === 0 ? [true, "string", undefined] : [false, "undefined", error?.code],
        );
        if (code !== 0) assert.match(error?.code ?? "", /^refused\//);
      }
    }));
});
