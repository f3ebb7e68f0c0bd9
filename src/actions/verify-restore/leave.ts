import { serverFolder } from '../../backup/prove/prove-backup.ts'
import { envForPrograms, type Env } from '../../github/run.ts'
import { removeLeftover } from '../../postgres/server/leftover.ts'
import { runProgram } from '../../base/program.ts'
import { removeWorkplace } from '../shared/workplace.ts'

/** Ends the throw-away server, if there is one, and removes everything that was restored. */
export const leave = async (folder: string, env: Env): Promise<void> => {
  await removeLeftover(serverFolder(folder), runProgram, envForPrograms(env))
  await removeWorkplace(folder)
}
