-- Up

-- error change/generatedAnew: t.c cannot become a generated column in place: drop and add it.

-- Down

ALTER TABLE "t" ALTER COLUMN "c" DROP EXPRESSION;
