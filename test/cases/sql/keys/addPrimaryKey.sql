-- Up

ALTER TABLE "users" ADD CONSTRAINT "users_pkey" PRIMARY KEY ("id", "email");

-- Down

ALTER TABLE "users" DROP CONSTRAINT "users_pkey";
