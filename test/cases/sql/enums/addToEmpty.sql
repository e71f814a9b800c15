-- Up

ALTER TYPE "role" ADD VALUE 'USER';

-- Down

DROP TYPE "role";

CREATE TYPE "role" AS ENUM ();
