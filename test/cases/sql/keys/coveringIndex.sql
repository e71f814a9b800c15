-- Up

CREATE UNIQUE INDEX "users_covering_idx" ON "users"("id") INCLUDE ("email", "team") WITH (fillfactor=70);

-- Down

DROP INDEX "users_covering_idx";
