-- Up

CREATE TABLE "events" (
    "day" DATE NOT NULL
) PARTITION BY RANGE (day);

CREATE TABLE "events_2026" PARTITION OF "events" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

ALTER TABLE "events_2026" ALTER COLUMN "day" SET DEFAULT '2026-05-01';

CREATE INDEX "events_2026_day_idx" ON "events_2026"("day");

-- Down

DROP TABLE "events_2026";

DROP TABLE "events";
