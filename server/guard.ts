import { ResponseError, ErrorCodes } from "vscode-languageserver/node";

/**
 * What a user can cause is answered as a value; only a bug of ours rejects. It is logged with its stack, and the client
 * gets an error that says so, instead of a promise that never settles.
 */
export function guarded<Params, Token>(
  handler: (params: Params, token: Token) => Promise<unknown>,
  log: (message: string) => void,
): (params: Params, token: Token) => Promise<unknown> {
  return async (params, token) => {
    try {
      return await handler(params, token);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log(`A request failed on a bug of Retort's own: ${text}`);
      throw new ResponseError(ErrorCodes.InternalError, "Retort failed on a bug of its own. The log has the details.");
    }
  };
}
