import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

const argumentsOf = async (pid: string): Promise<readonly string[]> => {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
  } catch {
    return []
  }
}

/** Ids of the processes of this machine whose command line, the program first, is one of those meant. */
export const processesWhere = async (
  isMeant: (argv: readonly string[]) => boolean,
): Promise<readonly number[]> => {
  const found: number[] = []
  for (const pid of await readdir('/proc').catch(() => []))
    if (/^\d+$/.test(pid) && isMeant(await argumentsOf(pid))) found.push(Number(pid))
  return found
}

const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids)
    try {
      process.kill(pid, signal)
    } catch {
      // It is gone already.
    }
}

/**
 * Ends what is meant: by `signal`, and by force after ten seconds. Returns what is still there five
 * seconds later. An id noted in a file may belong to somebody else by now; a command line does not.
 */
export const endWhere = async (
  isMeant: (argv: readonly string[]) => boolean,
  signal: NodeJS.Signals,
): Promise<readonly number[]> => {
  const deadline = performance.now() + 10_000
  signalAll(await processesWhere(isMeant), signal)
  let left = await processesWhere(isMeant)
  while (left.length > 0 && performance.now() < deadline + 5000) {
    if (performance.now() > deadline) signalAll(left, 'SIGKILL')
    await sleep(20)
    left = await processesWhere(isMeant)
  }
  return left
}
