-- Up

ALTER TABLE "users" RENAME CONSTRAINT "users_pkey" TO "users_key";

-- Down

ALTER TABLE "users" RENAME CONSTRAINT "users_key" TO "users_pkey";
