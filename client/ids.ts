import { commands } from "#protocol/settings.ts";

/** Ids that the client and package.json share; what the server names too stands in protocol/settings.ts. */
export const views = {
  revisions: "retort.revisions",
  drift: "retort.drift",
  databases: "retort.databases",
} as const;

export type ViewId = (typeof views)[keyof typeof views];

/** Commands that only menus, welcome views and the status bar run. */
export const clientCommands = {
  whatNow: "retort.whatNow",
  newCodeRevision: "retort.newCodeRevision",
  takeBack: "retort.takeBack",
  showDiff: "retort.showDiff",
  openRevision: "retort.openRevision",
  copyRevisionId: "retort.copyRevisionId",
  previewUnrevised: "retort.previewUnrevised",
  useEmbedded: "retort.useEmbedded",
  baseline: "retort.baseline",
  openConfiguration: "retort.openConfiguration",
  activateDatabase: "retort.activateDatabase",
  forgetUrl: "retort.forgetUrl",
} as const;

export const allCommands = { ...commands, ...clientCommands } as const;

export type CommandId = (typeof allCommands)[keyof typeof allCommands];

/** What `when` clauses in package.json ask. */
export const contextKeys = {
  /** `starting`, `stopped`, or a `Situation`. */
  situation: "retort.situation",
  /** There are models, or a retort.json. */
  hasProject: "retort.hasProject",
  unrevised: "retort.unrevised",
  drifted: "retort.drifted",
  halfDone: "retort.halfDone",
  hasDatabase: "retort.hasDatabase",
  hasRevisions: "retort.hasRevisions",
  hasApplied: "retort.hasApplied",
  severalHeads: "retort.severalHeads",
  /** True for a moment after a page of VS Code's own has opened: the walkthrough may be one. */
  pageOpened: "retort.pageOpened",
} as const;

export const configuration = {
  section: "retort",
  codeLens: "codeLens.enabled",
  driftOnFocus: "drift.onFocus",
} as const;

/** Read-only documents that the server's answers are shown in. */
export const documentScheme = "retort";
