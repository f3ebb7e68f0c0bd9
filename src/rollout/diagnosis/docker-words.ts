/** What Docker and the kernel say [tried with Docker 26.1 and runc 1.1]. */
export const execFormat = /exec format error/i

/** Not `ENOSPC` of a file watcher: that is a limit of inotify, no full disk. */
export const noSpace = /no space left on device|\bENOSPC\b(?!.*watch)|disk quota exceeded/i

export const imageGone = /no such image|manifest unknown|repository does not exist/i

const wrapping =
  /^(?:error response from daemon: |failed to (?:create|start) (?:task for container|shim task): |OCI runtime create failed: |(?:runc create|container_linux\.go:\d+)[^:]*: |unable to start container process: |error during container init: |driver failed programming external connectivity on endpoint \S+ \([\da-f]+\): )+/i

/** Docker's refusal without the layers that it went through. */
export const unwrapped = (text: string): string =>
  text
    .trim()
    .replace(wrapping, '')
    .replace(/: unknown(?=$|: )/, '')

export interface MissingCommand {
  readonly command: string
  /** `absent`: no such file; `barred`: a folder, or not executable. */
  readonly kind: 'absent' | 'barred'
}

/** The command that a refusal of `start` names: `exec: "nope": executable file not found in $PATH`. */
export const missingCommand = (text: string): MissingCommand | undefined => {
  const [, command, reason = ''] = /exec: "([^"]+)": (.+)/.exec(text) ?? []
  if (command === undefined || execFormat.test(reason)) return undefined
  if (/not found in|no such file/.test(reason)) return { command, kind: 'absent' }
  return /permission denied|is a directory/.test(reason) ? { command, kind: 'barred' } : undefined
}

/** The host port that another container or program holds. */
export const takenPort = (text: string): string | undefined =>
  /(?:Bind for|listen tcp\d?) \S*?:(\d+)(?: failed|: bind).*(?:already allocated|already in use)/.exec(
    text,
  )?.[1]
