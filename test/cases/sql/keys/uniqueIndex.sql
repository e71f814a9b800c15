-- Up

CREATE UNIQUE INDEX "users_email_team_key" ON "users"("email", "team");

-- Down

DROP INDEX "users_email_team_key";
