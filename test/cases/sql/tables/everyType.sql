-- Up

CREATE TABLE "everything" (
    "c_int2" SMALLINT NOT NULL,
    "c_int4" INTEGER NOT NULL,
    "c_int8" BIGINT NOT NULL,
    "c_float4" REAL NOT NULL,
    "c_float8" DOUBLE PRECISION NOT NULL,
    "c_numeric" DECIMAL NOT NULL,
    "c_money" MONEY NOT NULL,
    "c_oid" OID NOT NULL,
    "c_bool" BOOLEAN NOT NULL,
    "c_text" TEXT NOT NULL,
    "c_varchar" VARCHAR NOT NULL,
    "c_numeric_65_30" DECIMAL(65,30) NOT NULL,
    "c_varchar_200" VARCHAR(200) NOT NULL,
    "c_bpchar_3" CHAR(3) NOT NULL,
    "c_bpchar" BPCHAR NOT NULL,
    "c_bit_3" BIT(3) NOT NULL,
    "c_varbit_5" VARBIT(5) NOT NULL,
    "c_char" "char" NOT NULL,
    "c_timestamp_3" TIMESTAMP(3) NOT NULL,
    "c_timestamptz_6" TIMESTAMPTZ(6) NOT NULL,
    "c_time_0" TIME(0) NOT NULL,
    "c_timetz_0" TIMETZ(0) NOT NULL,
    "c_date" DATE NOT NULL,
    "c_interval" INTERVAL NOT NULL,
    "c_json" JSON NOT NULL,
    "c_jsonb" JSONB NOT NULL,
    "c_bytea" BYTEA NOT NULL,
    "c_uuid" UUID NOT NULL,
    "c_xml" XML NOT NULL,
    "c_inet" INET NOT NULL,
    "c_tsvector" TSVECTOR NOT NULL,
    "c_int4range" INT4RANGE NOT NULL,
    "c_interval_3" INTERVAL(3) NOT NULL,
    "c_role" "role" NOT NULL,
    "c_roles" "role"[],
    "c_numerics" DECIMAL(10,2)[]
);

-- Down

DROP TABLE "everything";
