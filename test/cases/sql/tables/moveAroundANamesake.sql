-- Up

ALTER TABLE "tasks" RENAME TO "old_tasks";

ALTER TABLE "old_tasks" SET SCHEMA "archive";

-- Down

ALTER TABLE "archive"."old_tasks" SET SCHEMA "public";

ALTER TABLE "old_tasks" RENAME TO "tasks";
