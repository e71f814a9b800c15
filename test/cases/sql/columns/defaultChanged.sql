-- Up

ALTER TABLE "t" ALTER COLUMN "c" SET DEFAULT lower('Y'::text);

-- Down

ALTER TABLE "t" ALTER COLUMN "c" SET DEFAULT 'x';
