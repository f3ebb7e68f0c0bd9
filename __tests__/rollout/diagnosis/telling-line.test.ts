import { describe, expect, test } from '@jest/globals'
import { tellingLine } from '../../../src/rollout/diagnosis/telling-line.ts'

const logs: readonly (readonly [string, string, string])[] = [
  [
    'Node',
    `/app/server.js:3
    throw new Error('Missing DATABASE_URL')
    ^

Error: Missing DATABASE_URL
    at Object.<anonymous> (/app/server.js:3:11)
    at Module._compile (node:internal/modules/cjs/loader:1376:14)

Node.js v20.11.0`,
    'Error: Missing DATABASE_URL',
  ],
  [
    'Node with a dumped error',
    `Error: connect ECONNREFUSED 127.0.0.1:5432
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1595:16) {
  errno: -111,
  code: 'ECONNREFUSED',
  syscall: 'connect'
}`,
    'Error: connect ECONNREFUSED 127.0.0.1:5432',
  ],
  [
    'Ruby',
    `config/initializers/payments.rb:7:in 'Hash#fetch': key not found: "PAYMENTS_URL" (KeyError)
	from config/initializers/payments.rb:7:in '<main>'
	from bin/server:4:in '<main>'`,
    `config/initializers/payments.rb:7:in 'Hash#fetch': key not found: "PAYMENTS_URL" (KeyError)`,
  ],
  [
    'Rails',
    `bin/rails aborted!
ActiveRecord::DatabaseConnectionError: There is an issue connecting with your hostname: db.
/usr/local/bundle/gems/activerecord-8.0.1/lib/x.rb:81:in 'ActiveRecord.rescue in new_client'
Tasks: TOP => db:prepare
(See full trace by running task with --trace)`,
    'ActiveRecord::DatabaseConnectionError: There is an issue connecting with your hostname: db.',
  ],
  [
    'Python',
    `Traceback (most recent call last):
  File "/app/main.py", line 4, in <module>
    os.environ["SECRET_KEY"]
KeyError: 'SECRET_KEY'`,
    `KeyError: 'SECRET_KEY'`,
  ],
  [
    'gunicorn',
    `[7] [ERROR] Exception in worker process
ModuleNotFoundError: No module named 'shop'
[7] [INFO] Worker exiting (pid: 7)
[1] [ERROR] Shutting down: Master
[1] [ERROR] Reason: Worker failed to boot.`,
    `ModuleNotFoundError: No module named 'shop'`,
  ],
  [
    'Go',
    `2026/06/18 08:00:00 starting
panic: runtime error: invalid memory address or nil pointer dereference

goroutine 1 [running]:
main.main()
	/app/main.go:10 +0x1d
exit status 2`,
    'panic: runtime error: invalid memory address or nil pointer dereference',
  ],
  [
    'Java',
    `Exception in thread "main" org.springframework.beans.factory.BeanCreationException: no bean
	at org.springframework.X.y(X.java:1)
Caused by: java.net.ConnectException: Connection refused
	... 12 more`,
    'Caused by: java.net.ConnectException: Connection refused',
  ],
  [
    'a package manager around it',
    `missing environment variable: SECRET_KEY_BASE
npm error Lifecycle script \`start\` failed with error:
 ELIFECYCLE  Command failed with exit code 1.`,
    'missing environment variable: SECRET_KEY_BASE',
  ],
  [
    'plain words',
    'starting\nconfig file not found: /etc/app.toml\nbye',
    'config file not found: /etc/app.toml',
  ],
  ['no error at all', 'starting\nstopping\n\n', 'stopping'],
  ['a trace alone', '    at x (/app/a.js:1:1)\n    at y (/app/b.js:1:1)', 'at y (/app/b.js:1:1)'],
]

describe('the most telling line', () => {
  test.each(logs)('of %s', (_, log, line) => expect(tellingLine(log)).toBe(line))

  test('of a log that is over and over the same', () =>
    expect(tellingLine('boot\nError: no\n'.repeat(6))).toBe('Error: no'))

  test.each(['', '\n \n'])('of %j is none', (log) => expect(tellingLine(log)).toBeUndefined())
})
