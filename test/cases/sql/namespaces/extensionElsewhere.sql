-- Up

ALTER EXTENSION "citext" SET SCHEMA "extensions";

-- Down

ALTER EXTENSION "citext" SET SCHEMA "public";
