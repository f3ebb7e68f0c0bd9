import { messageOf } from '../../base/reason.ts'
import { bounded } from '../artifact/bounded.ts'
import type { Env } from '../run.ts'
import { loadCacheClient, type CacheClient } from './client.ts'

/** Folders that outlive a job, by GitHub's cache. */
export interface FolderKeeper {
  /** Whether the folder is there now, as it was when it was saved. */
  restore(folder: string, key: string): Promise<boolean>
  save(folder: string, key: string): Promise<void>
}

export interface KeepPorts {
  readonly load: () => Promise<CacheClient>
  /** Of one call, with the client's own retries; in milliseconds. */
  readonly limitMs: number
}

// Less than the client's five attempts take: what the cache saves is not worth more.
const ports: KeepPorts = { load: loadCacheClient, limitMs: 20_000 }

/**
 * A keeper that only warns: what can't be cached is made anew. After a failure it is not tried again.
 * Where the runner offers no cache, nothing is kept and nothing is said.
 * @throws the signal's reason, when that ends a call.
 */
export const keepFolders = (
  env: Env,
  warn: (line: string) => void,
  signal: AbortSignal,
  given: Partial<KeepPorts> = {},
): FolderKeeper => {
  const { load, limitMs } = { ...ports, ...given }
  let works = [env['ACTIONS_RUNTIME_TOKEN'], env['ACTIONS_RESULTS_URL'] ?? env['ACTIONS_CACHE_URL']]
    .map((value) => value ?? '')
    .every(Boolean)
  const attempt = async <T>(what: string, work: (client: CacheClient) => Promise<T>) => {
    if (!works) return undefined
    try {
      return await bounded(load().then(work), limitMs, signal)
    } catch (error) {
      signal.throwIfAborted()
      works = false
      warn(`${what}: ${messageOf(error)}`)
      return undefined
    }
  }
  return {
    restore: async (folder, key) =>
      (await attempt("GitHub's cache could not be asked", (client) =>
        client.restoreCache([folder], key),
      )) !== undefined,
    save: async (folder, key) => {
      await attempt("GitHub's cache could not keep the client", (client) =>
        client.saveCache([folder], key),
      )
    },
  }
}
