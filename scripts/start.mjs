// `npm start`: a real VS Code with the extension and a demo project in it. The desktop one where `code` is on the path;
// else the code-server one, with its address. The demo project is the scenario's, on the embedded database: its first
// revision is applied, and a field waits for the second. It stays in .cache/demo-workspace until somebody removes it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { modelsAt, provider } from "../demo/models.ts";

const root = path.join(import.meta.dirname, "..");
const workspace = path.join(root, ".cache", "demo-workspace");

if (!existsSync(workspace)) makeWorkspace();
if (spawnSync("code", ["--version"]).status === 0) {
  spawn("code", [`--extensionDevelopmentPath=${root}`, workspace], { stdio: "inherit" });
} else {
  run("bash", [path.join(root, "test", "vscode", "setup.sh")]);
  run(process.execPath, [path.join(root, "scripts", "package.mjs")]);
  const { startServer } = await import("../test/vscode/host.ts");
  const server = await startServer({ packages: [packagedExtension()] });
  console.log(`\nVS Code with Retort and a demo project: ${server.url({ folder: workspace })}\nCtrl-C ends it.`);
  const end = () => server.stop().then(() => process.exit(0));
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}

function makeWorkspace() {
  const schema = path.join(workspace, "prisma", "schema.prisma");
  const write = (stage) => {
    writeFileSync(schema, `${provider("")}\n${modelsAt(stage)}`);
  };
  mkdirSync(path.dirname(schema), { recursive: true });
  try {
    write("tasks");
    retort("init", "--embedded");
    retort("revision", "--autogenerate", "-m", "create tasks");
    retort("upgrade", "head");
    write("priority");
  } catch (error) {
    // A workspace that was made by half would be taken for a whole one next time.
    rmSync(workspace, { recursive: true, force: true });
    throw error;
  }
}

function retort(...args) {
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, "dist", "cli.cjs"), ...args], {
    cwd: workspace,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`retort ${args.join(" ")}: ${stderr}`);
}

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

function packagedExtension() {
  const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return path.join(root, "dist", `${name}-${version}.vsix`);
}
