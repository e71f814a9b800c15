-- Names, types and defaults as people make them, without Prisma.
CREATE TYPE "my enum" AS ENUM ('a', 'b c', '1x', '', 'ü', 'a-b', '_z');
CREATE TYPE good AS ENUM ('x', 'y');
CREATE TABLE "2legs" (id int PRIMARY KEY, "due at" timestamptz(3), "1st" int, "_hidden" int, "a-b" text, "a_b" text, "order" int, "über" int);
CREATE TABLE "Int" (id int PRIMARY KEY);
CREATE TABLE "PrismaClient" (id int PRIMARY KEY);
CREATE TABLE types (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  small smallserial,
  e "my enum" DEFAULT 'b c',
  g good[] DEFAULT '{x}',
  required_list text[] NOT NULL DEFAULT ARRAY['a,b', 'it''s'],
  j json, js jsonb DEFAULT '{"a": 1}',
  r real DEFAULT 1.5, fl float8 DEFAULT 1e100, inf float8 DEFAULT 'Infinity',
  d0 numeric, d1 numeric(10,2) DEFAULT 1.50, d2 numeric(65,30), d3 numeric(5,-2), m money DEFAULT 5,
  c char(3) DEFAULT 'x', c1 char, b bit(3) DEFAULT B'101', vb bit varying(5), v varchar, v20 varchar(20) DEFAULT '"q" \n',
  ts timestamp DEFAULT now(), ts3 timestamp(3) DEFAULT CURRENT_TIMESTAMP, tz timestamptz DEFAULT '2020-01-01 00:00:00+00', d date DEFAULT CURRENT_DATE,
  t time, t3 time(3), ttz timetz,
  u uuid DEFAULT gen_random_uuid(), x xml, i inet DEFAULT '10.0.0.1', ci cidr, tsv tsvector, p point, iv interval(3), o oid, nm name, ch "char", rng int4range DEFAULT '[1,5)',
  by bytea DEFAULT '\x0102',
  neg int DEFAULT -5, bl boolean DEFAULT true, lower text DEFAULT lower('A'), sum int DEFAULT (1 + 2),
  gen int GENERATED ALWAYS AS (1 + 1) STORED
);
CREATE SEQUENCE free;
CREATE TABLE counted (id int PRIMARY KEY DEFAULT nextval('free'));
CREATE INDEX ON types USING gin (js jsonb_path_ops);
CREATE INDEX ON types USING brin (ts);
CREATE INDEX pattern ON types (v text_pattern_ops);
CREATE INDEX ON types USING gin (tsv);
CREATE INDEX ON types USING hash (u);
