-- Up

CREATE INDEX "users_c_idx" ON "users"("email" COLLATE "C" text_pattern_ops DESC);

-- Down

DROP INDEX "users_c_idx";
