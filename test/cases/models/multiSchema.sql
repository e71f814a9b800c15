-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "audit";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "base";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "citext" WITH VERSION "1.6";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "pgcrypto";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA "base" VERSION "1.1";

-- CreateEnum
CREATE TYPE "base"."Role" AS ENUM ('USER', 'admin');

-- CreateEnum
CREATE TYPE "audit"."Role" AS ENUM ('READ', 'WRITE');

-- CreateTable
CREATE TABLE "base"."User" (
    "id" SERIAL NOT NULL,
    "email" CITEXT NOT NULL,
    "role" "base"."Role" NOT NULL DEFAULT 'admin',
    "roles" "base"."Role"[] DEFAULT ARRAY['USER']::"base"."Role"[],

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit"."Group" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "Group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit"."User" (
    "id" BIGSERIAL NOT NULL,
    "userId" INTEGER NOT NULL,
    "kind" "audit"."Role" NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit"."_GroupToUser" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_GroupToUser_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "base"."User"("email");

-- CreateIndex
CREATE INDEX "User_userId_idx" ON "audit"."User"("userId");

-- CreateIndex
CREATE INDEX "_GroupToUser_B_index" ON "audit"."_GroupToUser"("B");

-- AddForeignKey
ALTER TABLE "audit"."User" ADD CONSTRAINT "User_userId_fkey" FOREIGN KEY ("userId") REFERENCES "base"."User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit"."_GroupToUser" ADD CONSTRAINT "_GroupToUser_A_fkey" FOREIGN KEY ("A") REFERENCES "audit"."Group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit"."_GroupToUser" ADD CONSTRAINT "_GroupToUser_B_fkey" FOREIGN KEY ("B") REFERENCES "base"."User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
