-- Up

ALTER TABLE "public"."tasks" SET UNLOGGED;

ALTER TABLE "public"."tasks" SET (autovacuum_enabled='false');

ALTER TABLE "public"."tasks" SET (fillfactor='70');

ALTER TABLE "public"."tasks" REPLICA IDENTITY FULL;

-- Down

ALTER TABLE "public"."tasks" REPLICA IDENTITY DEFAULT;

ALTER TABLE "public"."tasks" RESET (fillfactor);

ALTER TABLE "public"."tasks" RESET (autovacuum_enabled);

ALTER TABLE "public"."tasks" SET LOGGED;
