import { Command as Program, CommanderError, InvalidArgumentError, Option } from "commander";

import { accept } from "#cli/commands/accept.ts";
import { adopt } from "#cli/commands/adopt.ts";
import { check, drift } from "#cli/commands/compare.ts";
import { diff } from "#cli/commands/diff.ts";
import { graph } from "#cli/commands/graph.ts";
import { importPrisma } from "#cli/commands/importPrisma.ts";
import { init } from "#cli/commands/init.ts";
import { edit } from "#cli/commands/edit.ts";
import { ensureVersion } from "#cli/commands/ensureVersion.ts";
import { branches, current, heads, history, show } from "#cli/commands/look.ts";
import { merge } from "#cli/commands/merge.ts";
import { pull } from "#cli/commands/pull.ts";
import { prove } from "#cli/commands/prove.ts";
import { restore } from "#cli/commands/restore.ts";
import { resolve, resume } from "#cli/commands/resume.ts";
import { revision } from "#cli/commands/revision.ts";
import { downgrade, upgrade } from "#cli/commands/run.ts";
import { listStash, purgeStash } from "#cli/commands/stash.ts";
import { stamp } from "#cli/commands/stamp.ts";
import { type Command, exitCodes } from "#cli/globals.ts";
import { printFailure } from "#cli/opened.ts";
import type { Terminal } from "#cli/terminal.ts";
import { type Failure, failed } from "#host/failure.ts";

/** Runs one command line; the exit code. Never throws for what a user can cause. */
export async function runCommandLine(terminal: Terminal, args: readonly string[], version: string): Promise<number> {
  let exit = 0;
  const quiet = args.includes("--quiet") || args.includes("-q");
  const heard: Terminal = quiet
    ? {
        ...terminal,
        lively: false,
        note: (text) => {
          if (text.includes("error:")) terminal.note(text);
        },
      }
    : terminal;
  const line = afterCommand(args);
  const json = args.includes("--json");
  const program = describeProgram(heard, {
    version,
    json,
    exit: (code) => {
      exit = code;
    },
  });
  try {
    await program.parseAsync(line.map(shielded), { from: "user" });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.done;
    if (json) printFailure(terminal, { json }, misused(error));
    // Of `diff` alone 2 means that there is a difference.
    return line[0] === "diff" ? exitCodes.found : exitCodes.usage;
  }
}

/** What the command line says of a line that it does not understand, for programs. */
function misused({ code, message }: CommanderError): Failure {
  const said = message.replaceAll("\0", "").replace(/^error: /, "");
  return failed({
    code: "usage/arguments",
    exit: 2,
    message: code === "commander.help" ? "A command is missing." : (said.split("\n")[0] ?? said),
    details: said.split("\n").slice(1),
    unchanged: "Nothing was run.",
    next: ["Look at the commands and their options: retort --help, retort COMMAND --help."],
  }).failure;
}

interface Answering {
  readonly version: string;
  /** What is wrong with the line is answered as JSON, and not said in words. */
  readonly json: boolean;
  readonly exit: (code: number) => void;
}

function describeProgram(terminal: Terminal, { version, json, exit }: Answering): Program {
  const program = new Program("retort")
    .description("Schema migrations for Prisma and PostgreSQL that go up and down.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.print(text.trimEnd());
      },
      writeErr: (text) => {
        if (!json) terminal.note(text.replaceAll("\0", "").trimEnd());
      },
    })
    .showHelpAfterError("(add --help for the options)");

  /** Adds a command with the options that every command takes. */
  const add = (name: string, description: string, parent = program) =>
    parent
      .command(name)
      .description(description)
      .option("--project <dir>", "the project's folder (default: found from here)")
      .option("--config <file>", "another retort.json")
      .addOption(new Option("--database <name>", "a database of retort.json").conflicts(["url", "embedded"]))
      .addOption(new Option("--url <url>", "a database by its URL").conflicts(["embedded"]))
      .option("--embedded", "the embedded database in .retort/database")
      .option("--json", "answer as JSON")
      .option("-q, --quiet", "say nothing but the answer")
      .option("-y, --yes", "accept what would be lost")
      .option("--allow-protected <name>", "the name of a protected database");

  /** The options (and a first argument as `target`) become the command's, its answer the exit code. */
  const runs =
    <Options>(command: Command<Options>) =>
    async (...args: unknown[]): Promise<void> => {
      const given = (args.length === 3 ? { ...(args[1] as object), target: args[0] } : args[0]) as object;
      const options = unshielded(given) as Parameters<typeof command>[1];
      // Whoever reads JSON is a program, whatever it runs on: it is asked nothing.
      exit(await command(options.json === true ? { ...terminal, interactive: false } : terminal, options));
    };

  add("init", "make what a project needs, and nothing it has already")
    .option("--from-database", "write models and a stamped first revision from what the database holds")
    .action(runs(init));
  add("revision", "write a revision: empty, or from what the models ask for")
    .option("-m, --message <text>", "what the revision does")
    .option("--autogenerate", "from the difference between the models and the head")
    .option("--rename <from=to>", "an answered rename: tasks.description=details", collect)
    .option("--rename-likeliest", "take what has one near name, and nothing else near, for renamed")
    .addOption(noRename("nothing else was renamed: drop and add"))
    .option(
      "--fill <column=sql>",
      "what rows hold in a new required column: tasks.owner_id=1, or NULL for optional",
      collect,
    )
    .option("--reorder-enums", "take the models' order of enum values too: the type is made anew")
    .option("--even-if-pending", "generate although the database has not applied the head")
    .option("--head <revision>", "what it stands on: head, heads, base, an id, label@head (default: head)", collect)
    .option("--splice", "stand on a revision that has children already")
    .option("--branch-label <label>", "a name for the branch that begins with it", collect)
    .option("--depends-on <revision>", "what must be applied before, without being its parent", collect)
    .option("--rev-id <id>", "the new revision's id")
    .option("--version-path <dir>", "which of several folders of revisions it goes into")
    .option("--ts", "in TypeScript, for data that code must move")
    .action(runs(revision));
  add("merge", "bring branches together in one revision, after trying them in both orders")
    .argument("<target...>", "the heads to merge: ids, labels, or heads")
    .option("-m, --message <text>", "what the revision does")
    .option("--branch-label <label>", "a name for the branch that begins with it", collect)
    .option("--rev-id <id>", "the new revision's id")
    .option("--splice", "merge revisions that have children already")
    .option("--even-if-different", "merge although the order of the branches matters, or could not be tried")
    .action(runs(merge));
  for (const [name, command] of [
    ["upgrade", upgrade],
    ["downgrade", downgrade],
  ] as const) {
    add(name, name === "upgrade" ? "apply revisions up to a target" : "take revisions back down to a target")
      .argument("<target>", `${targets[name]}, or FROM:TO with --sql`)
      .option("--sql", "print the SQL instead of running it")
      .option("--dry-run", "say what would run, what would be lost, and what would fail on the rows that are there")
      .option("--from-stored", "take back what no file names as the database stored it; it is shown first")
      .option("--stash", "keep what would be lost, to bring it back by going the other way again")
      .option("--stash-limit <mb>", "how many megabytes of tables --stash may copy out of (default: 256)", megabytes)
      .option("--single-transaction", "all revisions in one transaction: all of them, or none")
      .option("--tag <text>", "what TypeScript revisions read as db.tag; a comment in what --sql prints")
      .addOption(lockWait())
      .action(runs(command));
  }
  const stash = program.command("stash").description("what runs with --stash kept");
  add("list", "what is kept, and since when", stash).action(runs(listStash));
  add("purge", "drop it for good", stash)
    .argument("[name...]", "stashes by name (default: all)")
    .action(runs(purgeStash));
  add("resume", "go on with a half-done revision, where it stopped")
    .argument("[target]", "the revision (default: the one that is half done)")
    .addOption(new Option("--retry", "run a statement again of which nobody knows whether it ran").conflicts("skip"))
    .option("--skip", "go on behind it")
    .addOption(lockWait())
    .action(runs(resume));
  add("resolve", "say what became of a half-done revision by hand, and run nothing")
    .argument("<target>", "the revision")
    .addOption(new Option("--applied", "it was finished").conflicts("rolledBack"))
    .option("--rolled-back", "it was taken back")
    .addOption(lockWait())
    .action(runs(resolve));
  add("current", "where the database stands")
    .option("-v, --verbose", "the whole of each revision")
    .option("-c, --check-heads", "refuse (3) unless the database is at every head")
    .action(runs(current));
  add("history", "the revisions, newest first")
    .option("-r, --rev-range <a:b>", "only from a to b")
    .option("-v, --verbose", "the whole of each revision")
    .option("-i, --indicate-current", "mark where the database stands")
    .action(runs(history));
  add("heads", "the revisions that nothing stands on")
    .option("-v, --verbose", "the whole of each revision")
    .option("--resolve-dependencies", "only those that no other revision depends on either")
    .action(runs(heads));
  add("branches", "the revisions with several children, and those")
    .option("-v, --verbose", "the whole of each revision")
    .action(runs(branches));
  add("show", "one revision whole")
    .argument("<target>", "a revision, or current")
    .option("--stored", "its text as the database stored it when it was applied")
    .action(runs(show));
  add("edit", "open a revision's file in EDITOR").argument("<target>", "a revision, or current").action(runs(edit));
  add("accept", "take an edited file for what was applied: its row says so, and nothing runs")
    .argument("<target>", "a revision that was edited after it was applied")
    .action(runs(accept));
  add("check", "do models, revisions and database agree? 1 where not").action(runs(check));
  add("drift", "the database against what was applied to it: 1 where it differs")
    .option("--sql", "the SQL that would restore the database; nothing runs")
    .action(runs(drift));
  add("pull", "edit the models so that they say what the database holds, for what drifted")
    .argument("[target...]", "tables, columns, indexes … (default: all that drifted)")
    .option("--rename <from=to>", "what was renamed in the database: tasks.description=details", collect)
    .addOption(noRename("nothing else was renamed: the one went, the other came"))
    .option("--dry-run", "say what would be edited")
    .action(runs(pull));
  add("adopt", "make what drifted a revision that the database has already, and the models say the same")
    .argument("[target...]", "tables, columns, indexes … (default: all that drifted)")
    .option("-m, --message <text>", "what the revision does")
    .option("--dry-run", "print the revision, and write nothing")
    .action(runs(adopt));
  add("restore", "bring the database back to what its revisions made, for what drifted")
    .argument("[target...]", "tables, columns, indexes … (default: all that drifted)")
    .option("--dry-run", "print the SQL, and what would be lost")
    .addOption(lockWait())
    .action(runs(restore));
  add(
    "prove",
    "run revisions up, down and up again in the shadow, and write what holds into their headers: 1 where not",
  )
    .argument("[target]", "a revision (default: the heads)")
    .option("--all", "every revision")
    .action(runs(prove));
  add("stamp", "move the revision rows, and run nothing")
    .argument("<target...>", "revisions, one a branch; FROM:TO with --sql")
    .option("--purge", "empty the rows first")
    .option("--sql", "print the SQL instead of running it")
    .option("--tag <text>", "a comment in what --sql prints")
    .addOption(lockWait())
    .action(runs(stamp));
  add("ensure-version", "make the table of revision rows, and nothing else")
    .alias("ensure_version")
    .option("--sql", "print the SQL instead of running it")
    .action(runs(ensureVersion));
  add("diff", "the SQL from one schema to another: 0 the same, 2 different, 1 an error")
    .requiredOption("--from <source>", "a .prisma file or folder, a database URL, empty, or revisions[@REV]")
    .requiredOption("--to <source>", "the same")
    .option("--down", "the SQL back")
    .option("--rename <from=to>", "a rename: tasks.description=details", collect)
    .option("--fill <column=sql>", "what rows hold in a new required column", collect)
    .option("--grants", "owners and privileges too, between two databases")
    .option("--reorder-enums", "take the models' order of enum values too: the type is made anew")
    .action(runs(diff));
  add(
    "prisma",
    "revisions from the migrations of Prisma Migrate, with ways down",
    program.command("import").description("revisions from another tool's migrations"),
  )
    .option("--migrations <dir>", "their folder (default: where Prisma looks)")
    .option("--dry-run", "say what would be imported, and write nothing")
    .option("--no-downgrades", "look for no ways down, and run nothing in the shadow")
    .action(runs(importPrisma));
  add("graph", "answer questions about revision graphs, with no project and no database")
    .requiredOption("--batch <file>", "a JSON array of questions; answers come as an array")
    .action(runs(graph));
  return program;
}

function megabytes(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError("A number of megabytes.");
  return number;
}

function lockWait(): Option {
  const option = new Option("--lock-wait <seconds>", "give up when another run has not ended after so long");
  return option.argParser((value) => {
    const seconds = Number(value);
    if (value.trim() !== "" && seconds >= 0 && seconds <= 1_000_000) return seconds;
    throw new InvalidArgumentError("It must be a number of seconds.");
  });
}

/** `--no-rename`, beside which `--rename` may stand: not what takes it back, as commander would have it. */
function noRename(description: string): Option {
  const option = new Option("--no-rename", description);
  option.negate = false;
  return option;
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

/** Options that every command takes may stand before it, as Alembic's do: they are moved behind it. */
function afterCommand(args: readonly string[]): readonly string[] {
  let at = 0;
  for (let arg = args[at]; arg?.startsWith("-") && !own.has(arg); arg = args[at]) {
    at += 1;
    if (withValue.has(arg)) at += 1;
  }
  // Without a command there is nothing that they could be options of.
  const known = args.slice(0, at).every((arg, i) => isGlobal(arg) || withValue.has(args[i - 1] ?? ""));
  return known && at >= args.length ? [] : [...args.slice(at), ...args.slice(0, at)];
}

function isGlobal(arg: string): boolean {
  return withValue.has(arg) || ["--json", "--quiet", "-q", "--yes", "-y", "--embedded"].includes(arg);
}

const withValue = new Set(["--project", "--config", "--database", "--url", "--allow-protected"]);

const targets = {
  upgrade: "head, heads, an id or its prefix, +N, ID+N, a label, label@head, label@+N",
  downgrade: "base, an id or its prefix, -N, ID-N, label@-N, label@base",
};

/** What `retort` itself is asked. */
const own = new Set(["--help", "-h", "--version", "-V", "--"]);

/** `-1` and `-2:` are revisions, not options: until commander has read the line, a NUL before them says so. */
function shielded(arg: string): string {
  return /^-\d/.test(arg) ? `\0${arg}` : arg;
}

function unshielded(value: unknown): unknown {
  if (typeof value === "string") return value.replace("\0", "");
  if (Array.isArray(value)) return value.map(unshielded);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, unshielded(one)]));
}
