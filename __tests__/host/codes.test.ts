import { expect, test } from '@jest/globals'
import { busyCode, fencedCode } from '../../src/host/render-fence.ts'
import { notAllowedCode, notInstalledCode, silentCode } from '../../src/host/render-ground.ts'
import { noAssetsCode } from '../../src/host/render-web.ts'
import { unlabelledCode } from '../../src/host/render-word.ts'

test('every exit code that a word has for itself means one thing', () => {
  const codes = [
    ...[busyCode, fencedCode, noAssetsCode, notAllowedCode, notInstalledCode],
    ...[silentCode, unlabelledCode],
  ]
  expect([...new Set(codes)]).toEqual(codes)
})
