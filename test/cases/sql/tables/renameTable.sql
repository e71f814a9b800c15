-- Up

ALTER TABLE "tasks" RENAME TO "todos";

-- Down

ALTER TABLE "todos" RENAME TO "tasks";
