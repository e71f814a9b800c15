// `npm start`: a real VS Code with the extension and a demo project in it. The desktop one where `code` is on the path;
// else the code-server one, with its address. The demo project is the scenario's, on the embedded database.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, existsSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const workspace = path.join(root, ".cache", "demo-workspace");

if (!existsSync(workspace)) {
  mkdirSync(path.join(workspace, "prisma"), { recursive: true });
  const { modelsAt, provider } = await import("../demo/models.ts");
  writeFileSync(path.join(workspace, "prisma", "schema.prisma"), `${provider("")}\n${modelsAt("tasks")}`);
  spawnSync(process.execPath, [path.join(root, "dist", "cli.cjs"), "init", "--embedded"], { cwd: workspace });
}

if (spawnSync("code", ["--version"]).status === 0) {
  spawn("code", [`--extensionDevelopmentPath=${root}`, workspace], { stdio: "inherit" });
} else {
  const setup = spawnSync("bash", [path.join(root, "test", "vscode", "setup.sh")], { stdio: "inherit" });
  if (setup.status !== 0) process.exit(1);
  const packed = spawnSync(process.execPath, [path.join(root, "scripts", "package.mjs")], {
    cwd: root,
    stdio: "inherit",
  });
  if (packed.status !== 0) process.exit(1);
  const { startServer } = await import("../test/vscode/host.ts");
  const server = await startServer({ packages: [vsix()] });
  console.log(`VS Code with Retort and a demo project: ${server.url({ folder: workspace })}\nCtrl-C ends it.`);
  const end = () => server.stop().then(() => process.exit(0));
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}

function vsix() {
  const name = spawnSync(
    process.execPath,
    ["-p", "const p=require('./package.json'); `dist/${p.name}-${p.version}.vsix`"],
    {
      cwd: root,
      encoding: "utf8",
    },
  ).stdout.trim();
  return path.join(root, name);
}
