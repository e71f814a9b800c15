-- Up

DROP TYPE "role";

CREATE TYPE "role" AS ENUM ('A');

-- Down

ALTER TYPE "role" ADD VALUE 'B' AFTER 'A';
