-- Up

CREATE VIEW "public"."open_tasks" AS
SELECT id,
    title
   FROM public.tasks;

-- Down

DROP VIEW "open_tasks";
