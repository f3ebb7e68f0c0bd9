import { describe, expect, test } from '@jest/globals'
import { parseLock } from '../../src/fleet/parse-files.ts'
import { readLock, releaseLock, succeedLock, takeLock } from '../../src/host/lock.ts'
import type { Word } from '../../src/host/word.ts'
import type { Machine } from '../support/simulated/machine.ts'
import { simulateHost } from '../support/simulated/host.ts'
import { sayWord } from '../support/simulated/words.ts'
import { simulateWorld } from '../support/simulated/world.ts'
import { sampleJournal } from './sample.ts'

const journal = sampleJournal
const nobody = { noted: undefined, ended: false, onEnd: () => undefined }

/** Carries out one file word; true when it went well. */
const carryOut = (machine: Machine, word: Word): boolean => {
  const said = sayWord(machine, word, nobody, {})
  if (said instanceof Promise) throw new Error(`${word.word} takes time`)
  return said.code === 0
}

const holderOf = (machine: Machine): string => {
  const values: Record<string, string> = {}
  for (const word of readLock(journal('any'))) void sayWord(machine, word, nobody, values)
  const lock = parseLock(values)
  return lock.state === 'ours' ? lock.journal.token : lock.state
}

/** How far a run has come: words carried out, and whether one of them has failed. */
interface Progress {
  readonly done: number
  readonly failed: boolean
}

interface Rival {
  readonly words: readonly Word[]
  /** Whether, as far as it knows, it holds the lock. */
  readonly believes: (progress: Progress, machine: Machine) => boolean
}

/**
 * Goes through every interleaving of two rivals' words; every state on the way is one in which either
 * may be killed for good. Says where both believe to hold the lock, or one whom the lock does not name.
 */
const conflicts = (start: Machine, rivals: readonly [Rival, Rival], names: readonly string[]) => {
  const seen = new Set<string>()
  const found: string[] = []
  const visit = (files: Machine['files'], progress: readonly [Progress, Progress]): void => {
    const key = JSON.stringify([[...files].sort(), progress])
    if (seen.has(key)) return
    seen.add(key)
    const machine = { ...start, files }
    const believers = names.filter((_name, index) =>
      rivals[index]!.believes(progress[index]!, machine),
    )
    if (believers.length > 1 || (believers.length === 1 && holderOf(machine) !== believers[0]))
      found.push(`${believers.join('+')} but ${holderOf(machine)}: ${JSON.stringify(progress)}`)
    for (const [index, { words }] of rivals.entries()) {
      const { done, failed } = progress[index]!
      const word = words[done]
      if (word === undefined || failed) continue
      const next = { ...machine, files: new Map(files) }
      const after = { done: done + 1, failed: !carryOut(next, word) }
      visit(next.files, index === 0 ? [after, progress[1]] : [progress[0], after])
    }
  }
  visit(start.files, [
    { done: 0, failed: false },
    { done: 0, failed: false },
  ])
  expect(seen.size).toBeGreaterThan(30)
  return found
}

const locked = (...words: readonly Word[]): Machine => {
  const machine = simulateHost('h1', simulateWorld())
  for (const word of words) expect(carryOut(machine, word)).toBe(true)
  return machine
}

/** Believes when its last word went well, as a script that ended with code 0. */
const throughout = (words: readonly Word[]): Rival => ({
  words,
  believes: ({ done, failed }) => done === words.length && !failed,
})

/** Believes when the lock, read back, names it. */
const readingBack = (token: string): Rival => ({
  words: takeLock(journal(token)),
  believes: ({ done }, machine) =>
    done === takeLock(journal(token)).length && holderOf(machine) === token,
})

describe('whatever the order of their words, and whoever is killed at any of them', () => {
  test('of two who take a free lock at most one holds it', () => {
    expect(conflicts(locked(), [readingBack('a'), readingBack('b')], ['a', 'b'])).toEqual([])
  })

  test('of two who succeed the same ended run at most one holds the lock', () => {
    const heirs = ['a', 'b'].map((token) =>
      throughout(succeedLock(journal(token), { journal: journal('old'), root: 'old' })),
    ) as [Rival, Rival]
    expect(conflicts(locked(...takeLock(journal('old'))), heirs, ['a', 'b'])).toEqual([])
  })

  test('of two who succeed one that was killed while it succeeded another', () => {
    const halfway = succeedLock(journal('mid'), { journal: journal('old'), root: 'old' })
    const start = locked(...takeLock(journal('old')), ...halfway.slice(0, -2))
    const heirs = ['a', 'b'].map((token) =>
      throughout(succeedLock(journal(token), { journal: journal('mid'), root: 'old' })),
    ) as [Rival, Rival]
    expect(holderOf(start)).toBe('mid')
    expect(conflicts(start, heirs, ['a', 'b'])).toEqual([])
  })

  test('a late heir takes nothing from a lock that was released and taken anew', () => {
    const late = throughout(succeedLock(journal('late'), { journal: journal('old'), root: 'old' }))
    const first = succeedLock(journal('heir'), { journal: journal('old'), root: 'old' })
    const words = [...first, ...releaseLock(journal('heir')), ...takeLock(journal('new'))]
    const quick: Rival = {
      words,
      believes: ({ done, failed }) => !failed && done === words.length,
    }
    expect(conflicts(locked(...takeLock(journal('old'))), [late, quick], ['late', 'new'])).toEqual(
      [],
    )
  })
})

test('it would be noticed: a claim that its owner removes again lets two hold the lock', () => {
  const heirs = ['a', 'b'].map((token): Rival => {
    const words = succeedLock(journal(token), { journal: journal('old'), root: 'old' })
    const claim = '.kamal/lock-app/succeeds-old'
    // Without the second look at the journal, and with the claim gone when it has served.
    const careless = words.filter((word, index) => index === 0 || !isRootCheck(word))
    return throughout([...careless, { word: 'remove', path: claim }])
  }) as [Rival, Rival]
  const found = conflicts(locked(...takeLock(journal('old'))), heirs, ['a', 'b'])
  expect(found.some((conflict) => conflict.startsWith('a+b'))).toBe(true)
})

const isRootCheck = (word: Word): boolean =>
  word.word === 'holds-lock' && word.journal === '.kamal/lock-app/journal.json'
