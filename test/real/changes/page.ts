import type { Rendered } from "#engine/index.ts";
import type { ComparedCase } from "#test/real/changes/case.ts";
import type { Ways } from "#test/real/changes/trial.ts";

/** A case that was tried, with the SQL that it came to. */
export interface Tried {
  readonly title: string;
  readonly change: ComparedCase;
  readonly ways: Ways;
}

/** docs/changes.md, from the cases as they ran. */
export function pageText(alembic: readonly Tried[], prisma: readonly Tried[]): string {
  return `# Changes, beside Alembic's and Prisma's

What Retort writes for changes that other tools were tried on. This page is printed by \`test/real/changes/compared.test.ts\`: each row ran on real PostgreSQL servers, up and down,
with rows in the tables. Up ended in the catalog that was asked for, where a second comparison found nothing; down ended in the catalog and, unless the row says otherwise, with the very rows of before.
\`RETORT_UPDATE_GOLDEN=1 npx mocha test/real/changes/compared.test.ts\` prints it anew.

*Answered* is what a person was asked and said: a rename is never guessed, and a required column asks what rows shall hold. *Told* is what a hazard says goes, before anything runs.

## The ${alembic.length} changes that Alembic 1.20 was tried on

Alembic 1.20.0 with SQLAlchemy 2.1.1 on PostgreSQL 15, by its operations. *Unseen* means that it found no difference, and its \`check\` passed.

${table("Alembic", alembic)}

## What Prisma 7.10 gets wrong

${table("Prisma", prisma)}
`;
}

function table(other: string, cases: readonly Tried[]): string {
  return [
    `| | change | ${other} | Retort, up | Retort, down |`,
    "| --- | --- | --- | --- | --- |",
    ...cases.map(({ title, change, ways }, at) =>
      row([
        String(at + 1),
        title.replaceAll("|", "\\|"),
        `${change.theirs}: ${change.outcome}`.replaceAll("|", "\\|"),
        [...answers(change), sqlCell(ways.up), ...told(change)].join("<br>"),
        sqlCell(ways.down),
      ]),
    ),
  ].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function answers({ renames = [], fills = [] }: ComparedCase): string[] {
  const options = [...renames.map((text) => `--rename ${text}`), ...fills.map((text) => `--fill ${text}`)];
  return options.length > 0 ? [`Answered: ${options.map(code).join(", ")}`] : [];
}

function told({ loses = [], respells = [] }: ComparedCase): string[] {
  return [
    ...(loses.length > 0 ? [`Told: ${loses.map(code).join(", ")}`] : []),
    ...(respells.length > 0 ? [`Told to read otherwise: ${respells.map(code).join(", ")}`] : []),
  ];
}

function sqlCell({ sections }: Rendered): string {
  if (sections.length === 0) return "nothing";
  const shown = sections.map(({ mode, statements }) => {
    const texts = statements.map(({ sql }) => code(`${sql};`));
    return [...(mode === "no transaction" ? ["*outside a transaction:*"] : []), ...texts].join("<br>");
  });
  return shown.join("<br>*then:*<br>");
}

/** On one line, as a cell of a table takes it. */
function code(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
  return line.includes("`") ? `\`\` ${line} \`\`` : `\`${line}\``;
}
