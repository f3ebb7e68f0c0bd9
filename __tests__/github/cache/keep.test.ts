import { describe, expect, test } from '@jest/globals'
import type { CacheClient } from '../../../src/github/cache/client.ts'
import { keepFolders } from '../../../src/github/cache/keep.ts'

const env = { ACTIONS_RUNTIME_TOKEN: 't', ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/' }
const never = new AbortController().signal
const forEver = <T>() => new Promise<T>(() => undefined)

const keeperWith = (client: Partial<CacheClient>, variables = {}, signal = never) => {
  const warnings: string[] = []
  const calls: string[] = []
  const whole: CacheClient = {
    restoreCache: () => Promise.resolve(undefined),
    saveCache: () => Promise.resolve(1),
    ...client,
  }
  const load = () => {
    calls.push('load')
    return Promise.resolve(whole)
  }
  const warn = (line: string): void => void warnings.push(line)
  const ports = { load, limitMs: 20 }
  return { warnings, calls, keeper: keepFolders({ ...env, ...variables }, warn, signal, ports) }
}

describe('a folder in the cache', () => {
  test('is there when a key came back, and not otherwise', async () => {
    const hit = keeperWith({ restoreCache: (_, key) => Promise.resolve(key) })
    expect(await hit.keeper.restore('/f', 'k')).toBe(true)
    expect(await keeperWith({}).keeper.restore('/f', 'k')).toBe(false)
  })

  test.each<[string, Partial<CacheClient>]>([
    ['never answers', { restoreCache: forEver }],
    ['refuses', { restoreCache: () => Promise.reject(new Error('503')) }],
  ])('is told by one warning where the service %s, which is not asked again', async (_, client) => {
    const { keeper, warnings, calls } = keeperWith(client)
    expect(await keeper.restore('/f', 'k')).toBe(false)
    await keeper.save('/f', 'k')
    expect(warnings).toEqual([expect.stringMatching(/^GitHub's cache could not be asked: /)])
    expect(calls).toEqual(['load'])
  })

  test('that can not be kept is a warning', async () => {
    const { keeper, warnings } = keeperWith({ saveCache: forEver })
    await keeper.save('/f', 'k')
    expect(warnings).toEqual([
      "GitHub's cache could not keep the client: Unable to make request: no end within 0.02 s",
    ])
  })

  test('is not looked for where there is no cache, and the client is not even loaded', async () => {
    const { keeper, warnings, calls } = keeperWith({}, { ACTIONS_RUNTIME_TOKEN: '' })
    expect(await keeper.restore('/f', 'k')).toBe(false)
    expect([warnings, calls]).toEqual([[], []])
  })

  test('is not waited for by a job that was cancelled', async () => {
    const cancel = new AbortController()
    const { keeper } = keeperWith({ restoreCache: forEver }, {}, cancel.signal)
    const restored = keeper.restore('/f', 'k')
    cancel.abort(new Error('cancelled'))
    await expect(restored).rejects.toThrow('cancelled')
  })
})
