-- Up

CREATE INDEX "users_email_idx" ON "users"("email");

-- Down

DROP INDEX "users_email_idx";
