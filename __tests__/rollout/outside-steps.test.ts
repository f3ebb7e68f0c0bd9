import { expect, test } from '@jest/globals'
import { SeaworthyError } from '../../src/base/error.ts'
import { twoHosts } from './two-hosts.ts'

const late = new SeaworthyError('run-too-long', 'it took longer than an hour')

/** A deploy whose time is over when the wave with this title ends. */
const overAfter = async (title: RegExp) => {
  const fleet = twoHosts()
  let told = false
  const result = await fleet.main('v2', (event) => {
    if (told || event.kind !== 'wave-ended' || !title.test(event.wave.title)) return
    told = true
    throw late
  })
  return { ...fleet, result }
}

test('what is over before traffic moved is halted', async () => {
  const { result, served, locked } = await overAfter(/^Prepare/)
  expect(result).toMatchObject({ outcome: 'halted', error: late })
  expect(served()).toEqual(['app-web-v1', 'app-web-v1'])
  expect(locked()).toBe(false)
})

test('what is over after traffic moved is undone, and told as that', async () => {
  const { result, served, locked } = await overAfter(/^Switch/)
  expect(result).toMatchObject({ outcome: 'undone', error: late })
  expect(Object.keys(result.before)).toEqual(['h1', 'h2'])
  expect(served()).toEqual(['app-web-v1', 'app-web-v1'])
  expect(locked()).toBe(false)
})

test('what is over past the point of no return goes forward, with a warning', async () => {
  const { result, served, locked } = await overAfter(/^Mark/)
  expect(result).toMatchObject({ outcome: 'deployed', warnings: [late.message] })
  expect(served()).toEqual(['app-web-v2', 'app-web-v2'])
  expect(locked()).toBe(false)
})
