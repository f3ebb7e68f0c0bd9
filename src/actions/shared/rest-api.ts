import type { RestApi } from '../../github/rest.ts'
import type { Context } from './context.ts'

/** The REST API of this run's server, with a token of the step's. */
export const restApiOf = (
  { run, signal }: Pick<Context, 'run' | 'signal'>,
  token: string | undefined,
): RestApi => ({ apiUrl: run.apiUrl, token, signal, fetchLike: (...args) => fetch(...args) })
