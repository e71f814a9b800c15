import { createHash } from "node:crypto";

/** What the folder's name of a migration tells: all that decides about its revision besides the SQL. */
export interface MigrationName {
  /** The revision's id: the same wherever and whenever this migration is imported. */
  readonly id: string;
  readonly message: string;
  /** Null where the name begins with no time: `00_init`. */
  readonly created: Date | null;
}

export function readMigrationName(folder: string): MigrationName {
  // A file system may hand out a name in another form of Unicode than it was given.
  const name = folder.normalize("NFC");
  const [, digits = "", rest = ""] = /^(\d*)[_\-\s]*(.*)$/s.exec(name) ?? [];
  const words = rest.replaceAll(/[_\s]+/g, " ").trim();
  return {
    id: createHash("sha256").update(`prisma migration ${name}`).digest("hex").slice(0, 12),
    message: words === "" ? name : words,
    created: timeOf(digits),
  };
}

/** Prisma writes YYYYMMDDHHMMSS, in UTC. People write what they like: an hour of 27 is three in the morning. */
function timeOf(digits: string): Date | null {
  const parts = /^((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?$/.exec(digits)?.slice(1);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour, minute, second] = parts.map((part) => Number(part));
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return new Date(Date.UTC(year, month - 1, day, hour || 0, minute || 0, second || 0));
}
