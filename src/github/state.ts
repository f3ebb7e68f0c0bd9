import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { getState, saveState } from '@actions/core'
import { SeaworthyError } from '../base/error.ts'

/** A bit less than the 128 KiB that Linux allows for one environment variable, which a state is. */
const mostBytes = 128_000
/** What is longer is packed: a list of hosts says much the same of each of them. */
const longestPlain = 16_000
/** No JSON begins like this. */
const packedMark = 'deflate:'

const pack = (text: string): string =>
  text.length <= longestPlain
    ? text
    : `${packedMark}${deflateRawSync(Buffer.from(text)).toString('base64')}`

const unpack = (text: string): string =>
  text.startsWith(packedMark)
    ? inflateRawSync(Buffer.from(text.slice(packedMark.length), 'base64')).toString('utf8')
    : text

/**
 * Keeps `value` as JSON for the post phase of this very step. The last one saved under a name wins.
 * It is readable on the runner's disk: no secret may be in it.
 * @param spareBytes Room that it must leave for what is kept under the same name later.
 * @throws SeaworthyError `state-too-large` when it has more than 128,000 bytes, packed: the post phase
 *   could not be started with it.
 */
export const keepState = (name: string, value: unknown, spareBytes = 0): void => {
  const text = pack(JSON.stringify(value))
  const bytes = Buffer.byteLength(text)
  if (bytes > mostBytes - spareBytes)
    throw new SeaworthyError(
      'state-too-large',
      `What the post phase would need to recover (${name}) has ${String(bytes)} bytes: more than a runner hands on.`,
      { hint: 'Deploy to fewer hosts at a time, with the input `hosts` or `roles`.' },
    )
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
    return parse(JSON.parse(unpack(text)))
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
