import type { LabHost } from '../lab/kit/lab.ts'
import { runOurs, runPeer, verify, type Action, type Measured, type Task } from './run.ts'
import { checkout, clear, delayed, versions } from './shop.ts'

export interface Case {
  readonly hosts: readonly LabHost[]
  /** Milliseconds. */
  readonly roundTrip: number
  readonly runs: number
  /** Another command line to run in alternation. */
  readonly peer: string | undefined
}

/** What came of one action, run by run. */
export interface Series {
  readonly action: Action
  readonly ours: readonly Measured[]
  /** Wall times; empty without a peer. */
  readonly peers: readonly number[]
}

export type Progress = (text: string) => void

const actions: readonly Action[] = ['deploy', 'rollback']

/** Every run goes to the version that does not serve. */
const alternation = (): (() => string) => {
  let turn = 0
  return () => versions[turn++ % versions.length] ?? versions[0]
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`

/** Measures deploy and rollback in turn, ours and the peer's, from hosts that never saw the service. */
export const measure = async (what: Case, progress: Progress): Promise<readonly Series[]> => {
  const way = await delayed(what.hosts, what.roundTrip)
  const workspace = checkout(way.hosts)
  const next = alternation()
  const task = (action: Action): Task => ({
    action,
    version: next(),
    hosts: way.hosts,
    workspace: workspace.path,
  })
  const ours = async (action: Action): Promise<Measured> => {
    const one = task(action)
    const measured = await runOurs(one)
    await verify(what.hosts, one)
    return measured
  }
  const peers = async (action: Action): Promise<readonly number[]> => {
    if (what.peer === undefined) return []
    const one = task(action)
    const wall = await runPeer(what.peer, one)
    await verify(what.hosts, one)
    return [wall]
  }
  const series = actions.map((action) => ({
    action,
    ours: [] as Measured[],
    peers: [] as number[],
  }))
  try {
    await clear(what.hosts)
    // Not counted: images are pulled, the proxy is started.
    for (const action of ['deploy', 'deploy'] as const) await ours(action)
    await peers('deploy')
    for (let run = 1; run <= what.runs; run += 1) {
      for (const one of series) {
        const measured = await ours(one.action)
        const others = await peers(one.action)
        one.ours.push(measured)
        one.peers.push(...others)
        const beside = others.map((wall) => `, the peer ${seconds(wall)}`).join('')
        progress(`${one.action} ${run} of ${what.runs}: ${seconds(measured.wall)}${beside}`)
      }
    }
    return series
  } finally {
    await clear(what.hosts)
    workspace.cleanup()
    await way.close()
  }
}
