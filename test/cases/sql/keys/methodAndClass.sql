-- Up

CREATE INDEX "users_data_idx" ON "users" USING GIN ("data" jsonb_path_ops);

-- Down

DROP INDEX "users_data_idx";
