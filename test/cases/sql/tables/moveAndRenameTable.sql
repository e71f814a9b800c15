-- Up

ALTER TABLE "tasks" SET SCHEMA "archive";

ALTER TABLE "archive"."tasks" RENAME TO "old_tasks";

-- Down

ALTER TABLE "archive"."old_tasks" SET SCHEMA "public";

ALTER TABLE "old_tasks" RENAME TO "tasks";
