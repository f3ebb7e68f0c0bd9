import { expect, test } from '@jest/globals'
import { heldSince } from './lock-watch.ts'
import { answersOf, lifeOf } from './recorded.ts'

const line = (fields: object): string => JSON.stringify(fields)

const request = (time: string, more: object): string =>
  line({ time: `2026-05-04T03:02:${time}Z`, msg: 'Request', path: '/', status: 200, ...more })

const at = Date.parse('2026-05-04T03:02:00Z')
const told = (text: readonly string[]) => answersOf('h1', 'shop-web', text.join('\n'))

test('who answers is told when it changes, from when a request came', () => {
  const log = [
    request('01.5', { target: 'aaa:3000', duration: 400_000_000 }),
    request('01.6', { target: 'aaa:3000', duration: 0 }),
    request('01.7', { target: 'bbb:3000', duration: 0 }),
    request('01.7005', { target: 'aaa:3000', duration: 0, path: '/slow' }),
    'no JSON',
  ]
  const serves = { what: 'serves', host: 'h1', service: 'shop-web' }
  expect(told(log)).toEqual([
    { ...serves, at: at + 1100, by: 'aaa', answer: 'aaa:3000' },
    { ...serves, at: at + 1700, by: 'bbb', answer: 'bbb:3000' },
  ])
})

test('nobody answers when the proxy knows no such host, or meets nobody', () => {
  const log = [
    request('01', { status: 404, target: '', duration: 0 }),
    request('02', { status: 502, target: 'aaa:3000', duration: 0 }),
  ]
  expect(told(log)).toMatchObject([
    { by: undefined, answer: 'no route' },
    { by: undefined, answer: 'bad gateway: 502' },
  ])
})

test('a deploy in the proxy is told once it has drained; another service is none of ours', () => {
  const deployed = { time: '2026-05-04T03:02:01Z', msg: 'Deployed', targets: ['bbb:3000'] }
  const log = [
    line({ ...deployed, service: 'other-web' }),
    line({ ...deployed, service: 'shop-web' }),
  ]
  expect(told(log)).toMatchObject([
    { what: 'routed', at: at + 1000, targets: ['bbb:3000'] },
    { what: 'serves', at: at + 1000, by: 'bbb' },
  ])
})

const event = (Action: string): string =>
  line({ Action, timeNano: 5_500_000, Actor: { ID: 'c'.repeat(64), Attributes: { name: 'shop' } } })

test('containers come and go as Docker says; a start after its restart may be nobody’s', () => {
  const text = ['create', 'start', 'exec_create: sh', 'die', 'destroy'].map(event).join('\n')
  const life = lifeOf({ name: 'h1', isRestarted: false }, text)
  expect(life.map(({ what }) => what)).toEqual(['created', 'started', 'exited', 'removed'])
  expect(life[1]).toMatchObject({ at: 5.5, id: 'c'.repeat(12), container: 'shop', by: 'command' })
  expect(lifeOf({ name: 'h1', isRestarted: true }, event('start'))).toMatchObject([
    { by: 'policy' },
  ])
})

test('a lock that was succeeded is held since its journal was written, not its details', () => {
  const written = [900, 700]
  expect(heldSince({ written }, 'run 1', 500, 1000)).toBe(900)
  expect(heldSince({ written }, undefined, 0, 1000)).toBe(700)
  expect(heldSince({ written }, 'run 2', 950, 1000)).toBe(1000)
})
