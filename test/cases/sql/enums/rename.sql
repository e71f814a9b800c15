-- Up

ALTER TYPE "role" RENAME TO "Role";

-- Down

ALTER TYPE "Role" RENAME TO "role";
