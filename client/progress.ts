import * as vscode from "vscode";

import type { ViewId } from "#client/ids.ts";
import type { Store } from "#client/store.ts";
import type { ProgressParams } from "#protocol/requests.ts";

export interface ProgressOptions {
  readonly title: string;
  readonly project: string;
  /** The view whose bar moves from the first moment. */
  readonly view: ViewId;
  /** Called when the person presses Cancel, beside the token. */
  readonly cancel?: () => void;
}

/** Work shorter than this is over before a notification could be read, in milliseconds. */
const patience = 500;

/** Runs `work` with progress in a view at once, and in a notification with Cancel once it lasts. */
export async function withProgress<T>(
  store: Store,
  options: ProgressOptions,
  work: (token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  const source = new vscode.CancellationTokenSource();
  const running = work(source.token);
  const ended = running.then(
    () => undefined,
    () => undefined,
  );
  void vscode.window.withProgress({ location: { viewId: options.view } }, () => ended);
  const late = setTimeout(() => {
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: options.title, cancellable: true },
      async (progress, token) => {
        const cancelled = token.onCancellationRequested(() => {
          source.cancel();
          options.cancel?.();
          progress.report({ message: "stopping…" });
        });
        const reports = reportTo(progress, store, options.project);
        await ended;
        cancelled.dispose();
        reports.dispose();
      },
    );
  }, patience);
  try {
    return await running;
  } finally {
    clearTimeout(late);
    source.dispose();
  }
}

function reportTo(
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  store: Store,
  project: string,
): vscode.Disposable {
  let percent = 0;
  const report = ({ message: words, done, total }: ProgressParams) => {
    // The title says that already.
    const message = words.replace(/^(Up|Down)grading to |^Proving /, "");
    if (done === null || total === null || total === 0) {
      progress.report({ message });
      return;
    }
    const now = (100 * done) / total;
    progress.report({ message, increment: Math.max(0, now - percent) });
    percent = Math.max(percent, now);
  };
  const current = store.working.get(project);
  if (current) report(current);
  return store.onDidProgress((params) => {
    if (params.project === project && !params.ended) report(params);
  });
}
