-- Up

CREATE TABLE "äääääääääääääääääääääääääääääää" (
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" SERIAL NOT NULL
);

-- Down

DROP TABLE "äääääääääääääääääääääääääääääää";
