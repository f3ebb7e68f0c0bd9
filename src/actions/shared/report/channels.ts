import type { Inputs } from '../../../github/inputs.ts'

/** Inputs of every action that tells others what became of it. */
export const channelInputNames = ['notify-on', 'slack-webhook', 'webhook'] as const
/** Those of what runs by night, when nobody looks. */
export const nightlyInputNames = [...channelInputNames, 'report-issue', 'heartbeat-url'] as const

type ChannelInputName = (typeof channelInputNames)[number]
type NightlyInputName = (typeof nightlyInputNames)[number]

export const notifyOn = ['failure', 'change', 'always'] as const

export interface Channels {
  readonly notifyOn: (typeof notifyOn)[number]
  readonly slack: string | undefined
  readonly webhook: string | undefined
  readonly issue: boolean
  readonly heartbeat: string | undefined
}

const address = <Name extends string>(inputs: Inputs<Name>, name: Name): string | undefined => {
  const text = inputs.optionalText(name)
  if (text === undefined) return undefined
  const protocol = URL.parse(text)?.protocol ?? ''
  if (['http:', 'https:'].includes(protocol)) return text
  inputs.refuse(name, 'must be a web address, https://...')
  return undefined
}

export const readChannels = (inputs: Inputs<ChannelInputName>): Channels => ({
  notifyOn: inputs.choice('notify-on', notifyOn),
  slack: address(inputs, 'slack-webhook'),
  webhook: address(inputs, 'webhook'),
  issue: false,
  heartbeat: undefined,
})

export const readNightlyChannels = (inputs: Inputs<NightlyInputName>): Channels => ({
  ...readChannels(inputs),
  issue: inputs.boolean('report-issue'),
  heartbeat: address(inputs, 'heartbeat-url'),
})

/** Who has the address of a webhook can write to it: its path is its password. */
export const secretsOf = ({ slack, webhook, heartbeat }: Channels): readonly string[] =>
  [slack, webhook, heartbeat]
    .filter((url) => url !== undefined)
    .flatMap((url) => [url, URL.parse(url)?.pathname.slice(1) ?? ''])
    .filter(({ length }) => length > 0)
