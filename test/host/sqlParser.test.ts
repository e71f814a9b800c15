import assert from "node:assert/strict";

import { loadSqlParser } from "#host/sqlParser.ts";

describe("the SQL parser", () => {
  it("reads a text once, however often it is asked", async () => {
    const parse = await loadSqlParser();
    const sql = "CREATE TABLE once (id int)";
    const read = parse(sql);
    assert.equal(read?.[0]?.node, "CreateStmt");
    assert.equal(parse(sql), read);
    assert.equal(parse("CREATE TABLE refused ("), null);
    assert.equal(parse("CREATE TABLE refused ("), null);
  });

  it("still reads what it let go of, and what is too long to keep", async () => {
    const parse = await loadSqlParser();
    const first = parse("SELECT 1");
    for (let at = 0; at < 2100; at += 1) parse(`SELECT ${at} AS n`);
    const again = parse("SELECT 1");
    assert.notEqual(again, first);
    assert.deepEqual(again, first);
    const long = `SELECT '${"x".repeat(3000)}'`;
    assert.equal(parse(long)?.[0]?.node, "SelectStmt");
  });
});
