import { isHost, isUser } from './check/names.ts'

export interface JumpHost {
  readonly user: string
  readonly host: string
  readonly port: number
}

export const isPort = (port: number): boolean => port >= 1 && port <= 65_535

/** `[user@]host[:port]`; the user is root unless said otherwise, as in Kamal. */
export const parseJump = (text: string): JumpHost | undefined => {
  const [, user = 'root', name = '', digits] =
    /^(?:([^@]+)@)?(\[[^\]]+\]|[^@:]+)(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = name.replaceAll(/[[\]]/g, '')
  const port = Number(digits ?? 22)
  return isUser(user) && isHost(host) && isPort(port) ? { user, host, port } : undefined
}

// What these options say is ours to decide, or makes no difference to where the connection leads.
const idle = /^(?:StrictHostKeyChecking|UserKnownHostsFile|ConnectTimeout|ForwardAgent|LogLevel)=/
const target = /^(?:%h:%p|\[%h\]:%p)$/

interface Call {
  readonly onward: boolean
  readonly user?: string
  readonly port?: string
  readonly rest: readonly string[]
}

const told = (call: Call, option: string, argument: string): Call | undefined => {
  switch (option) {
    case '-W':
      return target.test(argument) ? { ...call, onward: true } : undefined
    case '-p':
      return { ...call, port: argument }
    case '-l':
      return { ...call, user: argument }
    default:
      return option === '-o' && idle.test(argument) ? call : undefined
  }
}

/** The words of a call of `ssh`; undefined where one before its host is not understood. */
const callOf = (words: readonly string[]): Call | undefined => {
  const [word = '', next = ''] = words
  if (!word.startsWith('-')) return { onward: false, rest: words }
  if (/^-[qTAaxnC46]+$/.test(word)) return callOf(words.slice(1))
  const attached = word.slice(2)
  const call = callOf(words.slice(attached === '' ? 2 : 1))
  return call && told(call, word.slice(0, 2), attached === '' ? next : attached)
}

const hostOf = ({ user, port }: Call, host: string): JumpHost | undefined => {
  const name = host.includes('@') || user === undefined ? host : `${user}@${host}`
  return parseJump(port === undefined ? name : `${name}:${port}`)
}

/**
 * The host in between that a `proxy_command` means, where it is no more than that:
 * `ssh -W %h:%p user@host`, or `ssh user@host nc %h %p`.
 */
export const jumpOfCommand = (text: string): JumpHost | undefined => {
  const [program = '', ...words] = text.trim().split(/\s+/)
  const call = /(?:^|\/)ssh$/.test(program) ? callOf(words) : undefined
  const [host, ...command] = call?.rest ?? []
  if (call === undefined || host === undefined) return undefined
  const wanted = call.onward ? '' : 'nc %h %p'
  return command.join(' ') === wanted ? hostOf(call, host) : undefined
}
