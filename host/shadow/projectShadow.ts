import path from "node:path";

import type { Failure, Outcome } from "#host/failure.ts";
import type { ServerConfig } from "#host/postgres.ts";
import { createVerdicts, type Verdicts } from "#host/proof/verdicts.ts";
import type { Shadow } from "#host/shadow.ts";
import { createContentCache } from "#host/shadow/contentCache.ts";
import { createShadow } from "#host/shadow/createShadow.ts";
import { embeddedScratch } from "#host/shadow/scratch.ts";
import { serverScratch } from "#host/shadow/serverScratch.ts";

/** The shadow of one project, which may come to be another one when its configuration changes. */
export interface ProjectShadow {
  /**
   * On `server`, or the embedded one where that is null; `target` is the server's database that is migrated, which it
   * must not be. A failure is what every question is then answered with.
   */
  on(server: Outcome<ServerConfig | null>, target: ServerConfig | null): Shadow;
  /** Of proofs that were made in it. */
  readonly verdicts: Verdicts;
  close(): Promise<void>;
}

/** Its answers outlive the process in the project's `.retort/cache`. */
export function createProjectShadow(
  root: string,
  { log, runsCode }: { readonly log: (message: string) => void; readonly runsCode: () => boolean },
): ProjectShadow {
  const cache = createContentCache({ folder: path.join(root, ".retort", "cache"), log });
  let kept: { readonly key: string; readonly shadow: Shadow } | null = null;

  return {
    verdicts: createVerdicts(cache),
    on(server, target) {
      if (!server.ok) return unavailable(server.failure);
      const key = JSON.stringify(server.value && [server.value, target]);
      if (kept?.key === key) return kept.shadow;
      void kept?.shadow.close();
      const scratch = server.value ? serverScratch(server.value, { target, log }) : embeddedScratch;
      const shadow = createShadow({ cache, log, runsCode, scratch });
      kept = { key, shadow };
      return shadow;
    },
    async close() {
      const last = kept;
      kept = null;
      await last?.shadow.close();
    },
  };
}

function unavailable(failure: Failure): Shadow {
  const answer = () => Promise.resolve({ ok: false, failure } as const);
  const close = () => Promise.resolve();
  return { replay: answer, trace: answer, retrace: answer, prove: answer, spell: answer, version: answer, close };
}
