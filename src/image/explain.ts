import { SeaworthyError, type ErrorCode } from '../base/error.ts'
import type { Order } from './order.ts'
import { inCheckout, readFailure, type Failure } from './output.ts'
import { pushJudges } from './explain-push.ts'
import { fileJudges } from './explain-file.ts'

/** What a build was, as far as its failure can hang on it. */
export interface Attempt {
  readonly order: Pick<Order, 'repository' | 'platforms' | 'dockerfile' | 'target' | 'secrets'>
  readonly builder: string
  /** As in platforms: `amd64`. */
  readonly architecture: string
  readonly event: string
}

export interface Cause {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
}

/** Says what a failure was, if it knows. */
export type Judge = (failure: Failure, attempt: Attempt) => Cause | undefined

const full: Judge = ({ message, step }) =>
  /no space left on device|disk quota exceeded/i.test([message, ...step].join('\n'))
    ? {
        code: 'disk-full',
        message: 'The builder has no disk space left.',
        hint: 'Remove files before this step (hosted runners carry SDKs that most builds never need), use a bigger runner, or `docker system prune --all` on a builder of your own.',
      }
    : undefined

const noBuilder: Judge = ({ message, step }, { builder }) => {
  const said = [message, ...step].join('\n')
  if (/no builder .* found/i.test(said))
    return {
      code: 'builder-missing',
      message: `There is no builder ${builder}.`,
      hint: 'The input builder names one that an earlier step of this job has made, such as `steps.buildx.outputs.name`.',
    }
  if (/booting buildkit|moby\/buildkit/i.test(said))
    return {
      code: 'builder-missing',
      message: 'BuildKit could not be started in a container of its own.',
      hint: 'The engine must be able to pull moby/buildkit; or switch on its containerd image store ({"features": {"containerd-snapshotter": true}} in daemon.json), which needs no such container.',
    }
  if (
    /Cannot connect to the Docker daemon|error during connect|closed network connection|graceful_stop|rpc error: code = Unavailable/i.test(
      said,
    )
  )
    return {
      code: 'builder-missing',
      message: 'The builder is gone: the connection to it was lost.',
      hint: 'Did its engine run out of memory, or was it restarted? Look at its log, and run it again.',
    }
  return undefined
}

const format: Judge = ({ message, step }, { order, architecture }) => {
  if (!/exec format error/i.test([message, ...step].join('\n'))) return undefined
  const others = order.platforms.filter((platform) => !platform.endsWith(`/${architecture}`))
  return {
    code: 'image-wrong-architecture',
    message: `A program for another processor than the builder's ${architecture} was to run.`,
    hint:
      others.length === 0
        ? 'A file that was copied in, or the base image, is made for another processor.'
        : `For ${others.join(', ')}: put docker/setup-qemu-action before this step (slow), name a builder of that kind in builder/remote, or run this job on such a runner.`,
  }
}

const judges: readonly Judge[] = [full, noBuilder, format, ...fileJudges, ...pushJudges]

const otherwise = ({ message }: Failure): Cause => ({
  code: 'build-failed',
  message: `The build failed: ${message}`,
  hint: 'The log above has all that buildx said.',
})

/** What a failed `docker buildx build` means, from the last lines it printed. */
export const explainBuild = (tail: readonly string[], attempt: Attempt): SeaworthyError => {
  const failure = readFailure(tail)
  const found = judges.map((judge) => judge(failure, attempt)).find((cause) => cause !== undefined)
  const { code, message, hint } = found ?? otherwise(failure)
  const evidence = [...failure.step.slice(-30), failure.message].filter((line) => line !== '')
  const place = inCheckout(failure.place, attempt.order.dockerfile)
  return new SeaworthyError(code, message, { hint, evidence, place })
}
