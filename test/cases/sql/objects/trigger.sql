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

CREATE TRIGGER touch BEFORE UPDATE ON public.tasks FOR EACH ROW EXECUTE FUNCTION public.touch();

ALTER TABLE "public"."tasks" DISABLE TRIGGER "touch";

-- Down

DROP TRIGGER "touch" ON "tasks";

DROP FUNCTION "public"."touch"();
