import { createHash } from 'node:crypto'
import { containers, filesUnder, served } from '../../../lab/kit/inspect.ts'
import { onHost, type LabHost } from '../../../lab/kit/lab.ts'
import type { Service } from './service.ts'

type Fleet = Pick<Service, 'name' | 'hosts'>

/** What a visitor and an operator find on a host after a run. */
export interface Standing {
  readonly host: string
  /** Version behind the proxy, or the status when there is none. */
  readonly serves: string | number
  readonly running: readonly string[]
  /** Files of roles' environments: a staged one shows here. */
  readonly envs: readonly string[]
  /** Lock folders, published or being built. */
  readonly locks: readonly string[]
}

export interface Look {
  /** `staging` for `SERVICE-staging`. */
  readonly destination?: string
  /** The header Host, `SERVICE.lab` unless told. */
  readonly visitor?: string
  readonly hosts?: readonly LabHost[]
}

const keyOf = ({ name }: Fleet, { destination }: Look): string =>
  destination === undefined ? name : `${name}-${destination}`

/** No proxy listens yet, or it knows no such service. */
const nobody: Readonly<Record<number, string>> = { 0: 'nothing', 404: 'nothing' }

const standingOn = async (service: Fleet, host: LabHost, look: Look): Promise<Standing> => {
  const key = keyOf(service, look)
  const [answer, all, envs, locks] = await Promise.all([
    served(host, look.visitor ?? `${service.name}.lab`),
    containers(host, service.name),
    filesUnder(host, `.kamal/apps/${key}/env/roles`),
    onHost(host, `cd .kamal && ls -A | grep -E '^lock-${key}(\\.|$)'`),
  ])
  return {
    host: host.name,
    serves: answer.version ?? nobody[answer.status] ?? answer.status,
    running: all
      .filter(({ state }) => !['exited', 'dead'].includes(state))
      .filter(({ labels }) => labels['destination'] === (look.destination ?? ''))
      .map(({ name }) => name),
    envs: envs.map(({ path }) => path),
    locks: locks.stdout.split('\n').filter(Boolean),
  }
}

/** What is found on every host of a service. */
export const standing = (service: Fleet, look: Look = {}): Promise<readonly Standing[]> =>
  Promise.all((look.hosts ?? service.hosts).map((host) => standingOn(service, host, look)))

/** What must be found when one version serves as web, nothing is staged and the lock is free. */
export const settledOn = (
  service: Fleet,
  version: string,
  {
    hosts = service.hosts,
    roles = ['web'],
    destination,
  }: Look & { roles?: readonly string[] } = {},
): readonly Standing[] =>
  hosts.map((host) => ({
    host: host.name,
    serves: version,
    running: roles
      .map((role) => [service.name, role, destination, version].filter(Boolean).join('-'))
      .sort(),
    envs: roles.map((role) => `${role}.env`).sort(),
    locks: [],
  }))

/** What must be found where a service was never deployed, or everything of a first try is gone. */
export const bare = (service: Fleet): readonly Standing[] =>
  service.hosts.map(({ name }) => ({
    host: name,
    serves: 'nothing',
    running: [],
    envs: [],
    locks: [],
  }))

const proxyState = 'kamal-proxy:/home/kamal-proxy/.config/kamal-proxy/kamal-proxy.state'

/** Routes as JSON; none where there is no proxy yet, or one that was never told of a service. */
const proxyRoutes = `
[ -n "$(docker ps --all --quiet --filter name=^kamal-proxy$)" ] || { echo '[]'; exit; }
said=$(docker cp ${proxyState} - 2>&1 >/tmp/routes.$$) || case $said in
  *'Could not find the file'*) rm -f /tmp/routes.$$; echo '[]'; exit ;;
  *) echo "$said" >&2; rm -f /tmp/routes.$$; exit 1 ;;
esac
tar -xOf /tmp/routes.$$; code=$?
rm -f /tmp/routes.$$
exit $code
`

/** Everything but its routes that a deploy of a service can change on a host. */
const everything = (name: string): string => `
docker ps --all --quiet --no-trunc --filter name=^kamal-proxy$
docker ps --all --quiet --no-trunc --filter label=service=${name} | sort | xargs -r docker inspect
docker image ls --no-trunc --format '{{.ID}} {{.Repository}}:{{.Tag}} {{.Digest}}' \
  registry.lab:5000/lab/${name} | sort
[ -d .kamal ] || exit 0
find .kamal -path '*${name}*' -printf '%p %y %m %s %T@ %i\\n' | sort
find .kamal -path '*${name}*' -type f | sort | xargs -r sha256sum
`

const stateOn = async (host: LabHost, name: string): Promise<string> => {
  const [rest, proxy] = await Promise.all([
    onHost(host, everything(name)),
    onHost(host, proxyRoutes),
  ])
  if (rest.code + proxy.code !== 0) throw new Error(`${host.name}: ${rest.stderr}${proxy.stderr}`)
  const services = JSON.parse(proxy.stdout) as readonly { readonly name: string }[]
  const routes = services.filter((one) => one.name.startsWith(`${name}-`))
  return createHash('sha256').update(rest.stdout).update(JSON.stringify(routes)).digest('hex')
}

/** A digest per host of all that a deploy can change; equal before and after one that changed nothing. */
export const stateOf = ({ name, hosts }: Service): Promise<readonly string[]> =>
  Promise.all(hosts.map((host) => stateOn(host, name)))
