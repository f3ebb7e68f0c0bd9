import { spawnSync } from 'node:child_process'

/**
 * What Ruby answers: `script` is a Ruby lambda that is called with each of `inputs` (as JSON gives
 * them) in one process, and whose results come back as JSON.
 * @throws Error when there is no Ruby, or the script fails.
 */
export const askRuby = (
  script: string,
  inputs: readonly unknown[],
  env: Readonly<Record<string, string>> = {},
): readonly unknown[] => {
  const program = `require "json"\nanswer = ${script}\nprint JSON.generate(JSON.parse(STDIN.read).map(&answer))`
  const { status, stdout, stderr, error } = spawnSync('ruby', ['-EUTF-8:UTF-8', '-e', program], {
    input: JSON.stringify(inputs),
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  })
  if (error) throw error
  if (status !== 0) throw new Error(stderr)
  const answers: unknown = JSON.parse(stdout)
  if (!Array.isArray(answers)) throw new Error('Ruby gave no list')
  return answers
}
