-- Up

ALTER TABLE "tasks" ADD COLUMN "number" SERIAL NOT NULL;

-- Down

ALTER TABLE "tasks" DROP COLUMN "number";
