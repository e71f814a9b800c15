-- Up

ALTER TABLE "tasks" SET SCHEMA "archive";

-- Down

ALTER TABLE "archive"."tasks" SET SCHEMA "public";
