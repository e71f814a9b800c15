-- Up

ALTER TABLE "t" ALTER COLUMN "c" DROP EXPRESSION;

ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE JSONB USING "c"::JSONB;

-- Down

-- error change/generatedAnew: t.c cannot become a generated column in place: drop and add it.
