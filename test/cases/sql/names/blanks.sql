-- Up

CREATE TYPE " a . b :e" AS ENUM (' a . b ', ' a . b !');

CREATE SEQUENCE " a . b :s" AS INTEGER;

CREATE TABLE " a . b " (
    " a . b " INTEGER NOT NULL DEFAULT nextval('" a . b :s"'::regclass),
    " a . b 2" " a . b :e" NOT NULL DEFAULT ' a . b ',
    " a . b 3" TEXT NOT NULL DEFAULT ' a . b ',

    CONSTRAINT " a . b :p" PRIMARY KEY (" a . b ")
);

ALTER SEQUENCE " a . b :s" OWNED BY " a . b "." a . b ";

CREATE TABLE " a . b :2" (
    " a . b " INTEGER NOT NULL
);

CREATE UNIQUE INDEX " a . b :i" ON " a . b "(" a . b 3" DESC) INCLUDE (" a . b ");

ALTER TABLE " a . b :2" ADD CONSTRAINT " a . b :f" FOREIGN KEY (" a . b ") REFERENCES " a . b "(" a . b ") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TYPE " a . b :e" RENAME VALUE ' a . b !' TO ' a . b ?';

ALTER TABLE " a . b " RENAME COLUMN " a . b 3" TO " a . b 4";

ALTER INDEX " a . b :i" RENAME TO " a . b :j";

ALTER TABLE " a . b :2" RENAME CONSTRAINT " a . b :f" TO " a . b :g";

-- Down

ALTER TABLE " a . b :2" RENAME CONSTRAINT " a . b :g" TO " a . b :f";

ALTER INDEX " a . b :j" RENAME TO " a . b :i";

ALTER TABLE " a . b " RENAME COLUMN " a . b 4" TO " a . b 3";

ALTER TYPE " a . b :e" RENAME VALUE ' a . b ?' TO ' a . b !';

ALTER TABLE " a . b :2" DROP CONSTRAINT " a . b :f";

DROP INDEX " a . b :i";

DROP TABLE " a . b :2";

DROP TABLE " a . b ";

DROP TYPE " a . b :e";
