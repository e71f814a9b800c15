-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Kind" AS ENUM ('A');

-- CreateTable
CREATE TABLE "Post" (
    "id" SERIAL NOT NULL,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "a_tags" (
    "the_slug" VARCHAR(40) NOT NULL,

    CONSTRAINT "a_tags_pkey" PRIMARY KEY ("the_slug")
);

-- CreateTable
CREATE TABLE "Category" (
    "id" UUID NOT NULL,

    CONSTRAINT "Category_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alpha" (
    "id" BIGINT NOT NULL,

    CONSTRAINT "alpha_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Role" (
    "id" "Kind" NOT NULL,

    CONSTRAINT "Role_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "_PostToTag" (
    "A" INTEGER NOT NULL,
    "B" VARCHAR(40) NOT NULL,

    CONSTRAINT "_PostToTag_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_related" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_related_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_PostCategories" (
    "A" UUID NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_PostCategories_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_CategoryToalpha" (
    "A" UUID NOT NULL,
    "B" BIGINT NOT NULL,

    CONSTRAINT "_CategoryToalpha_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_OthersOfCategoryWithAnExceedinglyLongNameThatPostgresWillHaveT" (
    "A" UUID NOT NULL,
    "B" BIGINT NOT NULL,

    CONSTRAINT "_OthersOfCategoryWithAnExceedinglyLongNameThatPostgresW_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_RoleToalpha" (
    "A" "Kind" NOT NULL,
    "B" BIGINT NOT NULL,

    CONSTRAINT "_RoleToalpha_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE INDEX "_PostToTag_B_index" ON "_PostToTag"("B");

-- CreateIndex
CREATE INDEX "_related_B_index" ON "_related"("B");

-- CreateIndex
CREATE INDEX "_PostCategories_B_index" ON "_PostCategories"("B");

-- CreateIndex
CREATE INDEX "_CategoryToalpha_B_index" ON "_CategoryToalpha"("B");

-- CreateIndex
CREATE INDEX "_OthersOfCategoryWithAnExceedinglyLongNameThatPostgresW_B_index" ON "_OthersOfCategoryWithAnExceedinglyLongNameThatPostgresWillHaveT"("B");

-- CreateIndex
CREATE INDEX "_RoleToalpha_B_index" ON "_RoleToalpha"("B");

-- AddForeignKey
ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_A_fkey" FOREIGN KEY ("A") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_B_fkey" FOREIGN KEY ("B") REFERENCES "a_tags"("the_slug") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_related" ADD CONSTRAINT "_related_A_fkey" FOREIGN KEY ("A") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_related" ADD CONSTRAINT "_related_B_fkey" FOREIGN KEY ("B") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_PostCategories" ADD CONSTRAINT "_PostCategories_A_fkey" FOREIGN KEY ("A") REFERENCES "Category"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_PostCategories" ADD CONSTRAINT "_PostCategories_B_fkey" FOREIGN KEY ("B") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_CategoryToalpha" ADD CONSTRAINT "_CategoryToalpha_A_fkey" FOREIGN KEY ("A") REFERENCES "Category"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_CategoryToalpha" ADD CONSTRAINT "_CategoryToalpha_B_fkey" FOREIGN KEY ("B") REFERENCES "alpha"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_OthersOfCategoryWithAnExceedinglyLongNameThatPostgresWillHaveT" ADD CONSTRAINT "_OthersOfCategoryWithAnExceedinglyLongNameThatPostgresWi_A_fkey" FOREIGN KEY ("A") REFERENCES "Category"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_OthersOfCategoryWithAnExceedinglyLongNameThatPostgresWillHaveT" ADD CONSTRAINT "_OthersOfCategoryWithAnExceedinglyLongNameThatPostgresWi_B_fkey" FOREIGN KEY ("B") REFERENCES "alpha"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_RoleToalpha" ADD CONSTRAINT "_RoleToalpha_A_fkey" FOREIGN KEY ("A") REFERENCES "Role"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_RoleToalpha" ADD CONSTRAINT "_RoleToalpha_B_fkey" FOREIGN KEY ("B") REFERENCES "alpha"("id") ON DELETE CASCADE ON UPDATE CASCADE;
