import assert from "node:assert/strict";

import { withCommandLine } from "#test/support/commandLine.ts";

describe("vectors, on the embedded database and its shadow", function () {
  this.timeout(180_000);

  it("come, are proved with rows, get an index by hand, and change their size and name on the way", () =>
    withCommandLine([], async (project) => {
      const models = (field: string) =>
        project.write(
          "prisma/schema.prisma",
          `datasource db {
  provider   = "postgresql"
  extensions = [vector, pg_uuidv7]
}

model Doc {
  id String @id @default(dbgenerated("uuid_generate_v7()")) @db.Uuid
  ${field}
  half Unsupported("halfvec(2)")
  rare Unsupported("sparsevec(5)")?
}
`,
        );
      await models('embedding Unsupported("vector(3)")');
      await project.done("init", "--embedded");
      await project.done("revision", "--autogenerate", "-m", "docs");
      await project.done("upgrade", "head");
      await project.done("check");

      const file = (await project.done("revision", "-m", "index")).stdout
        .split(/\s+/)
        .find((word) => word.startsWith("prisma/revisions/"));
      assert.ok(file);
      const path = file.replace(/\.$/, "");
      const empty = await project.read(path);
      const index = 'CREATE INDEX "near" ON "Doc" USING hnsw ("embedding" vector_cosine_ops) WITH (m = 8);';
      await project.write(
        path,
        empty
          .replace("-- retort: upgrade\n", `-- retort: upgrade\n${index}\n`)
          .replace("\\if false\n", '\\if false\nDROP INDEX "near";\n'),
      );
      assert.match((await project.done("prove")).stdout, /proved .* with rows of Doc/);
      await project.done("upgrade", "head");
      await project.done("check");

      await models('vec Unsupported("vector(4)")');
      const { stdout: changed } = await project.done(
        "revision",
        "--autogenerate",
        "-m",
        "wider",
        "--rename",
        "Doc.embedding=vec",
      );
      assert.match(changed, /Doc\.vec: type vector\(3\) → vector\(4\)/);
      for (const target of ["head", "base", "head"]) {
        await project.done(target === "base" ? "downgrade" : "upgrade", target);
      }
      await project.done("check");
      await project.done("drift");
    }));
});
