import type { Release } from '../../../src/host/releases.ts'
import type { Word } from '../../../src/host/word.ts'
import { beside, eachWord, mutant, titled, without, wordsBecome, type Mutant } from './mutant.ts'

const append = (path: string, text: string): Word => ({ word: 'append', path, text })
const isLatest = (word: Word): boolean => word.word === 'tag' && word.as.includes(':latest')
const isSwitch = titled(/^switch/)
const isFinish = titled(/^stop old containers/)

const undoneRelease: Release = {
  version: 'v2',
  digest: `sha256:${'0'.repeat(64)}`,
  roles: ['web'],
  at: '2026-06-18T08:00:00Z',
  run: 'o/r/1/1',
  actor: 'ann',
  outcome: 'deployed',
}

/** What is left for Kamal, and for the next deploy. */
export const ends: readonly Mutant[] = [
  mutant(
    'D15',
    "the lock's details are plain text",
    eachWord((word) =>
      word.word === 'write' && word.path.endsWith('/details')
        ? { ...word, text: Buffer.from(word.text, 'base64').toString('utf8') }
        : word,
    ),
    'update/1',
  ),
  mutant(
    'D15',
    'the lock has no details',
    wordsBecome((words) =>
      words.filter((word) => !(word.word === 'write' && word.path.endsWith('/details'))),
    ),
    'update/1',
  ),
  mutant(
    'D15',
    'latest stays where it was',
    wordsBecome((words) =>
      words.filter((word) => !isLatest(word) && !(word.word === 'try' && isLatest(word.does))),
    ),
    'update/1',
  ),
  mutant(
    'D15',
    'latest moves before every host has switched',
    beside(isSwitch, () => [
      { word: 'tag', image: 'ghcr.io/o/app:v2', as: 'ghcr.io/o/app:latest' },
    ]),
    'fades/2',
  ),
  mutant(
    'D15',
    'what served before is removed in the end',
    beside(isFinish, () => [{ word: 'discard', container: 'app-web-v1' }], 'after'),
    'update/2',
  ),
  mutant(
    'D15',
    'environments are removed in the end',
    eachWord((word) =>
      word.word === 'move' && word.to.endsWith('.env') ? { word: 'remove', path: word.from } : word,
    ),
    'first/1',
  ),
  mutant(
    'D15',
    'the tag of what served before goes to the new image',
    beside(
      isFinish,
      () => [{ word: 'tag', image: 'ghcr.io/o/app:v2', as: 'ghcr.io/o/app:v1' }],
      'after',
    ),
    'update/1',
  ),
  mutant('D11', 'images that nobody runs stay', without('prune-images', 'try'), 'bad/2', 'fades/2'),
  mutant(
    'D11',
    'what was undone is recorded as released',
    wordsBecome((words, { title }) =>
      title === 'remove what was staged'
        ? [
            ...words,
            { word: 'dir', path: '.kamal/apps/app/seaworthy' },
            append(
              '.kamal/apps/app/seaworthy/releases.jsonl',
              `${JSON.stringify(undoneRelease)}\n`,
            ),
          ]
        : words,
    ),
    'bad/2',
    'fades/2',
  ),
]
