import { items, member, type Field } from './yaml/field.ts'
import { textOf } from './yaml/values.ts'

/** An item of `files` or `directories` of an accessory: `local:remote[:options]`, or a table. */
export interface Mount {
  readonly field: Field
  /** Of a file, its path in the checkout; of a directory, its name on the host. */
  readonly local: string
  /** Path inside the container. */
  readonly remote: string
  readonly mode: string | undefined
  readonly owner: string | undefined
  /** Docker's options of a volume, such as `ro`. */
  readonly options: string | undefined
}

const mountOf = (field: Field): Mount => {
  if (field.node.kind === 'table') {
    const text = (key: string): string | undefined => textOf(member(field, key))
    const [local = '', remote = ''] = [text('local'), text('remote')]
    return {
      field,
      local,
      remote,
      mode: text('mode'),
      owner: text('owner'),
      options: text('options'),
    }
  }
  const [local = '', remote = '', ...options] = (textOf(field) ?? '').split(':')
  const joined = options.join(':')
  return {
    ...{ field, local, remote, mode: undefined, owner: undefined },
    options: joined === '' ? undefined : joined,
  }
}

/** The items of `files` or `directories` (Kamal 2.12, `configuration/accessory.rb`). */
export const mountsOf = (list: Field | undefined): readonly Mount[] => items(list).map(mountOf)

/** Where a file of an accessory lies on its hosts. */
export const filePath = (service: string, { remote }: Mount): string => `${service}${remote}`

/** Where a directory of an accessory lies on its hosts; an absolute path is the host's own. */
export const directoryPath = (service: string, { local }: Mount): string =>
  local.startsWith('/') ? local : `${service}/${local}`
