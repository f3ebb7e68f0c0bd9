import type { ProbeAnswer } from '../../host/probe.ts'

export type GateResult =
  | { readonly passed: true; readonly answer: string; readonly probes: number }
  | {
      readonly passed: false
      readonly lastProbe: ProbeAnswer | undefined
      readonly probes: number
      readonly waitedMs: number
    }
