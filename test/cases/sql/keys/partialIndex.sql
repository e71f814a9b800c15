-- Up

CREATE UNIQUE INDEX "users_partial_idx" ON "users"("email") WHERE (team IS NOT NULL);

-- Down

DROP INDEX "users_partial_idx";
