-- Up

CREATE SCHEMA IF NOT EXISTS "archive";

-- Down

DROP SCHEMA "archive";
