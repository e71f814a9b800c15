import type * as vscode from "vscode";

import type { SecretParams } from "#protocol/requests.ts";

/** Database URLs that were typed once: kept by VS Code, never in a file or a setting. */
export interface Secrets {
  /** Databases that have one, by project folder. */
  names(): Readonly<Record<string, readonly string[]>>;
  has(place: SecretParams): boolean;
  read(place: SecretParams): Promise<string | null>;
  keep(place: SecretParams, url: string): Promise<void>;
  forget(place: SecretParams): Promise<void>;
}

export function createSecrets({ secrets, globalState }: vscode.ExtensionContext): Secrets {
  // SecretStorage cannot list its keys, and the server must know for which databases to ask.
  const names = () => globalState.get<Readonly<Record<string, readonly string[]>>>(index, {});
  const has = ({ project, database }: SecretParams) => (names()[project] ?? []).includes(database);
  return {
    names,
    has,
    async read(place) {
      return (await secrets.get(keyOf(place))) ?? null;
    },
    async keep(place, url) {
      await secrets.store(keyOf(place), url);
      if (has(place)) return;
      const all = names();
      await globalState.update(index, { ...all, [place.project]: [...(all[place.project] ?? []), place.database] });
    },
    async forget(place) {
      await secrets.delete(keyOf(place));
      const all = names();
      const left = (all[place.project] ?? []).filter((name) => name !== place.database);
      await globalState.update(index, { ...all, [place.project]: left });
    },
  };
}

const index = "retort.keptUrls";

function keyOf({ project, database }: SecretParams): string {
  return `url ${JSON.stringify([project, database])}`;
}
