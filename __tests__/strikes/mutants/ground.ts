import { eachWord, without, withoutIn, type Mutant } from './mutant.ts'

const grounded = (killer: string, name: string, breaks: Mutant['breaks']): Mutant => ({
  killer,
  name,
  breaks,
  scenarios: ['bootstrap/1'],
})

/** What brings hosts up. */
export const grounds: readonly Mutant[] = [
  grounded('D19', 'an accessory is never started', withoutIn(/^start accessory/, 'start')),
  grounded('D19', 'an accessory goes without its files', without('put')),
  grounded('D19', 'an accessory is never routed', withoutIn(/^finish db/, 'switch')),
  grounded(
    'D19',
    'the certificate of an accessory is laid where the proxy is not told to look',
    eachWord((word) =>
      word.word === 'write' && word.path.endsWith('/tls/cert.pem')
        ? { ...word, path: word.path.replace('/tls/', '/tls/db/') }
        : word,
    ),
  ),
  grounded(
    'D19',
    'an accessory is made anew under another name',
    eachWord((word) =>
      word.word === 'create' && word.name === 'app-db' ? { ...word, name: 'app-db-2' } : word,
    ),
  ),
  grounded(
    'D7',
    'a late start of an accessory is not fenced',
    withoutIn(/^start accessory/, 'guard'),
  ),
]
