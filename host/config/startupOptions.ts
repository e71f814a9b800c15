import { quoteLiteral } from "#engine/index.ts";

/** A server setting by its name. */
export type Setting = readonly [name: string, value: string];

/**
 * The settings in the command-line options that a URL hands to the server: `-c name=value`, `-cname=value` and
 * `--name=value`, white space parted, with a backslash before white space that belongs to a value (manual, section 34.1.2).
 */
export function readStartupOptions(options: string): readonly Setting[] {
  const words = [...options.matchAll(/(?:\\.|[^\s\\])+/gs)].map(([word]) => word.replaceAll(/\\(.)/gs, "$1"));
  const settings: Setting[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const written = word === "-c" ? (words[++at] ?? "") : /^(?:-c|--)(.+)$/s.exec(word)?.[1];
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(written ?? "") ?? [];
    if (name !== undefined && value !== undefined) settings.push([name.replaceAll("-", "_"), value]);
  }
  return settings;
}

/** What sets them until the end of a transaction. */
export function settingStatements(settings: readonly Setting[]): readonly string[] {
  return settings.map(([name, value]) => `SELECT set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`);
}
