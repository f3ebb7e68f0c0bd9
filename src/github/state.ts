import { getState, saveState } from '@actions/core'

/** A bit less than the 128 KiB that Linux allows for one environment variable, which a state is. */
const mostBytes = 120_000

/**
 * Keeps `value` as JSON for the post phase of this very step. The last one saved under a name wins.
 * It is readable on the runner's disk: no secret may be in it.
 * @throws RangeError above 120,000 bytes: the post phase could not be started with it.
 */
export const keepState = (name: string, value: unknown): void => {
  const text = JSON.stringify(value)
  const bytes = Buffer.byteLength(text)
  if (bytes > mostBytes) throw new RangeError(`State ${name} has ${bytes} bytes.`)
  saveState(name, text)
}

/** What main kept, as `parse` understands it; undefined when there is none or it is torn. */
export const keptState = <T>(
  name: string,
  parse: (value: unknown) => T | undefined,
): T | undefined => {
  const text = getState(name)
  if (text === '') return undefined
  try {
    return parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Which phase this process is: main and post share one bundle, and only main leaves this mark. */
export const enterPhase = (): 'main' | 'post' => {
  if (getState('phase') !== '') return 'post'
  saveState('phase', 'main')
  return 'main'
}
