import { defineConfig } from "@vscode/test-cli";

/**
 * The suite that runs inside the extension host: `npm run test:api` bundles it, makes its workspace and calls
 * `vscode-test` with VSCODE_EXECUTABLE, the code-server that stands in for desktop VS Code; without, VS Code is downloaded.
 */
const executable = process.env.VSCODE_EXECUTABLE;

export default defineConfig({
  tests: [
    {
      files: "out/vscode-api/*.test.cjs",
      workspaceFolder: "out/vscode-api/workspace",
      mocha: { ui: "bdd", timeout: 300_000, slow: 10_000 },
      ...(executable ? { useInstallation: { fromPath: executable }, skipExtensionDependencies: true } : {}),
    },
  ],
});
