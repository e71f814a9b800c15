-- Up

CREATE TYPE "role" AS ENUM ('USER', 'it''s "it"', '');

-- Down

DROP TYPE "role";
