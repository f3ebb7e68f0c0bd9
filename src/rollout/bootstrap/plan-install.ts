import { pathsOf } from '../../host/names.ts'
import type { Script } from '../../host/script.ts'
import type { Plan, Wave } from '../plan.ts'
import { hookWave } from '../steps/hook.ts'
import { settingHosts, type Setting } from './setting.ts'

/** Installing Docker takes as long as its packages do to come. */
const installMs = 15 * 60_000

const installWave = (
  { config }: Setting,
  bare: readonly string[],
  fence: string,
): readonly Wave[] => {
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
  return lanes.length === 0 ? [] : [{ title: `Install Docker on ${bare.join(', ')}`, lanes }]
}

/** Docker on hosts that have none; then the hook `docker-setup`, as `kamal server bootstrap` has it. */
export const planInstall = (setting: Setting, bare: readonly string[], fence: string): Plan => ({
  title: 'Set up Docker',
  waves: [
    ...installWave(setting, bare, fence),
    ...hookWave({ ...setting, hookHosts: settingHosts(setting) }, 'docker-setup', 'prepare'),
  ],
})
