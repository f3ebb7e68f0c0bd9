import { expect, test } from '@jest/globals'
import { busyCode, fencedCode } from '../../../src/host/render-fence.ts'
import { notAllowedCode, notInstalledCode, silentCode } from '../../../src/host/render-ground.ts'
import { noAssetsCode } from '../../../src/host/render-web.ts'
import { unlabelledCode } from '../../../src/host/render-word.ts'
import { told } from './failure.ts'

test('no exit code of a script means two things', () => {
  const codes = [
    ...[fencedCode, busyCode, unlabelledCode, noAssetsCode],
    ...[notAllowedCode, notInstalledCode, silentCode],
  ]
  expect(new Set(codes).size).toBe(codes.length)
})

test.each([
  [notAllowedCode, 'the login user is not root, and may not use sudo without a password'],
  [notInstalledCode, "neither the distribution's packages nor Docker's own script could be had"],
  [silentCode, 'it was installed, and does not answer'],
])('Docker that is not installed is explained by exit code %d', (code, why) => {
  const { code: error, message } = told({ word: 'install-docker' }, '', code)
  expect([error, message]).toEqual(['docker-refused', expect.stringContaining(why)])
})
