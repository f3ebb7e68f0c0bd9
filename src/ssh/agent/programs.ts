import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { SeaworthyError } from '../../base/error.ts'

/** Paths of OpenSSH's programs on this machine. */
export interface Programs {
  readonly agent: string
  readonly add: string
  /** Those that connect, by name: `ssh` always, `scp` and `sftp` where they are installed. */
  readonly clients: ReadonlyMap<string, string>
}

const wrapped = ['ssh', 'scp', 'sftp']

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )

const find = async (name: string, folders: readonly string[]): Promise<string | undefined> => {
  for (const folder of folders) if (await isProgram(join(folder, name))) return join(folder, name)
  return undefined
}

/**
 * Looks for OpenSSH's programs on `path`, passing over the folders for which `isOurs` is true.
 * @throws SeaworthyError `agent-missing` that names all that is not there.
 */
export const findPrograms = async (
  path: string,
  isOurs: (folder: string) => boolean,
): Promise<Programs> => {
  const folders = path.split(':').filter((folder) => folder.startsWith('/') && !isOurs(folder))
  const names = ['ssh-agent', 'ssh-add', ...wrapped]
  const found = new Map<string, string>()
  for (const name of names) {
    const program = await find(name, folders)
    if (program !== undefined) found.set(name, program)
  }
  const [agent, add] = [found.get('ssh-agent'), found.get('ssh-add')]
  if (agent === undefined || add === undefined || !found.has('ssh')) {
    const missing = names.slice(0, 3).filter((name) => !found.has(name))
    throw new SeaworthyError('agent-missing', `Not installed: ${missing.join(', ')}.`, {
      hint:
        'Install OpenSSH before this step: `apt-get install -y openssh-client`, or ' +
        '`apk add openssh-client` in an image of Alpine.',
      evidence: [`PATH is ${path}`],
    })
  }
  const clients = new Map([...found].filter(([name]) => wrapped.includes(name)))
  return { agent, add, clients }
}
