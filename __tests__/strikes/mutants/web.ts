import { eachWord, without, withoutIn, type Mutant } from './mutant.ts'

const scenarios = ['web-files/1', 'web-files-bad/2', 'web-files-again/1']

const mutant = (killer: string, name: string, breaks: Mutant['breaks']): Mutant => ({
  killer,
  name,
  breaks,
  scenarios,
})

/** Assets, error pages, certificates. */
export const webFiles: readonly Mutant[] = [
  mutant('D3', 'new containers mount assets that nobody put there', without('extract-assets')),
  mutant('D3', 'versions do not share their assets', without('mix')),
  mutant('D3', 'what was lent to the old version stays with it', without('unmix')),
  mutant('D3', 'a certificate and pages that were replaced are not put back', without('swap-back')),
  mutant(
    'D3',
    'the new certificate is staged and never put into place',
    withoutIn(/^switch/, 'swap'),
  ),
  mutant(
    'D3',
    'what was replaced is not kept',
    eachWord((word) => (word.word === 'swap' ? [{ word: 'remove', path: word.path }, word] : word)),
  ),
  mutant(
    'D14',
    'a copy of the private key is left behind',
    eachWord((word) =>
      word.word === 'write' && word.path.endsWith('/key.pem')
        ? [word, { ...word, path: '.kamal/apps/app/seaworthy/key' }]
        : word,
    ),
  ),
]
