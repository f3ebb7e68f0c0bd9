import { keepJournal } from '../../host/lock.ts'
import type { Journal } from '../../host/journal.ts'
import { pathsOf, proxyService } from '../../host/names.ts'
import type { Script } from '../../host/script.ts'
import type { Word } from '../../host/word.ts'
import { containerName } from '../../host/names.ts'
import { swapsOf } from '../../host/web-files.ts'
import { flagsFor } from '../journal.ts'
import type { Step } from '../plan.ts'
import type { Rollout, Target } from '../target.ts'
import { proxiedRoles } from './stage.ts'

/** What a client needs beyond the proxy's own limits: starting it, and its answer. */
const graceMs = 30_000

/** The journal says `switching` before the first target moves. */
export const switchingMark = (journal: Journal): Script => ({
  kind: 'script',
  title: 'journal: switching',
  words: [
    { word: 'guard', owner: pathsOf(journal).owner, token: journal.token },
    ...keepJournal({ ...journal, phase: 'switching' }),
  ],
  changes: true,
  timeoutMs: graceMs,
})

/** Moves the traffic of one host; each proxy gates the target again and drains the old one. */
export const switchStep = (rollout: Rollout, target: Target, journal?: Journal): Step => {
  const { config, version, token } = rollout
  const roles = proxiedRoles(target)
  const words: readonly Word[] = roles.flatMap((role) =>
    role.proxy === undefined
      ? []
      : [
          ...swapsOf(config, role, version).map((swap) => ({ word: 'swap', ...swap }) as const),
          {
            word: 'switch',
            service: proxyService(config, role.name),
            container: containerName(config, role.name, version),
            port: role.proxy.appPort,
            flags: flagsFor(rollout, role),
          } as const,
        ],
  )
  const script: Script = {
    kind: 'script',
    title: `switch ${roles.map(({ name }) => name).join(', ')} to ${version}`,
    words: [
      { word: 'guard', owner: pathsOf(config).owner, token },
      ...(journal === undefined ? [] : keepJournal({ ...journal, phase: 'switching' })),
      ...words,
    ],
    changes: true,
    timeoutMs: roles.length * (config.deployTimeoutMs + config.drainTimeoutMs) + graceMs,
  }
  return { phase: 'switch', host: target.host, title: script.title, commands: [script] }
}
