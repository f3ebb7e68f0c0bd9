import { describe, expect, test } from '@jest/globals'
import { jumpOfCommand } from '../../src/config/jump.ts'
import { configIn, deployYml } from './support.ts'

const at = (user: string, port = 22) => ({ user, host: 'bastion.example.com', port })

describe('a proxy_command that means a host in between', () => {
  test.each([
    ['ssh -W %h:%p bastion.example.com', at('root')],
    ['ssh bastion.example.com -W %h:%p', undefined],
    ['ssh -W %h:%p me@bastion.example.com', at('me')],
    ['/usr/bin/ssh -q -W [%h]:%p -p 2222 me@bastion.example.com', at('me', 2222)],
    ['ssh -p2222 -l me -W %h:%p bastion.example.com', at('me', 2222)],
    ['ssh -o StrictHostKeyChecking=no -W %h:%p me@bastion.example.com', at('me')],
    ['ssh -A me@bastion.example.com nc %h %p', at('me')],
    ['ssh -o ProxyJump=other -W %h:%p bastion.example.com', undefined],
    ['ssh -i key -W %h:%p bastion.example.com', undefined],
    ['ssh -W %h:%p bastion.example.com; rm -rf /', undefined],
    ['ssh -W %h:22 bastion.example.com', undefined],
    ['ssh -W', undefined],
    ['ssh me@bastion.example.com nc -q0 %h %p', undefined],
    ['cloudflared access ssh --hostname %h', undefined],
    ['', undefined],
  ])('%s', (text, jump) => expect(jumpOfCommand(text)).toEqual(jump))

  test('counts where ssh/proxy says nothing', () => {
    const command = 'proxy_command: "ssh -W %h:%p me@bastion.example.com"'
    expect(configIn(deployYml(`ssh: {${command}}`)).ssh.proxy).toEqual(at('me'))
    const proxy = configIn(deployYml(`ssh: {proxy: you@other, ${command}}`)).ssh.proxy
    expect(proxy).toEqual({ user: 'you', host: 'other', port: 22 })
  })
})
