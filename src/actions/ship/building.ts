import type { Job } from '../build-push/job.ts'
import { provideImage, type Provided } from '../build-push/main.ts'

/** A build that goes on beside other things. */
export interface Building {
  readonly image: Promise<Provided>
  /** Ends it, when there is no use for its image any more; resolves when nothing of it is left. */
  readonly stop: (reason: unknown) => Promise<void>
}

export const beginBuild = (job: Job, begun: number): Building => {
  const stopped = new AbortController()
  const signal = AbortSignal.any([job.context.signal, stopped.signal])
  const image = provideImage({ ...job, context: { ...job.context, signal } }, begun)
  const ended = image.then(
    () => undefined,
    () => undefined,
  )
  return {
    image,
    stop: (reason) => {
      stopped.abort(reason)
      return ended
    },
  }
}
