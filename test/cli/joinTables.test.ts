import assert from "node:assert/strict";

import { type CommandLine, withCommandLine } from "#test/support/commandLine.ts";

describe("tables of many-to-many relations without foreign keys, whose models change their names", function () {
  this.timeout(120_000);

  const told = /warning: Nothing tells what _Likes joins(.|\n)*UPDATE "_Likes" SET "A" = "B", "B" = "A"/;

  it("of a relation with a name of its own: that A and B may have to trade places is told", () =>
    withCommandLine([], async (project) => {
      await made(project, "Post", '@relation("Likes")');
      const { stderr } = await made(project, "Writing", '@relation("Likes")', "--rename", "Post=Writing");
      assert.match(stderr, told);
    }));

  it("of one that is named after its models: they trade places", () =>
    withCommandLine([], async (project) => {
      await made(project, "Post", "");
      const { stdout, stderr } = await made(project, "Writing", "", "--rename", "Post=Writing");
      assert.doesNotMatch(stderr, /Nothing tells/);
      assert.match(stdout, /rename column _TagToWriting\.A to/);
    }));
});

async function made(project: CommandLine, post: string, relation: string, ...flags: readonly string[]) {
  await project.write(
    "prisma/schema.prisma",
    `datasource db {
  provider     = "postgresql"
  relationMode = "prisma"
}

model ${post} {
  id   Int   @id
  tags Tag[] ${relation}
}

model Tag {
  id    Int @id
  posts ${post}[] ${relation}
}
`,
  );
  const said = await project.retort("revision", "--autogenerate", "-m", "x", "--even-if-pending", ...flags);
  assert.equal(said.code, 0, said.stderr);
  return said;
}
