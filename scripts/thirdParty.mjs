import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * Writes what is bundled of others and under which licences, each package once. A package without a licence is an error:
 * it may not be shipped.
 *
 * @param {Iterable<string>} inputs files of node_modules that are in a bundle, or beside one.
 * @param {string} file
 * @returns {Promise<number>} how many packages.
 */
export async function writeNotices(inputs, file) {
  const folders = new Set([...inputs].flatMap((input) => packageFolder(input) ?? []));
  const notices = await Promise.all([...folders].map(notice));
  const unlicensed = notices.filter(({ licence }) => licence === null).map(({ title }) => title);
  if (unlicensed.length > 0) throw new Error(`No licence is stated by ${unlicensed.join(", ")}.`);
  const sorted = [...new Map(notices.map((one) => [one.title, one])).values()].toSorted((a, b) =>
    a.title < b.title ? -1 : 1,
  );
  const parts = sorted.map(({ title, licence, text }) => `${title}\nLicence: ${licence}\n\n${text}\n`);
  const head = "Retort holds parts of these packages, under the licences that follow.\n";
  await writeFile(file, [head, ...parts].join(`\n${"─".repeat(80)}\n\n`));
  return sorted.length;
}

/** `…/node_modules/@scope/name` of a file in it; null for our own. */
function packageFolder(input) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input.replaceAll("\\", "/"))?.[0] ?? null;
}

async function notice(folder) {
  const { name, version, license, licenses } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const licence = license?.type ?? license ?? licenses?.map(({ type }) => type).join(", ") ?? null;
  const names = (await readdir(folder)).filter((entry) => /^(?:licen[cs]e|notice|copying)(?:[.-]|$)/i.test(entry));
  const texts = await Promise.all(names.toSorted().map((entry) => readFile(path.join(folder, entry), "utf8")));
  return { title: `${name} ${version}`, licence, text: texts.join("\n").trim() || "(The package has no text of it.)" };
}
