-- Up

ALTER TABLE "users" ADD CONSTRAINT "users_email_check" CHECK ((email <> ''::text)) NOT VALID;

-- Down

ALTER TABLE "users" DROP CONSTRAINT "users_email_check";
