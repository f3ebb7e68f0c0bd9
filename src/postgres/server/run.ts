export { evidenceOf, runProgram } from '../../base/program.ts'
export type { Outcome, Owner, Run, RunProgram } from '../../base/program.ts'
