import { allHosts, type Config } from '../../config/config.ts'
import type { Accessory } from '../../config/accessory.ts'
import type { RunIdentity } from '../../host/journal.ts'
import type { Target } from '../target.ts'

/** What is to be brought up, and by whom. */
export interface Setting {
  readonly config: Config
  readonly run: RunIdentity
  readonly targets: readonly Target[]
  readonly lockHost: string
  /** Accessories to bring up, each with the hosts of it that are meant. */
  readonly accessories: readonly Placed[]
}

export interface Placed {
  readonly accessory: Accessory
  readonly hosts: readonly string[]
}

/** The accessories on hosts that the filters leave; a filter by host means theirs too. */
export const placedOf = (
  config: Config,
  { hosts, without }: { readonly hosts: readonly string[]; readonly without: readonly string[] },
): readonly Placed[] =>
  config.accessories
    .map((accessory) => ({
      accessory,
      hosts: accessory.hosts.filter(
        (host) => (hosts.length === 0 || hosts.includes(host)) && !without.includes(host),
      ),
    }))
    .filter((placed) => placed.hosts.length > 0)

/** Every host once: those of the rollout, then those that have accessories only. */
export const settingHosts = ({ targets, accessories }: Setting): readonly string[] => [
  ...new Set([...targets.map(({ host }) => host), ...accessories.flatMap(({ hosts }) => hosts)]),
]

/** Every host that deploy.yml names, for whom or what ever. */
export const namedHosts = (config: Config): readonly string[] => [
  ...new Set([...allHosts(config), ...config.accessories.flatMap(({ hosts }) => hosts)]),
]
