/** What there is to do about PostgreSQL's refusal with this error code (manual, appendix A), where that is no matter of the statement. */
export function adviceOn(code: string | null): string | null {
  return (code !== null && advice[code]) || null;
}

const advice: Readonly<Record<string, string>> = {
  "22P05": "Use only characters that the database's encoding has, or a database in UTF8.",
  "25006":
    "Connect to the primary, where this server is a standby; or turn default_transaction_read_only off for this role or database.",
  "25P03": "Raise idle_in_transaction_session_timeout for this role, and run it again.",
  "25P04": "Raise transaction_timeout for this role, and run it again.",
  "42501": "Grant the role what it lacks, or connect as one that has it.",
  "42703":
    "Compare the table of revision rows with docs/formats.md: another version or another tool may have changed it.",
  "42P10": "Give the table of revision rows its primary key (id) back.",
  "53100": "Make room on the server's disk, and run it again.",
  "53200": "Free memory on the server, and run it again.",
  "53300": "Close other connections, and run it again.",
  "57014": "Raise statement_timeout for this role, where that is what ended it, and run it again.",
};
