/** The session ended under a statement: the server went away, or the network did. */
export class ConnectionLost extends Error {}
