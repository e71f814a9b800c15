/**
 * What there is to do about PostgreSQL's refusal with this error code (manual, appendix A), where that is no matter of the
 * statement. `about`: a statement that somebody wrote, or one of ours.
 */
export function adviceOn(
  error: { readonly code: string | null; readonly message: string },
  about: About,
): string | null {
  const { code, message } = error;
  if (code === null) return null;
  if (code === "42501" && /row-level security/.test(message)) return underRowSecurity;
  if (code === "42501" && /is a system trigger/.test(message)) return ofConstraint;
  return general[code] ?? (about === "our own" ? (ofRows[code] ?? null) : null);
}

export type About = "the user's" | "our own";

/** What there is to do about anything else. */
export const putRight = "Put right what it stumbled over, in the file or in the database, and run it again.";

const underRowSecurity =
  "Take row-level security off the table that it names, or connect as a role that it does not hold for (BYPASSRLS).";

const ofConstraint =
  "Only a superuser may switch the triggers that keep a constraint: connect as one. A constraint that is dropped and made again has its triggers switched on, too.";

const general: Readonly<Record<string, string>> = {
  "22P05": "Use only characters that the database's encoding has, or a database in UTF8.",
  "25006":
    "Connect to the primary, where this server is a standby; or turn default_transaction_read_only off for this role or database.",
  "25P03": "Raise idle_in_transaction_session_timeout for this role, and run it again.",
  "25P04": "Raise transaction_timeout for this role, and run it again.",
  "42501": "Grant the role what it lacks, or connect as one that has it.",
  "53100": "Make room on the server's disk, and run it again.",
  "53200": "Free memory on the server, and run it again.",
  "53300": "Close other connections, and run it again.",
  "57014": "Raise statement_timeout for this role, where that is what ended it, and run it again.",
};

const compare =
  "Compare the table of revision rows with docs/formats.md: another version or another tool may have changed it.";

const ofRows: Readonly<Record<string, string>> = {
  "23502": compare,
  "23514": compare,
  "42703": compare,
  "42804": compare,
  "42809": compare,
  "42883": compare,
  "42P10": "Give the table of revision rows its primary key (id) back.",
};
