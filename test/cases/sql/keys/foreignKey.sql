-- Up

ALTER TABLE "users" ADD CONSTRAINT "users_team_fkey" FOREIGN KEY ("team") REFERENCES "teams"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Down

ALTER TABLE "users" DROP CONSTRAINT "users_team_fkey";
