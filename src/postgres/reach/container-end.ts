import { wordsOf } from '../../base/reason.ts'
import { SeaworthyError } from '../../base/error.ts'
import type { Connection } from '../../ssh/connection.ts'
import { inspectContainer } from './container-look.ts'
import type { Container, Inspected } from './container-look.ts'

/** What has become of a container since it was looked at; undefined: it has been running all the time. */
export const endOf = (
  { startedAt }: Pick<Container, 'startedAt'>,
  now: Inspected | undefined,
): string | undefined => {
  if (now === undefined) return 'is gone'
  if (now.running) return now.startedAt === startedAt ? undefined : 'was started anew'
  return `ended (${now.status}, exit code ${now.exitCode}${now.outOfMemory ? ', out of memory' : ''})`
}

const hintFor = ({ name }: Container, host: string, now: Inspected | undefined): string =>
  now?.outOfMemory === true
    ? `The memory of ${name} was too small for it: raise its limit, or that of ${host}.`
    : `Was it stopped or replaced meanwhile? \`docker logs ${name}\` on ${host} says more.`

/** Everything fails at once when a container ends, each part in its own words: this is why. */
export const explainByEnd = async (
  error: unknown,
  container: Container,
  connection: Connection,
): Promise<unknown> => {
  const patience = AbortSignal.timeout(10_000)
  try {
    const now = await inspectContainer(container.name, connection, patience)
    const end = endOf(container, now)
    if (end === undefined) return error
    const what = `The container ${container.name} on ${connection.name} ${end} during the backup.`
    const hint = hintFor(container, connection.name, now)
    return new SeaworthyError('dump-failed', what, { hint, evidence: wordsOf(error), cause: error })
  } catch {
    // Whoever can't be asked has no better explanation.
    return error
  }
}
