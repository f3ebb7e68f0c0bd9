import { execFileSync } from 'node:child_process'

/** The commit that is checked out: the seed unless another is given. */
export const headOf = (): string => {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'seaworthy'
  }
}
