-- Up

ALTER SEQUENCE "t_c_seq" RENAME TO "cs";

-- Down

ALTER SEQUENCE "cs" RENAME TO "t_c_seq";
