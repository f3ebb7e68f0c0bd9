import { pathsOf } from '../../host/names.ts'
import type { Script } from '../../host/script.ts'
import type { Plan } from '../plan.ts'
import type { Setting } from './setting.ts'

/** Installing Docker takes as long as its packages do to come. */
const installMs = 15 * 60_000

/** Installs Docker on hosts that have none: pure, and empty without such hosts. */
export const planInstall = ({ config }: Setting, bare: readonly string[], fence: string): Plan => {
  const script: Script = {
    kind: 'script',
    title: 'install Docker',
    words: [
      { word: 'guard', owner: pathsOf(config).owner, token: fence },
      { word: 'install-docker' },
      { word: 'dir', path: pathsOf(config).proxyConfig },
    ],
    changes: true,
    timeoutMs: installMs,
  }
  const lanes = bare.map((host) => ({
    host,
    steps: [{ phase: 'prepare' as const, host, title: script.title, commands: [script] }],
  }))
  const title = `Install Docker on ${bare.join(', ')}`
  return { title, waves: lanes.length === 0 ? [] : [{ title, lanes }] }
}
