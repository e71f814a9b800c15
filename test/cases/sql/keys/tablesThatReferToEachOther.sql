-- Up

CREATE TABLE "teams" (
    "id" SERIAL NOT NULL,
    "lead" INTEGER NOT NULL,

    CONSTRAINT "teams_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "users" (
    "id" SERIAL NOT NULL,
    "team" INTEGER NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "teams" ADD CONSTRAINT "teams_lead_fkey" FOREIGN KEY ("lead") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "users" ADD CONSTRAINT "users_team_fkey" FOREIGN KEY ("team") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Down

ALTER TABLE "users" DROP CONSTRAINT "users_team_fkey";

ALTER TABLE "teams" DROP CONSTRAINT "teams_lead_fkey";

DROP TABLE "users";

DROP TABLE "teams";
