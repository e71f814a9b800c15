-- Up

CREATE TYPE "user:e" AS ENUM ('user', 'user!');

CREATE SEQUENCE "user:s" AS INTEGER;

CREATE TABLE "user" (
    "user" INTEGER NOT NULL DEFAULT nextval('"user:s"'::regclass),
    "user2" "user:e" NOT NULL DEFAULT 'user',
    "user3" TEXT NOT NULL DEFAULT 'user',

    CONSTRAINT "user:p" PRIMARY KEY ("user")
);

ALTER SEQUENCE "user:s" OWNED BY "user"."user";

CREATE TABLE "user:2" (
    "user" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "user:i" ON "user"("user3" DESC) INCLUDE ("user");

ALTER TABLE "user:2" ADD CONSTRAINT "user:f" FOREIGN KEY ("user") REFERENCES "user"("user") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TYPE "user:e" RENAME VALUE 'user!' TO 'user?';

ALTER TABLE "user" RENAME COLUMN "user3" TO "user4";

ALTER INDEX "user:i" RENAME TO "user:j";

ALTER TABLE "user:2" RENAME CONSTRAINT "user:f" TO "user:g";

-- Down

ALTER TABLE "user:2" RENAME CONSTRAINT "user:g" TO "user:f";

ALTER INDEX "user:j" RENAME TO "user:i";

ALTER TABLE "user" RENAME COLUMN "user4" TO "user3";

ALTER TYPE "user:e" RENAME VALUE 'user?' TO 'user!';

ALTER TABLE "user:2" DROP CONSTRAINT "user:f";

DROP INDEX "user:i";

DROP TABLE "user:2";

DROP TABLE "user";

DROP TYPE "user:e";
