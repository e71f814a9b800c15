import assert from "node:assert/strict";
import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { modelsAt, provider } from "#demo/models.ts";
import { createDemoProject, type DemoProject } from "#demo/project.ts";
import { openEmbedded } from "#host/embedded/openEmbedded.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

/** What a user can meet, and the one clear message each time: its exit code, its words, its place, what was left alone. */
describe("failures, by the command line as built", function () {
  this.timeout(120_000);

  it("a broken schema: the line, and that nothing was written", () =>
    inProject({ url: 'env("DATABASE_URL")', env: { DATABASE_URL: unreachable } }, async (project) => {
      await models(project, `${provider('env("DATABASE_URL")')}\nmodel Task {\n  id Int @id\n  owner Usr\n}\n`);
      const { code, stderr } = await project.retort("revision", "--autogenerate", "-m", "x");
      assert.equal(code, 2);
      assert.match(stderr, /error: .*Usr/);
      assert.match(stderr, /at prisma\/schema\.prisma:\d+:\d+/);
      assert.match(stderr, /No revision was written\./);
      assert.deepEqual(await revisionFiles(project), []);
    }));

  it("a refused connection: host, port and database, and no password", () =>
    inProject({ url: 'env("DATABASE_URL")', env: { DATABASE_URL: unreachable } }, async (project) => {
      const { code, stdout, stderr } = await project.retort("current");
      assert.equal(code, 4);
      assert.match(stderr, /error: .*127\.0\.0\.1:1\/nowhere/);
      assert.ok(!`${stdout}${stderr}`.includes("s3cret"));
    }));

  it("a wrong password: named as that, and not repeated", async () => {
    const server = await sharedServer(18, { tcp: true });
    await withDatabase(server, async (database) => {
      const wrong = database.url.replace(/:[^:@/]+@/, ":s3cret-wrong@");
      await inProject({ url: 'env("DATABASE_URL")', env: { DATABASE_URL: wrong } }, async (project) => {
        const { code, stdout, stderr } = await project.retort("current");
        assert.equal(code, 4);
        assert.match(stderr, /password/i);
        assert.ok(!`${stdout}${stderr}`.includes("s3cret-wrong"));
      });
    });
  });

  it("a variable that is named and unset: never a fallback", () =>
    inProject({ url: 'env("DATABASE_URL")', env: {} }, async (project) => {
      const { code, stderr } = await project.retort("upgrade", "head");
      assert.equal(code, 2);
      assert.match(stderr, /DATABASE_URL/);
      assert.match(stderr, /at prisma\/schema\.prisma:\d+:\d+/);
    }));

  it("no database at all: the embedded one is offered, not taken", () =>
    inProject({ url: "", env: {} }, async (project) => {
      const { code, stderr } = await project.retort("upgrade", "head");
      assert.equal(code, 2);
      assert.match(stderr, /retort init --embedded/);
      assert.ok(
        !(await readdir(project.folder)).includes(".retort") ||
          !(await readdir(path.join(project.folder, ".retort"))).includes("database"),
      );
    }));

  it("a revision file with a bad header: its line, and the rest of the history stands", () =>
    onServer(async (project) => {
      await generated(project, "create tasks");
      const bad = path.join(project.folder, "prisma", "revisions", "20990101_0000_bad.sql");
      await writeFile(bad, "-- bad\n--\n-- Revision: a b\n-- Revises: \n\n-- retort: upgrade\nSELECT 1;\n");
      const { code, stderr } = await project.retort("upgrade", "head");
      assert.equal(code, 2);
      assert.match(stderr, /at prisma\/revisions\/20990101_0000_bad\.sql:3:\d+/);
      assert.match(stderr, /Nothing was run\./);
      const history = await project.retort("history");
      assert.equal(history.code, 0, history.stderr);
      assert.match(history.stdout, /create tasks/);
    }));

  it("a failing statement: its line, PostgreSQL's words, and that the section was rolled back", () =>
    onServer(async (project, connect) => {
      await generated(project, "create tasks");
      assert.equal((await project.retort("upgrade", "head")).code, 0);
      const connection = await connect();
      await connection.rows("INSERT INTO tasks (title) VALUES ('a'), ('a')");
      const { stdout } = await project.retort("revision", "-m", "titles are unique", "--json");
      const { id, file } = JSON.parse(stdout) as { readonly id: string; readonly file: string };
      const text = await readFile(file, "utf8");
      await writeFile(
        file,
        text.replace(
          "-- retort: upgrade\n",
          '-- retort: upgrade\nALTER TABLE "tasks" ADD COLUMN "slug" TEXT;\nCREATE UNIQUE INDEX "tasks_title_key" ON "tasks"("title");\n',
        ),
      );
      const failed = await project.retort("upgrade", "head");
      assert.equal(failed.code, 4, failed.stderr);
      assert.match(failed.stderr, /could not create unique index "tasks_title_key"/);
      assert.match(failed.stderr, new RegExp(`at prisma/revisions/.*${id}.*\\.sql:\\d+:\\d+`));
      assert.match(failed.stderr, /rolled back/);
      const columns = await connection.rows("SELECT 1 FROM information_schema.columns WHERE column_name = 'slug'");
      assert.equal(columns.length, 0);
    }));

  it("a replay that fails: unknown, never clean", () =>
    onServer(async (project) => {
      await generated(project, "create tasks");
      const { stdout } = await project.retort("revision", "-m", "broken", "--json");
      const { file } = JSON.parse(stdout) as { readonly file: string };
      const text = await readFile(file, "utf8");
      await writeFile(
        file,
        text.replace("-- retort: upgrade\n", "-- retort: upgrade\nALTER TABLE nowhere ADD COLUMN x TEXT;\n"),
      );
      const { code, stdout: said, stderr } = await project.retort("check");
      assert.notEqual(code, 0);
      assert.match(`${said}${stderr}`, /nowhere/);
      assert.doesNotMatch(said, /No new upgrade operations/);
    }));

  it("an embedded database that another process has open: which process that is", () =>
    inProject({ url: "", env: {} }, async (project) => {
      assert.equal((await project.retort("init", "--embedded")).code, 0);
      const database = openEmbedded({
        name: "x",
        owner: "a second window",
        folder: path.join(project.folder, ".retort", "database"),
      });
      const connected = await database.connect();
      assert.ok(connected.ok);
      try {
        const { code, stderr } = await project.retort("current");
        assert.equal(code, 4);
        assert.match(stderr, /a second window/);
      } finally {
        await connected.value.close();
        await database.close();
      }
    }));

  it("a folder that cannot be written to: the folder, and that nothing was written", async function () {
    // Root may write anywhere, whatever the folder says.
    if (process.getuid?.() === 0) {
      await onServer(async (project) => {
        await models(project, `${provider('env("DATABASE_URL")')}\n${modelsAt("tasks")}`);
        await rm(path.join(project.folder, "prisma", "revisions"), { recursive: true, force: true });
        await writeFile(path.join(project.folder, "prisma", "revisions"), "a file where the folder should be");
        const { code, stderr } = await project.retort("revision", "-m", "x");
        assert.notEqual(code, 0);
        assert.match(stderr, /revisions/);
      });
      return;
    }
    await onServer(async (project) => {
      const folder = path.join(project.folder, "prisma", "revisions");
      await mkdir(folder, { recursive: true });
      await chmod(folder, 0o555);
      const { code, stderr } = await project.retort("revision", "-m", "x");
      await chmod(folder, 0o755);
      assert.equal(code, 2, stderr);
      assert.match(stderr, /revisions/);
      assert.match(stderr, /No (revision|file) was written\./);
    });
  });

  it("a populated database without revision rows: asked about, never run over", () =>
    onServer(async (project, connect) => {
      const connection = await connect();
      await connection.rows("CREATE TABLE tasks (id int primary key); CREATE TABLE other (id int primary key)");
      await generated(project, "create tasks");
      const { code, stderr } = await project.retort("upgrade", "head");
      assert.equal(code, 3, stderr);
      assert.match(stderr, /already holds tasks/);
      assert.match(stderr, /retort stamp head/);
      assert.equal((await connection.rows("SELECT to_regnamespace('_retort')::text"))[0]?.[0], null);
    }));

  it("init --from-database: models, a stamped baseline, and a clean check", () =>
    onServer(async (project, connect) => {
      const connection = await connect();
      await connection.rows(
        `CREATE TYPE mood AS ENUM ('sad', 'glad');
         CREATE TABLE users (id serial PRIMARY KEY, email varchar(100) NOT NULL UNIQUE, mood mood DEFAULT 'glad');
         CREATE TABLE posts (id bigserial PRIMARY KEY, author_id int REFERENCES users(id), title text NOT NULL DEFAULT '', CHECK (title <> 'x'));
         CREATE INDEX posts_author ON posts (author_id);
         CREATE VIEW recent AS SELECT id FROM posts`,
      );
      const init = await project.retort("init", "--from-database");
      assert.equal(init.code, 0, init.stderr);
      const check = await project.retort("check");
      assert.equal(check.code, 0, `${check.stdout}${check.stderr}`);
      const back = await project.retort("downgrade", "base", "--dry-run");
      assert.equal(back.code, 0, back.stderr);
    }));

  it("bad arguments: exit 2", () =>
    inProject({ url: "", env: {} }, async (project) => {
      assert.equal((await project.retort("upgrade")).code, 2);
      assert.equal((await project.retort("nonsense")).code, 2);
      assert.equal((await project.retort("--help")).code, 0);
    }));
});

const unreachable = "postgresql://user:s3cret@127.0.0.1:1/nowhere";

async function inProject(
  options: Parameters<typeof createDemoProject>[0],
  work: (project: DemoProject) => Promise<void>,
): Promise<void> {
  const project = await createDemoProject(options);
  try {
    await work(project);
  } finally {
    await project.remove();
  }
}

type Connect = Parameters<Parameters<typeof withDatabase>[1]>[0]["connect"];

async function onServer(work: (project: DemoProject, connect: Connect) => Promise<void>): Promise<void> {
  const server = await sharedServer(18);
  await withDatabase(server, (database) =>
    inProject({ url: 'env("DATABASE_URL")', env: { DATABASE_URL: database.url } }, (project) =>
      work(project, () => database.connect()),
    ),
  );
}

async function generated(project: DemoProject, message: string): Promise<void> {
  await models(project, `${provider('env("DATABASE_URL")')}\n${modelsAt("tasks")}`);
  const result = await project.retort("revision", "--autogenerate", "-m", message);
  assert.equal(result.code, 0, result.stderr);
}

function models(project: DemoProject, text: string): Promise<void> {
  return writeFile(path.join(project.folder, "prisma", "schema.prisma"), text);
}

async function revisionFiles(project: DemoProject): Promise<readonly string[]> {
  return readdir(path.join(project.folder, "prisma", "revisions")).catch(() => []);
}
