import {
  keepJournal,
  readLock,
  releaseLock,
  succeedLock,
  takeLock,
} from '../../../../src/host/lock.ts'
import type { Word } from '../../../../src/host/word.ts'
import { sampleJournal } from '../../../host/sample.ts'
import { say, together, type Case } from '../case.ts'
import { created, owner, proxy, service, start, switched, type Ground } from './ground.ts'

const guard = (token: string): Word => ({ word: 'guard', owner, token })
const begin = (token: string): Word => ({ word: 'begin', owner, token })
const bar = (token: string): Word => ({ word: 'bar', owner, token })
const seize = (token: string, waitMs = 20_000): Word => ({
  word: 'seize',
  owner,
  token,
  services: [`${service}-web`],
  waitMs,
})
const read = (path: string): Word => ({ word: 'read', path, as: path })
const mark: Word = { word: 'append', path: 'mark', text: 'x' }

/** A script of another run that takes some seconds: it waits for a target that never gets healthy. */
const slow = (...lead: readonly Word[]) =>
  say(...lead, switched('c1', '--deploy-timeout="4s"', '--drain-timeout="1s"'), mark)

const unhealthy = (ground: Ground) => [
  ...created(ground, 'c1', 'bad'),
  proxy,
  say(start('c1'), seize('a')),
]

const mine = sampleJournal('a', { service })
const yours = sampleJournal('b', { service })

export const fenceCases = (ground: Ground): readonly Case[] => [
  {
    title: 'guard refuses on a host that nobody owns',
    says: [say(guard('a'), mark), say(read('mark'))],
  },
  {
    title: 'guard lets the owner go on',
    says: [say(seize('a')), say(guard('a'), mark), say(read('mark'), read(owner))],
  },
  {
    title: 'guard refuses whoever was the owner',
    says: [say(seize('a')), say(seize('b')), say(guard('a'), mark), say(guard('b'), read('mark'))],
  },
  {
    title: 'guard takes no beginning of a token for it',
    says: [say(seize('ab')), say(guard('a'), mark), say(read('mark'))],
  },
  {
    title: 'begin goes on unless its token is barred',
    says: [
      say(begin('a'), mark),
      say(bar('a')),
      say(begin('a'), mark),
      say(begin('b'), read('mark')),
    ],
  },
  {
    title: 'bar changes no owner',
    says: [say(seize('a')), say(bar('a')), say(guard('a'), read(owner))],
  },
  {
    title: 'bar ends what was begun under its token',
    says: [...unhealthy(ground), together(slow(begin('a')), say(bar('a'))), say(read('mark'))],
  },
  {
    title: 'bar leaves what others have begun',
    says: [...unhealthy(ground), together(slow(begin('b')), say(bar('a'))), say(read('mark'))],
  },
  {
    title: 'seize ends a guarded script and waits for what it left in the proxy',
    says: [
      ...unhealthy(ground),
      together(slow(guard('a')), say(seize('b'))),
      say(read('mark'), read(owner)),
    ],
  },
  {
    title: 'seize gives up after its time',
    says: [
      ...unhealthy(ground),
      together(slow(guard('a')), say(seize('b', 600))),
      say(read('mark'), read(owner)),
    ],
  },
  {
    title: 'seize ends what the same token said before',
    says: [...unhealthy(ground), together(slow(guard('a')), say(seize('a'))), say(read('mark'))],
  },
  { title: 'holds-lock refuses without a lock', says: [say(...keepJournal(mine))] },
  {
    title: 'a lock is taken once',
    says: [
      say({ word: 'dir', path: '.kamal' }, ...takeLock(mine)),
      say(...takeLock(yours)),
      say(...readLock(mine)),
    ],
  },
  {
    title: 'a journal is kept by the holder only',
    says: [
      say(...takeLock(mine)),
      say(...keepJournal({ ...mine, phase: 'switching' })),
      say(...keepJournal(yours)),
      say(...readLock(mine)),
    ],
  },
  {
    title: 'a lock is freed by the holder only',
    says: [
      say(...takeLock(mine)),
      say(...releaseLock(yours)),
      say(...releaseLock(mine)),
      say(...readLock(mine)),
    ],
  },
  {
    title: 'a holder that has ended is succeeded once',
    says: [
      say(...takeLock(mine)),
      say(...succeedLock(yours, { journal: mine, root: 'a' })),
      say(...succeedLock(sampleJournal('c', { service }), { journal: mine, root: 'a' })),
      say(...readLock(mine)),
    ],
  },
]
