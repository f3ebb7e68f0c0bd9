/** As much of GitHub's cache client as is used here. It warns of most failures by itself. */
export interface CacheClient {
  /** The key that was found; undefined when there is none, and after a failure. */
  restoreCache(paths: string[], primaryKey: string): Promise<string | undefined>
  /** -1 after a failure. */
  saveCache(paths: string[], key: string): Promise<number>
}

/** GitHub's own client. It reads the runner's variables from the environment by itself. */
export const loadCacheClient = async (): Promise<CacheClient> => import('@actions/cache')
