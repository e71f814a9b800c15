/**
 * What makes a session its own again until the end of the transaction: revisions may change who it is and how it reads
 * literals, and revision rows must be written all the same.
 */
export const ownSession = [
  "SET LOCAL SESSION AUTHORIZATION DEFAULT",
  "SET LOCAL role TO DEFAULT",
  "SET LOCAL standard_conforming_strings = on",
] as const;

/**
 * What takes back everything that a section set for the session; at the end of its transaction it comes to hold with it.
 * RESET ALL leaves out who it is.
 */
export const resetSession = "RESET ALL; RESET SESSION AUTHORIZATION; RESET ROLE";
