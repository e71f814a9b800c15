-- Up

ALTER TABLE "tasks" ADD COLUMN "owner" TEXT NOT NULL;

-- Down

ALTER TABLE "tasks" DROP COLUMN "owner";
