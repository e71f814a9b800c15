import fc from "fast-check";

/**
 * The same random cases each time, so that what `npm test` says depends on the code alone. The long forms look further:
 * they set `RETORT_SEED` to `random`, or to the number of a run that is to be repeated.
 */
const seed = process.env["RETORT_SEED"] ?? "20261126";
if (seed !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
