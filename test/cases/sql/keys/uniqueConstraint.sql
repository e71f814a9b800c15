-- Up

ALTER TABLE "users" ADD CONSTRAINT "users_email_key" UNIQUE ("email") INCLUDE ("team");

-- Down

ALTER TABLE "users" DROP CONSTRAINT "users_email_key";
