import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { served } from '../../lab/kit/inspect.ts'
import { addHost, image, readLab, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { deployYml, secretsFile } from '../../lab/kit/workspace.ts'
import { startResultsService, type ResultsService } from '../support/results-service/start.ts'
import { makeCaller, type Caller, type Ran } from './support/caller.ts'

type Pairs = Readonly<Record<string, string>>

const hook = [
  ...[
    'name: Set up',
    'description: Lets this runner in',
    'runs:',
    '  using: composite',
    '  steps:',
  ],
  ...['    - shell: bash', '      run: echo "the hook has ${#SETUP} letters and <$ENV_FILE>"', ''],
].join('\n')

const hooked = [
  ...['name: Hooked', 'on: workflow_dispatch', 'jobs:', '  deploy:'],
  ...[
    '    uses: ./.github/workflows/deploy.yml',
    '    with: {setup: true, skip-build: true, dry-run: true}',
  ],
  ...[
    '    secrets:',
    '      SETUP: four',
    '      SSH_PRIVATE_KEY: ${{ secrets.SSH_PRIVATE_KEY }}',
    '',
  ],
].join('\n')

describe('the templates for deploy and rollback, unchanged, on a real host', () => {
  const name = `flow-${randomBytes(3).toString('hex')}`
  const canary = `canary-${randomBytes(12).toString('hex')}`
  let host: LabHost
  let service: ResultsService
  let caller: Caller

  beforeAll(async () => {
    host = await addHost('flow')
    service = await startResultsService()
    const config = { service: name, hosts: [host], env: { secret: ['API_TOKEN'] } }
    caller = makeCaller(service, {
      // The host's key comes from the variable, as in the template.
      'config/deploy.yml': deployYml({ ...config, 'x-seaworthy': undefined }),
      '.github/actions/seaworthy-setup/action.yml': hook,
      '.github/workflows/template-hooked.yml': hooked,
      '.kamal/secrets': secretsFile('REGISTRY_PASSWORD', 'API_TOKEN'),
    })
    await image(name, caller.head())
    await image(name, 'v2')
    await image(name, 'bad', { env: { APP_UP_STATUS: '500' } })
  }, 240_000)
  afterAll(async () => {
    caller.close()
    await service.close()
    await removeHost('flow')
  }, 60_000)
  beforeEach(() => void service.world.requests.splice(0))

  const run = (workflow: string, inputs: Pairs = {}, secrets: Pairs = {}): Promise<Ran> =>
    caller.run({
      ...{ workflow: `template-${workflow}.yml`, inputs },
      vars: { SSH_KNOWN_HOSTS: host.knownHosts },
      secrets: {
        SSH_PRIVATE_KEY: readLab().key,
        ENV_FILE: `REGISTRY_PASSWORD=${readLab().registry.password}\nAPI_TOKEN=${canary}\n`,
        SLACK_WEBHOOK: `${service.url}/hooks/slack`,
        ...secrets,
      },
    })
  const version = async () => (await served(host, `${name}.lab`)).version
  const slack = () =>
    service.world.requests.filter(({ url }) => url === '/hooks/slack').map(({ body }) => body)

  test('a secret that is empty is refused before a host is touched, and told', async () => {
    const empty = { ENV_FILE: 'REGISTRY_PASSWORD=\nAPI_TOKEN=x' }
    const { code, log } = await run('deploy', { version: 'v2' }, empty)
    expect([code, log]).toEqual([1, expect.stringContaining('REGISTRY_PASSWORD is empty')])
    expect(await version()).toBeUndefined()
    expect(slack()).toEqual([expect.stringContaining('FAILED: deploy')])
  })

  test('a deploy ships a version that is in the registry', async () => {
    const { code, log } = await run('deploy', { version: caller.head() })
    expect([code, log]).toEqual([0, expect.stringContaining('is live on')])
    expect(await version()).toBe(caller.head())
    expect(slack()).toEqual([])
    expect(log).not.toContain(canary)
  })

  test('a dry-run of another version prints the plan, and changes nothing', async () => {
    const { code, log } = await run('deploy', { version: 'v2', 'dry-run': 'true' })
    expect([code, log]).toEqual([0, expect.stringContaining('nothing was changed')])
    expect(await version()).toBe(caller.head())
  })

  test('a deploy of another version, and a rollback with its reason', async () => {
    expect(await run('deploy', { version: 'v2' })).toMatchObject({ code: 0 })
    expect(await version()).toBe('v2')
    const { code, log } = await run('rollback', { what: 'rollback', reason: 'it was slow' })
    expect([code, log]).toEqual([0, expect.stringContaining('is live on')])
    expect(await version()).toBe(caller.head())
  })

  test('a version that is not healthy is halted, and Slack hears why', async () => {
    const { code, log } = await run('deploy', { version: 'bad' })
    expect([code, log]).toEqual([1, expect.stringContaining('halted: bad never got a request')])
    expect(await version()).toBe(caller.head())
    expect(slack()).toEqual([expect.stringContaining('halted: bad never got a request')])
  })

  test('a rollback to a version that never was lists those that can be reached', async () => {
    const { code, log } = await run('rollback', {
      what: 'rollback',
      reason: 'because',
      version: 'v0',
    })
    expect([code, log]).toEqual([1, expect.stringContaining('these can be reached: v2')])
    expect(await version()).toBe(caller.head())
  })

  test('a hook of the caller runs before anything connects, with its own secret only', async () => {
    const { code, log } = await run('hooked')
    expect(log).toContain('the hook has 4 letters and <>')
    // Without ENV_FILE the deploy itself is refused: the secrets of .kamal/secrets are missing.
    expect([code, log]).toEqual([1, expect.stringContaining('config-invalid')])
    expect(log.indexOf('the hook has')).toBeLessThan(log.indexOf('config-invalid'))
  })

  test('a rollback whose reason is blank is refused', async () => {
    const { code, log } = await run('rollback', { what: 'rollback', reason: ' ' })
    expect([code, log]).toEqual([1, expect.stringContaining('A rollback needs a reason')])
  })
})
