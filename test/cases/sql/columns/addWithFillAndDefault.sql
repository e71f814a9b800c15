-- Up

ALTER TABLE "tasks" ADD COLUMN "owner" TEXT;

UPDATE "tasks" SET "owner" = (upper(title));

ALTER TABLE "tasks" ALTER COLUMN "owner" SET DEFAULT 'nobody',
ALTER COLUMN "owner" SET NOT NULL;

-- Down

ALTER TABLE "tasks" DROP COLUMN "owner";
