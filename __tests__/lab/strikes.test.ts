import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { root } from '../../lab/kit/lab.ts'
import { runCommand } from '../../lab/kit/processes.ts'

// Judges that must say no: __tests__/strikes/lab/judges.test.ts.
test('whatever strikes a run on real hosts under traffic, every invariant holds', async () => {
  const program = join(root, '__tests__/strikes/lab/main.ts')
  const env = { ...process.env, NODE_OPTIONS: '' }
  const { code, stdout, stderr } = await runCommand(
    process.execPath,
    ['--no-warnings', program, '--count', '24'],
    { timeoutMs: 1_800_000, env },
  )
  expect([code, code === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, ''])
  const [, played, struck] = /: (\d+) played, (\d+) struck, 0 broken/.exec(stdout) ?? []
  expect(Number(played)).toBe(24)
  // Hosts answer a little sooner or later, so a point near the end of a run may not come.
  expect(Number(struck)).toBeGreaterThanOrEqual(20)
}, 1_800_000)
