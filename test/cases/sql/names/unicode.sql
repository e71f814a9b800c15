-- Up

CREATE TYPE "Größe 🦀 表:e" AS ENUM ('Größe 🦀 表', 'Größe 🦀 表!');

CREATE SEQUENCE "Größe 🦀 表:s" AS INTEGER;

CREATE TABLE "Größe 🦀 表" (
    "Größe 🦀 表" INTEGER NOT NULL DEFAULT nextval('"Größe 🦀 表:s"'::regclass),
    "Größe 🦀 表2" "Größe 🦀 表:e" NOT NULL DEFAULT 'Größe 🦀 表',
    "Größe 🦀 表3" TEXT NOT NULL DEFAULT 'Größe 🦀 表',

    CONSTRAINT "Größe 🦀 表:p" PRIMARY KEY ("Größe 🦀 表")
);

ALTER SEQUENCE "Größe 🦀 表:s" OWNED BY "Größe 🦀 表"."Größe 🦀 表";

CREATE TABLE "Größe 🦀 表:2" (
    "Größe 🦀 表" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "Größe 🦀 表:i" ON "Größe 🦀 表"("Größe 🦀 表3" DESC) INCLUDE ("Größe 🦀 表");

ALTER TABLE "Größe 🦀 表:2" ADD CONSTRAINT "Größe 🦀 表:f" FOREIGN KEY ("Größe 🦀 表") REFERENCES "Größe 🦀 表"("Größe 🦀 表") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TYPE "Größe 🦀 表:e" RENAME VALUE 'Größe 🦀 表!' TO 'Größe 🦀 表?';

ALTER TABLE "Größe 🦀 表" RENAME COLUMN "Größe 🦀 表3" TO "Größe 🦀 表4";

ALTER INDEX "Größe 🦀 表:i" RENAME TO "Größe 🦀 表:j";

ALTER TABLE "Größe 🦀 表:2" RENAME CONSTRAINT "Größe 🦀 表:f" TO "Größe 🦀 表:g";

-- Down

ALTER TABLE "Größe 🦀 表:2" RENAME CONSTRAINT "Größe 🦀 表:g" TO "Größe 🦀 表:f";

ALTER INDEX "Größe 🦀 表:j" RENAME TO "Größe 🦀 表:i";

ALTER TABLE "Größe 🦀 表" RENAME COLUMN "Größe 🦀 表4" TO "Größe 🦀 表3";

ALTER TYPE "Größe 🦀 表:e" RENAME VALUE 'Größe 🦀 表?' TO 'Größe 🦀 表!';

ALTER TABLE "Größe 🦀 表:2" DROP CONSTRAINT "Größe 🦀 表:f";

DROP INDEX "Größe 🦀 表:i";

DROP TABLE "Größe 🦀 表:2";

DROP TABLE "Größe 🦀 表";

DROP TYPE "Größe 🦀 表:e";
