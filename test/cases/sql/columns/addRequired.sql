-- Up

ALTER TABLE "tasks" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 1;

-- Down

ALTER TABLE "tasks" DROP COLUMN "priority";
