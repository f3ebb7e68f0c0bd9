import { isoSeconds } from '../../../base/time.ts'
import { hooksWithSecrets, type HookName, type HookSettings } from '../../../config/hooks.ts'

/** What every hook of a step is told alike. */
export interface HookSubject {
  readonly service: string
  readonly destination: string | undefined
  readonly settings: HookSettings
  /** Kamal's command that does the same: `deploy`, `rollback`; `build` and then `push`. */
  readonly command: string
  readonly subcommand?: string
  /** Only those that the input `roles` names. */
  readonly roles: readonly string[]
  readonly hosts: readonly string[]
  /** Undefined: not known yet. */
  readonly version: string | undefined
}

/** One run of a hook. */
export interface HookCall {
  readonly name: HookName
  /** Other hosts than the subject's. */
  readonly hosts?: readonly string[]
  /** Whether the deploy lock is held: a `kamal` within the hook then takes none of its own. */
  readonly lock: boolean
  /** How long the deploy took, in milliseconds. */
  readonly runtimeMs?: number
}

const short = (version: string): string => (version.includes('_') ? version : version.slice(0, 7))

/**
 * What Kamal 2.12 tells a hook (lib/kamal/tags.rb, lib/kamal/cli/base.rb); what does not apply is not
 * there. Secrets go over the rest, as there.
 */
export const hookEnv = (
  subject: HookSubject,
  { name, hosts = subject.hosts, lock, runtimeMs }: HookCall,
  { now, performer }: { readonly now: number; readonly performer: string },
): Readonly<Record<string, string | undefined>> => {
  const { service, destination, version, command, subcommand, roles, settings } = subject
  return {
    KAMAL_RECORDED_AT: isoSeconds(now),
    KAMAL_PERFORMER: performer,
    KAMAL_DESTINATION: destination,
    KAMAL_VERSION: version,
    KAMAL_SERVICE_VERSION: version === undefined ? service : `${service}@${short(version)}`,
    KAMAL_SERVICE: service,
    KAMAL_HOSTS: hosts.join(','),
    KAMAL_ROLES: roles.length === 0 ? undefined : roles.join(','),
    KAMAL_LOCK: String(lock),
    KAMAL_COMMAND: command,
    KAMAL_SUBCOMMAND: subcommand,
    KAMAL_RUNTIME: runtimeMs === undefined ? undefined : String(Math.round(runtimeMs / 1000)),
    ...(hooksWithSecrets.includes(name) ? settings.secrets : {}),
  }
}
