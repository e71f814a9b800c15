-- Up

CREATE INDEX "users_sorted_idx" ON "users"("email" DESC, "team" NULLS FIRST, "id" DESC NULLS LAST);

-- Down

DROP INDEX "users_sorted_idx";
