import type { Command } from '../../../src/host/port.ts'
import type { Word } from '../../../src/host/word.ts'
import { canaries } from '../world-config.ts'
import { beside, deaf, eachWord, without, withoutIn, wordsBecome, type Mutant } from './mutant.ts'

const lock = '.kamal/lock-app'
const both = [
  'update/2',
  'update/1',
  'again/2',
  'worker/2',
  'first/2',
  'bad/2',
  'crash/2',
  'destination/2',
] as const

const mutant = (
  killer: string,
  name: string,
  breaks: Mutant['breaks'],
  ...scenarios: readonly string[]
): Mutant => ({
  killer,
  name,
  breaks,
  scenarios: scenarios.length > 0 ? scenarios : both,
})

const titled =
  (title: RegExp) =>
  (command: Command): boolean =>
    command.kind !== 'probe' && title.test(command.title)
const append = (path: string, text: string): Word => ({ word: 'append', path, text })
const isSwitch = titled(/^switch/)
const isPrepare = titled(/^prepare/)
const isFinish = titled(/^stop old containers/)
/** Lock and fence. */
export const locks: readonly Mutant[] = [
  mutant(
    'D7',
    'the lock is never freed',
    wordsBecome((words) => words.filter((word) => !(word.word === 'move' && word.from === lock))),
  ),
  mutant(
    'D7',
    'the lock is freed before the switch',
    beside(isSwitch, () => [{ word: 'remove', path: lock }]),
    'update/2',
  ),
  mutant(
    'D7',
    'the lock is taken and thrown away',
    beside(titled(/^take the deploy lock/), () => [{ word: 'remove', path: lock }], 'after'),
    'update/2',
  ),
  mutant('D13', 'the lock is never published', without('publish'), 'update/2'),
  mutant(
    'D7',
    'abandoned locks stay',
    wordsBecome((words) =>
      words.filter((word) => !(word.word === 'remove' && word.path.startsWith(`${lock}.`))),
    ),
    'update/2',
    'update/1',
  ),
  mutant(
    'D7',
    'a dead run is never succeeded',
    withoutIn(/^succeed/, 'write', 'publish'),
    'update/2',
  ),
  mutant(
    'D3',
    'no script asks whose the host is',
    eachWord((word) => (word.word === 'guard' || word.word === 'begin' ? [] : word)),
    'update/2',
    'first/2',
    'again/2',
  ),

  mutant(
    'D7',
    'what still takes the lock is not barred',
    without('bar', 'begin'),
    'update/2',
    'update/1',
    'first/2',
  ),
]

/** What is said and left. */
export const secrets: readonly Mutant[] = [
  mutant(
    'D14',
    'the environment is given on the command line',
    eachWord((word) =>
      word.word === 'create'
        ? { ...word, args: [{ raw: `--env TOKEN="${canaries[0]}"` }, ...word.args] }
        : word,
    ),
    'update/1',
  ),
  mutant(
    'D14',
    'the audit log holds a secret',
    beside(isPrepare, () => [append('.kamal/app-audit.log', canaries[0])]),
    'update/1',
  ),
  mutant(
    'D14',
    'the journal holds a secret',
    eachWord((word) =>
      word.word === 'write' && word.path.endsWith('journal.json')
        ? { ...word, text: `${word.text.slice(0, -1)},"x":"${canaries[1]}"}` }
        : word,
    ),
    'update/1',
  ),
  mutant(
    'D14',
    'a pull tells the password in its path',
    {
      host: (host) => ({
        ...host,
        docker: (call, signal) =>
          host.docker(
            call.registryAuth === undefined
              ? call
              : { ...call, query: { ...call.query, password: canaries[1] } },
            signal,
          ),
      }),
    },
    'update/1',
  ),
  mutant(
    'D14',
    'a release record holds a secret',
    eachWord((word) =>
      word.word === 'write' && word.path.endsWith('releases.jsonl')
        ? { ...word, text: word.text + canaries[0] }
        : word,
    ),
    'update/1',
  ),
  mutant(
    'D9',
    'something is said that no plan has',
    beside(isPrepare, () => [append('.kamal/app-audit.log', 'x')]),
    'update/1',
  ),
  mutant(
    'D9',
    'a plan is told after it was carried out',
    {
      ports: (ports) => ({
        ...ports,
        narrate: (event) => {
          if (event.kind !== 'wave') ports.narrate(event)
        },
      }),
    },
    'update/1',
  ),
  mutant(
    'D16',
    'prune takes containers of other services',
    beside(isFinish, () => [{ word: 'discard', container: 'other-web-v1' }]),
    'update/1',
  ),
  mutant(
    'D16',
    'prune takes containers of other destinations',
    beside(isFinish, () => [{ word: 'discard', container: 'app-web-green-v1' }]),
    'destination/1',
  ),
  mutant(
    'D16',
    "another app's lock is removed",
    beside(isFinish, () => [{ word: 'remove', path: '.kamal/lock-other' }]),
    'update/1',
  ),
  mutant(
    'D16',
    "another app's service is taken from the proxy",
    beside(isFinish, () => [{ word: 'unroute', service: 'other-web' }]),
    'update/1',
  ),
  mutant(
    'D16',
    'the audit log of another app is written to',
    eachWord((word) =>
      word.word === 'append' ? { ...word, path: '.kamal/other-audit.log' } : word,
    ),
    'update/1',
  ),
  mutant(
    'D17',
    'every command takes a channel of its own besides',
    beside(
      () => true,
      () => [],
    ),
    'update/1',
  ),
  mutant(
    'D10',
    'a container is never found to be current',
    eachWord((word) =>
      word.word === 'create'
        ? {
            ...word,
            args: word.args.filter(
              (arg) => typeof arg === 'string' || !arg.raw.includes('seaworthy.config'),
            ),
          }
        : word,
    ),
    'update/1',
  ),
  mutant(
    'D12',
    'a run waits for ten hours',
    {
      ports: (ports) => ({
        ...ports,
        clock: {
          ...ports.clock,
          sleep: (ms, signal) => ports.clock.sleep(ms + 36_000_000, signal),
        },
      }),
    },
    'update/1',
  ),
  mutant('D13', 'a refused switch is taken for done', deaf(/^switch/), 'update/2', 'bad/2'),
  mutant('D13', 'a failed finish is taken for done', deaf(/^stop old/), 'update/2', 'bad/2'),
]
