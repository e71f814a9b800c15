-- Up

ALTER TABLE "public"."child" INHERIT "public"."parent";

-- Down

ALTER TABLE "public"."child" NO INHERIT "public"."parent";
