-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "e" AS ENUM ('x y');

-- CreateTable
CREATE TABLE "A" (
    "id" SERIAL NOT NULL,
    "na me" VARCHAR(20),

    CONSTRAINT "A_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "B" (
    "aId" INTEGER NOT NULL,
    "e" "e" DEFAULT 'x y'
);

-- CreateIndex
CREATE INDEX "i" ON "A"("na me" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "u" ON "B"("aId");

-- AddForeignKey
ALTER TABLE "B" ADD CONSTRAINT "B_aId_fkey" FOREIGN KEY ("aId") REFERENCES "A"("id") ON DELETE CASCADE ON UPDATE CASCADE;
