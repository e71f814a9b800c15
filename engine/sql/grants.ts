import { splitStatements } from "#engine/sql/split.ts";

/**
 * GRANT and REVOKE statements, neighbours that differ in their privileges alone as one. Those that stand in one text are
 * parted: a grant by somebody else comes between SET ROLE and RESET ROLE.
 */
export function grantStatements(statements: readonly string[]): string[] {
  const joined: { head: string; privileges: string[]; tail: string }[] = [];
  for (const statement of statements.flatMap((text) => splitStatements(text).map((each) => each.sql))) {
    const [, head = statement, privilege = "", columns = "", tail = ""] = form.exec(statement) ?? [];
    const last = joined.at(-1);
    if (tail !== "" && last?.head === head && last.tail === tail) last.privileges.push(privilege + columns);
    else joined.push({ head, privileges: tail === "" ? [] : [privilege + columns], tail });
  }
  return joined.map(({ head, privileges, tail }) => head + privileges.join(", ") + tail);
}

/** Taken back, a grant on a table takes those on its columns along, and a grant that others passed on takes theirs. */
export function reliesOnOthers(statement: string): boolean {
  return statement.startsWith("SET ROLE ") || /^GRANT [A-Z ]+ \("/.test(statement);
}

const form =
  /^((?:ALTER DEFAULT PRIVILEGES .*? )?(?:GRANT|REVOKE(?: GRANT OPTION FOR)?) )([A-Z][A-Z ]*?)( \("(?:[^"]|"")*"\))?( ON .*)$/s;
