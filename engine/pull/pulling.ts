import type { Change } from "#engine/changes/change.ts";
import type { TextEdit } from "#engine/prisma/edit/textEdit.ts";
import type { RaiseOptions } from "#engine/prisma/raise.ts";
import type { ModelNames } from "#engine/pull/names.ts";
import type { RaisedEnum, RaisedModel } from "#engine/prisma/raise/raised.ts";
import type { ModelsView } from "#engine/pull/modelsView.ts";
import type { Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";

/** What one change comes to in the models; nothing where they have no word for it, or have none yet. */
export interface Words {
  readonly edits?: readonly FileEdit[];
  /** Blocks that are new. */
  readonly models?: readonly RaisedModel[];
  readonly enums?: readonly RaisedEnum[];
}

export interface FileEdit extends TextEdit {
  readonly file: string;
}

/** What there is to work with. */
export interface Pulling {
  readonly view: ModelsView;
  readonly names: ModelNames;
  /** What the models are to ask for. */
  readonly target: Schema;
  readonly raise: RaiseOptions;
  /** All the changes that are pulled together. */
  readonly changes: readonly Change[];
  /**
   * What can be done once a step: two relations of one pair of models must see each other, to bear different names; a
   * field has one `@unique`.
   */
  readonly claimed: Set<string>;
}

export const nothing: Words = {};

/** False where this step has done it already. */
export function claim({ claimed }: Pulling, ...what: readonly string[]): boolean {
  const key = what.join("\0");
  if (claimed.has(key)) return false;
  claimed.add(key);
  return true;
}

export function inFile(file: string, edits: readonly TextEdit[]): FileEdit[] {
  return edits.map((edit) => ({ ...edit, file }));
}

export function tableIn(target: Schema, name: QualifiedName): Table | null {
  return target.tables.find((table) => nameKey(table.name) === nameKey(name)) ?? null;
}
