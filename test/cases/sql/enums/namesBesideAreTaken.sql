-- Up

CREATE TYPE "role_new3" AS ENUM ('A');

ALTER TABLE "role_new2" ALTER COLUMN "role" SET DATA TYPE "role_new3" USING "role"::TEXT::"role_new3";

DROP TYPE "role";

ALTER TYPE "role_new3" RENAME TO "role";

-- Down

ALTER TYPE "role" ADD VALUE 'B' AFTER 'A';
