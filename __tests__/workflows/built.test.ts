import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { served } from '../../lab/kit/inspect.ts'
import { addHost, image, readLab, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { deployYml, secretsFile } from '../../lab/kit/workspace.ts'
import { clientConfig, socketOf, withBuilder } from '../lab/support/builder.ts'
import { digestOf, tagsOf } from '../lab/support/registry.ts'
import { startResultsService, type ResultsService } from '../support/results-service/start.ts'
import { day, goodRun } from '../support/results-service/world.ts'
import { makeCaller, type Caller, type Ran } from './support/caller.ts'

type Pairs = Readonly<Record<string, string>>

/** A caller that deploys a digest which it was told. */
const promotion = [
  ...['name: Promotion', 'on:', '  workflow_dispatch:', '    inputs:', '      digest:'],
  ...['        type: string', 'jobs:', '  deploy:', '    uses: ./.github/workflows/deploy.yml'],
  ...['    with:', '      image-digest: ${{ inputs.digest }}', '      skip-build: true'],
  ...['    secrets:', '      SSH_PRIVATE_KEY: ${{ secrets.SSH_PRIVATE_KEY }}'],
  ...['      ENV_FILE: ${{ secrets.ENV_FILE }}', ''],
].join('\n')

describe('the template for deploy, unchanged, with a Dockerfile', () => {
  const name = `flow-${randomBytes(3).toString('hex')}`
  const canary = `canary-${randomBytes(12).toString('hex')}`
  const repository = `${readLab().registry.server}/lab/${name}`
  let builder: LabHost
  let host: LabHost
  let client: string
  let service: ResultsService
  let caller: Caller

  beforeAll(async () => {
    builder = await withBuilder('flow-builder')
    host = await addHost('flow-built')
    client = clientConfig(builder)
    service = await startResultsService()
    await image(`${name}-base`, 'v1')
    const config = { service: name, hosts: [host], env: { secret: ['API_TOKEN'] } }
    caller = makeCaller(service, {
      'config/deploy.yml': deployYml(config),
      '.kamal/secrets': secretsFile('REGISTRY_PASSWORD', 'API_TOKEN'),
      '.github/workflows/template-promotion.yml': promotion,
      Dockerfile: `FROM ${repository}-base:v1\nENV APP_VERSION=built\n`,
    })
  }, 240_000)
  afterAll(async () => {
    caller.close()
    rmSync(client, { recursive: true, force: true })
    await service.close()
    await removeHost('flow-built')
    await removeHost('flow-builder')
  }, 60_000)
  beforeEach(() => void service.world.requests.splice(0))

  const envFile = (token: string) =>
    `REGISTRY_PASSWORD=${readLab().registry.password}\nAPI_TOKEN=${token}\n`
  const run = (workflow: string, given: { secrets?: Pairs; inputs?: Pairs } = {}): Promise<Ran> =>
    caller.run({
      ...{ workflow: `template-${workflow}.yml`, inputs: given.inputs ?? {} },
      env: { DOCKER_HOST: socketOf(builder), DOCKER_CONFIG: client },
      secrets: {
        SSH_PRIVATE_KEY: readLab().key,
        ENV_FILE: envFile(canary),
        SLACK_WEBHOOK: `${service.url}/hooks/slack`,
        ...given.secrets,
      },
    })
  const version = async () => (await served(host, `${name}.lab`)).version
  const slack = () =>
    service.world.requests.filter(({ url }) => url === '/hooks/slack').map(({ body }) => body)

  test("the app's own secret that is missing is refused before anything is built, and told", async () => {
    const { code, log } = await run('deploy', { secrets: { ENV_FILE: envFile('') } })
    expect([code, log]).toEqual([1, expect.stringContaining('API_TOKEN is empty')])
    expect(log).not.toContain('docker buildx build')
    expect(await tagsOf(repository)).toEqual([])
    expect(await version()).toBeUndefined()
    expect(slack()).toEqual([expect.stringContaining('FAILED: build-push')])
  })

  const past = (conclusion: string, createdAt = Date.now()) =>
    service.world.runs.set(service.world.runs.size + 1000, {
      ...goodRun({ path: '.github/workflows/deploy.yml', conclusion }),
      createdAt,
    })

  test('the commit is built, and the digest that was pushed is what serves', async () => {
    for (const conclusion of ['failure', 'success', 'success', 'cancelled']) past(conclusion)
    past('failure', Date.now() - 40 * day)
    const { code, log } = await run('deploy')
    expect([code, log]).toEqual([0, expect.stringContaining('is live on')])
    expect(log).toContain('Failed runs of deploy.yml in the last 30 days: 1 of 3, 33 %.')
    expect(log).toMatch(/From commit to live: \d/)
    expect(await tagsOf(repository)).toEqual([caller.head()])
    const digest = await digestOf(repository, caller.head())
    expect(log).toContain(`is pushed: ${digest ?? '?'}`)
    expect(log).toContain(`set-output:: digest=${digest ?? '?'}`)
    expect(await version()).toBe('built')
    expect(slack()).toEqual([])
    expect(log).not.toContain(canary)
  })

  test('the template of the one step does all of it as well, and knows what is built already', async () => {
    const missing = await run('ship', { secrets: { ENV_FILE: envFile('') } })
    expect([missing.code, missing.log]).toEqual([1, expect.stringContaining('API_TOKEN is empty')])
    const again = await run('ship')
    expect([again.code, again.log]).toEqual([0, expect.stringContaining('serves on')])
    expect(again.log).not.toContain('docker buildx build')
    expect(again.log).not.toContain(canary)
    expect(await tagsOf(repository)).toEqual([caller.head(), 'latest'])
  })

  test('a digest is deployed as it is, without a build', async () => {
    const digest = (await digestOf(repository, caller.head())) ?? ''
    const { code, log } = await run('promotion', { inputs: { digest } })
    expect([code, log]).toEqual([0, expect.stringContaining('Job succeeded')])
    expect(log).not.toContain('docker buildx build')
    expect(await version()).toBe('built')
  })
})
