import type { Connection } from "#host/connection.ts";
import { readRows } from "#host/bookkeeping/rows.ts";
import { randomHistory } from "#test/faults/history.ts";
import { buildOracle, type Oracle, type Row } from "#test/faults/oracle.ts";
import { createFaultProject, type FaultProject } from "#test/faults/project.ts";
import { type Proxy, startProxy } from "#test/faults/proxy.ts";
import { createRandom } from "#test/faults/random.ts";
import { snapshot } from "#test/faults/snapshot.ts";
import { type TestDatabase, type TestServer, withDatabase } from "#test/support/servers.ts";

export type Way = "upgrade" | "downgrade";

/** A history, made ready: its shadow answers are cached, its states are known, databases at both ends stand by. */
export interface Ground {
  readonly project: FaultProject;
  readonly oracle: Oracle;
  readonly proxy: Proxy;
  /** The messages that a run sends from the moment on at which it takes its first revision. */
  readonly messages: Readonly<Record<Way, { readonly first: number; readonly last: number }>>;
  /** A new database where a run of that way begins, and a URL through the proxy. */
  withDatabaseFor(way: Way, work: (database: TestDatabase, proxied: string) => Promise<void>): Promise<void>;
}

export const commandOf = { upgrade: ["upgrade", "head"], downgrade: ["downgrade", "base", "--yes"] } as const;

/** Works on the history of a seed. The clean runs it begins with warm the cache, and show how long they are. */
export async function onGround(
  server: TestServer,
  seed: number,
  work: (ground: Ground) => Promise<void>,
): Promise<void> {
  const history = randomHistory(createRandom(seed));
  const project = await createFaultProject(history);
  const proxy = await startProxy(server.connection.host);
  const proxied = (name: string) => `postgresql://postgres@127.0.0.1:${proxy.port}/${name}?sslmode=disable`;
  const run = async (way: Way, name: string) => {
    proxy.reset();
    const { code, output } = await project.start(proxied(name), ...commandOf[way]).ended;
    if (code !== 0) throw new Error(`${way} of seed ${seed} fails without a fault:\n${output}`);
    const first = proxy.sent.findIndex((text) => text.startsWith("BEGIN; SET LOCAL"));
    return { first: Math.max(1, first), last: proxy.sent.length };
  };
  try {
    await withDatabase(server, (scratch) =>
      withDatabase(server, async (atHead) => {
        const oracle = await buildOracle(await scratch.connect(), history);
        const upgrade = await run("upgrade", atHead.name);
        const connection = await atHead.connect();
        await project.writeModels(connection);
        await connection.close();
        // A database with a session can't be a template.
        const copyOf = (name: string) =>
          withDatabase(server, (copy) => run("downgrade", copy.name), { template: name });
        const downgrade = await copyOf(atHead.name);
        await work({
          project,
          oracle,
          proxy,
          messages: { upgrade, downgrade },
          withDatabaseFor: (way, use) =>
            withDatabase(
              server,
              (database) => use(database, proxied(database.name)),
              way === "downgrade" ? { template: atHead.name } : {},
            ),
        });
      }),
    );
  } finally {
    await proxy.stop();
    await project.remove();
  }
}

/** The rows of a database, and what it holds besides. */
export async function lookAt(
  connection: Connection,
): Promise<{ readonly rows: readonly Row[]; readonly held: string }> {
  const rows = ((await readRows(connection, "_retort")) ?? []).map(({ id, state, progress }) => ({
    id,
    state,
    progress,
  }));
  return { rows, held: await snapshot(connection) };
}
