import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { linkFleet } from '../../../src/actions/shared/fleet-link.ts'
import type { Target } from '../../../src/ssh/target.ts'
import { freePort, startSshd, stopAll, type Sshd } from '../../ssh/sshd.ts'

let server: Sshd
let silent: number
beforeAll(async () => {
  server = await startSshd()
  silent = await freePort()
}, 30_000)
afterAll(stopAll, 30_000)

const target = (name: string): Target =>
  server.target({ name, ...(name === 'gone' ? { port: silent } : {}) })

/** A link to h1, with what it said of hosts that can't be reached and which logins it asked for. */
const link = async () => {
  const missed: string[] = []
  const asked: string[] = []
  const fleet = await linkFleet([target('h1')], AbortSignal.timeout(30_000), {
    loginsTo: (names) => {
      asked.push(...names)
      return names.map(target)
    },
    missed: ({ message }) => void missed.push(message),
  })
  return { fleet, missed, asked }
}

test('a host that was none of the first is connected to when it is named, and stays', async () => {
  const { fleet, missed, asked } = await link()
  try {
    expect([...(await fleet.revive())].map(([name]) => name)).toEqual(['h1'])
    expect([...(await fleet.revive(['h2']))].map(([name]) => name)).toEqual(['h1', 'h2'])
    expect([...(await fleet.revive())].map(([name]) => name)).toEqual(['h1', 'h2'])
    expect([missed, asked]).toEqual([[], ['h2']])
  } finally {
    await fleet.close()
  }
}, 30_000)

test('why a host could not be connected to again is told, and once', async () => {
  const { fleet, missed } = await link()
  try {
    expect([...(await fleet.revive(['gone']))].map(([name]) => name)).toEqual(['h1'])
    await fleet.revive()
    expect(missed).toEqual([
      expect.stringMatching(/^gone \(127\.0\.0\.1:\d+\) cannot be reached: /),
    ])
  } finally {
    await fleet.close()
  }
}, 30_000)
