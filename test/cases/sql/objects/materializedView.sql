-- Up

CREATE MATERIALIZED VIEW "public"."task_titles" AS
SELECT title
   FROM public.tasks;

CREATE INDEX task_titles_idx ON public.task_titles USING btree (title);

-- Down

DROP INDEX "task_titles_idx";

DROP MATERIALIZED VIEW "task_titles";
