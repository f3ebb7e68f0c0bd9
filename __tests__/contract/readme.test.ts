import { describe, expect, test } from '@jest/globals'
import { parseAction } from '../../scripts/actions.ts'
import { filled } from '../../scripts/readme.ts'

const actions = [
  parseAction(
    'ship/action.yml',
    [
      'inputs:',
      '  ssh-key: {description: "A key,\\n word for word", required: true}',
      '  wait: {description: a | b, default: 30s}',
      '  force: {description: Do it, default: false}',
      'runs: {using: node24, main: ../dist/ship/index.js}',
    ].join('\n'),
  ),
]

describe('the tables of a README', () => {
  test('come from action.yml, and the rest stays', async () => {
    const readme = '# A\n<!-- inputs:ship -->\nold\n<!-- /inputs:ship -->\nend\n'
    expect(await filled(readme, actions)).toBe(
      [
        '# A',
        '<!-- inputs:ship -->',
        '',
        '| Input     | Default  | Meaning              |',
        '| --------- | -------- | -------------------- |',
        '| `ssh-key` | required | A key, word for word |',
        '| `wait`    | `30s`    | a \\| b               |',
        '| `force`   | `false`  | Do it                |',
        '',
        '<!-- /inputs:ship -->',
        'end',
        '',
      ].join('\n'),
    )
  })

  test('once filled, they stay as they are', async () => {
    const readme =
      '<!-- inputs:ship -->\n<!-- /inputs:ship -->\n\n<!-- outputs:ship -->\n<!-- /outputs:ship -->\n'
    const once = await filled(readme, actions)
    expect(once).toContain('This action has no outputs.')
    expect(await filled(once, actions)).toBe(once)
  })

  test.each([
    ['is not closed', '<!-- inputs:ship -->\n', 'is not closed'],
    ['is closed by another', '<!-- inputs:ship -->\n<!-- /outputs:ship -->', 'is not closed'],
    ['names no action', '<!-- inputs:sail -->\n<!-- /inputs:sail -->', 'no action "sail"'],
  ])('a section that %s is refused', async (_, readme, message) => {
    await expect(filled(readme, actions)).rejects.toThrow(message)
  })
})
