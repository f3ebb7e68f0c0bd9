import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { containers } from '../../lab/kit/inspect.ts'
import { addHost, onHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { makeCertificate, told, visit, type Pair } from './support/certificate.ts'
import { makeService, type Service } from './support/service.ts'

// A host of its own: its proxy is started as the accessory says.
const name = 'accessory-front'
const site = 'front.lab'
let host: LabHost
let service: Service
let pair: Pair

const secrets = ['REGISTRY_PASSWORD', 'CERTIFICATE', 'KEY']
  .map((secret) => `${secret}=$${secret}\n`)
  .join('')

const said = async (command: string): Promise<string> => {
  const { code, stdout, stderr } = await onHost(host, command)
  if (code !== 0) throw new Error(`${command}: ${stderr}`)
  return stdout.trim()
}
const lockText = () => said(`ls -A .kamal | grep '^lock-${service.name}' || echo free`)
const front = () => `${service.name}-front`
const states = async () => (await containers(host, front())).map(({ state }) => state)

const env = () => ({ CERTIFICATE: pair.chain, KEY: pair.key })
const deploy = (
  inputs: Readonly<Record<string, string>> = { bootstrap: 'true' },
  action = 'deploy',
) =>
  service.run(
    action,
    { ...(action === 'deploy' ? { version: 'v1' } : {}), ...inputs },
    { env: env() },
  )
const operate = (command: string) =>
  service.run('operate', { command, accessory: 'front' }, { env: env() })

const served = async (): Promise<boolean> => {
  const { status, certificate } = await visit(host, site, '/up')
  return status === 200 && certificate === told(pair)
}

beforeAll(async () => {
  host = await addHost(name)
  service = makeService('alone', [host])
  pair = makeCertificate(site)
  service.write({ '.kamal/secrets': secrets })
  service.configure({
    ...{ servers: undefined, proxy: undefined, env: undefined },
    accessories: {
      front: {
        image: `registry.lab:5000/lab/${service.name}:v1`,
        host: host.address,
        proxy: {
          ...{ host: site, app_port: 3000, run: { http_port: 8080 } },
          ssl: { certificate_pem: 'CERTIFICATE', private_key_pem: 'KEY' },
        },
      },
    },
  })
  await service.image('v1')
}, 180_000)

afterAll(async () => {
  await service.remove()
  await removeHost(name)
}, 60_000)

describe('a deploy.yml with accessories and no servers', () => {
  test('is nothing to deploy, and the refusal says what there is to do', async () => {
    const result = await deploy({})
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'halted'])
    expect(result.annotations[0]?.message).toMatch(
      /names no servers, only accessories[\s\S]*`bootstrap: true`/,
    )
    expect(await said('ls -A')).not.toContain('.kamal')
  }, 60_000)

  test('that is cancelled while it is brought up leaves no lock', async () => {
    const inputs = { version: 'v1', bootstrap: 'true' }
    const cut = service.start('deploy', inputs, { env: env() })
    await cut.waitForLine(/create accessory front/)
    cut.signal('SIGINT')
    const { mainExit, postExit } = await cut.result
    expect([mainExit, postExit, await lockText()]).toEqual([1, 0, 'free'])
  }, 120_000)

  test('is brought up, with its certificate and its proxy as it says', async () => {
    const result = await deploy()
    expect([result.log, result.exitCode]).toEqual([expect.anything(), 0])
    expect(result.outputs['outcome']).toBe('unchanged')
    expect(result.summary).toContain('there are accessories only')
    expect([await states(), await served(), await lockText()]).toEqual([['running'], true, 'free'])
    expect(await said('docker port kamal-proxy 80/tcp | head -1')).toMatch(/:8080$/)
    const tls = `.kamal/proxy/apps-config/${service.name}/tls`
    expect(await said(`stat -c '%n %a %u' ${tls}/* | sed 's,.*/,,'`)).toBe(
      'cert.pem 644 0\nkey.pem 600 1000',
    )
    const lines = pair.key.split('\n').filter((line) => line.length > 20 && !line.includes('---'))
    for (const line of lines) expect(result.log + result.summary).not.toContain(line)
  }, 120_000)

  test('a second time changes nothing, and builds nothing where an image would be built', async () => {
    const look = () => said(`docker ps -aq --no-trunc; cat .kamal/*-audit.log`)
    const before = await look()
    expect((await deploy()).outputs['outcome']).toBe('unchanged')
    const whole = await deploy({ bootstrap: 'true' }, '.')
    expect([whole.log, whole.exitCode]).toEqual([expect.anything(), 0])
    expect(whole.log).not.toContain('docker buildx build')
    expect([whole.outputs['outcome'], await look()]).toEqual(['unchanged', before])
  }, 120_000)

  test('takes commands: a reboot brings a renewed certificate, a start serves with it again', async () => {
    pair = makeCertificate(site)
    expect(await served()).toBe(false)
    expect((await operate('accessory-reboot')).exitCode).toBe(0)
    expect(await served()).toBe(true)
    service.write({ '.kamal/secrets': '' })
    try {
      for (const command of ['accessory-stop', 'accessory-start'])
        expect([command, (await operate(command)).exitCode]).toEqual([command, 0])
      const lock = await service.run('operate', { command: 'lock' })
      expect([lock.exitCode, lock.outputs['lock']]).toEqual([0, 'free'])
      const status = await service.run('operate', { command: 'status' })
      expect(status.annotations[0]?.message).toContain('names no servers, only accessories')
    } finally {
      service.write({ '.kamal/secrets': secrets })
    }
    expect([await served(), await lockText()]).toEqual([true, 'free'])
  }, 120_000)

  test('with a key that is not of the certificate is refused before anything is changed', async () => {
    const before = await said(`docker inspect ${front()} -f '{{.Id}}'`)
    const right = pair
    pair = { chain: pair.chain, key: makeCertificate(site).key }
    const result = await operate('accessory-reboot')
    expect([result.exitCode, result.annotations[0]?.message]).toEqual([
      1,
      expect.stringContaining('the private key does not belong to the certificate'),
    ])
    pair = right
    expect([await said(`docker inspect ${front()} -f '{{.Id}}'`), await served()]).toEqual([
      before,
      true,
    ])
  }, 60_000)
})
