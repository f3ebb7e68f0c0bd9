import { SeaworthyError } from '../../../src/base/error.ts'
import { createExec, inspectExec, startExec } from '../../../src/host/docker.ts'
import {
  dockerMessage,
  parseExecId,
  parseExitCode,
  parseLogs,
} from '../../../src/host/docker-parse.ts'
import type { Host } from '../../../src/host/port.ts'
import type { Case, Find, Known, Mishap, Saying } from './case.ts'
import { viewOfCall, viewOfProbe, viewOfScript } from './view.ts'

/** A host to try, simulated or real. */
export interface Tried {
  readonly host: Host
  readonly sleep: (ms: number) => Promise<void>
  readonly happen: (mishap: Mishap) => Promise<void>
}

const inspectOf = (name: string) => ({
  kind: 'docker' as const,
  title: `inspect ${name}`,
  method: 'GET' as const,
  path: `/containers/${name}/json`,
  changes: false,
  timeoutMs: 30_000,
})

interface Inspected {
  readonly Id: string
  readonly NetworkSettings: { readonly Networks: Record<string, { IPAddress: string }> }
}

/** Ids and addresses of all containers that a saying may ask for. */
const learn = async (host: Host, known: Map<string, Known>): Promise<void> => {
  for (const name of ['c1', 'c2', 'c3', 'kamal-proxy']) {
    const answer = await host.docker(inspectOf(name)).catch(() => undefined)
    if (answer?.status !== 200) continue
    const { Id, NetworkSettings } = JSON.parse(answer.body.toString('utf8')) as Inspected
    known.set(name, { id: Id, address: NetworkSettings.Networks['kamal']?.IPAddress ?? '' })
  }
}

const needsIds = (saying: Saying): boolean =>
  saying.say === 'probe' ||
  (saying.say === 'call' && saying.call.length > 0) ||
  (saying.say === 'words' && saying.words.length > 0) ||
  (saying.say === 'wait' && needsIds(saying.for)) ||
  (saying.say === 'together' && saying.all.some(needsIds))

const ran = async (host: Host, container: string, words: readonly string[]): Promise<unknown> => {
  const created = await host.docker(createExec(container, words, 'try'))
  if (created.status >= 300) return { status: created.status, message: dockerMessage(created) }
  const id = parseExecId(created)
  const said = await host.docker(startExec(id, 'try', 30_000))
  const code = parseExitCode(await host.docker(inspectExec(id)))
  return { status: said.status, printed: parseLogs(said), code }
}

const maxTries = 150

const answerTo = async (tried: Tried, saying: Saying, find: Find): Promise<unknown> => {
  const { host, sleep } = tried
  switch (saying.say) {
    case 'words': {
      const words = saying.words(find)
      const script = {
        kind: 'script',
        title: 'try',
        words,
        changes: true,
        timeoutMs: 60_000,
      } as const
      return viewOfScript(await host.script(script))
    }
    case 'call': {
      const call = saying.call(find)
      return viewOfCall(call, await host.docker(call))
    }
    case 'exec':
      return ran(host, saying.container, saying.words)
    case 'probe':
      return viewOfProbe(await host.probe(saying.probe(find)))
    case 'wait': {
      for (let tries = 1; ; tries += 1) {
        const answer = await toldOf(tried, saying.for, find)
        if (saying.until.test(JSON.stringify(answer)) || tries === maxTries) return answer
        await sleep(200)
      }
    }
    case 'together': {
      const answers: Promise<unknown>[] = []
      for (const one of saying.all) {
        answers.push(toldOf(tried, one, find))
        await sleep(400)
      }
      return Promise.all(answers)
    }
    case 'mishap':
      await tried.happen(saying.mishap)
      return saying.mishap
  }
}

const toldOf = async (tried: Tried, saying: Saying, find: Find): Promise<unknown> => {
  try {
    return await answerTo(tried, saying, find)
  } catch (error) {
    if (error instanceof SeaworthyError) return { threw: error.code }
    throw error
  }
}

/** What differs between any two hosts, by the order in which it is met; names where they are known. */
const anonymous = (answers: readonly unknown[], known: ReadonlyMap<string, Known>): unknown => {
  let text = JSON.stringify(answers)
  for (const [name, { id, address }] of known) {
    text = text.replaceAll(id, `<${name}>`).replaceAll(id.slice(0, 12), `<${name} short>`)
    if (address !== '') text = text.replaceAll(`"${address}"`, `"<address of ${name}>"`)
  }
  const met = new Map<string, string>()
  const numbered =
    (kind: string) =>
    (found: string): string => {
      if (!met.has(found)) met.set(found, `<${kind} ${String(met.size + 1)}>`)
      return met.get(found) ?? found
    }
  return JSON.parse(
    text
      .replace(/\b[0-9a-f]{64}\b/g, numbered('hash'))
      .replace(/\b[0-9a-f]{12}\b/g, numbered('id'))
      .replace(/"172\.\d+\.\d+\.\d+"/g, '"<address>"'),
  ) as unknown
}

/** Carries out a case; what comes back can be compared with another host's. */
export const carryOut = async (tried: Tried, { says }: Case): Promise<unknown> => {
  const known = new Map<string, Known>()
  const answers: unknown[] = []
  const find: Find = (name) => {
    const found = known.get(name)
    if (found === undefined) throw new Error(`no container ${name}: say so in the case first`)
    return found
  }
  for (const saying of says) {
    if (needsIds(saying)) await learn(tried.host, known)
    answers.push(await toldOf(tried, saying, find))
  }
  await learn(tried.host, known)
  return anonymous(answers, known)
}
