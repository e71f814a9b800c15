-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Kind" AS ENUM ('A', 'B');

-- CreateEnum
CREATE TYPE "Unused" AS ENUM ('X');

-- CreateTable
CREATE TABLE "Scalar" (
    "id" INTEGER NOT NULL,
    "string" TEXT NOT NULL,
    "boolean" BOOLEAN NOT NULL,
    "int" INTEGER NOT NULL,
    "bigInt" BIGINT NOT NULL,
    "float" DOUBLE PRECISION NOT NULL,
    "decimal" DECIMAL(65,30) NOT NULL,
    "dateTime" TIMESTAMP(3) NOT NULL,
    "json" JSONB NOT NULL,
    "bytes" BYTEA NOT NULL,
    "kind" "Kind" NOT NULL,
    "optionalString" TEXT,
    "optionalBoolean" BOOLEAN,
    "optionalInt" INTEGER,
    "optionalBigInt" BIGINT,
    "optionalFloat" DOUBLE PRECISION,
    "optionalDecimal" DECIMAL(65,30),
    "optionalDateTime" TIMESTAMP(3),
    "optionalJson" JSONB,
    "optionalBytes" BYTEA,
    "optionalKind" "Kind",
    "strings" TEXT[],
    "booleans" BOOLEAN[],
    "ints" INTEGER[],
    "bigInts" BIGINT[],
    "floats" DOUBLE PRECISION[],
    "decimals" DECIMAL(65,30)[],
    "dateTimes" TIMESTAMP(3)[],
    "jsons" JSONB[],
    "manyBytes" BYTEA[],
    "kinds" "Kind"[],

    CONSTRAINT "Scalar_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Native" (
    "id" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "varChar" VARCHAR NOT NULL,
    "varChar20" VARCHAR(20) NOT NULL,
    "char" CHAR NOT NULL,
    "char3" CHAR(3) NOT NULL,
    "bit" BIT NOT NULL,
    "bit4" BIT(4) NOT NULL,
    "varBit" VARBIT NOT NULL,
    "varBit5" VARBIT(5) NOT NULL,
    "uuid" UUID NOT NULL,
    "xml" XML NOT NULL,
    "inet" INET NOT NULL,
    "citext" CITEXT NOT NULL,
    "boolean" BOOLEAN NOT NULL,
    "smallInt" SMALLINT NOT NULL,
    "oid" OID NOT NULL,
    "bigInt" BIGINT NOT NULL,
    "doublePrecision" DOUBLE PRECISION NOT NULL,
    "real" REAL NOT NULL,
    "decimal" DECIMAL NOT NULL,
    "decimal10" DECIMAL(10,2) NOT NULL,
    "money" MONEY NOT NULL,
    "timestamp" TIMESTAMP NOT NULL,
    "timestamp0" TIMESTAMP(0) NOT NULL,
    "timestamptz" TIMESTAMPTZ NOT NULL,
    "timestamptz6" TIMESTAMPTZ(6) NOT NULL,
    "date" DATE NOT NULL,
    "time" TIME NOT NULL,
    "time3" TIME(3) NOT NULL,
    "timetz" TIMETZ NOT NULL,
    "timetz6" TIMETZ(6) NOT NULL,
    "jsonB" JSONB NOT NULL,
    "json" JSON NOT NULL,
    "byteA" BYTEA NOT NULL,
    "optionalVarChar" VARCHAR(255),
    "varChars" VARCHAR(10)[],
    "uuids" UUID[],
    "dates" DATE[],
    "timestamptzs" TIMESTAMPTZ(3)[],
    "manyDecimals" DECIMAL(5,0)[],

    CONSTRAINT "Native_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Foreign" (
    "id" INTEGER NOT NULL,
    "circle" circle NOT NULL,
    "search" tsvector,
    "place" geometry(Point, 4326) NOT NULL,
    "prices" numeric(10,2)[],
    "duration" interval,
    "label" character varying(20) NOT NULL,
    "stamp" timestamp with time zone NOT NULL,
    "address" macaddr NOT NULL,
    "single" "char" NOT NULL,
    "range" int4range NOT NULL DEFAULT '[1,5)'::int4range,
    "embedding" vector(1536),

    CONSTRAINT "Foreign_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Foreign_search_idx" ON "Foreign" USING GIN ("search");
