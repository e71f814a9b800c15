import { cpus, loadavg } from "node:os";

import { benchCheck } from "#bench/check.ts";
import { benchDiff } from "#bench/diff.ts";
import { benchGraph } from "#bench/graph.ts";
import { benchProof, benchShadow } from "#bench/proof.ts";
import { benchSave } from "#bench/save.ts";
import { benchStash } from "#bench/stash.ts";
import { benchUpgrade } from "#bench/upgrade.ts";
import { type Row, tableOf } from "#bench/table.ts";

/**
 * `npm run bench [-- PART… SIZE…]`: figures on this machine, of all parts or of those named (`save`, `check`, `diff`,
 * `upgrade`, …), in other sizes than the usual ones. Machines differ and are shared: the parts and their ratios tell more than
 * the milliseconds.
 */
const given = process.argv.slice(2);
const sizes = given.map(Number).filter((size) => size > 1);
const parts = {
  save: { usual: [10, 100, 1000], run: (models: number) => benchSave(models, models < 2000 ? 20 : 8) },
  check: { usual: [10, 100, 1000], run: (models: number) => benchCheck(models, models < 1000 ? 7 : 3) },
  diff: { usual: [1000], run: (models: number) => benchDiff(models, 20) },
  upgrade: { usual: [300], run: (revisions: number) => benchUpgrade(revisions, 5) },
  proof: { usual: [100, 1000], run: (models: number) => benchProof(models, 10) },
  shadow: { usual: [2], run: benchShadow },
  stash: { usual: [100_000], run: benchStash },
  graph: { usual: [1000, 10_000], run: (revisions: number) => benchGraph(revisions, 20) },
};
const load = () =>
  loadavg()
    .map((each) => each.toFixed(1))
    .join(" ");
const processors = cpus();
console.log(`Node ${process.version}, ${processors.length} × ${processors[0]?.model ?? "?"}; load average ${load()}\n`);
for (const [name, { usual, run }] of Object.entries(parts)) {
  const named = given.filter((arg) => arg in parts);
  if (named.length > 0 && !named.includes(name)) continue;
  const rows: Row[] = [];
  for (const size of sizes.length > 0 ? sizes : usual) rows.push(...(await run(size)));
  console.log(`${tableOf(rows)}\n`);
}
console.log(`load average when it ended: ${load()}`);
process.exit(0);
