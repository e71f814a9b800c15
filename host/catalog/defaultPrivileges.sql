-- What is granted on what a role will make, as one expression in catalog.sql. Null is PUBLIC, and who is connected as the role.
(
  SELECT json_agg(json_build_array(nullif(defaclnamespace, 0)::int8,
    CASE WHEN defaclrole <> (SELECT oid FROM pg_roles WHERE rolname = current_user) THEN pg_get_userbyid(defaclrole) END,
    pg_get_userbyid(defaclrole), defaclobjtype,
    (SELECT json_agg(json_build_array(pg_get_userbyid(grantor), CASE WHEN grantee <> 0 THEN pg_get_userbyid(grantee) END,
      privilege_type, is_grantable)) FROM aclexplode(defaclacl)),
    (SELECT json_agg(json_build_array(pg_get_userbyid(grantor), CASE WHEN grantee <> 0 THEN pg_get_userbyid(grantee) END,
      privilege_type, is_grantable))
      FROM aclexplode(CASE WHEN defaclnamespace = 0
        THEN acldefault(CASE defaclobjtype WHEN 'S' THEN 's' ELSE defaclobjtype END::"char", defaclrole) END))))
  FROM pg_default_acl
  WHERE defaclnamespace = 0 OR defaclnamespace IN (SELECT oid FROM ns)
)
