import { image, labHosts, readLab, type ImageOptions, type LabHost } from '../lab/kit/lab.ts'
import { runAction } from '../lab/kit/runner.ts'
import type { StepResult } from '../lab/kit/step.ts'
import { wipe } from '../lab/kit/wipe.ts'
import { deployYml, makeWorkspace, secretsFile } from '../lab/kit/workspace.ts'
import { createLogView } from './log-view.ts'
import { quote, say } from './say.ts'

/** A name that nobody uses by hand: the demo takes every trace of it off the hosts. */
const service = 'seashop'

/** A shop on three hosts, and the repository that it is deployed from. */
export interface Shop {
  readonly service: string
  /** What visitors ask for. */
  readonly domain: string
  readonly hosts: readonly LabHost[]
  readonly build: (version: string, what: string, options?: ImageOptions) => Promise<void>
  /** Runs an action's bundle as GitHub's runner does, its log shown as it comes. */
  readonly step: (action: string, inputs?: Readonly<Record<string, string>>) => Promise<StepResult>
  readonly close: () => void
}

/** Takes everything of the shop off the hosts; images in the registry go with the lab. */
export const clearShop = (): Promise<void> => wipe(labHosts(3), service)

const files = (hosts: readonly LabHost[]): Readonly<Record<string, string>> => ({
  'config/deploy.yml': deployYml({
    service,
    hosts,
    'x-seaworthy': { gates: { stage: { timeout: '5s' } } },
  }),
  '.kamal/secrets': secretsFile('REGISTRY_PASSWORD'),
})

const logged = async (action: string, result: Promise<StepResult>): Promise<StepResult> => {
  const done = await result
  say(`The step "${action}" ended with exit code ${done.exitCode} after ${done.seconds} s.\n`)
  return done
}

export const openShop = (): Shop => {
  const { key, registry } = readLab()
  const hosts = labHosts(3)
  const workspace = makeWorkspace(files(hosts))
  return {
    service,
    domain: `${service}.lab`,
    hosts,
    build: async (version, what, options) => {
      const digest = await image(service, version, options)
      say(`${version}  ${what.padEnd(42)} ${digest.slice(0, 19)}...`)
    },
    step: (action, inputs = {}) => {
      const handle = runAction(action, {
        workspace: workspace.path,
        inputs: { 'ssh-private-key': key, ...inputs },
        env: { REGISTRY_PASSWORD: registry.password },
        onLine: createLogView(quote),
      })
      return logged(action, handle.result)
    },
    close: workspace.cleanup,
  }
}
