import type { Login } from './registry/authorize.ts'

/** What is to be built, and how: the file's words with those of the inputs on top. */
export interface Order {
  readonly service: string
  /** `ghcr.io/acme/shop`. */
  readonly repository: string
  readonly version: string
  /** Undefined without a repository of git. */
  readonly commit: string | undefined
  /** Page of the repository, for the label that links a package of GHCR to it. */
  readonly source: string
  /** `linux/amd64`. */
  readonly platforms: readonly string[]
  readonly context: string
  /** As Kamal's: relative to the checkout. */
  readonly dockerfile: string
  readonly target: string | undefined
  /** Null takes the value from the step's environment. */
  readonly args: Readonly<Record<string, string | null>>
  readonly secrets: Readonly<Record<string, string>>
  readonly ssh: string | undefined
  readonly provenance: string | undefined
  readonly sbom: string | undefined
  readonly cache: Cache
}

/** Where layers are kept from one build to the next. */
export type Cache =
  | { readonly type: 'none' }
  | { readonly type: 'gha'; readonly options: string | undefined }
  | { readonly type: 'registry'; readonly ref: string; readonly options: string | undefined }

export interface RegistryLogin extends Login {
  /** Undefined is Docker Hub. */
  readonly server: string | undefined
}
