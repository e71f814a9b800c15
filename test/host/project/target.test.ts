import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { lowerModels, parseModels } from "#engine/index.ts";
import type { Outcome } from "#host/failure.ts";
import { openProject, type Project, withSecretDatabases } from "#host/project.ts";
import {
  type DatabaseChoice,
  type ResolveOptions,
  resolveDatabase,
  resolveShadowServer,
  type Target,
} from "#host/target.ts";
import { withFolder } from "#test/support/folder.ts";

const unsetIn = (name: string) => ({ code: "config/variableUnset", message: `The variable ${name} is not set.` });

interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly choice?: DatabaseChoice;
  readonly secrets?: Readonly<Record<string, string>>;
  /** `name host/database`, with `!` where it is protected; or the failure, with the text at its place. */
  readonly expected: string | { readonly code: string; readonly message: string; readonly at?: string };
}

const datasource = (...lines: readonly string[]) => ({
  "prisma/schema.prisma": ["datasource db {", '  provider = "postgresql"', ...lines, "}", ""].join("\n"),
});
const config = (url: string) => ({
  "prisma.config.ts": `import { env } from "prisma/config";\nexport default { datasource: { url: ${url} } };\n`,
});
const retort = (databases: object, more: object = {}) => ({ "retort.json": JSON.stringify({ databases, ...more }) });
const production = { production: { url: "env:PRODUCTION_URL", protected: true } };
const urls = {
  DATABASE_URL: "postgresql://u:geheim@one/a",
  DIRECT_URL: "postgresql://u:geheim@two/b",
  PRODUCTION_URL: "postgresql://u:geheim@prod/c",
};
const everything = {
  ...datasource('  url = env("DATABASE_URL")', '  directUrl = env("DIRECT_URL")'),
  ...config('"postgresql://three/c"'),
  ...retort({ dev: { url: "postgresql://four/d" } }),
};

const cases: readonly Case[] = [
  // The order of places, each tried with all that come after it.
  { title: "--url first", files: everything, choice: url("postgresql://five/e"), env: urls, expected: "url five/e" },
  { title: "then retort.json", files: everything, env: urls, expected: "dev four/d" },
  {
    title: "then prisma.config.ts",
    files: { ...everything, "retort.json": "{}" },
    env: urls,
    expected: "default three/c",
  },
  {
    title: "then directUrl of the models",
    files: datasource('  url = env("DATABASE_URL")', '  directUrl = env("DIRECT_URL")'),
    env: urls,
    expected: "default two/b",
  },
  { title: "then their url", files: datasource('  url = env("DATABASE_URL")'), env: urls, expected: "default one/a" },
  {
    title: "a URL written into the models",
    files: datasource('  url = "postgresql://u:geheim@six/f"'),
    expected: "default six/f",
  },
  {
    title: "the models' where prisma.config.ts names no database",
    files: { ...datasource('  url = env("DATABASE_URL")'), "prisma.config.ts": "export default {};" },
    env: urls,
    expected: "default one/a",
  },
  {
    title: "a variable of .env",
    files: { ...datasource('  url = env("DATABASE_URL")'), ".env": "DATABASE_URL=postgresql://seven/g\n" },
    expected: "default seven/g",
  },
  {
    title: "a variable of .env in prisma.config.ts",
    files: { ...datasource(), ...config('env("DATABASE_URL")'), ".env": "DATABASE_URL=postgresql://seven/g\n" },
    expected: "default seven/g",
  },
  // Named but unset: an error, whatever else there is.
  {
    title: "no url for a directUrl that is unset",
    files: datasource('  url = env("DATABASE_URL")', '  directUrl = env("NOPE")'),
    env: urls,
    expected: { ...unsetIn("NOPE"), at: 'env("NOPE")' },
  },
  {
    title: "no models' URL for one of prisma.config.ts that is unset",
    files: { ...datasource('  url = env("DATABASE_URL")'), ...config('env("NOPE")') },
    env: urls,
    expected: { ...unsetIn("NOPE"), at: "NOPE" },
  },
  {
    title: "no models' URL for one of prisma.config.ts that has no value",
    files: { ...datasource('  url = env("DATABASE_URL")'), ...config("undefined") },
    env: urls,
    expected: { code: "config/noUrl", message: "datasource.url of prisma.config.ts has no value." },
  },
  {
    title: "no models' URL for a retort.json whose variable is unset",
    files: { ...datasource('  url = env("DATABASE_URL")'), ...retort({ dev: { url: "env:NOPE" } }) },
    env: urls,
    expected: { ...unsetIn("NOPE"), at: '"env:NOPE"' },
  },
  {
    title: "no models' URL for a prisma.config.ts that fails",
    files: { ...datasource('  url = env("DATABASE_URL")'), "prisma.config.ts": 'throw new Error("no");' },
    env: urls,
    expected: { code: "config/prismaConfig", message: "prisma.config.ts could not be read: no" },
  },
  // Which of several.
  {
    title: "one by its name",
    files: retort({ dev: { url: "embedded" }, ...production }, { default: "dev" }),
    choice: { kind: "name", name: "production" },
    env: urls,
    expected: "production! prod/c",
  },
  {
    title: "the default of several",
    files: retort({ dev: { url: "embedded" }, ...production }, { default: "dev" }),
    expected: "dev embedded .retort/database",
  },
  {
    title: "none of several without a default",
    files: retort({ dev: { url: "embedded" }, ...production }),
    expected: { code: "config/noDefault", message: "Several databases are configured, and none is the default." },
  },
  {
    title: "no name that is not configured",
    files: retort({ dev: { url: "embedded" } }),
    choice: { kind: "name", name: "prod" },
    expected: { code: "config/unknownDatabase", message: "There is no database prod." },
  },
  {
    title: "the embedded one by choice",
    files: everything,
    choice: { kind: "embedded" },
    expected: "embedded embedded .retort/database",
  },
  {
    title: "the protection of a database that is named by its URL",
    files: retort(production),
    choice: url("postgresql://somebody:else@PROD:5432/c?sslmode=require"),
    env: urls,
    expected: "production! PROD/c",
  },
  {
    title: "another database on the server of a protected one",
    files: retort(production),
    choice: url("postgresql://prod/other"),
    env: urls,
    expected: "url prod/other",
  },
  {
    title: "nothing where nothing is configured",
    files: datasource(),
    expected: { code: "config/noDatabase", message: "No database is configured for PROJECT." },
  },
  // Kept by the editor.
  {
    title: "a URL that the editor keeps",
    files: datasource(),
    choice: { kind: "name", name: "typed" },
    secrets: { typed: "postgresql://u:geheim@kept/k" },
    expected: "typed kept/k",
  },
  {
    title: "a URL kept for a variable that this machine lacks",
    files: retort(production),
    secrets: { production: "postgresql://u:geheim@kept/k" },
    expected: "production! kept/k",
  },
  {
    title: "the variable before the URL kept for it",
    files: retort(production),
    env: urls,
    secrets: { production: "postgresql://u:geheim@kept/k" },
    expected: "production! prod/c",
  },
  {
    title: "no kept URL in place of one that is wrong",
    files: retort(production),
    env: { PRODUCTION_URL: "mysql://u:geheim@h/d" },
    secrets: { production: "postgresql://u:geheim@kept/k" },
    expected: {
      code: "config/url",
      message: "The variable PRODUCTION_URL is not the URL of a PostgreSQL database that can be used.",
      at: '"env:PRODUCTION_URL"',
    },
  },
];

describe("resolveDatabase", () => {
  for (const { title, files, env, choice = { kind: "default" } as const, secrets = {}, expected } of cases) {
    it(`takes ${title}`, () =>
      withFolder(files, async (folder) => {
        const { project, options } = await opened(folder, { ...(env && { env }), secrets });
        const target = await resolveDatabase(project, choice, options);
        assert.doesNotMatch(JSON.stringify(target.ok ? [] : target.failure), /geheim/);
        if (typeof expected === "string") {
          assert.equal(inWords(target, folder), expected);
          return;
        }
        assert.ok(!target.ok, inWords(target, folder));
        const { code, exit, message, place, unchanged } = target.failure;
        const { at, ...said } = expected;
        assert.deepEqual({ code, message: message.replace(project.name, "PROJECT") }, said);
        assert.deepEqual([exit, unchanged], [2, "Nothing was connected to."]);
        if (at === undefined) return;
        assert.ok(place);
        assert.equal((await readFile(place.file, "utf8")).slice(place.span.start, place.span.end), at);
      }));
  }

  it("offers the embedded database and a variable where none is configured", () =>
    withFolder(datasource(), async (folder) => {
      const { project, options } = await opened(folder, {});
      const target = await resolveDatabase(project, { kind: "default" }, options);
      assert.match(String(!target.ok && target.failure.next.join("\n")), /retort init --embedded\n.*DATABASE_URL/);
    }));

  it("connects to nothing in a workspace that is not trusted", () =>
    withFolder(everything, async (folder) => {
      const { project, options } = await opened(folder, { env: urls });
      const choices: readonly DatabaseChoice[] = [{ kind: "default" }, { kind: "embedded" }, url("postgresql://h/d")];
      for (const choice of choices) {
        const target = await resolveDatabase(project, choice, { ...options, trusted: false });
        assert.deepEqual(!target.ok && [target.failure.code, target.failure.exit], ["database/untrusted", 3]);
      }
    }));

  it("says so where the editor has lost a URL that was typed", () =>
    withFolder(datasource(""), async (folder) => {
      const { project, options } = await opened(folder, {});
      const choice = { kind: "name", name: "typed" } as const;
      const target = await resolveDatabase(withSecretDatabases(project, ["typed"]), choice, options);
      assert.equal(!target.ok && target.failure.code, "config/urlNotKept");
      assert.match(target.ok ? "" : target.failure.next.join(), /Connect/);
    }));

  it("gives the schema of the URL", () =>
    withFolder(datasource('  url = "postgresql://h/d?schema=app"'), async (folder) => {
      const { project, options } = await opened(folder, {});
      const target = await resolveDatabase(project, { kind: "default" }, options);
      assert.equal(target.ok && target.value.urlSchema, "app");
    }));
});

describe("resolveShadowServer", () => {
  const shadow = (text: string) => retort({ dev: { url: "postgresql://h/d" } }, { shadow: { url: text } });
  const servers: readonly (readonly [text: string | null, expected: string | null])[] = [
    [null, null],
    ["embedded", null],
    ["postgresql://h/shadow", "h/shadow"],
    ["env:SHADOW_URL", "s/shadow"],
    ["env:NOPE", "config/variableUnset"],
    ["postgresql://other@H:5432/d", "config/shadowIsTarget"],
  ];
  for (const [text, expected] of servers) {
    it(`reads ${text ?? "none"} as ${expected ?? "the embedded one"}`, () =>
      withFolder(text === null ? retort({ dev: { url: "postgresql://h/d" } }) : shadow(text), async (folder) => {
        const { project, options } = await opened(folder, { env: { SHADOW_URL: "postgresql://s/shadow" } });
        const target = await resolveDatabase(project, { kind: "default" }, options);
        const server = await resolveShadowServer(project, target.ok ? target.value : null, options);
        if (!server.ok) assert.equal(server.failure.code, expected);
        else assert.equal(server.value && `${server.value.host}/${server.value.database}`, expected);
      }));
  }
});

function url(text: string): DatabaseChoice {
  return { kind: "url", url: text };
}

async function opened(
  folder: string,
  { env = {}, secrets = {} }: Pick<Case, "env" | "secrets">,
): Promise<{ readonly project: Project; readonly options: ResolveOptions }> {
  const variables = { PATH: process.env["PATH"], HOME: folder, ...env };
  const project = await openProject(folder, { trusted: true, env: variables });
  assert.ok(project.ok, JSON.stringify(project));
  const schema = await readFile(join(folder, "prisma", "schema.prisma"), "utf8").catch(() => "");
  const models = lowerModels([parseModels(join(folder, "prisma", "schema.prisma"), schema).value], {
    defaultSchema: "public",
  });
  const secret = (name: string) => Promise.resolve(secrets[name] ?? null);
  return {
    project: withSecretDatabases(project.value, Object.keys(secrets)),
    options: { env: variables, trusted: true, secret, datasource: models.datasource },
  };
}

function inWords(target: Outcome<Target>, folder: string): string {
  if (!target.ok) return JSON.stringify(target.failure);
  const name = `${target.value.name}${target.value.protected ? "!" : ""}`;
  if (target.value.kind === "embedded") return `${name} embedded ${target.value.folder.slice(folder.length + 1)}`;
  return `${name} ${target.value.config.host}/${target.value.config.database}`;
}
