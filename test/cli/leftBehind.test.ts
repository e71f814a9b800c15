import assert from "node:assert/strict";

import { type CommandLine, withCommandLine } from "#test/support/commandLine.ts";

describe("a table whose schema the datasource no longer lists", function () {
  this.timeout(120_000);

  const told = /warning: users is made anew, and auth\.users stays with its rows: .* list auth until it has moved/;

  it("stays where it is when a model makes one of its name elsewhere, which is said", () =>
    withCommandLine([], async (project) => {
      await generated(project, { listed: ["auth", "public"], within: "auth" });
      assert.match(await generated(project, { listed: ["public"], within: "public" }), told);
    }));

  it("moves while it is listed, and nothing is said", () =>
    withCommandLine([], async (project) => {
      await generated(project, { listed: ["auth", "public"], within: "auth" });
      const said = await generated(project, { listed: ["auth", "public"], within: "public" });
      assert.match(said, /rename table auth\.users to users/);
      assert.doesNotMatch(said, /warning/);
    }));
});

interface Models {
  readonly listed: readonly string[];
  readonly within: string;
}

/** What is said of it. */
async function generated(project: CommandLine, { listed, within }: Models): Promise<string> {
  await project.write(
    "prisma/schema.prisma",
    `datasource db {
  provider = "postgresql"
  schemas  = ${JSON.stringify(listed)}
}

model User {
  id Int @id

  @@map("users")
  @@schema("${within}")
}
`,
  );
  const { stdout, stderr } = await project.done("revision", "--autogenerate", "-m", within, "--even-if-pending");
  return `${stdout}${stderr}`;
}
