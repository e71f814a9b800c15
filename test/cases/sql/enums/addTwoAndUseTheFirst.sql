-- Up

-- no transaction

ALTER TYPE "role" ADD VALUE IF NOT EXISTS 'OWNER' AFTER 'ADMIN';

ALTER TYPE "role" ADD VALUE IF NOT EXISTS 'ROOT' AFTER 'OWNER';

-- transaction

CREATE SCHEMA IF NOT EXISTS "more";

ALTER TABLE "users" ALTER COLUMN "role" SET DEFAULT 'OWNER';

-- Down

ALTER TABLE "users" ALTER COLUMN "role" SET DEFAULT 'USER';

CREATE TYPE "role_new" AS ENUM ('USER', 'ADMIN');

ALTER TABLE "users" ALTER COLUMN "role" DROP DEFAULT,
ALTER COLUMN "roles" DROP DEFAULT,
ALTER COLUMN "role" SET DATA TYPE "role_new" USING "role"::TEXT::"role_new",
ALTER COLUMN "roles" SET DATA TYPE "role_new"[] USING "roles"::TEXT[]::"role_new"[],
ALTER COLUMN "other" SET DATA TYPE "role_new" USING "other"::TEXT::"role_new";

DROP TYPE "role";

ALTER TYPE "role_new" RENAME TO "role";

ALTER TABLE "users" ALTER COLUMN "role" SET DEFAULT 'USER',
ALTER COLUMN "roles" SET DEFAULT ARRAY['USER', 'ADMIN']::"role"[];

DROP SCHEMA "more";
