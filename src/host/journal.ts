import type { SharedAssets, Swap } from './web-files.ts'

/** Who runs a deploy: enough to prove later that it has ended. */
export interface RunIdentity {
  readonly repository: string
  readonly runId: string
  readonly attempt: string
  readonly job: string
  readonly runner: string
  readonly actor: string
}

/** Before `finishing` a recovery goes back; from it on, forward. */
export type Phase = 'staging' | 'switching' | 'finishing'

/** What one role was on one host before the rollout, and how to find what is new. */
export interface JournalRole {
  readonly role: string
  /** `S-R[-D]` in kamal-proxy; undefined for a role without proxy. */
  readonly service: string | undefined
  /** Containers that ran before, with the names they had before any rename. */
  readonly old: readonly { readonly id: string; readonly name: string; readonly image: string }[]
  /** A stopped container of the new one's name, renamed to make room. */
  readonly replaced: { readonly id: string; readonly name: string } | undefined
  /** Where the proxy sent requests before; undefined when it did not know the service. */
  readonly route:
    { readonly targets: readonly string[]; readonly flags: readonly string[] } | undefined
  readonly fresh: {
    readonly name: string
    readonly port: number | undefined
    /** Flags of `kamal-proxy deploy` that route to it. */
    readonly flags: readonly string[]
  }
  /** `R.env.V`, and what finish renames it to. */
  readonly env: { readonly staged: string; readonly final: string }
  /** Folders that take another's place at the switch: certificate, error pages. Absent: none. */
  readonly swaps?: readonly Swap[]
  /** Absent: the role has none. */
  readonly assets?: SharedAssets
  readonly stopSeconds: number | undefined
  /** False: the new container starts only after the old one has stopped. */
  readonly overlap: boolean
}

/** Lies beside the lock's `details`; the lock and what is owed to the fleet are published as one. */
export interface Journal {
  readonly format: 1
  /** Who holds the lock. */
  readonly token: string
  /** Label of the staged containers: the token of the run that staged them. */
  readonly rollout: string
  readonly phase: Phase
  readonly run: RunIdentity
  readonly service: string
  readonly destination: string | undefined
  readonly version: string
  readonly repository: string
  readonly digest: string
  readonly primary: string
  readonly startedAt: string
  readonly deployTimeoutMs: number
  readonly drainTimeoutMs: number
  readonly readinessDelayMs: number
  readonly retainContainers: number
  readonly hosts: Readonly<Record<string, readonly JournalRole[]>>
}

export const renderJournal = (journal: Journal): string => JSON.stringify(journal)

/** Whether parsed JSON is a journal of a format that we know. */
export const isJournal = (value: unknown): value is Journal => {
  const { format, token } = (value ?? {}) as Partial<Journal>
  return format === 1 && typeof token === 'string'
}

/** Undefined when the text is no journal of a format that we know. */
export const parseJournal = (text: string | undefined): Journal | undefined => {
  if (text === undefined) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return isJournal(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
