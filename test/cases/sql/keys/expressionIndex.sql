-- Up

CREATE INDEX "users_lower_idx" ON "users"((lower(email)), ((id + team)) DESC);

-- Down

DROP INDEX "users_lower_idx";
