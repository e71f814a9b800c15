-- Up

CREATE TYPE "nothing" AS ENUM ();

-- Down

DROP TYPE "nothing";
