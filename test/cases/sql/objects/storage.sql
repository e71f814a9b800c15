-- Up

ALTER TABLE "public"."tasks" SET UNLOGGED;

ALTER TABLE "public"."tasks" SET (autovacuum_enabled='false', fillfactor='70');

ALTER TABLE "public"."tasks" REPLICA IDENTITY FULL;

-- Down

ALTER TABLE "public"."tasks" REPLICA IDENTITY DEFAULT;

ALTER TABLE "public"."tasks" RESET (autovacuum_enabled, fillfactor);

ALTER TABLE "public"."tasks" SET LOGGED;
