-- Up

CREATE TABLE "defaults" (
    "whole" INTEGER NOT NULL DEFAULT -5,
    "long" BIGINT NOT NULL DEFAULT 9007199254740993,
    "exact" DECIMAL(10,4) NOT NULL DEFAULT 12.3400,
    "truth" BOOLEAN NOT NULL DEFAULT true,
    "words" TEXT NOT NULL DEFAULT 'it''s \ a "test"
of two lines',
    "digits" TEXT NOT NULL DEFAULT '007',
    "nothing" TEXT NOT NULL DEFAULT '',
    "role" "role" NOT NULL DEFAULT 'it''s',
    "bytes" BYTEA NOT NULL DEFAULT '\x68656c6c6f',
    "document" JSONB NOT NULL DEFAULT '{"a": 1}',
    "instant" TIMESTAMPTZ(3) NOT NULL DEFAULT (CURRENT_TIMESTAMP + '1 day'::interval),
    "text_list" TEXT[] DEFAULT ARRAY['a, b', 'c "d"', 'it''s']::TEXT[],
    "int_list" INTEGER[] DEFAULT ARRAY[1, -2]::INTEGER[],
    "empty_list" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "role_list" "role"[] DEFAULT ARRAY['USER', 'it''s']::"role"[]
);

-- Down

DROP TABLE "defaults";
