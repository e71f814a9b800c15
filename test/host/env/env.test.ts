import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { readEnvironment, variableValue } from "#host/env.ts";
import { withFolder } from "#test/support/folder.ts";

const place = { file: "/p/schema.prisma", span: { start: 3, end: 9 } };

interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly process?: Readonly<Record<string, string>>;
  readonly trusted?: false;
  /** What each variable is; null: unset. */
  readonly expected: Readonly<Record<string, string | null>>;
}

const cases: readonly Case[] = [
  {
    title: "the project's own file",
    files: { ".env": "DATABASE_URL=postgresql://h/db\n" },
    expected: { DATABASE_URL: "postgresql://h/db", OTHER: null },
  },
  {
    title: "the schema's file where the project's is silent",
    files: { ".env": "A=root\n", "prisma/.env": "A=schema\nB=schema\n" },
    expected: { A: "root", B: "schema" },
  },
  {
    title: "the process before either",
    files: { ".env": "A=root\nB=root\n", "prisma/.env": "A=schema\n" },
    process: { A: "process" },
    expected: { A: "process", B: "root" },
  },
  {
    title: "an empty variable of the process, which is not filled from a file",
    files: { ".env": "A=root\n" },
    process: { A: "" },
    expected: { A: null },
  },
  {
    title: "references, braces and defaults",
    files: {
      ".env": 'USER_NAME=app\nHOST=db\nURL="postgresql://${USER_NAME}:${PASSWORD}@$HOST/${NAME:-shop}"\nRAW=\\$HOST\n',
    },
    process: { PASSWORD: "geheim" },
    expected: { URL: "postgresql://app:geheim@db/shop", RAW: "$HOST" },
  },
  {
    title: "references from the schema's file into the project's",
    files: { ".env": "HOST=db\n", "prisma/.env": "URL=postgresql://${HOST}/shop\n" },
    expected: { URL: "postgresql://db/shop" },
  },
  {
    title: "quotes, comments, exported and CRLF lines",
    files: { ".env": "# first\r\nexport A='x # y'\r\nB=\"1\\n2\" # why\r\n" },
    expected: { A: "x # y", B: "1\n2" },
  },
  {
    title: "no file of a workspace that is not trusted",
    files: { ".env": "A=root\n", "prisma/.env": "B=schema\n" },
    process: { C: "process" },
    trusted: false,
    expected: { A: null, B: null, C: "process" },
  },
];

describe("readEnvironment", () => {
  for (const { title, files, process = {}, trusted = true, expected } of cases) {
    it(`gives ${title}`, () =>
      withFolder(files, async (root) => {
        const project = { root, schemaPath: join(root, "prisma", "schema.prisma") };
        const environment = await readEnvironment(project, { trusted, process });
        const values = Object.keys(expected).map((name) => {
          const value = variableValue(environment, name, null);
          return [name, value.ok ? value.value : null];
        });
        assert.deepEqual(Object.fromEntries(values), expected);
      }));
  }

  it("leaves the environment of this process alone", () =>
    withFolder({ ".env": "RETORT_TEST_ONLY=1\n" }, async (root) => {
      await readEnvironment({ root, schemaPath: join(root, "schema.prisma") }, { trusted: true, process: process.env });
      assert.equal(process.env["RETORT_TEST_ONLY"], undefined);
    }));

  it("finds a folder of models, and the file above it", () =>
    withFolder({ "db/schema/.env": "A=folder\n", "prisma/.env": "B=prisma\n" }, async (root) => {
      const project = { root, schemaPath: join(root, "db", "schema") };
      const { variables } = await readEnvironment(project, { trusted: true, process: {} });
      assert.deepEqual(variables, { A: "folder", B: "prisma" });
    }));
});

describe("variableValue", () => {
  it("says where an unset variable is named and where it was looked for", () =>
    withFolder({ ".env": "EMPTY=\n" }, async (root) => {
      const project = { root, schemaPath: join(root, "prisma", "schema.prisma") };
      const environment = await readEnvironment(project, { trusted: true, process: {} });
      const unset = variableValue(environment, "DATABASE_URL", place);
      assert.ok(!unset.ok);
      assert.deepEqual(unset.failure, {
        code: "config/variableUnset",
        exit: 2,
        message: "The variable DATABASE_URL is not set.",
        details: [`Looked in the environment, ${join(root, ".env")}, ${join(root, "prisma", ".env")} (absent).`],
        unchanged: "Nothing was connected to.",
        next: ["Set DATABASE_URL in the environment or in .env."],
        place,
      });
      const empty = variableValue(environment, "EMPTY", place);
      assert.equal(!empty.ok && empty.failure.message, "The variable EMPTY is empty.");
    }));

  it("reads UTF-16 by its mark, and says of other bytes that they are lost", async () => {
    const text = "PASSWORD=gr\u00fcn\r\nPLAIN=x\r\n";
    const wide = Buffer.from(`\ufeff${text}`, "utf16le");
    const read = (bytes: Buffer) =>
      withFolder({ "prisma/": "" }, async (root) => {
        await writeFile(join(root, ".env"), bytes);
        const project = { root, schemaPath: join(root, "prisma", "schema.prisma") };
        const environment = await readEnvironment(project, { trusted: true, process: {} });
        return ["PASSWORD", "PLAIN"].map((name) => {
          const value = variableValue(environment, name, place);
          return value.ok ? value.value : value.failure.message;
        });
      });
    const right = ["gr\u00fcn", "x"];
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), wide, Buffer.from(wide).swap16()]) {
      assert.deepEqual(await read(bytes), right);
    }
    const damaged = "The variable PASSWORD holds bytes that are no UTF-8: what they mean is lost.";
    assert.deepEqual(await read(Buffer.from(text, "latin1")), [damaged, "x"]);
  });

  it("takes no variable for one that every object has", () => {
    const value = variableValue({ variables: {}, sources: [] }, "constructor", null);
    assert.equal(value.ok, false);
  });
});
