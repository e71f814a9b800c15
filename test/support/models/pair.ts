import fc from "fast-check";

import { lintErrors } from "#test/engine/prisma/prismaDatamodel.ts";
import { type ModelsEdit, modelsEdit, type ModelsPlan, modelsPlan } from "#test/support/models/plan.ts";
import { modelsText } from "#test/support/models/text.ts";

/** Models that Prisma accepts, and the same some edits later. */
export interface ModelsPair {
  readonly from: string;
  readonly to: string;
}

export const modelsPair: fc.Arbitrary<ModelsPair> = fc
  .tuple(modelsPlan, fc.array(modelsEdit, { minLength: 1, maxLength: 4 }))
  .map(([plan, edits]) => ({ from: modelsText(plan), to: modelsText(edits.reduce(applyEdit, plan)) }))
  .filter(({ from, to }) => [from, to].every((text) => lintErrors("schema.prisma", text).length === 0));

function applyEdit(plan: ModelsPlan, edit: ModelsEdit): ModelsPlan {
  return edit(plan);
}
