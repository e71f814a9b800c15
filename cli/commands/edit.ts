import { type Command, exitCodes } from "#cli/globals.ts";
import { withProject } from "#cli/opened.ts";
import { revisionsNamed } from "#cli/revisionsNamed.ts";
import { done, failed } from "#host/failure.ts";
import { openInEditor } from "#host/editor.ts";

/** `retort edit REV`: the files of revisions in the user's editor; with `--json` their names alone. */
export const edit: Command<{ readonly target: string }> = (terminal, options) =>
  withProject(terminal, options, async (opened) => {
    const named = await revisionsNamed(opened, options.target);
    if (!named.ok) return named;
    const files = named.value.flatMap((id) => opened.history.entries.get(id)?.file ?? []);
    if (files.length === 0) return nothingToEdit(options.target);
    if (options.json === true) {
      terminal.print(JSON.stringify({ ok: true, files }, null, 2));
      return done(exitCodes.done);
    }
    const edited = await openInEditor(files, { env: terminal.env, cwd: terminal.cwd });
    return edited.ok ? done(exitCodes.done) : edited;
  });

function nothingToEdit(target: string): ReturnType<typeof failed> {
  const none = target === "current";
  return failed({
    code: "graph/noFile",
    exit: 2,
    message: none ? "No current revisions" : `No revision files indicated by symbol '${target}'`,
    details: [none ? "The database has applied none." : "It means base, which has no file."],
    unchanged: "Nothing was opened.",
    next: ["Look which there are: retort history."],
  });
}
