const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`)

export const isIpv4 = (text: string): boolean => ipv4.test(text)

/** An IPv6 address without brackets and without a zone. */
export const isIpv6 = (text: string): boolean => {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const all = groups.flat()
  // The last two groups may be written as an IPv4 address.
  const last = all.at(-1)
  const mixed = last !== undefined && isIpv4(last) && text.endsWith(last)
  const hex = mixed ? all.slice(0, -1) : all
  const size = hex.length + (mixed ? 2 : 0)
  return (
    hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) &&
    (halves.length === 2 ? size < 8 : size === 8)
  )
}
