-- Up

DROP TABLE "tasks";

-- Down

CREATE TABLE "tasks" (
    "id" SERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "owner" TEXT,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

COMMENT ON TABLE public.tasks IS 'x';
