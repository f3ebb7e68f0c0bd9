import { SeaworthyError } from '../base/error.ts'

const unusable = (message: string, hint: string): SeaworthyError =>
  new SeaworthyError('key-unusable', message, { hint })

const wholeKey =
  'Store the whole private key file as the secret, from its BEGIN line to its END line: ' +
  '`gh secret set SSH_PRIVATE_KEY < ~/.ssh/id_ed25519`.'

/** What people store instead of a private key, by its looks. The first that fits is reported. */
const mixUps: readonly (readonly [RegExp, string, string])[] = [
  [/^$/, 'The private key is empty.', `Is the secret's name right? ${wholeKey}`],
  [/^\*+$/, 'The private key consists of asterisks: a masked value was stored.', wholeKey],
  [
    /^PuTTY-User-Key-File-/,
    'The private key is a PuTTY file (.ppk).',
    'Convert it: `puttygen key.ppk -O private-openssh-new -o key`, and store that file.',
  ],
  [
    /^(?:(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S+|sk-\S+) |-{4,5} ?BEGIN (?:\w+ )?PUBLIC KEY)/,
    'The key is a public key; logging in takes the private one.',
    `The private key is in the file of the same name without .pub. ${wholeKey}`,
  ],
  [/^-----BEGIN CERTIFICATE/, 'The private key is a certificate.', wholeKey],
  [
    /^[^\n]{1,1000}\.pub$/,
    'The private key is the path of a public key file; its content is needed.',
    `Take the file of the same name without .pub. ${wholeKey}`,
  ],
  [
    /^(?=.{1,255}$)(?:(?:~|\.{1,2}|[A-Za-z]:)?[/\\][^\n+=]*|\S*id_(?:rsa|ecdsa|ed25519)|\S+\.(?:pem|key))$/,
    'The private key is the path of a file; its content is needed.',
    wholeKey,
  ],
  [
    /^LS0tLS1CRUdJTi/,
    'The private key is encoded in base64 as a whole.',
    'Decode it before it is used: `base64 -d`.',
  ],
  [
    /^(?:b3BlbnNzaC1rZXk|MII|MHc|MC4)/,
    'The private key has no BEGIN line and no END line, only what is between them.',
    wholeKey,
  ],
]

/** RFC 1421, 4.6; the length of the cipher's IV says where the header ends on a single line. */
const headers = [
  /Proc-Type:\s*4,ENCRYPTED/,
  /DEK-Info:\s*(?:AES-\d+-CBC,[0-9A-Fa-f]{32}|DES(?:-EDE3)?-CBC,[0-9A-Fa-f]{16})/,
]

interface Armour {
  readonly label: string
  readonly body: string
}

const findArmour = (text: string): Armour => {
  const begins = text.match(/-----BEGIN [A-Z ]+-----/g) ?? []
  if (begins.length > 1)
    throw unusable(
      `The private key holds ${begins.length} keys; one is needed.`,
      'Store each key in a secret of its own.',
    )
  const begin = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----([\s\S]*)$/.exec(text)
  if (begin === null)
    throw unusable('The private key has no line `-----BEGIN ... PRIVATE KEY-----`.', wholeKey)
  const [, label = '', rest = ''] = begin
  const end = rest.indexOf(`-----END ${label}-----`)
  if (end < 0)
    throw unusable(
      `The private key is cut off: the line \`-----END ${label}-----\` is missing.`,
      wholeKey,
    )
  return { label, body: rest.slice(0, end) }
}

const rewrap = ({ label, body }: Armour): string => {
  const found = headers.map((header) => header.exec(body)?.[0])
  const stripped = headers.reduce((text, header) => text.replace(header, ''), body)
  const base64 = stripped.replaceAll(/\s/g, '')
  const alien = base64.replaceAll(/[A-Za-z0-9+/=]/g, '').length
  if (alien > 0)
    throw unusable(
      `The private key holds ${alien} character(s) that no key has; it was damaged on its way.`,
      wholeKey,
    )
  if (base64 === '' || base64.length % 4 !== 0)
    throw unusable('The private key is cut off: characters are missing.', wholeKey)
  const lines = base64.match(label.startsWith('OPENSSH') ? /.{1,70}/g : /.{1,64}/g) ?? []
  const head = found.filter((header) => header !== undefined)
  return [
    `-----BEGIN ${label}-----`,
    ...(head.length > 0 ? [...head, ''] : []),
    ...lines,
    `-----END ${label}-----`,
    '',
  ].join('\n')
}

/**
 * The key as its own program would have written it, whatever happened on the way: CRLF, a byte order
 * mark, blanks, quotes, indented lines, `\n` spelled out, all on one line, no last newline.
 * Throws `key-unusable` with what the text is instead; no error holds a part of the text.
 */
export const normaliseKeyText = (text: string): string => {
  const bare = text
    .replaceAll(/[\uFEFF\u200B]/g, '')
    .trim()
    .replaceAll(/^["'`]+|["'`]+$/g, '')
    .trim()
  const mixUp = mixUps.find(([looks]) => looks.test(bare))
  if (mixUp !== undefined) throw unusable(mixUp[1], mixUp[2])
  return rewrap(findArmour(bare.replaceAll(/\\+[nr]/g, '\n')))
}
