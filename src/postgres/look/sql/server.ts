const locale = (versionNumber: number): string => {
  if (versionNumber >= 170_000) return 'datlocprovider::text AS provider, datlocale'
  if (versionNumber >= 150_000) return 'datlocprovider::text AS provider, daticulocale'
  return "'c' AS provider, NULL"
}

export const versions = `
  SELECT pg_catalog.current_setting('server_version') AS version,
    pg_catalog.current_setting('server_version_num') AS number`

/** Names of columns in `pg_database` changed in 15 and 17. */
export const serverFacts = (versionNumber: number): string => `
  SELECT datname::text AS database, pg_catalog.pg_encoding_to_char(encoding)::text AS encoding,
    datcollate::text AS collate, datctype::text AS ctype,
    ${locale(versionNumber)}::text AS locale,
    pg_catalog.pg_is_in_recovery() AS standby,
    pg_catalog.pg_database_size(oid)::text AS bytes,
    pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE') AS may_ask
  FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()`

export const systemIdentifier =
  'SELECT system_identifier::text AS id FROM pg_catalog.pg_control_system()'
