-- Up

CREATE TABLE "bare" ();

-- Down

DROP TABLE "bare";
