import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { EventEmitter } from "node:events";
import path from "node:path";

import type { Diagnostic } from "vscode-languageserver/node";

import { modelsAt, provider, type Stage } from "#demo/models.ts";
import { createDemoProject } from "#demo/project.ts";
import { generate } from "#host/commands/generate.ts";
import { newRevision } from "#host/commands/newRevision.ts";
import { run } from "#host/commands/run.ts";
import type { Connection } from "#host/connection.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { projectState } from "#server/convert/state.ts";
import { diagnosticsOf } from "#server/diagnostics/diagnostics.ts";
import type { Evaluation } from "#server/evaluation.ts";
import { codeActions } from "#server/features/codeActions.ts";
import { codeLenses } from "#server/features/codeLens.ts";
import { hover } from "#server/features/hover.ts";
import { revisionHover } from "#server/features/revisionHover.ts";
import type { ProjectSession } from "#server/projectSession.ts";
import { makeTasks } from "#test/server/taskFolder.ts";
import { withProjectSession } from "#test/support/projectSession.ts";
import { sharedServer, withDatabase } from "#test/support/servers.ts";

/** The three comparisons as the editor shows them, on a real server: which diagnostic, on which line, with which actions. */
describe("evaluation of a project", function () {
  this.timeout(120_000);

  it("an empty history is one notice a file", () =>
    inSession("tasks", async ({ seen }) => {
      const [only, ...others] = await seen();
      assert.deepEqual(others, []);
      assert.equal(only?.code, diagnosticCodes.noRevisions);
      assert.match(wordsOf(only), /1 table of this file is unrevised/);
    }));

  it("unrevised stands on the field, with generate as its action", () =>
    inSession("tasks", async ({ seen, revise, upgrade, write }) => {
      await revise("create tasks");
      await upgrade();
      assert.deepEqual(await seen(), []);
      const text = await write("priority");
      const [found, ...others] = await seen();
      assert.deepEqual(others, []);
      assert.equal(found?.code, diagnosticCodes.unrevised);
      assert.equal(lineAt(text, found.range.start.line).trim().split(/\s+/)[0], "priority");
      assert.match(wordsOf(found), /tasks\.priority/);
      assert.equal(found.relatedInformation?.[0]?.message.includes("create tasks"), true);
      const titles = actionsOf(found);
      assert.equal(titles[0], "Generate migration…");
    }));

  it("pending stands on the datasource, with upgrade as its action", () =>
    inSession("tasks", async ({ seen, revise, text }) => {
      await revise("create tasks");
      const [found, ...others] = await seen();
      assert.deepEqual(others, []);
      assert.equal(found?.code, diagnosticCodes.pending);
      assert.match(lineAt(await text(), found.range.start.line), /^datasource/);
      assert.equal(actionsOf(found)[0], "Upgrade to head");
    }));

  it("drift stands on the field, or on the model for what no field names", () =>
    inSession("tasks", async ({ seen, revise, upgrade, connection, text, session }) => {
      await revise("create tasks");
      await upgrade();
      await connection.rows(
        "ALTER TABLE tasks ALTER COLUMN status DROP NOT NULL; ALTER TABLE tasks ADD COLUMN note text; CREATE INDEX by_title ON tasks (title); CREATE VIEW titles AS SELECT title FROM tasks",
      );
      const found = await seen();
      assert.deepEqual(
        found.map(({ code }) => code),
        found.map(() => diagnosticCodes.drift),
      );
      const models = await text();
      const lines = found.map(({ range }) => lineAt(models, range.start.line).trim().split(/\s+/)[0]).toSorted();
      assert.deepEqual(lines, ["datasource", "model", "model", "status"]);
      const evaluated = session.current();
      assert.ok(evaluated);
      const { drift } = projectState(evaluated, { activeDatabase: null });
      assert.ok(drift.kind === "known");
      assert.deepEqual(
        drift.items.map(({ group, subject, fate }) => [group ?? "no table", subject, fate].join(" | ")).toSorted(),
        [
          "no table | view titles | in no revision",
          "tasks | column note | in no revision",
          "tasks | index by_title | in no revision",
          "tasks | status: becomes optional | ",
        ],
      );
    }));

  it("lenses, hover and state say the same", () =>
    inSession("tasks", async ({ evaluation, revise, upgrade, write, schema }) => {
      await revise("create tasks");
      await upgrade();
      const text = await write("priority");
      const evaluated = await evaluation();
      const lenses = codeLenses(evaluated, schema).map((lens) => lens.command?.title);
      assert.deepEqual(lenses, ["1 unrevised change · Generate migration"]);
      const [revision] = evaluated.history.entries.values();
      assert.ok(revision);
      const onFile = codeLenses(evaluated, revision.file).map((lens) => lens.command?.title);
      assert.deepEqual(onFile, ["Proved", "Preview SQL", "Take back", "Dry run", "Proved", "Preview SQL"]);

      const hovered = (field: string) => {
        const line = text.split("\n").findIndex((candidate) => candidate.includes(field));
        return (hover(evaluated, schema, { line, character: 3 })?.contents as { readonly value: string }).value;
      };
      const words = hovered("title ");
      assert.match(words, /tasks\.title/);
      assert.match(words, /VARCHAR\(200\) NOT NULL/);
      assert.match(words, /create tasks/);
      assert.match(hovered("priority "), /tasks\.priority[^]*in no revision yet$/);

      const header = revision.text.split("\n").findIndex((candidate) => candidate.startsWith("-- Revision: "));
      const onHeader = revisionHover(evaluated, revision.file, { line: header, character: 15 });
      assert.match(
        (onHeader?.contents as { readonly value: string }).value,
        /^`\w{12}` \[create tasks\]\(file:.*_create_tasks\.sql\), applied on /,
      );
      assert.equal(revisionHover(evaluated, revision.file, { line: header - 1, character: 0 }), null);

      const state = projectState(evaluated, { activeDatabase: evaluated.project.databases[0]?.name ?? null });
      assert.equal(state.revisions[0]?.status, "current");
      assert.deepEqual(
        state.revisions[0].operations.map(({ text: operation }) => operation),
        ["create table tasks"],
      );
      assert.equal(state.status.kind, "unrevised");
      assert.ok(!JSON.stringify(state).includes("correct horse"));
    }));

  it("the constants of a TypeScript revision lead where headers of SQL do", () =>
    inSession("tasks", async ({ evaluation, revise, schema }) => {
      await revise("create tasks");
      const [parent = ""] = (await evaluation()).history.entries.keys();
      const file = path.join(path.dirname(schema), "revisions", "zzz.ts");
      const code = `// copy titles

export const revision = "5b1e0c9d7a32";
export const revises = ["${parent}"];

export async function upgrade() {}
export async function downgrade() {}
`;
      await writeFile(file, code);
      const evaluated = await evaluation();
      const hovered = (line: number) =>
        (revisionHover(evaluated, file, { line, character: 16 })?.contents as { readonly value: string } | undefined)
          ?.value;
      assert.match(hovered(2) ?? "", /^`5b1e0c9d7a32` \[copy titles\]\(file:.*zzz\.ts\), pending on /);
      assert.match(hovered(3) ?? "", new RegExp(`^\`${parent}\` \\[create tasks\\]\\(file:.*, pending on `));
      assert.equal(hovered(5), undefined);
    }));

  it("a revision that is edited is proved at once, its file left alone: proved, failing, and back", () =>
    inSession("tasks", async ({ revise, evaluation, published }) => {
      await revise("create tasks");
      const proofOf = ({ proofs }: Evaluation) => [...proofs.values()].map((state) => state.kind);
      const first = await evaluation();
      const [entry] = first.history.entries.values();
      assert.ok(entry);
      assert.deepEqual(proofOf(first), ["proved"]);

      const broken = entry.text.replace('DROP TABLE "tasks";', 'ALTER TABLE "tasks" DROP COLUMN "title";');
      assert.notEqual(broken, entry.text);
      await writeFile(entry.file, broken);
      assert.deepEqual(proofOf(await evaluation()), ["unproved"]);
      const failing = await published((each) => proofOf(each)[0] === "fails");
      const found = [...diagnosticsOf(failing, { prismaExtension: false }).values()].flat();
      const faults = found.filter(({ code }) => code === diagnosticCodes.proof);
      assert.match(
        wordsOf(faults[0] ?? assert.fail()),
        /^The way down does not end in the catalog it began from\.\n.*table tasks/,
      );
      assert.equal(lineAt(broken, faults[0]?.range.start.line ?? 0), "-- retort: downgrade");
      const state = projectState(failing, { activeDatabase: null });
      assert.equal(state.revisions[0]?.proof?.kind, "fails");
      assert.ok(codeLenses(failing, entry.file).some((lens) => lens.command?.title === "Proof fails"));
      assert.equal(await readFile(entry.file, "utf8"), broken);

      const other = entry.text.replace("-- retort: upgrade\n", "-- retort: upgrade\nSELECT 1;\n");
      await writeFile(entry.file, other);
      assert.deepEqual(proofOf(await evaluation()), ["unproved"]);
      const again = await published((each) => proofOf(each)[0] === "proved");
      assert.deepEqual([...again.proofs.values()], [{ kind: "proved", written: false, notes: [] }]);
      assert.equal(await readFile(entry.file, "utf8"), other);
    }));

  it("a hand-written rename asks nothing and drifts nothing", () =>
    inSession("tasks", async ({ seen, revise, upgrade, session, write }) => {
      await revise("create tasks");
      const opened = await open(session);
      const made = await newRevision(opened.context, opened.history, { message: "details", id: null });
      assert.ok(made.ok);
      const file = await readFile(made.value.file, "utf8");
      await writeFile(
        made.value.file,
        file.replace(
          "-- retort: upgrade\n",
          "-- retort: upgrade\nALTER TABLE tasks RENAME COLUMN description TO details;\n",
        ),
      );
      await upgrade();
      await write("tasks", (text) => text.replace("description String?", "details String?"));
      assert.deepEqual(await seen(), []);
    }));

  it("a dead database is one diagnostic, and unrevised still shows", () =>
    inSession(
      "tasks",
      async ({ seen, evaluation, schema }) => {
        const found = await seen();
        assert.deepEqual(
          found.map(({ code }) => code).toSorted(),
          [diagnosticCodes.database, diagnosticCodes.noRevisions].toSorted(),
        );
        assert.ok(!JSON.stringify(found).includes("s3cret"));
        // What nothing can run on is not offered a run.
        const file = path.join(path.dirname(schema), "revisions", "make.sql");
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, makeTasks);
        const lenses = codeLenses(await evaluation(), file).map((lens) => lens.command?.title);
        assert.deepEqual(lenses, ["Prove", "Preview SQL", "Prove", "Preview SQL"]);
      },
      { url: "postgresql://user:s3cret@127.0.0.1:1/nowhere" },
    ));

  it("a newer evaluation overtakes an older one", () =>
    inSession("tasks", async ({ session }) => {
      const [first, second] = await Promise.all([session.evaluate(), session.evaluate()]);
      assert.equal(first, null);
      assert.ok(second);
    }));
});

interface Stand {
  readonly session: ProjectSession;
  readonly schema: string;
  readonly connection: Connection;
  /** Evaluates, and answers every diagnostic there is. */
  readonly seen: () => Promise<readonly Diagnostic[]>;
  readonly evaluation: () => Promise<Evaluation>;
  /** The next published evaluation that is as it should be. */
  readonly published: (wanted: (evaluation: Evaluation) => boolean) => Promise<Evaluation>;
  readonly revise: (message: string) => Promise<void>;
  readonly upgrade: () => Promise<void>;
  /** Writes the models of a stage; answers their text. */
  readonly write: (stage: Stage, edit?: (text: string) => string) => Promise<string>;
  readonly text: () => Promise<string>;
}

async function inSession(
  stage: Stage,
  work: (stand: Stand) => Promise<void>,
  options: { readonly url?: string } = {},
): Promise<void> {
  const server = await sharedServer(18);
  await withDatabase(server, async (database) => {
    const env = { DATABASE_URL: options.url ?? database.url };
    const demo = await createDemoProject({ url: 'env("DATABASE_URL")', env });
    const schema = path.join(demo.folder, "prisma", "schema.prisma");
    await mkdir(path.join(demo.folder, "prisma", "revisions"), { recursive: true });
    const text = () => readFile(schema, "utf8");
    const write: Stand["write"] = async (wanted, edit = (same) => same) => {
      await writeFile(schema, edit(`${provider('env("DATABASE_URL")')}\n${modelsAt(wanted)}`));
      return text();
    };
    await write(stage);
    const publications = new EventEmitter();
    const world = { env, publish: (each: Evaluation) => publications.emit("evaluation", each) };
    const inFolder = withProjectSession(demo.folder, world, async (session) => {
      const evaluation = async (): Promise<Evaluation> => {
        const evaluated = await session.evaluate();
        assert.ok(evaluated);
        return evaluated;
      };
      await work({
        session,
        schema,
        connection: await database.connect(),
        seen: async () => [...diagnosticsOf(await evaluation(), { prismaExtension: false }).values()].flat(),
        evaluation,
        published: (wanted) =>
          new Promise((resolve) => {
            publications.on("evaluation", (each: Evaluation) => {
              if (wanted(each)) resolve(each);
            });
          }),
        async revise(message) {
          const { context, models, history } = await open(session);
          const made = await generate(context, models, history, {
            message,
            renames: [],
            refusedRenames: [],
            fills: [],
            reorderEnums: false,
            evenIfPending: false,
            id: null,
          });
          assert.ok(made.ok && made.value.kind === "written", JSON.stringify(made));
          assert.deepEqual(made.value.warnings, []);
        },
        async upgrade() {
          const { context, history } = await open(session);
          const ran = await run(context, history, {
            direction: "upgrade",
            target: "head",
            acceptLosses: false,
            allowProtected: null,
            expected: null,
          });
          assert.ok(ran.ok, ran.ok ? "" : ran.failure.message);
        },
        write,
        text,
      });
    });
    await inFolder.finally(() => rm(demo.folder, { recursive: true, force: true }));
  });
}

async function open(session: ProjectSession) {
  const opened = await session.open({ report: () => undefined, signal: null });
  assert.ok(opened.ok, opened.ok ? "" : opened.failure.message);
  return opened.value;
}

function lineAt(text: string, line: number): string {
  return text.split("\n")[line] ?? "";
}

function actionsOf(diagnostic: Diagnostic): readonly string[] {
  const { range } = diagnostic;
  return codeActions({ textDocument: { uri: "file:///x" }, range, context: { diagnostics: [diagnostic] } }).map(
    ({ title }) => title,
  );
}

function wordsOf({ message }: Diagnostic): string {
  return typeof message === "string" ? message : message.value;
}
