import { describe, expect, test } from '@jest/globals'
import { answered, containerGate, httpGate, running, told } from './evidence.ts'

const unwell = { ...running, health: 'unhealthy', healthLog: 'queue is\u001b[0m stuck\n' }

describe('a worker whose image has a health check', () => {
  test('that says unhealthy is quoted', () =>
    expect(told({ gate: containerGate, detail: unwell })).toEqual({
      cause: 'unhealthy',
      headline: 'worker on h1 is unhealthy by its own health check: queue is stuck',
    }))

  test('that never came to an end', () =>
    expect(told({ gate: containerGate, detail: { ...running, health: 'starting' } }).headline).toBe(
      'worker on h1 is still starting by its own health check after 30.0 s',
    ))

  test('that is well explains nothing', () =>
    expect(told({ gate: containerGate, detail: { ...running, health: 'healthy' } }).cause).toBe(
      'unknown',
    ))
})

test('a role with a proxy is judged by its answers alone', () =>
  expect(told({ gate: httpGate, detail: unwell, lastProbe: answered(500) }).cause).toBe(
    'app-error',
  ))
