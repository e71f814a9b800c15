import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { withFolder } from "#test/support/folder.ts";
import { retortIn } from "#test/support/retortIn.ts";

/** A project's folder, and the command line run on it in this process, off a terminal. */
export interface CommandLine {
  readonly folder: string;
  retort(...args: readonly string[]): Promise<Said>;
  /** The same, of what is to end well. */
  done(...args: readonly string[]): Promise<Said>;
  /** The same as `retort`, with other variables in its environment. */
  retortWith(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Said>;
  /** Writes a file of the project, by its path from the project's folder. */
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
}

export interface Said {
  readonly code: number;
  /** What it answered. */
  readonly stdout: string;
  /** What it said on the way: progress and failures. */
  readonly stderr: string;
  /** The line that says what went wrong, without what follows it; null where nothing did. */
  readonly error: string | null;
}

export interface RevisionText {
  readonly id: string;
  readonly parents?: readonly string[];
  readonly labels?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly message?: string;
  readonly up?: string;
  readonly down?: string;
  /** Sections in place of `up` and `down`, marks and all. */
  readonly body?: string;
}

/** A project with models of a datasource alone, whose revisions are `revisions`, read in the order given. */
export function withCommandLine(
  revisions: readonly RevisionText[],
  work: (project: CommandLine) => Promise<void>,
  { url = "", files = {} }: { readonly url?: string; readonly files?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const texts = revisions.map((revision, at) => [
    `prisma/revisions/${String(at).padStart(5, "0")}_${revision.id}.sql`,
    revisionText(revision),
  ]);
  const provider = `datasource db {\n  provider = "postgresql"\n${url === "" ? "" : `  url = ${JSON.stringify(url)}\n`}}\n`;
  const all = { "prisma/schema.prisma": provider, ...(Object.fromEntries(texts) as Record<string, string>), ...files };
  return withFolder(all, async (folder) => {
    await work({
      folder,
      retort: (...args) => retortIn(folder, usual(folder), args),
      async done(...args) {
        const said = await retortIn(folder, usual(folder), args);
        assert.equal(said.code, 0, `${args.join(" ")}\n${said.stdout}${said.stderr}`);
        return said;
      },
      retortWith: (env, ...args) => retortIn(folder, { ...usual(folder), ...env }, args),
      async write(file, text) {
        await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
        await writeFile(path.join(folder, file), text);
      },
      read: (file) => readFile(path.join(folder, file), "utf8"),
    });
  });
}

/** A revision file as a person would write it. */
export function revisionText(revision: RevisionText): string {
  const { id, parents = [], labels = [], dependsOn = [], message = `make ${id}`, up = "", down = "" } = revision;
  const header = [
    `-- ${message}`,
    "--",
    `-- Revision: ${id}`,
    `-- Revises: ${parents.join(", ")}`,
    ...(labels.length > 0 ? [`-- Labels: ${labels.join(", ")}`] : []),
    ...(dependsOn.length > 0 ? [`-- Depends on: ${dependsOn.join(", ")}`] : []),
  ];
  const body = revision.body ?? `-- retort: upgrade\n${up}\n\n-- retort: downgrade\n\\if false\n${down}\n\\endif`;
  return `${header.join("\n")}\n\n${body}\n`;
}

function usual(folder: string): Readonly<Record<string, string | undefined>> {
  return { PATH: process.env["PATH"], HOME: folder };
}
