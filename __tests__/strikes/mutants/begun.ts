import type { Command } from '../../../src/host/port.ts'
import type { Word } from '../../../src/host/word.ts'
import { beside, type Mutant } from './mutant.ts'

const isSwitch = (command: Command): boolean =>
  command.kind !== 'probe' && command.title.startsWith('switch')
const beginStop = (): readonly Word[] => [
  { word: 'begin-stop', container: 'app-web-v1', timeSeconds: undefined },
]

/** What serves begins to stop too early. */
export const begun: readonly Mutant[] = [
  {
    killer: 'D2',
    name: 'the old container begins to stop before the switch',
    scenarios: ['update/1', 'update/2'],
    breaks: beside(isSwitch, beginStop),
  },
  {
    killer: 'D4',
    name: 'old containers begin to stop when only some hosts have switched',
    scenarios: ['update/2'],
    breaks: beside(isSwitch, beginStop, 'after'),
  },
]
