import { describe, expect, test } from '@jest/globals'
import { seededRandom, simulatedClock } from './clock.ts'

describe('simulated time', () => {
  test('passes only when nothing else is left to do', async () => {
    const clock = simulatedClock(0)
    const seen: string[] = []
    const sleeper = async (name: string, ms: number): Promise<void> => {
      for (let times = 0; times < 3; times += 1) {
        await clock.sleep(ms)
        seen.push(`${name}${String(clock.now())}`)
      }
    }
    await clock.until(Promise.all([sleeper('a', 3_600_000), sleeper('b', 2_400_000)]))
    expect(seen.join(' ')).toBe('b2400000 a3600000 b4800000 a7200000 b7200000 a10800000')
  })

  test('what is asked for the same instant happens in the order it was asked for', async () => {
    const clock = simulatedClock(0)
    const seen: number[] = []
    for (const number of [1, 2, 3]) clock.in(5, () => seen.push(number))
    clock.in(5, () => seen.push(4))()
    await clock.rest(10)
    expect([seen, clock.now()]).toEqual([[1, 2, 3], 10])
  })

  test('a sleep that is aborted ends at once, with the reason', async () => {
    const clock = simulatedClock(0)
    const controller = new AbortController()
    const sleep = clock.sleep(1000, controller.signal)
    clock.in(10, () => controller.abort(new Error('enough')))
    await clock.until(sleep)
    await expect(sleep).rejects.toThrow('enough')
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('enough')
    expect(clock.now()).toBe(10)
  })

  test('says so when somebody waits for what can never happen', async () => {
    const forever = new Promise(() => undefined)
    await expect(simulatedClock().until(forever)).rejects.toThrow('nothing is left')
  })

  test('shows every instant to those who watch', async () => {
    const clock = simulatedClock(0)
    const instants: number[] = []
    clock.watch(() => instants.push(clock.now()))
    clock.in(5, () => undefined)
    await clock.rest(7)
    expect(instants).toEqual([0, 5, 7])
  })
})

test('chance follows from the seed', () => {
  const draw = (seed: string): string => {
    const random = seededRandom(seed)
    return `${random.hex(8)} ${random.hex(32)}`
  }
  expect(draw('a')).toMatch(/^[0-9a-f]{16} [0-9a-f]{64}$/)
  expect(draw('a')).toBe(draw('a'))
  expect(draw('a')).not.toBe(draw('b'))
})
