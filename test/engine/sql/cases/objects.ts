import type { CatalogObject, CatalogObjectKind, QualifiedName } from "#engine/index.ts";
import { column, entity, inPublic, schemaOf, table } from "#test/support/build.ts";
import type { SqlCase, SqlCases } from "#test/engine/sql/cases/case.ts";

const tasks = entity("tasks", [column("title"), column("owner", "text", { nullable: true })]);
const before = schemaOf({ tables: [tasks] });
const touch = inPublic("touch()");

function object(
  kind: CatalogObjectKind,
  name: QualifiedName | string,
  definition: string,
  of: QualifiedName | null = null,
): CatalogObject {
  return { kind, name: typeof name === "string" ? inPublic(name) : name, table: of, definition };
}

function create(...objects: readonly CatalogObject[]): SqlCase {
  return { before, changes: objects.map((each) => ({ kind: "createObject", object: each })) };
}

/** PostgreSQL 15 and earlier print a view's columns with their table's name. */
function plainNames(...objectsOfIt: readonly CatalogObject[]): SqlCase {
  return { ...create(...objectsOfIt), since: 16 };
}

const touchFunction = object(
  "function",
  touch,
  "CREATE OR REPLACE FUNCTION public.touch()\n RETURNS trigger\n LANGUAGE plpgsql\nAS $function$\nBEGIN\n  NEW.title := trim(NEW.title);\n  RETURN NEW;\nEND;\n$function$",
);

export const objects: SqlCases = {
  view: plainNames(
    object("view", "open_tasks", 'CREATE VIEW "public"."open_tasks" AS\nSELECT id,\n    title\n   FROM public.tasks'),
  ),
  materializedView: plainNames(
    object(
      "materializedView",
      "task_titles",
      'CREATE MATERIALIZED VIEW "public"."task_titles" AS\nSELECT title\n   FROM public.tasks;\nCREATE INDEX task_titles_idx ON public.task_titles USING btree (title)',
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
    object(
      "rowSecurity",
      "tasks",
      'ALTER TABLE "public"."tasks" ENABLE ROW LEVEL SECURITY;\nALTER TABLE "public"."tasks" FORCE ROW LEVEL SECURITY',
      tasks.name,
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
    object(
      "storage",
      "tasks",
      `ALTER TABLE "public"."tasks" SET UNLOGGED;\nALTER TABLE "public"."tasks" SET (autovacuum_enabled='false', fillfactor='70');\nALTER TABLE "public"."tasks" REPLICA IDENTITY FULL`,
      tasks.name,
    ),
  ),
  comments: create(
    object(
      "comment",
      "column public.tasks.title",
      "COMMENT ON COLUMN public.tasks.title IS 'what''s IS ''this'''",
      tasks.name,
    ),
    object("comment", "table public.tasks", "COMMENT ON TABLE public.tasks IS 'two\nlines'", tasks.name),
  ),
  inheritance: {
    before: schemaOf({ tables: [table("child", [column("a"), column("b")]), table("parent", [column("a")])] }),
    changes: [
      {
        kind: "createObject",
        object: object(
          "inheritance",
          "child",
          'ALTER TABLE "public"."child" INHERIT "public"."parent"',
          inPublic("child"),
        ),
      },
    ],
  },
  partitions: {
    before: schemaOf({}),
    changes: [
      { kind: "createTable", table: table("events", [column("day", "date")]) },
      {
        kind: "createObject",
        object: object("partition", "events", "PARTITION BY RANGE (day)", inPublic("events")),
      },
      {
        kind: "createObject",
        object: object(
          "partition",
          "events_2026",
          `CREATE TABLE "public"."events_2026" PARTITION OF "public"."events" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');\nCREATE INDEX events_2026_day_idx ON public.events_2026 USING btree (day)`,
          inPublic("events"),
        ),
      },
    ],
  },
  objectsOfADroppedTable: {
    before: schemaOf({
      tables: [tasks],
      objects: [object("comment", "table public.tasks", "COMMENT ON TABLE public.tasks IS 'x'", tasks.name)],
    }),
    changes: [
      {
        kind: "dropObject",
        object: object("comment", "table public.tasks", "COMMENT ON TABLE public.tasks IS 'x'", tasks.name),
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
