import type { SqlParams } from "#protocol/requests.ts";

/** The extension's name and what it contributes: the one place where ids are written; package.json repeats them. */
export const languageId = "retort-sql";

/** Codes that diagnostics carry; code actions are found by them. */
export const diagnosticCodes = {
  unrevised: "unrevised",
  pending: "pending",
  drift: "drift",
  unmanaged: "not-yet-under-retort",
  noRevisions: "no-revisions",
  multipleHeads: "multiple-heads",
  models: "models",
  revision: "revision",
  replay: "replay",
  proof: "proof",
  edited: "edited",
  run: "run",
  halfDone: "half-done",
  database: "database",
  unknown: "unknown",
} as const;

/** Commands that the server puts into code lenses and code actions and the client carries out. */
export const commands = {
  generate: "retort.generate",
  newRevision: "retort.newRevision",
  merge: "retort.merge",
  upgrade: "retort.upgrade",
  downgrade: "retort.downgrade",
  upgradeTo: "retort.upgradeTo",
  downgradeTo: "retort.downgradeTo",
  showHistory: "retort.showHistory",
  prove: "retort.prove",
  check: "retort.check",
  connect: "retort.connect",
  initialize: "retort.initialize",
  importPrisma: "retort.importPrisma",
  refresh: "retort.refresh",
  stamp: "retort.stamp",
  previewSql: "retort.previewSql",
  dryRun: "retort.dryRun",
  compareDrift: "retort.compareDrift",
  pullDrift: "retort.pullDrift",
  adoptDrift: "retort.adoptDrift",
  restoreDrift: "retort.restoreDrift",
  showChanged: "retort.showChanged",
  acceptEdited: "retort.acceptEdited",
  editToRevision: "retort.editToRevision",
  restoreFile: "retort.restoreFile",
  resume: "retort.resume",
  resolveApplied: "retort.resolveApplied",
  resolveRolledBack: "retort.resolveRolledBack",
  showLog: "retort.showLog",
} as const;

/**
 * The one argument of those commands where they come from a code lens, a code action or a tree item. The palette gives
 * none, and the client asks.
 */
export interface CommandArgument {
  readonly project: string;
  /** A revision identifier: for `upgrade`, `downgrade`, `upgradeTo`, `downgradeTo`, `prove`, `stamp`; a head for `merge`. */
  readonly target?: string;
  /** For what concerns drift: its objects; all of it where left out. */
  readonly objects?: readonly string[];
  /** For `previewSql` and `dryRun`. */
  readonly what?: SqlParams["what"];
}
