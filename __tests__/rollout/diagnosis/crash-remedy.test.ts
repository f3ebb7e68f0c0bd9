import { expect, test } from '@jest/globals'
import { remedyFor, restarting, told } from './evidence.ts'

const setIt = 'set the variable under env/clear or env/secret in deploy.yml'

test.each([
  ['missing environment variable: SECRET_KEY_BASE', setIt],
  ["KeyError: 'DATABASE_URL'", setIt],
  ['key not found: "PAYMENTS_URL" (KeyError)', setIt],
  ['Error: REDIS_URL is not set', setIt],
  ['Error: Missing required SMTP_HOST', setIt],
  ['listen tcp 0.0.0.0:3000: bind: address already in use', 'two programs in the container'],
  ['Error: listen EACCES: permission denied 0.0.0.0:80', 'a port below 1024 needs root'],
  ['Error: connect ECONNREFUSED 10.0.0.5:5432', 'can be reached from h1'],
  ['FATAL:  password authentication failed for user "shop"', 'correct the user or the password'],
  ['PG::UndefinedTable: ERROR:  relation "users" does not exist', 'run its migrations first'],
  ['Errno::EACCES: Permission denied @ rb_sysopen - /app/log/production.log', 'read and write'],
])('%s: %s', (log, remedy) => {
  expect(told({ detail: restarting, log }).cause).toBe('crashed')
  expect(remedyFor({ detail: restarting, log })).toContain(remedy)
})

test.each([
  [0, 'must keep running in the foreground'],
  [132, 'newer processor than h1'],
  [137, 'something on h1 killed it'],
  [143, 'something on h1 stopped it'],
  [3, 'the last lines of its log say why'],
])('exit code %i: %s', (exitCode, remedy) =>
  expect(remedyFor({ detail: { ...restarting, exitCode }, log: 'bye' })).toContain(remedy),
)
