import { type Command, exitCodes } from "#cli/globals.ts";
import { failureJson, printSql, withProject } from "#cli/opened.ts";
import { printScript, render, wayBack } from "#engine/index.ts";
import { noteNext, styled, type Terminal } from "#cli/terminal.ts";
import { type Assessment, assess, type Compared } from "#host/commands/assess.ts";
import { checkWords } from "#host/commands/checkWords.ts";
import { divergences } from "#host/commands/divergence.ts";
import { driftObjects } from "#host/commands/driftObjects.ts";
import { describeDrift } from "#host/commands/driftWords.ts";
import { knownDrift, notUnderRetort } from "#host/commands/driftNamed.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { versionsApart } from "#host/commands/versionsApart.ts";
import { done, failed, failureOf, type Outcome } from "#host/failure.ts";
import { halfDone, isHalfDone } from "#host/runner/standing.ts";

const unchanged = "Nothing was changed.";

/** `retort check`: models, revisions and database agree, or what they disagree on. */
export const check: Command<object> = (terminal, options) =>
  withProject(
    terminal,
    options,
    async (opened) => {
      const { context, models, history } = opened;
      const broken =
        failureOf(models.problems, { code: "models/invalid", exit: 2, unchanged: "Nothing was compared." }) ??
        failureOf(history.problems, { code: "revision/invalid", exit: 2, unchanged: "Nothing was compared." });
      if (broken) return broken;
      const assessment = await assess(context, models, history, { connect: true });
      const words = checkWords(assessment, context.scope.home);
      await noteVersions(terminal, context, assessment);
      const judged = verdict(assessment, words.clean);
      const asked = words.json.unrevised ?? [];
      if (asked.length > 0) terminal.note(`New upgrade operations detected: ${asked.join(", ")}`);
      if (options.json === true) {
        const error = judged.ok ? {} : { error: failureJson(judged.failure) };
        terminal.print(JSON.stringify({ ok: words.clean, ...words.json, ...error }, null, 2));
        return done(judged.ok ? judged.value : judged.failure.exit);
      }
      for (const line of words.lines) terminal.print(line);
      // A failure says what to do next by itself.
      if (judged.ok) noteNext(terminal, nextAfter(assessment));
      return judged;
    },
    { ahead: "reading" },
  );

/** `retort drift`: the database against what was applied to it. */
export const drift: Command<{ readonly sql?: boolean }> = (terminal, options) =>
  withProject(
    terminal,
    options,
    async ({ context, models, history }) => {
      const assessment = await assess(context, models, history, { connect: true });
      const known = knownDrift(assessment, unchanged);
      if (!known.ok) return known;
      const { changes, from, to } = known.value;
      const { home } = context.scope;
      await noteVersions(terminal, context, assessment);
      if (options.sql === true) {
        const back = render(wayBack(changes, from, to), { before: to, home });
        const sql = changes.length === 0 ? "-- No difference." : printScript(back, { comments: true, home });
        printSql(terminal, options, sql);
        return done(changes.length > 0 ? exitCodes.found : exitCodes.done);
      }
      if (options.json === true) {
        const objects = await driftObjects(context, assessment, known.value);
        const lines = objects.map(({ words }) => words);
        terminal.print(JSON.stringify({ ok: lines.length === 0, drift: lines, objects }, null, 2));
      } else if (changes.length === 0) {
        terminal.print(styled(terminal, "green", "The database is as the revisions left it."));
      } else {
        for (const change of changes) terminal.print(`drift: ${describeDrift(change, home)}`);
        noteNext(terminal, settleDrift);
      }
      return done(changes.length > 0 ? exitCodes.found : exitCodes.done);
    },
    { ahead: "reading" },
  );

const settleDrift = [
  "Bring the database back: retort restore. Or keep it so: retort adopt -m MESSAGE. Each takes objects by name.",
];

/** What ends what `check` found. */
function nextAfter({ history, unrevised, database, drift: drifted }: Assessment): readonly string[] {
  if (database.kind === "unmanaged") return notUnderRetort(database.reading.database.label, unchanged).next;
  // What another branch's revisions made is no business of this one's models.
  const [apart] = database.kind === "managed" ? divergences(history, database.rows) : [];
  if (apart?.kind === "missing")
    return [
      `Bring the file of ${apart.id} back from version control, or take it down as the database stored it: retort downgrade TARGET --from-stored.`,
    ];
  if (apart)
    return [
      `See how ${apart.id} was applied: retort show ${apart.id} --stored.`,
      `Bring its file back, or take the file for what was applied: retort accept ${apart.id}.`,
    ];
  const asked = unrevised.kind === "known" && unrevised.changes.length > 0;
  return [
    ...(asked ? ["Make it a revision: retort revision --autogenerate -m MESSAGE."] : []),
    ...(drifted.kind === "known" && drifted.changes.length > 0 ? settleDrift : []),
  ];
}

/** Beside the answer, for people: another version may spell or lack what this one has. */
async function noteVersions(terminal: Terminal, context: CommandContext, { database }: Assessment): Promise<void> {
  if (database.kind !== "managed") return;
  const note = await versionsApart(context, database.reading);
  if (note !== null) terminal.note(styled(terminal, "dim", note));
}

/** Found something: 1. Only pending revisions: not up to date, 3, as Alembic refuses. Not known: the failure's own. */
function verdict({ history, unrevised, database, drift: drifted }: Assessment, clean: boolean): Outcome<number> {
  if (unrevised.kind === "known" && unrevised.changes.length > 0) return done(exitCodes.found);
  if (drifted.kind === "known" && drifted.changes.length > 0) return done(exitCodes.found);
  if (database.kind === "managed" && divergences(history, database.rows).length > 0) return done(exitCodes.found);
  if (unrevised.kind === "unknown") return unknown(unrevised);
  if (database.kind === "unreachable") return { ok: false, failure: database.failure };
  if (database.kind === "none" && database.failure.code !== "config/noDatabase")
    return { ok: false, failure: database.failure };
  if (database.kind === "unmanaged") return failed(notUnderRetort(database.reading.database.label, unchanged));
  if (drifted.kind === "unknown" && database.kind !== "none") return unknown(drifted);
  if (clean) return done(exitCodes.done);
  const half = database.kind === "managed" ? database.rows.find(isHalfDone) : undefined;
  if (half) return failed(halfDone(half, "Nothing was run."));
  return failed({
    code: "refused/notUpToDate",
    exit: 3,
    message: "Target database is not up to date.",
    unchanged: "Nothing was run.",
    next: ["retort upgrade head"],
  });
}

function unknown(compared: Extract<Compared, { kind: "unknown" }>): Outcome<number> {
  if (compared.failure) return { ok: false, failure: compared.failure };
  return failed({ code: "refused/unknown", exit: 3, message: compared.reason, unchanged });
}
