import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isLoopback, parseListeners, socketName } from '../../../src/rollout/diagnosis/listeners.ts'

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
const tail = '00000000:00000000 00:00000000 00000000     0        0 209239 1 00000000be0b713b 100 0'

const entry = (local: string, state = '0A', remote = '00000000:0000'): string =>
  `   0: ${local} ${remote} ${state} ${tail}`

const parsed = (...lines: readonly string[]): readonly string[] =>
  parseListeners([head, ...lines].join('\n')).map(socketName)

describe('the listening sockets of /proc/PID/net/tcp and tcp6', () => {
  test.each([
    ['0100007F:0BB8', '127.0.0.1:3000'],
    ['00000000:0BB8', '0.0.0.0:3000'],
    ['030012AC:1F90', '172.18.0.3:8080'],
    ['00000000000000000000000000000000:0BB8', '[::]:3000'],
    ['00000000000000000000000001000000:0BB8', '[::1]:3000'],
    ['0000000000000000FFFF00000100007F:0BB8', '127.0.0.1:3000'],
    ['0000000000000000FFFF0000030012AC:0BB8', '172.18.0.3:3000'],
    ['B80D0120000000000000000001000000:0050', '[2001:db8::1]:80'],
  ])('%s is %s', (local, name) => expect(parsed(entry(local))).toEqual([name]))

  test('connections that do not listen are left out', () =>
    expect(parsed(entry('030012AC:0BB8', '01', '010012AC:D431'))).toEqual([]))

  test("Docker's own resolver is no socket of the app", () =>
    expect(parsed(entry('0B00007F:ADC3'), entry('0100007F:0BB8'))).toEqual(['127.0.0.1:3000']))

  test('headings, empty and cut lines are passed over', () =>
    expect(parsed('', head, '   0: 0100007F:0B', entry('00000000:0050'))).toEqual(['0.0.0.0:80']))

  test('they come by port, each once', () =>
    expect(parsed(entry('00000000:1F90'), entry('00000000:0BB8'), entry('00000000:1F90'))).toEqual([
      '0.0.0.0:3000',
      '0.0.0.0:8080',
    ]))
})

const hexWord = (bytes: readonly number[]): string =>
  Buffer.from([...bytes].reverse())
    .toString('hex')
    .toUpperCase()

const port = fc.integer({ min: 1, max: 65_535 })
const portHex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0')
const word = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 })))

test('every IPv4 address comes back as it was', () => {
  fc.assert(
    fc.property(word, port, (bytes, number) => {
      const address = bytes.join('.')
      fc.pre(address !== '127.0.0.11')
      expect(parseListeners(entry(`${hexWord(bytes)}:${portHex(number)}`))).toEqual([
        { address, port: number },
      ])
    }),
  )
})

/** The sixteen bytes of an IPv6 address without brackets. */
const bytesOf = (address: string): readonly number[] => {
  const [front = '', back] = address.split('::')
  const numbers = (part: string) => (part === '' ? [] : part.split(':').map((g) => parseInt(g, 16)))
  const [first, last] = [numbers(front), numbers(back ?? '')]
  const gap = Array.from({ length: 8 - first.length - last.length }, () => 0)
  return [...first, ...gap, ...last].flatMap((group) => [group >> 8, group & 255])
}

test('every IPv6 address comes back as the same sixteen bytes', () => {
  fc.assert(
    fc.property(fc.tuple(word, word, word, word), port, (words, number) => {
      const bytes = words.flat()
      fc.pre(!(bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255))
      const local = words.map(hexWord).join('')
      const [found] = parseListeners(entry(`${local}:${portHex(number)}`))
      expect([bytesOf(found?.address ?? ''), found?.port]).toEqual([bytes, number])
    }),
  )
})

test('no text makes it fail', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseListeners(text)))
})

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['172.18.0.3', false],
])('%s is reached by the container alone: %s', (address, alone) =>
  expect(isLoopback({ address, port: 1 })).toBe(alone),
)
