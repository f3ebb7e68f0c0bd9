import { expect, test } from '@jest/globals'
import { hostOverSsh } from '../../../src/fleet/connect/host-over-ssh.ts'
import type { Script } from '../../../src/host/script.ts'
import type { Connection } from '../../../src/ssh/connection.ts'

const never = new AbortController().signal

const script = (more: Partial<Script>): Script => ({
  ...{ kind: 'script', title: 'a script', words: [], changes: false, timeoutMs: 1000, ...more },
})

/** How many sessions were asked for ahead, after connecting and after each script. */
const expectedBy = async (scripts: readonly Script[]): Promise<readonly number[]> => {
  let expected = 0
  const nothing = Buffer.alloc(0)
  const connection: Connection = {
    name: 'h1',
    expectScript: () => (expected += 1),
    exec: () =>
      Promise.resolve({
        ...{ code: 0, signal: undefined, stdout: nothing, stderr: nothing, overflowed: false },
      }),
    forwardUnix: () => Promise.reject(new Error('not asked')),
    forwardTcp: () => Promise.reject(new Error('not asked')),
    listen: () => Promise.reject(new Error('not asked')),
    run: () => Promise.reject(new Error('not asked')),
    lost: new Promise(() => undefined),
    close: () => Promise.resolve(),
  }
  const host = hostOverSsh('h1', connection)
  const counts = [expected]
  for (const one of scripts) {
    await host.script(one, never)
    counts.push(expected)
  }
  return counts
}

test('the session of the first script is opened as soon as a host is connected to', async () => {
  expect(await expectedBy([])).toEqual([1])
})

test('one follows what changes a host or makes it ours, none a look or the last', async () => {
  const look = script({})
  const seize = script({ followed: true })
  const changing = script({ changes: true })
  const last = script({ changes: true, followed: false })
  expect(await expectedBy([look, seize, changing, last])).toEqual([1, 1, 2, 3, 3])
})
