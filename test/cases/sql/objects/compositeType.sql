-- Up

CREATE TYPE "public"."pair" AS ("a" integer, "b" text);

-- Down

DROP TYPE "pair";
