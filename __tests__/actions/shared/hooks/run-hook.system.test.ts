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
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../../../src/base/error.ts'
import type { HookName, HookSettings } from '../../../../src/config/hooks.ts'
import type { Context } from '../../../../src/actions/shared/context.ts'
import { checkHooks } from '../../../../src/actions/shared/hooks/check-hooks.ts'
import type { HookSubject } from '../../../../src/actions/shared/hooks/hook-env.ts'
import { runHook } from '../../../../src/actions/shared/hooks/run-hook.ts'
import { run } from '../../build-push/support.ts'

let workspace = ''
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'seaworthy-hooks-'))
  mkdirSync(join(workspace, 'hooks'))
})
afterEach(() => rmSync(workspace, { recursive: true, force: true }))

const write = (name: HookName, text: string, mode = 0o755): void => {
  writeFileSync(join(workspace, 'hooks', name), text)
  chmodSync(join(workspace, 'hooks', name), mode)
}

const settings = (name: HookName, changes: Partial<HookSettings> = {}): HookSettings => ({
  ...{ files: { [name]: `hooks/${name}` }, quiet: [], timeoutMs: 20_000, secrets: {}, hosts: [] },
  ...changes,
})

/** Runs a hook; resolves with the lines of the log and the error. */
const ran = async (
  name: HookName,
  changes: Partial<HookSettings> = {},
  signal = new AbortController().signal,
  onLine: (line: string) => void = () => undefined,
): Promise<{ readonly lines: readonly string[]; readonly error: unknown }> => {
  const lines: string[] = []
  const info = (line: string): void => {
    lines.push(line)
    onLine(line)
  }
  const env = {
    PATH: process.env['PATH'],
    INPUT_KEY: 'x',
    ACTIONS_RUNTIME_TOKEN: 'x',
    MINE: 'mine',
  }
  const context = { env, run: { ...run, workspace }, log: { info }, signal } as unknown as Context
  const subject: HookSubject = {
    ...{ service: 'shop', destination: undefined, command: 'deploy', roles: [], hosts: ['h1'] },
    ...{ version: 'v2', settings: settings(name, changes) },
  }
  const error = await runHook(context, subject, { name, lock: true }, signal).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return { lines, error }
}

const told = (error: unknown) => {
  if (!(error instanceof SeaworthyError)) throw error
  return { code: error.code, message: error.message, evidence: error.evidence, hint: error.hint }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('a hook', () => {
  test("runs in the checkout, with Kamal's variables and the step's, without its inputs", async () => {
    write(
      'pre-build',
      '#!/bin/sh\npwd\nenv | grep -E "^(KAMAL_(SERVICE|LOCK|HOSTS|PERFORMER|DEST)|MINE|INPUT|ACTIONS)" | sort\n',
    )
    const { lines, error } = await ran('pre-build')
    expect(error).toBeUndefined()
    expect(lines).toEqual([
      workspace,
      'KAMAL_HOSTS=h1',
      'KAMAL_LOCK=true',
      'KAMAL_PERFORMER=ada',
      'KAMAL_SERVICE=shop',
      'KAMAL_SERVICE_VERSION=shop@v2',
      'MINE=mine',
    ])
  })

  test('names nobody else where Git knows who it is', async () => {
    write('pre-build', '#!/bin/sh\necho $KAMAL_PERFORMER\n')
    mkdirSync(join(workspace, '.git/objects'), { recursive: true })
    mkdirSync(join(workspace, '.git/refs'))
    writeFileSync(join(workspace, '.git/HEAD'), 'ref: refs/heads/main\n')
    writeFileSync(join(workspace, '.git/config'), '[user]\n\temail = ann@b.c\n')
    expect((await ran('pre-build')).lines).toEqual(['ann@b.c'])
  })

  test('may be text without a first line that names a shell', async () => {
    write('pre-build', 'echo from sh\n')
    expect(await ran('pre-build')).toEqual({ lines: ['from sh'], error: undefined })
  })

  test('that is not there is no failure', async () => {
    expect(await ran('pre-build', { files: {} })).toEqual({ lines: [], error: undefined })
  })

  test('that is to be quiet is heard only when it fails', async () => {
    const quiet = { quiet: ['pre-build'] } as const
    write('pre-build', '#!/bin/sh\necho well\n')
    expect(await ran('pre-build', quiet)).toEqual({ lines: [], error: undefined })
    write('pre-build', '#!/bin/sh\necho not well\nexit 7\n')
    const { lines, error } = await ran('pre-build', quiet)
    expect(lines).toEqual([])
    expect(told(error).evidence).toEqual(['not well'])
  })
})

describe('a hook that fails', () => {
  test('is told with its exit code and its last lines, of stdout and stderr', async () => {
    write(
      'pre-deploy',
      '#!/bin/sh\nfor i in $(seq 100); do echo line $i; done\necho no >&2\nexit 3\n',
    )
    const { error, lines } = await ran('pre-deploy')
    expect(lines).toHaveLength(101)
    const { evidence, ...rest } = told(error)
    expect(rest).toEqual({
      code: 'hook-failed',
      message: 'the hook pre-deploy failed with exit code 3',
      hint: 'mend what hooks/pre-deploy found, or the hook itself',
    })
    expect(evidence[0]?.split('\n')).toHaveLength(40)
    expect(evidence[0]).toContain('line 100')
    expect(evidence[0]).toContain('no')
  })

  test('by a signal', async () => {
    write('pre-deploy', '#!/bin/sh\nkill -TERM $$\n')
    expect(told((await ran('pre-deploy')).error).message).toBe(
      'the hook pre-deploy could not be run to its end: SIGTERM',
    )
  })

  test('for its interpreter is not there', async () => {
    write('pre-deploy', '#!/opt/no/such/ruby\n')
    const { message, hint } = told((await ran('pre-deploy')).error)
    expect(message).toContain('could not be run to its end')
    expect(hint).toBe(
      'see whether the program that the first line of hooks/pre-deploy names is on the runner',
    )
  })
})

/** Starts children of its own, says their ids, and never ends. */
const endless = '#!/bin/sh\nsleep 600 &\necho $! > child\necho $$ > self\necho started\nwait\n'

const pids = (): readonly number[] =>
  ['child', 'self'].map((file) => Number(readFileSync(join(workspace, file), 'utf8')))

describe('a hook that never ends', () => {
  test('is killed with all it has started when its time is up', async () => {
    write('pre-deploy', endless)
    const { error } = await ran('pre-deploy', { timeoutMs: 1000 })
    expect(told(error)).toEqual({
      code: 'hook-failed',
      message: 'the hook pre-deploy did not end within 1.0 s',
      evidence: ['started'],
      hint: 'see what hooks/pre-deploy waits for; x-seaworthy/hooks/timeout in deploy.yml gives it longer',
    })
    expect(pids().map(isAlive)).toEqual([false, false])
  })

  test('is killed with all it has started when the run is cancelled', async () => {
    write('pre-deploy', endless)
    const cancel = new AbortController()
    const reason = new SeaworthyError('cancelled', 'The run was cancelled.')
    const { error } = await ran('pre-deploy', {}, cancel.signal, () => cancel.abort(reason))
    expect(error).toBe(reason)
    expect(pids().map(isAlive)).toEqual([false, false])
  })

  test('holds nobody up through a child that has left its group and keeps its output open', async () => {
    write('pre-deploy', "#!/bin/sh\nsetsid sh -c 'echo $$ > away; exec sleep 30' &\nsleep 600\n")
    const { error } = await ran('pre-deploy', { timeoutMs: 2000 })
    expect(told(error).message).toContain('did not end within')
    const away = Number(readFileSync(join(workspace, 'away'), 'utf8'))
    expect(isAlive(away)).toBe(true)
    process.kill(away, 'SIGKILL')
  }, 20_000)
})

describe('a hook without its run bit', () => {
  test('is named before anything is begun, with all others', () => {
    write('pre-build', '', 0o644)
    write('pre-deploy', '', 0o644)
    write('post-deploy', '', 0o755)
    const files = Object.fromEntries(
      ['pre-build', 'pre-deploy', 'post-deploy'].map((name) => [name, `hooks/${name}`]),
    )
    expect(() => checkHooks(workspace, settings('pre-build', { files }))).toThrow(
      new SeaworthyError(
        'hook-unusable',
        'hooks/pre-build is a hook, and is not executable\nhooks/pre-deploy is a hook, and is not executable',
      ),
    )
    expect(existsSync(join(workspace, 'child'))).toBe(false)
  })

  test('and one that can be run is no mistake', () => {
    write('pre-build', '', 0o700)
    expect(() => checkHooks(workspace, settings('pre-build'))).not.toThrow()
  })
})
