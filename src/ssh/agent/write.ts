import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SeaworthyError } from '../../base/error.ts'
import { evidenceOf } from '../../base/program.ts'
import { quote } from '../../base/quote.ts'
import type { PrivateKey } from '../keys.ts'
import type { Machine } from './agent.ts'
import type { DeployKey } from './deploy-keys.ts'
import type { Layout } from './layout.ts'
import { sshConfig } from './ssh-config.ts'

/** What ssh is told, apart from the keys that the agent has. */
export interface Told {
  readonly keys: readonly PrivateKey[]
  readonly deployKeys: readonly DeployKey[]
  /** Content of known_hosts. */
  readonly knownHosts: string
  readonly includes: readonly string[]
}

/** A public key as a line, with its comment. */
export const publicLineOf = ({ publicLine, comment }: PrivateKey): string =>
  `${publicLine} ${comment}`.trim()

/** A command that uses the configuration; a later `-F` of its caller wins. */
export const commandOf = (program: string, { config }: Layout): string =>
  `${quote(program)} -F ${quote(config)}`

const writeConfig = async (layout: Layout, told: Told): Promise<void> => {
  const numbered = told.keys.map((key, at) => ({ key, number: at + 1 }))
  const numberOf = (key: PrivateKey): number => told.keys.indexOf(key) + 1
  const deployKeys = told.deployKeys.map((one) => ({ ...one, number: numberOf(one.key) }))
  const others = numbered
    .filter(({ key }) => deployKeys.every((one) => one.key !== key))
    .map(({ number }) => number)
  for (const { key, number } of numbered)
    await writeFile(layout.publicKey(number), `${publicLineOf(key)}\n`)
  await writeFile(layout.knownHosts, told.knownHosts)
  await writeFile(layout.config, sshConfig({ layout, deployKeys, others, includes: told.includes }))
}

/**
 * Writes public keys, known hosts and the configuration into the agent's folder, and commands that use
 * them. Programs that run `ssh` by its name (git, rsync, docker) find it without being told.
 * @throws SeaworthyError `agent-failed` when ssh does not take the configuration.
 */
export const writeSsh = async (
  layout: Layout,
  told: Told,
  { run, programs, env, signal }: Machine,
): Promise<void> => {
  await writeConfig(layout, told)
  await mkdir(layout.bin)
  for (const [name, program] of programs.clients) {
    const script = `#!/bin/sh\nexec ${commandOf(program, layout)} "$@"\n`
    await writeFile(join(layout.bin, name), script, { mode: 0o755 })
  }
  const limits = { env, signal, limit: 20_000 }
  const outcome = await run(join(layout.bin, 'ssh'), ['-G', 'localhost'], limits)
  if (outcome.code === 0) return
  throw new SeaworthyError('agent-failed', 'ssh does not take the configuration written for it.', {
    hint: "It includes the machine's own, ~/.ssh/config and /etc/ssh/ssh_config: does plain `ssh -G localhost` work?",
    evidence: evidenceOf('ssh', outcome),
  })
}
