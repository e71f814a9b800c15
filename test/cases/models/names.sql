-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "table with spaces; DROP TABLE x" (
    "enum" INTEGER NOT NULL,
    "select" TEXT NOT NULL,
    "with (brackets), commas" TEXT NOT NULL,
    "Ärger" INTEGER NOT NULL,
    "a文字" INTEGER NOT NULL,
    "it's" TEXT NOT NULL DEFAULT 'x',

    CONSTRAINT "table with spaces; DROP TABLE x_pkey" PRIMARY KEY ("enum")
);

-- CreateTable
CREATE TABLE "Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolongforpostgres" (
    "id" SERIAL NOT NULL,
    "anotherverylongcolumnnamethatisverylongindeedandthensome" INTEGER NOT NULL,
    "b" SERIAL NOT NULL,
    "c" INTEGER,

    CONSTRAINT "Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolo_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "éééééééééééééééééééééééééééé" (
    "id" INTEGER NOT NULL,
    "ööööööööööööööööööööööööööööö" INTEGER NOT NULL,

    CONSTRAINT "éééééééééééééééééééééééééééé_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "_Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolongfo" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_Thisisaverylongmodelnamethatgoesonandonandonuntilitist_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE UNIQUE INDEX "table with spaces; DROP TABLE x_Ärger_key" ON "table with spaces; DROP TABLE x"("Ärger");

-- CreateIndex
CREATE INDEX "table with spaces; DROP TABLE x_a文字_it's_idx" ON "table with spaces; DROP TABLE x"("a文字", "it's");

-- CreateIndex
CREATE UNIQUE INDEX "table with spaces; DROP TABLE x_with (brackets), commas_sel_key" ON "table with spaces; DROP TABLE x"("with (brackets), commas", "select");

-- CreateIndex
CREATE UNIQUE INDEX "Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolon_key" ON "Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolongforpostgres"("anotherverylongcolumnnamethatisverylongindeedandthensome");

-- CreateIndex
CREATE INDEX "Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolon_idx" ON "Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolongforpostgres"("anotherverylongcolumnnamethatisverylongindeedandthensome", "b");

-- CreateIndex
CREATE INDEX "éééééééééééééééééééééééééééé_ö_idx" ON "éééééééééééééééééééééééééééé"("ööööööööööööööööööööööööööööö");

-- CreateIndex
CREATE UNIQUE INDEX "éééééééééééééééééééééééééééé_id_key" ON "éééééééééééééééééééééééééééé"("id", "ööööööööööööööööööööööööööööö");

-- CreateIndex
CREATE INDEX "_Thisisaverylongmodelnamethatgoesonandonandonuntilitist_B_index" ON "_Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolongfo"("B");

-- AddForeignKey
ALTER TABLE "Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolongforpostgres" ADD CONSTRAINT "Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolo_fkey" FOREIGN KEY ("c") REFERENCES "Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolongforpostgres"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolongfo" ADD CONSTRAINT "_Thisisaverylongmodelnamethatgoesonandonandonuntilitisto_A_fkey" FOREIGN KEY ("A") REFERENCES "Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolongforpostgres"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_Thisisaverylongmodelnamethatgoesonandonandonuntilitistoolongfo" ADD CONSTRAINT "_Thisisaverylongmodelnamethatgoesonandonandonuntilitisto_B_fkey" FOREIGN KEY ("B") REFERENCES "éééééééééééééééééééééééééééé"("id") ON DELETE CASCADE ON UPDATE CASCADE;
