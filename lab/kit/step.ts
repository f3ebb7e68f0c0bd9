import type { Patience } from './phase.ts'
import type { Pairs } from './step-files.ts'
import type { Annotation } from './step-log.ts'

/** The job as its later steps find it. */
export interface Between {
  /** What the runner gives to a step: its own variables, those that were exported, and PATH. */
  readonly env: Pairs
  readonly outputs: Pairs
}

export interface RunOptions {
  readonly inputs?: Pairs
  /** The step's `env`; it may also replace what the runner says: GITHUB_RUN_ID, GITHUB_API_URL. */
  readonly env?: Pairs
  /** GITHUB_WORKSPACE. */
  readonly workspace: string
  /** `github.token`, for defaults that name it; masked. */
  readonly token?: string
  /** What later steps of the job do, between main and post; not called when main failed. */
  readonly between?: (job: Between) => Promise<void>
  /** Each line as the log shows it. */
  readonly onLine?: (line: string) => void
  /** Another Node than the one that runs this. */
  readonly node?: string
  /** For all phases together; five minutes unless told. */
  readonly timeoutMs?: number
  /** Other than the runner's own when a job is cancelled. */
  readonly patience?: Patience
  /** Where `NAME/action.yml` is, unless in this checkout. */
  readonly actions?: string
}

export interface StepResult {
  /** 0 when main and post both ended so. */
  readonly exitCode: number
  readonly mainExit: number
  /** Undefined when there is no post phase, or the runner was killed. */
  readonly postExit: number | undefined
  readonly outputs: Pairs
  readonly summary: string
  /** The log of main and then post with the masks applied, as people see it. */
  readonly log: string
  /** As printed, `add-mask` and secrets included. */
  readonly rawLog: string
  readonly annotations: readonly Annotation[]
  /** The values given to `add-mask`. */
  readonly masks: readonly string[]
  /** What main kept for post, as it lay on the runner's disk. */
  readonly state: Pairs
  /** What main gave to the steps after it, by GITHUB_ENV. */
  readonly exported: Pairs
  /** What post gave to the posts of earlier steps, by GITHUB_ENV. */
  readonly handedOver: Pairs
  /** Files and sockets left in RUNNER_TEMP and HOME. */
  readonly leftovers: readonly string[]
  /** Names of processes that were still there after the last phase; they are ended. */
  readonly orphans: readonly string[]
  readonly seconds: number
  /** Of them, those of the main phase. */
  readonly mainSeconds: number
}

export interface Handle {
  /** Rejects when the step's time is up, or when it answered in a way the runner refuses. */
  readonly result: Promise<StepResult>
  /**
   * Resolves with the first line of the log that matches, printed already or to come. Rejects when
   * the step ends without it, or after `timeoutMs` (60 s).
   */
  readonly waitForLine: (pattern: RegExp, timeoutMs?: number) => Promise<string>
  /** SIGINT cancels as the runner does, and post still runs; other signals are just sent. */
  readonly signal: (name: NodeJS.Signals) => void
  /** The runner dies: SIGKILL, and no post phase. */
  readonly kill: () => void
}
