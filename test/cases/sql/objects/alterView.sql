-- Up

CREATE OR REPLACE VIEW "public"."open_tasks" AS
SELECT id,
    title
   FROM public.tasks
  WHERE (owner IS NOT NULL);

-- Down

CREATE OR REPLACE VIEW "public"."open_tasks" AS
SELECT id,
    title
   FROM public.tasks;
