import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, constants } from "node:fs/promises";
import path from "node:path";

import { done, failed, type Outcome } from "#host/failure.ts";

export interface EditorOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/**
 * Opens files in the editor of `EDITOR` or `VISUAL`, which may hold arguments, else in the first of the usual ones that is
 * installed, and waits for it. The editor has the terminal.
 */
export async function openInEditor(files: readonly string[], options: EditorOptions): Promise<Outcome<void>> {
  const editor = options.env["EDITOR"] || options.env["VISUAL"] || (await firstInstalled(options.env));
  if (editor === null) {
    return failed({
      code: "usage/editor",
      exit: 2,
      message: "Error executing editor (none is named or installed)",
      details: [`Looked for EDITOR, VISUAL, ${usual.join(", ")}.`],
      unchanged: "Nothing was opened.",
      next: ["Name one: EDITOR=nano retort edit …"],
    });
  }
  const code = await run(editor, files, options);
  if (code === 0) return done(undefined);
  return failed({
    code: "usage/editor",
    exit: 2,
    message: `Error executing editor (${editor} ended with ${code})`,
    unchanged: "The files are as the editor left them.",
    next: ["Mend EDITOR or VISUAL, which are run as a command of the shell."],
  });
}

const usual = ["sensible-editor", "editor", "nano", "vim", "code"];

async function firstInstalled({ PATH = "" }: EditorOptions["env"]): Promise<string | null> {
  for (const name of usual) {
    for (const folder of PATH.split(path.delimiter)) {
      const found = await access(path.join(folder, name), constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) return name;
    }
  }
  return null;
}

/** Through the shell, since `code --wait` is a command and not a program; the file names are not for it to read. */
async function run(editor: string, files: readonly string[], { env, cwd }: EditorOptions): Promise<number | string> {
  const windows = process.platform === "win32";
  const child = windows
    ? spawn(`${editor} ${files.map((file) => `"${file}"`).join(" ")}`, { shell: true, env, cwd, stdio: "inherit" })
    : spawn("sh", ["-c", `${editor} "$@"`, "retort", ...files], { env, cwd, stdio: "inherit" });
  try {
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    return code ?? signal ?? "no status";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
