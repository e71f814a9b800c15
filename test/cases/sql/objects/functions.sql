-- Up

CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  NEW.title := trim(NEW.title);
  RETURN NEW;
END;
$function$;

CREATE OR REPLACE FUNCTION public.add(a integer, b integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a + b $function$;

CREATE OR REPLACE PROCEDURE public.clear(IN who text)
 LANGUAGE sql
AS $procedure$ DELETE FROM public.tasks WHERE owner = who $procedure$;

CREATE AGGREGATE "public"."total"(integer) (SFUNC = int4pl, STYPE = integer);

-- Down

DROP AGGREGATE "public"."total"(integer);

DROP PROCEDURE "public"."clear"(text);

DROP FUNCTION "public"."add"(integer, integer);

DROP FUNCTION "public"."touch"();
