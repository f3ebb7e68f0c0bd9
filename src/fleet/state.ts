import type { ListedContainer, ListedImage } from '../host/docker-parse.ts'
import type { Journal } from '../host/journal.ts'
import type { LockDetails } from '../host/lock.ts'
import type { ProxyService } from '../host/proxy-state.ts'
import type { Release } from '../host/releases.ts'

/** What one host was found to be, at one moment. */
export interface HostState {
  readonly host: string
  readonly docker: { readonly version: string; readonly arch: string }
  /** Containers of the service and destination, newest first. */
  readonly containers: readonly ListedContainer[]
  readonly images: readonly ListedImage[]
  readonly proxy: ProxyState
  /** Undefined when this look did not ask for files. */
  readonly files: HostFiles | undefined
}

export type ProxyState =
  | { readonly state: 'absent' }
  | { readonly state: 'stopped'; readonly version: string }
  | {
      readonly state: 'running'
      readonly version: string
      /** Undefined: the state file could not be read. */
      readonly services: readonly ProxyService[] | undefined
    }

/** What lies in files. */
export interface HostFiles {
  readonly releases: readonly Release[]
  /** Names in the folder of environment files. */
  readonly envs: readonly string[]
  /** Names in `.kamal`. */
  readonly root: readonly string[]
  /** Names in the folders of assets and of error pages. */
  readonly web: {
    readonly extracted: readonly string[]
    readonly volumes: readonly string[]
    readonly pages: readonly string[]
  }
  readonly freeDiskKiB: number | undefined
  readonly freeMemoryKiB: number | undefined
  readonly lock: LockState
}

export type LockState =
  | { readonly state: 'free' }
  /** A lock of ours: who holds it and what is owed. */
  | {
      readonly state: 'ours'
      readonly journal: Journal
      /** Token of the journal beside the details: an ancestor's when its heir was killed early. */
      readonly root: string
      readonly details: LockDetails | undefined
    }
  /** Kamal's, or a person's. */
  | { readonly state: 'foreign'; readonly details: LockDetails | undefined }

export type FleetState = Readonly<Record<string, HostState>>
