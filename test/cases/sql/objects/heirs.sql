-- Up

CREATE TABLE "parent" (
    "a" TEXT NOT NULL
);

CREATE TABLE "child" (
    "b" TEXT NOT NULL
) INHERITS ("parent");

-- Down

DROP TABLE "child";

DROP TABLE "parent";
