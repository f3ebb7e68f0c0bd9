/** The superuser of the copy: a name that no source has. */
export const superuser = 'seaworthy_proof'

/** Names the socket file only; nothing listens on a network. */
export const port = 5432

/**
 * Settings of a server that lives for one restore: nothing survives a crash, and nobody but us
 * connects. One restore takes a lock per table, hence the large lock table.
 */
export const settings = (socketFolder: string): Readonly<Record<string, string>> => ({
  listen_addresses: '',
  unix_socket_directories: socketFolder,
  unix_socket_permissions: '0700',
  port: String(port),
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
  shared_buffers: '256MB',
  maintenance_work_mem: '256MB',
  max_locks_per_transaction: '1024',
  max_connections: '50',
  autovacuum: 'off',
  shared_preload_libraries: '',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_timezone: 'UTC',
  timezone: 'UTC',
})

/** As arguments of `postgres`: they win over every file, and `ALTER SYSTEM` can't change them. */
export const asArguments = (all: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])

/** For `initdb`: databases are made from template0 with a locale of their own. */
export const initdbArguments = (data: string): readonly string[] => [
  ...['-D', data, '-U', superuser, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
]

/** Nothing of the job: a restored function can read the server's environment. */
export const cleanEnv = (home: string): Readonly<Record<string, string>> => ({
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LANG: 'C.UTF-8',
  HOME: home,
  TZ: 'UTC',
})
