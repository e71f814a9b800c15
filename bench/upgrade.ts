import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { Client } from "pg";

import { execute } from "#bench/execute.ts";
import { measuredInTurn, type Row } from "#bench/table.ts";
import { splitStatements } from "#engine/index.ts";
import { openProjectContext, type OpenedProject } from "#host/commands/openContext.ts";
import { planSteps, runsOf } from "#host/commands/plan.ts";
import { runnerOptions } from "#host/commands/runnerOptions.ts";
import { runSteps } from "#host/runner/runSteps.ts";
import { sharedServer, type TestDatabase, withDatabase } from "#test/support/servers.ts";

/**
 * `upgrade head` over small revisions, on one server: `pg` sending the same statements with Alembic's bookkeeping, each
 * revision in a transaction; our runner; our command line; and Alembic's, where it is installed.
 */
export async function benchUpgrade(count: number, runs: number): Promise<readonly Row[]> {
  const revisions = Array.from({ length: count }, (_, at) => small(at));
  const server = await sharedServer(18, { tcp: true });
  const folder = await mkdtemp(path.join(tmpdir(), "retort-bench-"));
  const fresh = (work: (database: TestDatabase) => Promise<unknown>) => () => withDatabase(server, work);
  try {
    await writeProject(folder, revisions);
    const opened = await openAt(folder, server.url("postgres"));
    const hasAlembic = !spawnSync("alembic", ["--version"]).error;
    if (hasAlembic) await writeAlembic(folder, revisions);
    else console.log("(no alembic on this machine to stand beside)");
    const rows = await measuredInTurn(runs, [
      { what: `${count} revisions: pg, a transaction each`, work: fresh((database) => raw(database, revisions)) },
      { what: "  the runner", work: fresh((database) => runner(opened, database)) },
      { what: "  retort upgrade head, the whole command", work: fresh((database) => commandLine(folder, database)) },
      ...(hasAlembic ? [{ what: "  alembic upgrade head", work: fresh((database) => alembic(folder, database)) }] : []),
    ]);
    await opened.close();
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Small {
  readonly id: string;
  readonly parent: string | null;
  readonly up: string;
  readonly down: string;
}

/** A table every third time, then a column and an index on it: what revisions mostly are. */
function small(at: number): Small {
  const id = at.toString(16).padStart(12, "0");
  const parent = at === 0 ? null : (at - 1).toString(16).padStart(12, "0");
  const table = `"t_${Math.floor(at / 3)}"`;
  const [up, down] = [
    [`CREATE TABLE ${table} ("id" SERIAL PRIMARY KEY, "name" TEXT NOT NULL DEFAULT '');`, `DROP TABLE ${table};`],
    [`ALTER TABLE ${table} ADD COLUMN "more" INTEGER;`, `ALTER TABLE ${table} DROP COLUMN "more";`],
    [`CREATE INDEX "i_${at}" ON ${table} ("more");`, `DROP INDEX "i_${at}";`],
  ][at % 3] as [string, string];
  return { id, parent, up, down };
}

async function raw(database: TestDatabase, revisions: readonly Small[]): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query("CREATE TABLE revisions (id text PRIMARY KEY)");
  for (const { id, up } of revisions) {
    await client.query("BEGIN");
    for (const { sql } of splitStatements(up)) await client.query(sql);
    await client.query(`INSERT INTO revisions VALUES ('${id}')`);
    await client.query("COMMIT");
  }
  await client.end();
}

async function runner({ context, history }: OpenedProject, database: TestDatabase): Promise<void> {
  const steps = planSteps(context, history, [], { direction: "upgrade", target: "head" });
  if (!steps.ok) throw new Error(steps.failure.message);
  const planned = runsOf(history, [], steps.value, "upgrade");
  if (!planned.ok) throw new Error(planned.failure.message);
  const connection = await database.connect();
  const ran = await runSteps(
    connection,
    planned.value.map(({ run }) => run),
    runnerOptions(context, {}),
  );
  if (!ran.ok) throw new Error(ran.failure.message);
}

function commandLine(folder: string, database: TestDatabase): Promise<number | null> {
  const cli = path.join(import.meta.dirname, "..", "dist", "cli.cjs");
  const args = [cli, "upgrade", "head", "--url", database.url];
  return Promise.resolve(execute(process.execPath, args, { cwd: folder, env: {} }));
}

function alembic(folder: string, database: TestDatabase): Promise<number | null> {
  const url = `url=${database.url.replace("postgresql://", "postgresql+psycopg2://")}`;
  const cwd = path.join(folder, "alembic");
  return Promise.resolve(execute("alembic", ["-x", url, "upgrade", "head"], { cwd, env: {} }));
}

async function openAt(folder: string, url: string): Promise<OpenedProject> {
  const opened = await openProjectContext({
    folder,
    config: null,
    choice: { kind: "url", url },
    env: {},
    trusted: true,
    signal: null,
    report: () => undefined,
    owner: "bench",
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  return opened.value;
}

async function writeProject(folder: string, revisions: readonly Small[]): Promise<void> {
  const to = path.join(folder, "prisma", "revisions");
  await mkdir(to, { recursive: true });
  await writeFile(path.join(folder, "prisma", "schema.prisma"), 'datasource db {\n  provider = "postgresql"\n}\n');
  for (const { id, parent, up, down } of revisions) {
    const header = `-- make ${id}\n--\n-- Revision: ${id}\n-- Revises: ${parent ?? ""}\n`;
    const body = `-- retort: upgrade\n${up}\n\n-- retort: downgrade\n\\if false\n${down}\n\\endif\n`;
    await writeFile(path.join(to, `${id}.sql`), `${header}\n${body}`);
  }
}

async function writeAlembic(folder: string, revisions: readonly Small[]): Promise<void> {
  const versions = path.join(folder, "alembic", "scripts", "versions");
  await mkdir(versions, { recursive: true });
  await writeFile(path.join(folder, "alembic", "alembic.ini"), "[alembic]\nscript_location = scripts\n");
  await writeFile(
    path.join(folder, "alembic", "scripts", "env.py"),
    `from alembic import context
from sqlalchemy import create_engine
engine = create_engine(context.get_x_argument(as_dictionary=True)["url"])
with engine.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
`,
  );
  for (const { id, parent, up, down } of revisions) {
    const text = `"""make ${id}"""
from alembic import op
revision = ${JSON.stringify(id)}
down_revision = ${parent === null ? "None" : JSON.stringify(parent)}
def upgrade():
    op.execute('''${up}''')
def downgrade():
    op.execute('''${down}''')
`;
    await writeFile(path.join(versions, `${id}.py`), text);
  }
}
