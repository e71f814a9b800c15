import type { CatalogObject, CatalogObjectKind, QualifiedName } from "#engine/index.ts";
import { catalogObject, column, entity, index, inPublic, schemaOf, table } from "#test/support/build.ts";
import type { SqlCase, SqlCases } from "#test/engine/sql/cases/case.ts";

const tasks = entity("tasks", [column("title"), column("owner", "text", { nullable: true })]);
const before = schemaOf({ tables: [tasks] });
const touch = inPublic("touch()");
const events = table("events", [column("day", "date")]);
const events2026 = { table: events.name, bound: "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')" };
const alter = 'ALTER TABLE "public"."tasks"';

function object(
  kind: CatalogObjectKind,
  name: QualifiedName | string,
  definition: string,
  of: QualifiedName | null = null,
): CatalogObject {
  return catalogObject(kind, name, definition, { table: of });
}

/** Of `public.tasks`: what is said, and what takes it back. */
function property(kind: CatalogObjectKind, ...statements: readonly (readonly [string, string])[]): CatalogObject {
  return catalogObject(kind, "tasks", statements.map(([said]) => said).join(";\n"), {
    table: tasks.name,
    parts: statements.map(([said, text]) => ({ name: said, text })),
  });
}

function create(...objects: readonly CatalogObject[]): SqlCase {
  return { before, changes: objects.map((each) => ({ kind: "createObject", object: each })) };
}

/** PostgreSQL 15 and earlier print a view's columns with their table's name. */
function plainNames(...objectsOfIt: readonly CatalogObject[]): SqlCase {
  return { ...create(...objectsOfIt), since: 16 };
}

function comment(on: string, text: string): CatalogObject {
  const [said, undone] = [`COMMENT ON ${on} IS ${text}`, `COMMENT ON ${on} IS NULL`];
  const parts = [{ name: said, text: undone }];
  const name = on.replace(/^\w+/, (word) => word.toLowerCase());
  return catalogObject("comment", name, said, { table: tasks.name, parts });
}

function openTasks(columns: string, where = ""): CatalogObject {
  const definition = `CREATE VIEW "public"."open_tasks" AS\nSELECT ${columns}\n   FROM public.tasks${where}`;
  return object("view", "open_tasks", definition);
}

const touchFunction = object(
  "function",
  touch,
  "CREATE OR REPLACE FUNCTION public.touch()\n RETURNS trigger\n LANGUAGE plpgsql\nAS $function$\nBEGIN\n  NEW.title := trim(NEW.title);\n  RETURN NEW;\nEND;\n$function$",
);

export const objects: SqlCases = {
  view: plainNames(openTasks("id,\n    title")),
  materializedView: plainNames(
    object(
      "materializedView",
      "task_titles",
      'CREATE MATERIALIZED VIEW "public"."task_titles" AS\nSELECT title\n   FROM public.tasks',
    ),
    object(
      "index",
      "task_titles_idx",
      "CREATE INDEX task_titles_idx ON public.task_titles USING btree (title)",
      inPublic("task_titles"),
    ),
  ),
  functions: create(
    touchFunction,
    object(
      "function",
      "add(integer, integer)",
      "CREATE OR REPLACE FUNCTION public.add(a integer, b integer)\n RETURNS integer\n LANGUAGE sql\n IMMUTABLE\nAS $function$ SELECT a + b $function$",
    ),
    object(
      "function",
      "clear(text)",
      "CREATE OR REPLACE PROCEDURE public.clear(IN who text)\n LANGUAGE sql\nAS $procedure$ DELETE FROM public.tasks WHERE owner = who $procedure$",
    ),
    object(
      "function",
      "total(integer)",
      'CREATE AGGREGATE "public"."total"(integer) (SFUNC = int4pl, STYPE = integer)',
    ),
  ),
  trigger: create(
    touchFunction,
    object(
      "trigger",
      "touch",
      'CREATE TRIGGER touch BEFORE UPDATE ON public.tasks FOR EACH ROW EXECUTE FUNCTION public.touch();\nALTER TABLE "public"."tasks" DISABLE TRIGGER "touch"',
      tasks.name,
    ),
  ),
  policy: create(
    property(
      "rowSecurity",
      [`${alter} ENABLE ROW LEVEL SECURITY`, `${alter} DISABLE ROW LEVEL SECURITY`],
      [`${alter} FORCE ROW LEVEL SECURITY`, `${alter} NO FORCE ROW LEVEL SECURITY`],
    ),
    object(
      "policy",
      "own",
      'CREATE POLICY "own" ON "public"."tasks" FOR SELECT TO PUBLIC USING ((owner = CURRENT_USER))',
      tasks.name,
    ),
  ),
  domain: create(
    object(
      "domain",
      "price",
      'CREATE DOMAIN "public"."price" AS numeric CONSTRAINT "price_check" CHECK ((VALUE > (0)::numeric))',
    ),
  ),
  compositeType: create(object("compositeType", "pair", 'CREATE TYPE "public"."pair" AS ("a" integer, "b" text)')),
  rangeType: create(
    object(
      "rangeType",
      "span",
      'CREATE TYPE "public"."span" AS RANGE (SUBTYPE = double precision, MULTIRANGE_TYPE_NAME = "spans")',
    ),
  ),
  storage: create(
    property(
      "storage",
      [`${alter} SET UNLOGGED`, `${alter} SET LOGGED`],
      [`${alter} SET (autovacuum_enabled='false')`, `${alter} RESET (autovacuum_enabled)`],
      [`${alter} SET (fillfactor='70')`, `${alter} RESET (fillfactor)`],
    ),
    property("replicaIdentity", [`${alter} REPLICA IDENTITY FULL`, `${alter} REPLICA IDENTITY DEFAULT`]),
  ),
  comments: create(
    comment("COLUMN public.tasks.title", "'what''s IS ''this'''"),
    comment("TABLE public.tasks", "'two\nlines'"),
  ),
  inheritance: {
    before: schemaOf({ tables: [table("child", [column("a"), column("b")]), table("parent", [column("a")])] }),
    changes: [{ kind: "addParent", table: inPublic("child"), parent: inPublic("parent"), at: 0 }],
  },
  heirs: {
    before: schemaOf({}),
    changes: [
      { kind: "createTable", table: table("parent", [column("a")]) },
      { kind: "createTable", table: table("child", [column("b")], { inherits: [inPublic("parent")] }) },
    ],
  },
  partitions: {
    before: schemaOf({}),
    changes: [
      { kind: "createTable", table: { ...events, partitionBy: "RANGE (day)" } },
      {
        kind: "createTable",
        table: table("events_2026", [column("day", "date", { default: { kind: "literal", text: "2026-05-01" } })], {
          partitionOf: events2026,
          indexes: [index("events_2026_day_idx", ["day"])],
        }),
      },
    ],
  },
  partitionsFromTables: {
    before: schemaOf({
      tables: [
        { ...events, partitionBy: "RANGE (day)" },
        { ...events, name: inPublic("events_2026") },
      ],
    }),
    changes: [{ kind: "attachPartition", table: inPublic("events_2026"), partitionOf: events2026 }],
  },
  alterView: {
    before: schemaOf({ tables: [tasks], objects: [openTasks("id,\n    title")] }),
    changes: [
      {
        kind: "alterObject",
        from: openTasks("id,\n    title"),
        to: openTasks("id,\n    title", "\n  WHERE (owner IS NOT NULL)"),
      },
    ],
    since: 16,
  },
  objectsOfADroppedTable: {
    before: schemaOf({
      tables: [tasks],
      objects: [comment("TABLE public.tasks", "'x'")],
    }),
    changes: [
      {
        kind: "dropObject",
        object: comment("TABLE public.tasks", "'x'"),
      },
      { kind: "dropTable", table: tasks },
    ],
  },
  runSql: {
    before,
    changes: [
      { kind: "runSql", up: "UPDATE tasks SET title = 'a;b';\n-- and\nDELETE FROM tasks;", down: null },
      { kind: "runSql", up: "SELECT 1", down: "SELECT 2" },
    ],
  },
};
