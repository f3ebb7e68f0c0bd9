/** Kamal's hooks, in the order in which a deploy comes to them (Kamal 2.12, `lib/kamal/cli`). */
export const hookNames = [
  'docker-setup',
  'pre-connect',
  'pre-build',
  'pre-deploy',
  'pre-app-boot',
  'post-app-boot',
  'post-deploy',
  'pre-proxy-reboot',
  'post-proxy-reboot',
] as const

export type HookName = (typeof hookNames)[number]

/** Hooks that Kamal gives all secrets in their environment; the others get none. */
export const hooksWithSecrets: readonly HookName[] = ['pre-connect', 'pre-deploy', 'post-deploy']

/** What a deploy.yml and the checkout beside it say of hooks. */
export interface HookSettings {
  /** Paths of those that are there, from the checkout's root. */
  readonly files: Readonly<Partial<Record<HookName, string>>>
  /** Hooks whose output is shown only when they fail. */
  readonly quiet: readonly HookName[]
  /** The longest that one of them may take. */
  readonly timeoutMs: number
  /** Every secret of the secrets files; empty where no hook is given them. */
  readonly secrets: Readonly<Record<string, string>>
  /** All hosts of the file as Kamal has them: of the primary role, of other roles, of accessories. */
  readonly hosts: readonly string[]
}
