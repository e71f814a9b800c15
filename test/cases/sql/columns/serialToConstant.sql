-- Up

ALTER TABLE "t" ALTER COLUMN "c" SET DEFAULT 7;

DROP SEQUENCE "t_c_seq";

-- Down

CREATE SEQUENCE "t_c_seq" AS INTEGER;

ALTER TABLE "t" ALTER COLUMN "c" SET DEFAULT nextval('"t_c_seq"'::regclass);

ALTER SEQUENCE "t_c_seq" OWNED BY "t"."c";

SELECT setval('"t_c_seq"', GREATEST((SELECT max("c") FROM "t"), 0) + 1, false);
