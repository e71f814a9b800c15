-- Up

CREATE TABLE "tasks" (
    "id" SERIAL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "done" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "tasks_title_check" CHECK (((title)::text <> ''::text))
);

CREATE INDEX "tasks_done_idx" ON "tasks"("done");

CREATE UNIQUE INDEX "tasks_title_key" ON "tasks"("title");

-- Down

DROP TABLE "tasks";
