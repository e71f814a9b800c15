-- Up

CREATE EXTENSION IF NOT EXISTS "citext";

-- Down

DROP EXTENSION "citext";
