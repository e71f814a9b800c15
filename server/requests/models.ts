import path from "node:path";

import { assess } from "#host/commands/assess.ts";
import { knownDrift } from "#host/commands/driftNamed.ts";
import { modelsOf } from "#host/commands/modelsOf.ts";
import { done } from "#host/failure.ts";
import type { TextFile } from "#host/textFiles.ts";
import type { TextResult } from "#protocol/commands.ts";
import type { ModelsParams } from "#protocol/requests.ts";
import { withOpened } from "#server/requests/opened.ts";
import type { Workspace } from "#server/workspace.ts";

/** The models as they are, or as they would say what was recorded or what the database holds. */
export function modelsText(workspace: Workspace, { project, side }: ModelsParams): Promise<TextResult> {
  return withOpened<TextResult>(workspace, project, { changes: false }, async ({ context, models, history }) => {
    const answer = (files: readonly TextFile[]) =>
      done({ kind: "text" as const, text: joined(files, context.project.root), clean: true });
    if (side === "models") return answer(models.files);
    const drift = knownDrift(await assess(context, models, history, { connect: true }), "Nothing was changed.");
    if (!drift.ok) return drift;
    const { from: recorded, to: live } = drift.value;
    const files = await modelsOf(context, models, history, side === "recorded" ? recorded : live);
    return files.ok ? answer(files.value) : files;
  });
}

/** One file as it is; several one after another, each under its name. */
function joined(files: readonly TextFile[], root: string): string {
  const [only] = files;
  if (files.length === 1 && only) return only.text;
  return files.map(({ file, text }) => `// ${path.relative(root, file)}\n\n${text}`).join("\n");
}
