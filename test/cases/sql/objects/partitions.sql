-- Up

CREATE TABLE "events" (
    "day" DATE NOT NULL
) PARTITION BY RANGE (day);

CREATE TABLE "public"."events_2026" PARTITION OF "public"."events" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

CREATE INDEX events_2026_day_idx ON public.events_2026 USING btree (day);

-- Down

DROP TABLE "events_2026";

DROP TABLE "events";
