import { describe, expect, test } from '@jest/globals'
import { intention, say } from '../../../src/actions/shared/post-words.ts'
import type { Journal } from '../../../src/host/journal.ts'
import { sampleJournal, sampleJournalRole } from '../../host/sample.ts'

const nothing = { result: 'finished' } as const
const errand = (changes: Partial<Journal> = {}): Journal =>
  sampleJournal('t', { version: 'bootstrap', hosts: { h1: [] }, ...changes })

describe('a post phase', () => {
  test('after an errand that has told its end claims nothing, and leaves its hint as it is', () => {
    const over = errand({ phase: 'finishing' })
    expect(intention(over)).toBe('looking whether the deploy lock is free')
    expect(say(nothing, over)).toBeUndefined()
  })

  test('that finds the lock of such an errand says that it freed it', () => {
    const said = say({ result: 'back' }, errand({ phase: 'finishing' }))
    expect(said).toBe('the deploy lock is free again; the next run goes on from what is there')
  })

  test('after an errand that was cut off frees its lock', () => {
    const said = 'freeing the deploy lock of a run that was interrupted'
    expect(intention(errand())).toBe(said)
  })

  test('of a run that only asked for the lock does not speak of the lock as its own', () => {
    expect(intention(errand({ hosts: {} }))).toBe(
      'looking whether this run, which was interrupted, had got the deploy lock',
    )
  })

  test('after a rollout tells what is owed to its hosts', () => {
    const journal = sampleJournal('t', { version: 'v2', hosts: { h1: [sampleJournalRole()] } })
    expect([intention(journal), say(nothing, journal)]).toEqual([
      'recovering an interrupted rollout of v2',
      'nothing is owed: the rollout had not begun, or had ended',
    ])
  })
})
