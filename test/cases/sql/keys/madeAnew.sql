-- Up

ALTER TABLE "users" DROP CONSTRAINT "users_pkey";

ALTER TABLE "users" ADD CONSTRAINT "users_pkey" PRIMARY KEY ("id") INCLUDE ("email");

DROP INDEX "by_team";

CREATE UNIQUE INDEX "by_team" ON "users"("team", "email");

ALTER TABLE "users" DROP CONSTRAINT "a";

ALTER TABLE "users" ADD CONSTRAINT "a" FOREIGN KEY ("team") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "users" DROP CONSTRAINT "c";

ALTER TABLE "users" ADD CONSTRAINT "c" CHECK ((team > 1));

-- Down

ALTER TABLE "users" DROP CONSTRAINT "c";

ALTER TABLE "users" ADD CONSTRAINT "c" CHECK ((team > 0));

ALTER TABLE "users" DROP CONSTRAINT "a";

ALTER TABLE "users" ADD CONSTRAINT "a" FOREIGN KEY ("team") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

DROP INDEX "by_team";

CREATE INDEX "by_team" ON "users"("team");

ALTER TABLE "users" DROP CONSTRAINT "users_pkey";

ALTER TABLE "users" ADD CONSTRAINT "users_pkey" PRIMARY KEY ("id", "email");
