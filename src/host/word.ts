import type { Mix, Swap } from './web-files.ts'

/**
 * The vocabulary of our scripts. A word is data: it is rendered to `sh` by render.ts, printed by a
 * dry-run, and acted out by simulated hosts. Paths are relative to the login user's home, as Kamal's.
 */
export type Word =
  | FileWord
  | GroundWord
  | WebWord
  | ReadWord
  | FenceWord
  | ContainerWord
  | ProxyWord
  | PruneWord
  | TryWord

/** Carries out a word whose failure must not end the script: a warning is found under `as`. */
export interface TryWord {
  readonly word: 'try'
  readonly does: Exclude<Word, TryWord>
  readonly as: string
}

export type FileWord =
  /** `mkdir -p`. */
  | { readonly word: 'dir'; readonly path: string }
  /** Replaces the file whole (temporary file, then rename); `mode` is octal, `600`. */
  | { readonly word: 'write'; readonly path: string; readonly text: string; readonly mode: string }
  /** Adds text at the end, in one write. */
  | { readonly word: 'append'; readonly path: string; readonly text: string }
  /** Renames over whatever is there; nothing happens when `from` is absent. */
  | { readonly word: 'move'; readonly from: string; readonly to: string }
  /** Renames a folder into place unless something is there; succeeds either way: read back who won. */
  | { readonly word: 'publish'; readonly from: string; readonly to: string }
  /** Makes a file of any bytes, whole; `mode` is octal. */
  | {
      readonly word: 'put'
      readonly path: string
      readonly base64: string
      readonly mode: string
    }
  /** `chmod` and `chown`, as far as they are said. */
  | {
      readonly word: 'own'
      readonly path: string
      readonly mode: string | undefined
      readonly owner: string | undefined
    }
  /** `rm -rf`; nothing happens when it is absent. */
  | { readonly word: 'remove'; readonly path: string }

/** Words for the files that requests are answered with; what each does can be undone, and done again. */
export type WebWord =
  /** Copies a folder out of an image, whole or not at all; exit code 82 when the image has no such folder. */
  | {
      readonly word: 'extract-assets'
      readonly image: string
      /** Container that is created for it and goes with it. */
      readonly helper: string
      readonly from: string
      readonly to: string
    }
  /** Adds the files that `to` lacks, having noted them; nothing happens when there is no `from`. */
  | ({ readonly word: 'mix' } & Mix)
  /** Takes away what was noted, and the note; nothing happens without one. */
  | { readonly word: 'unmix'; readonly to: string; readonly note: string }
  /** Puts the staged folder into place, keeping what was there; nothing happens without a staged one. */
  | ({ readonly word: 'swap' } & Swap)
  /** Puts back what was kept; what took its place is the staged folder again. */
  | ({ readonly word: 'swap-back' } & Swap)
  /**
   * Lets kamal-proxy read a folder. Of its files the secret ones go to the proxy's user; where the login
   * user can't give them away, everybody on the host may read them, as with Kamal.
   */
  | {
      readonly word: 'let-proxy-read'
      readonly folder: string
      readonly secrets: readonly string[]
    }

/** Words for a host that has nothing yet. */
export type GroundWord =
  /** Where a program is, for the shell; nothing is found when it is not there. */
  | { readonly word: 'find-program'; readonly program: string; readonly as: string }
  /**
   * Installs Docker unless its command is there: exit code 85 where the login user may not, 83 where
   * nothing installs it, 84 when it then does not answer. Lets the login user speak to it.
   */
  | { readonly word: 'install-docker' }

/** Words that answer: the text found goes into the answer's values under `as`. */
export type ReadWord =
  | { readonly word: 'read'; readonly path: string; readonly as: string }
  /** The file `file` of every folder in a folder; found under `as/FOLDER`. */
  | {
      readonly word: 'read-each'
      readonly path: string
      readonly file: string
      readonly as: string
    }
  /** Names in a folder, one a line. */
  | { readonly word: 'list'; readonly path: string; readonly as: string }
  /** Free KiB of the file system that holds a path. */
  | { readonly word: 'free-disk'; readonly path: string; readonly as: string }
  /** MemAvailable in KiB. */
  | { readonly word: 'free-memory'; readonly as: string }

export type FenceWord =
  /** Fails with exit code 79 unless the owner file's first line is the token; notes the script's pid. */
  | { readonly word: 'guard'; readonly owner: string; readonly token: string }
  /** Notes the script under its token; fails with exit code 79 when that token is barred. */
  | { readonly word: 'begin'; readonly owner: string; readonly token: string }
  /** Lets nothing more begin under a token, and ends what still runs under it. Changes nothing else. */
  | { readonly word: 'bar'; readonly owner: string; readonly token: string }
  /**
   * Makes the token the owner. Guarded scripts that still run, whoever said them, are ended first (their
   * process groups), and a running `kamal-proxy deploy` of these services is waited for, at most
   * `waitMs`: exit code 80 when it takes longer.
   */
  | {
      readonly word: 'seize'
      readonly owner: string
      readonly token: string
      /** Proxy services whose running deploy or remove must end first. */
      readonly services: readonly string[]
      readonly waitMs: number
    }
  /** Goes on only while the lock's journal holds this token; else exit code 79. */
  | { readonly word: 'holds-lock'; readonly journal: string; readonly token: string }

export type ContainerWord =
  /**
   * `docker create`, arguments as Kamal gives them to `docker run`; rendered by create-args.ts. The new
   * container's id is found under `as`.
   */
  | {
      readonly word: 'create'
      readonly name: string
      readonly args: readonly ShellArg[]
      readonly as?: string
    }
  /** `docker rename`; nothing happens when `from` does not exist. */
  | { readonly word: 'rename'; readonly from: string; readonly to: string }
  /** `docker start`. */
  | { readonly word: 'start'; readonly container: string }
  /** `docker stop`; nothing happens when it does not exist. Undefined time: Docker's own ten seconds. */
  | {
      readonly word: 'stop'
      readonly container: string
      readonly timeSeconds: number | undefined
    }
  /** The same, not waited for and without an error: a `stop` that follows waits for its end. */
  | {
      readonly word: 'begin-stop'
      readonly container: string
      readonly timeSeconds: number | undefined
    }
  /** `docker rm --force`; nothing happens when it does not exist. */
  | { readonly word: 'discard'; readonly container: string }
  | { readonly word: 'tag'; readonly image: string; readonly as: string }
  /** Fails with exit code 81 unless the image carries the label: Kamal passes over such images. */
  | {
      readonly word: 'require-label'
      readonly image: string
      readonly label: string
      readonly value: string
    }

/** One argument for the host's shell: quoted, or word for word where Kamal leaves it to the host. */
export type ShellArg = string | { readonly raw: string }

export type ProxyWord =
  /** Starts kamal-proxy, or runs it for the first time as Kamal would. */
  | { readonly word: 'boot-proxy'; readonly run: readonly ShellArg[] }
  /** `kamal-proxy deploy`: routes a service to a container, by name, and waits for the drain. */
  | {
      readonly word: 'switch'
      readonly service: string
      readonly container: string
      readonly port: number
      readonly flags: readonly string[]
    }
  /** `kamal-proxy deploy` to a target that is known by its address: how going back is done. */
  | {
      readonly word: 'switch-back'
      readonly service: string
      readonly targets: readonly string[]
      readonly flags: readonly string[]
    }
  /** `kamal-proxy remove`; nothing happens when the service is unknown. */
  | { readonly word: 'unroute'; readonly service: string }

export type PruneWord =
  /** Kamal's prune of stopped containers, of one destination: the newest `retain` stay. */
  | {
      readonly word: 'prune-containers'
      readonly service: string
      readonly destination: string | undefined
      readonly retain: number
    }
  /** Kamal's prune of dangling and of unused tagged images. */
  | { readonly word: 'prune-images'; readonly service: string; readonly repository: string }
