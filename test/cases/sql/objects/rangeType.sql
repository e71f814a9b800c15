-- Up

CREATE TYPE "public"."span" AS RANGE (SUBTYPE = double precision, MULTIRANGE_TYPE_NAME = "spans");

-- Down

DROP TYPE "span";
