/** An artifact as the runner's own service tells it. It does not tell when it expires. */
export interface ListedArtifact {
  readonly name: string
  readonly id: number
  readonly size: number
  readonly digest?: string
}

/** As much of GitHub's artifact client as is used here; its failures are plain errors. */
export interface ArtifactClient {
  uploadArtifact(
    name: string,
    files: string[],
    rootDirectory: string,
    options: { retentionDays: number; skipArchive: boolean },
  ): Promise<{ id?: number; size?: number; digest?: string }>
  getArtifact(name: string): Promise<{ artifact: ListedArtifact }>
  deleteArtifact(name: string): Promise<{ id: number }>
}

/**
 * GitHub's own client. It reads the runner's variables from the environment by itself, and writes
 * progress to the log; addresses it masks. Loaded when needed only: it is large, and few steps upload.
 */
export const loadClient = async (): Promise<ArtifactClient> => {
  const { DefaultArtifactClient } = await import('@actions/artifact')
  return new DefaultArtifactClient()
}
