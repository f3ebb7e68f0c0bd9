import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { root } from '../../scripts/actions.ts'
import { toolVersion } from '../../src/actions/shared/tool-version.ts'

test('backups name the version that package.json has', () => {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    string
  >
  expect(toolVersion).toBe(`${name} ${version}`)
})
