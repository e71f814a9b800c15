import type { SectionMode } from "#engine/index.ts";
import type { Random } from "#test/faults/random.ts";

/** A revision of a made-up history: what its file says, statement by statement. */
export interface FaultRevision {
  readonly id: string;
  readonly parent: string | null;
  readonly up: readonly FaultSection[];
  readonly down: readonly FaultSection[];
}

export interface FaultSection {
  readonly mode: SectionMode;
  readonly statements: readonly string[];
}

/** A line of revisions over a few tables with rows, transactional and not, each with its way back. */
export function randomHistory(random: Random): readonly FaultRevision[] {
  const world: World = { tables: [], names: 0 };
  const count = 3 + random.below(3);
  const revisions: FaultRevision[] = [];
  for (let at = 0; at < count; at++) {
    const parts = Array.from({ length: 1 + random.below(3) }, () => randomPart(world, random));
    revisions.push({
      id: `${"abcdef"[at] ?? "x"}${at}${at}${at}`,
      parent: revisions.at(-1)?.id ?? null,
      up: parts.map((part) => part.up),
      down: parts.toReversed().map((part) => part.down),
    });
  }
  return revisions;
}

/** The text of a revision's file. */
export function revisionText({ id, parent, up, down }: FaultRevision): string {
  const sections = (direction: string, list: readonly FaultSection[]) =>
    list.map(({ mode, statements }, index) => {
      const mark = `-- retort: ${direction}${mode === "transaction" ? "" : " (no transaction)"}`;
      const guard = direction === "downgrade" && index === 0 ? "\n\\if false" : "";
      return `${mark}${guard}\n${statements.map((statement) => `${statement};`).join("\n")}\n`;
    });
  const head = `-- revision ${id}\n--\n-- Revision: ${id}\n${parent === null ? "" : `-- Revises: ${parent}\n`}`;
  return `${[head, ...sections("upgrade", up), ...sections("downgrade", down)].join("\n")}\\endif\n`;
}

interface World {
  readonly tables: string[];
  names: number;
}

interface Part {
  readonly up: FaultSection;
  readonly down: FaultSection;
}

function randomPart(world: World, random: Random): Part {
  if (world.tables.length === 0) return createTable(world);
  const table = random.pick(world.tables);
  return random.pick([createTable, addColumns, changeRows, indexConcurrently, enumAtOnce, batch])(world, table);
}

function createTable(world: World): Part {
  const table = fresh(world, "t");
  world.tables.push(table);
  return {
    up: inTransaction(
      `CREATE TABLE ${table} (id int PRIMARY KEY, v text NOT NULL)`,
      `INSERT INTO ${table} SELECT n, 'v' || n FROM generate_series(1, 300) n`,
    ),
    down: inTransaction(`DROP TABLE ${table}`),
  };
}

function addColumns(world: World, table: string): Part {
  const [one, two] = [fresh(world, "c"), fresh(world, "c")];
  return {
    up: inTransaction(
      `ALTER TABLE ${table} ADD COLUMN ${one} int NOT NULL DEFAULT 7`,
      `ALTER TABLE ${table} ADD COLUMN ${two} text`,
      `UPDATE ${table} SET ${two} = v || ${one}`,
    ),
    down: inTransaction(`ALTER TABLE ${table} DROP COLUMN ${two}`, `ALTER TABLE ${table} DROP COLUMN ${one}`),
  };
}

function changeRows(_: World, table: string): Part {
  return {
    up: inTransaction(`UPDATE ${table} SET v = v || 'x'`),
    down: inTransaction(`UPDATE ${table} SET v = left(v, length(v) - 1)`),
  };
}

function indexConcurrently(world: World, table: string): Part {
  const [one, two] = [fresh(world, "i"), fresh(world, "i")];
  return {
    up: outside(
      `CREATE INDEX CONCURRENTLY ${one} ON ${table} (v)`,
      `COMMENT ON INDEX ${one} IS 'by v'`,
      `CREATE UNIQUE INDEX CONCURRENTLY ${two} ON ${table} (v, id)`,
    ),
    down: outside(
      `DROP INDEX CONCURRENTLY ${two}`,
      `COMMENT ON INDEX ${one} IS NULL`,
      `DROP INDEX CONCURRENTLY ${one}`,
    ),
  };
}

/** A value that is used as soon as it is added: never in one transaction. */
function enumAtOnce(world: World, table: string): Part {
  const [type, column] = [fresh(world, "e"), fresh(world, "c")];
  return {
    up: outside(
      `CREATE TYPE ${type} AS ENUM ('a')`,
      `ALTER TYPE ${type} ADD VALUE 'b'`,
      `ALTER TABLE ${table} ADD COLUMN ${column} ${type} NOT NULL DEFAULT 'b'`,
    ),
    down: inTransaction(`ALTER TABLE ${table} DROP COLUMN ${column}`, `DROP TYPE ${type}`),
  };
}

/** Commits by itself: when the process is killed, nothing in the catalog tells whether it ran. */
function batch(_: World, table: string): Part {
  return {
    up: outside(`DO $$ BEGIN UPDATE ${table} SET v = v || 'y'; COMMIT; END $$`, `UPDATE ${table} SET v = v || 'z'`),
    down: inTransaction(`UPDATE ${table} SET v = left(v, length(v) - 2)`),
  };
}

function inTransaction(...statements: readonly string[]): FaultSection {
  return { mode: "transaction", statements };
}

function outside(...statements: readonly string[]): FaultSection {
  return { mode: "no transaction", statements };
}

function fresh(world: World, prefix: string): string {
  world.names += 1;
  return `${prefix}${world.names}`;
}
