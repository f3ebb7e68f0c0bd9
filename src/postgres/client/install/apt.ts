import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Outcome, RunProgram } from '../../../base/program.ts'
import { pgdgKey } from './pgdg-key.ts'

export interface AptOrder {
  /** Of this step alone, and closed to others. */
  readonly folder: string
  readonly run: RunProgram
  /** Of which apt gets PATH, HOME, APT_CONFIG and the addresses of proxies. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

/** An apt that reads the machine's sources and what is installed, and writes in a folder of its own only. */
export interface Apt {
  /** Fetches the lists of the machine's own sources. */
  update(): Promise<Outcome>
  /** Fetches PostgreSQL's list from this address, and counts it among the sources from now on. */
  addPostgres(address: string, codename: string): Promise<Outcome>
  /** What installing a package would do to this machine; nothing is done. */
  simulate(name: string): Promise<Outcome>
  /** Puts packages (`NAME=VERSION`) into the folder. */
  download(packages: readonly string[], into: string): Promise<Outcome>
}

const proxies = ['http_proxy', 'https_proxy', 'no_proxy', 'all_proxy']
const known = ['PATH', 'HOME', 'APT_CONFIG', ...proxies, ...proxies.map((n) => n.toUpperCase())]

const environment = (env: AptOrder['env']): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(known.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
  LC_ALL: 'C.UTF-8',
})

/**
 * Read after all of the machine's configuration. Hooks of the machine would change it; what it
 * allows without a signature is not allowed here.
 */
const configuration = (folder: string): string =>
  `Dir::State "${folder}/state";
Dir::State::lists "${folder}/state/lists";
Dir::Cache "${folder}/cache";
Dir::Cache::archives "${folder}/cache/archives";
Dir::Log "${folder}";
APT::Sandbox::User "root";
APT::Get::List-Cleanup "false";
APT::Get::AllowUnauthenticated "false";
Acquire::AllowInsecureRepositories "false";
Acquire::AllowWeakRepositories "false";
Acquire::AllowDowngradeToInsecureRepositories "false";
Acquire::Languages "none";
Acquire::Retries "3";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
`

const makeFolders = async (folder: string): Promise<void> => {
  for (const name of ['state/lists/partial', 'cache/archives/partial', 'none'])
    await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, 'apt.conf'), configuration(folder))
}

/** The lines of `/etc/apt/sources.list`, or of what the machine has in its place. */
const machineSources = async (shell: Outcome): Promise<string> => {
  const [, file] = /^LIST='(.*)'$/m.exec(shell.stdout) ?? []
  return file === undefined ? '' : readFile(file, 'utf8').catch(() => '')
}

export const openApt = async ({ folder, run, env, signal }: AptOrder): Promise<Apt> => {
  await makeFolders(folder)
  const setting = ['-c', join(folder, 'apt.conf')]
  const limits = { env: environment(env), signal, limit: 300_000 }
  const get = (words: readonly string[], cwd = folder): Promise<Outcome> =>
    run('apt-get', [...setting, '-q', ...words], { ...limits, cwd })
  const own = join(folder, 'postgres.list')
  const all = join(folder, 'sources.list')
  let sources: readonly string[] = []
  return {
    update: () => get(['update']),
    addPostgres: async (address, codename) => {
      const key = join(folder, 'postgres.asc')
      const line = `deb [signed-by=${key}] ${address} ${codename}-pgdg main\n`
      const list = await run(
        'apt-config',
        [...setting, 'shell', 'LIST', 'Dir::Etc::sourcelist/f'],
        {
          ...limits,
        },
      )
      await writeFile(key, pgdgKey)
      await writeFile(own, line)
      await writeFile(all, `${await machineSources(list)}\n${line}`)
      sources = ['-o', `Dir::Etc::sourcelist=${all}`]
      const only = [
        '-o',
        `Dir::Etc::sourcelist=${own}`,
        '-o',
        `Dir::Etc::sourceparts=${folder}/none`,
      ]
      return get([...only, 'update'])
    },
    simulate: (name) => get([...sources, '-s', '--no-install-recommends', 'install', name]),
    download: (packages, into) => get([...sources, 'download', ...packages], into),
  }
}
