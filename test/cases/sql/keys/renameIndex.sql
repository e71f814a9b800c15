-- Up

ALTER INDEX "a" RENAME TO "b";

-- Down

ALTER INDEX "b" RENAME TO "a";
