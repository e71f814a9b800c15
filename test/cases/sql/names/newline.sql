-- Up

CREATE TYPE "two
lines;--:e" AS ENUM ('two
lines;--', 'two
lines;--!');

CREATE SEQUENCE "two
lines;--:s" AS INTEGER;

CREATE TABLE "two
lines;--" (
    "two
lines;--" INTEGER NOT NULL DEFAULT nextval('"two
lines;--:s"'::regclass),
    "two
lines;--2" "two
lines;--:e" NOT NULL DEFAULT 'two
lines;--',
    "two
lines;--3" TEXT NOT NULL DEFAULT 'two
lines;--',

    CONSTRAINT "two
lines;--:p" PRIMARY KEY ("two
lines;--")
);

ALTER SEQUENCE "two
lines;--:s" OWNED BY "two
lines;--"."two
lines;--";

CREATE TABLE "two
lines;--:2" (
    "two
lines;--" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "two
lines;--:i" ON "two
lines;--"("two
lines;--3" DESC) INCLUDE ("two
lines;--");

ALTER TABLE "two
lines;--:2" ADD CONSTRAINT "two
lines;--:f" FOREIGN KEY ("two
lines;--") REFERENCES "two
lines;--"("two
lines;--") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TYPE "two
lines;--:e" RENAME VALUE 'two
lines;--!' TO 'two
lines;--?';

ALTER TABLE "two
lines;--" RENAME COLUMN "two
lines;--3" TO "two
lines;--4";

ALTER INDEX "two
lines;--:i" RENAME TO "two
lines;--:j";

ALTER TABLE "two
lines;--:2" RENAME CONSTRAINT "two
lines;--:f" TO "two
lines;--:g";

-- Down

ALTER TABLE "two
lines;--:2" RENAME CONSTRAINT "two
lines;--:g" TO "two
lines;--:f";

ALTER INDEX "two
lines;--:j" RENAME TO "two
lines;--:i";

ALTER TABLE "two
lines;--" RENAME COLUMN "two
lines;--4" TO "two
lines;--3";

ALTER TYPE "two
lines;--:e" RENAME VALUE 'two
lines;--?' TO 'two
lines;--!';

ALTER TABLE "two
lines;--:2" DROP CONSTRAINT "two
lines;--:f";

DROP INDEX "two
lines;--:i";

DROP TABLE "two
lines;--:2";

DROP TABLE "two
lines;--";

DROP TYPE "two
lines;--:e";
