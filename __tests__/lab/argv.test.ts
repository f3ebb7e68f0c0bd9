import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { labHosts, readLab } from '../../lab/kit/lab.ts'
import { watchArgv, type Sight } from './support/argv.ts'
import { parts } from './support/canaries.ts'
import { makeService, registryPassword } from './support/service.ts'

const service = makeService('argv', labHosts(2))
const secrets = [service.canary, registryPassword(), readLab().key].flatMap(parts)

/** Never the command line itself: a test's log is no place for a secret either. */
const shown = ({ lines }: Sight): readonly string[] =>
  [...lines]
    .filter((line) => secrets.some((secret) => line.includes(secret)))
    .map((line) => `a secret in the arguments of ${line.split(' ')[0] ?? ''}`)

beforeAll(async () => {
  for (const version of ['v1', 'v2']) await service.image(version)
}, 60_000)

afterAll(() => service.remove(), 60_000)

test.each([
  ['deploy', 'v1'],
  ['deploy', 'v2'],
  ['rollback', 'v1'],
])(
  'no command line shows a secret while %s brings %s',
  async (action, version) => {
    const run = service.run(action, { version })
    const sight = await watchArgv(run)
    expect((await run).outputs).toMatchObject({ outcome: 'deployed' })
    // What was looked at holds commands of the hosts, so it would have held a secret of theirs.
    expect([...sight.lines].join('\n')).toContain(`docker create --name ${service.name}-web`)
    expect(sight.looks).toBeGreaterThan(20)
    expect(shown(sight)).toEqual([])
  },
  60_000,
)

test('a secret in a command line is seen', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 300)', service.canary])
  const sight = await watchArgv(once(child, 'exit'))
  expect(shown(sight)).toEqual([`a secret in the arguments of ${process.execPath}`])
})
