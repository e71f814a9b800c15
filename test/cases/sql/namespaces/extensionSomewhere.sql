-- Up

CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA "extensions" VERSION '1.1';

-- Down

DROP EXTENSION "uuid-ossp";
