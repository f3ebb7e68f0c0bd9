import { basename } from 'node:path'
import type { Folders } from './folders.ts'
import type { Owner } from '../../base/program.ts'
import { asArguments, settings, superuser } from './settings.ts'

const inside = { data: '/proof/data', socket: '/proof/socket' } as const

/** The container is named after the folder, so that a later process can find it. */
export const containerName = (folder: string): string =>
  `seaworthy-proof-${basename(folder).replace(/[^\w.-]/g, '-')}`

const mount = (source: string, target: string): readonly string[] => [
  ...['--mount', `type=bind,source=${source},target=${target}`],
]

/**
 * `docker run` of the official image: no network, no privileges, our own user, the socket in a folder
 * of ours. The image's entry point runs initdb, and knows how to do without an entry in its passwd.
 */
export const dockerArguments = (
  image: string,
  name: string,
  folders: Folders,
  owner: Owner,
): readonly string[] => [
  ...['run', '--detach', '--name', name, '--network', 'none'],
  ...['--user', `${owner.uid}:${owner.gid}`],
  ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--shm-size', '1g'],
  ...mount(folders.data, inside.data),
  ...mount(folders.socket, inside.socket),
  ...['--env', `PGDATA=${inside.data}`, '--env', `POSTGRES_USER=${superuser}`],
  ...['--env', 'POSTGRES_DB=postgres', '--env', 'POSTGRES_HOST_AUTH_METHOD=trust'],
  ...['--env', 'POSTGRES_INITDB_ARGS=--encoding=UTF8 --locale=C --no-sync'],
  ...[image, 'postgres', ...asArguments(settings(inside.socket))],
]

/** `docker exec` of a program in the copy's container, its dump on stdin. */
export const execArguments = (name: string, program: string): readonly string[] => [
  ...['exec', '--interactive', '--env', 'PGOPTIONS', '--env', `PGHOST=${inside.socket}`],
  ...['--env', `PGUSER=${superuser}`, name, program],
]

/**
 * Whether the server in the container is the lasting one: the entry point first starts one for its own
 * work, which is never process 1. Takes the text of `postmaster.pid`.
 */
export const isLasting = (postmasterPid: string): boolean => postmasterPid.startsWith('1\n')
