-- Up

ALTER TYPE "role" SET SCHEMA "archive";

ALTER TYPE "archive"."role" RENAME TO "roles";

-- Down

ALTER TYPE "archive"."roles" SET SCHEMA "public";

ALTER TYPE "roles" RENAME TO "role";
