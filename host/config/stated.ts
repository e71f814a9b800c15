/** The first of several settings that says something; an empty one says nothing, in a URL as in the environment. */
export function stated(...settings: readonly (string | null | undefined)[]): string | null {
  return settings.find((setting) => setting !== undefined && setting !== null && setting.trim() !== "") ?? null;
}
