-- Up

CREATE SEQUENCE "odd_name" AS INTEGER;

CREATE SEQUENCE "optional_seq" AS INTEGER;

CREATE TABLE "numbers" (
    "small" SMALLSERIAL NOT NULL,
    "usual" SERIAL NOT NULL,
    "big" BIGSERIAL NOT NULL,
    "named" INTEGER NOT NULL DEFAULT nextval('"odd_name"'::regclass),
    "optional" INTEGER DEFAULT nextval('"optional_seq"'::regclass)
);

ALTER SEQUENCE "odd_name" OWNED BY "numbers"."named";

ALTER SEQUENCE "optional_seq" OWNED BY "numbers"."optional";

-- Down

DROP TABLE "numbers";
