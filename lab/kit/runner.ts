import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createLines, type Lines } from './lines.ts'
import { runnersPatience, startPhase, type Phase } from './phase.ts'
import { endTracked } from './processes.ts'
import { inputEnv, readAction, runnerEnv, type Action } from './step-env.ts'
import { makeStepFiles, type Pairs, type StepFiles } from './step-files.ts'
import type { Handle, RunOptions, StepResult } from './step.ts'

interface Job {
  readonly action: Action
  readonly options: RunOptions
  readonly temp: string
  readonly env: Pairs
  /** By which processes of this job are known. */
  readonly mark: string
  readonly lines: Lines
  /** The process that runs now. */
  current: Phase | undefined
  /** `killed`: the runner is gone. `late`: its time was up. */
  fate: 'alive' | 'killed' | 'late'
}

const startJob = (name: string, options: RunOptions): Job => {
  const action = readAction(name, options.actions)
  const { workspace, token = '', inputs = {}, env = {} } = options
  const given = inputEnv(action, inputs, { token, workspace })
  const temp = mkdtempSync(join(tmpdir(), 'seaworthy-runner-'))
  for (const folder of ['home', 'temp']) mkdirSync(join(temp, folder))
  writeFileSync(join(temp, 'event.json'), '{}\n')
  const tracking = `github_${randomUUID()}`
  const lines = createLines(options.onLine)
  if (token !== '') lines.step.addMask(token)
  return {
    action,
    options,
    temp,
    env: { ...runnerEnv(workspace, temp), ...env, ...given, RUNNER_TRACKING_ID: tracking },
    mark: `RUNNER_TRACKING_ID=${tracking}`,
    lines,
    current: undefined,
    fate: 'alive',
  }
}

const runPhase = async (
  job: Job,
  program: string,
  name: 'main' | 'post',
  more: Pairs,
): Promise<{ exit: number; seconds: number; files: StepFiles }> => {
  const begun = performance.now()
  const files = makeStepFiles(join(job.temp, 'file-commands', name))
  job.lines.step.nextPhase()
  job.current = startPhase({
    node: job.options.node ?? process.execPath,
    program,
    cwd: job.options.workspace,
    env: { ...job.env, ...more, ...files.env },
    onLine: job.lines.add,
    patience: job.options.patience ?? runnersPatience,
  })
  const exit = await job.current.exit
  job.current = undefined
  return { exit, seconds: (performance.now() - begun) / 1000, files }
}

/** In post, and only there, STATE_* tell what main has kept. */
const postEnv = (main: StepFiles): Pairs => ({
  ...main.pairs('env'),
  ...Object.fromEntries(
    Object.entries(main.pairs('state')).map(([name, value]) => [`STATE_${name}`, value]),
  ),
})

/** GITHUB_PATH names a folder a line; the last one comes first [actions/runner, AddPathFileCommand]. */
const pathAfter = (path: string, added: string): string =>
  [...added.split('\n').filter(Boolean).toReversed(), path].join(':')

const laterSteps = async (job: Job, main: { exit: number; files: StepFiles }): Promise<void> => {
  if (main.exit !== 0 || job.fate !== 'alive') return
  const { files } = main
  const env = Object.fromEntries(
    Object.entries({ ...job.env, ...files.pairs('env') }).filter(
      ([name]) => !name.startsWith('INPUT_'),
    ),
  )
  await job.options.between?.({
    env: { ...env, PATH: pathAfter(env['PATH'] ?? '', files.text('path')) },
    outputs: files.pairs('output'),
  })
}

const leftIn = (temp: string): readonly string[] =>
  ['home', 'temp'].flatMap((folder) =>
    readdirSync(join(temp, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(temp, join(entry.parentPath, entry.name))),
  )

const runJob = async (job: Job): Promise<StepResult> => {
  const begun = Date.now()
  const { action, lines } = job
  // A runner that is gone reads nothing any more, and the file may be torn.
  const pairsOf = (
    phase: { readonly files: StepFiles },
    kind: 'output' | 'state' | 'env',
  ): Pairs => (job.fate === 'alive' ? phase.files.pairs(kind) : {})
  const main = await runPhase(job, action.main, 'main', {})
  await laterSteps(job, main)
  const post =
    action.post === undefined || job.fate !== 'alive'
      ? undefined
      : await runPhase(job, action.post, 'post', postEnv(main.files))
  return {
    exitCode: main.exit === 0 ? (post?.exit ?? 0) : main.exit,
    mainExit: main.exit,
    postExit: post?.exit,
    outputs: { ...pairsOf(main, 'output'), ...(post && pairsOf(post, 'output')) },
    summary: main.files.text('summary') + (post?.files.text('summary') ?? ''),
    log: lines.shown(),
    rawLog: lines.raw(),
    annotations: lines.step.annotations,
    masks: lines.step.masks,
    exported: pairsOf(main, 'env'),
    handedOver: post === undefined ? {} : pairsOf(post, 'env'),
    state: pairsOf(main, 'state'),
    leftovers: leftIn(job.temp),
    orphans: await endTracked(job.mark),
    seconds: (Date.now() - begun) / 1000,
    mainSeconds: main.seconds,
  }
}

/** Runs the job within its time; ends and removes everything of it, whatever happens. */
const bounded = async (job: Job, name: string, timeoutMs: number): Promise<StepResult> => {
  const limit = setTimeout(() => {
    job.fate = 'late'
    job.current?.kill()
  }, timeoutMs)
  try {
    const result = await runJob(job)
    if (job.fate !== 'late') return result
    throw new Error(
      `${name} did not end in ${timeoutMs} ms. Its last lines:\n${job.lines.last(30)}`,
    )
  } finally {
    clearTimeout(limit)
    job.lines.end()
    await endTracked(job.mark)
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
      job.fate = 'killed'
      job.current?.kill()
    },
  }
}
