import { displayName, quoteIdentifier, quoteLiteral, quoteName } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { errorCode } from "#host/runner/statementFailure.ts";
import { type LiveColumn, type LiveTable, readLiveTable } from "#host/stash/liveTable.ts";
import { keyColumn, type Stash, stashTable } from "#host/stash/stash.ts";

/** What came back of a stash. */
export interface BroughtBack {
  readonly object: string;
  readonly stash: string;
  readonly count: number;
  /** Rows and values that stay in the stash, because nothing could be done with them. */
  readonly left: number;
  /** Why they stay; null where none do. */
  readonly why: string | null;
  /** They need an enum value that was added in this very transaction, which only the next one may use. */
  readonly mustWait: boolean;
}

/**
 * In the transaction that made the objects again, under text settings: puts back what the stashes hold, tables before columns, and what refers
 * to others after those. What can't be put back stays in its stash and is told; nothing of it stops the step. Triggers
 * of users do not fire: they did when the rows were new.
 */
export async function bringBack(
  connection: Connection,
  stashes: readonly Stash[],
  place: Place,
): Promise<readonly BroughtBack[]> {
  if (stashes.length === 0) return [];
  let waiting = inOrder(stashes);
  const done: BroughtBack[] = [];
  // Rows that refer to rows of another stash are refused until those are there.
  for (;;) {
    const refused: { readonly stash: Stash; readonly error: unknown }[] = [];
    for (const stash of waiting) {
      const back = await attempt(connection, stash, { ...place, when: "at the end" });
      if ("error" in back) refused.push({ stash, error: back.error });
      else done.push(back);
    }
    const hopeless = refused.length === waiting.length || refused.every(({ error }) => errorCode(error) !== "23503");
    if (hopeless) {
      for (const { stash, error } of refused) done.push(await leftAsItIs(connection, stash, error, place));
      return done;
    }
    waiting = refused.map(({ stash }) => stash);
  }
}

/**
 * Within the transaction that makes the objects again, before it is done with them: puts back what the stashes hold, where
 * all of it has its place already. What does not, or is refused, is left for the end. Stashes of columns are kept, and
 * count nothing yet: what follows may overwrite the values.
 */
export async function bringBackEarly(
  connection: Connection,
  stashes: readonly Stash[],
  place: Place,
): Promise<readonly BroughtBack[]> {
  let waiting = inOrder(stashes);
  const done: BroughtBack[] = [];
  for (;;) {
    const refused: Stash[] = [];
    for (const stash of waiting) {
      const back = await attempt(connection, stash, { ...place, when: "early" });
      if ("error" in back) refused.push(stash);
      else if (back.count > 0) done.push(stash.kind === "column" ? { ...back, count: 0 } : back);
    }
    if (refused.length === 0 || refused.length === waiting.length) return done;
    waiting = refused;
  }
}

/** Rows before values, so that these find what they belong to. */
function inOrder(stashes: readonly Stash[]): readonly Stash[] {
  const order = { table: 0, column: 1, values: 2 } as const;
  return stashes.toSorted((a, b) => order[a.kind] - order[b.kind]);
}

export interface Place {
  readonly bookkeeping: string;
  readonly home: string;
}

/** `early`: later statements of the same transaction may yet change what is put back. */
interface Moment extends Place {
  readonly when: "early" | "at the end";
  /** Numbers that rows were given meanwhile go out of the way of those that come back. */
  readonly makesRoom?: boolean;
}

async function attempt(
  connection: Connection,
  stash: Stash,
  moment: Moment,
): Promise<BroughtBack | { readonly error: unknown }> {
  await connection.rows("SAVEPOINT stash");
  try {
    const back = await putBack(connection, stash, moment);
    // What can only be refused at the end is refused here, where it can be told.
    const end = moment.when === "early" ? "" : "SET CONSTRAINTS ALL IMMEDIATE; ";
    await connection.rows(`${end}RELEASE SAVEPOINT stash`);
    return back;
  } catch (error) {
    await connection.rows("ROLLBACK TO SAVEPOINT stash; RELEASE SAVEPOINT stash");
    const mayMakeRoom = stash.kind === "column" && moment.when === "at the end" && moment.makesRoom !== true;
    return mayMakeRoom && errorCode(error) === "23505"
      ? attempt(connection, stash, { ...moment, makesRoom: true })
      : { error };
  }
}

async function putBack(
  connection: Connection,
  stash: Stash,
  { bookkeeping, home, when, makesRoom = false }: Moment,
): Promise<BroughtBack> {
  const live = await readLiveTable(connection, stash.table);
  const from = stashTable(bookkeeping, stash.name);
  const names = { object: objectOf(stash, home), stash: stash.name };
  if (!live || (when === "early" && !(await hasPlace(connection, stash, { live, from }))))
    return { ...names, count: 0, left: await count(connection, from), why: "the table is not there", mustWait: false };
  const triggers = await silence(connection, stash);
  const moved =
    stash.column === null
      ? await insertRows(connection, { stash, live, from })
      : await updateValues(connection, { stash, live, from, column: stash.column, when, makesRoom });
  for (const again of triggers) await connection.rows(again);
  const left = await count(connection, from);
  if (left === 0) await connection.rows(`DROP TABLE ${from}`);
  return { ...names, count: moved, left, why: left === 0 ? null : whyLeft(stash), mustWait: false };
}

/** All that a stash holds can go where it was: a table is made in steps. */
async function hasPlace(
  connection: Connection,
  { column }: Stash,
  { live, from }: { readonly live: LiveTable; readonly from: string },
): Promise<boolean> {
  if (column !== null) return live.columns.some(({ name }) => name === column);
  const there = new Set(live.columns.map(({ name }) => name));
  return live.key.length > 0 && (await columnsOf(connection, from)).every((name) => there.has(name));
}

interface Move {
  readonly stash: Stash;
  readonly live: LiveTable;
  readonly from: string;
}

/** Rows whose key is taken by now stay in the stash. Columns that are no more are left out, new ones take their default. */
async function insertRows(connection: Connection, { stash, live, from }: Move): Promise<number> {
  const known = new Set(await columnsOf(connection, from));
  const columns = live.columns.filter(({ name, isGenerated }) => known.has(name) && !isGenerated);
  const into = `INSERT INTO ${quoteName(stash.table, "")} (${columns.map(({ name }) => quoteIdentifier(name)).join(", ")})`;
  const rows = `OVERRIDING SYSTEM VALUE SELECT ${columns.map((column) => `s.${cast(column)}`).join(", ")} FROM ${from} s`;
  const key = live.key.filter((name) => known.has(name));
  let moved: number;
  if (key.length === 0 || key.length < live.key.length) {
    moved = (await connection.query(`${into} ${rows}`)).rowCount;
    await connection.rows(`DELETE FROM ${from}`);
  } else {
    const keys = key.map(quoteIdentifier);
    const returned = keys.map((name, index) => `${name}::text AS k${index}`).join(", ");
    const same = keys.map((name, index) => `s.${name} = put.k${index}`).join(" AND ");
    const put = `WITH put AS (${into} ${rows} ON CONFLICT DO NOTHING RETURNING ${returned})`;
    moved = (await connection.query(`${put} DELETE FROM ${from} s USING put WHERE ${same}`)).rowCount;
  }
  await advanceSequences(connection, stash, columns);
  return moved;
}

/** Each value to the row of its key; changed values only where the row still holds what they became. */
async function updateValues(
  connection: Connection,
  {
    stash,
    live,
    from,
    column,
    when,
    makesRoom,
  }: Move & { readonly column: string; readonly when: Moment["when"]; readonly makesRoom: boolean },
): Promise<number> {
  const target = live.columns.find(({ name }) => name === column);
  const missing = stash.key.some((name) => !live.columns.some((one) => one.name === name));
  if (!target || target.isGenerated || missing || stash.key.length === 0) return 0;
  const name = quoteIdentifier(column);
  const types = new Map(live.columns.map(({ name: key, type }) => [key, type]));
  // By the column's own type, so that the key's index serves.
  const matches = stash.key.map(
    (key, index) => `t.${quoteIdentifier(key)} = s.${keyColumn(index)}::${types.get(key) ?? "text"}`,
  );
  if (stash.kind === "values") matches.push(`t.${name}::text IS NOT DISTINCT FROM s.became::${target.type}::text`);
  const returned = stash.key.map((_, index) => `s.${keyColumn(index)} AS k${index}`).join(", ");
  const same = stash.key.map((_, index) => `s.${keyColumn(index)} = put.k${index}`).join(" AND ");
  const update = `UPDATE ${quoteName(stash.table, "")} t SET ${name} = s.value::${target.type} FROM ${from} s WHERE ${matches.join(" AND ")}`;
  if (when === "early" && stash.kind === "column") return (await connection.query(update)).rowCount;
  if (makesRoom && numbers.test(target.type)) await connection.rows(outOfTheWay(stash, { from, target }));
  const put = `WITH put AS (${update} RETURNING ${returned})`;
  const moved = (await connection.query(`${put} DELETE FROM ${from} s USING put WHERE ${same}`)).rowCount;
  if (stash.kind === "column") await advanceSequences(connection, stash, [target]);
  return moved;
}

const numbers = /^(?:smallint|integer|bigint|numeric)/;

/** What rows hold in a unique column that has just come was made up for them: behind all that comes back there is room. */
function outOfTheWay(stash: Stash, { from, target }: { readonly from: string; readonly target: LiveColumn }): string {
  const [table, name] = [quoteName(stash.table, ""), quoteIdentifier(target.name)];
  const highest = `greatest((SELECT max(${name}) FROM ${table}), (SELECT max(value::${target.type}) FROM ${from}))`;
  return `UPDATE ${table} SET ${name} = ${name} + (${highest} - (SELECT min(${name}) FROM ${table}) + 1)`;
}

async function columnsOf(connection: Connection, table: string): Promise<readonly string[]> {
  const rows = await connection.rows<[string]>(
    `SELECT attname FROM pg_attribute WHERE attrelid = ${quoteLiteral(table)}::regclass AND attnum > 0 AND NOT attisdropped`,
  );
  return rows.map(([name]) => name);
}

/** Numbers that were given out once are not given out again. */
async function advanceSequences(connection: Connection, stash: Stash, columns: readonly LiveColumn[]): Promise<void> {
  const table = quoteName(stash.table, "");
  const names = `ARRAY[${columns.map(({ name }) => quoteLiteral(name)).join(", ")}]::text[]`;
  const owned = await connection.rows<[string, string]>(
    `SELECT name, sequence FROM unnest(${names}) AS name, pg_get_serial_sequence(${quoteLiteral(table)}, name) AS sequence WHERE sequence IS NOT NULL`,
  );
  for (const [name, sequence] of owned) {
    // The sequence's name is the server's own, quoted where it must be.
    const highest = `SELECT max(${quoteIdentifier(name)})::bigint FROM ${table}`;
    const given = `SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM ${sequence}`;
    await connection.rows(
      `SELECT setval(${quoteLiteral(sequence)}, highest) FROM (${highest}) AS h (highest) WHERE highest > (${given})`,
    );
  }
}

/** Switches the user's triggers off; the statements that switch each of them on again, as it was. */
async function silence(connection: Connection, { table }: Stash): Promise<readonly string[]> {
  const name = quoteName(table, "");
  const triggers = await connection.rows<[string, string]>(`
    SELECT tgname, tgenabled FROM pg_trigger
    WHERE tgrelid = ${quoteLiteral(name)}::regclass AND NOT tgisinternal AND tgenabled IN ('O', 'A')`);
  for (const [trigger] of triggers) {
    await connection.rows(`ALTER TABLE ${name} DISABLE TRIGGER ${quoteIdentifier(trigger)}`);
  }
  return triggers.map(
    ([trigger, was]) => `ALTER TABLE ${name} ENABLE ${was === "A" ? "ALWAYS " : ""}TRIGGER ${quoteIdentifier(trigger)}`,
  );
}

async function leftAsItIs(connection: Connection, stash: Stash, error: unknown, place: Place): Promise<BroughtBack> {
  const left = await count(connection, stashTable(place.bookkeeping, stash.name));
  const why = error instanceof Error ? error.message : String(error);
  return {
    object: objectOf(stash, place.home),
    stash: stash.name,
    count: 0,
    left,
    why,
    mustWait: errorCode(error) === "55P04",
  };
}

async function count(connection: Connection, table: string): Promise<number> {
  const [[number] = ["0"]] = await connection.rows<[string]>(`SELECT count(*)::text FROM ${table}`);
  return Number(number);
}

function whyLeft({ kind }: Stash): string {
  if (kind === "table") return "rows with their keys are there already";
  return kind === "column" ? "their rows are gone" : "their rows are gone or were changed since";
}

function objectOf({ table, column }: Stash, home: string): string {
  return displayName(table, home) + (column === null ? "" : `.${column}`);
}

function cast({ name, type }: LiveColumn): string {
  return `${quoteIdentifier(name)}::${type}`;
}
