import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { engine, engineClient, labHosts, root } from '../../../lab/kit/lab.ts'
import type { Between } from '../../../lab/kit/step.ts'

/** What GitHub sets in a container job, whatever the image's user has in /etc/passwd. */
const home = '/github/home'

/** A job's container: programs of this machine, files of its own, root at home in /root. */
export interface ContainerJob {
  /** Runs a program as the runner does with Node: inside, with the step's variables. */
  readonly node: string
  /** A later step: `run: command`; throws when it fails. */
  readonly step: (job: Between, command: string) => Promise<string>
  /** A command beside the job. */
  readonly inside: (command: string) => Promise<string>
  readonly remove: () => Promise<void>
}

/** Variables by name only: docker takes the values from its own, also those that no shell lets pass. */
const nodeInside = (container: string): string => {
  const [client, flags] = engineClient()
  return [
    `#!${process.execPath}`,
    "import { spawnSync } from 'node:child_process'",
    "const names = Object.keys(process.env).flatMap((name) => ['--env', name])",
    `const before = ${JSON.stringify([...flags, 'exec'])}`,
    `const after = ${JSON.stringify(['--env', `HOME=${home}`, container, process.execPath])}`,
    'const args = [...before, ...names, ...after, ...process.argv.slice(2)]',
    `process.exitCode = spawnSync(${JSON.stringify(client)}, args, { stdio: 'inherit' }).status ?? 1`,
    '',
  ].join('\n')
}

export const makeContainerJob = async (name: string): Promise<ContainerJob> => {
  const [host] = labHosts(1)
  const image = await engine('inspect', '--format', '{{.Image}}', host?.container ?? '')
  const volumes = ['/usr:/usr:ro', `${root}:${root}:ro`, `${tmpdir()}:${tmpdir()}`]
  await engine(
    ...['run', '--detach', '--name', name, '--network', 'host'],
    ...[...volumes, `${dirname(process.execPath)}:${dirname(process.execPath)}:ro`].flatMap(
      (volume) => ['--volume', volume],
    ),
    // As GitHub starts it: a first process that buries nobody.
    ...['--entrypoint', 'tail', image.trim(), '-f', '/dev/null'],
  )
  const inside = (command: string) => engine('exec', name, 'sh', '-c', command)
  await inside(`mkdir -p ${home} /root/.ssh && chmod 700 /root/.ssh`)
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-job-'))
  const node = join(folder, 'node.mjs')
  writeFileSync(node, nodeInside(name))
  chmodSync(node, 0o755)
  return {
    node,
    inside,
    step: ({ env }, command) => {
      const pairs = Object.entries({ ...env, HOME: home }).flatMap(([key, value]) => [
        '--env',
        `${key}=${value}`,
      ])
      return engine('exec', ...pairs, name, 'sh', '-c', command)
    },
    remove: async () => {
      rmSync(folder, { recursive: true, force: true })
      await engine('rm', '--force', name)
    },
  }
}
