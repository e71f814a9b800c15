-- Up

CREATE TYPE "a""b'c\d:e" AS ENUM ('a"b''c\d', 'a"b''c\d!');

CREATE SEQUENCE "a""b'c\d:s" AS INTEGER;

CREATE TABLE "a""b'c\d" (
    "a""b'c\d" INTEGER NOT NULL DEFAULT nextval('"a""b''c\d:s"'::regclass),
    "a""b'c\d2" "a""b'c\d:e" NOT NULL DEFAULT 'a"b''c\d',
    "a""b'c\d3" TEXT NOT NULL DEFAULT 'a"b''c\d',

    CONSTRAINT "a""b'c\d:p" PRIMARY KEY ("a""b'c\d")
);

ALTER SEQUENCE "a""b'c\d:s" OWNED BY "a""b'c\d"."a""b'c\d";

CREATE TABLE "a""b'c\d:2" (
    "a""b'c\d" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "a""b'c\d:i" ON "a""b'c\d"("a""b'c\d3" DESC) INCLUDE ("a""b'c\d");

ALTER TABLE "a""b'c\d:2" ADD CONSTRAINT "a""b'c\d:f" FOREIGN KEY ("a""b'c\d") REFERENCES "a""b'c\d"("a""b'c\d") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TYPE "a""b'c\d:e" RENAME VALUE 'a"b''c\d!' TO 'a"b''c\d?';

ALTER TABLE "a""b'c\d" RENAME COLUMN "a""b'c\d3" TO "a""b'c\d4";

ALTER INDEX "a""b'c\d:i" RENAME TO "a""b'c\d:j";

ALTER TABLE "a""b'c\d:2" RENAME CONSTRAINT "a""b'c\d:f" TO "a""b'c\d:g";

-- Down

ALTER TABLE "a""b'c\d:2" RENAME CONSTRAINT "a""b'c\d:g" TO "a""b'c\d:f";

ALTER INDEX "a""b'c\d:j" RENAME TO "a""b'c\d:i";

ALTER TABLE "a""b'c\d" RENAME COLUMN "a""b'c\d4" TO "a""b'c\d3";

ALTER TYPE "a""b'c\d:e" RENAME VALUE 'a"b''c\d?' TO 'a"b''c\d!';

ALTER TABLE "a""b'c\d:2" DROP CONSTRAINT "a""b'c\d:f";

DROP INDEX "a""b'c\d:i";

DROP TABLE "a""b'c\d:2";

DROP TABLE "a""b'c\d";

DROP TYPE "a""b'c\d:e";
