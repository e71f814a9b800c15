import { setTimeout as sleep } from "node:timers/promises";

import type { Connection } from "#host/connection.ts";
import { commandOf, type Ground, type Way } from "#test/faults/ground.ts";
import type { Ended } from "#test/faults/project.ts";
import type { Random } from "#test/faults/random.ts";
import type { TestDatabase } from "#test/support/servers.ts";

/** What befalls a run: its process is killed, its sessions are ended in the server, its connections break, it is interrupted. */
export const faults = ["kill", "terminate", "cut", "interrupt"] as const;
export type Fault = (typeof faults)[number];

export interface Inflicted extends Ended {
  readonly fault: Fault;
  /** At which message of the run, and how. */
  readonly when: string;
}

/** Runs a command through the proxy, and lets a fault befall it at a random message of its run, or a little later. */
export async function inflict(
  ground: Ground,
  {
    way,
    database,
    proxied,
    control,
    random,
  }: {
    readonly way: Way;
    readonly database: TestDatabase;
    readonly proxied: string;
    /** A session of the superuser elsewhere. */
    readonly control: Connection;
    readonly random: Random;
  },
): Promise<Inflicted> {
  const { project, proxy, messages } = ground;
  const { first, last } = messages[way];
  const fault = random.pick(faults);
  const at = first + random.below(last - first + 1);
  // Kept from the server while the session goes on, a message would be waited for without end.
  const before = (fault === "kill" || fault === "cut") && random.chance(40);
  const delay = before || random.chance(40) ? 0 : random.below(40);
  const victims = random.pick(["all", "one"] as const);
  proxy.reset();
  const running = project.start(proxied, ...commandOf[way]);
  let done: Promise<unknown> = Promise.resolve();
  const strike = async () => {
    if (delay > 0) await sleep(delay);
    switch (fault) {
      case "kill":
        running.signal("SIGKILL");
        break;
      case "interrupt":
        running.signal(random.pick(["SIGINT", "SIGTERM"]));
        break;
      case "cut":
        proxy.cut();
        break;
      case "terminate":
        await control.rows(
          `SELECT pg_terminate_backend(pid) FROM (
             SELECT pid FROM pg_stat_activity WHERE datname = $1 ORDER BY random() LIMIT ${victims === "all" ? "100" : "1"}) AS p`,
          [database.name],
        );
        break;
    }
  };
  const fall = () => {
    done = strike();
  };
  proxy.arm(at, fall, { before });
  const ended = await running.ended;
  await done;
  await quiet(control, database.name);
  return { ...ended, fault, when: `message ${at} of ${first}…${last}, ${before ? "before" : `after, ${delay} ms`}` };
}

/** Until nothing of a run goes on in the server any more. */
async function quiet(control: Connection, database: string): Promise<void> {
  for (;;) {
    const [row] = await control.rows<[number]>("SELECT count(*)::int FROM pg_stat_activity WHERE datname = $1", [
      database,
    ]);
    if (row?.[0] === 0) return;
    await sleep(20);
  }
}
