-- Up

CREATE SEQUENCE "s";

-- Down

DROP SEQUENCE "s";
