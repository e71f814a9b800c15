-- Up

CREATE UNIQUE INDEX "users_team_key" ON "users"("team") NULLS NOT DISTINCT;

-- Down

DROP INDEX "users_team_key";
