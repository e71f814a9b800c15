-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Task" (
    "id" INTEGER NOT NULL,
    "hidden" TEXT NOT NULL,
    "owner_id" INTEGER NOT NULL,

    CONSTRAINT "Task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Heap" (
    "value" INTEGER
);

-- CreateTable
CREATE TABLE "legacy" (
    "id" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Seen" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "Seen_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "legacy_id_key" ON "legacy"("id");

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "legacy"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
