import { quoteLiteral } from "#engine/index.ts";
import { assetText } from "#host/assets.ts";
import type { Connection } from "#host/connection.ts";

/**
 * Works, within a transaction, under settings by which values are written as text that the same settings read back
 * exactly; then the transaction goes on under its own.
 */
export async function withTextSettings<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  const settings = assetText("catalog/settings.sql");
  const names = [...settings.matchAll(/^SET LOCAL (\w+)/gm)].map(([, name = ""]) => name);
  const read = names.map((name) => `current_setting(${quoteLiteral(name)})`).join(", ");
  const [before] = await connection.rows<string[]>(`SELECT ${read}`);
  await connection.rows(settings);
  const value = await work();
  const restored = names.map(
    (name, index) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(before?.[index] ?? "")}, true)`,
  );
  await connection.rows(`SELECT ${restored.join(", ")}`);
  return value;
}
