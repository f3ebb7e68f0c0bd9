import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runAction } from '../../lab/kit/runner.ts'
import type { RunOptions } from '../../lab/kit/step.ts'

const actionYml = `
inputs:
  do: {description: What to do, default: nothing}
  key word: {description: Two words}
  token: {description: A token, default: '\${{ github.token }}'}
outputs:
  answer: {description: An answer}
runs: {using: node24, main: ../dist/fake.mjs, post: ../dist/fake.mjs}
`

const program = `
import { spawn } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
const { env } = process
const append = (file, text) => appendFileSync(env[file], text + '\\n')
const stay = () => setInterval(() => undefined, 1000)
const deeds = {
  nothing: () => undefined,
  fail: () => { process.exitCode = 3 },
  tell: () => {
    console.log(JSON.stringify({ env, cwd: process.cwd() }))
    append('GITHUB_OUTPUT', 'answer<<E\\ntwo\\nlines\\nE')
    append('GITHUB_STEP_SUMMARY', '# Main')
    append('GITHUB_ENV', 'GIVEN=on')
    append('GITHUB_PATH', '/second\\n/first')
    writeFileSync(env.RUNNER_TEMP + '/left', '')
  },
  torn: () => append('GITHUB_STATE', 'torn<<E'),
  mask: () => console.log('::add-mask::s3cret\\nit is s3cret\\n::error title=bad::s3cret'),
  wait: () => {
    process.once('SIGINT', () => { console.log('interrupted'); clearInterval(timer) })
    const timer = stay()
    console.log('waiting')
  },
  stubborn: () => {
    for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => console.log('ignored ' + name))
    stay()
    console.log('waiting')
  },
  orphan: () => {
    const options = { detached: true, stdio: 'ignore' }
    const child = spawn('sleep', ['300'], options)
    child.unref()
    console.log('orphan ' + child.pid)
  },
}
if (env.STATE_phase === 'main') {
  console.log('post ' + env.INPUT_DO + ' ' + env.GIVEN)
  append('GITHUB_STEP_SUMMARY', '# Post')
  append('GITHUB_ENV', 'GIVEN=off')
  if (env.INPUT_DO === 'fail') process.exitCode = 4
} else {
  append('GITHUB_STATE', 'phase=main')
  deeds[env.INPUT_DO]()
}
`

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy kit-'))
  for (const name of ['fake', 'dist', 'workspace']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'fake/action.yml'), actionYml)
  writeFileSync(join(folder, 'dist/fake.mjs'), program)
})
afterAll(() => rmSync(folder, { recursive: true }))

const start = (deed: string, more: Partial<RunOptions> = {}) =>
  runAction('fake', {
    workspace: join(folder, 'workspace'),
    actions: folder,
    ...more,
    inputs: { do: deed, ...more.inputs },
  })

interface Told {
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
}

/** Nothing is left to run: it is gone, or a zombie that nobody has asked for its exit code. */
const hasEnded = (pid: number): boolean => {
  const stat = `/proc/${pid}/stat`
  return !existsSync(stat) || readFileSync(stat, 'utf8').includes(') Z ')
}

describe('a step', () => {
  test('sees the environment of a runner and nothing of ours', async () => {
    process.env['SEAWORTHY_LEAK'] = 'yes'
    const { rawLog } = await start('tell', {
      inputs: { 'key word': ' a\nb\n' },
      env: { EXTRA: '1', GITHUB_RUN_ID: '77' },
      token: 'ghs_token',
    }).result
    delete process.env['SEAWORTHY_LEAK']
    const { env, cwd } = JSON.parse(rawLog.split('\n')[0] ?? '') as Told
    expect(cwd).toBe(join(folder, 'workspace'))
    expect(env).toMatchObject({
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: cwd,
      GITHUB_RUN_ID: '77',
      INPUT_KEY_WORD: ' a\nb\n',
      INPUT_TOKEN: 'ghs_token',
      EXTRA: '1',
    })
    expect(env).not.toHaveProperty('SEAWORTHY_LEAK')
  })

  test('answers with outputs, summary, state and what it left behind', async () => {
    const result = await start('tell').result
    expect(result).toMatchObject({
      exitCode: 0,
      mainExit: 0,
      postExit: 0,
      outputs: { answer: 'two\nlines' },
      summary: '# Main\n# Post\n',
      state: { phase: 'main' },
      exported: { GIVEN: 'on' },
      handedOver: { GIVEN: 'off' },
      leftovers: ['temp/left'],
      orphans: [],
    })
    expect(result.log).toContain('\npost tell on\n')
  })

  test('is followed by later steps, which have what it exported and not its inputs', async () => {
    let env: Readonly<Record<string, string>> = {}
    const between = (job: { readonly env: typeof env }): Promise<void> => {
      env = job.env
      return Promise.resolve()
    }
    await start('tell', { between, inputs: { 'key word': 'secret' } }).result
    expect(env).toMatchObject({ GIVEN: 'on', GITHUB_RUN_ATTEMPT: '1' })
    expect(env['PATH']?.split(':')[0]).toBe('/first')
    expect(JSON.stringify(env)).not.toContain('secret')
    env = {}
    await start('fail', { between }).result
    expect(env).toEqual({})
  })

  test('that fails still has its post phase', async () => {
    const { exitCode, mainExit, postExit } = await start('fail').result
    expect({ exitCode, mainExit, postExit }).toEqual({ exitCode: 3, mainExit: 3, postExit: 4 })
  })

  test('is shown with its masks, and known without', async () => {
    const { log, rawLog, annotations, masks } = await start('mask').result
    expect(log).toBe('it is ***\n::error title=bad::***\npost mask undefined\n')
    expect(rawLog).toContain('it is s3cret')
    expect(annotations).toEqual([{ kind: 'error', title: 'bad', message: 's3cret' }])
    expect(masks).toEqual(['s3cret'])
  })

  test.each([
    ['an input that is not declared', { inputs: { oops: '1' } }, 'Not declared as inputs: oops'],
    ['an action that is not there', { actions: '/nowhere' }, 'ENOENT'],
  ])('with %s is refused', (_, more, message) => {
    expect(() => start('nothing', more)).toThrow(message)
  })

  test('that writes a torn file fails', async () => {
    await expect(start('torn').result).rejects.toThrow("Matching delimiter not found 'E'")
  })

  test('that does not end in time is ended, and says how far it came', async () => {
    const handle = start('stubborn', { timeoutMs: 500 })
    await expect(handle.result).rejects.toThrow(/did not end in 500 ms.*\nwaiting\n/s)
  })
})

describe('a cancelled step', () => {
  test('gets SIGINT, and its post phase runs', async () => {
    const handle = start('wait')
    await handle.waitForLine(/^waiting$/)
    handle.signal('SIGINT')
    const { log, mainExit, postExit } = await handle.result
    expect(log).toBe('waiting\ninterrupted\npost wait undefined\n')
    expect([mainExit, postExit]).toEqual([0, 0])
  })

  test('that does not listen gets SIGTERM, then SIGKILL, and its post phase runs', async () => {
    const handle = start('stubborn', { patience: { interrupted: 300, terminated: 300 } })
    await handle.waitForLine(/^waiting$/)
    handle.signal('SIGINT')
    const { log, mainExit, postExit } = await handle.result
    expect(log).toBe('waiting\nignored SIGINT\nignored SIGTERM\npost stubborn undefined\n')
    expect([mainExit, postExit]).toEqual([137, 0])
  })
})

describe('a killed runner', () => {
  test('runs no post phase', async () => {
    const handle = start('wait')
    await handle.waitForLine(/waiting/)
    handle.kill()
    const { log, mainExit, postExit, state } = await handle.result
    expect(log).toBe('waiting\n')
    expect([mainExit, postExit, state]).toEqual([137, undefined, {}])
  })
})

test('processes that outlive the job are named and ended', async () => {
  const handle = start('orphan')
  const pid = Number((await handle.waitForLine(/^orphan \d+$/)).split(' ')[1])
  const { orphans } = await handle.result
  expect(orphans).toEqual(['sleep'])
  expect(hasEnded(pid)).toBe(true)
})

describe('waiting for a line', () => {
  test('finds one that was there before', async () => {
    const handle = start('fail')
    await handle.result
    expect(await handle.waitForLine(/post/)).toBe('post fail undefined')
  })

  test('says so when the step ends without it', async () => {
    await expect(start('nothing').waitForLine(/never/)).rejects.toThrow(
      /\/never\/ did not come before the end.*\npost nothing/s,
    )
  })

  test('says so when it takes too long', async () => {
    const handle = start('wait')
    await expect(handle.waitForLine(/never/, 300)).rejects.toThrow('did not come in 300 ms')
    handle.kill()
    await handle.result
  })
})
