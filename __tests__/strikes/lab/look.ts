import { onHost, type LabHost } from '../../../lab/kit/lab.ts'
import { runLabel } from '../../../src/host/names.ts'

/** One container, as `docker inspect` has it. */
interface Inspected {
  readonly Id: string
  readonly Name: string
  readonly Created: string
  readonly RestartCount: number
  readonly State: { readonly Status: string; readonly StartedAt: string }
  readonly Config: {
    readonly Image: string
    readonly Labels: Readonly<Record<string, string>> | null
  }
}

interface Route {
  readonly name: string
  readonly active_targets?: readonly string[] | null
}

/** What lies on a host, all of it. */
export interface HostLook {
  /** Of the lab: `h1`, `h2` in this trial. */
  readonly name: string
  readonly containers: readonly Inspected[]
  readonly routes: readonly Route[]
  /** With the service that their label names: one whose pull was cut off has no name yet. */
  readonly images: readonly string[]
  /** Below `.kamal`: a file with its digest, or a folder with a slash at its end. */
  readonly files: readonly string[]
}

const stateFile = 'kamal-proxy:/home/kamal-proxy/.config/kamal-proxy/kamal-proxy.state'
const between = '@@@'

const script = `
docker ps --all --quiet --no-trunc | sort | xargs -r docker inspect || exit 1
echo '${between}'
docker cp ${stateFile} - | tar -xO || exit 1
echo '${between}'
docker image ls --quiet --no-trunc | sort -u | xargs -r docker image inspect \
  --format '{{.RepoTags}} {{.RepoDigests}} {{.Id}} {{index .Config.Labels "service"}}' || exit 1
echo '${between}'
[ -d .kamal ] || exit 0
find .kamal -type f -exec sha256sum {} + | sort -k 2
find .kamal -type d -printf '%p/\\n' | sort
`

const lines = (text: string | undefined): readonly string[] =>
  (text ?? '').split('\n').filter((line) => line !== '')

/** @throws Error when Docker or its proxy does not answer. */
export const lookAt = async (host: LabHost, name: string): Promise<HostLook> => {
  const { code, stdout, stderr } = await onHost(host, script)
  if (code !== 0) throw new Error(`${host.name} can't be looked at: ${stderr}`)
  const [containers = '[]', routes = '[]', images, files] = stdout.split(`${between}\n`)
  return {
    name,
    containers: JSON.parse(containers) as readonly Inspected[],
    routes: JSON.parse(routes) as readonly Route[],
    images: lines(images),
    files: lines(files),
  }
}

/** What is judged of a service. */
export interface Fleet {
  readonly service: string
  /** Roles of each host, in the order of the looks; web is the one with a route. */
  readonly roles: readonly (readonly string[])[]
}

const nameOf = ({ Name }: Inspected): string => Name.replace(/^\//, '')
const labelsOf = ({ Config }: Inspected) => Config.Labels ?? {}
const isThere = ({ State }: Inspected): boolean => ['running', 'restarting'].includes(State.Status)

const runningIn = (look: HostLook, { service }: Fleet, role: string): readonly Inspected[] =>
  look.containers.filter((one) => {
    const labels = labelsOf(one)
    return labels['service'] === service && labels['role'] === role && isThere(one)
  })

const routeOf = (look: HostLook, { service }: Fleet, role: string): Route | undefined =>
  look.routes.find(({ name }) => name === `${service}-${role}`)

const rolesOn = (fleet: Fleet, at: number): readonly string[] => fleet.roles[at] ?? []

/** What serves on each host, exactly: which containers run, and where and how the proxy routes. */
export const standingsOf = (looks: readonly HostLook[], fleet: Fleet): readonly string[] =>
  looks.map((look, at) =>
    JSON.stringify(
      rolesOn(fleet, at).map((role) => ({
        runs: runningIn(look, fleet, role)
          .map((one) => `${nameOf(one)} ${one.Id.slice(0, 8)}`)
          .sort(),
        route: routeOf(look, fleet, role) ?? null,
      })),
    ),
  )

/** The version that runs as web on the first host; undefined when none or several do. */
export const versionOn = (look: HostLook, fleet: Fleet): string | undefined => {
  const [only, ...more] = runningIn(look, fleet, 'web')
  if (only === undefined || more.length > 0) return undefined
  return nameOf(only).slice(`${fleet.service}-web-`.length)
}

/** Why hosts are not on a version in every role. */
export const notOn = (
  looks: readonly HostLook[],
  fleet: Fleet,
  version: string,
): readonly string[] =>
  looks.flatMap((look, at) =>
    rolesOn(fleet, at).flatMap((role) => {
      const runs = runningIn(look, fleet, role)
      const wanted = `${fleet.service}-${role}-${version}`
      if (runs.length !== 1 || runs.map(nameOf)[0] !== wanted)
        return `${look.name} runs ${runs.map(nameOf).join(' and ') || 'nothing'} as ${role}`
      const [target = 'nothing'] = routeOf(look, fleet, role)?.active_targets ?? []
      const isRouted = role !== 'web' || runs[0]?.Id.startsWith(target.split(':')[0] ?? '') === true
      return isRouted ? [] : `${look.name} sends requests to ${target}`
    }),
  )

const pathOf = (line: string): string => line.replace(/^[0-9a-f]{64} +/, '')

/** What a rollout should have tidied away. */
export const leftOn = (looks: readonly HostLook[], { service }: Fleet): readonly string[] =>
  looks.flatMap((look) => {
    const envs = look.files.map(pathOf).filter((path) => path.includes(`/${service}/env/`))
    const staged = look.containers.filter((one) => {
      const labels = labelsOf(one)
      return labels['service'] === service && labels[runLabel] !== undefined
    })
    return [
      ...envs.filter((path) => /\/\w+\.env\../.test(path)),
      ...staged.filter(({ State }) => State.Status === 'created').map(nameOf),
    ].map((one) => `${look.name}: ${one}`)
  })

/** Locks that are held, or were being taken; what is freed already is the next rollout's to delete. */
export const locksOn = (looks: readonly HostLook[], { service }: Fleet): readonly string[] =>
  looks.flatMap((look) =>
    look.files
      .map(pathOf)
      .filter((path) => path.startsWith(`.kamal/lock-${service}`) && path.endsWith('/'))
      .filter((path) => !path.includes('.done/'))
      .map((path) => `${look.name}: ${path}`),
  )

/** All that is not the service's on a host. `isRestarted`: its Docker was, so containers were too. */
const othersOn = (look: HostLook, { service }: Fleet, isRestarted: boolean): readonly string[] => {
  const isOurs = (text: string): boolean => text.includes(service)
  const containers = look.containers
    .filter((one) => labelsOf(one)['service'] !== service)
    .map((one) => [
      ...[one.Id, nameOf(one), one.Config.Image, one.Created],
      ...(isRestarted ? [] : [one.State.Status, one.State.StartedAt, one.RestartCount]),
    ])
  const routes = look.routes.filter(({ name }) => !isOurs(name))
  const lines = [...look.images, ...look.files].filter((line) => !isOurs(line))
  return [...[...containers, ...routes].map((one) => JSON.stringify(one)), ...lines]
}

const without = (some: readonly string[], others: readonly string[]): readonly string[] =>
  some.filter((line) => !others.includes(line))

/** What else than the service was touched: what is gone or came, host by host. */
export const touchedOn = (
  before: readonly HostLook[],
  after: readonly HostLook[],
  fleet: Fleet,
  isRestarted: boolean,
): readonly string[] =>
  after.flatMap((look, at) => {
    const was = othersOn(before[at] ?? look, fleet, isRestarted)
    const is = othersOn(look, fleet, isRestarted)
    return [
      ...without(was, is).map((line) => `${look.name}: gone: ${line}`),
      ...without(is, was).map((line) => `${look.name}: new: ${line}`),
    ]
  })
