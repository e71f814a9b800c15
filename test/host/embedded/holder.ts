import { openEmbedded } from "#host/embedded/openEmbedded.ts";

/** Another process on a folder: holds it open and says so, until it is ended. */
const database = openEmbedded({ folder: process.argv[2] ?? "", name: "held", owner: "the other window" });
const connected = await database.connect();
process.send?.(connected.ok ? "open" : connected.failure);
process.once("disconnect", () => process.exit());
