import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Hooks of a checkout, and what they note of their own runs. */
export interface Hooks {
  /** The step's `env` that tells hooks where to note. */
  readonly env: Readonly<Record<string, string>>
  /** Takes the place of all hooks there are, and of what they noted; each notes itself before it does what is given. */
  readonly set: (hooks: Readonly<Record<string, string>>, mode?: number) => void
  /** What was noted since the last call, a line for each run. */
  readonly noted: () => readonly string[]
  readonly remove: () => void
}

const note = `#!/bin/sh
{ echo "$(basename "$0")"
  env | grep '^KAMAL_' | grep -vE '^KAMAL_(RECORDED_AT|PERFORMER|SERVICE|SERVICE_VERSION|RUNTIME)=' | sort
} | paste -sd' ' >>"$HOOKS_NOTED"
`

export const makeHooks = (workspace: string): Hooks => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-noted-'))
  const file = join(folder, 'noted')
  const hooks = join(workspace, '.kamal/hooks')
  return {
    env: { HOOKS_NOTED: file },
    set: (texts, mode = 0o755) => {
      rmSync(hooks, { recursive: true, force: true })
      rmSync(file, { force: true })
      mkdirSync(hooks, { recursive: true })
      for (const [name, text] of Object.entries(texts)) {
        writeFileSync(join(hooks, name), `${note}${text}\n`)
        chmodSync(join(hooks, name), mode)
      }
    },
    noted: () => {
      const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
      rmSync(file, { force: true })
      return text.split('\n').filter(Boolean)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
