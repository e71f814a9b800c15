-- Up

ALTER TABLE "child" INHERIT "parent";

-- Down

ALTER TABLE "child" NO INHERIT "parent";
