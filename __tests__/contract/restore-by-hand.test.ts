import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { root } from '../../scripts/actions.ts'
import { restoreSteps } from '../../src/backup/archive/readme.ts'

test('backup/README.md restores by the commands that every backup has in it', () => {
  const readme = readFileSync(join(root, 'backup/README.md'), 'utf8')
  const [, shown] = /<!-- restore -->\s+```sh\n([^]*?)\n```\s+<!-- \/restore -->/.exec(readme) ?? []
  const steps = restoreSteps({
    ...{ recipients: ['age1...'], file: 'shop-20261120T020000Z.tar.zst.age', database: 'shop' },
  })
  expect(shown).toBe(steps.map(({ does, command }) => `# ${does}\n${command}`).join('\n'))
  const [plain] = restoreSteps({
    recipients: [],
    file: 'shop-20261120T020000Z.tar.zst',
    database: '',
  })
  expect(readme).toContain(`\`${plain?.command.split(' | ')[0] ?? ''}\``)
})
