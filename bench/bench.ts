import { benchSave } from "#bench/save.ts";
import { tableOf } from "#bench/table.ts";

/**
 * `npm run bench [-- MODELS…]`: figures of the main job on this machine. Machines differ and are shared: the parts and
 * their ratios tell more than the milliseconds.
 */
const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 1);
for (const models of sizes.length > 0 ? sizes : [10, 100]) {
  console.log(`${tableOf(await benchSave(models, 20))}\n`);
}
process.exit(0);
