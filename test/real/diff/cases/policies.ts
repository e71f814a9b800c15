import type { DiffCases } from "#test/real/diff/case.ts";

const both = "CREATE TABLE t (id int, owner text); CREATE TABLE members (team int, name text)";

export const policies: DiffCases = {
  "come, go and change": {
    both,
    from: `ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY a ON t USING (owner = current_user); CREATE POLICY b ON t FOR SELECT USING (true);
      CREATE POLICY c ON t FOR INSERT WITH CHECK (id > 0)`,
    to: `ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY; ALTER TABLE members ENABLE ROW LEVEL SECURITY;
      CREATE POLICY b ON t FOR UPDATE TO pg_monitor, CURRENT_USER USING (id > 0) WITH CHECK (id > 1); CREATE POLICY c ON t FOR INSERT WITH CHECK (id > 5);
      CREATE POLICY d ON t AS RESTRICTIVE FOR ALL TO PUBLIC USING (EXISTS (SELECT 1 FROM members m WHERE m.name = t.owner))`,
  },
  "lose a condition": {
    both,
    from: "CREATE POLICY a ON t USING (id > 0) WITH CHECK (id > 1); CREATE POLICY b ON t TO pg_monitor USING (true)",
    to: "CREATE POLICY a ON t USING (id > 0); CREATE POLICY b ON t USING (true)",
  },
  "that call functions": {
    both,
    from: "",
    to: `CREATE FUNCTION mine(text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT $1 = current_user'; CREATE POLICY a ON t USING (mine(owner))`,
  },
  "that call functions, dropped": {
    both,
    from: `CREATE FUNCTION mine(text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT $1 = current_user'; CREATE POLICY a ON t USING (mine(owner)); ALTER TABLE t ENABLE ROW LEVEL SECURITY`,
    to: "",
  },
  "over a column of another type, and of another table": {
    from: "CREATE TABLE t (id int, owner varchar(10)); CREATE TABLE m (team int); CREATE POLICY a ON t USING (owner = 'x' AND id IN (SELECT team FROM m)); COMMENT ON POLICY a ON t IS 'x'",
    to: "CREATE TABLE t (id int, owner text); CREATE TABLE m (team bigint); CREATE POLICY a ON t USING (owner = 'x' AND id IN (SELECT team FROM m)); COMMENT ON POLICY a ON t IS 'x'",
  },
  "on tables that come and go": {
    from: "CREATE TABLE a (id int); ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON a USING (id > 0)",
    to: "CREATE TABLE b (id int); ALTER TABLE b ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON b USING (id > 0)",
  },
  "row security alone": {
    from: "CREATE TABLE a (id int); ALTER TABLE a ENABLE ROW LEVEL SECURITY; ALTER TABLE a FORCE ROW LEVEL SECURITY; CREATE TABLE b (id int)",
    to: "CREATE TABLE a (id int); ALTER TABLE a FORCE ROW LEVEL SECURITY; CREATE TABLE b (id int); ALTER TABLE b ENABLE ROW LEVEL SECURITY",
  },
};
