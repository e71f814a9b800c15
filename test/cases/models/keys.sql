-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Status" AS ENUM ('OPEN', 'closed for good');

-- CreateTable
CREATE TABLE "Named" (
    "id" INTEGER NOT NULL,
    "slug" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "named_key" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "composites" (
    "a" TEXT NOT NULL,
    "the_b" INTEGER NOT NULL,
    "c" INTEGER,
    "d" TEXT NOT NULL,

    CONSTRAINT "composites_pkey" PRIMARY KEY ("a","the_b")
);

-- CreateTable
CREATE TABLE "NamedId" (
    "a" INTEGER NOT NULL,
    "b" INTEGER NOT NULL,

    CONSTRAINT "pk_of_named_id" PRIMARY KEY ("b","a")
);

-- CreateTable
CREATE TABLE "OnlyUnique" (
    "a" INTEGER NOT NULL,
    "b" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Indexed" (
    "id" INTEGER NOT NULL,
    "the_title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "done" BOOLEAN NOT NULL,
    "number" INTEGER NOT NULL,
    "big" BIGINT NOT NULL,
    "price" DECIMAL(65,30) NOT NULL,
    "amount" DOUBLE PRECISION NOT NULL,
    "data" JSONB NOT NULL,
    "tags" TEXT[],
    "day" DATE NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "clock" TIMETZ NOT NULL,
    "address" INET NOT NULL,
    "uid" UUID NOT NULL,
    "fixed" CHAR(3) NOT NULL,
    "bits" VARBIT NOT NULL,
    "oid" OID NOT NULL,
    "status" "Status" NOT NULL,
    "note" TEXT,
    "search" tsvector,

    CONSTRAINT "Indexed_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "named_slug" ON "Named"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "Named_code_key" ON "Named"("code" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Named_note_key" ON "Named"("note");

-- CreateIndex
CREATE UNIQUE INDEX "composites_the_b_c_key" ON "composites"("the_b", "c");

-- CreateIndex
CREATE UNIQUE INDEX "composites_a_d_key" ON "composites"("a", "d" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "d_alone" ON "composites"("d");

-- CreateIndex
CREATE UNIQUE INDEX "OnlyUnique_a_b_key" ON "OnlyUnique"("a", "b");

-- CreateIndex
CREATE INDEX "Indexed_number_idx" ON "Indexed"("number");

-- CreateIndex
CREATE INDEX "Indexed_the_title_idx" ON "Indexed"("the_title");

-- CreateIndex
CREATE INDEX "Indexed_the_title_number_idx" ON "Indexed"("the_title", "number" DESC);

-- CreateIndex
CREATE INDEX "by_title" ON "Indexed"("the_title" ASC);

-- CreateIndex
CREATE INDEX "old_spelling" ON "Indexed"("body");

-- CreateIndex
CREATE INDEX "by_body_btree" ON "Indexed"("body");

-- CreateIndex
CREATE INDEX "by_body_hash" ON "Indexed" USING HASH ("body");

-- CreateIndex
CREATE INDEX "by_body_gin" ON "Indexed" USING GIN ("body" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "by_body_pattern" ON "Indexed"("body" text_pattern_ops DESC);

-- CreateIndex
CREATE INDEX "by_body_spgist" ON "Indexed" USING SPGIST ("body" text_ops);

-- CreateIndex
CREATE INDEX "by_body_brin" ON "Indexed" USING BRIN ("body" text_minmax_ops);

-- CreateIndex
CREATE INDEX "Indexed_data_idx" ON "Indexed" USING GIN ("data");

-- CreateIndex
CREATE INDEX "by_data_path" ON "Indexed" USING GIN ("data" jsonb_path_ops);

-- CreateIndex
CREATE INDEX "by_data_ops" ON "Indexed" USING GIN ("data" jsonb_ops);

-- CreateIndex
CREATE INDEX "Indexed_tags_idx" ON "Indexed" USING GIN ("tags" array_ops);

-- CreateIndex
CREATE INDEX "Indexed_search_idx" ON "Indexed" USING GIN ("search");

-- CreateIndex
CREATE INDEX "Indexed_address_idx" ON "Indexed" USING GIST ("address" inet_ops);

-- CreateIndex
CREATE INDEX "by_address_inclusion" ON "Indexed" USING BRIN ("address" inet_inclusion_ops);

-- CreateIndex
CREATE INDEX "by_address_multi" ON "Indexed" USING BRIN ("address" inet_minmax_multi_ops);

-- CreateIndex
CREATE INDEX "Indexed_day_idx" ON "Indexed" USING BRIN ("day" date_minmax_ops);

-- CreateIndex
CREATE INDEX "Indexed_at_idx" ON "Indexed" USING BRIN ("at" timestamptz_minmax_multi_ops);

-- CreateIndex
CREATE INDEX "Indexed_clock_idx" ON "Indexed" USING BRIN ("clock" timetz_bloom_ops);

-- CreateIndex
CREATE INDEX "Indexed_uid_idx" ON "Indexed" USING BRIN ("uid" uuid_bloom_ops);

-- CreateIndex
CREATE INDEX "Indexed_fixed_idx" ON "Indexed" USING BRIN ("fixed" bpchar_bloom_ops);

-- CreateIndex
CREATE INDEX "Indexed_bits_idx" ON "Indexed" USING BRIN ("bits" varbit_minmax_ops);

-- CreateIndex
CREATE INDEX "by_number_bloom" ON "Indexed" USING BRIN ("number" int4_bloom_ops);

-- CreateIndex
CREATE INDEX "Indexed_oid_idx" ON "Indexed" USING BRIN ("oid" oid_minmax_multi_ops);

-- CreateIndex
CREATE INDEX "open_ones" ON "Indexed"("number") WHERE ("done" = false AND "note" IS NULL);

-- CreateIndex
CREATE INDEX "Indexed_big_idx" ON "Indexed"("big") WHERE ("the_title" = 'it''s' AND "number" != 5 AND "note" IS NOT NULL AND "price" = 1.50 AND "done" != true);

-- CreateIndex
CREATE INDEX "Indexed_amount_idx" ON "Indexed"("amount") WHERE (amount > 0 AND "note" <> '');

-- CreateIndex
CREATE UNIQUE INDEX "Indexed_uid_key" ON "Indexed"("uid") WHERE ("done" = true);
