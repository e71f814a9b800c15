-- Up

CREATE TYPE "other ""schema"""."tasks:e" AS ENUM ('tasks', 'tasks!');

CREATE SEQUENCE "other ""schema"""."tasks:s" AS INTEGER;

CREATE TABLE "other ""schema"""."tasks" (
    "tasks" INTEGER NOT NULL DEFAULT nextval('"other ""schema"""."tasks:s"'::regclass),
    "tasks2" "other ""schema"""."tasks:e" NOT NULL DEFAULT 'tasks',
    "tasks3" TEXT NOT NULL DEFAULT 'tasks',

    CONSTRAINT "tasks:p" PRIMARY KEY ("tasks")
);

ALTER SEQUENCE "other ""schema"""."tasks:s" OWNED BY "other ""schema"""."tasks"."tasks";

CREATE TABLE "other ""schema"""."tasks:2" (
    "tasks" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "tasks:i" ON "other ""schema"""."tasks"("tasks3" DESC) INCLUDE ("tasks");

ALTER TABLE "other ""schema"""."tasks:2" ADD CONSTRAINT "tasks:f" FOREIGN KEY ("tasks") REFERENCES "other ""schema"""."tasks"("tasks") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TYPE "other ""schema"""."tasks:e" RENAME VALUE 'tasks!' TO 'tasks?';

ALTER TABLE "other ""schema"""."tasks" RENAME COLUMN "tasks3" TO "tasks4";

ALTER INDEX "other ""schema"""."tasks:i" RENAME TO "tasks:j";

ALTER TABLE "other ""schema"""."tasks:2" RENAME CONSTRAINT "tasks:f" TO "tasks:g";

-- Down

ALTER TABLE "other ""schema"""."tasks:2" RENAME CONSTRAINT "tasks:g" TO "tasks:f";

ALTER INDEX "other ""schema"""."tasks:j" RENAME TO "tasks:i";

ALTER TABLE "other ""schema"""."tasks" RENAME COLUMN "tasks4" TO "tasks3";

ALTER TYPE "other ""schema"""."tasks:e" RENAME VALUE 'tasks?' TO 'tasks!';

ALTER TABLE "other ""schema"""."tasks:2" DROP CONSTRAINT "tasks:f";

DROP INDEX "other ""schema"""."tasks:i";

DROP TABLE "other ""schema"""."tasks:2";

DROP TABLE "other ""schema"""."tasks";

DROP TYPE "other ""schema"""."tasks:e";
