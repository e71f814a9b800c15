-- Up

ALTER TABLE "tasks" ADD COLUMN "loud" TEXT GENERATED ALWAYS AS (upper(title)) STORED;

-- Down

ALTER TABLE "tasks" DROP COLUMN "loud";
