import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { folderOf, programPath } from '../fleet/connect/local.ts'
import { makeHome, say, shells, type Home, type Shell } from './shells.ts'

const needed = ['sh', 'mktemp', 'mv', 'rm', 'cat', 'chmod', 'sleep', 'base64', 'tr']

/** A root's home on a machine without apt and Docker, where curl and wget do as they are told. */
const bareHome = (programs: Readonly<Record<string, string>>): Home => {
  const home = makeHome()
  const bin = folderOf(join(home.path, 'tools'), needed)
  for (const [name, text] of Object.entries({ id: 'echo 0', ...programs })) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  const tmp = join(home.path, 'tmp')
  mkdirSync(tmp)
  return { ...home, env: { PATH: bin, HOME: home.path, TMPDIR: tmp, LC_ALL: 'C' } }
}

// Docker's script is made up: it says that it ran, and puts a docker there that answers.
const begin = `echo 'echo begun >>"$HOME/ran"'`
const rest = `echo 'echo "#!/bin/sh" >"$HOME/tools/docker"; chmod 755 "$HOME/tools/docker"; echo ended >>"$HOME/ran"'`
const whole = `${begin}; ${rest}`
const brokenOff = `${begin}; exit 18`

const install = async (programs: Readonly<Record<string, string>>, shell: Shell) => {
  const home = bareHome(programs)
  const absolute = { ...shell, command: programPath(shell.command) }
  const { code } = await say([{ word: 'install-docker' }], home, absolute)
  return {
    code,
    ran: home.has('ran') ? home.text('ran').trim().split('\n') : [],
    left: readdirSync(join(home.path, 'tmp')),
  }
}

// The shell of busybox takes its own wget, whatever PATH says, and would ask the internet.
const obedient = shells.filter(({ command }) => command !== 'busybox')

describe.each(obedient)("Docker's own script, fetched by $name", (shell) => {
  test('is run as curl has it', async () => {
    const end = await install({ curl: whole, wget: 'exit 1' }, shell)
    expect(end).toEqual({ code: 0, ran: ['begun', 'ended'], left: [] })
  })

  test('that breaks off midway is not run in front of what wget has', async () => {
    const end = await install({ curl: brokenOff, wget: whole }, shell)
    expect(end).toEqual({ code: 0, ran: ['begun', 'ended'], left: [] })
  })

  test('that comes empty is fetched by wget', async () => {
    const end = await install({ curl: ':', wget: whole }, shell)
    expect(end).toEqual({ code: 0, ran: ['begun', 'ended'], left: [] })
  })

  test.each([
    ['breaks off both times', { curl: brokenOff, wget: brokenOff }],
    ['comes empty', { curl: ':', wget: ':' }],
    ['can be fetched by nothing', {}],
  ])('that %s is not run, and nothing is left of it', async (_title, programs) => {
    expect(await install(programs, shell)).toEqual({ code: 84, ran: [], left: [] })
  })
})
