import { spawnSync } from "node:child_process";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

import { sqlalchemyText } from "#bench/alembicModels.ts";
import { execute } from "#bench/execute.ts";
import { type Prepared, withPrepared } from "#bench/prepared.ts";
import { measuredInTurn, type Row } from "#bench/table.ts";

interface Work {
  readonly what: string;
  readonly work: () => Promise<number | null>;
}

/**
 * Whether models, revisions and database agree, asked from cold: whole commands, one after the other, each of which finds
 * that they do. Beside Alembic and Prisma's engine, where they are installed.
 */
export async function benchCheck(models: number, runs: number): Promise<readonly Row[]> {
  return withPrepared(models, async (prepared) => {
    const cache = path.join(prepared.folder, ".retort", "cache");
    const check = () => Promise.resolve(retort(prepared, "check"));
    const works: readonly Work[] = [
      { what: `retort check, ${models} tables`, work: check },
      ...(await alembic(prepared, models)),
      ...prisma(prepared),
    ];
    for (const { work } of works) await work();
    const rows = await measuredInTurn(runs, works);
    const uncached = await measuredInTurn(1, [
      {
        what: "  retort check that finds nothing kept of its shadow",
        async work() {
          await rm(cache, { recursive: true });
          return check();
        },
      },
    ]);
    const [own] = rows;
    const ratio = (row: Row) => (row === own ? "" : `, ${(row.p50 / (own?.p50 ?? 1)).toFixed(1)} × retort check`);
    return [...rows, ...uncached].map((row) => ({ ...row, what: row.what + ratio(row) }));
  });
}

function retort({ folder, env }: Prepared, ...args: readonly string[]): number | null {
  const cli = path.join(import.meta.dirname, "..", "dist", "cli.cjs");
  return execute(process.execPath, [cli, ...args], { cwd: folder, env });
}

async function alembic({ folder, database }: Prepared, models: number): Promise<readonly Work[]> {
  if (spawnSync("alembic", ["--version"]).error) {
    console.log("(no alembic on this machine to stand beside: apt-get install alembic python3-psycopg2)");
    return [];
  }
  const cwd = path.join(folder, "alembic");
  const versions = path.join(cwd, "scripts", "versions");
  await mkdir(versions, { recursive: true });
  await writeFile(path.join(cwd, "alembic.ini"), "[alembic]\nscript_location = scripts\nprepend_sys_path = .\n");
  await writeFile(path.join(cwd, "models.py"), sqlalchemyText(models));
  await writeFile(path.join(cwd, "scripts", "script.py.mako"), scriptTemplate);
  await writeFile(path.join(cwd, "scripts", "env.py"), environment);
  // Its own table would be a difference to the others.
  const connection = await database.connect();
  await connection.rows("CREATE SCHEMA alembic");
  const asked = ["-x", `url=${database.url.replace("postgresql://", "postgresql+psycopg2://")}`];
  const run = (...args: readonly string[]) => execute("alembic", [...asked, ...args], { cwd, env: {} });
  // It came with Alembic 1.9. Before, the comparison that it makes is made within another command that does next to nothing.
  const hasCheck = spawnSync("alembic", ["check", "--help"]).status === 0;
  return [
    hasCheck
      ? { what: "  alembic check", work: () => Promise.resolve(run("check")) }
      : {
          what: "  alembic's comparison, which its check makes",
          work: () => Promise.resolve(run("-x", "compare=yes", "current")),
        },
    {
      what: "  alembic revision --autogenerate",
      async work() {
        const used = run("revision", "--autogenerate", "-m", "nothing");
        // The next check would refuse a database that is behind it.
        for (const file of await readdir(versions)) {
          if (file.endsWith(".py")) await rm(path.join(versions, file));
        }
        return used;
      },
    },
  ];
}

const environment = `from alembic import context
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from models import Base
asked = context.get_x_argument(as_dictionary=True)
with create_engine(asked["url"]).connect() as connection:
    if "compare" in asked:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        assert not found, found[:3]
    context.configure(connection=connection, target_metadata=Base.metadata, version_table_schema="alembic")
    with context.begin_transaction():
        context.run_migrations()
`;

const scriptTemplate = `revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
def upgrade():
    \${upgrades if upgrades else "pass"}
def downgrade():
    \${downgrades if downgrades else "pass"}
`;

function prisma({ folder, schema, database }: Prepared): readonly Work[] {
  const script = path.join(import.meta.dirname, "prismaLive.mjs");
  try {
    createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  } catch {
    console.log("(no Prisma engine to stand beside: the development dependency @prisma/schema-engine-wasm)");
    return [];
  }
  const run = () => execute(process.execPath, [script, database.url, schema], { cwd: folder, env: {} });
  return [{ what: "  Prisma's engine: database against models", work: () => Promise.resolve(run()) }];
}
