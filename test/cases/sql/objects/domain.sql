-- Up

CREATE DOMAIN "public"."price" AS numeric CONSTRAINT "price_check" CHECK ((VALUE > (0)::numeric));

-- Down

DROP DOMAIN "price";
