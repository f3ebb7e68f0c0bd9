import { expect, test } from '@jest/globals'
import { userConfigs } from '../../../src/ssh/agent/user-configs.ts'

test.each([
  ['the only home', '/root', '/root', ['~/.ssh/config']],
  [
    'the home of /etc/passwd before HOME, where they differ',
    ...(['/github/home', '/root/', ['/root/.ssh/config', '~/.ssh/config']] as const),
  ],
  ['HOME for a user who is not in /etc/passwd', '/github/home', undefined, ['~/.ssh/config']],
  ['HOME where the other would be read as something else', '/h', '/a b', ['~/.ssh/config']],
])('the configuration of the user is that in %s', (_, home, inPasswd, configs) => {
  expect(userConfigs(home, inPasswd)).toEqual(configs)
})
