/**
 * Cuts what clients send into whole messages, as PGlite wants them: a message is one type byte, four bytes of length
 * (counting themselves, not the type), then its body. The first message of a client has no type byte
 * (PostgreSQL manual, "Message Formats": StartupMessage); after Terminate the next client begins.
 */
export interface FrontendMessages {
  /** The messages that `chunk` completes, neighbours as one stretch; a client's first and last stand alone. */
  take(chunk: Buffer): readonly FrontendStretch[];
}

export interface FrontendStretch {
  readonly kind: "startup" | "messages" | "terminate";
  readonly bytes: Buffer;
}

export function frontendMessages(): FrontendMessages {
  let pending: Buffer = Buffer.alloc(0);
  let greeting = true;

  return {
    take(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const stretches: FrontendStretch[] = [];
      let start = 0;
      let at = 0;
      const cut = (kind: FrontendStretch["kind"]) => {
        if (at > start) stretches.push({ kind, bytes: pending.subarray(start, at) });
        start = at;
      };
      for (let length = wholeMessage(pending, at, greeting); length > 0; length = wholeMessage(pending, at, greeting)) {
        const terminate = !greeting && pending[at] === terminateType;
        if (terminate) cut("messages");
        at += length;
        if (greeting) cut("startup");
        if (terminate) cut("terminate");
        greeting = terminate;
      }
      cut("messages");
      pending = pending.subarray(at);
      return stretches;
    },
  };
}

const terminateType = "X".charCodeAt(0);

/** The length of the message that begins at `at`; 0 while some of it is missing. */
function wholeMessage(bytes: Buffer, at: number, greeting: boolean): number {
  const typeLength = greeting ? 0 : 1;
  if (bytes.length < at + typeLength + 4) return 0;
  const length = typeLength + bytes.readInt32BE(at + typeLength);
  return bytes.length < at + length ? 0 : length;
}
