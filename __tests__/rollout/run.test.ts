import { describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../src/base/error.ts'
import type { DockerCall } from '../../src/host/docker-call.ts'
import { createNetwork, startContainer } from '../../src/host/docker.ts'
import type { Host } from '../../src/host/port.ts'
import { GateFailure } from '../../src/rollout/pass-gate.ts'
import type { Plan } from '../../src/rollout/plan.ts'
import { run, type Failure } from '../../src/rollout/run.ts'
import { seededRandom, simulatedClock } from '../support/simulated/clock.ts'

const container = 'shop-web-v2'
const noSuchCommand =
  'failed to create task for container: exec: "nosuch": executable file not found in $PATH: unknown'

/** Docker refuses what `refused` picks, and knows nothing of any container. */
const hostThat = (refused: (call: DockerCall) => boolean): Host => ({
  name: 'h1',
  docker: (call) =>
    Promise.resolve({
      status: refused(call) ? 400 : 404,
      body: Buffer.from(JSON.stringify({ message: refused(call) ? noSuchCommand : 'unknown' })),
    }),
  script: () => Promise.reject(new SeaworthyError('host-lost', 'gone')),
  probe: () => Promise.reject(new SeaworthyError('host-lost', 'gone')),
})

const planOf = (...commands: readonly DockerCall[]): Plan => ({
  title: 'one step',
  waves: [
    {
      title: 'stage',
      lanes: [
        {
          host: 'h1',
          steps: [
            {
              phase: 'stage',
              host: 'h1',
              title: 'start web',
              commands,
              gate: {
                kind: 'container',
                role: 'web',
                container,
                image: 'r/shop:v2',
                timeoutMs: 1000,
                readinessMs: 100,
              },
            },
          ],
        },
      ],
    },
  ],
})

const failureOf = async (plan: Plan, host: Host): Promise<Failure | undefined> => {
  const clock = simulatedClock()
  const result = run(plan, {
    clock,
    random: seededRandom('run'),
    hook: () => Promise.resolve(),
    hosts: new Map([['h1', host]]),
    revive: () => Promise.resolve(new Map()),
    narrate: () => undefined,
    signal: new AbortController().signal,
  })
  await clock.until(result)
  const ended = await result
  return ended.ok ? undefined : ended.failures[0]
}

describe('a command of a step that Docker refuses', () => {
  test('is diagnosed like a gate when it is the start', async () => {
    const host = hostThat(({ path }) => path.endsWith('/start'))
    const error = (await failureOf(planOf(startContainer(container)), host))?.error
    expect(error).toBeInstanceOf(GateFailure)
    expect(error?.message).toBe('web on h1 cannot start: its image has no command "nosuch"')
    expect(error?.hint).toContain('check servers/web/cmd')
  })

  test('is told in its own words when it is another', async () => {
    const host = hostThat(({ path }) => path.startsWith('/networks'))
    const error = (await failureOf(planOf(createNetwork('kamal')), host))?.error
    expect(error).not.toBeInstanceOf(GateFailure)
    expect(error?.code).toBe('docker-refused')
  })
})
