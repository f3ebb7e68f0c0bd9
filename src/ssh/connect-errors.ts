import { SeaworthyError } from '../base/error.ts'
import type { HostKeyVerdict } from './judge-host-key.ts'
import type { LoginAttempt } from './login.ts'
import { describe } from './target.ts'
import type { Target } from './target.ts'

type Verdict<V extends HostKeyVerdict['verdict']> = Extract<HostKeyVerdict, { verdict: V }>
export type Distrust = Exclude<HostKeyVerdict, { verdict: 'trusted' }>

const compare =
  'Compare the fingerprint (on the host itself, `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` prints it)'

const unknownKey = (where: string, { fingerprint, line }: Verdict<'unknown'>): SeaworthyError =>
  new SeaworthyError(
    'host-key-unknown',
    `The host key of ${where} is not known: it showed ${fingerprint}.`,
    {
      hint: `${compare}, then add this line to known-hosts:\n${line}`,
      evidence: [`shown: ${fingerprint}`, 'expected: no key is known for this host', line],
    },
  )

const certifiedOnly = (
  where: string,
  { fingerprint, line }: Verdict<'authority-only'>,
): SeaworthyError =>
  new SeaworthyError(
    'host-key-unknown',
    `${where} is known by a certificate authority only, and host certificates are not understood here.`,
    {
      hint: `${compare}, then add the key itself to known-hosts:\n${line}`,
      evidence: [`shown: ${fingerprint}`, line],
    },
  )

const changedKey = (
  where: string,
  { fingerprint, expected, line }: Verdict<'changed'>,
): SeaworthyError =>
  new SeaworthyError(
    'host-key-changed',
    `The host key of ${where} has changed: it showed ${fingerprint}, expected was ${expected.join(' or ')}.`,
    {
      hint: `Either the host was set up anew or somebody answers in its place. ${compare}; if it is right, replace the old line in known-hosts by:\n${line}`,
      evidence: [`shown: ${fingerprint}`, ...expected.map((one) => `expected: ${one}`), line],
    },
  )

const revokedKey = (where: string, { fingerprint }: Verdict<'revoked'>): SeaworthyError =>
  new SeaworthyError(
    'host-key-revoked',
    `${where} showed a host key that known-hosts marks as revoked: ${fingerprint}.`,
    {
      hint: 'Whoever holds the revoked key can answer in its place. Give the host new keys (`rm /etc/ssh/ssh_host_*; ssh-keygen -A`) before you go on.',
      evidence: [`shown: ${fingerprint}`],
    },
  )

/** The host key was not trusted. Nothing of ours was shown to the host. */
export const hostKeyError = (target: Target, verdict: Distrust): SeaworthyError => {
  const where = describe(target)
  switch (verdict.verdict) {
    case 'unknown':
      return unknownKey(where, verdict)
    case 'authority-only':
      return certifiedOnly(where, verdict)
    case 'changed':
      return changedKey(where, verdict)
    case 'revoked':
      return revokedKey(where, verdict)
  }
}

/** No key was accepted. `offered` are fingerprints. */
export const loginError = (
  target: Target,
  attempt: LoginAttempt,
  offered: readonly string[],
  cause: Error,
): SeaworthyError => {
  const evidence = [
    ...(offered.length > 0 ? offered.map((key) => `offered: ${key}`) : ['offered: no key at all']),
    ...(attempt.accepts.length > 0 ? [`the server accepts: ${attempt.accepts.join(', ')}`] : []),
    ...(cause.message.startsWith('All configured') ? [] : [cause.message]),
  ]
  return new SeaworthyError(
    'host-login-refused',
    attempt.partial
      ? `${describe(target)} accepted the key of ${target.user}, but wants a second proof as well.`
      : `${describe(target)} did not let ${target.user} in. ${evidence.join('; ')}.`,
    {
      hint: attempt.partial
        ? `Allow ${target.user} to log in with a key alone (AuthenticationMethods in sshd_config).`
        : `Is one of these keys in ~${target.user}/.ssh/authorized_keys on the host (there: \`ssh-keygen -lf\`), is \`ssh.user\` right, and may this user log in (PermitRootLogin, AllowUsers)?`,
      evidence,
      cause,
    },
  )
}

/** No connection came about; nothing was sent. */
export const unreachable = (
  target: Target,
  reason: string,
  details: { readonly hint?: string; readonly cause?: unknown } = {},
): SeaworthyError =>
  new SeaworthyError('host-unreachable', `${describe(target)} cannot be reached: ${reason}.`, {
    hint: `Are name and port right, and does the host's firewall let this machine in?`,
    ...details,
  })
