import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/**
 * The folder of the throw-away server, which `post` removes when a run was killed. A server does not
 * run as root: for it, every folder above must be open to another user.
 */
export const serverFolder = (folder: string): string =>
  process.getuid?.() === 0 ? join(tmpdir(), `${basename(folder)}-server`) : join(folder, 'server')
