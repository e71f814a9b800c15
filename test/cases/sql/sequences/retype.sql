-- Up

SELECT setval('"s"', CASE WHEN is_called THEN GREATEST(last_value, 1) ELSE 1 END, is_called) FROM "s";

ALTER SEQUENCE "s" AS INTEGER;

-- Down

ALTER SEQUENCE "s" AS BIGINT;
