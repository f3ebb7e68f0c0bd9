import { describe, expect, test } from '@jest/globals'
import { parseLock } from '../../src/fleet/parse-files.ts'
import type { LockState } from '../../src/fleet/state.ts'
import type { Journal } from '../../src/host/journal.ts'
import {
  isWaitable,
  keepJournal,
  keepLock,
  readLock,
  releaseLock,
  succeedLock,
  takeLock,
} from '../../src/host/lock.ts'
import { fencedCode } from '../../src/host/render-fence.ts'
import { sampleJournal } from './sample.ts'
import { makeHome, say, shells, startText, type Home, type Shell } from './shells.ts'

const [a, b, c] = ['aaaa', 'bbbb', 'cccc'].map((token) => sampleJournal(token)) as [
  Journal,
  Journal,
  Journal,
]

const look = async (home: Home, shell?: Shell): Promise<LockState> =>
  parseLock((await say(readLock(a), home, shell)).values)

const holderIn = (lock: LockState): string =>
  lock.state === 'ours' ? lock.journal.token : lock.state

const ours = async (home: Home): Promise<LockState & { state: 'ours' }> => {
  const lock = await look(home)
  if (lock.state !== 'ours') throw new Error(`the lock is ${lock.state}`)
  return lock
}

describe.each(shells)('the deploy lock, in $name', (shell) => {
  test('is free, taken, kept up to date, and free again', async () => {
    const home = makeHome()
    expect(await look(home, shell)).toEqual({ state: 'free' })
    expect((await say(takeLock(a), home, shell)).code).toBe(0)
    expect(await look(home, shell)).toMatchObject({
      state: 'ours',
      journal: { token: 'aaaa' },
      root: 'aaaa',
    })
    expect((await ours(home)).journal).toEqual(a)
    expect((await say(keepJournal({ ...a, phase: 'finishing' }), home, shell)).code).toBe(0)
    expect(await look(home, shell)).toMatchObject({
      journal: { token: 'aaaa', phase: 'finishing' },
    })
    expect((await say(releaseLock(a), home, shell)).code).toBe(0)
    const answer = await say([{ word: 'list', path: '.kamal', as: 'left' }], home, shell)
    expect([await look(home, shell), answer.values['left']]).toEqual([{ state: 'free' }, ''])
  })

  test('that another holds stays as it is, and nothing is left beside it', async () => {
    const home = makeHome()
    await say(takeLock(a), home, shell)
    expect((await say(takeLock(b), home, shell)).code).toBe(0)
    const { values } = await say(readLock(a), home, shell)
    expect(parseLock(values)).toMatchObject({ state: 'ours', journal: { token: 'aaaa' } })
    expect(values['root-files']).toBe('lock-app')
  })

  test('that was succeeded belongs to the successor alone', async () => {
    const home = makeHome()
    await say(takeLock(a), home, shell)
    expect((await say(succeedLock(b, await ours(home)), home, shell)).code).toBe(0)
    expect(await look(home, shell)).toMatchObject({ journal: { token: 'bbbb' }, root: 'bbbb' })
    for (const words of [
      keepJournal(a),
      releaseLock(a),
      succeedLock(c, { journal: a, root: 'aaaa' }),
    ])
      expect(await say(words, home, shell)).toMatchObject({ code: fencedCode })
    expect(await look(home, shell)).toMatchObject({ journal: { token: 'bbbb' }, root: 'bbbb' })
    expect((await say(releaseLock(b), home, shell)).code).toBe(0)
    expect(await look(home, shell)).toEqual({ state: 'free' })
  })

  test('that is kept on purpose makes nobody wait, and says why', async () => {
    const home = makeHome()
    await say(takeLock(a), home, shell)
    const why = 'Kept on purpose:\nh2 could not be reached'
    expect((await say(keepLock(a, why).words, home, shell)).code).toBe(0)
    const lock = await ours(home)
    expect(isWaitable(lock.details)).toBe(false)
    expect(lock.details?.message).toMatch(/^Kept on purpose: h2 could not be reached \(Seaworthy: /)
  })
})

describe('a run that is killed', () => {
  const cuts = (words: readonly unknown[]): readonly number[] => words.map((_word, index) => index)

  test.each(cuts(takeLock(a)))('after %d words of taking the lock', async (count) => {
    const home = makeHome()
    await say(takeLock(a).slice(0, count), home)
    expect(['free', 'aaaa']).toContain(holderIn(await look(home)))
    // Whoever comes next finds one holder: the killed run, or itself.
    await say(takeLock(b), home)
    const lock = await ours(home)
    expect(['aaaa', 'bbbb']).toContain(lock.journal.token)
    if (lock.journal.token === 'aaaa') await say(succeedLock(b, lock), home)
    expect(holderIn(await look(home))).toBe('bbbb')
    expect((await say(releaseLock(b), home)).code).toBe(0)
  })

  const succession = succeedLock(b, { journal: a, root: 'aaaa' })
  test.each(cuts(succession))('after %d words of succeeding another', async (count) => {
    const home = makeHome()
    await say(takeLock(a), home)
    await say(succession.slice(0, count), home)
    const lock = await ours(home)
    expect(['aaaa', 'bbbb']).toContain(lock.journal.token)
    expect((await say(succeedLock(c, lock), home)).code).toBe(0)
    expect(await ours(home)).toMatchObject({ journal: { token: 'cccc' }, root: 'cccc' })
    expect((await say(keepJournal(c), home)).code).toBe(0)
    expect((await say(releaseLock(c), home)).code).toBe(0)
    expect(await look(home)).toEqual({ state: 'free' })
  })

  test('again and again: the chain of heirs is followed to its end', async () => {
    const home = makeHome()
    await say(takeLock(a), home)
    for (const token of ['1', '2', '3', '4']) {
      const words = succeedLock(sampleJournal(token), await ours(home))
      // Killed after the claim, before the journal.
      await say(words.slice(0, -2), home)
      expect(await ours(home)).toMatchObject({ journal: { token }, root: 'aaaa' })
    }
    expect((await say(succeedLock(b, await ours(home)), home)).code).toBe(0)
    expect(await ours(home)).toMatchObject({ journal: { token: 'bbbb' }, root: 'bbbb' })
  })
})

describe('rivals', () => {
  test('of many who take a free lock at once exactly one holds it', async () => {
    const home = makeHome()
    const rivals = Array.from({ length: 20 }, (_, index) => sampleJournal(`r${String(index)}`))
    const answers = await Promise.all(
      rivals.map((rival) => say([...takeLock(rival), ...readLock(rival)], home)),
    )
    const holders = answers.map(({ values }) => holderIn(parseLock(values)))
    expect(new Set(holders).size).toBe(1)
    expect(rivals.map(({ token }) => token)).toContain(holders[0])
  }, 30_000)

  test('of many who succeed an ended run at once one goes on, and it holds the lock', async () => {
    for (let round = 0; round < 10; round += 1) {
      const home = makeHome()
      await say(takeLock(a), home)
      const lock = await ours(home)
      const rivals = Array.from({ length: 6 }, (_, index) => sampleJournal(`r${String(index)}`))
      const answers = await Promise.all(rivals.map((rival) => say(succeedLock(rival, lock), home)))
      const winners = rivals.filter((_rival, index) => answers[index]?.code === 0)
      expect(winners.map(({ token }) => token)).toEqual([holderIn(await look(home))])
      expect(answers.filter(({ code }) => code === fencedCode)).toHaveLength(5)
    }
  }, 30_000)
})

describe('Kamal on the same host', () => {
  const kamal = (home: Home, command: string) => startText(`${command}\n`, home).answer
  const acquire = 'mkdir .kamal/lock-app && echo "eA==" > .kamal/lock-app/details'
  const status = 'stat .kamal/lock-app > /dev/null && cat .kamal/lock-app/details | base64 -d'
  const release = 'rm .kamal/lock-app/details && rm -r .kamal/lock-app'

  test('finds our lock held, in the words that it looks for', async () => {
    const home = makeHome()
    await say(takeLock(a), home)
    const answer = await kamal(home, acquire)
    expect([answer.code === 0, answer.stderr]).toEqual([
      false,
      expect.stringContaining('cannot create directory'),
    ])
    expect(holderIn(await look(home))).toBe('aaaa')
  })

  test('shows exactly three lines of it, and waits for it', async () => {
    const home = makeHome()
    await say(takeLock(a), home)
    const { stdout } = await kamal(home, status)
    expect(stdout.split('\n')).toEqual([
      'Locked by: octo cat at 2026-06-18T08:00:00Z',
      'Version: bbb',
      'Message: Automatic deploy lock (Seaworthy: acme/shop run 17 attempt 2 job deploy on GitHub Actions 4)',
    ])
  })

  test('releases our lock, also one that was succeeded', async () => {
    const home = makeHome()
    await say(takeLock(a), home)
    await say(succeedLock(b, await ours(home)), home)
    expect((await kamal(home, release)).code).toBe(0)
    expect(await look(home)).toEqual({ state: 'free' })
  })

  test('holds a lock that we neither take nor succeed, before and after it wrote the details', async () => {
    const home = makeHome()
    await kamal(home, 'mkdir -p .kamal/lock-app')
    await say(takeLock(a), home)
    expect(await look(home)).toEqual({ state: 'foreign', details: undefined })
    const details =
      'Locked by: Jo at 2026-06-18T08:00:00Z\nVersion: abc\nMessage: Automatic deploy lock'
    home.put('.kamal/lock-app/details', `${Buffer.from(details).toString('base64')}\n`)
    await say(takeLock(a), home)
    await say(succeedLock(b, { journal: a, root: 'aaaa' }), home)
    expect(await look(home)).toEqual({
      state: 'foreign',
      details: {
        by: 'Jo',
        at: '2026-06-18T08:00:00Z',
        version: 'abc',
        message: 'Automatic deploy lock',
      },
    })
    expect((await kamal(home, release)).code).toBe(0)
  })
})
