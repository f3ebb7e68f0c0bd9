import type { ShellArg, Word } from '../../host/word.ts'
import { inLine, plainLines } from '../diagnosis/text.ts'
import type { Judge, Refusal } from './refusal.ts'

type Create = Extract<Word, { word: 'create' }>

const raw = (arg: ShellArg): string => (typeof arg === 'string' ? arg : arg.raw)

const roleOf = ({ args }: Create): string =>
  args.map((arg) => /^--label role="?([\w-]+)"?$/.exec(raw(arg))?.[1]).find((name) => name) ??
  'ROLE'

/** Where deploy.yml says how a container is made; an accessory is known by its environment file. */
const blockOf = (word: Create): string => {
  const accessory = word.args
    .map((arg) => /^--env-file .*\/env\/accessories\/([\w.-]+)\.env'?$/.exec(raw(arg))?.[1])
    .find((name) => name !== undefined)
  return accessory === undefined ? `servers/${roleOf(word)}` : `accessories/${accessory}`
}

/** Where deploy.yml says what becomes a flag of `docker create`. */
const settings: Readonly<Record<string, string>> = {
  volume: 'volumes',
  'log-driver': 'logging/driver',
  'log-opt': 'logging/options',
  label: 'labels',
  env: 'env/clear',
}

const settingOf = (flag: string, block: string): string =>
  settings[flag] ?? `${block}/options/${flag}`

/** The flag in the client's complaint: `invalid argument "lots" for "-m, --memory" flag: ...`. */
const flagIn = (line: string): string | undefined =>
  /unknown flag: --([\w-]+)/.exec(line)?.[1] ??
  /flag needs an argument: --([\w-]+)/.exec(line)?.[1] ??
  /for "(?:-\w, )?--([\w-]+)" flag/.exec(line)?.[1]

/** What the daemon complains of, without naming the flag. */
const complaints: readonly (readonly [RegExp, string])[] = [
  [/range of cpus is/i, 'cpus'],
  [/minimum memory limit|memory limit should be/i, 'memory'],
  [/invalid restart policy/i, 'restart'],
  [/logging plugin/i, 'log-driver'],
  [/unknown log opt/i, 'log-opt'],
  [/invalid (?:host|container)port|invalid port|invalid proto/i, 'publish'],
  [/bind source path does not exist|mount config/i, 'volume'],
  [/invalid mode|volume specification|volume name|mount path must be absolute/i, 'volume'],
]

const inUse = (line: string): Refusal | undefined => {
  const [, name] = /container name "\/?([^"]+)" is already in use/.exec(line) ?? []
  if (name === undefined) return undefined
  return {
    code: 'docker-refused',
    why: `a container of the name ${name} is there already`,
    hint: `see whose it is (docker ps --all --filter name=${name}) and remove it if it does not serve`,
  }
}

/** The line that complains: the client adds where to read on, which helps nobody here. */
const complaint = (said: string): string =>
  plainLines(said).findLast((line) => !line.startsWith("See 'docker")) ?? ''

/** Why `docker create` did not take its arguments, and which setting they come from. */
export const createJudge =
  (word: Create): Judge =>
  ({ said }) => {
    const line = complaint(said)
    const taken = inUse(line)
    if (taken !== undefined) return taken
    const flag = flagIn(line) ?? complaints.find(([words]) => words.test(line))?.[1]
    if (flag === undefined) return undefined
    const setting = settingOf(flag, blockOf(word))
    return {
      code: 'docker-refused',
      why: inLine(line.replace(/^(?:docker: )?(?:Error response from daemon: )?/, '')),
      hint: `correct ${setting} in deploy.yml`,
    }
  }
