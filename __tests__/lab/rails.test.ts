import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadPostgresImage } from '../../lab/kit/accessory.ts'
import { containers } from '../../lab/kit/inspect.ts'
import { addHost, image, onHost, readLab, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { offerDocker, pushFrom } from '../../lab/kit/packages.ts'
import { makeCertificate, told, visit, type Pair } from './support/certificate.ts'
import { makeHooks, type Hooks } from './support/hooks.ts'
import { makeService, type Service } from './support/service.ts'
import { databaseOf, destinations, shopFiles, siteOf, type Destination } from './support/shop.ts'

// Two servers as they are bought, and one that has what they get.
const names = ['rails-a', 'rails-b', 'rails-full'] as const
let hosts: readonly [LabHost, LabHost]
let service: Service
let hooks: Hooks
let certificates: Readonly<Record<Destination, Pair>>
const password = 'pass-of-the-database'
const masterKey = 'key-of-the-credentials'

const said = async (host: LabHost, command: string): Promise<string> => {
  const { code, stdout, stderr } = await onHost(host, command)
  if (code !== 0) throw new Error(`${host.name}: ${command}: ${stderr}`)
  return stdout.trim()
}

const run = async (
  action: 'deploy' | 'rollback',
  destination: Destination,
  inputs: Readonly<Record<string, string>>,
) => {
  const env = { POSTGRES_PASSWORD: password, ...hooks.env }
  const result = await service.run(action, { destination, ...inputs }, { env })
  for (const secret of [password, masterKey]) expect(result.log).not.toContain(secret)
  return [result.exitCode, result.outputs['outcome'], result.log] as const
}

const sql = (destination: Destination, text: string): Promise<string> => {
  const name = databaseOf(service.name, destination)
  return said(hosts[0], `docker exec ${name} psql -qtA -U postgres -d shop -c "${text}"`)
}

/** Hooks that ran, each with the version it was told of. */
const noted = (destination: Destination): readonly string[] =>
  hooks.noted().map((line) => {
    expect(line).toContain(`KAMAL_DESTINATION=${destination} `)
    return `${line.split(' ')[0] ?? ''} ${/KAMAL_VERSION=(\S+)/.exec(line)?.[1] ?? ''}`
  })

/** What a visitor gets on each host, over the destination's own certificate. */
const visited = (destination: Destination, path: string): Promise<readonly string[]> =>
  Promise.all(
    hosts.map(async (host) => {
      const answer = await visit(host, siteOf(service.name, destination), path)
      expect(answer.certificate).toBe(told(certificates[destination]))
      return answer.status === 200 ? answer.body : String(answer.status)
    }),
  )

/** Running containers of a destination by host, without the service's name. */
const running = async (destination: Destination): Promise<readonly (readonly string[])[]> =>
  Promise.all(
    hosts.map(async (host) =>
      (await containers(host, service.name))
        .filter(({ state, labels }) => state === 'running' && labels['destination'] === destination)
        .map(({ name }) => name.slice(service.name.length + 1)),
    ),
  )

const settled = (destination: Destination, version: string) => {
  const on = (...roles: readonly string[]) => roles.map((one) => `${one}-${destination}-${version}`)
  return [on('cron', 'web', 'worker'), on('web', 'worker')]
}

const accessories = `$(docker ps -aq --filter name=-db$ --filter name=-redis$ --filter name=^kamal-proxy$)`

/** All that a destination has on the hosts, with what it shares: equal where nothing was touched. */
const footprint = (destination: Destination): Promise<readonly string[]> => {
  const key = `${service.name}-${destination}`
  const mine = `$(docker ps -aq --filter label=service=${service.name} --filter label=destination=${destination})`
  const script = [
    `docker inspect -f '{{.Name}} {{.Id}} {{.State.StartedAt}} {{.State.FinishedAt}}' ${mine} ${accessories} | sort`,
    `docker image ls --format '{{.ID}} {{.Tag}}' registry.lab:5000/lab/${service.name} | grep -E 'latest-${destination}$'`,
    `docker exec kamal-proxy kamal-proxy list | grep -- '-web-${destination}'`,
    `cd .kamal && find apps/${key} proxy/apps-config/${key} ${key}-audit.log -printf '%p %m %U %s %T@\\n' | sort`,
    `! ls -d lock-* 2>/dev/null`,
  ].join(' && ')
  return Promise.all(hosts.map((host) => said(host, script)))
}

beforeAll(async () => {
  const [a, b] = [
    await addHost(names[0], ['--no-docker']),
    await addHost(names[1], ['--no-docker']),
  ]
  const full = await addHost(names[2])
  hosts = [a, b]
  service = makeService('rails', hosts)
  hooks = makeHooks(service.workspace)
  const certificate = (of: Destination): Pair => makeCertificate(siteOf(service.name, of))
  certificates = { production: certificate('production'), staging: certificate('staging') }
  service.write(shopFiles(service.name, hosts, certificates, masterKey))
  for (const version of ['v1', 'v2'])
    await service.image(version, {
      files: {
        '/public/up': 'ok',
        '/public/version': version,
        [`/public/assets/app-${version}.js`]: version,
      },
    })
  await image(`${service.name}-redis`, '7')
  const { registry } = readLab()
  const at = (name: string): string => `registry.lab:5000/lab/${name}`
  await loadPostgresImage(17, full)
  await pushFrom(full, 'postgres:17', at('postgres:17'), registry)
  await pushFrom(full, 'basecamp/kamal-proxy:v0.9.2', at('kamal-proxy:v0.9.2'), registry)
  for (const host of hosts) await offerDocker(host, full)
  hooks.set({ 'docker-setup': '', 'pre-deploy': '', 'post-deploy': '' })
}, 400_000)

afterAll(async () => {
  hooks.remove()
  await service.remove()
  for (const name of names) await removeHost(name)
}, 120_000)

describe('a Rails shop', () => {
  test.each(destinations)(
    'goes live in one deploy, from bare hosts: %s',
    async (destination) => {
      expect(await run('deploy', destination, { version: 'v1', bootstrap: 'true' })).toEqual([
        ...[0, 'deployed', expect.anything()],
      ])
      // The second one finds Docker, but has a database of its own to make.
      expect(noted(destination)).toEqual(['docker-setup v1', 'pre-deploy v1', 'post-deploy v1'])
      expect(await running(destination)).toEqual(settled(destination, 'v1'))
      expect(await visited(destination, '/version')).toEqual(['v1', 'v1'])
      expect(await visited(destination, '/assets/app-v1.js')).toEqual(['v1', 'v1'])
      expect(await sql(destination, `create table t as select '${destination}' as n`)).toBe('')
    },
    300_000,
  )

  test('has what its deploy.yml says: tags, options, labels, secrets, accessories by name', async () => {
    const [a, b] = hosts
    const worker = `${service.name}-worker-staging-v1`
    const inWorker = (host: LabHost, command: string) =>
      said(host, `docker exec ${worker} sh -c '${command}'`)
    const shown =
      'echo $RAILS_MASTER_KEY $DATABASE_PASSWORD $QUEUES $WEB_CONCURRENCY $APP_REQUIRE_HOST'
    const common = `${masterKey} staging-${password} critical,default 1`
    expect(await inWorker(a, shown)).toBe(`${common} ${databaseOf(service.name, 'staging')}`)
    expect(await inWorker(b, shown)).toBe(common)
    expect(await inWorker(a, `wget -qO- http://${service.name}-redis:6379/up`)).toBe('ok 7')
    expect(await inWorker(a, 'grep -c 10.77.0.1 /etc/hosts')).toBe('2')
    const format = '{{.HostConfig.RestartPolicy.Name}} {{index .Config.Labels "tier"}}'
    expect(await said(a, `docker inspect -f '${format}' ${worker}`)).toBe('on-failure background')
    expect(await said(a, `docker exec ${service.name}-redis cat /etc/redis.conf`)).toBe('port 6379')
  }, 60_000)

  test('is not touched by the same once more', async () => {
    const all = () => Promise.all(destinations.map(footprint))
    const before = await all()
    for (const destination of destinations) {
      expect(await run('deploy', destination, { version: 'v1', bootstrap: 'true' })).toEqual([
        ...[0, 'unchanged', expect.anything()],
      ])
      expect(noted(destination)).toEqual([])
    }
    expect(await all()).toEqual(before)
  }, 120_000)

  test('is updated in one destination; the other, and every accessory, is left as it was', async () => {
    const [before, staging] = await Promise.all(destinations.map(footprint))
    expect(await run('deploy', 'staging', { version: 'v2' })).toEqual([
      ...[0, 'deployed', expect.anything()],
    ])
    expect(noted('staging')).toEqual(['pre-deploy v2', 'post-deploy v2'])
    expect(await running('staging')).toEqual(settled('staging', 'v2'))
    expect(await visited('staging', '/version')).toEqual(['v2', 'v2'])
    expect(await visited('staging', '/assets/app-v1.js')).toEqual(['v1', 'v1'])
    const cron = `${service.name}-cron-staging`
    const times = `docker inspect -f {{.State.FinishedAt}} ${cron}-v1; docker inspect -f {{.State.StartedAt}} ${cron}-v2`
    const [stopped = '', started = ''] = (await said(hosts[0], times)).split('\n')
    expect(stopped < started).toBe(true)
    expect(await footprint('production')).toEqual(before)
    expect(await footprint('staging')).not.toEqual(staging)
    expect(await visited('production', '/version')).toEqual(['v1', 'v1'])
  }, 120_000)

  test('goes back in that destination alone, and its data is what it was', async () => {
    const before = await footprint('production')
    expect(await run('rollback', 'staging', {})).toEqual([0, 'deployed', expect.anything()])
    expect(noted('staging')).toEqual(['pre-deploy v1', 'post-deploy v1'])
    expect(await running('staging')).toEqual(settled('staging', 'v1'))
    expect(await visited('staging', '/version')).toEqual(['v1', 'v1'])
    expect(await footprint('production')).toEqual(before)
    for (const destination of destinations)
      expect(await sql(destination, 'select n from t')).toBe(destination)
  }, 120_000)
})
