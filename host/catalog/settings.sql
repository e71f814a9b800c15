-- How PostgreSQL is to spell what it prints of a catalog: names that are never taken for granted, and constants that no
-- setting of the session changes. For the transaction alone.
SET LOCAL search_path = '';
SET LOCAL quote_all_identifiers = off;
SET LOCAL standard_conforming_strings = on;
SET LOCAL datestyle = 'ISO, MDY';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL timezone = 'UTC';
SET LOCAL bytea_output = 'hex';
SET LOCAL extra_float_digits = 1;
SET LOCAL lc_monetary = 'C';
SET LOCAL array_nulls = on;
SET LOCAL xmloption = content;
