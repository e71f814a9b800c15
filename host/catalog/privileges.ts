import { type CatalogObject, columnKey, namespaceKey, quoteIdentifier } from "#engine/index.ts";
import { type ObjectContext, property } from "#host/catalog/catalogObject.ts";
import type { CatalogRows } from "#host/catalog/catalogRows.ts";
import type { ColumnGrant, DefaultPrivilegesRow, Grant, PrivilegesRow } from "#host/catalog/privilegeRows.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/**
 * Who owns what, and what is granted on it beyond what PostgreSQL grants by itself. What belongs to whoever is connected
 * is as usual; so are the rights of an owner.
 */
export function readPrivileges(
  rows: CatalogRows,
  context: ObjectContext,
  isExcluded: (name: { readonly schema: string; readonly name: string }) => boolean,
): CatalogObject[] {
  return [
    ...(rows.privileges ?? [])
      .filter(([, , , , namespace, name]) => !isExcluded(context.name(namespace, name)))
      .flatMap((row) => ofObject(row, context)),
    ...(rows.defaultPrivileges ?? []).flatMap((row) => ofMakings(row, context)),
  ];
}

type Said = readonly [said: string, undone: string];

function ofObject(row: PrivilegesRow, context: ObjectContext): CatalogObject[] {
  const [catalog, oid, word, identity, namespace, name, tableOid, column, owner, held, usual, ofColumns, isOwn, who] =
    row;
  const on = `ON ${grantWords[word] ?? word} ${identity}`;
  const place: GrantPlace = { on, owner: who, ownerWords: isOwn ? "CURRENT_USER" : quoteIdentifier(who), before: "" };
  const table = tableOid === null ? null : (context.table(tableOid) ?? null);
  const key = catalog === catalogs.namespace ? namespaceKey(name) : context.keys.get(catalog, oid, 0);
  const columns = columnGrants(ofColumns ?? []);
  const needed =
    table === null || tableOid === null
      ? [key]
      : [
          ...(word === "TABLE" ? [] : [key]),
          ...(column === null ? [] : [context.keys.get(catalogs.class, tableOid, column)]),
          ...[...columns.keys()].map((each) => columnKey(table, each)),
        ];
  const alter = `ALTER ${word} ${identity} OWNER TO`;
  return property(
    "privileges",
    context.name(namespace, `${word.toLowerCase()} ${identity}`),
    [
      ...(owner === null ? [] : [[`${alter} ${quoteIdentifier(owner)}`, `${alter} CURRENT_USER`] as const]),
      ...between(usual ?? [], held ?? [], place),
      ...[...columns].flatMap(([each, grants]) =>
        between([], grants, { ...place, on: `(${quoteIdentifier(each)}) ${on}` }),
      ),
    ],
    { table, dependsOn: needed.filter((each) => each !== null) },
  );
}

/** What GRANT calls them, where it is not what ALTER and DROP do. */
const grantWords: Readonly<Record<string, string>> = {
  VIEW: "TABLE",
  "MATERIALIZED VIEW": "TABLE",
  "FOREIGN TABLE": "TABLE",
  AGGREGATE: "FUNCTION",
  DOMAIN: "TYPE",
  SERVER: "FOREIGN SERVER",
};

function columnGrants(grants: readonly ColumnGrant[]): ReadonlyMap<string, readonly Grant[]> {
  const columns = new Map<string, Grant[]>();
  for (const [grantor, grantee, privilege, grantable, column] of grants) {
    columns.set(column, [...(columns.get(column) ?? []), [grantor, grantee, privilege, grantable]]);
  }
  return columns;
}

function ofMakings(row: DefaultPrivilegesRow, context: ObjectContext): CatalogObject[] {
  const [namespace, role, who, code, held, usual] = row;
  const kind = makings[code];
  if (kind === undefined) return [];
  const ownerWords = role === null ? "CURRENT_USER" : quoteIdentifier(role);
  const name = context.name(namespace ?? 0, `${kind.toLowerCase()} made by ${role ?? "CURRENT_USER"}`);
  const scope = namespace === null ? "" : ` IN SCHEMA ${quoteIdentifier(name.schema)}`;
  const before = `ALTER DEFAULT PRIVILEGES FOR ROLE ${ownerWords}${scope} `;
  // What is granted in one schema comes on top of what is granted everywhere.
  const place: GrantPlace = { on: `ON ${kind}`, owner: who, ownerWords, before };
  return property("defaultPrivileges", name, between(usual ?? [], held ?? [], place), {});
}

const makings: Readonly<Record<string, string>> = {
  r: "TABLES",
  S: "SEQUENCES",
  f: "FUNCTIONS",
  T: "TYPES",
  n: "SCHEMAS",
};

interface GrantPlace {
  /** `ON TABLE public.tasks`, behind the privileges. */
  readonly on: string;
  readonly owner: string;
  /** How the owner is called in statements. */
  readonly ownerWords: string;
  /** What the statements begin with. */
  readonly before: string;
}

/** The statements from what is usual to what is, each with the one that takes it back. Grants of others come behind those they rest on. */
function between(usual: readonly Grant[], held: readonly Grant[], place: GrantPlace): Said[] {
  const all = new Set(usual.flatMap(([grantor, grantee, privilege]) => (grantee === grantor ? [privilege] : [])));
  const [old, next] = [byGrantee(usual, place.owner), byGrantee(held, place.owner)];
  const revoked = [...old].flatMap(([key, grants]): Said[] => {
    const stays = next.get(key);
    const gone = [...grants.privileges.keys()].filter((privilege) => stays?.privileges.has(privilege) !== true);
    return spelled(gone, all, stays === undefined || stays.privileges.size === 0).map((privileges) => {
      const who = nameOf(grants.grantee, place);
      return [
        `${place.before}REVOKE ${privileges} ${place.on} FROM ${who}`,
        `${place.before}GRANT ${privileges} ${place.on} TO ${who}`,
      ];
    });
  });
  const granted = inOrder([...next.entries()], place.owner).flatMap(([key, grants]): Said[] => {
    const usually = old.get(key)?.privileges;
    const added = [...grants.privileges].filter(([privilege]) => usually?.has(privilege) !== true);
    const isOwner = grants.grantee === place.owner;
    const plain = spelled(
      added.map(([privilege]) => privilege),
      all,
      added.length === all.size,
    );
    const options = isOwner ? [] : [...grants.privileges].filter(([, grantable]) => grantable).map(([each]) => each);
    const passed = spelled(options, all, options.length === all.size);
    const who = nameOf(grants.grantee, place);
    const as = (sql: string) =>
      grants.grantor === place.owner ? sql : `SET ROLE ${quoteIdentifier(grants.grantor)};\n${sql};\nRESET ROLE`;
    return [
      ...plain.map((privileges): Said => [
        as(`${place.before}GRANT ${privileges} ${place.on} TO ${who}`),
        as(`${place.before}REVOKE ${privileges} ${place.on} FROM ${who}`),
      ]),
      ...passed.map((privileges): Said => [
        as(`${place.before}GRANT ${privileges} ${place.on} TO ${who} WITH GRANT OPTION`),
        as(`${place.before}REVOKE GRANT OPTION FOR ${privileges} ${place.on} FROM ${who}`),
      ]),
    ];
  });
  return [...revoked, ...granted];
}

interface Granted {
  readonly grantor: string;
  readonly grantee: string | null;
  /** With whether they may be passed on. */
  readonly privileges: Map<string, boolean>;
}

/** An owner's own come first, then what it grants. */
function byGrantee(grants: readonly Grant[], owner: string): ReadonlyMap<string, Granted> {
  const found = new Map<string, Granted>();
  for (const [grantor, grantee, privilege, grantable] of grants) {
    const key = JSON.stringify([grantor === owner ? null : grantor, grantee === owner ? [] : grantee]);
    const entry = found.get(key) ?? { grantor, grantee, privileges: new Map<string, boolean>() };
    entry.privileges.set(privilege, grantable);
    found.set(key, entry);
  }
  return new Map([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whoever grants has been granted before. */
function inOrder(entries: readonly [string, Granted][], owner: string): readonly [string, Granted][] {
  const may = new Set([owner]);
  const sorted: [string, Granted][] = [];
  let left = [...entries];
  while (left.length > 0) {
    const ready = left.filter(([, { grantor }]) => may.has(grantor));
    // A circle of grants that no longer begin with the owner cannot be, and would be left as it stands.
    const next = ready.length > 0 ? ready : left;
    sorted.push(...next);
    for (const [, { grantee }] of next) if (grantee !== null) may.add(grantee);
    left = left.filter((entry) => !next.includes(entry));
  }
  return sorted;
}

/** All there are of the kind are ALL: PostgreSQL 17 knows one more than those before. */
function spelled(privileges: readonly string[], all: ReadonlySet<string>, isWhole: boolean): string[] {
  if (isWhole && all.size > 1 && [...all].every((each) => privileges.includes(each))) return ["ALL"];
  return privileges.toSorted();
}

function nameOf(grantee: string | null, { owner, ownerWords }: GrantPlace): string {
  return grantee === null ? "PUBLIC" : grantee === owner ? ownerWords : quoteIdentifier(grantee);
}
