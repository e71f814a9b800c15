-- Up

ALTER SEQUENCE "t_n_seq" OWNED BY NONE;

-- Down

ALTER SEQUENCE "t_n_seq" OWNED BY "t"."n";
