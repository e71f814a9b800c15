-- Up

CREATE TABLE "bookings" (
    "room" INTEGER NOT NULL,
    "during" INT4RANGE NOT NULL,
    "code" TEXT NOT NULL,

    CONSTRAINT "bookings_pkey" PRIMARY KEY ("room", "code"),
    CONSTRAINT "bookings_room_check" CHECK ((room > 0))
);

ALTER TABLE "bookings" ADD CONSTRAINT "bookings_code_key" UNIQUE ("code") INCLUDE ("room");

CREATE INDEX "bookings_room_idx" ON "bookings"("room" DESC NULLS LAST);

ALTER TABLE "bookings" ADD CONSTRAINT "bookings_during_excl" EXCLUDE USING gist (during WITH &&);

ALTER TABLE "bookings" ADD CONSTRAINT "bookings_code_check" CHECK ((code <> ''::text)) NOT VALID;

-- Down

DROP TABLE "bookings";
