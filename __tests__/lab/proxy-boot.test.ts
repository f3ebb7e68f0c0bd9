import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { served } from '../../lab/kit/inspect.ts'
import { addHost, onHost, readLab, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { makeService, type Overrides, type Service } from './support/service.ts'

const name = 'proxy-boot'
let host: LabHost
let service: Service

const said = async (command: string): Promise<string> => {
  const { code, stdout, stderr } = await onHost(host, command)
  if (code !== 0) throw new Error(`${command}: ${stderr}`)
  return stdout
}

interface Inspected {
  readonly Id: string
  readonly Config: {
    readonly Image: string
    readonly Cmd: readonly string[]
    readonly ExposedPorts: object
  }
  readonly HostConfig: {
    readonly PortBindings: object
    readonly LogConfig: { readonly Config: object }
    readonly Memory: number
  }
}

const proxy = async (): Promise<Inspected> => {
  const [found] = JSON.parse(await said('docker inspect kamal-proxy')) as readonly Inspected[]
  if (found === undefined) throw new Error('no proxy')
  return found
}

const put = (file: string, text: string): Promise<string> =>
  said(`mkdir -p .kamal/proxy && echo '${text}' >.kamal/proxy/${file}`)

const site = (): string => `${service.name}.lab`

const deploy = async (version: string, overrides: Overrides): Promise<void> => {
  service.configure(overrides)
  expect((await service.deploy(version)).outputs['outcome']).toBe('deployed')
}

const mirror = 'mirror.lab/tools/proxy'

beforeAll(async () => {
  host = await addHost(name)
  service = makeService(name, [host])
  for (const version of ['v1', 'v2', 'v3']) await service.image(version)
  await said(`docker tag basecamp/kamal-proxy:v0.9.2 ${mirror}:v0.9.9`)
}, 180_000)

afterAll(async () => {
  await service.remove()
  await removeHost(name)
}, 60_000)

describe('a proxy that has to be started', () => {
  test('is what the files of kamal proxy boot_config say', async () => {
    await put('options', '--publish 80:80 --publish 127.0.0.1:8443:443 --log-opt max-size=5m')
    await put('image', mirror)
    await put('image_version', 'v0.9.9')
    await put('run_command', 'kamal-proxy run --debug')
    await deploy('v1', {})
    expect(await proxy()).toMatchObject({
      Config: { Image: `${mirror}:v0.9.9`, Cmd: ['kamal-proxy', 'run', '--debug'] },
      HostConfig: {
        PortBindings: {
          '80/tcp': [{ HostIp: '', HostPort: '80' }],
          '443/tcp': [{ HostIp: '127.0.0.1', HostPort: '8443' }],
        },
        LogConfig: { Config: { 'max-size': '5m' } },
      },
    })
    expect((await served(host, site())).version).toBe('v1')
  }, 90_000)

  const run = {
    http_port: 80,
    https_port: 8444,
    metrics_port: 9090,
    bind_ips: ['0.0.0.0'],
    log_max_size: '7m',
    registry: 'mirror.lab',
    repository: 'tools/proxy',
    version: 'v0.9.9',
    options: { memory: '200m' },
  }

  test('one that runs already is not touched, whatever proxy.run says', async () => {
    const { Id } = await proxy()
    await deploy('v2', { proxy: { run } })
    expect((await proxy()).Id).toBe(Id)
  }, 90_000)

  test('is what proxy.run says, whatever those files say', async () => {
    await said('docker rm -f kamal-proxy')
    await deploy('v3', { proxy: { run } })
    const found = await proxy()
    expect(found).toMatchObject({
      Config: {
        Image: `${mirror}:v0.9.9`,
        Cmd: ['kamal-proxy', 'run', '--metrics-port', '9090'],
        ExposedPorts: { '9090/tcp': {} },
      },
      HostConfig: {
        PortBindings: {
          '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '80' }],
          '443/tcp': [{ HostIp: '0.0.0.0', HostPort: '8444' }],
        },
        LogConfig: { Config: { 'max-size': '7m' } },
        Memory: 200 * 1024 * 1024,
      },
    })
    expect((await served(host, site())).version).toBe('v3')
    const metrics = 'docker exec kamal-proxy wget -qO- http://127.0.0.1:9090/metrics'
    expect(await said(metrics)).toContain(`service="${service.name}-web"`)
  }, 90_000)

  test('comes from a registry that wants a password, if it is that of the app', async () => {
    const { server, username, password } = readLab().registry
    const repository = 'tools/proxy-boot'
    const image = `${server}/${repository}:v0.9.9`
    await said(`docker login --username ${username} --password ${password} ${server} 2>&1`)
    await said(`docker tag basecamp/kamal-proxy:v0.9.2 ${image} && docker push --quiet ${image}`)
    await said(`docker logout ${server}; docker rm -f kamal-proxy; docker rmi ${image}`)
    expect((await onHost(host, `docker pull ${image}`)).stderr).toContain(
      'no basic auth credentials',
    )
    await deploy('v2', { proxy: { run: { registry: server, repository, version: 'v0.9.9' } } })
    expect((await proxy()).Config.Image).toBe(image)
    expect((await served(host, site())).version).toBe('v2')
  }, 90_000)

  test('several names and paths, with and without their prefix, and headers that are logged', async () => {
    const other = `other.${service.name}.lab`
    const names = { host: undefined, hosts: [site(), other], path_prefixes: ['/api', '/v2'] }
    const logging = { request_headers: ['X-Probe'], response_headers: ['X-App-Version'] }
    await deploy('v1', { proxy: { ...names, logging } })
    const at = async (hostHeader: string, path: string) =>
      (await served(host, hostHeader, path)).status
    expect(await Promise.all([site(), other].map((one) => at(one, '/api')))).toEqual([200, 200])
    expect([await at(site(), '/v2/up'), await at(site(), '/up')]).toEqual([200, 404])
    expect(await said('docker logs kamal-proxy')).toMatch(/"resp_x_app_version":"v1"/)
    await deploy('v1', { proxy: { ...names, strip_path_prefix: false } })
    const { status, version } = await served(host, site(), '/api')
    expect([status, version]).toEqual([404, 'v1'])
  }, 90_000)
})
