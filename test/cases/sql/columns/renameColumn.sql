-- Up

ALTER TABLE "tasks" RENAME COLUMN "title" TO "name";

-- Down

ALTER TABLE "tasks" RENAME COLUMN "name" TO "title";
