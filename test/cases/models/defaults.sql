-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "user_role" AS ENUM ('USER', 'administrator');

-- CreateTable
CREATE TABLE "serials" (
    "id" SERIAL NOT NULL,
    "small" SMALLSERIAL NOT NULL,
    "the_big" BIGSERIAL NOT NULL,

    CONSTRAINT "serials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Constant" (
    "id" TEXT NOT NULL,
    "int" INTEGER NOT NULL DEFAULT 5,
    "negative" INTEGER NOT NULL DEFAULT -5,
    "bigInt" BIGINT NOT NULL DEFAULT 9223372036854775807,
    "float" DOUBLE PRECISION NOT NULL DEFAULT 1.50,
    "decimal" DECIMAL(65,30) NOT NULL DEFAULT 12.3400,
    "money" MONEY NOT NULL DEFAULT -0.5,
    "textDecimal" DECIMAL(65,30) NOT NULL DEFAULT 99999999999999999999.1,
    "yes" BOOLEAN NOT NULL DEFAULT true,
    "no" BOOLEAN DEFAULT false,
    "empty" TEXT NOT NULL DEFAULT '',
    "quoted" TEXT NOT NULL DEFAULT 'it''s "here"',
    "backslash" TEXT NOT NULL DEFAULT 'a\b
c	d',
    "unicode" TEXT NOT NULL DEFAULT 'café 😀',
    "varChar" VARCHAR(3) NOT NULL DEFAULT 'x',
    "inet" INET NOT NULL DEFAULT '10.0.0.1',
    "bits" BIT(3) NOT NULL DEFAULT '101',
    "json" JSONB NOT NULL DEFAULT '{"a": [1, "it''s"]}',
    "plainJson" JSON NOT NULL DEFAULT '[]',
    "bytes" BYTEA NOT NULL DEFAULT '\x68656c6c6f',
    "noBytes" BYTEA NOT NULL DEFAULT '\x',
    "moment" TIMESTAMP(3) NOT NULL DEFAULT '2020-01-01 00:00:00.123 +00:00',
    "whole" TIMESTAMPTZ(6) NOT NULL DEFAULT '2020-01-01 00:00:00 +00:00',
    "offset" TIMESTAMPTZ(6) NOT NULL DEFAULT '2020-01-01 00:00:00.100 +02:00',
    "nanos" TIMESTAMP(3) NOT NULL DEFAULT '2020-01-01 00:00:00.123456789 -05:30',
    "date" DATE NOT NULL DEFAULT '2020-01-01 00:00:00 +00:00',
    "role" "user_role" NOT NULL DEFAULT 'administrator',
    "plain" "user_role" NOT NULL DEFAULT 'USER',

    CONSTRAINT "Constant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Made" (
    "id" TEXT NOT NULL,
    "uuid" UUID NOT NULL,
    "cuid" TEXT NOT NULL,
    "ulid" TEXT NOT NULL,
    "nanoid" TEXT NOT NULL,
    "now" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "date" DATE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated" TIMESTAMP(3) NOT NULL,
    "both" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "generated" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lower" TEXT NOT NULL DEFAULT lower('X'::text),
    "nothing" TEXT NOT NULL,

    CONSTRAINT "Made_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "List" (
    "id" INTEGER NOT NULL,
    "strings" TEXT[] DEFAULT ARRAY['a', 'it''s', '']::TEXT[],
    "none" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "ints" INTEGER[] DEFAULT ARRAY[1, -2]::INTEGER[],
    "bigInts" BIGINT[] DEFAULT ARRAY[9223372036854775807]::BIGINT[],
    "floats" DOUBLE PRECISION[] DEFAULT ARRAY[1.50]::DOUBLE PRECISION[],
    "decimals" DECIMAL(4,2)[] DEFAULT ARRAY[1.10]::DECIMAL(4,2)[],
    "booleans" BOOLEAN[] DEFAULT ARRAY[true, false]::BOOLEAN[],
    "moments" TIMESTAMP(3)[] DEFAULT ARRAY['2020-01-01 00:00:00.500 +00:00']::TIMESTAMP(3)[],
    "jsons" JSONB[] DEFAULT ARRAY['{}', '[1]']::JSONB[],
    "bytes" BYTEA[] DEFAULT ARRAY['\x68656c6c6f']::BYTEA[],
    "roles" "user_role"[] DEFAULT ARRAY['administrator', 'USER']::"user_role"[],
    "computed" TEXT[] DEFAULT ARRAY['x'],

    CONSTRAINT "List_pkey" PRIMARY KEY ("id")
);
