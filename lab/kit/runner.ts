import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createLines, type Lines } from './lines.ts'
import { startPhase, type Phase } from './phase.ts'
import { endTracked } from './processes.ts'
import { inputEnv, readAction, runnerEnv, type Action } from './step-env.ts'
import { makeStepFiles, type Pairs, type StepFiles } from './step-files.ts'
import type { Annotation } from './step-log.ts'

export interface RunOptions {
  readonly inputs?: Pairs
  /** The step's `env`; it may also replace what the runner says: GITHUB_RUN_ID, GITHUB_API_URL. */
  readonly env?: Pairs
  /** GITHUB_WORKSPACE. */
  readonly workspace: string
  /** `github.token`, for defaults that name it; masked. */
  readonly token?: string
  /** Each line as the log shows it. */
  readonly onLine?: (line: string) => void
  /** Another Node than the one that runs this. */
  readonly node?: string
  /** For all phases together; five minutes unless told. */
  readonly timeoutMs?: number
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
  /** Files and sockets left in RUNNER_TEMP and HOME. */
  readonly leftovers: readonly string[]
  /** Names of processes that were still there after the last phase; they are ended. */
  readonly orphans: readonly string[]
  readonly seconds: number
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

interface Job {
  readonly action: Action
  readonly options: RunOptions
  readonly temp: string
  readonly env: Pairs
  readonly lines: Lines
  /** The process that runs now. */
  current: Phase | undefined
  dead: boolean
}

const startJob = (name: string, options: RunOptions): Job => {
  const action = readAction(name, options.actions)
  const { workspace, token = '', inputs = {}, env = {} } = options
  const temp = mkdtempSync(join(tmpdir(), 'seaworthy-runner-'))
  for (const folder of ['home', 'temp']) mkdirSync(join(temp, folder))
  writeFileSync(join(temp, 'event.json'), '{}\n')
  const own = { ...runnerEnv(workspace, temp), RUNNER_TRACKING_ID: `github_${randomUUID()}` }
  const lines = createLines(options.onLine)
  if (token !== '') lines.step.addMask(token)
  const context = { token, workspace, actor: own.GITHUB_ACTOR, sha: own.GITHUB_SHA }
  const all = { ...own, ...env, ...inputEnv(action, inputs, context) }
  return { action, options, temp, env: all, lines, current: undefined, dead: false }
}

const runPhase = async (
  job: Job,
  program: string,
  name: 'main' | 'post',
  more: Pairs,
): Promise<{ exit: number; files: StepFiles }> => {
  const files = makeStepFiles(join(job.temp, 'file-commands', name))
  job.lines.step.nextPhase()
  job.current = startPhase({
    node: job.options.node ?? process.execPath,
    program,
    cwd: job.options.workspace,
    env: { ...job.env, ...more, ...files.env },
    onLine: job.lines.add,
  })
  const exit = await job.current.exit
  job.current = undefined
  return { exit, files }
}

/** In post, and only there, STATE_* tell what main has kept. */
const postEnv = (main: StepFiles): Pairs => ({
  ...main.pairs('env'),
  ...Object.fromEntries(
    Object.entries(main.pairs('state')).map(([name, value]) => [`STATE_${name}`, value]),
  ),
})

const leftIn = (temp: string): readonly string[] =>
  ['home', 'temp'].flatMap((folder) =>
    readdirSync(join(temp, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(temp, join(entry.parentPath, entry.name))),
  )

const runJob = async (job: Job): Promise<StepResult> => {
  const begun = Date.now()
  const { action, lines } = job
  const main = await runPhase(job, action.main, 'main', {})
  const post =
    action.post === undefined || job.dead
      ? undefined
      : await runPhase(job, action.post, 'post', postEnv(main.files))
  return {
    exitCode: main.exit === 0 ? (post?.exit ?? 0) : main.exit,
    mainExit: main.exit,
    postExit: post?.exit,
    // A killed runner reads nothing any more, and the file may be torn.
    outputs: job.dead ? {} : { ...main.files.pairs('output'), ...post?.files.pairs('output') },
    summary: main.files.text('summary') + (post?.files.text('summary') ?? ''),
    log: lines.shown(),
    rawLog: lines.raw(),
    annotations: lines.step.annotations,
    masks: lines.step.masks,
    state: job.dead ? {} : main.files.pairs('state'),
    leftovers: leftIn(job.temp),
    orphans: endTracked(`RUNNER_TRACKING_ID=${job.env['RUNNER_TRACKING_ID'] ?? ''}`),
    seconds: (Date.now() - begun) / 1000,
  }
}

/** Runs the job within its time; ends and removes everything of it, whatever happens. */
const bounded = async (job: Job, name: string, timeoutMs: number): Promise<StepResult> => {
  let late = false
  const limit = setTimeout(() => {
    late = true
    job.dead = true
    job.current?.kill()
  }, timeoutMs)
  try {
    const result = await runJob(job)
    if (!late) return result
    throw new Error(`${name} did not end in ${timeoutMs} ms. Its last lines:\n${job.lines.last(30)}`)
  } finally {
    clearTimeout(limit)
    job.lines.end()
    endTracked(`RUNNER_TRACKING_ID=${job.env['RUNNER_TRACKING_ID'] ?? ''}`)
    rmSync(job.temp, { recursive: true, force: true })
  }
}

/**
 * Runs an action of this checkout as GitHub's runner does, through its bundle in dist/: a process for
 * main and always one for post, in an environment of the runner's making.
 * @throws Error when the action is not there or not built, or an input is not declared.
 */
export const runAction = (name: string, options: RunOptions): Handle => {
  const job = startJob(name, options)
  const result = bounded(job, name, options.timeoutMs ?? 300_000)
  // Whoever asks for the result meets the error; nobody else should.
  result.catch(() => undefined)
  return {
    result,
    waitForLine: (pattern, timeoutMs = 60_000) => job.lines.wait(pattern, timeoutMs),
    signal: (signal) => (signal === 'SIGINT' ? job.current?.cancel() : job.current?.send(signal)),
    kill: () => {
      job.dead = true
      job.current?.kill()
    },
  }
}
