import type { Command } from '../../src/host/port.ts'
import type { Word } from '../../src/host/word.ts'
import type { Strike } from '../support/simulated/faults.ts'
import { happenings } from './judges/judge.ts'
import { build } from './world.ts'
import type { Scenario } from './scenarios.ts'

/** A strike, whichever exchange it hits. */
export type Kind = Omit<Strike, 'exchange'>

/** What may strike any exchange. */
export const kinds: readonly Kind[] = [
  { kind: 'refused' },
  { kind: 'request-lost' },
  { kind: 'reply-lost' },
  { kind: 'hang' },
  { kind: 'hang', done: 'yes' },
  { kind: 'hang', done: 'late' },
  { kind: 'non-zero' },
  { kind: 'cancel' },
  { kind: 'cancel', done: 'yes' },
  { kind: 'cancel', done: 'late' },
  { kind: 'kill' },
  { kind: 'kill', done: 'yes' },
  { kind: 'kill', done: 'late' },
  { kind: 'reboot' },
  { kind: 'docker-restart' },
  { kind: 'disk-full' },
]

/**
 * What only reads comes to the same whether it is carried out or not: of the kinds that differ in
 * nothing else, one is enough.
 */
const ofReading = kinds.filter(({ kind, done }) => done === undefined && kind !== 'reply-lost')

/** Docker's answers and probes change nothing; a script that says so makes the host its own all the same. */
const isReading = (command: Command): boolean =>
  command.kind === 'probe' || (command.kind === 'docker' && !command.changes)

/** What may strike an exchange; no two of them come to the same. */
export const kindsOf = (command: Command): readonly Kind[] =>
  isReading(command) ? ofReading : kinds

/** What may cut a script before any of its commands. */
const cuts: readonly Kind['kind'][] = ['kill', 'reboot', 'disk-full', 'docker-restart', 'non-zero']

const readingWords: readonly Word['word'][] = [
  'read',
  'read-each',
  'list',
  'free-disk',
  'free-memory',
]

/** Places in a script, from 1, before which a cut leaves something else behind than one further up. */
const placesIn = (words: readonly Word[]): readonly number[] =>
  words.flatMap(({ word }, at) =>
    at + 1 < words.length && !readingWords.includes(word) ? [at + 1] : [],
  )

/** Every single fault of a scenario: every exchange in every way, every script before every command. */
export const faultsOf = async (scenario: Scenario): Promise<readonly Strike[]> => {
  const built = build(scenario)
  await built.runJob()
  const exchanges = happenings({ built }, 'exchange')
  return exchanges.flatMap(({ exchange, command }) => {
    const places = command.kind === 'script' ? placesIn(command.words) : []
    return [
      ...kindsOf(command).map((kind) => ({ exchange, ...kind })),
      ...places.flatMap((word) => cuts.map((kind) => ({ exchange, kind, word }))),
    ]
  })
}

/** `12:kill:late`, `12:reboot::3`: exchange, kind, whether it is carried out, word. */
export const codeOf = ({ exchange, kind, done, word }: Strike): string =>
  [String(exchange), kind, done ?? '', word ?? ''].join(':').replace(/:+$/, '')

export const parseCode = (code: string): Strike => {
  const [exchange = '', kind = '', done = '', word = ''] = code.split(':')
  const known = kinds.find((one) => one.kind === kind)
  if (known === undefined || !/^\d+$/.test(exchange)) throw new Error(`no strike: ${code}`)
  return {
    exchange: Number(exchange),
    kind: known.kind,
    ...(done === 'no' || done === 'yes' || done === 'late' ? { done } : {}),
    ...(word === '' ? {} : { word: Number(word) }),
  }
}
