import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { labHosts, onHost } from '../../lab/kit/lab.ts'
import { settledOn, standing } from './support/fleet.ts'
import { makeService } from './support/service.ts'

const hosts = labHosts(1)
const [host] = hosts
const service = makeService('container', hosts, {
  env: { clear: { MOTTO: 'a "b" $HOME', EMPTY: '' }, secret: ['API_TOKEN'] },
  labels: { team: 'harbour' },
  volumes: ['/tmp:/harbour'],
  servers: { web: { options: { memory: '200m', 'add-host': ['a:10.0.0.1', 'b:10.0.0.2'] } } },
})
const image = `registry.lab:5000/lab/${service.name}:v1`

/** `docker run` of Kamal 2.12 (commands/app.rb), word for word, as `create`. */
const kamals = (name: string): string =>
  [
    `docker create --restart unless-stopped --name ${name} --network kamal`,
    `--hostname ${host?.address}-0123456789ab --env KAMAL_CONTAINER_NAME="${service.name}-web-v1"`,
    `--env KAMAL_VERSION="v1" --env KAMAL_HOST="${host?.address}"`,
    `--env RACK_ENV="production" --env GREETING="ahoy"`,
    String.raw`--env MOTTO="a \"b\" \$HOME" --env EMPTY`,
    `--env-file .kamal/apps/${service.name}/env/roles/web.env --log-opt max-size="10m"`,
    `--volume /tmp:/harbour --label service="${service.name}" --label role="web"`,
    `--label destination --label team="harbour" --memory "200m"`,
    `--add-host "a:10.0.0.1" --add-host "b:10.0.0.2" ${image}`,
  ].join(' ')

interface Inspected {
  readonly Config: {
    readonly Hostname: string
    readonly Labels: Readonly<Record<string, string>>
    readonly Env: readonly string[]
  }
  readonly HostConfig: object
  readonly NetworkSettings: { readonly Networks: object }
}

const inspected = async (name: string): Promise<Inspected> => {
  const { stdout } = await onHost(host!, `docker inspect ${name}`)
  return (JSON.parse(stdout) as readonly Inspected[])[0]!
}

/** What is equal in containers that do the same. */
const essence = ({ Config, HostConfig, NetworkSettings }: Inspected): object => ({
  ...Config,
  // Docker's client keeps them in no order.
  Env: Config.Env.toSorted(),
  Hostname: Config.Hostname.replace(/[0-9a-f]{12}$/, 'TWELVE'),
  Labels: Object.fromEntries(
    Object.entries(Config.Labels).filter(([name]) => !name.startsWith('seaworthy.')),
  ),
  HostConfig,
  networks: Object.keys(NetworkSettings.Networks),
})

beforeAll(async () => {
  await service.image('v1')
  await service.deploy('v1')
}, 90_000)

afterAll(() => service.remove(), 60_000)

test('a container is the one that Kamal would have made, with two labels of our own', async () => {
  expect(await standing(service)).toEqual(settledOn(service, 'v1'))
  const { code, stderr } = await onHost(host!, kamals(`${service.name}-web-kamals`))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [ours, theirs] = [
    await inspected(`${service.name}-web-v1`),
    await inspected(`${service.name}-web-kamals`),
  ]
  expect(essence(ours)).toEqual(essence(theirs))
  expect(ours.Config.Hostname).toMatch(RegExp(`^${host?.address}-[0-9a-f]{12}$`))
  expect(ours.Config.Labels).toMatchObject({
    'seaworthy.run': expect.stringMatching(/^[0-9a-f]{16}$/),
    'seaworthy.config': expect.stringMatching(/^[0-9a-f]{64}$/),
  })
}, 60_000)

test('the proxy has the options that Kamal would have given', async () => {
  const kamals = [
    `docker exec kamal-proxy kamal-proxy deploy ${service.name}-kamals-web`,
    `--target="$(docker ps -q --filter name=^${service.name}-web-v1$):3000"`,
    `--host="${service.name}-kamals.lab" --deploy-timeout="30s" --drain-timeout="30s"`,
    `--health-check-interval="1s" --health-check-timeout="5s" --health-check-path="/up"`,
    `--buffer-requests --buffer-responses --log-request-header="Cache-Control"`,
    `--log-request-header="Last-Modified" --log-request-header="User-Agent"`,
  ].join(' ')
  expect(await onHost(host!, kamals)).toMatchObject({ code: 0 })
  const state = '/home/kamal-proxy/.config/kamal-proxy/kamal-proxy.state'
  const { stdout } = await onHost(host!, `docker cp kamal-proxy:${state} - | tar -xO`)
  const routes = JSON.parse(stdout) as readonly { readonly name: string }[]
  const [ours, theirs] = ['', '-kamals'].map((infix) => {
    const found = routes.find(({ name }) => name === `${service.name}${infix}-web`)
    return JSON.parse(
      JSON.stringify(found).replaceAll(`${service.name}${infix}`, 'SERVICE'),
    ) as unknown
  })
  expect(ours).toEqual(theirs)
}, 60_000)
