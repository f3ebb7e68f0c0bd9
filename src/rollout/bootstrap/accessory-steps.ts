import { createHash } from 'node:crypto'
import { isoSeconds } from '../../base/time.ts'
import type { Accessory, AccessoryKit } from '../../config/accessory.ts'
import type { Config } from '../../config/config.ts'
import { accessoryArgs, accessoryEnvFile, accessoryEnvs } from '../../host/accessory-args.ts'
import { audit } from '../../host/audit.ts'
import { pullNamed } from '../../host/docker.ts'
import { envFileText } from '../../host/env-file.ts'
import { pathsOf } from '../../host/names.ts'
import { proxyFlags } from '../../host/proxy-flags.ts'
import type { Script } from '../../host/script.ts'
import type { Word } from '../../host/word.ts'
import { accessoryFilesOf } from '../../host/web-files.ts'
import type { Gate } from '../gate.ts'
import type { Step } from '../plan.ts'
import { accessoryCertificateWords } from '../steps/web.ts'
import type { AccessoryState } from './look.ts'

/** An accessory on one host, and who acts on it. */
export interface Act {
  readonly config: Config
  readonly accessory: Accessory
  readonly host: string
  readonly state: AccessoryState
  /** Token in the host's owner file. */
  readonly fence: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly actor: string
}

/** How long an accessory without a health check of its own must stay up to count as started. */
const readinessMs = 2000
/** Copying files and making a container; images were pulled before. */
const scriptMs = 120_000

export const noted = ({ config, at, actor }: Act, text: string): Word =>
  audit({ ...config, actor }, isoSeconds(at), text)

export const guarded = (act: Act, title: string, words: readonly Word[], extraMs = 0): Script => ({
  kind: 'script',
  title,
  words: [{ word: 'guard', owner: pathsOf(act.config).owner, token: act.fence }, ...words],
  changes: true,
  timeoutMs: scriptMs + extraMs,
})

export const step = (act: Act, title: string, commands: Step['commands']): Step => ({
  phase: 'prepare',
  host: act.host,
  title,
  commands,
})

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))

/** Folders and files that the container gets to see; what is in a folder already stays. */
const mountWords = ({ files, directories }: AccessoryKit): readonly Word[] => [
  ...directories.flatMap(({ path, mode, owner }): readonly Word[] => [
    { word: 'dir', path },
    ...(mode === undefined && owner === undefined
      ? []
      : [{ word: 'own', path, mode, owner } as const]),
  ]),
  ...files.flatMap(({ path, base64, mode, owner }): readonly Word[] => [
    { word: 'dir', path: parentOf(path) },
    { word: 'put', path, base64, mode },
    ...(owner === undefined ? [] : [{ word: 'own', path, mode: undefined, owner } as const]),
  ]),
]

/** Volumes without a name of an earlier container, unless the file now gives their place another. */
const keptFor = ({ kept }: AccessoryState, { volumes }: AccessoryKit): readonly string[] => {
  const given = volumes.map((volume) => volume.split(':')[1])
  return kept.filter((volume) => !given.includes(volume.split(':')[1]))
}

/** Everything that the container of an accessory is made of, and the container; nothing runs yet. */
export const makeWords = (act: Act, kit: AccessoryKit): readonly Word[] => {
  const { config, accessory, host, state } = act
  return [
    ...mountWords(kit),
    { word: 'dir', path: accessoryEnvs(config) },
    {
      word: 'write',
      path: accessoryEnvFile(config, accessory),
      text: envFileText(kit.env.secret),
      mode: '600',
    },
    {
      word: 'create',
      name: accessory.service,
      args: accessoryArgs(config, accessory, kit, host, keptFor(state, kit)),
    },
  ]
}

/** Pulled by the login of its own registry; a tag that moved is taken anew only when that is asked. */
export const pullStep = (act: Act, kit: AccessoryKit): Step =>
  step(act, `pull ${kit.image}`, [pullNamed(kit.image, kit.registry)])

const gateOf = ({ accessory, config }: Act): Gate => ({
  kind: 'container',
  role: accessory.name,
  block: `accessories/${accessory.name}`,
  container: accessory.service,
  image: accessory.kit?.image ?? accessory.service,
  timeoutMs: config.deployTimeoutMs,
  readinessMs,
})

/** Stops a container of an accessory, in the time that it was made with. */
export const stopWord = (container: string): Word => ({
  word: 'stop',
  container,
  timeSeconds: undefined,
})

/**
 * Starts its container; one that ends again at once is told with its log. By a guarded script: a call
 * of Docker's API that comes late would start it after the lock was freed. What a reboot that was cut
 * off has left may still run under another name: two servers on the same data would damage it.
 */
export const startStep = (act: Act, ...before: readonly Word[]): Step => {
  const { name, service } = act.accessory
  const title = `start accessory ${name}`
  const words = [...before, ...act.state.replaced.map(stopWord)]
  const script = guarded(act, title, [...words, { word: 'start', container: service }])
  return { ...step(act, title, [script]), gate: gateOf(act) }
}

/** Has kamal-proxy send it its requests, where it takes any. */
export const routeWords = ({ config, accessory }: Act): readonly Word[] => {
  const { service, proxy } = accessory
  if (proxy === undefined) return []
  const flags = proxyFlags(config, proxy, accessoryFilesOf(config, accessory))
  return [
    ...accessoryCertificateWords(config, accessory),
    { word: 'switch', service, container: service, port: proxy.appPort, flags },
  ]
}

/** What `kamal-proxy deploy` may take. */
export const routeMs = ({ deployTimeoutMs, drainTimeoutMs }: Config): number =>
  deployTimeoutMs + drainTimeoutMs

/** Name under which its container waits until the next one, made by the run with this token, runs. */
export const replacedName = ({ service }: Accessory, token: string): string =>
  `${service}_replaced_${createHash('sha256').update(token).digest('hex').slice(0, 16)}`
