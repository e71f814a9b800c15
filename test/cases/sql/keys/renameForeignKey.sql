-- Up

ALTER TABLE "users" RENAME CONSTRAINT "a" TO "b";

-- Down

ALTER TABLE "users" RENAME CONSTRAINT "b" TO "a";
