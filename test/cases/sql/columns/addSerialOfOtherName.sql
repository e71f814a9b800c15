-- Up

CREATE SEQUENCE "numbers" AS INTEGER;

ALTER TABLE "tasks" ADD COLUMN "number" INTEGER NOT NULL DEFAULT nextval('"numbers"'::regclass);

ALTER SEQUENCE "numbers" OWNED BY "tasks"."number";

-- Down

ALTER TABLE "tasks" DROP COLUMN "number";
