import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export interface ChildMemory {
  /** The most that all child processes together held at a time, in MB; null where the system does not tell. */
  readonly peak: number | null;
  /** How many are still there. */
  readonly left: number;
}

/** Watches what the child processes of this one hold, until it is asked; those that end within ten seconds of that are not left. Linux alone tells. */
export function watchChildMemory(): () => Promise<ChildMemory> {
  const known = new Set(childrenOf(process.pid));
  let peak = 0;
  const look = () => {
    const held = childrenOf(process.pid).filter((pid) => !known.has(pid));
    peak = Math.max(
      peak,
      held.reduce((sum, pid) => sum + residentOf(pid), 0),
    );
    return held;
  };
  const timer = setInterval(look, 250);
  return async () => {
    clearInterval(timer);
    // A process that was told to end takes a moment to.
    for (let tries = 0; tries < 100 && look().length > 0; tries += 1) await sleep(100);
    const left = look().length;
    return { peak: fs.existsSync("/proc/self/status") ? Math.round(peak / 1024) : null, left };
  };
}

function childrenOf(pid: number): readonly number[] {
  try {
    const threads = fs.readdirSync(`/proc/${pid}/task`);
    return threads.flatMap((thread) =>
      fs
        .readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8")
        .split(" ")
        .filter((text) => text !== "")
        .map(Number),
    );
  } catch {
    return [];
  }
}

/** In KB; 0 for a process that ended meanwhile. */
function residentOf(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
