import { userInfo } from 'node:os'
import { isPlain } from './layout.ts'

/** Undefined for a user without a line in /etc/passwd, whom ssh refuses to serve at all. */
export const homeInPasswd = (): string | undefined => {
  try {
    return userInfo().homedir
  } catch {
    return undefined
  }
}

/**
 * The user's own configurations of ssh. ssh looks for its own in the home of /etc/passwd, but takes `~`
 * in Include for HOME (glob(3)), and GitHub sets HOME=/github/home in a container job. What an earlier
 * step has written to `~/.ssh/config` there, ssh alone would not find.
 */
export const userConfigs = (
  home: string | undefined,
  inPasswd: string | undefined,
): readonly string[] => {
  if (inPasswd === undefined || inPasswd === home || !isPlain(inPasswd)) return ['~/.ssh/config']
  return [`${inPasswd.replace(/\/+$/, '')}/.ssh/config`, '~/.ssh/config']
}
