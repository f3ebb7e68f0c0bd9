import { join } from 'node:path'

/** Where everything of one agent is, all of it in its own folder. */
export interface Layout {
  readonly socket: string
  /** A configuration of ssh. */
  readonly config: string
  readonly knownHosts: string
  /** The public half of key `number`, from 1. ssh is told the path without `.pub`. */
  readonly publicKey: (number: number) => string
  /** `ssh`, `scp` and `sftp` that use the configuration. */
  readonly bin: string
}

export const layoutOf = (folder: string): Layout => ({
  socket: join(folder, 'agent'),
  config: join(folder, 'config'),
  knownHosts: join(folder, 'known_hosts'),
  publicKey: (number) => join(folder, `key-${number}.pub`),
  bin: join(folder, 'bin'),
})

/** Whether a folder on PATH is the `bin` of an agent's folder. */
export const isAgentBin = (folder: string): boolean =>
  /\/seaworthy-[A-Za-z0-9]{6}\/bin\/*$/.test(folder)

/** The system's limit for the path of a socket is 107 bytes on Linux and 103 elsewhere (unix(7)). */
const longest = 103

/** No character is one that PATH, a shell or ssh's configuration would take for something else. */
export const isPlain = (path: string): boolean => /^\/[\w@+=,./-]*$/.test(path)

/**
 * Whether an agent's folder can be made in `parent`: the socket's path is short enough, and plain.
 */
export const isFit = (parent: string): boolean =>
  isPlain(parent) && layoutOf(join(parent, 'seaworthy-XXXXXX')).socket.length <= longest
