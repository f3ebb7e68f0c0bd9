import { expect, test } from '@jest/globals'
import type { Word } from '../../../src/host/word.ts'
import { doingOf } from '../../../src/rollout/explain/doing.ts'

const owner = { owner: 'o', token: 't' }

test.each<[Word, string]>([
  [{ word: 'dir', path: 'a' }, 'make the folder a'],
  [{ word: 'write', path: 'a', text: 'secret', mode: '600' }, 'write a'],
  [{ word: 'append', path: 'a', text: 'secret' }, 'add to a'],
  [{ word: 'move', from: 'a', to: 'b' }, 'rename a to b'],
  [{ word: 'publish', from: 'a', to: 'b' }, 'put b into place'],
  [{ word: 'remove', path: 'a' }, 'remove a'],
  [{ word: 'read', path: 'a', as: 'x' }, 'read a'],
  [{ word: 'read-each', path: 'a', file: 'b', as: 'x' }, 'read a/*/b'],
  [{ word: 'list', path: 'a', as: 'x' }, 'list a'],
  [{ word: 'free-disk', path: '/a', as: 'x' }, 'measure the free space of /a'],
  [{ word: 'free-memory', as: 'x' }, 'measure the free memory'],
  [{ word: 'guard', ...owner }, 'check that this run still owns the host'],
  [{ word: 'seize', ...owner, services: [], waitMs: 0 }, 'make this run the owner of the host'],
  [{ word: 'create', name: 'c', args: [] }, 'create the container c'],
  [{ word: 'rename', from: 'c', to: 'd' }, 'rename the container c to d'],
  [{ word: 'start', container: 'c' }, 'start the container c'],
  [{ word: 'stop', container: 'c', timeSeconds: 1 }, 'stop the container c'],
  [{ word: 'discard', container: 'c' }, 'remove the container c'],
  [{ word: 'boot-proxy', run: [] }, 'start kamal-proxy'],
  [
    { word: 'prune-containers', service: 's', destination: 'd', retain: 5 },
    'prune stopped containers of s',
  ],
  [{ word: 'prune-images', service: 's', repository: 's' }, 'prune images of s'],
  [{ word: 'try', does: { word: 'remove', path: 'a' }, as: 'x' }, 'remove a'],
])('%j: %s', (word, doing) => expect(doingOf(word)).toBe(doing))
