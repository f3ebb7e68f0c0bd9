import { parseArgs } from 'node:util'

export interface Options {
  /** Numbers of hosts. */
  readonly hosts: readonly number[]
  /** Round trips in milliseconds. */
  readonly delay: readonly number[]
  readonly runs: number
  readonly peer: string | undefined
}

const numbers = (name: string, text: string, least: number): readonly number[] => {
  const parsed = text.split(',').map(Number)
  if (parsed.every((number) => Number.isInteger(number) && number >= least)) return parsed
  throw new Error(`--${name} takes whole numbers from ${least} on, separated by commas: ${text}`)
}

/**
 * Reads the command line.
 * @throws Error for what can't be meant.
 */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      hosts: { type: 'string', default: '1,4' },
      delay: { type: 'string', default: '0,80' },
      runs: { type: 'string', default: '5' },
      peer: { type: 'string' },
    },
  })
  const [runs = 1, ...more] = numbers('runs', values.runs, 1)
  if (more.length > 0) throw new Error('--runs takes one number')
  return {
    hosts: numbers('hosts', values.hosts, 1),
    delay: numbers('delay', values.delay, 0),
    runs,
    peer: values.peer,
  }
}
