-- Up

-- error change/noCast: PostgreSQL cannot turn INTEGER into UUID: t.c must be dropped and added anew.

-- Down

-- error change/noCast: PostgreSQL cannot turn UUID into INTEGER: t.c must be dropped and added anew.
