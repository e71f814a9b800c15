#!/usr/bin/env node
// Stands in for the desktop executable: @vscode/test-cli calls it as it would call `code`. See codeShim.ts.
import { register } from "tsx/esm/api";

register();
const { main } = await import("./codeShim.ts");
process.exitCode = await main(process.argv.slice(2));
// The page's last connections must not hold the process.
setTimeout(() => process.exit(), 200).unref();
