import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import type { Diagnostic } from "vscode-languageserver/node";

import { lineStarts } from "#engine/index.ts";
import { loadSqlParser } from "#host/sqlParser.ts";
import type { Cancellation, RequestHandlers } from "#protocol/requests.ts";
import type { ProjectState } from "#protocol/state.ts";
import { requestHandlers } from "#server/requests/handlers.ts";
import { codeActions } from "#server/features/codeActions.ts";
import { codeLenses } from "#server/features/codeLens.ts";
import { createWorkspace } from "#server/workspace.ts";

/** The language server on one folder, without a client: what it would have published, and its requests. */
export interface EditorOnFolder {
  readonly folder: string;
  /** Evaluates anew; the diagnostics that stand afterwards. */
  diagnostics(): Promise<readonly PlacedDiagnostic[]>;
  /** The state of the folder's one project, after `diagnostics`. */
  state(): ProjectState;
  readonly requests: RequestHandlers;
  /** The titles of what can be done about the diagnostics that stand. */
  actions(code: string): readonly string[];
  /** The titles of a file's code lenses; its path in the folder. */
  lenses(file: string): readonly string[];
  /** Writes into its file what a code action of that title would. */
  apply(title: string): Promise<void>;
}

/** A diagnostic by the path of its file in the folder, with the text it stands on. */
export interface PlacedDiagnostic extends Pick<Diagnostic, "code" | "severity" | "range"> {
  readonly file: string;
  readonly message: string;
}

/** Nobody cancels. */
export const never: Cancellation = {
  isCancellationRequested: false,
  onCancellationRequested: () => ({ dispose: () => undefined }),
};

export async function withEditor<T>(
  folder: string,
  {
    env = {},
    secrets = {},
    trusted = true,
  }: {
    readonly env?: NodeJS.ProcessEnv;
    readonly secrets?: Readonly<Record<string, string>>;
    readonly trusted?: boolean;
  },
  work: (editor: EditorOnFolder) => Promise<T>,
): Promise<T> {
  const published = new Map<string, readonly Diagnostic[]>();
  let states: readonly ProjectState[] = [];
  const workspace = createWorkspace({
    folders: [folder],
    options: {
      trusted,
      assets: "",
      secrets: { [folder]: Object.keys(secrets) },
      active: {},
      prismaExtension: false,
    },
    env: { PATH: process.env["PATH"], HOME: folder, ...env },
    parseSql: await loadSqlParser(),
    log: () => undefined,
    secret: (_, database) => Promise.resolve(secrets[database] ?? null),
    send: () => undefined,
    diagnostics: (uri, diagnostics) => {
      published.set(uri, diagnostics);
    },
    lensesChanged: () => undefined,
  });
  try {
    states = await workspace.refresh();
    return await work({
      folder,
      async diagnostics() {
        states = await workspace.refresh();
        return [...published].flatMap(([uri, diagnostics]) =>
          diagnostics.map(({ code, severity, range, message }) => ({
            file: path.relative(folder, decodeURIComponent(new URL(uri).pathname)),
            message: typeof message === "string" ? message : message.value,
            range,
            ...(code === undefined ? {} : { code }),
            ...(severity === undefined ? {} : { severity }),
          })),
        );
      },
      state() {
        const [state] = states;
        if (!state) throw new Error("no project was found");
        return state;
      },
      requests: requestHandlers(() => workspace),
      lenses(file) {
        const found = workspace.evaluationOf(pathToFileURL(path.join(folder, file)).toString());
        return found ? codeLenses(found.evaluation, found.file).map(({ command }) => command?.title ?? "") : [];
      },
      async apply(title) {
        const offered = [...published].flatMap(([uri, diagnostics]) =>
          diagnostics.flatMap((diagnostic) =>
            codeActions({
              textDocument: { uri },
              range: diagnostic.range,
              context: { diagnostics: [diagnostic] },
            }),
          ),
        );
        const { changes } = offered.find((action) => action.title === title)?.edit ?? {};
        const [entry] = Object.entries(changes ?? {});
        const [uri, [edit, ...others]] = entry ?? ["", []];
        if (edit === undefined || others.length > 0) throw new Error(`${title} is no edit of one place`);
        const file = fileURLToPath(uri);
        const text = await readFile(file, "utf8");
        const starts = lineStarts(text);
        const [start, end] = [edit.range.start, edit.range.end].map(
          ({ line, character }) => (starts[line] ?? text.length) + character,
        );
        await writeFile(file, text.slice(0, start) + edit.newText + text.slice(end));
      },
      actions(code) {
        const found = [...published.values()].flat().filter((diagnostic) => diagnostic.code === code);
        return found.flatMap((diagnostic) =>
          codeActions({
            textDocument: { uri: "file:///x" },
            range: diagnostic.range,
            context: { diagnostics: [diagnostic] },
          }).map(({ title }) => title),
        );
      },
    });
  } finally {
    await workspace.close();
  }
}
