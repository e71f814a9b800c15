-- Up

ALTER TABLE "tasks" ADD COLUMN "note" TEXT;

-- Down

ALTER TABLE "tasks" DROP COLUMN "note";
