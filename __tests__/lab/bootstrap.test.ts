import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadPostgresImage } from '../../lab/kit/accessory.ts'
import { containers, served } from '../../lab/kit/inspect.ts'
import { addHost, onHost, readLab, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { offerDocker, pushFrom } from '../../lab/kit/packages.ts'
import { settledOn, standing } from './support/fleet.ts'
import { makeHooks, type Hooks } from './support/hooks.ts'
import { makeService, type Overrides, type Service } from './support/service.ts'

// A server as it is bought, one that has Docker, and one whose login user may do nothing.
const names = ['boot-bare', 'boot-full', 'boot-weak'] as const
const added: LabHost[] = []
let service: Service
let hooks: Hooks

const host = (at: 0 | 1 | 2): LabHost => {
  const one = added[at]
  if (one === undefined) throw new Error(`no host ${names[at]}`)
  return one
}
const at = (name: string): string => `registry.lab:5000/lab/${name}`
const secret = 'pass-of-the-database'

const accessories = (): Overrides => ({
  proxy: {
    run: { registry: 'registry.lab:5000', repository: 'lab/kamal-proxy', version: 'v0.9.2' },
  },
  accessories: {
    db: {
      image: at('postgres:17'),
      host: host(0).address,
      env: { clear: { POSTGRES_DB: 'shop' }, secret: ['POSTGRES_PASSWORD'] },
      directories: ['data:/var/lib/postgresql/data'],
      files: [
        { local: 'config/motd.erb', remote: '/etc/motd', mode: '640', owner: '1000:1000' },
        'config/plain.bin:/etc/plain.bin',
      ],
    },
    cache: {
      image: `${at(service.name)}:v1`,
      host: host(0).address,
      port: '127.0.0.1:6379:3000',
      proxy: { host: 'cache.lab', app_port: 3000 },
    },
  },
})

const said = async (command: string): Promise<string> => {
  const { code, stdout, stderr } = await onHost(host(0), command)
  if (code !== 0) throw new Error(`${command}: ${stderr}`)
  return stdout.trim()
}
const sql = (text: string): Promise<string> =>
  said(`docker exec ${service.name}-db psql -qtA -U postgres -d shop -c "${text}"`)

const deploy = (inputs: Readonly<Record<string, string>>) =>
  service.run(
    'deploy',
    { version: 'v1', ...inputs },
    { env: { POSTGRES_PASSWORD: secret, TIER: 'gold', ...hooks.env } },
  )

beforeAll(async () => {
  added.push(await addHost(names[0], ['--no-docker']))
  added.push(await addHost(names[1]))
  service = makeService('boot', [host(0)])
  hooks = makeHooks(service.workspace)
  service.write({
    '.kamal/secrets': ['REGISTRY_PASSWORD', 'API_TOKEN', 'POSTGRES_PASSWORD']
      .map((name) => `${name}=$${name}\n`)
      .join(''),
    'config/motd.erb': 'welcome to <%= ENV["POSTGRES_DB"] %>, <%= ENV["TIER"] %>\n',
    'config/plain.bin': '\u0000\u0001 as it is',
  })
  service.configure(accessories())
  await service.image('v1')
  const { registry } = readLab()
  await loadPostgresImage(17, host(1))
  await pushFrom(host(1), 'postgres:17', at('postgres:17'), registry)
  await pushFrom(host(1), 'basecamp/kamal-proxy:v0.9.2', at('kamal-proxy:v0.9.2'), registry)
}, 400_000)

afterAll(async () => {
  hooks.remove()
  await service.remove()
  for (const { name } of added) await removeHost(name)
}, 120_000)

describe('a host without Docker', () => {
  test('is refused without bootstrap, and the error says what to write', async () => {
    const result = await deploy({})
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'halted'])
    const [error] = result.annotations
    expect([error?.title, error?.message]).toEqual([
      'docker-refused',
      expect.stringContaining('`bootstrap: true`'),
    ])
    expect(await said('ls -A')).not.toContain('.kamal')
  }, 60_000)

  test('is refused in a dry run, which can not look at what is not there', async () => {
    const result = await deploy({ bootstrap: 'true', 'dry-run': 'true' })
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]?.message).toContain('would install it')
    expect(await said('ls -A')).not.toContain('.kamal')
  }, 60_000)

  test('from which nothing can be reached stays as it is, and the lock is free again', async () => {
    const result = await deploy({ bootstrap: 'true' })
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]?.message).toContain(
      "neither the distribution's packages nor Docker's own script could be had",
    )
    expect(result.summary).toContain('preparing the hosts failed')
    // Its post phase has nothing to do, and says nothing.
    expect(result.log).not.toMatch(/freeing the deploy lock|nothing is owed/)
    expect(await said(`ls -A .kamal | grep lock || echo free`)).toBe('free')
  }, 60_000)

  test('whose login user is not root, and has no sudo, is refused clearly', async () => {
    added.push(await addHost(names[2], ['--no-docker', '--user', 'deploy']))
    const weak = makeService('weak', [host(2)])
    try {
      const result = await weak.run('deploy', { version: 'v1', bootstrap: 'true' })
      expect(result.exitCode).toBe(1)
      expect(result.annotations[0]?.message).toContain(
        'the login user is not root, and may not use sudo without a password',
      )
    } finally {
      await weak.remove()
    }
  }, 120_000)
})

describe('from nothing', () => {
  test('a hook that fails when Docker is there halts it, and frees the lock', async () => {
    await offerDocker(host(0), host(1))
    hooks.set({ 'docker-setup': 'echo "no firewall"; exit 4' })
    const result = await deploy({ bootstrap: 'true' })
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'halted'])
    expect(result.annotations[0]).toMatchObject({ title: 'hook-failed' })
    expect(result.log).toContain('install Docker')
    expect(result.summary).toContain('preparing the hosts failed')
    expect(await said('docker ps -aq; ls .kamal')).not.toContain('lock')
  }, 300_000)

  test('to live, with a database and a cache, in one deploy', async () => {
    hooks.set({ 'docker-setup': '' })
    const result = await deploy({ bootstrap: 'true' })
    expect([result.log, result.exitCode]).toEqual([expect.anything(), 0])
    expect(result.outputs['outcome']).toBe('deployed')
    expect(result.summary).toContain('Brought up before the deploy')
    expect(hooks.noted()).toEqual([
      `docker-setup KAMAL_COMMAND=deploy KAMAL_HOSTS=${host(0).address} KAMAL_LOCK=true KAMAL_VERSION=v1`,
    ])
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
    expect(await sql('create table t as select 42 as n; select n from t')).toBe('42')
    expect((await served(host(0), 'cache.lab')).version).toBe('v1')
    expect(await said('curl -s http://127.0.0.1:6379/up')).toBe('ok v1')
  }, 300_000)

  test('every file is as Kamal leaves it', async () => {
    const base = `.kamal/apps/${service.name}/env/accessories`
    expect(await said(`stat -c %a ${base}/db.env && cat ${base}/db.env`)).toBe(
      `600\nPOSTGRES_PASSWORD=${secret}`,
    )
    const folder = `${service.name}-db`
    expect(await said(`stat -c '%a %u:%g' ${folder}/etc/motd; cat ${folder}/etc/motd`)).toBe(
      '640 1000:1000\nwelcome to shop, gold',
    )
    expect(await said(`docker exec ${folder} cat /etc/plain.bin | od -An -c | head -1`)).toMatch(
      /\\0 001/,
    )
    expect(await said(`cat .kamal/${service.name}-audit.log`)).toMatch(
      /\[.*Z\] \[.*\] Booted db accessory\n.*Booted cache accessory/,
    )
    const [db] = await containers(host(0), folder)
    expect(db?.labels).toMatchObject({ service: folder })
  }, 60_000)

  test('a second time changes nothing, and takes no lock', async () => {
    const look = () =>
      said(
        `docker ps -aq --no-trunc | xargs docker inspect -f '{{.Id}} {{.State.StartedAt}}'; find . -path ./.kamal/apps -prune -o -newer .kamal/proxy -print | sort; cat .kamal/*-audit.log`,
      )
    const before = await look()
    const result = await deploy({ bootstrap: 'true' })
    expect([result.exitCode, result.outputs['outcome']]).toEqual([0, 'unchanged'])
    expect([await look(), hooks.noted()]).toEqual([before, []])
  }, 60_000)

  test('a deploy without bootstrap leaves a stopped accessory alone; with it, it goes on as it was', async () => {
    const name = `${service.name}-db`
    const [before] = await containers(host(0), name)
    await said(`docker stop ${name}`)
    expect((await deploy({})).exitCode).toBe(0)
    expect((await containers(host(0), name)).map(({ state }) => state)).toEqual(['exited'])
    expect((await deploy({ bootstrap: 'true' })).exitCode).toBe(0)
    const [after] = await containers(host(0), name)
    expect([after?.id, after?.state]).toEqual([before?.id, 'running'])
    expect(await sql('select n from t')).toBe('42')
  }, 120_000)

  test('an accessory that can not run is told with its log, and is left for the next run', async () => {
    const broken = {
      image: `${at(service.name)}:v1`,
      host: host(0).address,
      cmd: 'no-such-program',
    }
    const base = accessories()
    service.configure({ ...base, accessories: { ...(base['accessories'] as object), broken } })
    const result = await deploy({ bootstrap: 'true' })
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]?.message).toContain('no-such-program')
    expect(await said('ls -A .kamal | grep lock || echo free')).toBe('free')
    const mended = { ...broken, cmd: 'worker' }
    service.configure({
      ...base,
      accessories: { ...(base['accessories'] as object), broken: mended },
    })
    expect((await deploy({ bootstrap: 'true' })).exitCode).toBe(0)
    const found = await containers(host(0), `${service.name}-broken`)
    expect(found.map(({ state }) => state)).toEqual(['running'])
    service.configure(base)
  }, 180_000)
})
