import type { Command } from '../../../src/host/port.ts'
import type { Word } from '../../../src/host/word.ts'
import {} from '../world.ts'
import {
  beside,
  deaf,
  eachWord,
  probesAnswer,
  unsent,
  without,
  withoutIn,
  wordsBecome,
  type Mutant,
} from './mutant.ts'

const good = { outcome: 'answered', status: 200, headers: {}, body: 'ok', redirects: [] } as const
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
const stop = (container: string): Word => ({ word: 'stop', container, timeSeconds: undefined })
const start = (container: string): Word => ({ word: 'start', container })
const journalAs = (phase: string, now: string) =>
  eachWord((word) =>
    word.word === 'write'
      ? { ...word, text: word.text.replace(`"phase":"${phase}"`, `"phase":"${now}"`) }
      : word,
  )
const isSwitch = titled(/^switch/)
const isPrepare = titled(/^prepare/)
const isFinish = titled(/^stop old containers/)
const isStart = titled(/^start app/)
const isBack = titled(/^send web back/)

/** The gate. */
export const gates: readonly Mutant[] = [
  mutant(
    'D1',
    'every probe counts as a good answer',
    probesAnswer(() => good),
  ),

  mutant(
    'D1',
    'an app that refuses is taken for one that answers',
    probesAnswer((answer) => (answer.outcome === 'refused' ? good : answer)),
  ),
  mutant(
    'D1',
    'traffic moves as soon as the container is there',
    beside(
      isStart,
      () => [
        start('app-web-v2'),
        {
          word: 'switch',
          service: 'app-web',
          container: 'app-web-v2',
          port: 80,
          flags: ['--host="app.test"', '--deploy-timeout="5s"'],
        },
      ],
      'after',
    ),
    'update/1',
  ),
]

/** What serves, and what is stopped when. */
export const order: readonly Mutant[] = [
  mutant(
    'D2',
    'the old container is stopped before the switch',
    beside(isSwitch, () => [stop('app-web-v1')]),
    'update/1',
    'update/2',
  ),
  mutant(
    'D4',
    'the old container stops as soon as its own host has switched',
    beside(isSwitch, () => [stop('app-web-v1')], 'after'),
    'update/2',
  ),
  mutant(
    'D4',
    'the old container stops while the new one is prepared',
    beside(isPrepare, () => [stop('app-web-v1')]),
    'update/2',
  ),
  mutant(
    'D6',
    'the service is taken from the proxy before it is routed anew',
    beside(isSwitch, () => [{ word: 'unroute', service: 'app-web' }]),
    'update/2',
  ),
  mutant(
    'D6',
    'the old container is removed while the new one starts',
    beside(isStart, () => [{ word: 'discard', container: 'app-web-v1' }]),
    'update/1',
  ),
  mutant(
    'D2',
    'the proxy does not drain',
    eachWord((word) =>
      word.word === 'switch'
        ? {
            ...word,
            flags: [
              ...word.flags.filter((flag) => !flag.includes('drain')),
              '--drain-timeout="0s"',
            ],
          }
        : word,
    ),
    'update/1',
    'update/2',
  ),
  mutant(
    'D5',
    'going back starts what ran before',
    beside(isBack, () => [stop('app-web-v1'), start('app-web-v1')]),
    'update/2',
  ),
  mutant(
    'D5',
    'the old container is started again before it is stopped',
    beside(isFinish, () => [stop('app-web-v1'), start('app-web-v1')]),
    'update/1',
  ),
  mutant('D3', 'old containers are not stopped', withoutIn(/^stop old/, 'stop')),
  mutant(
    'D3',
    'the second host is not switched',
    wordsBecome((words, { title }, host) =>
      host === 'h2' && title.startsWith('switch')
        ? words.filter(({ word }) => word !== 'switch')
        : words,
    ),
    'update/2',
  ),
  mutant('D3', 'no host is switched', without('switch'), 'update/2'),
  mutant(
    'D3',
    'a worker is left where it was',
    wordsBecome((words) =>
      words.filter((word) => !(word.word === 'stop' && word.container.includes('worker'))),
    ),
    'worker/2',
  ),
]

/** Going back. */
export const recovery: readonly Mutant[] = [
  mutant('D3', 'going back does not send traffic back', without('switch-back'), 'update/2'),
  mutant('D3', 'going back is not said at all', unsent(/^send .* back/), 'update/2'),
  mutant('D3', 'what was staged is left', without('discard'), 'bad/2', 'update/2'),
  mutant(
    'D3',
    'staged environments are left',
    wordsBecome((words) =>
      words.filter((word) => !(word.word === 'remove' && word.path.includes('.env.'))),
    ),
    'bad/2',
    'update/2',
  ),
  mutant(
    'D3',
    'names are not given back',
    wordsBecome((words, { title }) =>
      title.startsWith('remove what') ? words.filter(({ word }) => word !== 'rename') : words,
    ),
    'again/2',
  ),
  mutant('D3', 'a first deploy that is undone stays routed', without('unroute'), 'first/2'),
  mutant(
    'D3',
    'going back routes with other options',
    eachWord((word) =>
      word.word === 'switch-back'
        ? { ...word, flags: word.flags.filter((flag) => !flag.startsWith('--host')) }
        : word,
    ),
    'update/2',
  ),
  mutant(
    'D3',
    'failed recoveries are taken for done',
    deaf(/^(send|remove what)/),
    'update/2',
    'bad/2',
    'again/2',
  ),
  mutant(
    'D3',
    'the point of no return is not marked',
    journalAs('finishing', 'switching'),
    'no-proxy/2',
  ),
  mutant(
    'D3',
    'the journal says finishing from the beginning',
    journalAs('staging', 'finishing'),
    'update/2',
    'bad/2',
  ),
  mutant('D3', 'nothing is kept for the post phase', { remember: false }, 'update/2'),
  mutant(
    'D13',
    'a hook that fails is taken for done',
    {
      ports: (ports) => ({
        ...ports,
        hook: (hook, signal) => ports.hook(hook, signal).catch(() => undefined),
      }),
    },
    'hook-deploy/2',
    'hook-before/2',
    'hook-after/2',
  ),
]
