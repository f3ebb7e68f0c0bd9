import { join } from 'node:path'
import { loadCacheClient } from '../../github/cache/client.ts'
import { keepFolders } from '../../github/cache/keep.ts'
import { envForPrograms } from '../../github/run.ts'
import type { Installed } from '../../postgres/client/find.ts'
import { provideClient, type InstallOrder } from '../../postgres/client/provide.ts'
import { runProgram } from '../../base/program.ts'
import type { ClientInputs } from './client-inputs.ts'
import type { Context } from './context.ts'

/** GitHub's client leaves its list of files in RUNNER_TEMP; in the step's own folder it goes with that. */
const loadCacheIn = (folder: string) => () => {
  process.env['RUNNER_TEMP'] = folder
  return loadCacheClient()
}

const installWith = (
  { env, log, signal }: Context,
  source: string,
  folder: string,
): InstallOrder => {
  const tools = env['RUNNER_TOOL_CACHE']
  return {
    tools: join(tools ?? folder, 'seaworthy-clients'),
    folder,
    source,
    // A folder of this step alone is another one next time: nothing would ever be found again.
    keeper: keepFolders(tools === undefined ? {} : env, (line) => log.warning(line), signal, {
      load: loadCacheIn(folder),
    }),
    month: new Date().toISOString().slice(0, 7),
    arch: process.arch,
    run: runProgram,
    tell: (line) => log.info(line),
  }
}

/** Finds PostgreSQL's client programs on the runner, or installs them; `folder` is the step's own. */
export const clientFor =
  (context: Context, { installClient, clientSource }: ClientInputs, folder: string) =>
  (major: number, signal: AbortSignal): Promise<Installed> =>
    provideClient(
      major,
      {
        env: envForPrograms(context.env),
        install: installClient ? installWith(context, clientSource, folder) : undefined,
      },
      signal,
    )
