-- Up

CREATE TABLE "t" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "t_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "t" ADD CONSTRAINT "t_a_key" UNIQUE ("id");

ALTER TABLE "t" ADD CONSTRAINT "t_b_key" UNIQUE ("id");

ALTER TABLE "t" ADD CONSTRAINT "t_a_excl" EXCLUDE USING btree (id WITH =);

ALTER TABLE "t" ADD CONSTRAINT "t_b_excl" EXCLUDE USING btree (id WITH =);

-- Down

DROP TABLE "t";
