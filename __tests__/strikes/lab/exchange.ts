/** One thing that is said to a host, as it passes by on its way there. */
export interface Exchange {
  readonly kind: 'script' | 'docker' | 'probe'
  /** `POST /containers/ID/start`; of a script the programs that tell what it is about. */
  readonly title: string
  /** Of a probe: the header Host, `ID:PORT`. */
  readonly hostHeader: string | undefined
  /** Milliseconds since 1970 when it began. */
  readonly at: number
  /** `200`, `code 0`; `pending` while nothing has come back. */
  result: string
}

/** Whether what is said, or answered, passes. */
export type Verdict = 'pass' | 'drop'

export interface Ear {
  readonly onExchange: (exchange: Exchange) => Verdict | Promise<Verdict>
  readonly onSent: (exchange: Exchange) => void
  readonly onAnswer: (exchange: Exchange) => Verdict
}

/** What is heard on one channel. */
export interface Heard {
  /** Of bytes to the host: whether they pass, and what to call once they have. */
  readonly request: (chunk: Buffer) => Promise<{ readonly passes: boolean; sent: () => void }>
  /** Of bytes from the host, or none at its end: whether they pass. */
  readonly answer: (chunk: Buffer) => boolean
}

const telling =
  /kamal-proxy (?:deploy|remove)|docker (?:create|start|stop|rename|rm|pull|tag|rmi|image rm)|mv -nT|pgrep|kill /g

/** What a script is about: the programs in it that change something, each once, in order. */
export const titleOfScript = (text: string): string =>
  [...new Set(text.match(telling) ?? ['look'])].join(', ').trim()

interface Head {
  readonly title: string
  readonly hostHeader: string | undefined
}

/** The head of an HTTP request at the beginning of some bytes. */
const headOf = (text: string): Head | undefined => {
  const [, method, path] = /^([A-Z]+) (\S+) HTTP\/1\.1\r\n/.exec(text) ?? []
  if (method === undefined || path === undefined) return undefined
  const hostHeader = /\r\nhost: *(\S+)\r\n/i.exec(text)?.[1]
  return { title: `${method} ${path.split('?')[0] ?? ''}`, hostHeader }
}

const heads: Readonly<
  Record<Exchange['kind'], (text: string, isFirst: boolean) => Head | undefined>
> = {
  // A session may be opened ahead: the exchange begins with the first byte of its script.
  script: (text, isFirst) =>
    isFirst ? { title: titleOfScript(text), hostHeader: undefined } : undefined,
  docker: headOf,
  probe: headOf,
}

const resultOf = (kind: Exchange['kind'], text: string): string => {
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1]
  if (kind === 'script' || status === undefined) return 'answered'
  return kind === 'probe' ? `answered ${status}` : status
}

/** Hears what passes by one host, on all its channels. */
export const listenTo = (ear: Ear): ((kind: Exchange['kind']) => Heard) => {
  return (kind) => {
    let current: Exchange | undefined
    let [dropsRequest, dropsAnswer] = [false, false]
    const begin = async (head: Head): Promise<Exchange> => {
      const one: Exchange = { kind, ...head, at: Date.now(), result: 'pending' }
      current = one
      dropsRequest = (await ear.onExchange(one)) === 'drop'
      return one
    }
    return {
      request: async (chunk) => {
        const head = heads[kind](chunk.toString('latin1'), current === undefined)
        const begun = head === undefined ? undefined : await begin(head)
        const sent = (): void => {
          if (begun !== undefined) ear.onSent(begun)
        }
        return { passes: !dropsRequest, sent }
      },
      answer: (chunk) => {
        if (current?.result === 'pending') {
          current.result = resultOf(kind, chunk.toString('latin1'))
          dropsAnswer = ear.onAnswer(current) === 'drop'
        }
        return !dropsAnswer
      },
    }
  }
}
