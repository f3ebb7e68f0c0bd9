import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { SeaworthyError } from '../../../base/error.ts'
import { runProgram, type Outcome } from '../../../base/program.ts'
import { duration } from '../../../base/time.ts'
import { envForPrograms } from '../../../github/run.ts'
import type { Context } from '../context.ts'
import { hookEnv, type HookCall, type HookSubject } from './hook-env.ts'

/** As much of a hook's last words as helps. */
const mostLines = 40

/** Who Git says that it is, as Kamal asks it; a runner's own name would tell nobody anything. */
const performerOf = async ({ env, run, signal }: Context): Promise<string> => {
  const asked = { env: envForPrograms(env), cwd: run.workspace, signal, limit: 10_000 }
  const { code, stdout } = await runProgram('git', ['config', 'user.email'], asked)
  const email = code === 0 ? stdout.trim() : ''
  return email || run.actor || userInfo().username
}

const lastWords = ({ tail }: Outcome): readonly string[] =>
  tail === '' ? [] : [tail.split('\n').slice(-mostLines).join('\n')]

const failed = (
  file: string,
  name: string,
  outcome: Outcome,
  timeoutMs: number,
): SeaworthyError => {
  const { code, why } = outcome
  const evidence = lastWords(outcome)
  if (why === 'time limit')
    return new SeaworthyError(
      'hook-failed',
      `the hook ${name} did not end within ${duration(timeoutMs)}`,
      {
        evidence,
        hint: `see what ${file} waits for; x-seaworthy/hooks/timeout in deploy.yml gives it longer`,
      },
    )
  const how =
    code === null ? `could not be run to its end: ${why ?? ''}` : `failed with exit code ${code}`
  const hint =
    code === null
      ? `see whether the program that the first line of ${file} names is on the runner`
      : `mend what ${file} found, or the hook itself`
  return new SeaworthyError('hook-failed', `the hook ${name} ${how}`, { evidence, hint })
}

/**
 * Runs a hook where the checkout has it: in the checkout, its lines in the log unless it is to be quiet.
 * It is killed with all it has started when it is cancelled, or its time is up.
 * @throws SeaworthyError `hook-failed` with its exit code and last lines; the signal's reason.
 */
export const runHook = async (
  context: Context,
  subject: HookSubject,
  call: HookCall,
  signal = context.signal,
): Promise<void> => {
  const { files, quiet, timeoutMs } = subject.settings
  const file = files[call.name]
  if (file === undefined) return
  const { env, run, log } = context
  const performer = await performerOf(context)
  const tell = quiet.includes(call.name) ? undefined : (line: string) => log.info(line)
  const outcome = await runProgram(resolve(run.workspace, file), [], {
    env: { ...envForPrograms(env), ...hookEnv(subject, call, { now: Date.now(), performer }) },
    cwd: run.workspace,
    signal,
    limit: timeoutMs,
    ...(tell === undefined ? {} : { tell }),
  })
  signal.throwIfAborted()
  if (outcome.code !== 0) throw failed(file, call.name, outcome, timeoutMs)
}

/** {@link runHook} in a group of its own, outside of a plan. */
export const runHookAlone = async (
  context: Context,
  subject: HookSubject,
  call: HookCall,
): Promise<void> => {
  if (subject.settings.files[call.name] === undefined) return
  context.log.group(`Hook ${call.name}`)
  try {
    await runHook(context, subject, call)
  } finally {
    context.log.endGroup()
  }
}
