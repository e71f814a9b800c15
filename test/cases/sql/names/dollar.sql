-- Up

CREATE TYPE "$1 $$ %s ${x} ?:e" AS ENUM ('$1 $$ %s ${x} ?', '$1 $$ %s ${x} ?!');

CREATE SEQUENCE "$1 $$ %s ${x} ?:s" AS INTEGER;

CREATE TABLE "$1 $$ %s ${x} ?" (
    "$1 $$ %s ${x} ?" INTEGER NOT NULL DEFAULT nextval('"$1 $$ %s ${x} ?:s"'::regclass),
    "$1 $$ %s ${x} ?2" "$1 $$ %s ${x} ?:e" NOT NULL DEFAULT '$1 $$ %s ${x} ?',
    "$1 $$ %s ${x} ?3" TEXT NOT NULL DEFAULT '$1 $$ %s ${x} ?',

    CONSTRAINT "$1 $$ %s ${x} ?:p" PRIMARY KEY ("$1 $$ %s ${x} ?")
);

ALTER SEQUENCE "$1 $$ %s ${x} ?:s" OWNED BY "$1 $$ %s ${x} ?"."$1 $$ %s ${x} ?";

CREATE TABLE "$1 $$ %s ${x} ?:2" (
    "$1 $$ %s ${x} ?" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "$1 $$ %s ${x} ?:i" ON "$1 $$ %s ${x} ?"("$1 $$ %s ${x} ?3" DESC) INCLUDE ("$1 $$ %s ${x} ?");

ALTER TABLE "$1 $$ %s ${x} ?:2" ADD CONSTRAINT "$1 $$ %s ${x} ?:f" FOREIGN KEY ("$1 $$ %s ${x} ?") REFERENCES "$1 $$ %s ${x} ?"("$1 $$ %s ${x} ?") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TYPE "$1 $$ %s ${x} ?:e" RENAME VALUE '$1 $$ %s ${x} ?!' TO '$1 $$ %s ${x} ??';

ALTER TABLE "$1 $$ %s ${x} ?" RENAME COLUMN "$1 $$ %s ${x} ?3" TO "$1 $$ %s ${x} ?4";

ALTER INDEX "$1 $$ %s ${x} ?:i" RENAME TO "$1 $$ %s ${x} ?:j";

ALTER TABLE "$1 $$ %s ${x} ?:2" RENAME CONSTRAINT "$1 $$ %s ${x} ?:f" TO "$1 $$ %s ${x} ?:g";

-- Down

ALTER TABLE "$1 $$ %s ${x} ?:2" RENAME CONSTRAINT "$1 $$ %s ${x} ?:g" TO "$1 $$ %s ${x} ?:f";

ALTER INDEX "$1 $$ %s ${x} ?:j" RENAME TO "$1 $$ %s ${x} ?:i";

ALTER TABLE "$1 $$ %s ${x} ?" RENAME COLUMN "$1 $$ %s ${x} ?4" TO "$1 $$ %s ${x} ?3";

ALTER TYPE "$1 $$ %s ${x} ?:e" RENAME VALUE '$1 $$ %s ${x} ??' TO '$1 $$ %s ${x} ?!';

ALTER TABLE "$1 $$ %s ${x} ?:2" DROP CONSTRAINT "$1 $$ %s ${x} ?:f";

DROP INDEX "$1 $$ %s ${x} ?:i";

DROP TABLE "$1 $$ %s ${x} ?:2";

DROP TABLE "$1 $$ %s ${x} ?";

DROP TYPE "$1 $$ %s ${x} ?:e";
