-- Up

-- transaction

CREATE TYPE "state" AS ENUM ('ON');

-- no transaction

ALTER TYPE "state" ADD VALUE IF NOT EXISTS 'OFF' AFTER 'ON';

-- transaction

CREATE TABLE "switches" (
    "state" "state" NOT NULL DEFAULT 'OFF'
);

-- Down

DROP TABLE "switches";

DROP TYPE "state";

CREATE TYPE "state" AS ENUM ('ON');

DROP TYPE "state";
