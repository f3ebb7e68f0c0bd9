import { spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { root } from '../../lab/kit/lab.ts'
import { runCommand, exitCodeOf } from '../../lab/kit/processes.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-beside-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A bin/test with the real bin/lib, and steps of `sh -c` in place of the parts. */
const program = (front: string, beside: string): string => {
  mkdirSync(join(folder, 'bin'))
  symlinkSync(join(root, 'bin/lib'), join(folder, 'bin/lib'))
  const file = join(folder, 'bin/test')
  writeFileSync(
    file,
    `#!/usr/bin/env bash
set -euo pipefail
ROOT=${folder}
cd "$ROOT"
for part in run steps beside; do . "$ROOT/bin/lib/$part.sh"; done
AT_END=(leave_beside)
start
if [ "$1" = beside ]; then
  step beside 'in the background' sh -c '${beside}'
  exit
fi
begin_beside beside
step front 'in the foreground' sh -c '${front}'
end_beside
`,
  )
  chmodSync(file, 0o755)
  return file
}

/** Waits for a file of the folder, at most ten seconds. */
const until = (name: string): string =>
  `for i in $(seq 100); do test -e ${name} && exit 0; sleep 0.1; done; exit 1`

test('both run at once, one output comes after the other, and their counts are added', async () => {
  const front = `touch front; echo from the front; (${until('beside')})`
  const beside = `touch beside; echo from beside; (${until('front')})`
  const { code, stdout } = await runCommand(program(front, beside), ['all'])
  expect(stdout).toMatch(/from the front\n[^]*== front: ok[^]*from beside\n[^]*== beside: ok/)
  expect(stdout).toMatch(/\n2 passed, 0 failed\n$/)
  expect(code).toBe(0)
})

test.each([
  ['the one in the background', 'true', 'false', '== beside: FAILED'],
  ['the one in the foreground', 'false', 'true', '== front: FAILED'],
])('a failure of %s is told', async (_, front, beside, told) => {
  const { code, stdout } = await runCommand(program(front, beside), ['all'])
  expect(stdout).toContain(told)
  expect(stdout).toMatch(/\n1 passed, 1 failed\n$/)
  expect(code).toBe(1)
})

test('one that is killed in the background has failed, whatever it has not said', async () => {
  // The step, then `timeout`, then the bin/test of its own.
  const beside = 'kill -9 $(ps -o ppid= -p $(ps -o ppid= -p $$))'
  const { code, stdout, stderr } = await runCommand(program('true', beside), ['all'])
  expect(stderr).toContain('bin/test: beside ended without its last words (137)')
  expect(stdout).toMatch(/\n1 passed, 1 failed\n$/)
  expect(code).toBe(1)
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends both, with all that they started', async (signal, code) => {
  const stay = (name: string): string => `sleep 300 & echo $! > ${name}; touch ${name}.up; wait`
  const child = spawn(program(stay('front'), stay('beside')), ['all'], { stdio: 'pipe' })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<number>((resolve) => {
    child.on('close', (status, by) => resolve(exitCodeOf(status, by)))
  })
  for (const name of ['front.up', 'beside.up'])
    await runCommand('sh', ['-c', `cd ${folder}; ${until(name)}`])
  child.kill(signal)
  expect(await ended).toBe(code)
  expect(said).toMatch(/== interrupted: cleaning up\n[^]*== interrupted: cleaning up\n/)
  for (const name of ['front', 'beside']) {
    const pid = await runCommand('cat', [join(folder, name)])
    expect(existsSync(`/proc/${pid.stdout.trim()}/cmdline`)).toBe(false)
  }
})
