import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadPostgresImage } from '../../lab/kit/accessory.ts'
import { containers, served } from '../../lab/kit/inspect.ts'
import { addHost, onHost, readLab, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { pushFrom } from '../../lab/kit/packages.ts'
import { settledOn, standing } from './support/fleet.ts'
import { makeService, type Service } from './support/service.ts'
import { makeHooks } from './support/hooks.ts'

// A host of its own: its proxy is taken away and replaced.
let host: LabHost
let service: Service
let db: string
const image = 'registry.lab:5000/lab/postgres:17'
const midway = '### It did not end well'
const said = async (command: string): Promise<string> => {
  const { code, stdout, stderr } = await onHost(host, command)
  if (code !== 0) throw new Error(`${command}: ${stderr}`)
  return stdout.trim()
}
const sql = (text: string): Promise<string> =>
  said(`docker exec ${db} psql -qtA -U postgres -c "${text}"`)
const env = { POSTGRES_PASSWORD: 'pass-of-the-database' }
const secrets = ['REGISTRY_PASSWORD', 'API_TOKEN', 'POSTGRES_PASSWORD']
  .map((name) => `${name}=$${name}\n`)
  .join('')
const operate = (command: string, inputs: Readonly<Record<string, string>> = { accessory: 'db' }) =>
  service.run('operate', { command, ...inputs }, { env })
const lockText = () => said(`ls -A .kamal | grep '^lock-${service.name}' || echo free`)

const configure = (accessory: object = {}): void =>
  service.configure({
    accessories: {
      db: { image, host: host.address, env: { secret: ['POSTGRES_PASSWORD'] }, ...accessory },
      front: {
        image: `registry.lab:5000/lab/${service.name}:v1`,
        role: 'web',
        proxy: { host: 'front.lab', app_port: 3000 },
      },
    },
  })

beforeAll(async () => {
  host = await addHost('accessory')
  service = makeService('kept', [host])
  db = `${service.name}-db`
  service.write({ '.kamal/secrets': secrets })
  configure()
  await service.image('v1')
  await service.image('v2')
  await loadPostgresImage(17, host)
  await pushFrom(host, 'postgres:17', image, readLab().registry)
  const result = await service.run('deploy', { version: 'v1', bootstrap: 'true' }, { env })
  if (result.exitCode !== 0) throw new Error(result.log)
}, 400_000)

afterAll(async () => {
  await service.remove()
  await removeHost('accessory')
}, 120_000)

describe('an accessory', () => {
  test('shows the end of its log', async () => {
    const result = await operate('accessory-logs', { accessory: 'db', lines: '5' })
    expect([result.exitCode, result.log]).toEqual([
      0,
      expect.stringContaining(`--- ${db} on ${host.address}`),
    ])
    expect(result.log).toContain('ready to accept connections')
  }, 60_000)

  test('is stopped and started as it is, under the lock, and noted as Kamal notes it', async () => {
    await sql('create table t as select 7 as n')
    const [before] = await containers(host, db)
    const stopped = await operate('accessory-stop')
    expect([stopped.exitCode, stopped.summary]).toEqual([0, expect.stringContaining('is stopped')])
    expect((await containers(host, db)).map(({ state }) => state)).toEqual(['exited'])
    expect((await operate('accessory-start')).exitCode).toBe(0)
    const [after] = await containers(host, db)
    expect([after?.id, after?.state, await sql('select n from t')]).toEqual([
      before?.id,
      'running',
      '7',
    ])
    expect(await said(`cat .kamal/${service.name}-audit.log`)).toMatch(
      /Stopped db accessory\n.*Started db accessory/,
    )
    expect(await lockText()).toBe('free')
  }, 120_000)

  test('that takes requests gets none while it is stopped, and gets them again', async () => {
    expect((await served(host, 'front.lab')).version).toBe('v1')
    expect((await operate('accessory-stop', { accessory: 'front' })).exitCode).toBe(0)
    expect(await served(host, 'front.lab')).toMatchObject({ status: 404 })
    expect((await operate('accessory-start', { accessory: 'front' })).exitCode).toBe(0)
    expect((await served(host, 'front.lab')).version).toBe('v1')
  }, 120_000)

  test('is made anew by a reboot, and keeps its data, also in a volume without a name', async () => {
    const [before] = await containers(host, db)
    configure({ labels: { team: 'data' } })
    const result = await operate('accessory-reboot')
    expect([result.exitCode, result.summary]).toEqual([
      0,
      expect.stringContaining('is booted anew, with its data'),
    ])
    const found = await containers(host, db)
    expect(found.map(({ name, state }) => [name, state])).toEqual([[db, 'running']])
    expect(found[0]?.id).not.toBe(before?.id)
    expect(found[0]?.labels).toMatchObject({ team: 'data' })
    expect(await sql('select n from t')).toBe('7')
  }, 120_000)

  test('whose new container does not run goes on as it was', async () => {
    const [before] = await containers(host, db)
    configure({ cmd: 'no-such-program' })
    const result = await operate('accessory-reboot')
    expect([result.exitCode, result.summary]).toEqual([1, expect.stringContaining(midway)])
    expect(result.log).not.toMatch(/freeing the deploy lock|nothing is owed/)
    expect(result.annotations[0]?.message).toMatch(
      /ended with exit code 127, command not found\ncheck accessories\/db\/cmd/,
    )
    const found = await containers(host, db)
    expect(found.map(({ id, name, state }) => [id, name, state])).toEqual([
      [before?.id, db, 'running'],
    ])
    expect([await sql('select n from t'), await lockText()]).toEqual(['7', 'free'])
    configure()
  }, 120_000)

  test('is stopped, started and looked at without a secret of the app', async () => {
    service.write({ '.kamal/secrets': '' })
    try {
      for (const command of ['accessory-stop', 'accessory-start', 'accessory-logs'])
        expect([command, (await operate(command)).exitCode]).toEqual([command, 0])
      const made = await operate('accessory-reboot')
      expect([made.exitCode, made.annotations[0]?.title]).toEqual([1, 'config-invalid'])
    } finally {
      service.write({ '.kamal/secrets': secrets })
    }
  }, 120_000)

  test('whose reboot is cancelled runs, with its data, and nothing else of it does', async () => {
    const inputs = { command: 'accessory-reboot', accessory: 'db' }
    const reboot = service.start('operate', inputs, { env })
    await reboot.waitForLine(/make accessory db anew/)
    reboot.signal('SIGINT')
    const { mainExit, postExit, summary } = await reboot.result
    expect([mainExit, postExit, summary]).toEqual([1, 0, expect.stringContaining(midway)])
    const found = await containers(host, db)
    const running = found.filter(({ state }) => state === 'running')
    expect(running.map(({ name }) => name)).toEqual([db])
    await said(`for n in $(seq 100); do docker exec ${db} pg_isready -q && break; sleep 0.1; done`)
    expect([await sql('select n from t'), await lockText()]).toEqual(['7', 'free'])
    expect((await operate('accessory-reboot')).exitCode).toBe(0)
    expect((await containers(host, db)).map(({ name }) => name)).toEqual([db])
    await said(`for n in $(seq 100); do docker exec ${db} pg_isready -q && break; sleep 0.1; done`)
    expect(await sql('select n from t')).toBe('7')
  }, 120_000)

  test.each([
    ['accessory-stop', {}, 'Input accessory is missing: it names one of deploy.yml.'],
    ['accessory-stop', { accessory: 'other' }, 'accessory: other is not in config/deploy.yml'],
  ])('%s refuses %j', async (command, inputs, message) => {
    const result = await operate(command, inputs)
    expect([result.exitCode, result.annotations[0]?.message]).toEqual([
      1,
      expect.stringContaining(message),
    ])
  })

  test('that was never made is not started', async () => {
    await said(`docker rename ${db} put-aside`)
    try {
      const result = await operate('accessory-start')
      expect([result.exitCode, result.annotations[0]?.title]).toEqual([1, 'accessory-missing'])
      expect(await lockText()).toBe('free')
    } finally {
      await said(`docker rename put-aside ${db}`)
    }
  }, 60_000)
})

describe('a proxy that is too old', () => {
  // A real proxy, of which only the name of its image says that it is old.
  const old = 'basecamp/kamal-proxy:v0.8.0'
  const version = () => said(`docker inspect kamal-proxy -f '{{.Config.Image}}'`)

  beforeAll(async () => {
    await said(
      `docker tag basecamp/kamal-proxy:v0.9.2 ${old} && docker rm -f kamal-proxy && docker run --name kamal-proxy --network kamal --detach --restart unless-stopped --volume kamal-proxy-config:/home/kamal-proxy/.config/kamal-proxy --volume $PWD/.kamal/proxy/apps-config:/home/kamal-proxy/.apps-config --publish 80:80 --publish 443:443 ${old}`,
    )
  }, 60_000)

  test('is refused before anything else, with what to write', async () => {
    const result = await service.run('deploy', { version: 'v2' }, { env })
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'halted'])
    expect(result.annotations[0]).toMatchObject({
      title: 'proxy-too-old',
      message: expect.stringContaining('upgrade-proxy: true'),
    })
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
  }, 60_000)

  test('is left as it is where a boot file asks for the old one again', async () => {
    await said('echo v0.8.0 >.kamal/proxy/image_version')
    try {
      const result = await service.run(
        'deploy',
        { version: 'v2', 'upgrade-proxy': 'true' },
        { env },
      )
      expect([result.exitCode, result.annotations[0]?.message]).toEqual([
        1,
        expect.stringContaining('.kamal/proxy/image_version'),
      ])
      expect([await version(), await lockText()]).toEqual([old, 'free'])
    } finally {
      await said('rm .kamal/proxy/image_version')
    }
  }, 60_000)

  test('is replaced with its routes, and the time in which requests failed is told', async () => {
    const hooks = makeHooks(service.workspace)
    hooks.set({ 'pre-proxy-reboot': '', 'post-proxy-reboot': '' })
    const told = { env: { ...env, ...hooks.env } }
    const result = await service.run('deploy', { version: 'v2', 'upgrade-proxy': 'true' }, told)
    expect([result.exitCode, result.outputs['outcome']]).toEqual([0, 'deployed'])
    const about = `KAMAL_COMMAND=deploy KAMAL_HOSTS=${host.address} KAMAL_LOCK=true KAMAL_VERSION=v2`
    const names = ['pre-proxy-reboot', 'post-proxy-reboot']
    expect(hooks.noted()).toEqual(names.map((name) => `${name} ${about}`))
    hooks.set({})
    hooks.remove()
    expect(result.summary.replaceAll('\\', '')).toMatch(
      /kamal-proxy v0\.8\.0 was replaced by v0\.9\.2; requests from the host itself failed for \d+\.\d s/,
    )
    expect(await version()).toBe('basecamp/kamal-proxy:v0.9.2')
    expect((await served(host, 'front.lab')).version).toBe('v1')
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
  }, 120_000)

  test('a second time there is nothing to replace', async () => {
    const id = () => said(`docker inspect kamal-proxy -f '{{.Id}} {{.State.StartedAt}}'`)
    const before = await id()
    const result = await service.run('deploy', { version: 'v2', 'upgrade-proxy': 'true' }, { env })
    expect([result.outputs['outcome'], await id()]).toEqual(['unchanged', before])
  }, 60_000)
})
