import { expect, test } from '@jest/globals'
import { parseSystem } from '../../../../src/postgres/client/install/system.ts'

test.each([
  ['Debian', 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n', 'debian-12', 'bookworm'],
  ['Ubuntu', 'VERSION_ID="24.04"\nVERSION_CODENAME=noble\nID=ubuntu\n', 'ubuntu-24.04', 'noble'],
  [
    'a distribution made from Ubuntu',
    'ID=linuxmint\nVERSION_ID="22"\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble\n',
    'linuxmint-22',
    'noble',
  ],
  ['one without releases', 'ID=arch\nBUILD_ID=rolling\n', 'arch-rolling', undefined],
  ['no distribution at all', '', 'linux-rolling', undefined],
  ['a name that leads out of its folder', 'ID=../../x\nVERSION_ID="1"\n', 'linux-1', undefined],
])('%s is known by name', (_, text, name, codename) => {
  expect(parseSystem(text)).toEqual({ name, codename })
})
