import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** Prisma's own schema engine, kept beside the repository with its packages installed; not everyone has it. */
const script = process.env["RETORT_PRISMA_ORACLE"] ?? "../../../shared/tools/prisma-oracle/prisma-oracle.mjs";

/** Why there is no oracle here; null where there is one. */
export function missingOracle(): string | null {
  const file = path.resolve(import.meta.dirname, script);
  if (!fs.existsSync(file)) return `no ${file}`;
  const packages = path.join(path.dirname(file), "node_modules");
  return fs.existsSync(packages) ? null : `${packages} is not installed (RETORT_PRISMA_ORACLE names another copy)`;
}

/** The script that Prisma would run to make the models in an empty database. */
export function prismaScript(models: string): string {
  const file = path.resolve(import.meta.dirname, script);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, "diff", "--empty", models], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0 && status !== 2) throw new Error(stderr);
  return stdout;
}
