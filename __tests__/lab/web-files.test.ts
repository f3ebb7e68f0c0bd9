import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addHost, onHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { secretsFile } from '../../lab/kit/workspace.ts'
import { makeCertificate, told, visit, type Pair } from './support/certificate.ts'
import { makeService, type Overrides, type Service } from './support/service.ts'

const names = ['web-files-1', 'web-files-2']
let hosts: readonly LabHost[]
let service: Service
let pair: Pair

/** Busybox serves what the image has below `/public`: the app of the lab has no files of its own. */
const file: Overrides = {
  servers: { web: { cmd: 'httpd -f -p 3000 -h /public', stop_timeout: 1 } },
  asset_path: '/public/assets',
  error_pages_path: 'public/errors',
  proxy: { ssl: { certificate_pem: 'CERTIFICATE', private_key_pem: 'KEY' } },
  deploy_timeout: 5,
}

const filesOf = (version: string): Readonly<Record<string, string>> => ({
  '/public/up': 'ok',
  '/public/version': version,
  '/public/assets/logo.svg': `logo ${version}`,
  [`/public/assets/js/app-${version}.js`]: version,
})

const page = (version: string): void =>
  service.write({ 'public/errors/503.html': `<h1>back soon, ${version}</h1>` })

const run = (version: string, inputs = {}) =>
  service.run('deploy', { version, ...inputs }, { env: { CERTIFICATE: pair.chain, KEY: pair.key } })

const site = (): string => `${service.name}.lab`
const get = (host: LabHost, path: string) => visit(host, site(), path)
const bodies = (path: string) =>
  Promise.all(hosts.map(async (host) => (await get(host, path)).body))

/** Every file that requests may be answered with, its mode, its owner and its content. */
const filesOn = async (host: LabHost): Promise<string> => {
  const folders = `apps/${service.name}/assets proxy/apps-config/${service.name}`
  const { code, stdout, stderr } = await onHost(
    host,
    `cd .kamal && find ${folders} -printf '%p %m %U\\n' | sort && find ${folders} -type f | sort | xargs sha256sum`,
  )
  if (code !== 0) throw new Error(stderr)
  return stdout
}

const everywhere = () => Promise.all(hosts.map(filesOn))

const keyLines = ({ key }: Pair): readonly string[] =>
  key.split('\n').filter((line) => line.length > 20 && !line.includes('-----'))

const left = async (): Promise<readonly string[]> =>
  Promise.all(
    hosts.map(async (host) => {
      const own = `.kamal/apps/${service.name}/seaworthy/web`
      const helper = `docker ps -aq --filter name=${service.name}-web-assets`
      return (await onHost(host, `ls -d ${own} 2>/dev/null; ${helper}`)).stdout
    }),
  )

beforeAll(async () => {
  const [one = '', other = ''] = names
  hosts = [await addHost(one), await addHost(other)]
  service = makeService('web-files', hosts, file)
  pair = makeCertificate(site())
  service.write({
    '.kamal/secrets': secretsFile('REGISTRY_PASSWORD', 'API_TOKEN', 'CERTIFICATE', 'KEY'),
  })
  for (const version of ['v1', 'v2', 'v3'])
    await service.image(version, { files: filesOf(version) })
  await service.image('bare', { files: { '/public/up': 'ok' } })
  await service.image('sick', {
    files: { '/public/version': 'sick', '/public/assets/js/app-sick.js': 'sick' },
  })
}, 300_000)

afterAll(async () => {
  await service.remove()
  for (const name of names) await removeHost(name)
}, 120_000)

describe('assets, error pages and a certificate of its own', () => {
  test('a first deploy serves them from every host, the key to nobody but the proxy', async () => {
    page('v1')
    const old = Buffer.from('gr\u00FCn', 'latin1')
    writeFileSync(join(service.workspace, 'public/errors/502.html'), old)
    const result = await run('v1')
    expect([result.exitCode, result.outputs['outcome']]).toEqual([0, 'deployed'])
    expect(result.log).toContain('public/errors/502.html is not UTF-8')
    for (const host of hosts) {
      expect(await get(host, '/assets/js/app-v1.js')).toEqual({
        ...{ status: 200, body: 'v1' },
        certificate: told(pair),
      })
      const tls = `.kamal/proxy/apps-config/${service.name}/tls/web`
      const { stdout } = await onHost(host, `stat -c '%n %a %u' ${tls}/* | sed 's,.*/,,'`)
      expect(stdout).toBe('cert.pem 644 0\nkey.pem 600 1000\n')
      const bytes = `.kamal/proxy/apps-config/${service.name}/error_pages/v1/502.html`
      expect((await onHost(host, `base64 ${bytes}`)).stdout.trim()).toBe(old.toString('base64'))
    }
    for (const line of keyLines(pair)) expect(result.log).not.toContain(line)
    expect(await left()).toEqual(['', ''])
  }, 120_000)

  test('the new version answers for assets of the one before it, and pages change with it', async () => {
    page('v2')
    pair = makeCertificate(site())
    expect((await run('v2')).exitCode).toBe(0)
    expect(await bodies('/version')).toEqual(['v2', 'v2'])
    expect(await bodies('/assets/js/app-v1.js')).toEqual(['v1', 'v1'])
    expect(await bodies('/assets/js/app-v2.js')).toEqual(['v2', 'v2'])
    expect(await bodies('/assets/logo.svg')).toEqual(['logo v2', 'logo v2'])
    for (const host of hosts) {
      expect((await get(host, '/')).certificate).toBe(told(pair))
      const folder = `.kamal/apps/${service.name}/assets`
      const { stdout } = await onHost(host, `ls ${folder}/extracted ${folder}/volumes`)
      expect(stdout).toBe(`${folder}/extracted:\nweb-v2\n\n${folder}/volumes:\nweb-v2\n`)
      const proxy = 'docker exec kamal-proxy kamal-proxy'
      await onHost(host, `${proxy} stop ${service.name}-web`)
      expect(await get(host, '/')).toMatchObject({ status: 503, body: '<h1>back soon, v2</h1>' })
      await onHost(host, `${proxy} resume ${service.name}-web`)
    }
    expect(await left()).toEqual(['', ''])
  }, 120_000)

  test('a repeat changes nothing; a renewed certificate alone is deployed', async () => {
    expect((await run('v2')).outputs['outcome']).toBe('unchanged')
    pair = makeCertificate(site())
    expect((await run('v2')).outputs['outcome']).toBe('deployed')
    for (const host of hosts) expect((await get(host, '/')).certificate).toBe(told(pair))
    expect(await bodies('/assets/js/app-v2.js')).toEqual(['v2', 'v2'])
  }, 120_000)

  test('a version that is never healthy leaves every file as it was', async () => {
    const [before, good] = [await everywhere(), pair]
    page('sick')
    pair = makeCertificate(site())
    const result = await run('sick')
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'halted'])
    expect(await everywhere()).toEqual(before)
    expect(await bodies('/assets/js/app-sick.js')).not.toContain('sick')
    expect(await left()).toEqual(['', ''])
    pair = good
  }, 120_000)

  test('a version that is undone after the first switch gives certificate and pages back', async () => {
    const [before, good] = [await everywhere(), pair]
    const [first, second] = hosts
    if (first === undefined || second === undefined) throw new Error('no hosts')
    page('v3')
    pair = makeCertificate(site())
    service.configure({ ...file, boot: { wait: 5 } })
    const deploy = service.start(
      'deploy',
      { version: 'v3' },
      { env: { CERTIFICATE: pair.chain, KEY: pair.key } },
    )
    await deploy.waitForLine(RegExp(`^${first.address} +switch web to v3`))
    await onHost(second, `docker rm -f ${service.name}-web-v3`)
    const result = await deploy.result
    expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'undone'])
    expect(await everywhere()).toEqual(before)
    expect(await bodies('/version')).toEqual(['v2', 'v2'])
    for (const host of hosts) expect((await get(host, '/')).certificate).toBe(told(good))
    expect(await left()).toEqual(['', ''])
    pair = good
  }, 120_000)

  test('an image without the folder is told by name, and nothing has changed', async () => {
    const before = await everywhere()
    const result = await run('bare')
    expect(result.exitCode).toBe(1)
    expect(result.log).toContain('has no folder /public/assets')
    expect(await everywhere()).toEqual(before)
    expect(await left()).toEqual(['', ''])
  }, 120_000)

  test('a key of another certificate is refused before a host is asked', async () => {
    const good = pair
    pair = { chain: good.chain, key: makeCertificate(site()).key }
    const result = await run('v3')
    expect(result.exitCode).toBe(1)
    expect(result.log).toContain('the private key does not belong to the certificate')
    pair = good
  }, 60_000)
})

describe('for a login user who is not root', () => {
  const name = 'web-files-user'
  let deployer: Service
  let host: LabHost

  beforeAll(async () => {
    host = await addHost(name, ['--user', 'deploy'])
    deployer = makeService(name, [host], file)
    deployer.write({
      '.kamal/secrets': secretsFile('REGISTRY_PASSWORD', 'API_TOKEN', 'CERTIFICATE', 'KEY'),
      'public/errors/503.html': 'back soon',
    })
    for (const version of ['v1', 'v2']) await deployer.image(version, { files: filesOf(version) })
  }, 180_000)

  afterAll(async () => {
    await deployer.remove()
    await removeHost(name)
  }, 60_000)

  test('all of it is the same, and his files stay his own', async () => {
    const own = makeCertificate(`${deployer.name}.lab`)
    const env = { CERTIFICATE: own.chain, KEY: own.key }
    for (const version of ['v1', 'v2']) {
      const result = await deployer.run('deploy', { version }, { env })
      expect([result.exitCode, result.outputs['outcome']]).toEqual([0, 'deployed'])
    }
    expect(await visit(host, `${deployer.name}.lab`, '/assets/js/app-v1.js')).toEqual({
      ...{ status: 200, body: 'v1' },
      certificate: told(own),
    })
    const folders = `apps/${deployer.name} proxy/apps-config/${deployer.name}`
    const others = `cd /home/deploy/.kamal && find ${folders} ! -user deploy`
    expect((await onHost(host, others)).stdout).toBe('')
    const key = `/home/deploy/.kamal/proxy/apps-config/${deployer.name}/tls/web/key.pem`
    expect((await onHost(host, `stat -c '%a %U' ${key}`)).stdout).toBe('600 deploy\n')
  }, 120_000)
})
