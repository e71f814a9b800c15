import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Runs a command to its end; answers what it took of the processor in milliseconds, null where nobody counts it. */
export function execute(
  command: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): number | null {
  const own = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
  const before = childrenCpu();
  const said = spawnSync(command, args, { cwd, env: { ...own, ...env }, encoding: "utf8" });
  if (said.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${(said.stderr || said.stdout).slice(-2000)}`);
  const after = childrenCpu();
  return before === null || after === null ? null : after - before;
}

/** What children that have ended took of the processor: Linux counts it, in hundredths of a second. */
function childrenCpu(): number | null {
  if (process.platform !== "linux") return null;
  const text = readFileSync("/proc/self/stat", "utf8");
  // After the name, which may hold anything: fields 16 and 17, cutime and cstime.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
