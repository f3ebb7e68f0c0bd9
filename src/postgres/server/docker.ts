import { basename } from 'node:path'
import type { Folders } from './folders.ts'
import type { Owner } from '../../base/program.ts'
import { asArguments, settings, superuser } from './settings.ts'

/** Where the folders are in the container. */
export const inside = {
  data: '/proof/data',
  socket: '/proof/socket',
  scratch: '/proof/scratch',
} as const

/** The image's entry point asks its first server there, and knows of no other place. */
const usualSocket = '/var/run/postgresql'

/** The container is named after the folder, so that a later process can find it. */
export const containerName = (folder: string): string =>
  `seaworthy-proof-${basename(folder).replace(/[^\w.-]/g, '-')}`

const mount = (source: string, target: string, more = ''): readonly string[] => [
  ...['--mount', `type=bind,source=${source},target=${target}${more}`],
]

/**
 * `docker create` of the official image: no network, no privileges, our own user, the socket in a folder
 * of ours. The image's entry point runs initdb, and knows how to do without an entry in its passwd.
 */
export const dockerArguments = (
  image: string,
  name: string,
  folders: Folders,
  owner: Owner,
): readonly string[] => [
  ...['create', '--pull', 'never', '--name', name, '--network', 'none'],
  ...['--user', `${owner.uid}:${owner.gid}`],
  ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--shm-size', '1g'],
  ...mount(folders.data, inside.data),
  ...mount(folders.socket, inside.socket),
  ...mount(folders.scratch, inside.scratch, ',readonly'),
  ...['--env', `PGDATA=${inside.data}`, '--env', `POSTGRES_USER=${superuser}`],
  ...['--env', 'POSTGRES_DB=postgres', '--env', 'POSTGRES_HOST_AUTH_METHOD=trust'],
  ...['--env', 'POSTGRES_INITDB_ARGS=--encoding=UTF8 --locale=C --no-sync'],
  ...[image, 'postgres', ...asArguments(settings(`${inside.socket},${usualSocket}`))],
]

/** `docker exec` of a program in the copy's container, its dump on stdin. */
export const execArguments = (
  name: string,
  program: string,
  database?: string,
): readonly string[] => [
  ...['exec', '--interactive', '--env', 'PGOPTIONS', '--env', `PGHOST=${inside.socket}`],
  ...(database === undefined ? [] : ['--env', `PGDATABASE=${database}`]),
  ...['--env', `PGUSER=${superuser}`, name, program],
]

/** What Docker's client may know of the job: how to reach its engine. */
export const dockerEnvironment = (env: NodeJS.ProcessEnv): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && /^(?:PATH|HOME|SSH_AUTH_SOCK|XDG_RUNTIME_DIR|DOCKER_\w+)$/.test(name)
        ? [[name, value]]
        : [],
    ),
  )

/**
 * Whether the server in the container is the lasting one: the entry point first starts one for its own
 * work, which is never process 1. Takes the text of `postmaster.pid`.
 */
export const isLasting = (postmasterPid: string): boolean => postmasterPid.startsWith('1\n')
