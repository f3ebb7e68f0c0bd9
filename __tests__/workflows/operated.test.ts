import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { served } from '../../lab/kit/inspect.ts'
import { addHost, image, readLab, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { deployYml, secretsFile } from '../../lab/kit/workspace.ts'
import { startResultsService, type ResultsService } from '../support/results-service/start.ts'
import { makeCaller, type Caller, type Ran } from './support/caller.ts'

type Pairs = Readonly<Record<string, string>>

/** The template for deploy, for the destination `staging`. */
const toStaging = [
  ...['name: Staging', 'on:', '  workflow_dispatch:', '    inputs:', '      version:'],
  ...['        type: string', 'jobs:', '  deploy:', '    uses: ./.github/workflows/deploy.yml'],
  ...['    with:', '      destination: staging', '      version: ${{ inputs.version }}'],
  ...['    secrets:', '      SSH_PRIVATE_KEY: ${{ secrets.SSH_PRIVATE_KEY }}'],
  ...['      ENV_FILE: ${{ secrets.ENV_FILE }}', ''],
].join('\n')

describe('the templates that look after servers, unchanged, on staging and production', () => {
  const name = `flow-${randomBytes(3).toString('hex')}`
  let staging: LabHost
  let production: LabHost
  let service: ResultsService
  let caller: Caller
  let digest: string

  beforeAll(async () => {
    staging = await addHost('flow-staging')
    production = await addHost('flow-production')
    service = await startResultsService()
    const own = { commands: { greet: { run: ['echo', 'ahoy,'], arguments: 1 } } }
    const yml = (host: LabHost) => deployYml({ service: name, hosts: [host], 'x-seaworthy': own })
    caller = makeCaller(service, {
      'config/deploy.yml': yml(production),
      'config/deploy.staging.yml': yml(staging),
      '.github/workflows/template-to-staging.yml': toStaging,
      '.kamal/secrets': secretsFile('REGISTRY_PASSWORD'),
      '.kamal/secrets.staging': secretsFile('REGISTRY_PASSWORD'),
    })
    await image(name, 'v1')
    digest = await image(name, 'v2')
  }, 240_000)
  afterAll(async () => {
    caller.close()
    await service.close()
    await removeHost('flow-staging')
    await removeHost('flow-production')
  }, 60_000)
  beforeEach(() => void service.world.requests.splice(0))

  const run = (workflow: string, inputs: Pairs = {}): Promise<Ran> =>
    caller.run({
      ...{ workflow: `template-${workflow}.yml`, inputs },
      secrets: {
        SSH_PRIVATE_KEY: readLab().key,
        ENV_FILE: `REGISTRY_PASSWORD=${readLab().registry.password}\n`,
        SLACK_WEBHOOK: `${service.url}/hooks/slack`,
      },
    })
  const version = async (host: LabHost) => (await served(host, `${name}.lab`)).version
  const slack = () =>
    service.world.requests.filter(({ url }) => url === '/hooks/slack').map(({ body }) => body)
  const operate = (command: string, inputs: Pairs = {}) =>
    run('operate', { command, environment: 'production', lines: '100', ...inputs })

  test('nothing is promoted while nothing serves on staging', async () => {
    const { code, log } = await run('promote')
    expect([code, log]).toEqual([1, expect.stringContaining('promotion-refused')])
    expect(await version(production)).toBeUndefined()
  })

  test('production gets what staging serves, by its digest, also when the tag has moved on', async () => {
    expect(await run('to-staging', { version: 'v2' })).toMatchObject({ code: 0 })
    expect(await run('deploy', { version: 'v1' })).toMatchObject({ code: 0 })
    expect([await version(staging), await version(production)]).toEqual(['v2', 'v1'])
    await image(name, 'v2', { env: { APP_UP_STATUS: '500' } })
    const { code, log } = await run('promote')
    expect([code, log]).toEqual([0, expect.stringContaining('is live on')])
    expect(log.split(`set-output:: digest=${digest}`)).toHaveLength(3)
    expect(await version(production)).toBe('v2')
  })

  test('status tells what serves where it was asked for', async () => {
    const { code, log } = await operate('status', { environment: 'staging' })
    expect([code, log]).toEqual([0, expect.stringContaining(`host: ${staging.address};`)])
    expect(log).not.toContain(production.address)
  })

  test('a command of the allow-list runs with its argument as one word, and no other runs', async () => {
    const given = { name: 'greet', argument: '$(hostname) & co' }
    const { code, log } = await operate('run', given)
    expect([code, log]).toEqual([0, expect.stringContaining('ahoy, $(hostname) & co')])
    const other = await operate('run', { name: 'sh', argument: '-c' })
    expect([other.code, other.log]).toEqual([1, expect.stringContaining('allowed: greet')])
  })

  test('a prune that is tried says what would go', async () => {
    const { code, log } = await operate('prune', { 'dry-run': 'true' })
    expect([code, log]).toEqual([0, expect.stringContaining('0 containers and 0 images would go')])
  })

  test('a command that is refused fails, and Slack hears why', async () => {
    const { code, log } = await operate('freeze')
    expect([code, log]).toEqual([1, expect.stringContaining('Input reason is missing')])
    expect(slack()).toEqual([expect.stringContaining('FAILED: operate')])
  })

  test('a rollback that freezes holds the next deploy, until somebody resumes', async () => {
    const back = await run('rollback', { what: 'rollback and freeze', reason: 'it was slow' })
    expect([back.code, back.log]).toEqual([0, expect.stringContaining('Deploys are frozen')])
    expect(await version(production)).toBe('v1')

    const held = await run('deploy', { version: 'v2' })
    expect([held.code, held.log]).toEqual([1, expect.stringContaining('it was slow')])

    const other = await run('rollback', { what: 'resume', reason: 'mended', 'held-by': 'grace' })
    expect([other.code, other.log]).toEqual([1, expect.stringContaining('held-by: ada')])

    const resumed = await run('rollback', { what: 'resume', reason: 'mended' })
    expect([resumed.code, resumed.log]).toEqual([0, expect.stringContaining('Deploys go on')])
    expect(resumed.log).not.toContain('is live on')
    expect(await run('deploy', { version: 'v1' })).toMatchObject({ code: 0 })
  })
})
