export const id = 82;
export const ids = [82];
export const modules = {

/***/ 1082:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runAgent: () => (/* binding */ runAgent)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./build/base/program.js + 1 modules
var program = __webpack_require__(165);
// EXTERNAL MODULE: ./build/github/exports.js
var github_exports = __webpack_require__(7469);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 16 modules
var core = __webpack_require__(8261);
;// CONCATENATED MODULE: ./build/github/outputs.js

/**
 * Sets outputs of the step. `names` are those that its action.yml declares, so that setting another
 * one is a type error; what is undefined is left unset. Structures go as JSON text.
 */
const setOutputs = (names, values) => {
    for (const name of names) {
        const value = values[name];
        if (value !== undefined)
            (0,core.setOutput)(name, value);
    }
};

// EXTERNAL MODULE: ./build/ssh/agent/agent.js + 2 modules
var agent = __webpack_require__(42);
;// CONCATENATED MODULE: ./build/ssh/agent/deploy-keys.js
const part = '[A-Za-z0-9_.-]+';
const path = `(?<repository>${part}/${part})`;
const usual = new RegExp(`(?<![\\w.-])(?<host>[A-Za-z0-9.-]+)[:/]${path}`, 'g');
const full = new RegExp(`\\bssh://(?:(?<user>${part})@)?(?<host>[A-Za-z0-9.-]+)(?::(?<port>\\d{1,5}))?/${path}`);
const aliasOf = ({ fingerprint }, host) => {
    const hash = Buffer.from(fingerprint.slice('SHA256:'.length), 'base64').toString('hex');
    return `key-${hash.slice(0, 16)}.${host}`;
};
/**
 * The repository that a key's comment names: `git@github.com:owner/name.git` or any other address on
 * `server` (the host of this GitHub), or `ssh://user@host:port/owner/name` on any host.
 */
const deployKeyOf = (key, server) => {
    const groups = full.exec(key.comment)?.groups ??
        [...key.comment.matchAll(usual)]
            .map((found) => found.groups)
            .find((found) => found?.['host']?.toLowerCase() === server.toLowerCase());
    if (groups === undefined)
        return undefined;
    const { host = '', port = '22', user = 'git', repository = '' } = groups;
    const name = host.toLowerCase();
    const bare = repository.replace(/\.git$/, '');
    return { alias: aliasOf(key, name), host: name, port: Number(port), user, repository: bare, key };
};
/** The addresses under which people know the repository. */
const addresses = ({ host, port, user, repository }) => port === 22
    ? [
        `https://${host}/${repository}`,
        `${user}@${host}:${repository}`,
        `ssh://${user}@${host}/${repository}`,
    ]
    : [`ssh://${user}@${host}:${port}/${repository}`];
/** With these git goes to the key's own name instead (`url.BASE.insteadOf` of git-config(1)). */
const redirections = (keys) => keys.flatMap((key) => addresses(key).map((value) => ({
    key: `url.ssh://${key.user}@${key.alias}/${key.repository}.insteadOf`,
    value,
})));

;// CONCATENATED MODULE: ./build/ssh/agent/git-env.js
const isRedirection = (key) => /^url\..*\.insteadof$/i.test(key);
/**
 * The variables that add `settings` to git's configuration (GIT_CONFIG_COUNT of git-config(1), since
 * 2.31), behind those that `env` has already. A redirection of the same address is replaced: git
 * would take the first of two. Values that are there are not repeated, for they may be secret.
 */
const gitVariables = (env, settings) => {
    if (settings.length === 0)
        return {};
    const count = /^\d{1,4}$/.test(env['GIT_CONFIG_COUNT'] ?? '')
        ? Number(env['GIT_CONFIG_COUNT'])
        : 0;
    const variables = {};
    let next = count;
    for (const { key, value } of settings) {
        const same = Array.from({ length: count }, (_, at) => at).filter((at) => isRedirection(env[`GIT_CONFIG_KEY_${at}`] ?? '') && env[`GIT_CONFIG_VALUE_${at}`] === value);
        for (const at of same)
            variables[`GIT_CONFIG_KEY_${at}`] = key;
        if (same.length > 0)
            continue;
        variables[`GIT_CONFIG_KEY_${next}`] = key;
        variables[`GIT_CONFIG_VALUE_${next}`] = value;
        next += 1;
    }
    return { ...variables, GIT_CONFIG_COUNT: String(next) };
};

// EXTERNAL MODULE: ./build/base/error.js
var base_error = __webpack_require__(458);
;// CONCATENATED MODULE: ./build/ssh/known-hosts.js

const keyType = /^(?:ssh-|ecdsa-sha2-|sk-)[\w@.-]+$/;
const fingerprint = /^SHA256:[A-Za-z0-9+/]{43}=?$/;
const mistake = (text) => ({ kind: 'mistake', text });
const parsePin = (words) => {
    const at = words.findIndex((word) => word.startsWith('SHA256:'));
    const found = words[at] ?? '';
    if (!fingerprint.test(found))
        return mistake('a SHA256: fingerprint has 43 characters of base64');
    if (at > 1 || words.length > at + 1 || /^\d+$/.test(words[0] ?? ''))
        return mistake('a fingerprint stands alone or after one host: `shop.example.com SHA256:...`');
    const hosts = at === 0 ? undefined : words[0];
    return { kind: 'pin', pin: { hosts, fingerprint: found.replace(/=$/, '') } };
};
const markers = new Map([
    ['@revoked', 'revoked'],
    ['@cert-authority', 'cert-authority'],
]);
const parseKey = (words) => {
    const marker = markers.get(words[0] ?? '');
    const [hosts, type, base64] = marker === undefined ? words : words.slice(1);
    return readKey(marker ?? 'none', hosts ?? '', type ?? '', base64 ?? '');
};
/** A public key is a row of strings, its type first, each behind its length (RFC 4253, 6.6). */
const isWhole = (key, type) => {
    let at = 0;
    let strings = 0;
    for (; at + 4 <= key.length; strings += 1)
        at += 4 + key.readUInt32BE(at);
    return (at === key.length && strings > 1 && key.subarray(4, 4 + type.length).equals(Buffer.from(type)));
};
const readKey = (marker, hosts, type, base64) => {
    if (keyType.test(hosts))
        return mistake('the host is missing: `shop.example.com ssh-ed25519 ...`');
    if (!keyType.test(type))
        return mistake(`no known_hosts line: host, type and key are needed`);
    if (hosts.startsWith('|') && !/^\|1\|[A-Za-z0-9+/]+=*\|[A-Za-z0-9+/]+=*$/.test(hosts))
        return mistake('a hashed host looks like |1|salt|hash');
    const key = Buffer.from(base64, 'base64');
    if (!/^[A-Za-z0-9+/]+=*$/.test(base64) || !isWhole(key, type))
        return mistake(`the key is damaged or cut off: it is not of type ${type}`);
    return { kind: 'key', key: { hosts, marker, type, key } };
};
const parseLine = (line) => {
    const words = line.trim().split(/\s+/);
    if (words[0]?.startsWith('@') === true && !markers.has(words[0]))
        return mistake(`the marker ${words[0]} is unknown; there are @revoked and @cert-authority`);
    if (words.some((word) => /^(?:MD5:)?[0-9a-f]{2}(?::[0-9a-f]{2}){15}$/i.test(word)))
        return mistake('MD5 fingerprints are not accepted: `ssh-keygen -l -E sha256` prints SHA256');
    return words.some((word) => word.startsWith('SHA256:')) ? parsePin(words) : parseKey(words);
};
/**
 * Reads known_hosts lines and `SHA256:` fingerprints, the latter alone or after the host they belong
 * to. A text may hold several lines. Throws one `input-invalid` that lists every malformed line.
 */
const parseKnownHosts = (texts) => {
    const lines = texts.flatMap((text) => text.split(/\r?\n/));
    const entries = lines
        .map((line, index) => ({ line, number: index + 1 }))
        .filter(({ line }) => !/^\s*(?:#|$)/.test(line))
        .map(({ line, number }) => ({ number, entry: parseLine(line) }));
    const wrong = entries.flatMap(({ number, entry }) => entry.kind === 'mistake' ? [`line ${String(number)}: ${entry.text}`] : []);
    if (wrong.length > 0)
        throw new base_error/* SeaworthyError */.P('input-invalid', `known-hosts cannot be read: ${wrong.join('; ')}.`, {
            hint: 'Each line is as `ssh-keyscan HOST` prints it, or a `SHA256:` fingerprint.',
            evidence: wrong,
        });
    return {
        keys: entries.flatMap(({ entry }) => (entry.kind === 'key' ? [entry.key] : [])),
        pins: entries.flatMap(({ entry }) => (entry.kind === 'pin' ? [entry.pin] : [])),
    };
};

;// CONCATENATED MODULE: ./build/ssh/agent/known-hosts-file.js


/** As https://api.github.com/meta and GitHub's documentation have them since March 2023. */
const githubKeys = [
    'github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
    'github.com ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg=',
    'github.com ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQCj7ndNxQowgcQnjshcLrqPEiiphnt+VTTvDP6mHBL9j1aNUkY4Ue1gvwnGLVlOhGeYrnZaMgRK6+PKCUXaDbC7qtbW8gIkhL7aGCsOr/C56SJMy/BCZfxd1nWzAOxSDPgVsmerOBYfNqltV9/hWCqBywINIR+5dIg6JTJ72pcEpEjcYgXkE2YEFXV1JHnsKgbLWNlhScqb2UmyRkQyytRLtL+38TGxkxCflmO+5Z8CSSNY7GidjMIZ7Q4zMjA2n1nGrlTDkzwDCsw+wqFPGQA179cnfGWOWRVruj16z6XyvxvjJwbz0wQZ75XK5tKSb7FNyeIEs4TT4jk+S4dhPeAUC5y+bDYirYgM4GC7uEnztnZyaVWQ7B381AK4Qdrwt51ZqExKbQpTUNn+EjqoTwvqNj4kqx5QUCI0ThS/YkOxJCXmPUWZbhjpCg56i+2aB6CmK2JGhn57K5mj0MNdBXA4/WnwH6XoPWJzK5Nyu2zB3nAZp+S5hpQs+p1vN1/wsjk=',
];
/**
 * The content of a known_hosts file with the given lines, each once.
 * @throws SeaworthyError `input-invalid` for malformed lines, and for fingerprints: ssh can't use them.
 */
const knownHostsFile = (given, more) => {
    const { pins } = parseKnownHosts([given]);
    if (pins.length > 0)
        throw new base_error/* SeaworthyError */.P('input-invalid', `ssh and git can't check a host by its fingerprint alone: ${pins.map(({ hosts = '', fingerprint }) => `${hosts} ${fingerprint}`.trim()).join(', ')}.`, {
            hint: 'Give the whole line that `ssh-keyscan HOST` prints, once `ssh-keygen -lf` shows this fingerprint for it.',
        });
    const lines = [given, ...more]
        .flatMap((text) => text.split(/\r?\n/))
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'));
    return `${[...new Set(lines)].join('\n')}\n`;
};

// EXTERNAL MODULE: ./build/ssh/agent/layout.js
var agent_layout = __webpack_require__(5969);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/ssh/agent/programs.js



const wrapped = ['ssh', 'scp', 'sftp'];
const isProgram = (path) => (0,promises_.access)(path, promises_.constants.X_OK).then(() => true, () => false);
const find = async (name, folders) => {
    for (const folder of folders)
        if (await isProgram((0,external_node_path_.join)(folder, name)))
            return (0,external_node_path_.join)(folder, name);
    return undefined;
};
/**
 * Looks for OpenSSH's programs on `path`, passing over the folders for which `isOurs` is true.
 * @throws SeaworthyError `agent-missing` that names all that is not there.
 */
const findPrograms = async (path, isOurs) => {
    const folders = path.split(':').filter((folder) => folder.startsWith('/') && !isOurs(folder));
    const names = ['ssh-agent', 'ssh-add', ...wrapped];
    const found = new Map();
    for (const name of names) {
        const program = await find(name, folders);
        if (program !== undefined)
            found.set(name, program);
    }
    const [agent, add] = [found.get('ssh-agent'), found.get('ssh-add')];
    if (agent === undefined || add === undefined || !found.has('ssh')) {
        const missing = names.slice(0, 3).filter((name) => !found.has(name));
        throw new base_error/* SeaworthyError */.P('agent-missing', `Not installed: ${missing.join(', ')}.`, {
            hint: 'Install OpenSSH before this step: `apt-get install -y openssh-client`, or ' +
                '`apk add openssh-client` in an image of Alpine.',
            evidence: [`PATH is ${path}`],
        });
    }
    const clients = new Map([...found].filter(([name]) => wrapped.includes(name)));
    return { agent, add, clients };
};

// EXTERNAL MODULE: ./build/ssh/agent/unlocked.js
var unlocked = __webpack_require__(7310);
;// CONCATENATED MODULE: ./build/ssh/agent/user-configs.js


/** Undefined for a user without a line in /etc/passwd, whom ssh refuses to serve at all. */
const homeInPasswd = () => {
    try {
        return (0,external_node_os_.userInfo)().homedir;
    }
    catch {
        return undefined;
    }
};
/**
 * The user's own configurations of ssh. ssh looks for its own in the home of /etc/passwd, but takes `~`
 * in Include for HOME (glob(3)), and GitHub sets HOME=/github/home in a container job. What an earlier
 * step has written to `~/.ssh/config` there, ssh alone would not find.
 */
const userConfigs = (home, inPasswd) => {
    if (inPasswd === undefined || inPasswd === home || !(0,agent_layout/* isPlain */.$i)(inPasswd))
        return ['~/.ssh/config'];
    return [`${inPasswd.replace(/\/+$/, '')}/.ssh/config`, '~/.ssh/config'];
};

;// CONCATENATED MODULE: ./build/base/quote.js
/** Characters that no shell treats specially: such words stay readable without quotes. */
const plain = /^[\w@%+=:,./-]+$/;
/** Quotes a text for POSIX `sh` so that it arrives byte for byte; NUL can't be said to a shell. */
const quote = (text) => plain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

;// CONCATENATED MODULE: ./build/ssh/agent/ssh-config.js
/** ssh adds `.pub` and leaves the private half to the agent; net-ssh passes over a file that is not there. */
const identity = (layout, number) => `  IdentityFile ${layout.publicKey(number).replace(/\.pub$/, '')}`;
const aliasBlock = (layout, key) => [
    `# ${key.host}/${key.repository}`,
    `Host ${key.alias}`,
    `  HostName ${key.host}`,
    `  Port ${key.port}`,
    `  User ${key.user}`,
    identity(layout, key.number),
    '  IdentitiesOnly yes',
    `  IdentityAgent ${layout.socket}`,
];
/**
 * A configuration of ssh. The first value counts (ssh_config(5)), so what is included can add but not
 * change: only the pinned hosts are known. Servers are offered the keys that are no deploy keys
 * first, since sshd ends the connection after six. net-ssh, which Kamal uses, reads it as well; it
 * takes one path in UserKnownHostsFile.
 */
const sshConfig = ({ layout, deployKeys, others, includes }) => [
    '# Written by the action ssh-agent of Seaworthy for this job, and removed with its agent.',
    ...deployKeys.flatMap((key) => aliasBlock(layout, key)),
    ...(others.length === 0
        ? []
        : [
            ['Host *', ...deployKeys.map(({ alias }) => `!${alias}`)].join(' '),
            ...others.map((number) => identity(layout, number)),
        ]),
    'Host *',
    '  StrictHostKeyChecking yes',
    `  UserKnownHostsFile ${layout.knownHosts}`,
    '  GlobalKnownHostsFile /dev/null',
    '  UpdateHostKeys no',
    ...includes.map((path) => `  Include ${path}`),
    '',
].join('\n');

;// CONCATENATED MODULE: ./build/ssh/agent/write.js






/** A public key as a line, with its comment. */
const publicLineOf = ({ publicLine, comment }) => `${publicLine} ${comment}`.trim();
/** A command that uses the configuration; a later `-F` of its caller wins. */
const commandOf = (program, { config }) => `${quote(program)} -F ${quote(config)}`;
const writeConfig = async (layout, told) => {
    const numbered = told.keys.map((key, at) => ({ key, number: at + 1 }));
    const numberOf = (key) => told.keys.indexOf(key) + 1;
    const deployKeys = told.deployKeys.map((one) => ({ ...one, number: numberOf(one.key) }));
    const others = numbered
        .filter(({ key }) => deployKeys.every((one) => one.key !== key))
        .map(({ number }) => number);
    for (const { key, number } of numbered)
        await (0,promises_.writeFile)(layout.publicKey(number), `${publicLineOf(key)}\n`);
    await (0,promises_.writeFile)(layout.knownHosts, told.knownHosts);
    await (0,promises_.writeFile)(layout.config, sshConfig({ layout, deployKeys, others, includes: told.includes }));
};
/**
 * Writes public keys, known hosts and the configuration into the agent's folder, and commands that use
 * them. Programs that run `ssh` by its name (git, rsync, docker) find it without being told.
 * @throws SeaworthyError `agent-failed` when ssh does not take the configuration.
 */
const writeSsh = async (layout, told, { run, programs, env, signal }) => {
    await writeConfig(layout, told);
    await (0,promises_.mkdir)(layout.bin);
    for (const [name, program] of programs.clients) {
        const script = `#!/bin/sh\nexec ${commandOf(program, layout)} "$@"\n`;
        await (0,promises_.writeFile)((0,external_node_path_.join)(layout.bin, name), script, { mode: 0o755 });
    }
    const limits = { env, signal, limit: 20_000 };
    const outcome = await run((0,external_node_path_.join)(layout.bin, 'ssh'), ['-G', 'localhost'], limits);
    if (outcome.code === 0)
        return;
    throw new base_error/* SeaworthyError */.P('agent-failed', 'ssh does not take the configuration written for it.', {
        hint: "It includes the machine's own, ~/.ssh/config and /etc/ssh/ssh_config: does plain `ssh -G localhost` work?",
        evidence: (0,program/* evidenceOf */.X)('ssh', outcome),
    });
};

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./node_modules/ssh2/lib/index.js
var lib = __webpack_require__(5472);
// EXTERNAL MODULE: ./build/base/clean.js
var clean = __webpack_require__(1697);
;// CONCATENATED MODULE: ./build/ssh/fingerprint.js

/** Fingerprint of a public key in SSH's wire form, as OpenSSH prints it: `SHA256:` and base64. */
const fingerprintOf = (publicKey) => `SHA256:${(0,external_node_crypto_.createHash)('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`;

;// CONCATENATED MODULE: ./build/ssh/key-text.js

const unusable = (message, hint) => new base_error/* SeaworthyError */.P('key-unusable', message, { hint });
const wholeKey = 'Store the whole private key file as the secret, from its BEGIN line to its END line: ' +
    '`gh secret set SSH_PRIVATE_KEY < ~/.ssh/id_ed25519`.';
/** What people store instead of a private key, by its looks. The first that fits is reported. */
const mixUps = [
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
];
/** RFC 1421, 4.6; the length of the cipher's IV says where the header ends on a single line. */
const headers = [
    /Proc-Type:\s*4,ENCRYPTED/,
    /DEK-Info:\s*(?:AES-\d+-CBC,[0-9A-Fa-f]{32}|DES(?:-EDE3)?-CBC,[0-9A-Fa-f]{16})/,
];
const findArmour = (text) => {
    const begins = text.match(/-----BEGIN [A-Z ]+-----/g) ?? [];
    if (begins.length > 1)
        throw unusable(`The private key holds ${begins.length} keys; one is needed.`, 'Store each key in a secret of its own.');
    const begin = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----([\s\S]*)$/.exec(text);
    if (begin === null)
        throw unusable('The private key has no line `-----BEGIN ... PRIVATE KEY-----`.', wholeKey);
    const [, label = '', rest = ''] = begin;
    const end = rest.indexOf(`-----END ${label}-----`);
    if (end < 0)
        throw unusable(`The private key is cut off: the line \`-----END ${label}-----\` is missing.`, wholeKey);
    return { label, body: rest.slice(0, end) };
};
const rewrap = ({ label, body }) => {
    const found = headers.map((header) => header.exec(body)?.[0]);
    const stripped = headers.reduce((text, header) => text.replace(header, ''), body);
    const base64 = stripped.replaceAll(/\s/g, '');
    const alien = base64.replaceAll(/[A-Za-z0-9+/=]/g, '').length;
    if (alien > 0)
        throw unusable(`The private key holds ${alien} character(s) that no key has; it was damaged on its way.`, wholeKey);
    if (base64 === '' || base64.length % 4 !== 0)
        throw unusable('The private key is cut off: characters are missing.', wholeKey);
    const lines = base64.match(label.startsWith('OPENSSH') ? /.{1,70}/g : /.{1,64}/g) ?? [];
    const head = found.filter((header) => header !== undefined);
    return [
        `-----BEGIN ${label}-----`,
        ...(head.length > 0 ? [...head, ''] : []),
        ...lines,
        `-----END ${label}-----`,
        '',
    ].join('\n');
};
/**
 * The key as its own program would have written it, whatever happened on the way: CRLF, a byte order
 * mark, blanks, quotes, indented lines, `\n` spelled out, all on one line, no last newline.
 * Throws `key-unusable` with what the text is instead; no error holds a part of the text.
 */
const normaliseKeyText = (text) => {
    const bare = text
        .replaceAll(/[\uFEFF\u200B]/g, '')
        .trim()
        .replaceAll(/^["'`]+|["'`]+$/g, '')
        .trim();
    const mixUp = mixUps.find(([looks]) => looks.test(bare));
    if (mixUp !== undefined)
        throw unusable(mixUp[1], mixUp[2]);
    return rewrap(findArmour(bare.replaceAll(/\\+[nr]/g, '\n')));
};

;// CONCATENATED MODULE: ./build/ssh/keys.js






const newKey = 'Make a new key: `ssh-keygen -t ed25519 -N "" -f deploy_key`.';
const keys_unusable = (message, hint) => new base_error/* SeaworthyError */.P('key-unusable', message, { hint });
const needsPassphrase = () => keys_unusable('The private key is protected by a passphrase, and none was given.', 'Give the passphrase as well, or take it off a copy: `ssh-keygen -p -N "" -f copy_of_key`.');
const wrongPassphrase = () => keys_unusable('The passphrase does not fit the private key.', 'Try it: `ssh-keygen -y -f key`.');
/** PKCS#8 is read by Node and handed on in the older form that ssh2 knows. */
const fromPkcs8 = (text, passphrase) => {
    if (text.includes('BEGIN ENCRYPTED') && passphrase === undefined)
        throw needsPassphrase();
    const read = () => {
        try {
            return (0,external_node_crypto_.createPrivateKey)({ key: text, ...(passphrase === undefined ? {} : { passphrase }) });
        }
        catch {
            throw text.includes('BEGIN ENCRYPTED') ? wrongPassphrase() : damaged();
        }
    };
    const key = read();
    if (key.asymmetricKeyType === 'rsa')
        return key.export({ type: 'pkcs1', format: 'pem' }).toString();
    if (key.asymmetricKeyType === 'ec')
        return key.export({ type: 'sec1', format: 'pem' }).toString();
    throw keys_unusable(`The private key is a PKCS#8 key of type ${key.asymmetricKeyType ?? 'unknown'}, which is not understood.`, newKey);
};
const damaged = () => keys_unusable('The private key is damaged: its BEGIN and END lines are there, what is between cannot be read.', 'Try the file that was stored: `ssh-keygen -y -f key`.');
/** ssh2's own texts may quote bytes of the key, so only what is recognised is passed on. */
const explain = (error, encrypted) => {
    if (error.message.includes('no passphrase given'))
        return needsPassphrase();
    if (encrypted)
        return wrongPassphrase();
    const type = /type: ([\w.-]+(?:@[\w.-]+)?)$/.exec(error.message)?.[1];
    return type === undefined
        ? damaged()
        : keys_unusable(`The private key is of type ${type}, which cannot be used here.`, newKey);
};
/** Signing and checking once finds the damage that parsing alone lets through. */
const works = (key) => {
    const hash = key.type === 'ssh-rsa' ? 'sha256' : undefined;
    const data = Buffer.from('seaworthy');
    const signature = key.sign(data, hash);
    return Buffer.isBuffer(signature) && key.verify(data, signature, hash);
};
/**
 * Reads a private key as it was stored in a secret: OpenSSH's own form, PEM (PKCS#1, SEC 1) or
 * PKCS#8 of RSA and EC keys; see key-text.ts for what is repaired.
 * Throws `key-unusable` with the exact cause; no error holds a part of the key.
 */
const readPrivateKey = (text, passphrase) => {
    const normal = normaliseKeyText(text);
    const isPkcs8 = /BEGIN (?:ENCRYPTED )?PRIVATE KEY/.test(normal);
    const understood = isPkcs8 ? fromPkcs8(normal, passphrase) : normal;
    const found = lib.utils.parseKey(understood, isPkcs8 ? undefined : passphrase);
    const key = (Array.isArray(found) ? found[0] : found);
    const locked = normal.includes('ENCRYPTED') || isEncryptedOpenSsh(normal);
    if (key instanceof Error)
        throw explain(key, locked && passphrase !== undefined);
    if (key.type === 'ssh-dss')
        throw keys_unusable('The private key is of type ssh-dss, which servers refuse.', newKey);
    if (!works(key))
        throw damaged();
    const blob = key.getPublicSSH();
    return {
        text: normal,
        type: key.type,
        fingerprint: fingerprintOf(blob),
        publicLine: `${key.type} ${blob.toString('base64')}`,
        comment: (0,clean/* oneLine */.T)(key.comment),
        locked,
        parsed: key,
    };
};
/** OpenSSH's PROTOCOL.key: magic, then the cipher's name, `none` when there is no passphrase. */
const isEncryptedOpenSsh = (text) => {
    const body = Buffer.from(text.split('\n').slice(1, 3).join(''), 'base64');
    return text.includes('BEGIN OPENSSH') && body.subarray(19, 23).toString('latin1') !== 'none';
};

;// CONCATENATED MODULE: ./build/ssh/key-list.js


const armoured = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|(?=-----BEGIN )|$)/g;
/** What may stand between keys: blanks, quotes and commas of a list, newlines spelled out, comments. */
const filler = /^(?:[\s"'`,[\]]|\\+[nr]|\uFEFF|(?<=^|\n)\s*#[^\n]*)*$/;
/** Each key of a text, and whatever else is in it: a public key among them must not go unnoticed. */
const pieces = (text) => {
    const keys = [...text.matchAll(armoured)];
    if (keys.length < 2)
        return [text];
    const ends = keys.map((key) => key.index + key[0].length);
    const between = [0, ...ends].map((from, at) => text.slice(from, keys[at]?.index));
    return between.flatMap((rest, at) => [
        ...(filler.test(rest) ? [] : [rest]),
        ...(keys[at] === undefined ? [] : [keys[at][0]]),
    ]);
};
const read = (text, passphrase) => {
    try {
        return { key: readPrivateKey(text, passphrase) };
    }
    catch (error) {
        if (error instanceof base_error/* SeaworthyError */.P)
            return { wrong: error };
        throw error;
    }
};
/**
 * Reads one private key or several behind each other, each as {@link readPrivateKey} does; the same
 * passphrase opens all that have one. A key that is there twice is read once.
 * Throws `key-unusable` that tells of every one that can't be used.
 */
const readPrivateKeys = (text, passphrase) => {
    const results = pieces(text).map((piece) => read(piece, passphrase));
    const wrong = results.flatMap((result, at) => 'wrong' in result ? [{ at: at + 1, error: result.wrong }] : []);
    const [first] = wrong;
    if (first !== undefined && results.length === 1)
        throw first.error;
    if (first !== undefined)
        throw new base_error/* SeaworthyError */.P('key-unusable', `Of ${results.length} private keys, ${wrong.length} can't be used.`, {
            evidence: wrong.map(({ at, error }) => `key ${at}: ${error.message}`),
            hint: [...new Set(wrong.map(({ error }) => error.hint ?? ''))].join('\n'),
        });
    const keys = results.flatMap((result) => ('key' in result ? [result.key] : []));
    return [...new Map(keys.map((key) => [key.fingerprint, key])).values()];
};

// EXTERNAL MODULE: ./build/actions/shared/workplace.js
var workplace = __webpack_require__(5272);
// EXTERNAL MODULE: ./build/actions/ssh-agent/contract.js
var contract = __webpack_require__(2959);
// EXTERNAL MODULE: ./build/actions/ssh-agent/earlier.js
var ssh_agent_earlier = __webpack_require__(3405);
// EXTERNAL MODULE: ./build/actions/ssh-agent/leave.js
var leave = __webpack_require__(4074);
;// CONCATENATED MODULE: ./build/actions/ssh-agent/main.js


















/** The agent keeps its environment for as long as it lives, so it gets none of the step's. */
const machineOf = async ({ env, signal }) => ({
    run: program/* runProgram */.m,
    programs: await findPrograms(env['PATH'] ?? '', agent_layout/* isAgentBin */.nI),
    env: {
        PATH: env['PATH'] ?? '',
        LC_ALL: 'C',
        // By it the runner finds what a job has left.
        RUNNER_TRACKING_ID: env['RUNNER_TRACKING_ID'] ?? '',
    },
    signal,
});
/** Everything that can be refused is, before an agent runs. */
const readTold = async (context, inputs) => {
    const { env, run, secrets } = context;
    secrets.keep([inputs.key, inputs.passphrase].filter((text) => text !== undefined));
    const keys = readPrivateKeys(inputs.key ?? '', inputs.passphrase);
    secrets.keep(keys.flatMap((key) => [key.text, (0,unlocked/* unlocked */.Y)(key)]));
    const earlier = await (0,ssh_agent_earlier/* earlierIn */.uo)(env);
    const server = new URL(run.server).hostname;
    return {
        keys,
        deployKeys: keys.map((key) => deployKeyOf(key, server)).filter((one) => one !== undefined),
        knownHosts: knownHostsFile(inputs.knownHosts ?? '', [earlier?.knownHosts ?? '', ...githubKeys]),
        includes: [
            ...(earlier === undefined ? [] : [earlier.config]),
            ...userConfigs(env['HOME'], homeInPasswd()),
            '/etc/ssh/ssh_config',
        ],
    };
};
const publish = (context, layout, told, machine, pid) => {
    const ssh = machine.programs.clients.get('ssh') ?? 'ssh';
    (0,ssh_agent_earlier/* keepAgentBefore */.I_)(context.env);
    (0,github_exports/* exportVariables */.q)({
        SSH_AUTH_SOCK: layout.socket,
        SSH_AGENT_PID: String(pid),
        [ssh_agent_earlier/* configVariable */.lj]: layout.config,
        GIT_SSH_COMMAND: commandOf(ssh, layout),
        ...gitVariables(context.env, redirections(told.deployKeys)),
    });
    (0,github_exports/* prependPath */._)(layout.bin);
    setOutputs(contract/* outputNames */.g, {
        'public-keys': told.keys.map(publicLineOf).join('\n'),
        fingerprints: told.keys.map(({ fingerprint }) => fingerprint).join('\n'),
        'ssh-config': layout.config,
        'ssh-auth-sock': layout.socket,
    });
};
const tell = ({ log }, { keys, deployKeys }, pid, lifetime) => {
    const repositoryOf = (one) => `, deploy key of ${one.host}/${one.repository}`;
    log.info(`ssh-agent runs as process ${pid}; it forgets its keys after ${lifetime}.`);
    for (const key of keys) {
        const deployKey = deployKeys.find((one) => one.key === key);
        log.info(`${key.fingerprint}${deployKey === undefined ? '' : repositoryOf(deployKey)}`);
        log.info(`  public key: ${publicLineOf(key)}`);
    }
};
/**
 * Starts an agent with the keys, and leads all later steps of the job to it.
 * @throws SeaworthyError whatever kept it from that; nothing is left then.
 */
const runAgent = async (context, inputs) => {
    const told = await readTold(context, inputs);
    const machine = await machineOf(context);
    const parents = [context.env['RUNNER_TEMP'] ?? (0,external_node_os_.tmpdir)(), (0,external_node_os_.tmpdir)()];
    const folder = await (0,workplace/* makeWorkplace */.xK)(context.env, parents.find(agent_layout/* isFit */.ct) ?? '/tmp');
    const layout = (0,agent_layout/* layoutOf */.aH)(folder);
    let pid;
    try {
        pid = await (0,agent/* startAgent */.Ih)(layout.socket, machine);
        (0,leave/* keepPid */.TB)(pid);
        for (const key of told.keys)
            await (0,agent/* addKey */.Fx)(key, inputs.lifetimeSeconds, layout.socket, machine);
        await writeSsh(layout, told, machine);
        publish(context, layout, told, machine, pid);
        tell(context, told, pid, inputs.lifetime);
    }
    catch (error) {
        await (0,leave/* leave */.qG)(folder, pid);
        throw error;
    }
};


/***/ })

};
