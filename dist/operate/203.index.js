export const id = 203;
export const ids = [203];
export const modules = {

/***/ 5203:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runOperate: () => (/* binding */ runOperate)
});

// EXTERNAL MODULE: ./build/base/error.js
var base_error = __webpack_require__(458);
;// CONCATENATED MODULE: ./build/host/docker.js
const readMs = 30_000;
const pullMs = (/* unused pure expression or super */ null && (15 * 60_000));
const read = (title, path, query = {}) => ({
    kind: 'docker',
    title,
    method: 'GET',
    path,
    query,
    changes: false,
    timeoutMs: readMs,
});
const change = (title, method, path, extra = {}) => ({
    kind: 'docker',
    title,
    method,
    path,
    changes: true,
    timeoutMs: readMs,
    ...extra,
});
const labels = (...values) => JSON.stringify({ label: values });
/** Server version and architecture. */
const dockerVersion = () => read('Docker version', '/version');
/** All containers of a service, running or not. */
const listContainers = (service) => read(`containers of ${service}`, '/containers/json', {
    all: 'true',
    filters: labels(`service=${service}`),
});
const listImages = (repository) => read(`images of ${repository}`, '/images/json', {
    filters: JSON.stringify({ reference: [repository] }),
});
const inspectContainer = (container) => read(`inspect ${container}`, `/containers/${encodeURIComponent(container)}/json`);
const inspectImage = (image) => read(`inspect image ${image}`, `/images/${encodeURIComponent(image)}/json`);
/** Where kamal-proxy keeps what it routes; read as an archive, so that the image needs no shell. */
const proxyStateArchive = () => read('state of kamal-proxy', '/containers/kamal-proxy/archive', {
    path: '/home/kamal-proxy/.config/kamal-proxy/kamal-proxy.state',
});
/** The last lines that a container printed, as a multiplexed stream. */
const containerLogs = (container, lines) => read(`log of ${container}`, `/containers/${encodeURIComponent(container)}/logs`, {
    stdout: 'true',
    stderr: 'true',
    tail: String(lines),
});
/**
 * Base64url JSON, as Docker's API wants credentials: nothing is stored on the host. Docker decodes with
 * Go's `base64.URLEncoding`, which wants the padding that Node's `base64url` leaves out; without it
 * Docker goes on as nobody, and says nothing.
 */
const registryAuth = (registry) => Buffer.from(JSON.stringify({
    username: registry.username,
    password: registry.password,
    serveraddress: registry.server ?? 'https://index.docker.io/v1/',
}))
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
const withAuth = (registry) => registry === undefined ? {} : { registryAuth: registryAuth(registry) };
/** What the registry has under a tag or digest, asked by the host: nothing is fetched. */
const resolveImage = (reference, registry) => ({
    ...read(`resolve ${reference}`, `/distribution/${reference}/json`),
    ...withAuth(registry),
});
/** Docker answers 200 at once and reports errors inside the stream: see parsePull. */
const pullImage = (repository, digest, registry) => change(`pull ${repository}@${digest}`, 'POST', '/images/create', {
    query: { fromImage: repository, tag: digest },
    timeoutMs: pullMs,
    streams: true,
    ...withAuth(registry),
});
const tagImage = (image, repository, tag) => change(`tag ${repository}:${tag}`, 'POST', `/images/${encodeURIComponent(image)}/tag`, {
    query: { repo: repository, tag },
});
/** Docker answers 409 when the network is there already. */
const createNetwork = (name) => change(`network ${name}`, 'POST', '/networks/create', {
    body: { Name: name, CheckDuplicate: true },
    accept: [201, 409],
});
const startContainer = (container) => change(`start ${container}`, 'POST', `/containers/${encodeURIComponent(container)}/start`);
/** Answers when the container ends the next time. Sent beside `start`; it changes nothing. */
const waitForExit = (container, timeoutMs) => ({
    kind: 'docker',
    title: `wait for an exit of ${container}`,
    method: 'POST',
    path: `/containers/${encodeURIComponent(container)}/wait`,
    query: { condition: 'next-exit' },
    changes: false,
    timeoutMs,
});

;// CONCATENATED MODULE: ./build/host/docker-parse.js
/** `{"message": ...}` of a refusal, or the body's first characters. */
const docker_parse_dockerMessage = (answer) => {
    const text = answer.body.toString('utf8');
    try {
        const message = JSON.parse(text).message;
        return typeof message === 'string' ? message : text.slice(0, 300);
    }
    catch {
        return text.slice(0, 300);
    }
};
const json = (answer) => JSON.parse(answer.body.toString('utf8'));
const parseVersion = (answer) => {
    const { Version, Arch } = json(answer);
    return { version: Version, arch: Arch };
};
const parseContainers = (answer) => json(answer).map((raw) => ({
    id: raw.Id,
    name: (raw.Names?.[0] ?? '').replace(/^\//, ''),
    state: raw.State,
    status: raw.Status,
    imageId: raw.ImageID,
    labels: raw.Labels ?? {},
    created: raw.Created,
}));
const parseImages = (answer) => json(answer).map((raw) => ({
    id: raw.Id,
    tags: raw.RepoTags ?? [],
    digests: raw.RepoDigests ?? [],
}));
const parseContainer = (answer, network) => {
    const raw = json(answer);
    const address = raw.NetworkSettings.Networks?.[network]?.IPAddress;
    return {
        id: raw.Id,
        image: raw.Config.Image,
        status: raw.State.Status,
        exitCode: raw.State.ExitCode,
        oomKilled: raw.State.OOMKilled,
        error: raw.State.Error,
        restartCount: raw.RestartCount,
        health: raw.State.Health?.Status === 'none' ? undefined : raw.State.Health?.Status,
        healthLog: raw.State.Health?.Log?.at(-1)?.Output,
        address: address === '' ? undefined : address,
        pid: raw.State.Pid,
        memoryLimit: raw.HostConfig.Memory,
    };
};
/** A line that was cut, because only the stream's first 16 MiB are kept, holds no error. */
const errorIn = (line) => {
    try {
        return JSON.parse(line).error;
    }
    catch {
        return undefined;
    }
};
/** Undefined when the pull went well; else the error inside the stream. */
const docker_parse_parsePull = (answer) => {
    if (answer.status !== 200)
        return docker_parse_dockerMessage(answer);
    for (const line of answer.body.toString('utf8').split('\n')) {
        const error = errorIn(line);
        if (error !== undefined)
            return error;
    }
    return undefined;
};
/** Digest and platforms of what a registry has; `architecture` entries as Docker names them. */
const parseResolved = (answer) => {
    const raw = json(answer);
    return {
        digest: raw.Descriptor.digest,
        architectures: (raw.Platforms ?? []).map((platform) => platform.architecture),
    };
};
/** Undoes the framing of a log stream: eight bytes of header before each piece. */
const parseLogs = (answer) => {
    const { body } = answer;
    const pieces = [];
    let at = 0;
    while (at + 8 <= body.length && (body[at] ?? 9) <= 2 && body.readUIntBE(at + 1, 3) === 0) {
        const size = body.readUInt32BE(at + 4);
        pieces.push(body.subarray(at + 8, at + 8 + size));
        at += 8 + size;
    }
    return (at === 0 ? body : Buffer.concat(pieces)).toString('utf8');
};
/** The text of the first file in a tar archive; headers that only describe it are passed over. */
const parseArchivedFile = (answer) => {
    if (answer.status !== 200)
        return undefined;
    const { body } = answer;
    let at = 0;
    while (at + 512 <= body.length) {
        const size = Number.parseInt(body.toString('ascii', at + 124, at + 136), 8);
        if (Number.isNaN(size))
            return undefined;
        const kind = String.fromCharCode(body[at + 156] ?? 0);
        if (kind === '0' || kind === '\0')
            return body.toString('utf8', at + 512, at + 512 + size);
        at += 512 + Math.ceil(size / 512) * 512;
    }
    return undefined;
};

// EXTERNAL MODULE: ./build/host/lock.js
var host_lock = __webpack_require__(6276);
// EXTERNAL MODULE: ./build/host/names.js
var names = __webpack_require__(2975);
;// CONCATENATED MODULE: ./build/host/ruby.js
const named = {
    '"': '\\"',
    '\\': '\\\\',
    '\n': '\\n',
    '\t': '\\t',
    '\r': '\\r',
    '\f': '\\f',
    '\v': '\\v',
    '\b': '\\b',
    '\u0007': '\\a',
    '\u001b': '\\e',
};
const escapeAscii = (character) => named[character] ?? `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
/**
 * Ruby's `String#dump` of a text in ASCII, without the outer quotes. Kamal writes values through it
 * (lib/kamal/utils.rb and env_file.rb, 2.12), so that byte for byte the same must come from us.
 */
const rubyDump = (ascii) => ascii
    // eslint-disable-next-line no-control-regex -- control characters are what must be escaped
    .replace(/["\\\u0000-\u001f\u007f]/g, escapeAscii)
    .replace(/#(?=[{$@])/g, '\\#');
/** Applies `dump` to the runs of ASCII in a text and leaves the rest as it is. */
const dumpAscii = (text, wrap) => 
// eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
text.replace(/[\u0000-\u007f]+/g, (part) => wrap(rubyDump(part)));

;// CONCATENATED MODULE: ./build/host/kamal-args.js


/**
 * A value as Kamal gives it to the host's shell (utils.rb `escape_shell_value`): in double quotes,
 * `${VAR}` left for the host to expand, every other `$` and backtick escaped.
 */
const shellValue = (text) => dumpAscii(text, (dumped) => `"${dumped.replaceAll('`', '\\`').replace(/\$(?!\{[^}]*\})/g, '\\$')}"`);
/** Ruby's `blank?`, for a text. */
const isBlank = (text) => text.trim() === '';
/** `--env KEY="value"`; a blank value is `--env KEY`, which the host's shell environment fills. */
const envArgs = (clear) => Object.entries(clear).map(([key, value]) => {
    if (value === false)
        return `--env ${quote(key)}=false`;
    if (value === null || isBlank(String(value)))
        return `--env ${quote(key)}`;
    return `--env ${quote(key)}=${shellValue(String(value))}`;
});
/** `--label key="value"`; a blank value is a bare `--label key`. */
const labelArgs = (labels) => Object.entries(labels).map(([key, value]) => isBlank(value) ? `--label ${quote(key)}` : `--label ${quote(key)}=${shellValue(value)}`);
/** `--name "value"`, or a bare `--name`. */
const optionArgs = (options) => options.map(({ name, value }) => value === true ? quote(`--${name}`) : `${quote(`--${name}`)} ${shellValue(value)}`);

;// CONCATENATED MODULE: ./build/host/proxy-state.js

/** Let's Encrypt's staging directory: what `--tls-staging` stands for. */
const stagingDirectory = 'acme-staging-v02';
const texts = (value) => Array.isArray(value) ? value.map(String).filter((text) => text !== '') : [];
const each = (name, value) => texts(value).map((text) => `--${name}=${shellValue(text)}`);
const proxy_state_text = (name, value) => typeof value === 'string' && value !== '' ? [`--${name}=${shellValue(value)}`] : [];
const bool = (name, value) => typeof value === 'boolean' ? [`--${name}=${String(value)}`] : [];
/** Zero is said too: where the default is another number, it was somebody's choice. */
const count = (name, value) => typeof value === 'number' ? [`--${name}=${String(value)}`] : [];
/** Go writes a duration as a number of nanoseconds, and reads `1ns` on the command line. */
const duration = (name, value) => typeof value === 'number' ? [`--${name}=${String(value)}ns`] : [];
const serviceFlags = (options) => [
    ...each('host', options['hosts']),
    ...each('path-prefix', options['path_prefixes']),
    ...bool('strip-path-prefix', options['strip_prefix']),
    ...(options['tls_enabled'] === true ? ['--tls'] : []),
    ...(String(options['acme_directory']).includes(stagingDirectory) ? ['--tls-staging'] : []),
    ...proxy_state_text('tls-certificate-path', options['tls_certificate_path']),
    ...proxy_state_text('tls-private-key-path', options['tls_private_key_path']),
    ...proxy_state_text('tls-acme-cache-path', options['acme_cache_path']),
    ...bool('tls-redirect', options['tls_redirect']),
    ...proxy_state_text('canonical-host', options['canonical_host']),
    ...proxy_state_text('error-pages', options['error_page_path']),
    ...duration('writer-affinity-timeout', options['writer_affinity_timeout']),
    ...bool('read-target-websockets', options['read_targets_accept_websockets']),
];
const targetFlags = (options) => [
    ...proxy_state_text('health-check-path', options.health_check_config?.['path']),
    ...count('health-check-port', options.health_check_config?.['port']),
    ...duration('health-check-interval', options.health_check_config?.['interval']),
    ...duration('health-check-timeout', options.health_check_config?.['timeout']),
    ...proxy_state_text('health-check-host', options.health_check_config?.['host']),
    ...duration('target-timeout', options['response_timeout']),
    ...bool('buffer-requests', options['buffer_requests']),
    ...bool('buffer-responses', options['buffer_responses']),
    ...count('buffer-memory', options['max_memory_buffer_size']),
    ...count('max-request-body', options['max_request_body_size']),
    ...count('max-response-body', options['max_response_body_size']),
    ...each('log-request-header', options['log_request_headers']),
    ...each('log-response-header', options['log_response_headers']),
    ...bool('forward-headers', options['forward_headers']),
    ...bool('scope-cookie-paths', options['scope_cookie_paths']),
];
/** What a list says, or, where an older proxy wrote none, what stood in its place. */
const listOr = (list, older) => (texts(list).length > 0 ? list : older);
const isService = (saved) => typeof saved?.name === 'string';
const toService = (saved) => ({
    name: saved.name,
    targets: texts(listOr(saved.active_targets, [saved.active_target ?? ''])),
    flags: [
        ...each('read-target', saved.active_readers),
        ...serviceFlags({
            ...saved.options,
            hosts: listOr(saved.options?.['hosts'], saved.hosts),
            path_prefixes: listOr(saved.options?.['path_prefixes'], saved.path_prefixes),
        }),
        ...targetFlags(saved.target_options ?? {}),
    ],
});
/**
 * Reads `kamal-proxy.state`, which v0.9.2 writes after every change (internal/server/service.go).
 * Undefined when the text is no such file: the proxy writes it in place, so it can be caught torn.
 */
const parseProxyState = (json) => {
    let saved;
    try {
        saved = JSON.parse(json);
    }
    catch {
        return undefined;
    }
    if (!Array.isArray(saved) || !saved.every(isService))
        return undefined;
    return saved.map(toService);
};

;// CONCATENATED MODULE: ./build/fleet/look.js







/** Words that read what lies in files on a host. */
const readFiles = (subject) => [
    ...(0,host_lock/* readLock */.mF)(subject),
    { word: 'read', path: (0,names/* pathsOf */.wG)(subject).releases, as: 'releases' },
    { word: 'list', path: (0,names/* pathsOf */.wG)(subject).envs, as: 'envs' },
    { word: 'free-disk', path: '/var/lib/docker', as: 'free-disk' },
    { word: 'free-memory', as: 'free-memory' },
];
/** The script that reads a host's files and changes nothing. */
const filesScript = (subject) => ({
    kind: 'script',
    title: 'look',
    words: readFiles(subject),
    changes: false,
    timeoutMs: 30_000,
});
/** A proxy that never deployed anything has no state file yet; one caught torn is asked for again. */
const routesIn = (archive) => archive.status === 404 ? [] : parseProxyState(parseArchivedFile(archive) ?? '');
const proxyOf = (inspected, services) => {
    if (inspected.status === 404)
        return { state: 'absent' };
    const { image, status } = parseContainer(inspected, names/* network */.Nm);
    const version = image.slice(image.lastIndexOf(':') + 1);
    if (status !== 'running')
        return { state: 'stopped', version };
    return { state: 'running', version, services };
};
/**
 * What a host is now, from Docker's API alone, in one round of calls sent together.
 * @throws SeaworthyError `docker-refused` when Docker answers no question; whatever the host throws.
 */
const look_lookAtDocker = async (host, subject, signal) => {
    const ask = async (call, ...allowed) => {
        const answer = await host.docker(call, signal);
        if (answer.status === 200 || allowed.includes(answer.status))
            return answer;
        throw new base_error/* SeaworthyError */.P('docker-refused', `${host.name}: Docker refused "${call.title}" (${String(answer.status)}): ${docker_parse_dockerMessage(answer)}`);
    };
    const askForRoutes = async (tries = 5) => {
        const routes = routesIn(await ask(proxyStateArchive(), 404));
        return routes !== undefined || tries === 1 ? routes : askForRoutes(tries - 1);
    };
    const [version, containers, images, proxy, routes] = await Promise.all([
        ask(dockerVersion()),
        ask(listContainers(subject.service)),
        ask(listImages(subject.repository)),
        ask(inspectContainer(names/* proxyContainer */.og), 404),
        askForRoutes(),
    ]);
    const destination = subject.destination ?? '';
    return {
        host: host.name,
        docker: parseVersion(version),
        containers: parseContainers(containers)
            .filter((container) => (container.labels['destination'] ?? '') === destination)
            .sort((a, b) => b.created - a.created),
        images: parseImages(images),
        proxy: proxyOf(proxy, routes),
    };
};

;// CONCATENATED MODULE: ./build/base/time.js
/** UTC to the second, `2026-06-18T08:00:00Z`, as Kamal writes times. */
const isoSeconds = (ms) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
/** A duration for people: `340 ms`, `4.2 s`, `2 min 5 s`. */
const time_duration = (ms) => {
    if (ms < 1000)
        return `${String(Math.round(ms))} ms`;
    if (ms < 60_000)
        return `${(ms / 1000).toFixed(1)} s`;
    const seconds = Math.round(ms / 1000);
    return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
};

;// CONCATENATED MODULE: ./build/host/journal.js
const renderJournal = (journal) => JSON.stringify(journal);
/** Whether parsed JSON is a journal of a format that we know. */
const isJournal = (value) => {
    const { format, token } = (value ?? {});
    return format === 1 && typeof token === 'string';
};
/** Undefined when the text is no journal of a format that we know. */
const parseJournal = (text) => {
    if (text === undefined)
        return undefined;
    try {
        const parsed = JSON.parse(text);
        return isJournal(parsed) ? parsed : undefined;
    }
    catch {
        return undefined;
    }
};

;// CONCATENATED MODULE: ./build/host/releases.js
const kept = 20;
/** Lines that are no release (torn, or of a later format) are passed over. */
const parseReleases = (text) => (text ?? '').split('\n').flatMap((line) => {
    try {
        const release = JSON.parse(line);
        return typeof release.version === 'string' && typeof release.digest === 'string'
            ? [release]
            : [];
    }
    catch {
        return [];
    }
});
/** The record with one more release, written once however often it is finished; twenty stay. */
const addRelease = (releases, release) => [...releases.filter((one) => one.run !== release.run || one.version !== release.version), release]
    .slice(-kept)
    .map((one) => `${JSON.stringify(one)}\n`)
    .join('');

;// CONCATENATED MODULE: ./build/fleet/parse-files.js



const parse_files_names = (text) => (text ?? '').split('\n').filter((name) => name !== '');
const number = (text) => {
    const parsed = Number.parseInt(text ?? '', 10);
    return Number.isNaN(parsed) ? undefined : parsed;
};
/** Follows the claims in a lock from one journal to the last that succeeds it. */
const heirOf = (journal, values, seen) => {
    const claim = parseJournal(values[`lock-claims/${(0,host_lock/* claimOn */._3)(journal.token)}`]);
    if (claim === undefined || seen.has(claim.token))
        return journal;
    return heirOf(claim, values, new Set([...seen, claim.token]));
};
/** Who holds the lock: its journal's token, or who has succeeded that (see succeedLock). */
const parseLock = (values) => {
    if (values['lock-files'] === undefined)
        return { state: 'free' };
    const details = values['lock-details'] === undefined ? undefined : (0,host_lock/* parseDetails */.md)(values['lock-details']);
    const journal = parseJournal(values['lock-journal']);
    if (journal === undefined)
        return { state: 'foreign', details };
    const holder = heirOf(journal, values, new Set([journal.token]));
    return { state: 'ours', journal: holder, root: journal.token, details };
};
const parseFiles = (values) => ({
    releases: parseReleases(values['releases']),
    envs: parse_files_names(values['envs']),
    root: parse_files_names(values['root-files']),
    freeDiskKiB: number(values['free-disk']),
    freeMemoryKiB: number(values['free-memory']),
    lock: parseLock(values),
});

;// CONCATENATED MODULE: ./build/host/audit.js

/** A line of Kamal's audit log: `[time] [who] [destination] [role] text` (lib/kamal/tags.rb, 2.12). */
const audit = (author, at, text, role) => {
    const tags = [at, author.actor, author.destination, role]
        .filter((tag) => tag !== undefined)
        .map((tag) => `[${tag}]`);
    return {
        word: 'append',
        path: (0,names/* pathsOf */.wG)(author).audit,
        text: `${`${tags.join(' ')} ${text}`.replace(/\s+/g, ' ')}\n`,
    };
};

// EXTERNAL MODULE: ./build/base/clean.js
var clean = __webpack_require__(1697);
;// CONCATENATED MODULE: ./build/rollout/diagnosis/text.js

/** Bounds what the patterns of this folder have to search. */
const longestLine = 1000;
/** Text of a stranger's program as plain lines: no colours, no control or invisible characters. */
const plainLines = (text) => (0,clean/* withoutControls */.D)(text)
    .split('\n')
    .map((line) => line.slice(0, longestLine).replaceAll('\t', '  ').trimEnd())
    .filter((line) => line !== '');
/** At most `limit` characters, the cut marked by an ellipsis. */
const shorten = (text, limit) => text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`;
/** Foreign text for a place inside a line of ours. */
const text_inLine = (text, limit = 200) => shorten((0,clean/* oneLine */.T)(text), limit);
/** The end of a log that says the same over and over, as a restarting program does, said once. */
const saidOnce = (lines) => {
    for (let size = 1; size * 2 <= lines.length; size += 1) {
        const end = lines.slice(-size);
        if (end.every((line, index) => line === lines.at(index - size * 2)))
            return end;
    }
    return lines;
};
/** The last lines of a log as one block, repetitions said once, long lines cut; empty without a log. */
const lastLines = (log, count) => saidOnce(plainLines(log))
    .slice(-count)
    .map((line) => shorten(line, 300))
    .join('\n');
const entities = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&#x27;': "'",
    '&nbsp;': ' ',
};
/** The words of a page, without markup: what a person would read of it first. */
const bodyText = (body, limit = 160) => text_inLine(body
    .slice(0, 4096)
    .replace(/<!--[^]*?(?:-->|$)/g, ' ')
    .replace(/<(script|style|svg|title)\b[^]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<\/?[a-z!][^>]*(?:>|$)/gi, ' ')
    .replace(/&(?:amp|lt|gt|quot|nbsp|#39|#x27);/g, (entity) => entities[entity] ?? ' '), limit);
/** `a`, `a and b`, `a, b and c`. */
const listed = (items) => items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
/** `1 time`, `2 times`. */
const timesOf = (count) => count === 1 ? '1 time' : `${String(count)} times`;
/** `512 MiB`, `1.5 GiB`; Docker's `--memory` counts in powers of two. */
const memory = (bytes) => {
    const mib = bytes / 2 ** 20;
    const [amount, unit] = mib >= 1024 ? [mib / 1024, 'GiB'] : [mib, 'MiB'];
    return `${String(Math.round(amount * 10) / 10)} ${unit}`;
};

;// CONCATENATED MODULE: ./build/rollout/diagnosis/docker-words.js
/** What Docker and the kernel say [tried with Docker 26.1 and runc 1.1]. */
const execFormat = /exec format error/i;
/** Not `ENOSPC` of a file watcher: that is a limit of inotify, no full disk. */
const noSpace = /no space left on device|\bENOSPC\b(?!.*watch)|disk quota exceeded/i;
const docker_words_imageGone = /no such image|manifest unknown|repository does not exist/i;
const wrapping = /^(?:error response from daemon: |failed to (?:create|start) (?:task for container|shim task): |OCI runtime create failed: |(?:runc create|container_linux\.go:\d+)[^:]*: |unable to start container process: |error during container init: |driver failed programming external connectivity on endpoint \S+ \([\da-f]+\): )+/i;
/** Docker's refusal without the layers that it went through. */
const docker_words_unwrapped = (text) => text
    .trim()
    .replace(wrapping, '')
    .replace(/: unknown(?=$|: )/, '');
/** The command that a refusal of `start` names: `exec: "nope": executable file not found in $PATH`. */
const missingCommand = (text) => {
    const [, command, reason = ''] = /exec: "([^"]+)": (.+)/.exec(text) ?? [];
    if (command === undefined || execFormat.test(reason))
        return undefined;
    if (/not found in|no such file/.test(reason))
        return { command, kind: 'absent' };
    return /permission denied|is a directory/.test(reason) ? { command, kind: 'barred' } : undefined;
};
/** The host port that another container or program holds. */
const takenPort = (text) => /(?:Bind for|listen tcp\d?) \S*?:(\d+)(?: failed|: bind).*(?:already allocated|already in use)/.exec(text)?.[1];

;// CONCATENATED MODULE: ./build/rollout/explain/refusal.js
/** The first group that a pattern found. */
const groupIn = (pattern, text) => pattern
    .exec(text)
    ?.slice(1)
    .find((group) => group !== undefined);
/** The first judge that knows the refusal. */
const refusal_firstOf = (place, judges) => judges.map((judge) => judge(place)).find((refusal) => refusal !== undefined);

;// CONCATENATED MODULE: ./build/rollout/explain/common.js



/** `printf: I/O error` is how dash says that a disk is full [tried]. */
const common_diskFull = ({ host, said }) => noSpace.test(said) || /printf: (?:write|I\/O) error/.test(said)
    ? {
        code: 'disk-full',
        why: `the disk of ${host} is full`,
        hint: `free space on ${host} (docker system df shows what Docker holds), or keep fewer old versions (retain_containers)`,
    }
    : undefined;
const common_imageGone = ({ host, said }) => {
    const image = groupIn(/no such image: (\S+)|unable to find image '([^']+)'/i, said);
    if (image === undefined)
        return undefined;
    return {
        code: 'image-missing',
        why: `${host} does not have the image ${image}`,
        hint: `deploy again, so that ${host} pulls it; look for a job there that prunes images`,
    };
};
const wrongArchitecture = ({ host, said }) => execFormat.test(said)
    ? {
        code: 'image-wrong-architecture',
        why: `the image cannot run on the architecture of ${host} (${text_inLine(docker_words_unwrapped(said), 120)})`,
        hint: 'set builder/arch in deploy.yml to the architecture of the host; a script that is the command needs its #! line',
    }
    : undefined;
const noCommand = ({ said }) => {
    const missing = missingCommand(said);
    if (missing === undefined)
        return undefined;
    const name = JSON.stringify(text_inLine(missing.command, 80));
    return {
        code: 'docker-refused',
        why: missing.kind === 'absent'
            ? `the image has no command ${name}`
            : `${name} in the image is not executable`,
        hint: "check cmd of the role in deploy.yml, and the image's CMD and ENTRYPOINT",
    };
};
const portInUse = ({ host, said }) => {
    const port = takenPort(said);
    if (port === undefined)
        return undefined;
    return {
        code: 'docker-refused',
        why: `port ${port} of ${host} is in use already`,
        hint: `find out what holds it (ss -ltnp, docker ps); old and new container run side by side during a rollout, so a role cannot publish a port of the host`,
    };
};
const networkGone = ({ said }) => {
    const [, name] = /network (\S+) not found/.exec(said) ?? [];
    if (name === undefined)
        return undefined;
    return {
        code: 'docker-refused',
        why: `there is no Docker network ${name} on the host`,
        hint: `create it (docker network create ${name}), or correct options/network of the role`,
    };
};
const poolsUsedUp = ({ host, said }) => /address pools have been fully subnetted|non-overlapping IPv4 address pool/.test(said)
    ? {
        code: 'docker-refused',
        why: 'Docker has no address range left for a network',
        hint: `remove networks that nobody uses (docker network prune) on ${host}`,
    }
    : undefined;
const limits = ({ host, said }) => /cgroup|range of cpus is|minimum memory limit|oom[_-]score/i.test(said)
    ? {
        code: 'docker-refused',
        why: text_inLine(docker_words_unwrapped(said)),
        hint: `${host} cannot give such limits: check memory and cpus under options of the role`,
    }
    : undefined;
/** Refusals to start a container. */
const common_startJudges = [
    wrongArchitecture,
    noCommand,
    portInUse,
    networkGone,
    limits,
];
const common_networkJudges = [poolsUsedUp];
/** The engine itself does not answer the login user. */
const engine = ({ host, said }) => {
    if (/docker: (?:command )?not found|docker: No such file/.test(said))
        return {
            code: 'docker-refused',
            why: `${host} has no docker command`,
            hint: `install Docker on ${host} (kamal server bootstrap does), or put docker in the PATH of shells without a terminal`,
        };
    if (/permission denied while trying to connect|docker\.sock: connect: permission denied/i.test(said))
        return {
            code: 'docker-refused',
            why: `the login user may not use Docker on ${host}`,
            hint: 'add the user to the group docker (usermod -aG docker USER), then let it log in anew',
        };
    if (!/cannot connect to the docker daemon|is the docker daemon running/i.test(said))
        return undefined;
    return {
        code: 'docker-refused',
        why: `Docker does not run on ${host}`,
        hint: `start it (systemctl start docker) and read its log (journalctl -u docker) on ${host}`,
    };
};

;// CONCATENATED MODULE: ./build/rollout/explain/registry.js

const login = ({ said }) => /unauthorized|\bdenied\b|authentication required|no basic auth|authorization failed|incorrect username or password|\b40[13] (?:unauthorized|forbidden)/i.test(said)
    ? {
        code: 'registry-refused',
        why: 'the registry refused the login, or this user may not read the image',
        hint: 'check registry/server, registry/username and registry/password in deploy.yml, that the secret behind the password is set and has not run out, and that it may read packages; Docker Hub also answers so when the repository does not exist',
    }
    : undefined;
const rateLimit = ({ said }) => /toomanyrequests|too many requests|rate limit/i.test(said)
    ? {
        code: 'registry-refused',
        why: 'the registry takes no more requests for now (rate limit)',
        hint: 'log in under registry in deploy.yml (more is allowed to users than to strangers), or run it again later',
    }
    : undefined;
const platform = ({ host, said }) => {
    const wanted = groupIn(/no matching manifest for (\S+)|does not match the specified platform: wanted ([^\s,]+)/i, said);
    if (wanted === undefined && !/no match for platform in manifest/i.test(said))
        return undefined;
    const needed = wanted ?? `the architecture of ${host}`;
    return {
        code: 'image-wrong-architecture',
        why: `the image is not built for ${needed}`,
        hint: `build it for ${needed}: set builder/arch in deploy.yml`,
    };
};
const absent = ({ said }) => /manifest unknown|name unknown|no such image|repository .*(?:not found|does not exist)|not found: (?:manifest|name)|: not found$/i.test(said)
    ? {
        code: 'image-missing',
        why: 'there is no such image',
        hint: 'was it built and pushed? check image and registry/server in deploy.yml, and the version',
    }
    : undefined;
const certificate = ({ host, said }) => {
    if (/server gave HTTP response to HTTPS client|does not look like a TLS handshake/i.test(said))
        return {
            code: 'registry-unreachable',
            why: 'the registry does not speak TLS there',
            hint: `check registry/server in deploy.yml; a registry without TLS must be listed in insecure-registries of Docker on ${host}`,
        };
    if (!/x509:|certificate/i.test(said))
        return undefined;
    return {
        code: 'registry-unreachable',
        why: `Docker on ${host} does not trust the certificate of the registry`,
        hint: `install the certificate authority on ${host} under /etc/docker/certs.d/REGISTRY/ca.crt, and check the clock there`,
    };
};
const unreachable = ({ host, said }) => /dial tcp|no such host|i\/o timeout|connection (?:refused|reset)|TLS handshake timeout|Client\.Timeout|context deadline exceeded|network is unreachable|no route to host|unexpected EOF|: EOF$|\b50[234] (?:bad gateway|service unavailable|gateway)/i.test(said)
    ? {
        code: 'registry-unreachable',
        why: `${host} cannot reach the registry`,
        hint: `the registry is asked by the host itself: check registry/server in deploy.yml, and name resolution, firewall and proxy settings of Docker on ${host}`,
    }
    : undefined;
/** What a registry answers, or Docker instead of it, when an image is asked for. */
const registry_registryJudges = [
    rateLimit,
    platform,
    login,
    absent,
    certificate,
    unreachable,
];

;// CONCATENATED MODULE: ./build/rollout/explain/docker.js






/** A call that Docker refused, explained. */
class DockerRefusal extends base_error/* SeaworthyError */.P {
    /** Docker's own words, whole. */
    said;
    constructor(code, message, said, more) {
        super(code, message, more);
        this.said = said;
    }
}
const judgesOf = ({ path, method }) => {
    if (path === '/images/create' || path.startsWith('/distribution/'))
        return registryJudges;
    if (path.endsWith('/start'))
        return [imageGone, ...startJudges];
    if (path.startsWith('/networks') && method === 'POST')
        return networkJudges;
    return [imageGone];
};
const hintFor = ({ path }, host) => path.endsWith('/start')
    ? 'check options, volumes and cmd of the role in deploy.yml'
    : `see the log of Docker on ${host} (journalctl -u docker)`;
/** A digest says nothing to people after its first characters. */
const shortDigests = (text) => text.replace(/(sha256:[\da-f]{12})[\da-f]{52}/g, '$1');
/**
 * Explains a call that Docker refused: what was being done, why it failed, what to change. Knows the
 * words of Docker 26.1 and registry 2.8 [tried].
 */
const docker_explainDocker = (host, call, refused) => {
    const place = { host, said: refused.message };
    const known = firstOf(place, [diskFull, ...judgesOf(call)]);
    const words = inLine(unwrapped(refused.message), 300);
    const why = known?.why ?? (words === '' ? `Docker answered ${String(refused.status)}` : words);
    return new DockerRefusal(known?.code ?? 'docker-refused', `${shortDigests(call.title)} on ${host} failed: ${shortDigests(why)}`, refused.message, {
        hint: known?.hint ?? hintFor(call, host),
        evidence: [`Docker answered ${String(refused.status)}: ${inLine(refused.message, 500)}`],
    });
};

;// CONCATENATED MODULE: ./build/base/quote.js
/** Characters that no shell treats specially: such words stay readable without quotes. */
const plain = /^[\w@%+=:,./-]+$/;
/** Quotes a text for POSIX `sh` so that it arrives byte for byte; NUL can't be said to a shell. */
const quote_quote = (text) => plain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

;// CONCATENATED MODULE: ./build/host/render-fence.js

/** Exit code of a script whose run may no longer change the host. */
const fencedCode = 79;
/** Exit code when another run's `kamal-proxy deploy` did not end in time. */
const busyCode = 80;
/** Fields of /proc/PID/stat behind the command name: 3 is the process group, 20 the start time. */
const statField = (pid, field) => `$(sed 's/.*) //' /proc/${pid}/stat 2>/dev/null | cut -d' ' -f${String(field)})`;
const isOwner = (owner, token) => `[ "$(cat ${quote_quote(owner)} 2>/dev/null)" = ${quote_quote(token)} ]`;
const fenced = (what) => `{ echo ${quote_quote(what)} >&2; exit ${String(fencedCode)}; }`;
const notOwner = fenced('another run owns this host now');
const noteScript = (owner, token) => `printf '%s %s %s\\n' $$ "${statField('$$', 3)}" "${statField('$$', 20)}" >${quote_quote(`${owner}.pid.${token}`)}`;
const folderOf = (owner) => quote_quote(owner.slice(0, owner.lastIndexOf('/')));
const tombstone = (owner, token) => quote_quote(`${owner}.ended.${token}`);
/** Like `guard` and `seize`: noted before the tombstone is looked for, which `bar` puts first. */
const renderBegin = ({ owner, token }) => [
    `mkdir -p ${folderOf(owner)}`,
    noteScript(owner, token),
    `[ ! -e ${tombstone(owner, token)} ] || ${fenced('the run that sent this has ended')}`,
].join('\n');
/** A tombstone is kept for a day: longer than any script can have been on its way. */
const renderBar = ({ owner, token }) => [
    `mkdir -p ${folderOf(owner)}`,
    `: >${tombstone(owner, token)}`,
    endOldScripts(owner, token),
    `find ${folderOf(owner)} -name ${quote_quote(`${owner.slice(owner.lastIndexOf('/') + 1)}.ended.*`)} -mmin +1440 -exec rm -f {} + 2>/dev/null || :`,
].join('\n');
/**
 * The pid is noted before the owner is read, and `seize` writes the owner before it reads the pids:
 * whichever comes first, an old script either sees that it is fenced or is found and ended. Every
 * token has a note of its own, so that a late script of an old run hides nobody else's.
 */
const renderGuard = ({ owner, token }) => [
    `[ -e ${quote_quote(owner)} ] || ${notOwner}`,
    noteScript(owner, token),
    `${isOwner(owner, token)} || ${notOwner}`,
].join('\n');
const renderHoldsLock = ({ journal, token }) => `grep -qF ${quote_quote(`"token":"${token}"`)} ${quote_quote(journal)} 2>/dev/null || ${fenced('the deploy lock is not ours any more')}`;
/**
 * Ends the process groups of guarded scripts that still run, first politely. Where an SSH server gives
 * its sessions no group of their own, a group would be the server itself: then only the script ends.
 * No `--` before the group: dash and busybox take it for a process.
 */
const endOldScripts = (owner, token = '') => [
    `mine="${statField('$$', 3)}"`,
    `for note in ${quote_quote(`${owner}.pid.${token}`)}*; do`,
    `if [ -f "$note" ]; then`,
    'pid= group= born=',
    `read pid group born <"$note" || :`,
    `if [ -n "$born" ] && [ "$pid" != $$ ] && [ "${statField('$pid', 20)}" = "$born" ]; then`,
    'victim=-$group; [ "$group" != "$mine" ] || victim=$pid',
    `kill -TERM "$victim" 2>/dev/null || :`,
    'n=0',
    `while [ $n -lt 20 ] && [ "${statField('$pid', 20)}" = "$born" ]; do n=$((n+1)); sleep 0.1; done`,
    `kill -KILL "$victim" 2>/dev/null || :`,
    'fi',
    'rm -f "$note"',
    'fi',
    'done',
].join('\n');
/** A killed client's `kamal-proxy deploy` goes on inside the proxy's container; wait until it ended. */
const waitForProxy = (services, waitMs) => {
    const names = services.map((service) => service.replace(/[^\w-]/g, '.')).join('|');
    const busy = `docker top kamal-proxy -eo pid,args 2>/dev/null | grep -qE ${quote_quote(`kamal-proxy (deploy|remove) (${names})( |$)`)}`;
    return [
        'n=0',
        `while ${busy}; do`,
        `n=$((n+1)); [ $n -lt ${String(Math.ceil(waitMs / 200))} ] || { echo 'a deploy of an earlier run is still going on in kamal-proxy' >&2; exit ${String(busyCode)}; }`,
        'sleep 0.2',
        'done',
    ].join('\n');
};
/** Said again by the same token it ends what that token said before: an answer may have been lost. */
const renderSeize = ({ owner, token, services, waitMs }) => {
    const beside = quote_quote(`${owner}.new.${token}`);
    return [
        `mkdir -p ${folderOf(owner)}`,
        // A seizing that could not be written down would leave the host to the run before.
        `{ printf %s ${quote_quote(token)} >${beside} && mv -f ${beside} ${quote_quote(owner)}; } || { rm -f ${beside}; exit 74; }`,
        endOldScripts(owner),
        ...(services.length === 0 ? [] : [waitForProxy(services, waitMs)]),
    ].join('\n');
};

;// CONCATENATED MODULE: ./build/host/render-kamal.js

const fileOr = (name, fallback) => `$(cat .kamal/proxy/${name} 2>/dev/null || echo ${quote_quote(fallback)})`;
/** What Kamal gives to `docker run` for its proxy, whoever chooses the ports and the image. */
const proxyRun = 'docker run --name kamal-proxy --network kamal --detach --restart unless-stopped ' +
    '--volume kamal-proxy-config:/home/kamal-proxy/.config/kamal-proxy ' +
    '--volume $PWD/.kamal/proxy/apps-config:/home/kamal-proxy/.apps-config';
/**
 * Kamal 2.12's proxy boot (commands/proxy.rb): with a `proxy.run` its arguments, else what older
 * `kamal proxy boot_config` files say, else Kamal's defaults.
 */
const renderProxyBoot = (run) => {
    const legacy = [
        fileOr('options', '--publish 80:80 --publish 443:443 --log-opt max-size=10m'),
        `${fileOr('image', 'basecamp/kamal-proxy')}:${fileOr('image_version', 'v0.9.2')}`,
        fileOr('run_command', ''),
    ].join(' ');
    const fresh = run === '' ? `echo ${legacy} | xargs ${proxyRun}` : `${proxyRun} ${run}`;
    return `docker container start kamal-proxy >/dev/null 2>&1 || { ${fresh}; } >/dev/null`;
};
/** As Kamal: the target is the container's short id, which Docker makes a name on the network. */
const renderSwitch = (word) => [
    `target=$(docker container ls --all --quiet --filter ${quote_quote(`name=^${word.container}$`)})`,
    `[ -n "$target" ] || { echo ${quote_quote(`no container ${word.container}`)} >&2; exit 1; }`,
    `docker exec kamal-proxy kamal-proxy deploy ${quote_quote(word.service)} --target="$target:${String(word.port)}" ${word.flags.join(' ')} >&2`,
].join('\n');
/** Unlike kamal-proxy itself, content when the service is unknown already. */
const renderUnroute = (word) => [
    `said=$(docker exec kamal-proxy kamal-proxy remove ${quote_quote(word.service)} 2>&1) ||`,
    `case $said in *'service not found'*) ;; *) printf '%s\\n' "$said" >&2; exit 1;; esac`,
].join(' ');
/** Takes ids or tags from a pipe; one that can't be removed does not keep the others. */
const removeEach = (names, command) => `{ left=; while read ${names}; do ${command} >/dev/null || left=1; done; [ -z "$left" ]; }`;
/**
 * Kamal's prune of stopped containers (commands/prune.rb), which counts and removes those of every
 * destination of the service. Here only those of this one: another may just have been created, by a
 * run that has another lock. Without a destination the label is there, and empty.
 */
const renderPruneContainers = ({ service, destination = '', retain, }) => `docker ps -q -a --filter ${quote_quote(`label=service=${service}`)} --filter ${quote_quote(`label=destination=${destination}`)} --filter status=created --filter status=exited --filter status=dead | tail -n +${String(retain + 1)} | ${removeEach('container_id', 'docker rm $container_id')}`;
/**
 * Kamal's two prunes of images (commands/prune.rb). It keeps `latest` or `latest-D`, whichever it
 * deploys, and so takes the tag of another destination on the host; here every one of them stays:
 * by `-w`, `latest` is found in `latest-D` too.
 */
const renderPruneImages = ({ service, repository, }) => {
    const filter = `--filter ${quote_quote(`label=service=${service}`)}`;
    return [
        `docker image prune --force ${filter} >/dev/null &&`,
        `docker image ls ${filter} --format '{{.ID}} {{.Repository}}:{{.Tag}}' | grep -v -w "$(docker container ls -a --format '{{.Image}}\\|' ${filter} | tr -d '\\n')${repository}:latest\\|${repository}:<none>" | ${removeEach('image tag', 'docker rmi $tag')}`,
    ].join('\n');
};

;// CONCATENATED MODULE: ./build/host/render-word.js



/** Exit code when an image lacks a label. */
const unlabelledCode = 81;
const arg = (value) => (typeof value === 'string' ? quote_quote(value) : value.raw);
/** Writes beside and renames, so that a reader sees the old text or the new one, never half. */
const renderWrite = (path, text, mode) => {
    const [to, beside] = [quote_quote(path), quote_quote(`${path}.new`)];
    const written = `(umask 077; printf %s ${quote_quote(text)} >${beside})`;
    return `{ ${written} && chmod ${mode} ${beside} && mv -f ${beside} ${to}; } || { rm -f ${beside}; exit 74; }`;
};
/** Docker's own output is of no interest when it goes well; its errors go to standard error. */
const silent = (command) => `${command} >/dev/null`;
/** A Docker that does not answer has not said that the container is absent: the word fails. */
const ifPresent = (container, command) => `there=$(docker container ls --all --quiet --filter ${quote_quote(`name=^${container}$`)}) && { [ -z "$there" ] || ${silent(command)}; }`;
const found = (as) => `found ${quote_quote(as)}`;
const stopTime = (seconds) => seconds === undefined ? '' : `-t ${String(seconds)} `;
const renderers = {
    try: ({ does, as }) => `( ${renderWord(does)}\n) || printf %s ${quote_quote(does.word)} | ${found(as)}`,
    dir: ({ path }) => `mkdir -p ${quote_quote(path)}`,
    write: ({ path, text, mode }) => renderWrite(path, text, mode),
    append: ({ path, text }) => `printf %s ${quote_quote(text)} >>${quote_quote(path)}`,
    move: ({ from, to }) => `[ ! -e ${quote_quote(from)} ] || mv -fT ${quote_quote(from)} ${quote_quote(to)}`,
    publish: ({ from, to }) => `mv -nT ${quote_quote(from)} ${quote_quote(to)} 2>/dev/null || :`,
    remove: ({ path }) => `rm -rf ${quote_quote(path)}`,
    read: ({ path, as }) => `fetch ${quote_quote(as)} ${quote_quote(path)}`,
    'read-each': ({ path, file, as }) => `for one in ${quote_quote(path)}/*/${quote_quote(file)}; do folder=\${one%/*}; fetch ${quote_quote(as)}/"\${folder##*/}" "$one"; done`,
    list: ({ path, as }) => `[ ! -d ${quote_quote(path)} ] || { names=$(ls -A ${quote_quote(path)}) && printf %s "$names" | ${found(as)}; } || [ ! -d ${quote_quote(path)} ]`,
    'free-disk': ({ path, as }) => `df -Pk ${quote_quote(path)} 2>/dev/null | awk 'NR==2 {print $4}' | ${found(as)}`,
    'free-memory': ({ as }) => `awk '/^MemAvailable:/ {print $2}' /proc/meminfo | ${found(as)}`,
    begin: renderBegin,
    bar: renderBar,
    guard: renderGuard,
    seize: renderSeize,
    'holds-lock': renderHoldsLock,
    create: ({ name, args }) => silent(`docker create --name ${quote_quote(name)} ${args.map(arg).join(' ')}`),
    rename: ({ from, to }) => ifPresent(from, `docker rename ${quote_quote(from)} ${quote_quote(to)}`),
    start: ({ container }) => silent(`docker start ${quote_quote(container)}`),
    stop: ({ container, timeSeconds }) => ifPresent(container, `docker stop ${stopTime(timeSeconds)}${quote_quote(container)}`),
    discard: ({ container }) => ifPresent(container, `docker rm --force ${quote_quote(container)}`),
    tag: ({ image, as }) => silent(`docker tag ${quote_quote(image)} ${quote_quote(as)}`),
    'require-label': ({ image, label, value }) => `[ "$(docker image inspect --format ${quote_quote(`{{ index .Config.Labels "${label}" }}`)} ${quote_quote(image)})" = ${quote_quote(value)} ] || exit ${String(unlabelledCode)}`,
    'boot-proxy': ({ run }) => renderProxyBoot(run.map(arg).join(' ')),
    switch: renderSwitch,
    'switch-back': ({ service, targets, flags }) => {
        const to = targets.map((target) => `--target=${quote_quote(target)}`).join(' ');
        return `docker exec kamal-proxy kamal-proxy deploy ${quote_quote(service)} ${to} ${flags.join(' ')} >&2`;
    },
    unroute: renderUnroute,
    'prune-containers': renderPruneContainers,
    'prune-images': renderPruneImages,
};
/** The `sh` text of one word; a word that fails ends the script with a non-zero exit code. */
const renderWord = (word) => {
    // The table has the right renderer under each name; the compiler can't follow a union that far.
    const render = renderers[word.word];
    return render(word);
};

;// CONCATENATED MODULE: ./build/rollout/explain/create.js

const raw = (arg) => (typeof arg === 'string' ? arg : arg.raw);
const roleOf = ({ args }) => args.map((arg) => /^--label role="?([\w-]+)"?$/.exec(raw(arg))?.[1]).find((name) => name) ??
    'ROLE';
/** Where deploy.yml says what becomes a flag of `docker create`. */
const settings = {
    volume: 'volumes',
    'log-driver': 'logging/driver',
    'log-opt': 'logging/options',
    label: 'labels',
    env: 'env/clear',
};
const settingOf = (flag, role) => settings[flag] ?? `servers/${role}/options/${flag}`;
/** The flag in the client's complaint: `invalid argument "lots" for "-m, --memory" flag: ...`. */
const flagIn = (line) => /unknown flag: --([\w-]+)/.exec(line)?.[1] ??
    /flag needs an argument: --([\w-]+)/.exec(line)?.[1] ??
    /for "(?:-\w, )?--([\w-]+)" flag/.exec(line)?.[1];
/** What the daemon complains of, without naming the flag. */
const complaints = [
    [/range of cpus is/i, 'cpus'],
    [/minimum memory limit|memory limit should be/i, 'memory'],
    [/invalid restart policy/i, 'restart'],
    [/logging plugin/i, 'log-driver'],
    [/unknown log opt/i, 'log-opt'],
    [/invalid (?:host|container)port|invalid port|invalid proto/i, 'publish'],
    [/bind source path does not exist|mount config/i, 'volume'],
    [/invalid mode|volume specification|volume name|mount path must be absolute/i, 'volume'],
];
const inUse = (line) => {
    const [, name] = /container name "\/?([^"]+)" is already in use/.exec(line) ?? [];
    if (name === undefined)
        return undefined;
    return {
        code: 'docker-refused',
        why: `a container of the name ${name} is there already`,
        hint: `see whose it is (docker ps --all --filter name=${name}) and remove it if it does not serve`,
    };
};
/** The line that complains: the client adds where to read on, which helps nobody here. */
const complaint = (said) => plainLines(said).findLast((line) => !line.startsWith("See 'docker")) ?? '';
/** Why `docker create` did not take its arguments, and which setting they come from. */
const createJudge = (word) => ({ said }) => {
    const line = complaint(said);
    const taken = inUse(line);
    if (taken !== undefined)
        return taken;
    const flag = flagIn(line) ?? complaints.find(([words]) => words.test(line))?.[1];
    if (flag === undefined)
        return undefined;
    const setting = settingOf(flag, roleOf(word));
    return {
        code: 'docker-refused',
        why: text_inLine(line.replace(/^(?:docker: )?(?:Error response from daemon: )?/, '')),
        hint: `correct ${setting} in deploy.yml`,
    };
};

;// CONCATENATED MODULE: ./build/rollout/explain/doing.js
/** Names and paths only: a text to be written may be a secret. */
const doing = {
    try: ({ does }) => doingOf(does),
    dir: ({ path }) => `make the folder ${path}`,
    write: ({ path }) => `write ${path}`,
    append: ({ path }) => `add to ${path}`,
    move: ({ from, to }) => `rename ${from} to ${to}`,
    publish: ({ to }) => `put ${to} into place`,
    remove: ({ path }) => `remove ${path}`,
    read: ({ path }) => `read ${path}`,
    'read-each': ({ path, file }) => `read ${path}/*/${file}`,
    list: ({ path }) => `list ${path}`,
    'free-disk': ({ path }) => `measure the free space of ${path}`,
    'free-memory': () => 'measure the free memory',
    begin: () => 'check that the run that sent this goes on',
    bar: () => 'end what an ended run has still on its way',
    guard: () => 'check that this run still owns the host',
    seize: () => 'make this run the owner of the host',
    'holds-lock': () => 'check that this run still holds the deploy lock',
    create: ({ name }) => `create the container ${name}`,
    rename: ({ from, to }) => `rename the container ${from} to ${to}`,
    start: ({ container }) => `start the container ${container}`,
    stop: ({ container }) => `stop the container ${container}`,
    discard: ({ container }) => `remove the container ${container}`,
    tag: ({ image, as }) => `tag ${image} as ${as}`,
    'require-label': ({ image, label, value }) => `look for the label ${label}=${value} of ${image}`,
    'boot-proxy': () => 'start kamal-proxy',
    switch: ({ service, container }) => `switch ${service} to ${container}`,
    'switch-back': ({ service, targets }) => `switch ${service} back to ${targets.join(', ')}`,
    unroute: ({ service }) => `remove ${service} from kamal-proxy`,
    'prune-containers': ({ service }) => `prune stopped containers of ${service}`,
    'prune-images': ({ service }) => `prune images of ${service}`,
};
/** What a word does, for people: `create the container shop-web-v2`. */
const doingOf = (word) => {
    // The table has the right entry under each name; the compiler can't follow a union that far.
    const words = doing[word.word];
    return words(word);
};

;// CONCATENATED MODULE: ./build/rollout/explain/proxy.js


const list = 'docker exec kamal-proxy kamal-proxy list';
const hostsOf = ({ flags }) => flags.map((flag) => /^--host="?([^"]*)"?$/.exec(flag)?.[1] ?? '').filter((name) => name !== '');
const taken = (word, host) => {
    const names = hostsOf(word);
    return {
        code: 'proxy-refused',
        why: names.length === 0
            ? 'another service takes every request already: only one may go without proxy/host'
            : `another service has ${listed(names)} already`,
        hint: `see which one on ${host} (${list}); give this service other names under proxy/hosts, or remove the other (docker exec kamal-proxy kamal-proxy remove SERVICE)`,
    };
};
const unhealthy = (word, said) => {
    const limit = /within configured timeout \(([^)]+)\)/.exec(said)?.[1];
    const time = limit === undefined ? '' : ` within ${limit}`;
    const target = word.word === 'switch' ? word.container : listed(word.targets);
    return {
        code: 'gate-failed',
        why: `kamal-proxy did not find ${target} healthy${time}; it went on with the old one`,
        hint: 'it was healthy when it was staged: its health path may be slow or fail under load; the proxy asks proxy/healthcheck/path on proxy/app_port, at most proxy/healthcheck/timeout each time, deploy_timeout in all',
    };
};
const noProxy = ({ host, said }) => /no such container: kamal-proxy|container \S+ is not running/i.test(said)
    ? {
        code: 'proxy-refused',
        why: `kamal-proxy does not run on ${host}`,
        hint: `a deploy starts it; see why it ended: docker logs kamal-proxy on ${host}`,
    }
    : undefined;
const refusals = [
    [
        /automatic TLS does not support wildcards/,
        'a wildcard under proxy/hosts needs a certificate of its own (proxy/ssl with certificate_pem and private_key_pem)',
    ],
    [/unable to load certificate/, 'check the certificate and the key under proxy/ssl in deploy.yml'],
    [/host pattern/, 'correct proxy/host or proxy/hosts in deploy.yml'],
];
/** Why kamal-proxy (v0.9.2) did not switch [words tried]. */
const switchJudge = (word) => ({ host, said }) => {
    const gone = noProxy({ host, said });
    if (gone !== undefined)
        return gone;
    if (said.includes('failed to become healthy'))
        return unhealthy(word, said);
    if (said.includes('host settings conflict'))
        return taken(word, host);
    const flag = /unknown flag: (--[\w-]+)/.exec(said)?.[1];
    if (flag !== undefined)
        return {
            code: 'proxy-too-old',
            why: `kamal-proxy on ${host} does not know ${flag}`,
            hint: 'upgrade it: kamal proxy reboot',
        };
    const [, hint] = refusals.find(([words]) => words.test(said)) ?? [];
    const why = text_inLine(plainLines(said)
        .at(-1)
        ?.replace(/^Error: /, '') ?? '');
    return hint === undefined ? undefined : { code: 'proxy-refused', why, hint };
};
/** Why kamal-proxy did not start. */
const bootJudge = ({ host, said }) => {
    const port = takenPort(said);
    if (port === undefined)
        return undefined;
    return {
        code: 'proxy-refused',
        why: `port ${port} of ${host} is in use already`,
        hint: `end what holds it (ss -ltnp and docker ps on ${host} show it), or give the proxy other ports: proxy/run/http_port and https_port in deploy.yml`,
    };
};
const unrouteJudge = noProxy;

;// CONCATENATED MODULE: ./build/rollout/explain/script.js










const evidenceLines = 8;
const script_fenced = (host, word) => ({
    code: 'fenced',
    why: word?.word === 'holds-lock'
        ? `this run does not hold the deploy lock on ${host} any more`
        : `another run owns ${host} now`,
    hint: 'this run changes nothing there any more; run it again when the other one has ended',
});
const busy = (host) => ({
    code: 'proxy-busy',
    why: `an earlier deploy is still going on in kamal-proxy on ${host}`,
    hint: `run it again when that has ended; docker top kamal-proxy on ${host} shows it`,
});
const unlabelled = (word) => {
    const [image, label] = word?.word === 'require-label'
        ? [word.image, `${word.label}=${word.value}`]
        : ['the image', 'service=SERVICE'];
    return {
        code: 'image-label-missing',
        why: `${image} does not carry the label ${label}`,
        hint: `build it with LABEL ${label} (docker build --label ${label}): prune and rollback find images by it`,
    };
};
const signalled = (host) => ({
    code: 'script-failed',
    why: 'its shell was ended by a signal',
    hint: `another run may have taken over ${host}, or the host is short of memory or going down`,
});
const byCode = (host, code, word) => {
    switch (code) {
        case fencedCode:
            return script_fenced(host, word);
        case busyCode:
            return busy(host);
        case unlabelledCode:
            return unlabelled(word);
        case null:
            return signalled(host);
        default:
            return undefined;
    }
};
const files = ({ host, said }) => {
    if (/read-only file system/i.test(said))
        return {
            code: 'script-failed',
            why: `the file system of ${host} is read-only`,
            hint: `look for disk errors on ${host} (dmesg)`,
        };
    const denied = plainLines(said).findLast((line) => /permission denied/i.test(line));
    if (denied === undefined)
        return undefined;
    return {
        code: 'script-failed',
        why: text_inLine(denied),
        hint: 'let the login user own .kamal in its home (sudo chown -R USER .kamal): somebody may have deployed as another user',
    };
};
const script_judgesOf = (word) => {
    switch (word?.word) {
        case 'create':
            return [common_imageGone, createJudge(word), ...common_startJudges];
        case 'start':
            return [common_imageGone, ...common_startJudges];
        case 'switch':
        case 'switch-back':
            return [switchJudge(word)];
        case 'unroute':
            return [unrouteJudge];
        case 'boot-proxy':
            return [bootJudge, ...registry_registryJudges, ...common_startJudges];
        case 'tag':
        case 'require-label':
            return [common_imageGone];
        default:
            return [files];
    }
};
/** The last line, without the shell's and Docker's lead. */
const lastWords = (said, code) => {
    const line = plainLines(said).findLast((one) => !one.startsWith("See '"));
    if (line === undefined)
        return `exit code ${String(code)}`;
    return text_inLine(line.replace(/^(?:docker: )?Error(?: response from daemon)?: /, ''));
};
/**
 * Explains a script that failed: which word, why, what to change. Never shows the script's own text,
 * which may hold secrets. Knows the words of Docker 26.1, kamal-proxy v0.9.2, dash and bash [tried].
 */
const explainScript = (host, script, answer) => {
    const word = answer.failedAt === undefined ? undefined : script.words[answer.failedAt];
    const place = { host, said: answer.stderr };
    const known = byCode(host, answer.code, word) ?? refusal_firstOf(place, [common_diskFull, engine, ...script_judgesOf(word)]);
    const doing = word === undefined ? script.title : doingOf(word);
    const log = lastLines(answer.stderr, evidenceLines);
    const code = answer.code === null ? 'ended by a signal' : `exit code ${String(answer.code)}`;
    return new base_error/* SeaworthyError */.P(known?.code ?? 'script-failed', `${doing} on ${host} failed: ${known?.why ?? lastWords(answer.stderr, answer.code)}`, {
        hint: known?.hint ??
            `the step was: ${script.title}; try it again, and look at ${host} if it fails again`,
        evidence: [code, ...(log === '' ? [] : [log])],
    });
};

;// CONCATENATED MODULE: ./build/rollout/explain.js



;// CONCATENATED MODULE: ./build/rollout/perform.js



const success = (/* unused pure expression or super */ null && ([200, 201, 204, 304]));
const performDocker = async (host, call, signal) => {
    const answer = await host.docker(call, signal);
    const accepted = (call.accept ?? success).includes(answer.status);
    const refusal = call.streams === true ? parsePull(answer) : undefined;
    if (accepted && refusal === undefined)
        return;
    const message = refusal ?? dockerMessage(answer);
    throw explainDocker(host.name, call, { status: answer.status, message });
};
/**
 * Says a script to a host.
 * @throws SeaworthyError when a word of it failed, explained; whatever the host throws.
 */
const performScript = async (host, script, signal) => {
    const answer = await host.script(script, signal);
    if (answer.code === 0 && answer.failedAt === undefined)
        return answer;
    throw explainScript(host.name, script, answer);
};
/** Failed words that were only tried: the new version serves, and something is left to tidy. */
const warningsOf = (answer) => Object.keys(answer.values)
    .filter((key) => key.startsWith('warning-'))
    .map((key) => key.slice('warning-'.length));
/**
 * Says one command to a host and judges the answer; resolves with what was only tried and failed.
 * @throws SeaworthyError when the host refused it, explained; whatever the host throws.
 */
const perform = async (host, command, signal) => {
    if (command.kind === 'docker')
        await performDocker(host, command, signal);
    else if (command.kind === 'script')
        return warningsOf(await performScript(host, command, signal));
    else
        throw new SeaworthyError('docker-refused', 'a probe is no step of a plan');
    return [];
};

;// CONCATENATED MODULE: ./build/operate/lock.js







const script = (title, words, changes) => ({
    kind: 'script',
    title,
    words,
    changes,
    timeoutMs: 30_000,
});
/** Who has the deploy lock. */
const lookAtLock = async (host, config, signal) => parseLock((await performScript(host, script('look at the lock', (0,host_lock/* readLock */.mF)(config), false), signal)).values);
const unknownHolder = { by: 'somebody', at: '', version: '', message: '' };
/** What a lock says of itself. */
const holderOf = (lock) => lock.details ?? unknownHolder;
/** `ann since 2026-01-31T12:00:00Z, version 8f3c1: Automatic deploy lock (...)`. */
const lockText = (lock) => {
    if (lock.state === 'free')
        return 'free';
    const { by, at, version, message } = holderOf(lock);
    return at === '' ? 'held; it has no details' : `${by} since ${at}, version ${version}: ${message}`;
};
const noted = ({ config, run, now }, text) => audit({ ...config, actor: run.actor }, isoSeconds(now), text);
/** A lock by hand, as `kamal lock acquire -m REASON` takes it: nobody waits for it, Kamal included. */
const freezeScript = (act, version, reason) => {
    const { lock } = (0,names/* pathsOf */.wG)(act.config);
    const beside = `${lock}.${act.token}`;
    const details = (0,host_lock/* renderLock */.wC)({
        ...{ by: act.run.actor, at: isoSeconds(act.now), version },
        message: `${reason} (Seaworthy freeze: ${(0,host_lock/* describeRun */.vZ)(act.run)})`,
    });
    return script('freeze deploys', [
        { word: 'dir', path: beside },
        { word: 'write', path: `${beside}/details`, text: details, mode: '644' },
        { word: 'publish', from: beside, to: lock },
        { word: 'remove', path: beside },
        ...(0,host_lock/* readLock */.mF)(act.config),
    ], true);
};
const lock_taken = (host, lock) => new base_error/* SeaworthyError */.P('lock-held', `the deploy lock on ${host} is held by ${lockText(lock)}`, {
    hint: 'Deploys are held already, or one is going on: wait for its end, or release the lock first.',
});
/**
 * Holds all deploys, Kamal's too, until somebody resumes.
 * @returns what the lock says now
 * @throws SeaworthyError `lock-held` when somebody else has it.
 */
const freeze = async (host, act, { version, reason }, signal) => {
    const answer = await performScript(host, freezeScript(act, version, reason), signal);
    const lock = parseLock(answer.values);
    const ours = lock.state === 'foreign' &&
        lock.details?.by === act.run.actor &&
        lock.details.message.endsWith(`(Seaworthy freeze: ${(0,host_lock/* describeRun */.vZ)(act.run)})`);
    if (!ours)
        throw lock_taken(host.name, lock);
    const note = script('note it', [noted(act, `Froze deploys: ${reason}`)], true);
    await performScript(host, note, signal);
    return lock;
};
/** @throws SeaworthyError `lock-held` unless the lock may be released by whom `owner` names. */
const requireOwner = (host, lock, owner, which) => {
    const { by } = holderOf(lock);
    const held = `the deploy lock on ${host} is held by ${lockText(lock)}`;
    if (lock.state === 'ours')
        throw new base_error/* SeaworthyError */.P('lock-held', held, {
            hint: 'A rollout of ours has it, with what it owes to the fleet: the next deploy or rollback settles that, and then frees it.',
        });
    if (which === 'by-hand' && (0,host_lock/* isWaitable */.mI)(lock.details))
        throw new base_error/* SeaworthyError */.P('lock-held', held, {
            hint: 'A deploy has it, no freeze. When you know that it has ended: `command: unlock`.',
        });
    if (by === owner)
        return;
    throw new base_error/* SeaworthyError */.P('lock-held', `${held}; it is not ${owner}'s`, {
        hint: `To release it all the same, name its holder: \`held-by: ${by}\`.`,
    });
};
/** Removes the lock, whole: it is renamed away first. */
const releaseScript = (act) => {
    const { lock } = (0,names/* pathsOf */.wG)(act.config);
    const gone = `${lock}.${act.token}.done`;
    return script('release the deploy lock', [
        { word: 'move', from: lock, to: gone },
        { word: 'remove', path: gone },
        noted(act, 'Released the deploy lock'),
        ...(0,host_lock/* readLock */.mF)(act.config),
    ], true);
};
/**
 * Releases the lock that `owner` holds.
 * @returns who held it; undefined when it was free
 * @throws SeaworthyError `lock-held` when it is another's, or is taken again at once.
 */
const release = async (host, act, { owner, which }, signal) => {
    const lock = await lookAtLock(host, act.config, signal);
    if (lock.state === 'free')
        return undefined;
    requireOwner(host.name, lock, owner, which);
    const answer = await performScript(host, releaseScript(act), signal);
    const now = parseLock(answer.values);
    if (now.state !== 'free')
        throw lock_taken(host.name, now);
    return holderOf(lock);
};

;// CONCATENATED MODULE: ./build/fleet/serving.js

const isRunning = (container) => ['running', 'restarting', 'paused'].includes(container.state);
const ofRole = (state, role) => state.containers.filter((container) => container.labels['role'] === role);
/** Containers of a role that run now, newest first. */
const runningOf = (state, role) => ofRole(state, role).filter(isRunning);
/** Where the proxy sends a role's requests; undefined when it does not know the role. */
const routeOf = (state, service) => state.proxy.state === 'running'
    ? state.proxy.services?.find(({ name }) => name === service)
    : undefined;
/** The container behind one of the proxy's targets (`ID:PORT`, the id in its short form). */
const behind = (state, target) => {
    const id = target.slice(0, target.lastIndexOf(':'));
    if (id === '')
        return undefined;
    return state.containers.find((container) => container.id.startsWith(id) || container.name === id);
};
/** `V` of a container called `S-R[-D]-V`, also after it was renamed to make room. */
const versionOf = (config, container) => container.name
    .slice((0,names/* proxyService */.G$)(config, container.labels['role'] ?? '').length + 1)
    .replace(/_replaced_[0-9a-f]{16}$/, '');
/** What serves a role on a host: what the proxy routes to, else the newest that runs. */
const serving = (config, state, role) => {
    const running = runningOf(state, role.name);
    if (role.proxy === undefined)
        return running[0];
    const target = routeOf(state, (0,names/* proxyService */.G$)(config, role.name))?.targets[0];
    return target === undefined ? undefined : behind(state, target);
};

;// CONCATENATED MODULE: ./build/operate/logs.js




const logOf = async (host, container, lines, signal) => {
    const answer = await host.docker(containerLogs(container, lines), signal);
    const text = answer.status === 200 ? parseLogs(answer) : `(${docker_parse_dockerMessage(answer)})`;
    return { host: host.name, container, text: (0,clean/* withoutControls */.D)(text).trimEnd() };
};
/** The last `lines` lines of every running container of these roles on a host. */
const logsOn = (host, state, roles, { lines, signal }) => Promise.all(roles
    .flatMap((role) => runningOf(state, role.name))
    .map(({ name }) => logOf(host, name, lines, signal)));

;// CONCATENATED MODULE: ./build/operate/status.js

const proxyText = (proxy) => proxy.state === 'absent' ? 'absent' : `${proxy.version}, ${proxy.state}`;
const mebibytes = (kiB) => kiB === undefined ? undefined : Math.floor(kiB / 1024);
/** An image may have come under several digests: the one of the release record goes first. */
const digestOf = ({ repository }, { images, files }, imageId, version) => {
    const prefix = `${repository}@`;
    const digests = images
        .filter(({ id }) => id === imageId)
        .flatMap((image) => image.digests.filter((digest) => digest.startsWith(prefix)))
        .map((digest) => digest.slice(prefix.length));
    const recorded = (files?.releases ?? []).filter((release) => release.version === version);
    return digests.find((one) => recorded.some(({ digest }) => digest === one)) ?? digests[0];
};
const servingOf = (config, state, container) => {
    const version = versionOf(config, container);
    const digest = digestOf(config, state, container.imageId, version);
    return { version, status: container.status, digest };
};
const roleStatus = (config, state, role) => {
    const now = serving(config, state, role);
    const others = ofRole(state, role.name).filter(({ id }) => id !== now?.id);
    return {
        role: role.name,
        serves: now === undefined ? undefined : servingOf(config, state, now),
        others: [...new Set(others.map((container) => versionOf(config, container)))],
    };
};
const hostStatus = (config, state, roles) => ({
    host: state.host,
    docker: state.docker.version,
    proxy: proxyText(state.proxy),
    freeDiskMiB: mebibytes(state.files?.freeDiskKiB),
    freeMemoryMiB: mebibytes(state.files?.freeMemoryKiB),
    roles: roles.map((role) => roleStatus(config, state, role)),
});
/** Versions that serve; more than one means that hosts or roles differ. */
const versionsOf = (hosts) => [
    ...new Set(hosts.flatMap(({ roles }) => roles.flatMap(({ serves }) => serves?.version ?? []))),
];
/** The one image that serves every role on every host; undefined when they differ, or one has none. */
const digestEverywhere = (hosts) => {
    const [first, ...others] = hosts.flatMap(({ roles }) => roles.map(({ serves }) => serves?.digest));
    return others.every((digest) => digest === first) ? first : undefined;
};

;// CONCATENATED MODULE: ./build/rollout/ports.js

/**
 * A host of this run by name.
 * @throws SeaworthyError `host-unreachable` when it is not connected.
 */
const ports_hostOf = (ports, name) => {
    const host = ports.hosts.get(name);
    if (host === undefined)
        throw new base_error/* SeaworthyError */.P('host-unreachable', `${name} is not connected`);
    return host;
};

;// CONCATENATED MODULE: ./build/rollout/survey.js




const filesOn = async (host, subject, signal) => parseFiles((await performScript(host, filesScript(subject), signal)).values);
/** Looks at one host and at what lies in its files, without changing anything. */
const lookWithFiles = async (host, subject, signal) => {
    const [docker, files] = await Promise.all([
        look_lookAtDocker(host, subject, signal),
        filesOn(host, subject, signal),
    ]);
    return { ...docker, files };
};
/**
 * Looks at hosts without a lock and without changing anything. Files are read on the lock's host; of
 * all hosts where their release records are wanted.
 */
const survey = async (subject, { targets, lockHost }, ports, whose = 'lock') => {
    const { signal } = ports;
    const names = targets.map(({ host }) => host);
    const filesOf = (name) => filesOn(hostOf(ports, name), subject, signal);
    const others = whose === 'all' ? names.filter((name) => name !== lockHost) : [];
    const [files, read, states] = await Promise.all([
        filesOf(lockHost),
        Promise.all(others.map(async (name) => [name, await filesOf(name)])),
        Promise.all(names.map((name) => lookAtDocker(hostOf(ports, name), subject, signal))),
    ]);
    const found = new Map([[lockHost, files], ...read]);
    return {
        fleet: Object.fromEntries(states.map((state) => [state.host, { ...state, files: found.get(state.host) }])),
        lock: files.lock,
        files,
    };
};

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./build/ssh/algorithms.js
const hostKeys = [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
];
/** Type of the key that an algorithm signs with. */
const keyTypeFor = (algorithm) => algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm;
/**
 * What we are willing to speak: no SHA-1, no CBC, no group below 16, no `ssh-rsa` signature. Key
 * types that are pinned come first, so that a server which has several shows the pinned one, as
 * ssh(1) does; types in `without` are left out.
 */
const algorithmsFor = (pinnedTypes, without = [], compress = false) => {
    const offered = hostKeys.filter((name) => !without.includes(keyTypeFor(name)));
    const isPinned = (name) => pinnedTypes.includes(keyTypeFor(name));
    return {
        kex: [
            'curve25519-sha256',
            'curve25519-sha256@libssh.org',
            'ecdh-sha2-nistp256',
            'ecdh-sha2-nistp384',
            'ecdh-sha2-nistp521',
            'diffie-hellman-group16-sha512',
            'diffie-hellman-group18-sha512',
        ],
        serverHostKey: [...offered.filter(isPinned), ...offered.filter((name) => !isPinned(name))],
        cipher: [
            'aes128-gcm@openssh.com',
            'aes256-gcm@openssh.com',
            'chacha20-poly1305@openssh.com',
            'aes256-ctr',
            'aes192-ctr',
            'aes128-ctr',
        ],
        hmac: [
            'hmac-sha2-256-etm@openssh.com',
            'hmac-sha2-512-etm@openssh.com',
            'hmac-sha2-256',
            'hmac-sha2-512',
        ],
        compress: compress ? ['zlib@openssh.com', 'none'] : ['none'],
    };
};
/** How many types of host keys there are to ask for. */
const keyTypes = [...new Set(hostKeys.map(keyTypeFor))];

;// CONCATENATED MODULE: ./build/ssh/channel-error.js
/** The host did not open a channel; nothing was sent through it. */
class ForwardError extends Error {
    failure;
    /** The server's words: `No route to host`. */
    detail;
    constructor(failure, detail) {
        super(`the SSH server did not open the connection: ${detail}`);
        this.name = 'ForwardError';
        this.failure = failure;
        this.detail = detail;
    }
}
/** RFC 4254, 5.1. */
const administrativelyProhibited = 1;
/**
 * Reads ssh2's error. OpenSSH puts strerror(3) or gai_strerror(3) of the connect into the text of a
 * reason 2, and `open failed` where it has nothing to say (serverloop.c, channels.c of 9.2).
 */
const forwardErrorOf = (error) => {
    const detail = error.message.replace(/^\(SSH\) Channel open failure: /, '');
    if ('reason' in error && error.reason === administrativelyProhibited)
        return new ForwardError('forbidden', detail);
    if (/refused/i.test(detail))
        return new ForwardError('refused', detail);
    return /no route|unreachable|timed out|not known|no address|temporary failure/i.test(detail)
        ? new ForwardError('unreachable', detail)
        : new ForwardError('unexplained', detail);
};

;// CONCATENATED MODULE: ./build/ssh/target.js
/** `h1`, or `h1 (10.0.0.5:2222)` where the name alone does not say it. */
const describe = ({ name, host, port }) => {
    const address = port === 22 ? host : `${host}:${String(port)}`;
    return address === name ? name : `${name} (${address})`;
};

;// CONCATENATED MODULE: ./build/ssh/connect-errors.js


const compare = 'Compare the fingerprint (on the host itself, `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` prints it)';
const unknownKey = (where, { fingerprint, line }) => new base_error/* SeaworthyError */.P('host-key-unknown', `The host key of ${where} is not known: it showed ${fingerprint}.`, {
    hint: `${compare}, then add this line to known-hosts:\n${line}`,
    evidence: [`shown: ${fingerprint}`, 'expected: no key is known for this host', line],
});
const certifiedOnly = (where, { fingerprint, line }) => new base_error/* SeaworthyError */.P('host-key-unknown', `${where} is known by a certificate authority only, and host certificates are not understood here.`, {
    hint: `${compare}, then add the key itself to known-hosts:\n${line}`,
    evidence: [`shown: ${fingerprint}`, line],
});
const changedKey = (where, { fingerprint, expected, line }) => new base_error/* SeaworthyError */.P('host-key-changed', `The host key of ${where} has changed: it showed ${fingerprint}, expected was ${expected.join(' or ')}.`, {
    hint: `Either the host was set up anew or somebody answers in its place. ${compare}; if it is right, replace the old line in known-hosts by:\n${line}`,
    evidence: [`shown: ${fingerprint}`, ...expected.map((one) => `expected: ${one}`), line],
});
const revokedKey = (where, { fingerprint }) => new base_error/* SeaworthyError */.P('host-key-revoked', `${where} showed a host key that known-hosts marks as revoked: ${fingerprint}.`, {
    hint: 'Whoever holds the revoked key can answer in its place. Give the host new keys (`rm /etc/ssh/ssh_host_*; ssh-keygen -A`) before you go on.',
    evidence: [`shown: ${fingerprint}`],
});
/** The host key was not trusted. Nothing of ours was shown to the host. */
const hostKeyError = (target, verdict) => {
    const where = describe(target);
    switch (verdict.verdict) {
        case 'unknown':
            return unknownKey(where, verdict);
        case 'authority-only':
            return certifiedOnly(where, verdict);
        case 'changed':
            return changedKey(where, verdict);
        case 'revoked':
            return revokedKey(where, verdict);
    }
};
/** No key was accepted. `offered` are fingerprints. */
const loginError = (target, attempt, offered, cause) => {
    const evidence = [
        ...(offered.length > 0 ? offered.map((key) => `offered: ${key}`) : ['offered: no key at all']),
        ...(attempt.accepts.length > 0 ? [`the server accepts: ${attempt.accepts.join(', ')}`] : []),
        ...(cause.message.startsWith('All configured') ? [] : [cause.message]),
    ];
    return new base_error/* SeaworthyError */.P('host-login-refused', attempt.partial
        ? `${describe(target)} accepted the key of ${target.user}, but wants a second proof as well.`
        : `${describe(target)} did not let ${target.user} in. ${evidence.join('; ')}.`, {
        hint: attempt.partial
            ? `Allow ${target.user} to log in with a key alone (AuthenticationMethods in sshd_config).`
            : `Is one of these keys in ~${target.user}/.ssh/authorized_keys on the host (there: \`ssh-keygen -lf\`), is \`ssh.user\` right, and may this user log in (PermitRootLogin, AllowUsers)?`,
        evidence,
        cause,
    });
};
/** No connection came about; nothing was sent. */
const connect_errors_unreachable = (target, reason, details = {}) => new base_error/* SeaworthyError */.P('host-unreachable', `${describe(target)} cannot be reached: ${reason}.`, {
    hint: `Are name and port right, and does the host's firewall let this machine in?`,
    ...details,
});

;// CONCATENATED MODULE: ./build/ssh/abort.js
/**
 * Calls `stop` with the signal's reason as soon as it is aborted, now if it already is. Returns what
 * takes that back.
 */
const whenAborted = (signal, stop) => {
    const listener = () => {
        const reason = signal.reason;
        stop(reason instanceof Error ? reason : new Error(String(reason)));
    };
    if (signal.aborted)
        listener();
    else
        signal.addEventListener('abort', listener, { once: true });
    return () => signal.removeEventListener('abort', listener);
};

;// CONCATENATED MODULE: ./build/ssh/ahead.js

/** So many are opened in all before none is opened ahead: one more than needed would be one too many. */
const enough = 6;
const unwanted = new Error('no session is wanted ahead');
/** What nobody reads is not told apart from a session that goes on when the server has closed it. */
const unread = (channel) => channel.resume();
const drop = (spare) => {
    void spare.then((channel) => channel?.close());
};
/** The session if it can still be used, as soon as that is known. */
const usable = (spare, signal) => new Promise((resolve, reject) => {
    const release = whenAborted(signal, (reason) => {
        drop(spare);
        reject(reason);
    });
    void spare.then((channel) => {
        release();
        resolve(channel?.writable === true ? channel : undefined);
    });
});
/**
 * A session costs two round trips and the server a process, so one that is sure to be needed is opened
 * while something else goes on. It may have been closed by the server while it waited: then a new one
 * is opened, for nothing was said to it.
 */
const sessionsAhead = (open, life) => {
    let opened = 0;
    let waiting;
    const stop = new AbortController();
    const begin = (signal) => {
        opened += 1;
        return open(signal);
    };
    return {
        take: async (signal) => {
            const spare = waiting;
            if (spare === undefined)
                return begin(signal);
            waiting = undefined;
            return (await usable(spare, signal)) ?? begin(signal);
        },
        expect: () => {
            if (waiting !== undefined || opened >= enough || stop.signal.aborted)
                return;
            waiting = begin(AbortSignal.any([life, stop.signal])).then(unread, () => undefined);
        },
        giveUp: () => {
            stop.abort(unwanted);
            if (waiting !== undefined)
                drop(waiting);
            waiting = undefined;
        },
    };
};

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
;// CONCATENATED MODULE: ./build/ssh/channel.js


/**
 * Opens a channel, unless one of the signals is aborted first: then it rejects at once with that
 * signal's reason, and a channel that comes too late is closed.
 */
const openChannel = (start, signal) => new Promise((resolve, reject) => {
    const release = whenAborted(signal, reject);
    if (signal.aborted)
        return;
    start((error, channel) => {
        release();
        if (error !== undefined) {
            reject(error);
            return;
        }
        channel.on('error', ignore);
        channel.stderr.on('error', ignore);
        if (signal.aborted)
            channel.close();
        resolve(channel);
    });
});
/** What a channel suffers shows in its end; an error without a listener would end the process. */
const ignore = () => undefined;
/**
 * A channel as an ordinary stream: it is destroyed when the connection dies (with the reason in
 * `life`), and destroying it closes the channel at once. `verdict` is asked when the channel has
 * closed, with its command's exit code, and may say that its end was a failure; the end is then held
 * back until it is known.
 */
const streamOf = (channel, life, verdict) => {
    let release = () => undefined;
    const stream = new external_node_stream_.Duplex({
        read: () => void channel.resume(),
        write: (chunk, encoding, done) => void channel.write(chunk, encoding, done),
        final: (done) => {
            channel.end();
            done();
        },
        destroy: (error, done) => {
            release();
            channel.resume();
            channel.close();
            done(error);
        },
    });
    channel.on('data', (chunk) => {
        if (!stream.push(chunk))
            channel.pause();
    });
    if (verdict === undefined)
        channel.on('end', () => stream.push(null));
    // ssh2 gives it what it gave to `exit`, which may have come before anybody listened.
    channel.on('close', (code) => {
        const error = verdict?.(code);
        if (error !== undefined)
            return void stream.destroy(error);
        if (stream.readableEnded)
            return void stream.destroy();
        stream.once('end', () => stream.destroy());
        if (verdict !== undefined)
            stream.push(null);
    });
    release = whenAborted(life, (reason) => stream.destroy(reason));
    return stream;
};

;// CONCATENATED MODULE: ./build/ssh/exec.js

/** Keeps the first `limit` bytes. */
const headKeeper = (limit) => {
    const chunks = [];
    let kept = 0;
    let seen = 0;
    return {
        add: (chunk) => {
            seen += chunk.length;
            if (kept >= limit)
                return;
            const part = chunk.subarray(0, limit - kept);
            kept += part.length;
            chunks.push(part);
        },
        bytes: () => Buffer.concat(chunks),
        overflowed: () => seen > limit,
    };
};
/** Keeps the last `limit` bytes. */
const tailKeeper = (limit) => {
    let tail = Buffer.alloc(0);
    return {
        add: (chunk) => {
            tail = Buffer.concat([tail, chunk]).subarray(-limit);
        },
        bytes: () => tail,
    };
};
/**
 * Gives a text to a command's standard input and collects what it answers. When the signal is
 * aborted it closes the channel and rejects with the signal's reason at once; the command on the
 * host may well run on.
 */
const converse = (channel, input, limits, signal) => new Promise((resolve, reject) => {
    const stdout = headKeeper(limits.stdoutBytes);
    const stderr = tailKeeper(limits.stderrBytes);
    const release = whenAborted(signal, (reason) => {
        channel.close();
        reject(reason);
    });
    if (signal.aborted)
        return;
    channel.on('data', stdout.add);
    channel.stderr.on('data', stderr.add);
    channel.on('close', (code = null, name) => {
        release();
        resolve({
            code,
            signal: name,
            stdout: stdout.bytes(),
            stderr: stderr.bytes(),
            overflowed: stdout.overflowed(),
        });
    });
    channel.end(input);
});

;// CONCATENATED MODULE: ./build/ssh/sessions.js




const refused = (name, cause) => new base_error/* SeaworthyError */.P('host-unreachable', `The SSH server of ${name} runs no command for us.`, {
    hint: 'It lets the user log in, but not run `sh`: see MaxSessions, ForceCommand and the login shell of that user.',
    evidence: [cause instanceof Error ? cause.message : String(cause)],
    cause,
});
/** Who waits for a session to end. */
const waitingRoom = () => {
    const waiting = new Set();
    return {
        wakeAll: () => waiting.forEach((wake) => wake()),
        wait: (signal) => new Promise((resolve, reject) => {
            const wake = () => {
                waiting.delete(wake);
                release();
                resolve();
            };
            waiting.add(wake);
            const release = whenAborted(signal, (reason) => {
                waiting.delete(wake);
                reject(reason);
            });
        }),
    };
};
/**
 * sshd sweeps up a session only after it has read all that has arrived, so one that is asked for right
 * behind the end of another may still be refused: ask again so often, every so many milliseconds.
 */
const afterthoughts = 4;
const pauseMs = 25;
/** The sessions that are open now, and how many have ended. */
const slotsOf = (client) => {
    const count = { active: 0, ended: 0 };
    const room = waitingRoom();
    const tryToOpen = async (command, signal) => {
        count.active += 1;
        try {
            const channel = await openChannel((opened) => client.exec(command, opened), signal);
            channel.once('close', () => {
                count.active -= 1;
                count.ended += 1;
                room.wakeAll();
            });
            return channel;
        }
        catch (error) {
            count.active -= 1;
            throw error;
        }
    };
    return { count, tryToOpen, anotherEnds: room.wait };
};
/**
 * Sessions of one connection. A server allows only so many at a time (MaxSessions, 10 as delivered);
 * one that it refuses while others go on waits until one of those has ended, and asks again.
 * `onRefusal` is called for every refusal, and may end sessions that can be done without.
 */
const sessionsOf = (name, client, onRefusal = () => undefined) => {
    const { count, tryToOpen, anotherEnds } = slotsOf(client);
    return async (command, signal) => {
        let patience = afterthoughts;
        for (let attempt = 0; attempt < 1000; attempt += 1) {
            const { ended } = count;
            try {
                return await tryToOpen(command, signal);
            }
            catch (error) {
                if (signal.aborted)
                    throw signal.reason;
                onRefusal();
                if (count.ended !== ended)
                    patience = afterthoughts;
                if (patience === 0 && count.active === 0)
                    throw refused(name, error);
            }
            if (patience > 0)
                await (0,promises_.setTimeout)(pauseMs, undefined, { signal }).catch(() => undefined);
            else
                await anotherEnds(signal);
            patience = patience > 0 ? patience - 1 : afterthoughts;
        }
        throw refused(name, new Error('1000 attempts'));
    };
};

;// CONCATENATED MODULE: ./build/ssh/connection.js






/** A command whose streams were in use ended with an exit code other than 0. */
class RunError extends Error {
    /** Null when a signal ended it. */
    code;
    /** The last 4 KiB. */
    stderr;
    constructor(command, code, stderr) {
        super(`${command} ended with exit code ${String(code)}`);
        this.name = 'RunError';
        this.code = code;
        this.stderr = stderr;
    }
}
const reasons = [
    [/Keepalive timeout/, 'it did not answer any more'],
    [/ECONNRESET|EPIPE/, 'it was reset'],
];
const lostError = (name, cause) => {
    const text = cause?.message ?? 'the host closed it';
    const reason = reasons.find(([looks]) => looks.test(text))?.[1] ?? text;
    return new base_error/* SeaworthyError */.P('host-lost', `The connection to ${name} was lost: ${reason}.`, {
        cause,
    });
};
/** Everything that makes a stream from a channel, with what to do about its failure. */
const forwarder = (life) => async (start, signal) => {
    const both = life.within(signal);
    try {
        return streamOf(await openChannel(start, both), life.signal);
    }
    catch (error) {
        throw both.aborted ? both.reason : forwardErrorOf(error);
    }
};
const runner = (life, session) => async (command, signal, onStderr) => {
    const channel = await session(command, life.within(signal));
    const stderr = tailKeeper(4096);
    channel.stderr.on('data', stderr.add);
    if (onStderr !== undefined)
        channel.stderr.on('data', onStderr);
    return streamOf(channel, life.signal, (code = null) => code === 0 ? undefined : new RunError(command, code, stderr.bytes().toString('utf8')));
};
const gone = (client) => new Promise((resolve) => {
    const timer = setTimeout(() => {
        client.destroy();
        resolve();
    }, 1000);
    client.once('close', () => {
        clearTimeout(timer);
        resolve();
    });
    client.end();
});
const unusable = (name, cause) => new base_error/* SeaworthyError */.P('host-unreachable', `There is no connection to ${name} any more.`, {
    ...(cause instanceof Error ? { evidence: [cause.message] } : {}),
    cause,
});
const watch = (name, client, onEnd) => {
    const life = new AbortController();
    const lost = Promise.withResolvers();
    const die = (cause) => {
        if (life.signal.aborted)
            return;
        const error = lostError(name, cause);
        life.abort(error);
        lost.resolve(error);
        client.destroy();
        void onEnd();
    };
    client
        .on('error', die)
        .on('end', () => die())
        .on('close', () => die());
    return {
        signal: life.signal,
        lost: lost.promise,
        close: async () => {
            const wasAlive = !life.signal.aborted;
            life.abort(new base_error/* SeaworthyError */.P('host-lost', `The connection to ${name} was closed.`));
            if (wasAlive)
                await gone(client);
            await onEnd();
        },
        within: (signal) => {
            if (life.signal.aborted)
                throw unusable(name, life.signal.reason);
            return AbortSignal.any([life.signal, signal]);
        },
    };
};
/** Takes over a client that has just logged in. `onEnd` is called when the connection has ended. */
const connectionOf = (name, client, onEnd) => {
    const life = watch(name, client, onEnd);
    const session = sessionsOf(name, client, () => shells.giveUp());
    const shells = sessionsAhead((signal) => session('sh', signal), life.signal);
    const forward = forwarder(life);
    const run = runner(life, session);
    return {
        name,
        lost: life.lost,
        close: life.close,
        exec: async (script, limits, signal) => {
            const both = life.within(signal);
            return converse(await shells.take(both), script, limits, both);
        },
        expectScript: shells.expect,
        forwardUnix: (path, signal) => forward((opened) => client.openssh_forwardOutStreamLocal(path, opened), signal),
        forwardTcp: (address, port, signal) => forward((opened) => client.forwardOut('127.0.0.1', 0, address, port, opened), signal),
        run,
    };
};

;// CONCATENATED MODULE: ./build/ssh/deadline.js


const tooLong = ({ what, timeoutMs }) => new base_error/* SeaworthyError */.P('host-timeout', `${what}: no end after ${String(timeoutMs / 1000)} s.`);
/**
 * Runs `work` with a limit. Whatever `work` does, this rejects at once with `host-timeout` when the
 * time is over and with `cancelled` when the signal is aborted; the signal given to `work` is then
 * aborted with that error, so that it can clean up.
 */
const bounded = (bounds, work) => new Promise((resolve, reject) => {
    const { what, timeoutMs, signal } = bounds;
    const inner = new AbortController();
    const stop = (error) => {
        release();
        reject(error);
        inner.abort(error);
    };
    const late = bounds.late ?? (() => tooLong(bounds));
    const timer = setTimeout(() => stop(late()), timeoutMs);
    let forget = () => undefined;
    const release = () => {
        clearTimeout(timer);
        forget();
    };
    if (signal !== undefined)
        forget = whenAborted(signal, (cause) => stop(new base_error/* SeaworthyError */.P('cancelled', `${what}: cancelled.`, { cause })));
    if (!inner.signal.aborted)
        work(inner.signal).then(resolve, reject).finally(release);
});

// EXTERNAL MODULE: ./node_modules/ssh2/lib/index.js
var lib = __webpack_require__(5472);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/ssh/fingerprint.js

/** Fingerprint of a public key in SSH's wire form, as OpenSSH prints it: `SHA256:` and base64. */
const fingerprintOf = (publicKey) => `SHA256:${(0,external_node_crypto_.createHash)('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`;

;// CONCATENATED MODULE: ./build/ssh/host-pattern.js

/** How known_hosts names a host: `[host]:port` unless the port is 22 (sshd(8)). */
const hostName = (host, port) => port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${String(port)}`;
const matchesHash = (entry, name) => {
    const [, , salt = '', hash = ''] = entry.split('|');
    const wanted = Buffer.from(hash, 'base64');
    const found = (0,external_node_crypto_.createHmac)('sha1', Buffer.from(salt, 'base64')).update(name).digest();
    return wanted.length === found.length && (0,external_node_crypto_.timingSafeEqual)(wanted, found);
};
const matchesGlob = (pattern, name) => {
    const literal = pattern.toLowerCase().replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${literal.replaceAll(/\*+/g, '.*').replaceAll('?', '.')}$`).test(name);
};
/**
 * Whether the first field of a known_hosts line names a host: a hashed name, or a comma list with
 * `*`, `?` and `!` for "not this one", which outweighs every other pattern (sshd(8)).
 */
const matchesHost = (field, name) => {
    if (field.startsWith('|1|'))
        return matchesHash(field, name);
    const patterns = field.split(',');
    const hit = (pattern) => matchesGlob(pattern, name);
    return (!patterns.some((pattern) => pattern.startsWith('!') && hit(pattern.slice(1))) &&
        patterns.some((pattern) => !pattern.startsWith('!') && hit(pattern)));
};

;// CONCATENATED MODULE: ./build/ssh/judge-host-key.js


/** Type of a public key in wire form: the string it begins with. */
const keyTypeOf = (key) => key.length > 4 ? key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1') : '';
const keysFor = (known, name) => known.keys.filter(({ hosts }) => matchesHost(hosts, name));
const pinsFor = (known, name) => known.pins.filter(({ hosts }) => hosts === undefined || matchesHost(hosts, name));
const judgeByName = (shown, name, known) => {
    const fingerprint = fingerprintOf(shown.key);
    const line = `${hostName(shown.host, shown.port)} ${keyTypeOf(shown.key)} ${shown.key.toString('base64')}`;
    const keys = keysFor(known, name);
    const pins = pinsFor(known, name);
    const plain = keys.filter(({ marker }) => marker === 'none');
    if (keys.some(({ marker, key }) => marker === 'revoked' && key.equals(shown.key)))
        return { verdict: 'revoked', fingerprint };
    if (plain.some(({ key }) => key.equals(shown.key)))
        return { verdict: 'trusted' };
    if (pins.some((pin) => pin.fingerprint === fingerprint))
        return { verdict: 'trusted' };
    const expected = [
        ...plain.map(({ key }) => fingerprintOf(key)),
        ...pins.filter(({ hosts }) => hosts !== undefined).map((pin) => pin.fingerprint),
    ];
    if (expected.length > 0)
        return { verdict: 'changed', fingerprint, expected, line };
    const certified = keys.some(({ marker }) => marker === 'cert-authority');
    return { verdict: certified ? 'authority-only' : 'unknown', fingerprint, line };
};
/**
 * Whether a host is who it should be. There is no way to answer "trusted" without a matching entry.
 * As ssh(1) does, a host on another port than 22 that has no entry as `[host]:port` is trusted by an
 * entry for the bare name; fingerprints without a host fit whichever host.
 */
const judgeHostKey = (shown, known) => {
    const exact = judgeByName(shown, hostName(shown.host, shown.port), known);
    if (exact.verdict !== 'unknown' && exact.verdict !== 'authority-only')
        return exact;
    const bare = judgeByName(shown, hostName(shown.host, 22), known);
    return bare.verdict === 'trusted' || bare.verdict === 'revoked' ? bare : exact;
};
/** What is known of a host before it shows a key: decides which key types are asked for first. */
const expectedOf = (host, port, known) => {
    const names = [hostName(host, port), hostName(host, 22)];
    const keys = names.flatMap((name) => keysFor(known, name));
    return {
        types: [...new Set(keys.filter(({ marker }) => marker === 'none').map(({ type }) => type))],
        pinned: names.some((name) => pinsFor(known, name).length > 0),
    };
};

;// CONCATENATED MODULE: ./build/ssh/login.js


/** A new one each time: ssh2 writes into it. */
const sha1Refused = () => new Error('the server wants an RSA signature with SHA-1, which is not made');
/** RSA keys sign with SHA-2 or not at all; ssh2 would use SHA-1 where a server does not name its own. */
const withoutSha1 = (key) => key.type === 'ssh-rsa'
    ? Object.create(key, {
        sign: {
            value: (data, hash) => hash === undefined || hash === 'sha1' ? sha1Refused() : key.sign(data, hash),
        },
    })
    : key;
/** ssh2 signs by `agent.sign(key, data, {hash}, done)` (client.js, USERAUTH_PK_OK). */
const agentWithoutSha1 = (path) => {
    const agent = lib.createAgent(path);
    const sign = agent.sign.bind(agent);
    const safely = (key, data, options, done) => {
        if (typeof options === 'object' && options.hash === 'sha1')
            done?.(sha1Refused());
        else if (typeof options === 'object')
            sign(key, data, options, done);
    };
    return Object.assign(agent, { sign: safely });
};
/**
 * Public keys only, each offered in turn, without ssh2's opening question (`none`), which costs a
 * round trip (35 to 80 ms).
 */
const loginHandler = (target, attempt) => {
    const username = target.user;
    const methods = target.keys.map(({ parsed }) => ({
        type: 'publickey',
        username,
        key: withoutSha1(parsed),
    }));
    if (target.agent !== undefined)
        methods.push({ type: 'agent', username, agent: agentWithoutSha1(target.agent) });
    return (accepts, partial) => {
        attempt.accepts = accepts ?? attempt.accepts;
        attempt.partial ||= partial === true;
        const refused = accepts !== null && !accepts.includes('publickey');
        return refused ? false : (methods.shift() ?? false);
    };
};
const identities = (path) => new Promise((resolve) => {
    lib.createAgent(path).getIdentities((error, keys) => {
        const list = error ? [] : (keys ?? []);
        resolve(list.map((key) => {
            const parsed = lib.utils.parseKey(key);
            return parsed instanceof Error
                ? 'a key of unknown type, from the agent'
                : `${fingerprintOf(parsed.getPublicSSH())} (${parsed.type}, from the agent)`;
        }));
    });
});
/** Fingerprints of every key that was offered, one a line. */
const offeredKeys = async ({ keys, agent }) => [
    ...keys.map(({ fingerprint, type }) => `${fingerprint} (${type})`),
    ...(agent === undefined ? [] : await identities(agent)),
];

;// CONCATENATED MODULE: ./build/ssh/handshake.js






/** The server hung up before it said who it is: it may be busy (MaxStartups), so try again. */
class EarlyHangUpError extends Error {
}
/** The host showed a key that is not trusted; another of its keys may be. */
class DistrustedKeyError extends Error {
    keyType;
    error;
    constructor(keyType, error) {
        super(error.message);
        this.keyType = keyType;
        this.error = error;
    }
}
const levelOf = (error) => ('level' in error ? error.level : undefined);
const explainLogin = async (target, attempt, cause) => {
    if (levelOf(cause) === 'agent' && !cause.message.includes('SHA-1'))
        return new base_error/* SeaworthyError */.P('key-unusable', `The SSH agent at ${target.agent ?? ''} does not work: ${cause.message}.`, { hint: 'Is SSH_AUTH_SOCK set to the socket of an agent that still runs?', cause });
    const refused = attempt.accepts.length > 0 || /authentication|sign/i.test(cause.message);
    return refused
        ? loginError(target, attempt, await offeredKeys(target), cause)
        : connect_errors_unreachable(target, `the login did not come to an end (${cause.message})`, { cause });
};
const explain = async (target, progress, cause) => {
    const { distrusted, agreed, login } = progress;
    if (distrusted !== undefined && distrusted.verdict.verdict !== 'trusted')
        return new DistrustedKeyError(distrusted.keyType, hostKeyError(target, distrusted.verdict));
    const mismatch = /no matching (.+)$/.exec(cause.message)?.[1];
    if (mismatch !== undefined)
        return connect_errors_unreachable(target, `it offers no ${mismatch} that is considered safe`, {
            hint: 'Update the SSH server; SHA-1, CBC and RSA signatures of the old kind are not spoken.',
            cause,
        });
    return agreed
        ? explainLogin(target, login, cause)
        : new EarlyHangUpError(cause.message, { cause });
};
const handshake_ignore = () => undefined;
const judge = (key, target, progress) => {
    const verdict = judgeHostKey({ host: target.host, port: target.port, key }, target.known);
    if (verdict.verdict !== 'trusted')
        progress.distrusted = { verdict, keyType: keyTypeOf(key) };
    return verdict.verdict === 'trusted';
};
const configFor = (sock, { target, algorithms, keepaliveIntervalMs }, progress) => ({
    sock,
    username: target.user,
    algorithms,
    keepaliveInterval: keepaliveIntervalMs,
    keepaliveCountMax: 3,
    readyTimeout: 0,
    strictVendor: false,
    authHandler: loginHandler(target, progress.login),
    hostVerifier: (key) => judge(key, target, progress),
});
/**
 * Speaks SSH on an open connection until the login is done. The host key is judged before anything
 * of ours is shown. Rejects with EarlyHangUpError, DistrustedKeyError, a SeaworthyError, or the
 * signal's reason; the connection is closed then.
 */
const handshake = (stream, options, signal) => new Promise((resolve, reject) => {
    const client = new lib.Client();
    const progress = { login: { accepts: [], partial: false }, agreed: false };
    const giveUp = (error) => {
        client.on('error', handshake_ignore).destroy();
        stream.destroy();
        reject(error);
    };
    const onEnd = (error) => {
        release();
        client.off('error', onEnd).off('close', onEnd).on('error', handshake_ignore);
        const cause = error ?? new Error('the connection ended');
        void explain(options.target, progress, cause).then(giveUp);
    };
    const release = whenAborted(signal, giveUp);
    if (signal.aborted)
        return;
    client
        .on('handshake', () => (progress.agreed = true))
        .on('error', onEnd)
        .on('close', onEnd)
        .once('ready', () => {
        release();
        client.off('error', onEnd).off('close', onEnd);
        resolve(options.adopt(client));
    });
    client.connect(configFor(stream, options, progress));
});

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./build/ssh/socket.js


/** A TCP connection that could not be opened; `code` is the system's. */
class SocketError extends Error {
    code;
    constructor(code, cause) {
        super(meaning(code), { cause });
        this.name = 'SocketError';
        this.code = code;
    }
}
const meanings = {
    ENOTFOUND: 'there is no such name in DNS',
    EAI_AGAIN: 'the name could not be looked up (DNS does not answer)',
    ECONNREFUSED: 'nothing listens on that port (connection refused)',
    ECONNRESET: 'the connection was reset',
    ETIMEDOUT: 'no answer (timed out)',
    EHOSTUNREACH: 'there is no route to the host',
    ENETUNREACH: 'there is no route to its network',
};
const meaning = (code) => meanings[code] ?? `the connection failed (${code})`;
const codeOf = (error) => 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
/**
 * Opens a TCP connection, with Nagle's delay off from the start (ssh2 never does: that costs 130 ms).
 * Rejects with a SocketError, or with the signal's reason when it is aborted.
 */
const openSocket = (host, port, signal) => new Promise((resolve, reject) => {
    const socket = (0,external_node_net_.connect)({ host, port, noDelay: true });
    const release = whenAborted(signal, (reason) => {
        socket.destroy();
        reject(reason);
    });
    const fail = (error) => {
        release();
        reject(new SocketError(codeOf(error), error));
    };
    socket.once('error', fail).once('connect', () => {
        release();
        socket.off('error', fail);
        resolve(socket);
    });
});

;// CONCATENATED MODULE: ./build/ssh/connect.js










/** Waits before further attempts, in milliseconds, when a server hangs up at once. */
const backOff = [200, 400, 800];
const noRoad = (target, error) => {
    if (error instanceof SocketError)
        return connect_errors_unreachable(target, error.message, { cause: error });
    if (!(error instanceof ForwardError))
        return error;
    const jump = target.jump?.host ?? 'the jump host';
    return connect_errors_unreachable(target, `${jump} did not connect to it (${error.detail})`, {
        hint: `Is the address right as seen from ${jump}, and does it allow forwarding (AllowTcpForwarding)?`,
        cause: error,
    });
};
const logIn = async (journey, without) => {
    const { target, road, keepaliveIntervalMs, signal } = journey;
    const { types } = expectedOf(target.host, target.port, target.known);
    return handshake(await road.open(), {
        target,
        algorithms: algorithmsFor(types, without, target.compress),
        keepaliveIntervalMs,
        adopt: (client) => connectionOf(target.name, client, road.leave),
    }, signal);
};
/**
 * Only fingerprints are pinned, so it is not known which of the host's keys is meant: asks for its
 * other types as well, before the first answer counts.
 */
const tryKeyTypes = async (journey) => {
    const { host, port, known } = journey.target;
    const refused = [];
    for (;;) {
        try {
            return await logIn(journey, refused.map(({ keyType }) => keyType));
        }
        catch (error) {
            const first = refused[0]?.error;
            if (!(error instanceof DistrustedKeyError))
                throw isTransient(error) ? error : (first ?? error);
            refused.push(error);
            if (!expectedOf(host, port, known).pinned || refused.length >= keyTypes.length)
                throw first ?? error.error;
        }
    }
};
const isTransient = (error) => error instanceof EarlyHangUpError ||
    (error instanceof SocketError && (error.code === 'EAI_AGAIN' || error.code === 'ECONNRESET'));
const hungUp = (target, error) => connect_errors_unreachable(target, `the connection ended before the SSH handshake, ${String(backOff.length + 1)} times (${error.message})`, {
    hint: 'Is this the port of an SSH server, and is it not overrun (MaxStartups, fail2ban, PerSourcePenalties)?',
    cause: error,
});
const persist = async (journey) => {
    for (let attempt = 0;; attempt += 1) {
        try {
            return await tryKeyTypes(journey);
        }
        catch (error) {
            const wait = backOff[attempt];
            if (isTransient(error) && wait !== undefined) {
                await (0,promises_.setTimeout)(wait, undefined, { signal: journey.signal }).catch(() => undefined);
                journey.signal.throwIfAborted();
                continue;
            }
            throw error instanceof EarlyHangUpError
                ? hungUp(journey.target, error)
                : noRoad(journey.target, error);
        }
    }
};
const roadTo = async (target, limits, signal) => {
    const { host, port, jump, ...rest } = target;
    if (jump === undefined)
        return { open: () => openSocket(host, port, signal), leave: () => Promise.resolve() };
    const name = `the jump host of ${target.name}`;
    const first = await reach({ ...rest, ...jump, name, compress: false }, limits, signal);
    return { open: () => first.forwardTcp(host, port, signal), leave: () => first.close() };
};
const reach = async (target, limits, signal) => {
    const road = await roadTo(target, limits, signal);
    const keepaliveIntervalMs = limits.keepaliveIntervalMs ?? 5000;
    try {
        return await persist({ target, road, keepaliveIntervalMs, signal });
    }
    catch (error) {
        await road.leave();
        throw error;
    }
};
/**
 * Connects to a host and logs in; through its jump host, if it has one, whose key is checked as well.
 * Rejects with `host-unreachable`, `host-key-unknown`, `host-key-changed`, `host-key-revoked`,
 * `host-login-refused`, `key-unusable` or `cancelled`; nothing was said to the host then.
 */
const connect = (target, limits = {}, signal) => {
    const timeoutMs = limits.connectTimeoutMs ?? 20_000;
    const late = () => connect_errors_unreachable(target, `no login after ${String(timeoutMs / 1000)} s`);
    return bounded({ what: `connect to ${describe(target)}`, timeoutMs, signal, late }, (inner) => reach(target, limits, inner));
};

;// CONCATENATED MODULE: ./build/host/render.js

/** Marks the lines of a script's output that are ours. */
const mark = '@seaworthy';
/**
 * The text given to the host's `sh` on standard input. It is one function called on the last line, so
 * a half-received script does nothing (the redirection comes first: cut after it, nothing is called
 * yet); standard input is closed to every command in it.
 */
const renderScript = (script) => [
    'seaworthy() {',
    'set -e',
    'at=0',
    `trap 'code=$?; [ "$code" = 0 ] || printf "\\n${mark} failed %s\\n" "$at"' EXIT`,
    `found() { printf '\\n${mark} value %s ' "$1"; base64 | tr -d '\\n'; printf '\\n'; }`,
    // A file that vanishes meanwhile was absent; one that can't be read ends the script.
    `fetch() { [ -f "$2" ] || return 0; data=$(base64 <"$2") || { [ ! -f "$2" ]; return; }; printf '\\n${mark} value %s ' "$1"; printf %s "$data" | tr -d '\\n'; printf '\\n'; }`,
    ...script.words.flatMap((word, index) => [`at=${String(index)}`, renderWord(word)]),
    '}',
    '</dev/null seaworthy',
    '',
].join('\n');
/** Reads back what words with an `as` found, and which word failed. */
const parseScriptOutput = (stdout) => {
    const values = {};
    let failedAt;
    for (const line of stdout.split('\n')) {
        const [lead, kind, name, data, more] = line.split(' ');
        if (lead !== mark || name === undefined || more !== undefined)
            continue;
        if (kind === 'value')
            values[name] = Buffer.from(data ?? '', 'base64').toString('utf8');
        if (kind === 'failed')
            failedAt = Number(name);
    }
    return { values, failedAt };
};

;// CONCATENATED MODULE: ./build/fleet/connect/docker-trouble.js


const defaultSocket = '/var/run/docker.sock';
/** Says why Docker could not be reached over its socket. Reads only; a line each. */
const dockerLookScript = (socket) => `seaworthy_docker() {
  command -v docker >/dev/null 2>&1 && echo client
  [ -S ${quote_quote(socket)} ] && echo socket
  [ -w ${quote_quote(socket)} ] && echo writable
  echo "user $(id -un) is in the groups $(id -Gn)"
  docker version --format 'server {{.Server.Version}}' 2>&1
  true
}
seaworthy_docker </dev/null
`;
const docker_trouble_refused = (message, hint, evidence) => new base_error/* SeaworthyError */.P('docker-refused', message, { hint, evidence });
/** Reads what `dockerLookScript` printed. */
const diagnoseDocker = (name, printed) => {
    const lines = printed.split('\n').filter((line) => line !== '');
    const has = (line) => lines.includes(line);
    const user = /^user (\S*)/m.exec(printed)?.[1] ?? 'the user';
    const evidence = lines.filter((line) => !/^(?:client|socket|writable)$/.test(line)).slice(0, 10);
    if (has('client') && lines.some((line) => /^server \S/.test(line)))
        return 'working';
    if (!has('client') && !has('socket'))
        return docker_trouble_refused(`Docker is not installed on ${name}.`, 'Install Docker Engine on the host; Kamal does it by `kamal server bootstrap`.', evidence);
    if (has('socket') && !has('writable'))
        return docker_trouble_refused(`${user} may not use Docker on ${name}: no permission for its socket.`, `Put the user into Docker's group, on the host: \`sudo usermod -aG docker ${user}\`.`, evidence);
    if (has('writable') && !has('client'))
        return docker_trouble_refused(`Docker on ${name} cannot be reached: the SSH server forwards no sockets, and there is no docker command.`, 'Allow it in sshd_config (AllowStreamLocalForwarding yes), or install the docker command.', evidence);
    return docker_trouble_refused(`Docker on ${name} does not answer; is its daemon running?`, 'On the host: `systemctl status docker`, and `journalctl -u docker` for the reason.', evidence);
};

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
;// CONCATENATED MODULE: ./build/fleet/connect/http.js





/** The connection broke before the answer was complete, or what came is no HTTP. */
class HttpError extends Error {
    code;
    /** It had been used before and was probably closed meanwhile: the request was not read. */
    stale;
    constructor(cause, stale) {
        super(cause.message, { cause });
        this.name = 'HttpError';
        this.code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown';
        this.stale = stale && (this.code === 'ECONNRESET' || this.code === 'EPIPE');
    }
}
const headersOf = (response) => Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
]));
/** Reads a body up to a limit; `finish` is called once, with what was kept. */
const collect = (response, { keepBytes, rest }, finish) => {
    const chunks = [];
    let kept = 0;
    const done = () => finish(Buffer.concat(chunks));
    response.on('data', (chunk) => {
        const part = chunk.subarray(0, keepBytes - kept);
        kept += part.length;
        if (part.length > 0)
            chunks.push(part);
        if (rest === 'leave' && kept >= keepBytes)
            done();
    });
    response.on('end', done);
    return done;
};
/** Node refuses at once what no request may hold, such as a line break in a header. */
const begin = (options) => {
    try {
        return (0,external_node_http_.request)(options);
    }
    catch (error) {
        throw new HttpError(error, false);
    }
};
/**
 * One request and its answer. Rejects with an HttpError, with what the connection was destroyed with
 * (a SeaworthyError), or with the signal's reason, at once. With `rest: 'leave'` an answer whose
 * headers have come is given with as much of its body as there is, however it ends.
 */
const exchange = async (what, signal) => {
    const outgoing = begin(what.options);
    return new Promise((resolve, reject) => {
        let early;
        const end = (settle) => {
            release();
            if (early === undefined)
                settle();
            else
                early();
            outgoing.destroy();
        };
        outgoing.on('error', (error) => end(() => reject(isPlain(error) ? new HttpError(error, outgoing.reusedSocket) : error)));
        outgoing.on('response', (response) => {
            const finish = (body) => {
                release();
                resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body });
                if (what.rest === 'leave')
                    outgoing.destroy();
            };
            const done = collect(response, what, finish);
            if (what.rest === 'leave')
                early = done;
            response.on('error', (error) => end(() => reject(new HttpError(error, false))));
        });
        let release = () => undefined;
        release = whenAborted(signal, (reason) => end(() => reject(reason)));
        if (!signal.aborted)
            outgoing.end(what.body);
    });
};
/** Errors of Node itself, as opposed to those a connection was destroyed with. */
const isPlain = (error) => !(error instanceof base_error/* SeaworthyError */.P) &&
    !(error instanceof RunError) &&
    !(error instanceof ForwardError);
const nothing = () => undefined;
/** Methods of a TCP socket that Node's agent calls on whatever it keeps. */
const socketManners = {
    setKeepAlive: nothing,
    setNoDelay: nothing,
    setTimeout: nothing,
    ref: nothing,
    unref: nothing,
};
/**
 * Keeps connections that `open` makes, for the next requests. `idleMs` is how long an idle one is
 * kept (undefined: as long as there is room), `most` how many there may be at a time.
 */
const poolOf = (open, { most, idle, idleMs }) => {
    const agent = new external_node_http_.Agent({ keepAlive: true, maxSockets: most, maxFreeSockets: idle });
    agent.createConnection = (_options, done) => {
        open().then((stream) => done?.(null, Object.assign(stream, socketManners)), (error) => done?.(error, undefined));
        return undefined;
    };
    if (idleMs !== undefined)
        agent.on('free', (stream) => {
            const isIdle = () => Object.values(agent.freeSockets)
                .flat()
                .includes(stream);
            setTimeout(() => isIdle() && stream.destroy(), idleMs).unref();
        });
    return agent;
};

;// CONCATENATED MODULE: ./build/fleet/connect/docker-over-ssh.js






const bodyBytes = 16 * 1024 * 1024;
const look = async (connection, socket, signal) => {
    const limits = { stdoutBytes: 64 * 1024, stderrBytes: 4096 };
    const { stdout } = await connection.exec(dockerLookScript(socket), limits, signal);
    const trouble = diagnoseDocker(connection.name, stdout.toString('utf8'));
    if (trouble !== 'working')
        throw trouble;
};
/**
 * Finds out how Docker can be reached: its socket forwarded or, where the SSH server forbids that,
 * `docker system dial-stdio`, which is how docker's own ssh:// does it. sshd answers a forbidden
 * forward and a missing socket alike, so a failed one is looked into and tried once more.
 */
const findWay = async (connection, socket, signal) => {
    for (const attempt of [1, 2]) {
        try {
            const stream = await connection.forwardUnix(socket, signal);
            stream.destroy();
            return 'socket';
        }
        catch (error) {
            if (!(error instanceof ForwardError))
                throw error;
            if (attempt === 1)
                await look(connection, socket, signal);
        }
    }
    return 'dial-stdio';
};
const optionsOf = (call, agent) => {
    const query = new URLSearchParams(call.query).toString();
    return {
        agent,
        method: call.method,
        path: query === '' ? call.path : `${call.path}?${query}`,
        headers: {
            Host: 'docker',
            ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...(call.registryAuth === undefined ? {} : { 'X-Registry-Auth': call.registryAuth }),
        },
    };
};
const ask = async (call, agent, signal) => {
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const what = {
        options: optionsOf(call, agent),
        body,
        keepBytes: bodyBytes,
        rest: 'drain',
    };
    try {
        return await exchange(what, signal);
    }
    catch (error) {
        if (call.changes || !(error instanceof HttpError) || !error.stale)
            throw error;
        return exchange(what, signal);
    }
};
const docker_over_ssh_explain = (name, call, error) => {
    if (error instanceof RunError)
        return new base_error/* SeaworthyError */.P('docker-refused', `Docker on ${name} did not answer: ${call.title}.`, {
            hint: 'On the host: `docker version` as the same user.',
            evidence: [error.message, error.stderr],
            cause: error,
        });
    if (!(error instanceof HttpError))
        return error;
    return error.code.startsWith('HPE_')
        ? new base_error/* SeaworthyError */.P('docker-refused', `What answers as Docker on ${name} speaks no HTTP.`, {
            evidence: [error.message],
            cause: error,
        })
        : new base_error/* SeaworthyError */.P('host-lost', `Docker on ${name} broke off: ${call.title} (${error.message}).`, {
            hint: 'Was its daemon restarted? Whether the call was carried out is open.',
            cause: error,
        });
};
/** Finds the way once for all who ask at the same time, however long each of them waits. */
const finder = (connection, socket) => {
    let finding;
    const what = `look for Docker on ${connection.name}`;
    return () => {
        finding ??= bounded({ what, timeoutMs: 30_000 }, (signal) => findWay(connection, socket, signal)).finally(() => (finding = undefined));
        return finding;
    };
};
/** A connection belongs to the pool, not to the call that made it necessary. */
const forever = new AbortController().signal;
const poolsOf = (connection, socket) => ({
    // A look asks five questions at once, and the next look is to find as many connections.
    socket: poolOf(() => connection.forwardUnix(socket, forever), { most: Infinity, idle: 8 }),
    // A session each, of which there are ten, and scripts need some.
    'dial-stdio': poolOf(() => connection.run('docker system dial-stdio', forever), {
        most: 6,
        idle: 2,
        idleMs: 1000,
    }),
});
/**
 * Calls of Docker's Engine API over an SSH connection. Paths carry no version, so that the daemon
 * answers in its own: a fixed one is refused by daemons that are much older or newer (Docker 29
 * wants 1.44 at least). Connections are kept and used again; several calls use several of them.
 * Rejects with `docker-refused` (nothing was carried out) besides what the Host port names.
 */
const dockerOverSsh = (connection, socket = defaultSocket) => {
    const pools = poolsOf(connection, socket);
    const find = finder(connection, socket);
    let way = 'socket';
    const attempt = async (call, signal) => {
        try {
            return await ask(call, pools[way], signal);
        }
        catch (error) {
            if (!(error instanceof ForwardError))
                throw error;
            way = await find();
            return ask(call, pools[way], signal);
        }
    };
    return (call, signal) => {
        const what = `${call.title} on ${connection.name}`;
        return bounded({ what, timeoutMs: call.timeoutMs, signal }, async (inner) => {
            try {
                return await attempt(call, inner);
            }
            catch (error) {
                throw docker_over_ssh_explain(connection.name, call, error);
            }
        });
    };
};

;// CONCATENATED MODULE: ./build/fleet/connect/probe-way.js


/** What is read of an answer's body. */
const probe_way_bodyBytes = 4096;
/** Header fields of kamal-proxy's check (health_check.go): nothing else but what Go adds. */
const userAgent = 'kamal-proxy';
/** Asks over an open connection, which is used up. */
const askThrough = async (stream, { path, hostHeader }, signal) => {
    const headers = { Host: hostHeader, 'User-Agent': userAgent, Connection: 'close' };
    const options = { path, headers, createConnection: () => stream, setHost: false };
    try {
        const answer = await exchange({ options, keepBytes: probe_way_bodyBytes, rest: 'leave' }, signal);
        return { outcome: 'answered', answer };
    }
    catch (error) {
        if (error instanceof HttpError)
            return { outcome: 'broken', detail: error.message };
        throw error;
    }
    finally {
        stream.destroy();
    }
};
/** A connection on which everything has been received already. */
const replayOf = (received) => {
    const stream = new external_node_stream_.Duplex({
        read: () => {
            stream.push(received);
            stream.push(null);
        },
        write: (_chunk, _encoding, done) => done(),
    });
    return stream;
};

;// CONCATENATED MODULE: ./build/fleet/connect/probe-script.js


/** Exit code when none of the means is there; sysexits.h: EX_UNAVAILABLE. */
const noMeans = 69;
/** More than any answer's headers and the 4 KiB of body that are wanted. */
const answerBytes = 64 * 1024;
const python = [
    'import socket,sys',
    's=socket.create_connection((sys.argv[1],int(sys.argv[2])),float(sys.argv[3]))',
    's.sendall(sys.argv[4].encode())',
    'n=0',
    `while n<${answerBytes}:`,
    ' d=s.recv(65536)',
    ' if not d: break',
    ' sys.stdout.buffer.write(d);sys.stdout.buffer.flush();n+=len(d)',
].join('\n');
const bash = `exec 3<>"/dev/tcp/$0/$1" || exit 7; printf %s "$2" >&3; head -c ${answerBytes} <&3`;
/**
 * A GET from the host itself, the raw answer on standard output. Raw means first: they tell a refused
 * connection from one without a route. BusyBox's wget shows no headers, so only GNU's is used.
 */
const probeScript = (place, seconds) => {
    const request = `GET ${place.path} HTTP/1.1\r\nHost: ${place.hostHeader}\r\n` +
        `User-Agent: ${userAgent}\r\nConnection: close\r\n\r\n`;
    const bracketed = place.address.includes(':') ? `[${place.address}]` : place.address;
    const words = {
        address: quote_quote(place.address),
        port: String(place.port),
        limit: String(seconds),
        request: quote_quote(request),
        url: quote_quote(`http://${bracketed}:${String(place.port)}${place.path}`),
        host: quote_quote(`Host: ${place.hostHeader}`),
    };
    return `seaworthy_probe() {
  has() { command -v "$1" >/dev/null 2>&1; }
  if has bash && has timeout; then
    timeout ${words.limit} bash -c ${quote_quote(bash)} ${words.address} ${words.port} ${words.request}
  elif has python3; then
    python3 -c ${quote_quote(python)} ${words.address} ${words.port} ${words.limit} ${words.request}
  elif has curl; then
    curl -gsv -i --raw --http1.1 --noproxy '*' -m ${words.limit} -A ${userAgent} -H ${words.host} -H 'Accept:' ${words.url}
  elif has wget && wget --version >/dev/null 2>&1; then
    wget -nv -S -O - --content-on-error --max-redirect=0 --no-proxy -t 1 -T ${words.limit} -U ${userAgent} --header ${words.host} ${words.url}
  else
    exit ${String(noMeans)}
  fi
}
seaworthy_probe </dev/null
`;
};
const probe_script_explain = (stderr) => {
    const lines = stderr.trim().split('\n');
    const detail = (lines.findLast((line) => /refused|route|unreachable|resolve|timed out|not known/i.test(line)) ??
        lines.at(-1) ??
        '').slice(0, 300);
    if (/refused/i.test(detail))
        return { outcome: 'refused' };
    if (/no route|unreachable|resolve|timed out|not known/i.test(detail))
        return { outcome: 'unreachable', detail };
    return { outcome: 'broken', detail: detail === '' ? 'no answer' : detail };
};
/**
 * wget -S prints the headers to standard error, each behind two blanks. Those about the body's form
 * go: wget has undone it.
 */
const fromWget = (stdout, stderr) => {
    const lines = stderr.split('\n').filter((line) => /^ {2}\S/.test(line));
    if (lines[0]?.startsWith('  HTTP/') !== true)
        return undefined;
    const head = lines
        .map((line) => line.trim())
        .filter((line) => !/^(?:transfer-encoding|content-length):/i.test(line));
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), stdout]);
};
/** Asks by a program on the host: bash, python3, curl or GNU wget, whichever is there. */
const scriptWay = (connection) => async (place, timeoutMs, signal) => {
    // The probe's own limit strikes first; this one ends what is left on the host.
    const script = probeScript(place, Math.ceil(timeoutMs / 1000) + 1);
    const limits = { stdoutBytes: answerBytes, stderrBytes: answerBytes };
    const { code, stdout, stderr } = await connection.exec(script, limits, signal);
    const words = stderr.toString('utf8');
    const received = fromWget(stdout, words) ?? stdout;
    if (received.length > 0)
        return askThrough(replayOf(received), place, signal);
    return code === noMeans
        ? { outcome: 'forbidden', detail: 'the host has no bash, python3, curl or wget to ask with' }
        : probe_script_explain(words);
};

;// CONCATENATED MODULE: ./build/fleet/connect/redirect.js
// Never the container's own name: an id of digits only would be read as an IPv4 number.
const nowhere = 'http://target.invalid';
/** Escapes a path as a URL would; the query stays, a fragment goes. */
const requestPath = (path, base = '/') => {
    const url = new URL(path, `${nowhere}${base}`);
    return `${url.pathname}${url.search}`;
};
const splitAuthority = (authority, fallback) => {
    const [, bracketed, plain, port] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(authority) ?? [];
    return { name: (bracketed ?? plain ?? '').toLowerCase(), port: Number(port ?? fallback) };
};
const giveUp = (location) => ({
    kind: 'error',
    detail: `redirect to ${location.slice(0, 200)}`,
});
/** `http://authority/rest`: to the container itself, or to whatever the name means to the host. */
const absolute = (authority, rest, url, from) => {
    const { name, port } = splitAuthority(authority, 80);
    if (name === '')
        return giveUp(url);
    const home = splitAuthority(from.hostHeader, from.port);
    const same = port === home.port && (name === home.name || name === from.address.toLowerCase());
    const path = requestPath(rest.startsWith('/') ? rest : `/${rest}`);
    const place = same ? { ...from, path } : { address: name, port, hostHeader: authority, path };
    return { kind: 'to', place, url };
};
const follow = (location, from) => {
    if (location.startsWith('//'))
        return follow(`http:${location}`, from);
    const [, scheme, authority, rest] = /^([a-z][a-z0-9+.-]*):(?:\/\/(?:[^/?#@]*@)?([^/?#]*))?(.*)$/i.exec(location) ?? [];
    switch (scheme?.toLowerCase()) {
        case undefined:
            return {
                kind: 'to',
                place: { ...from, path: requestPath(location, from.path) },
                url: location,
            };
        case 'http':
            return absolute(authority ?? '', rest ?? '', location, from);
        case 'https':
            return { kind: 'stop', url: location };
        default:
            return giveUp(location);
    }
};
/**
 * What Go's default client would do with a redirect of a GET (net/http client.go, redirectBehavior),
 * seen from the host instead of from the proxy's container. Undefined: it is no redirect.
 * - A relative one, and one to the container itself, keeps to the container.
 * - One to another name over http is asked there, from the host.
 * - One over https is not followed. kamal-proxy would, and would most often be answered by the version
 *   that serves now, which says nothing of the new one. So stage may refuse what switch would let
 *   pass, not the other way round.
 */
const redirectOf = (status, location, from) => [301, 302, 303, 307, 308].includes(status) && location !== undefined && location !== ''
    ? follow(location, from)
    : undefined;

;// CONCATENATED MODULE: ./build/fleet/connect/probe-over-ssh.js






/** Go's client stops after as many requests (net/http client.go, defaultCheckRedirect). */
const mostRequests = 10;
/** Asks through a forward of the SSH connection. */
const tunnelWay = (connection) => async (place, _timeoutMs, signal) => {
    try {
        const stream = await connection.forwardTcp(place.address, place.port, signal);
        return await askThrough(stream, place, signal);
    }
    catch (error) {
        if (!(error instanceof ForwardError))
            throw error;
        const { failure, detail } = error;
        if (failure === 'refused')
            return { outcome: 'refused' };
        return { outcome: failure === 'forbidden' ? 'forbidden' : 'unreachable', detail };
    }
};
const answer = (asked, redirects) => {
    if (asked.outcome !== 'answered')
        return asked;
    const { status, headers, body } = asked.answer;
    return { outcome: 'answered', status, headers, body: body.toString('utf8'), redirects };
};
const probe_over_ssh_follow = async (probe, ask, signal) => {
    const redirects = [];
    let place = { ...probe, path: requestPath(probe.path) };
    for (let requests = 1; requests <= mostRequests; requests += 1) {
        const asked = await ask(place, probe.timeoutMs, signal);
        if (asked.outcome !== 'answered')
            return answer(asked, redirects);
        const { status, headers } = asked.answer;
        const redirect = redirectOf(status, headers['location'], place);
        if (redirect === undefined)
            return answer(asked, redirects);
        if (redirect.kind === 'error')
            return { outcome: 'broken', detail: redirect.detail };
        redirects.push(redirect.url);
        if (redirect.kind === 'stop')
            return answer(asked, redirects);
        place = redirect.place;
    }
    const detail = `stopped after ${String(mostRequests)} redirects, the last to ${redirects.at(-1) ?? ''}`;
    return { outcome: 'broken', detail };
};
/** Why a probe was stopped: its time is over, or the caller does not want it any more. */
const late = new Error('the time of the probe is over');
const cancelled = (name, cause) => new base_error/* SeaworthyError */.P('cancelled', `health check on ${name}: cancelled.`, { cause });
/**
 * Health checks over an SSH connection, asked as kamal-proxy asks (health_check.go): GET, its user
 * agent, redirects as Go follows them, judged by the headers: when the time is over after they have
 * come, the answer counts with as much of the body as there is. Where the server forbids forwarding,
 * a program on the host asks instead. Every check is a new connection.
 */
const probeOverSsh = (connection) => {
    const tunnel = tunnelWay(connection);
    const script = scriptWay(connection);
    let forbidden = false;
    const ask = async (place, timeoutMs, signal) => {
        const asked = forbidden ? undefined : await tunnel(place, timeoutMs, signal);
        if (asked !== undefined && asked.outcome !== 'forbidden')
            return asked;
        forbidden = true;
        return script(place, timeoutMs, signal);
    };
    return async (probe, signal) => {
        const stop = new AbortController();
        const timer = setTimeout(() => stop.abort(late), probe.timeoutMs);
        const release = signal === undefined
            ? undefined
            : whenAborted(signal, (cause) => stop.abort(cancelled(connection.name, cause)));
        try {
            return await probe_over_ssh_follow(probe, ask, stop.signal);
        }
        catch (error) {
            if (error === late)
                return { outcome: 'timeout' };
            throw error;
        }
        finally {
            clearTimeout(timer);
            release?.();
        }
    };
};

;// CONCATENATED MODULE: ./build/fleet/connect/host-over-ssh.js





const host_over_ssh_limits = { stdoutBytes: 4 * 1024 * 1024, stderrBytes: 64 * 1024 };
const runScript = async (connection, script, signal) => {
    const answered = connection.exec(renderScript(script), host_over_ssh_limits, signal);
    // A script that changes the host is followed by another, until the last has freed the lock.
    if (script.changes)
        connection.expectScript();
    const result = await answered;
    const stderr = result.stderr.toString('utf8');
    if (result.overflowed)
        throw new base_error/* SeaworthyError */.P('script-failed', `${script.title} on ${connection.name} printed more than 4 MiB.`, { hint: 'A file that is read is far larger than it should be.', evidence: [stderr] });
    return { code: result.code, ...parseScriptOutput(result.stdout.toString('utf8')), stderr };
};
/** A host, spoken to over its one SSH connection. */
const hostOverSsh = (name, connection) => ({
    name,
    docker: dockerOverSsh(connection),
    probe: probeOverSsh(connection),
    script: (script, signal) => bounded({ what: `${script.title} on ${name}`, timeoutMs: script.timeoutMs, signal }, (inner) => runScript(connection, script, inner)),
});

;// CONCATENATED MODULE: ./build/fleet/connect/connect.js



const attempt = async (target, options, signal) => {
    try {
        return { connection: await connect(target, options, signal) };
    }
    catch (error) {
        if (error instanceof base_error/* SeaworthyError */.P)
            return { host: target.name, error };
        throw error;
    }
};
/** Maps in order, at most `atOnce` at a time. */
const mapSome = async (items, atOnce, work) => {
    const results = [];
    const queue = items.entries();
    const worker = async () => {
        for (const [index, item] of queue)
            results[index] = await work(item);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
    return results;
};
const closeAll = async (connections) => {
    await Promise.all(connections.map((connection) => connection.close()));
};
/**
 * Connects to all hosts, each once, and reports every failure. When the signal is aborted, what was
 * connected is closed again and it rejects with `cancelled`.
 */
const connectFleet = async (targets, options = {}, signal) => {
    const outcomes = await mapSome(targets, options.atOnce ?? 8, (target) => attempt(target, options, signal));
    const connections = outcomes.flatMap((one) => ('connection' in one ? [one.connection] : []));
    const failures = outcomes.flatMap((one) => ('error' in one ? [one] : []));
    if (signal?.aborted === true) {
        await closeAll(connections);
        throw new base_error/* SeaworthyError */.P('cancelled', 'Connecting to the hosts was cancelled.', {
            cause: signal.reason,
        });
    }
    return {
        hosts: connections.map((connection) => hostOverSsh(connection.name, connection)),
        failures,
        close: () => closeAll(connections),
    };
};

;// CONCATENATED MODULE: ./build/actions/shared/fleet-link.js


/** Whether an error says that its connection can't be relied on any more. */
const tellsLoss = (error) => error instanceof base_error/* SeaworthyError */.P &&
    ['host-lost', 'host-timeout', 'host-unreachable'].includes(error.code);
/** A host that reports to `lost` when an exchange shows that its connection can't be relied on. */
const watched = (host, lost) => {
    const watch = async (exchange) => {
        try {
            return await exchange;
        }
        catch (error) {
            if (tellsLoss(error))
                lost.add(host.name);
            throw error;
        }
    };
    return {
        name: host.name,
        docker: (call, signal) => watch(host.docker(call, signal)),
        script: (script, signal) => watch(host.script(script, signal)),
        probe: (probe, signal) => watch(host.probe(probe, signal)),
    };
};
/** Connects to all targets at once, and keeps what is needed to do so again. */
const linkFleet = async (targets, signal) => {
    const lost = new Set();
    const hosts = new Map();
    const fleets = [];
    const open = async (wanted, until) => {
        const fleet = await connectFleet(wanted, {}, until);
        fleets.push(fleet);
        for (const host of fleet.hosts)
            hosts.set(host.name, watched(host, lost));
        return fleet;
    };
    const first = await open(targets, signal);
    const revive = async () => {
        const wanted = targets.filter(({ name }) => lost.has(name) || !hosts.has(name));
        for (const { name } of wanted)
            hosts.delete(name);
        lost.clear();
        if (wanted.length > 0)
            await open(wanted);
        return hosts;
    };
    return {
        hosts,
        failures: first.failures,
        revive,
        close: async () => {
            await Promise.all(fleets.map((fleet) => fleet.close()));
        },
    };
};

;// CONCATENATED MODULE: ./build/actions/shared/in-one.js

const lines = (texts) => [...new Set(texts.filter((text) => text !== undefined))].join('\n');
/** Several errors told as one, by the code of the first; a single one stays as it is. */
const inOne = (errors, hints = []) => {
    const [first, ...others] = errors;
    if (others.length === 0 && hints.length === 0)
        return first;
    return new base_error/* SeaworthyError */.P(first.code, lines(errors.map(({ message }) => message)), {
        evidence: errors.flatMap(({ evidence }) => evidence),
        hint: lines([...errors.map(({ hint }) => hint), ...hints]),
    });
};

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/ssh/key-text.js

const key_text_unusable = (message, hint) => new base_error/* SeaworthyError */.P('key-unusable', message, { hint });
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
        throw key_text_unusable(`The private key holds ${begins.length} keys; one is needed.`, 'Store each key in a secret of its own.');
    const begin = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----([\s\S]*)$/.exec(text);
    if (begin === null)
        throw key_text_unusable('The private key has no line `-----BEGIN ... PRIVATE KEY-----`.', wholeKey);
    const [, label = '', rest = ''] = begin;
    const end = rest.indexOf(`-----END ${label}-----`);
    if (end < 0)
        throw key_text_unusable(`The private key is cut off: the line \`-----END ${label}-----\` is missing.`, wholeKey);
    return { label, body: rest.slice(0, end) };
};
const rewrap = ({ label, body }) => {
    const found = headers.map((header) => header.exec(body)?.[0]);
    const stripped = headers.reduce((text, header) => text.replace(header, ''), body);
    const base64 = stripped.replaceAll(/\s/g, '');
    const alien = base64.replaceAll(/[A-Za-z0-9+/=]/g, '').length;
    if (alien > 0)
        throw key_text_unusable(`The private key holds ${alien} character(s) that no key has; it was damaged on its way.`, wholeKey);
    if (base64 === '' || base64.length % 4 !== 0)
        throw key_text_unusable('The private key is cut off: characters are missing.', wholeKey);
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
        throw key_text_unusable(mixUp[1], mixUp[2]);
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
const keys_explain = (error, encrypted) => {
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
        throw keys_explain(key, locked && passphrase !== undefined);
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

;// CONCATENATED MODULE: ./build/actions/shared/login.js






const readKeyFile = (path, workspace) => {
    const full = path.startsWith('~/') ? (0,external_node_path_.resolve)((0,external_node_os_.homedir)(), path.slice(2)) : (0,external_node_path_.resolve)(workspace, path);
    try {
        return (0,external_node_fs_.readFileSync)(full, 'utf8');
    }
    catch (cause) {
        throw new base_error/* SeaworthyError */.P('key-unusable', `ssh/keys names ${path}, which can't be read`, {
            hint: 'Give the key itself in the input ssh-private-key, from a secret.',
            cause,
        });
    }
};
const keysOf = (config, inputs, sources) => {
    if (inputs.key !== undefined)
        return [readPrivateKey(inputs.key, inputs.passphrase)];
    const texts = [
        ...config.ssh.keyData,
        ...config.ssh.keys.map((path) => readKeyFile(path, sources.workspace)),
    ];
    return texts.map((text) => readPrivateKey(text, inputs.passphrase));
};
const noKey = () => new base_error/* SeaworthyError */.P('key-unusable', 'There is no key to log in to the hosts with.', {
    hint: 'Set the input ssh-private-key from a secret, or start an ssh-agent before this step.',
});
/**
 * How to log in to every host of a rollout: the key of the input, else those of deploy.yml, and those
 * of a running agent. Host keys are pinned by the input and by `x-seaworthy/known-hosts`.
 * @throws SeaworthyError `key-unusable` when there is no key at all, or one can't be used.
 */
const targetsFor = (hosts, config, inputs, sources) => {
    const keys = keysOf(config, inputs, sources);
    if (keys.length === 0 && sources.agent === undefined)
        throw noKey();
    const known = parseKnownHosts([...config.own.knownHosts, inputs.knownHosts ?? '']);
    const { user, port, proxy } = config.ssh;
    return hosts.map((host) => ({
        name: host,
        host,
        port,
        user,
        keys,
        known,
        agent: sources.agent,
        jump: proxy,
    }));
};

;// CONCATENATED MODULE: ./build/actions/shared/world.js



/** The clock on the wall. */
const world_wallClock = {
    now: () => Date.now(),
    sleep: async (ms, signal) => {
        try {
            await (0,promises_.setTimeout)(ms, undefined, { signal });
        }
        catch {
            throw signal?.reason instanceof base_error/* SeaworthyError */.P
                ? signal.reason
                : new base_error/* SeaworthyError */.P('cancelled', 'The run was cancelled.');
        }
    },
};
const world_cryptoRandom = { hex: (bytes) => (0,external_node_crypto_.randomBytes)(bytes).toString('hex') };

;// CONCATENATED MODULE: ./build/actions/shared/connect.js




/**
 * How to log in to `hosts`.
 * @throws SeaworthyError `key-unusable`, or `input-invalid` for host keys that can't be read.
 */
const loginsFor = (context, config, inputs, hosts) => {
    const sources = { workspace: context.run.workspace, agent: context.env['SSH_AUTH_SOCK'] };
    return targetsFor(hosts, config, inputs, sources);
};
const connect_link = (context, config, inputs, hosts) => linkFleet(loginsFor(context, config, inputs, hosts), context.signal);
/**
 * @throws SeaworthyError the only failure as it is, or one that lists them all: a rollout that can't
 * reach a host is refused before it changes anything.
 */
const requireAll = ({ failures }) => {
    const [first, ...others] = failures;
    if (first === undefined)
        return;
    const names = failures.map(({ host }) => host);
    const leaveOut = `To leave out a host that is gone: \`without-hosts: ${names.join(',')}\`.`;
    const unreachable = failures.every(({ error }) => error.code === 'host-unreachable');
    throw inOne([first.error, ...others.map(({ error }) => error)], unreachable ? [leaveOut] : []);
};
const portsOf = (fleet, narrate, signal) => ({
    clock: wallClock,
    random: cryptoRandom,
    hosts: fleet.hosts,
    revive: fleet.revive,
    narrate,
    signal,
});

// EXTERNAL MODULE: ./build/actions/shared/context.js + 75 modules
var shared_context = __webpack_require__(9569);
// EXTERNAL MODULE: ./build/base/reason.js
var base_reason = __webpack_require__(3218);
;// CONCATENATED MODULE: ./build/postgres/look/cells.js
/** Cells of a row, as our own statements cast them: anything else is a mistake of ours. */
const wrong = (column, value) => new Error(`The column ${column} holds ${value === null ? 'null' : typeof value}`);
const cells_text = (row, column) => {
    const value = row[column];
    if (typeof value !== 'string')
        throw wrong(column, value);
    return value;
};
const optionalText = (row, column) => row[column] === null ? undefined : cells_text(row, column);
const flag = (row, column) => {
    const value = row[column];
    if (typeof value !== 'boolean')
        throw wrong(column, value);
    return value;
};
const cells_texts = (row, column) => {
    const value = row[column];
    if (!Array.isArray(value))
        throw wrong(column, value);
    return value.map((item) => {
        if (typeof item !== 'string')
            throw wrong(column, item);
        return item;
    });
};
/** The only row of an answer. */
const only = (rows) => {
    const [row] = rows;
    if (row === undefined || rows.length > 1)
        throw new Error(`${rows.length} rows instead of one`);
    return row;
};

;// CONCATENATED MODULE: ./build/postgres/activity/shape.js
/** Where the server cut a text, its last literal has no end. */
const literals = [/\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/g, /[eE]?'(?:[^'\\]|''|\\[\s\S])*(?:'|$)/g];
const comments = /\/\*[\s\S]*?(?:\*\/|$)|--[^\n]*/g;
const numbers = /(?<![\w$."])[-+]?\d[\w.]*/g;
const longest = 160;
/** A statement without the data in it: literals and numbers are `?`, comments are gone; one line. */
const shapeOf = (statement) => {
    const bare = literals
        .reduce((text, literal) => text.replace(literal, '?'), statement)
        .replace(comments, ' ')
        .replace(numbers, '?')
        .replace(/\s+/g, ' ')
        .trim();
    return bare.length > longest ? `${bare.slice(0, longest)}...` : bare;
};

;// CONCATENATED MODULE: ./build/postgres/activity/activity.js





/** Times and states are hidden from a role that is neither the session's nor may read all statistics. */
const sessions = `
  SELECT pid::text AS pid, coalesce(usename, '')::text AS user, coalesce(application_name, '') AS application,
    coalesce(state, 'hidden') AS state, coalesce(query, '') AS query,
    extract(epoch FROM pg_catalog.clock_timestamp() -
      CASE WHEN state LIKE 'idle in transaction%' THEN xact_start ELSE query_start END)::bigint::text AS seconds,
    pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(pid), ' ') AS blocked_by
  FROM pg_catalog.pg_stat_activity
  WHERE datname = pg_catalog.current_database() AND coalesce(backend_type, 'client backend') = 'client backend'
    AND pid <> pg_catalog.pg_backend_pid() AND state IS DISTINCT FROM 'idle'`;
const parse = (row) => ({
    pid: Number(cells_text(row, 'pid')),
    user: cells_text(row, 'user'),
    application: cells_text(row, 'application'),
    state: cells_text(row, 'state'),
    seconds: Math.max(0, Number(optionalText(row, 'seconds') ?? '0')),
    blockedBy: cells_text(row, 'blocked_by').split(' ').filter(Boolean).map(Number),
    statement: shapeOf(cells_text(row, 'query')),
});
/** Sessions that run longer than `seconds`, wait for another one, or keep another one waiting. */
const readActivity = async (session, seconds) => {
    const all = (await session.query(sessions)).map(parse);
    const blocking = new Set(all.flatMap(({ blockedBy }) => blockedBy));
    return all
        .filter((one) => one.seconds >= seconds || one.blockedBy.length > 0 || blocking.has(one.pid))
        .toSorted((one, other) => other.seconds - one.seconds);
};
const statementOf = `
  SELECT coalesce(state, 'hidden') AS state, coalesce(query_start::text, '') AS began
  FROM pg_catalog.pg_stat_activity
  WHERE pid = $1::int AND datname = pg_catalog.current_database() AND coalesce(backend_type, 'client backend') = 'client backend'
    AND pid <> pg_catalog.pg_backend_pid()`;
const activity_refused = (message, hint) => new base_error/* SeaworthyError */.P('input-invalid', message, { hint });
const waitMs = 100;
const waits = 50;
/**
 * Cancels the statement that a session runs, and waits up to 5 s until it has ended. The session and
 * its application go on.
 * @throws SeaworthyError `input-invalid` where there is no such statement, it may not be cancelled, or
 * it goes on.
 */
const cancelStatement = async (session, pid) => {
    const look = async () => (await session.query(statementOf, [pid]))[0];
    const before = await look();
    // Hidden from this role, it may run: whether the role may cancel it, the server knows.
    if (before === undefined || !['active', 'hidden'].includes(cells_text(before, 'state')))
        throw activity_refused(`No statement of process ${pid} runs in this database.`, 'It may have ended. `command: sessions` lists those that run.');
    const cancelled = await session
        .query('SELECT pg_catalog.pg_cancel_backend($1::int) AS done', [pid])
        .catch((error) => {
        const reason = (0,base_reason/* messageOf */.bD)(error);
        throw activity_refused(`The statement of process ${pid} can't be cancelled: ${reason}`, 'Use its own role, or one with pg_signal_backend.');
    });
    if (only(cancelled)['done'] === true)
        for (let tries = 0; tries < waits; tries += 1) {
            const now = await look();
            const goesOn = now !== undefined && cells_text(now, 'state') === 'active';
            if (!goesOn || cells_text(now, 'began') !== cells_text(before, 'began'))
                return;
            await (0,promises_.setTimeout)(waitMs);
        }
    throw activity_refused(`The statement of process ${pid} goes on though it was cancelled.`, 'It ends where it next looks; a session that must go is ended by pg_terminate_backend.');
};

// EXTERNAL MODULE: ./build/actions/shared/database-inputs.js + 2 modules
var database_inputs = __webpack_require__(2094);
;// CONCATENATED MODULE: ./build/postgres/client/choose.js

/**
 * The client for a server: pg_dump of the same major, else the smallest newer one, for it refuses
 * a server that is newer than itself. `tried` is what came of installing one, for the error.
 * @throws SeaworthyError `client-missing`
 */
const chooseClient = (clients, serverMajor, tried = []) => {
    const [best] = clients
        .filter(({ major }) => major >= serverMajor)
        .toSorted((a, b) => a.major - b.major);
    if (best !== undefined)
        return best;
    const versions = clients.map(({ version }) => version);
    const here = versions.length === 0
        ? 'no pg_dump is installed here'
        : `pg_dump here is ${versions.join(', ')}`;
    throw new base_error/* SeaworthyError */.P('client-missing', `The server is PostgreSQL ${serverMajor}, but ${here}: it can't dump a server that is newer than itself.`, {
        hint: `Install it before this step (\`sudo apt-get install -y postgresql-client-${serverMajor}\`; where the distribution has none, \`sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y\` first), or use the container's own: \`through: ssh://host/container\`.`,
        evidence: [
            `server: ${serverMajor}`,
            `clients: ${versions.length === 0 ? 'none' : versions.join(', ')}`,
            ...tried,
        ],
    });
};

// EXTERNAL MODULE: external "node:fs/promises"
var external_node_fs_promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./build/base/program.js

const tailBytes = (/* unused pure expression or super */ null && (16 * 1024));
const headBytes = (/* unused pure expression or super */ null && (32 * 1024 * 1024));
const collector = () => {
    const head = [];
    let bytes = 0;
    let tail = Buffer.alloc(0);
    return {
        out: (chunk) => {
            if (bytes < headBytes)
                head.push(chunk);
            bytes += chunk.length;
        },
        all: (chunk) => {
            tail = Buffer.concat([tail, chunk]).subarray(-tailBytes);
        },
        stdout: (encoding) => Buffer.concat(head).toString(encoding),
        tail: () => tail.toString().trim(),
    };
};
const killGroup = (pid) => {
    if (pid === undefined)
        return;
    try {
        process.kill(-pid, 'SIGKILL');
    }
    catch {
        // It is gone already.
    }
};
/**
 * The program gets a process group of its own, which is killed as a whole on abort and at the time
 * limit: a shell that is killed alone leaves its children behind.
 */
const program_runProgram = (file, args, run) => {
    const { promise, resolve } = Promise.withResolvers();
    const stdio = [run.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'];
    const child = spawn(file, args, {
        ...{ cwd: run.cwd, env: run.env, stdio, detached: true },
        ...(run.owner ?? {}),
    });
    const kept = collector();
    let why;
    const kill = (reason) => {
        why ??= reason;
        killGroup(child.pid);
    };
    const aborted = () => kill('aborted');
    const timer = run.limit === undefined ? undefined : setTimeout(kill, run.limit, 'time limit');
    child.stdout?.on('data', kept.out).on('data', kept.all);
    child.stderr?.on('data', kept.all);
    // EPIPE: the program has read what it needs, or its exit code tells why it died.
    child.stdin?.on('error', () => run.input?.destroy());
    run.input?.on('error', (error) => kill(`input lost: ${error.message}`));
    if (child.stdin !== null)
        run.input?.pipe(child.stdin);
    child.on('error', (error) => (why ??= error.message));
    child.on('close', (code, signal) => {
        clearTimeout(timer);
        run.signal.removeEventListener('abort', aborted);
        run.input?.destroy();
        const ended = why ?? signal ?? undefined;
        const settled = why === undefined ? code : null;
        resolve({
            code: settled,
            why: ended,
            stdout: kept.stdout(run.binary === true ? 'latin1' : 'utf8'),
            tail: kept.tail(),
        });
    });
    run.signal.addEventListener('abort', aborted);
    if (run.signal.aborted)
        aborted();
    return promise;
};
/** The outcome as lines of evidence: how it ended, and the last of what it said. */
const evidenceOf = (name, { code, why, tail }) => [
    code === null
        ? `${name} ended: ${why ?? 'no exit code'}`
        : `${name} ended with exit code ${code}`,
    ...(tail === '' ? [] : [tail]),
];

;// CONCATENATED MODULE: ./build/postgres/server/find.js



const find_debianPackages = '/usr/lib/postgresql';
const runnable = async (file) => {
    try {
        await access(file, constants.X_OK);
        return true;
    }
    catch {
        return false;
    }
};
/** Whether a folder has what a server needs in `bin`. */
const isServer = async (home) => {
    const programs = ['initdb', 'postgres', 'pg_ctl'].map((name) => runnable(join(home, 'bin', name)));
    return (await Promise.all(programs)).every(Boolean);
};
const foldersIn = async (folder) => {
    try {
        return await readdir(folder);
    }
    catch {
        return [];
    }
};
const serversIn = async (folder, kind, name) => {
    const found = [];
    for (const entry of await foldersIn(folder)) {
        const [, major] = name.exec(entry) ?? [];
        const home = join(folder, entry);
        if (major !== undefined && (await isServer(home)))
            found.push({ kind, major: Number(major), home });
    }
    return found.toSorted((a, b) => a.major - b.major);
};
/** What this machine can start, without starting or fetching anything. */
const findServers = async ({ packages, cacheFolder }, run, env, signal) => {
    const docker = await run('docker', ['version', '--format', '{{.Server.Version}}'], {
        ...{ env, signal, limit: 10_000 },
    });
    return {
        local: await serversIn(packages, 'local', /^(\d+)$/),
        npm: await serversIn(cacheFolder, 'npm', /^(\d+)\.\d[\w.-]*$/),
        docker: docker.code === 0,
    };
};

;// CONCATENATED MODULE: ./build/postgres/client/run.js


const stderrBytes = 16 * 1024;
/** Between SIGTERM and SIGKILL. */
const graceMs = 5000;
/**
 * Starts a program of this machine whose output is read as a stream, however long it is (what is short
 * is `runProgram`'s); aborting ends it by SIGTERM, after 5 s by SIGKILL.
 */
const startProgram = ({ path, args, env }, signal) => {
    const child = (0,external_node_child_process_.spawn)(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const stderr = tailKeeper(stderrBytes);
    child.stderr.on('data', stderr.add);
    const ended = Promise.withResolvers();
    let timer;
    const stop = () => {
        child.stdout.destroy();
        child.kill('SIGTERM');
        timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    };
    child.on('error', (error) => {
        stderr.add(Buffer.from(error.message));
        child.stdout.destroy();
    });
    child.on('close', (code) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        const known = child.pid === undefined ? null : code;
        ended.resolve({ code: known, stderr: stderr.bytes().toString('utf8') });
    });
    if (signal.aborted)
        stop();
    else
        signal.addEventListener('abort', stop, { once: true });
    return { stdout: child.stdout, ended: ended.promise };
};
/** What a program of this machine may know of its surroundings; its words are English. */
const run_plainEnvironment = (env) => ({
    PATH: env['PATH'] ?? '/usr/bin:/bin',
    ...(env['HOME'] === undefined ? {} : { HOME: env['HOME'] }),
    LANG: 'C.UTF-8',
    LC_MESSAGES: 'C',
});

;// CONCATENATED MODULE: ./build/postgres/client/find.js






/** `pg_dump (PostgreSQL) 15.18 (Debian 15.18-1)` or `pg_dump (PostgreSQL) 19beta1`. */
const find_parseVersion = (text) => {
    const [, version, major] = /\(PostgreSQL\) ((\d+)\S*)/.exec(text) ?? [];
    return version === undefined ? undefined : { version, major: Number(major) };
};
const find_absent = () => undefined;
const binFolders = async (root) => {
    const names = (await readdir(root).catch(find_absent)) ?? [];
    return names.filter((name) => /^\d+$/.test(name)).map((name) => join(root, name, 'bin'));
};
/**
 * The folder that a folder's pg_dump is really in. Debian's pg_wrapper runs whatever version it
 * likes and is none.
 */
const homeOf = async (folder) => {
    const target = await realpath(join(folder, 'pg_dump')).catch(find_absent);
    if (target === undefined || basename(target) !== 'pg_dump')
        return undefined;
    const home = dirname(target);
    const runs = (name) => access(join(home, name), constants.X_OK).then(() => true, () => false);
    return (await Promise.all(programs.map(runs))).every(Boolean) ? home : undefined;
};
const limitMs = 10_000;
const find_ask = async (folder) => {
    const run = { env: plainEnvironment({}), signal: AbortSignal.timeout(limitMs) };
    const { code, stdout } = await runProgram(join(folder, 'pg_dump'), ['--version'], run);
    const known = code === 0 ? find_parseVersion(stdout) : undefined;
    return known === undefined ? undefined : { ...known, folder };
};
/** All clients of this machine, oldest major first; of one major those of `folders` first. */
const findClients = async (places) => {
    const { folders = [debianPackages], path } = places;
    const own = (await Promise.all(folders.map(binFolders))).flat();
    const all = [...own, ...path.split(':').filter((folder) => folder.startsWith('/'))];
    const homes = (await Promise.all(all.map(homeOf))).filter((home) => home !== undefined);
    const answers = await Promise.all([...new Set(homes)].map(find_ask));
    return answers.filter((one) => one !== undefined).toSorted((a, b) => a.major - b.major);
};

// EXTERNAL MODULE: ./build/postgres/reach/address.js
var reach_address = __webpack_require__(4150);
;// CONCATENATED MODULE: ./build/postgres/reach/container-look.js


const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value) => typeof value === 'string' ? value : undefined;
const at = (value, ...keys) => keys.reduce((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
const envOf = (value) => new Map((Array.isArray(value) ? value : [])
    .filter((line) => typeof line === 'string')
    .map((line) => {
    const [name = '', ...rest] = line.split('=');
    return [name, rest.join('=')];
}));
const addressOf = (settings) => {
    const networks = at(settings, 'Networks');
    if (!isRecord(networks))
        return undefined;
    // A container on the host's own network has no address: it listens on the host's.
    if ('host' in networks)
        return '127.0.0.1';
    return Object.values(networks)
        .flatMap((network) => [at(network, 'IPAddress'), at(network, 'GlobalIPv6Address')])
        .find((address) => typeof address === 'string' && address !== '');
};
/** Reads what `docker inspect` prints for one container; undefined for anything else. */
const parseInspected = (text) => {
    let parsed;
    try {
        parsed = JSON.parse(text);
    }
    catch {
        return undefined;
    }
    const first = Array.isArray(parsed) ? parsed[0] : undefined;
    if (!isRecord(first))
        return undefined;
    const state = (key) => at(first, 'State', key);
    return {
        running: state('Running') === true,
        status: textOf(state('Status')) ?? 'unknown',
        startedAt: textOf(state('StartedAt')) ?? '',
        exitCode: Number(state('ExitCode') ?? 0),
        outOfMemory: state('OOMKilled') === true,
        address: addressOf(first['NetworkSettings']),
        env: envOf(at(first, 'Config', 'Env')),
    };
};
const container_look_limits = { stdoutBytes: 1024 * 1024, stderrBytes: 4096 };
const running = async (connection, signal) => {
    const listed = await connection.exec("docker ps --format '{{.Names}}'", container_look_limits, signal);
    const names = listed.stdout.toString('utf8').split('\n').filter(Boolean);
    return names.length === 0 ? 'no container runs there' : `running there: ${names.join(', ')}`;
};
const noDocker = (host, stderr) => new base_error/* SeaworthyError */.P('database-unreachable', `Docker on ${host} can't be asked.`, {
    hint: `Is Docker installed on ${host}, does it run, and is the user in the group docker?`,
    evidence: [stderr],
});
/** What Docker says of a container; undefined when there is none. @throws `database-unreachable`. */
const container_look_inspectContainer = async (name, connection, signal) => {
    const script = `docker inspect --type container ${quote_quote(name)}`;
    const { code, stdout, stderr } = await connection.exec(script, container_look_limits, signal);
    const words = stderr.toString('utf8').trim();
    if (code === 0)
        return parseInspected(stdout.toString('utf8'));
    if (/no such (?:container|object)/i.test(words))
        return undefined;
    throw noDocker(connection.name, words);
};
/**
 * Asks Docker about a container, once.
 * @throws SeaworthyError `database-unreachable` when there is no Docker, no such container, or it
 * doesn't run; with the names of those that do.
 */
const lookAtContainer = async (name, connection, signal) => {
    const host = connection.name;
    const found = await container_look_inspectContainer(name, connection, signal);
    if (found?.running === true && found.address !== undefined)
        return { name, address: found.address, env: found.env, startedAt: found.startedAt };
    const state = found === undefined
        ? 'there is no such container'
        : found.running
            ? 'it has no network address'
            : `it does not run (${found.status})`;
    throw new base_error/* SeaworthyError */.P('database-unreachable', `The container ${name} on ${host} can't be used: ${state}.`, {
        hint: `Does \`through\` name the database's container on ${host} (\`docker ps\`)?`,
        evidence: [await running(connection, signal)],
    });
};

;// CONCATENATED MODULE: ./build/postgres/reach/container-end.js



/** What has become of a container since it was looked at; undefined: it has been running all the time. */
const endOf = ({ startedAt }, now) => {
    if (now === undefined)
        return 'is gone';
    if (now.running)
        return now.startedAt === startedAt ? undefined : 'was started anew';
    return `ended (${now.status}, exit code ${now.exitCode}${now.outOfMemory ? ', out of memory' : ''})`;
};
const container_end_hintFor = ({ name }, host, now) => now?.outOfMemory === true
    ? `The memory of ${name} was too small for it: raise its limit, or that of ${host}.`
    : `Was it stopped or replaced meanwhile? \`docker logs ${name}\` on ${host} says more.`;
/** Everything fails at once when a container ends, each part in its own words: this is why. */
const explainByEnd = async (error, container, connection) => {
    const patience = AbortSignal.timeout(10_000);
    try {
        const now = await container_look_inspectContainer(container.name, connection, patience);
        const end = endOf(container, now);
        if (end === undefined)
            return error;
        const what = `The container ${container.name} on ${connection.name} ${end} during the backup.`;
        const hint = container_end_hintFor(container, connection.name, now);
        return new base_error/* SeaworthyError */.P('dump-failed', what, { hint, evidence: (0,base_reason/* wordsOf */.Z9)(error), cause: error });
    }
    catch {
        // Whoever can't be asked has no better explanation.
        return error;
    }
};

;// CONCATENATED MODULE: ./build/postgres/reach/libpq.js
/** Where Debian and Ubuntu keep the certificates that a machine trusts. */
const systemCertificates = '/etc/ssl/certs/ca-certificates.crt';
/** `system` as a file: libpq knows the word since 16 only. */
const certificatesOf = (sslRootCert) => sslRootCert === 'system' ? systemCertificates : sslRootCert;
const defined = (all) => Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value ? [[key, value]] : [])));
/**
 * What PostgreSQL's programs read from their environment; so nothing of it is in their arguments.
 * `detour` is where they connect in fact, while TLS still checks the address's own name.
 */
const libpqVariables = (address, detour) => defined({
    PGHOST: address.host,
    PGHOSTADDR: detour === undefined ? undefined : '127.0.0.1',
    PGPORT: String(detour?.port ?? address.port),
    PGUSER: address.user,
    PGPASSWORD: address.password,
    PGDATABASE: address.database,
    PGSSLMODE: address.sslMode,
    PGSSLROOTCERT: address.sslRootCert === undefined ? undefined : certificatesOf(address.sslRootCert),
    PGOPTIONS: address.options,
    PGAPPNAME: address.applicationName,
    PGCONNECT_TIMEOUT: '15',
    PGGSSENCMODE: 'disable',
});
/** A name that libpq would take for a connection string is made one that means the name. */
const asArgument = (database) => /=|^postgres(?:ql)?:\/\//.test(database)
    ? `dbname='${database.replace(/[\\']/g, '\\$&')}'`
    : database;
/** pg_dump takes the database from PGDATABASE, but pg_dumpall connects to `postgres` unless told. */
const argumentsFor = (program, args, database) => program === 'pg_dumpall'
    ? ['--no-password', `--database=${asArgument(database)}`, ...args]
    : ['--no-password', ...args];

;// CONCATENATED MODULE: ./build/postgres/reach/container-script.js


/**
 * A script for `sh` on the host. Secrets are in the script, which comes by standard input, and then
 * in environments: never among arguments. Standard input is not docker's, for it is the script.
 */
const programScript = (call, address) => {
    const own = { ...address, host: '127.0.0.1', sslMode: 'prefer', sslRootCert: undefined };
    const variables = { ...libpqVariables(own), SEAWORTHY_RUN: call.mark, LC_MESSAGES: 'C' };
    const assigned = Object.entries(variables).map(([name, value]) => `${name}=${quote_quote(value)}`);
    const passed = Object.keys(variables).map((name) => `-e ${name}`);
    const args = argumentsFor(call.program, call.args, address.database).map(quote_quote);
    const words = ['docker', 'exec', ...passed, quote_quote(call.container), call.program, ...args];
    return `export ${assigned.join(' ')}; exec ${words.join(' ')} </dev/null\n`;
};
/**
 * Ends what `docker exec` has started and leaves behind when its own connection goes, and stays until
 * it is gone: asked first, as pg_dump then cancels its query on the server, and killed after 2 s.
 */
const endScript = (container, mark) => {
    const marked = `grep -qs SEAWORTHY_RUN=${mark} "$p/environ" && left="$left \${p#/proc/}"`;
    const ended = [
        'round=0; while [ $round -lt 40 ]; do left=',
        `for p in /proc/[0-9]*; do ${marked}; done`,
        '[ -n "$left" ] || exit 0',
        'case $round in 0) kill $left ;; 20) kill -KILL $left ;; esac',
        'sleep 0.1; round=$((round + 1)); done',
    ];
    return `docker exec ${quote_quote(container)} sh -c ${quote_quote(ended.join('; '))} </dev/null`;
};

;// CONCATENATED MODULE: ./build/postgres/reach/container-run.js







const container_run_limits = { stdoutBytes: 0, stderrBytes: 0 };
/** Resolves with the exit code; rejects when the way to the program was lost. */
const container_run_codeOf = (channel, stdout) => new Promise((resolve, reject) => {
    channel.pipe(stdout, { end: false });
    channel.on('error', (error) => {
        if (error instanceof RunError)
            resolve(error.code);
        else
            reject(error);
    });
    channel.on('end', () => resolve(0));
    channel.on('close', () => reject(new Error('the program was given up')));
    stdout.on('close', () => channel.destroy());
});
/**
 * Runs a program in the container. Its exit code and standard error travel; when it is aborted, it
 * is ended inside the container too, as far as the host can still be asked.
 */
const runInside = ({ container, connection, address }, program, args, signal) => {
    const stdout = new external_node_stream_.PassThrough();
    const stderr = tailKeeper(stderrBytes);
    const mark = (0,external_node_crypto_.randomUUID)();
    const stop = () => void stdout.destroy();
    signal.addEventListener('abort', stop, { once: true });
    const giveUp = async () => {
        const patience = AbortSignal.timeout(10_000);
        await connection.exec(endScript(container, mark), container_run_limits, patience).catch(() => undefined);
    };
    const converse = async () => {
        try {
            signal.throwIfAborted();
            const channel = await connection.run('sh', signal, stderr.add);
            channel.end(programScript({ container, program, args, mark }, address));
            const code = await container_run_codeOf(channel, stdout);
            stdout.end();
            return { code, stderr: stderr.bytes().toString('utf8') };
        }
        catch (error) {
            stdout.destroy(signal.aborted ? undefined : error);
            await giveUp();
            stderr.add(Buffer.from((0,base_reason/* messageOf */.bD)(signal.aborted ? signal.reason : error)));
            return { code: null, stderr: stderr.bytes().toString('utf8') };
        }
        finally {
            signal.removeEventListener('abort', stop);
        }
    };
    return { stdout, ended: converse() };
};

;// CONCATENATED MODULE: ./build/postgres/reach/explain.js



const from = ({ through }) => through ?? 'this machine';
const notVerified = () => 'Name the right certificates in sslrootcert; sslmode=require encrypts without verifying.';
/** By error code of the operating system, OpenSSL or Node, or by words. */
const explain_unreachable = [
    {
        looks: /ECONNREFUSED|connection refused/i,
        reason: 'nothing listens there (connection refused)',
        hint: (where) => `Are host and port right as seen from ${from(where)}, and does the server listen there (listen_addresses)?`,
    },
    {
        looks: /ENOTFOUND|EAI_AGAIN|name or service not known|no address/i,
        reason: 'its name is not known',
        hint: (where) => `Is the host's name right, and known on ${from(where)}?`,
    },
    {
        looks: /ENOENT|ENOTSOCK/,
        reason: 'there is no such socket',
        hint: () => 'Is the folder of the socket right, and does the server run?',
    },
    {
        looks: /EACCES/,
        reason: 'the socket may not be opened',
        hint: () => 'May this user enter the folder of the socket?',
    },
    {
        looks: /TimeoutError|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|no route|timed out|unreachable/i,
        reason: 'it does not answer',
        hint: (where) => `Does a firewall let ${from(where)} in? A database that only its own network sees is reached with \`through: ssh://user@host\`.`,
    },
    {
        looks: /does not support SSL/,
        reason: 'it does not speak TLS',
        hint: () => 'Turn `ssl` on in the server, or ask for sslmode=prefer.',
    },
    {
        looks: /ERR_TLS_CERT_ALTNAME_INVALID/,
        reason: "its certificate is not for this host's name",
        hint: () => 'Use the name that the certificate has, or sslmode=verify-ca.',
    },
    {
        looks: /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/,
        reason: 'its certificate is not valid at this time',
        hint: () => "Renew the server's certificate.",
    },
    {
        looks: /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE/,
        reason: 'its certificate is not signed by an authority that is trusted here',
        hint: notVerified,
    },
    {
        looks: /EPROTO|ERR_SSL|ERR_TLS/,
        reason: 'TLS did not come about',
        hint: () => 'Does the server speak TLS 1.2 or newer?',
    },
    {
        looks: /Connection terminated|ECONNRESET|EPIPE|establishing an SSL/,
        reason: 'it hung up',
        hint: () => 'Is this the port of a PostgreSQL server, and is it neither starting nor overrun?',
    },
    {
        looks: /unsupported startup parameter/,
        reason: 'a connection pooler is there that does not let `options` through',
        hint: () => "Give the database's own address and port, or leave out `options`.",
    },
    {
        looks: /administratively prohibited/,
        reason: 'the SSH server does not forward connections',
        hint: ({ through = 'the host' }) => `Allow it on ${through} (AllowTcpForwarding in sshd_config).`,
    },
];
/** SQLSTATE of what the server says before it lets anybody in. */
const explain_refused = [
    {
        looks: /^28P01/,
        reason: 'the password is wrong, or the role has none',
        hint: () => 'Is the password in database-url percent-encoded, and is it that of this role?',
    },
    {
        looks: /^28000 .*no encryption/s,
        reason: 'pg_hba.conf does not let this role in from here without TLS',
        hint: () => 'Ask for TLS (sslmode=require or better), or allow this role and database in pg_hba.conf.',
    },
    {
        looks: /^28000 .*does not exist/s,
        reason: 'there is no such role',
        hint: () => 'Is the user in database-url right?',
    },
    {
        looks: /^28000/,
        reason: 'pg_hba.conf does not let this role in from here',
        hint: (where) => `Allow this role and database from ${from(where)} in pg_hba.conf.`,
    },
    {
        looks: /^3D000/,
        reason: 'there is no such database',
        hint: () => "Is the database's name in database-url right?",
    },
    {
        looks: /^42501/,
        reason: 'the role may not connect to this database',
        hint: ({ address }) => `GRANT CONNECT ON DATABASE ... TO ${address.user}.`,
    },
    {
        looks: /client password must be/,
        reason: 'the server asks for a password, and none was given',
        hint: () => 'Put the password into database-url, or into PGPASSWORD.',
    },
];
const notReady = /^(?:57P03|53300|57P01|57P02)/;
const errorParts = (error) => Object.fromEntries(['code', 'name', 'message'].flatMap((key) => {
    const value = Reflect.get(error, key);
    return typeof value === 'string' ? [[key, value]] : [];
}));
/** Code and words of an error, and of those it consists of. */
const wordsOf = (error) => {
    if (error instanceof ForwardError)
        return error.detail;
    if (typeof error !== 'object' || error === null)
        return String(error);
    if ('errors' in error && Array.isArray(error.errors))
        return error.errors.map(wordsOf).join('; ');
    const { code, name, message } = { code: '', name: '', message: '', ...errorParts(error) };
    return [code, name === 'TimeoutError' ? name : '', message].filter(Boolean).join(' ');
};
/** Says why nobody could log in; what is already explained (`host-lost`) stays as it is. */
const explain_explainLogin = (error, where) => {
    if (error instanceof base_error/* SeaworthyError */.P)
        return error;
    const { address } = where;
    const { password } = address;
    const words = wordsOf(error);
    const seen = password ? words.replaceAll(password, '***') : words;
    const as = `${address.user} to ${address.database} at ${(0,reach_address/* placeOf */.$t)(address)}`;
    const no = explain_refused.find(({ looks }) => looks.test(words));
    if (no !== undefined)
        return new base_error/* SeaworthyError */.P('database-login-refused', `The server did not let ${as}: ${no.reason}.`, { hint: no.hint(where), evidence: [seen], cause: error });
    if (notReady.test(words))
        return new base_error/* SeaworthyError */.P('database-not-ready', `The server at ${(0,reach_address/* placeOf */.$t)(address)} takes no connection now.`, { hint: 'It starts, stops, or has no connection left: try again later.', evidence: [seen] });
    const why = explain_unreachable.find(({ looks }) => looks.test(words));
    return new base_error/* SeaworthyError */.P('database-unreachable', `The database at ${(0,reach_address/* placeOf */.$t)(address)} cannot be reached${where.through === undefined ? '' : ` from ${where.through}`}: ${why?.reason ?? seen}.`, {
        hint: why?.hint(where) ?? `Are host and port right as seen from ${from(where)}?`,
        evidence: [seen],
        cause: error,
    });
};

// EXTERNAL MODULE: ./node_modules/pg/esm/index.mjs
var esm = __webpack_require__(6230);
;// CONCATENATED MODULE: ./build/postgres/reach/pg-stream.js
/**
 * Gives an open connection the methods of the socket that the driver wants to connect by itself:
 * its `connect` says at once that this is done.
 */
const pgStream = (open) => Object.assign(open, {
    connect: () => process.nextTick(() => open.emit('connect')),
    setNoDelay: () => open,
    setKeepAlive: () => open,
    ref: () => open,
    unref: () => open,
});

;// CONCATENATED MODULE: ./build/postgres/reach/session.js



/** Object ids in pg_type of what JavaScript would round: floats, dates, times, intervals, arrays. */
const asText = new Set([
    ...[700, 701, 600, 718, 1021, 1022, 1017],
    ...[1082, 1114, 1184, 1115, 1182, 1185, 1186, 1187],
]);
const unchanged = (text) => text;
const types = new esm/* default.TypeOverrides */.Ay.TypeOverrides();
for (const id of asText)
    types.setTypeParser(id, unchanged);
const rowsOf = (result) => {
    const last = Array.isArray(result) ? result.at(-1) : result;
    if (typeof last !== 'object' || last === null || !('rows' in last))
        return [];
    return last.rows;
};
/**
 * `options` that were not given are not sent, whatever PGOPTIONS says: pgbouncer refuses even blank
 * ones. The driver has no word for that, so it is told after it has looked.
 */
const withoutOptions = (client) => {
    const parameters = Reflect.get(client, 'connectionParameters');
    if (typeof parameters === 'object' && parameters !== null)
        Reflect.set(parameters, 'options', '');
    return client;
};
/** The environment of this process has no say: what is not given is given as nothing. */
const clientOn = (stream, address, ssl) => {
    const client = new esm/* default.Client */.Ay.Client({
        host: address.host,
        port: address.port,
        user: address.user,
        password: () => address.password ?? '',
        database: address.database,
        application_name: address.applicationName,
        ...(address.options === undefined ? {} : { options: address.options }),
        ssl,
        stream: () => stream,
        keepAlive: true,
        enableChannelBinding: true,
        types,
    });
    return address.options === undefined ? withoutOptions(client) : client;
};
/** Ends within a second, with the driver's goodbye or without it. */
const part = async (client, stream) => {
    const timer = setTimeout(() => stream.destroy(), 1000);
    await client.end().catch(() => undefined);
    clearTimeout(timer);
    stream.destroy();
};
const sessionOn = (client, stream, signal) => {
    let lost;
    client.on('error', (error) => (lost ??= error));
    const abort = () => void stream.destroy();
    signal.addEventListener('abort', abort, { once: true });
    return {
        query: async (sql, values) => {
            signal.throwIfAborted();
            if (lost !== undefined)
                throw lost;
            try {
                return rowsOf(await client.query(sql, values === undefined ? undefined : [...values]));
            }
            catch (error) {
                signal.throwIfAborted();
                throw error;
            }
        },
        close: () => {
            signal.removeEventListener('abort', abort);
            return part(client, stream);
        },
    };
};
const timeLimitMs = 15_000;
/**
 * Logs in once. Rejects as the network or the server does, with the signal's reason, or with a
 * TimeoutError after 15 s.
 */
const session_logIn = async (address, road, ssl, signal) => {
    const within = AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]);
    within.throwIfAborted();
    const stream = road === undefined ? new external_node_net_.Socket() : pgStream(await road(within));
    const abort = () => void stream.destroy();
    within.addEventListener('abort', abort, { once: true });
    const client = clientOn(stream, address, ssl);
    try {
        client.on('error', () => undefined);
        await client.connect();
        return sessionOn(client, stream, signal);
    }
    catch (error) {
        stream.destroy();
        throw within.aborted ? within.reason : error;
    }
    finally {
        within.removeEventListener('abort', abort);
    }
};

;// CONCATENATED MODULE: ./build/postgres/reach/tls.js




const authorities = async (sslRootCert) => {
    const file = certificatesOf(sslRootCert);
    try {
        return await (0,external_node_fs_promises_.readFile)(file, 'utf8');
    }
    catch (cause) {
        throw new base_error/* SeaworthyError */.P('input-invalid', `sslrootcert: ${file} cannot be read.`, {
            hint: 'Name a file of certificates in PEM form, or `system`.',
            evidence: [cause instanceof Error ? cause.message : String(cause)],
            cause,
        });
    }
};
/**
 * The attempts that an `sslmode` means, in order: a later one counts only where the server has no
 * TLS, or does not let us in with it. Like libpq, `require` verifies as `verify-ca` does when
 * certificates are given, and a unix socket has no TLS.
 */
const tlsAttempts = async (address) => {
    const { sslMode, sslRootCert, host } = address;
    if (sslMode === 'disable' || (0,reach_address/* isFolder */.lQ)(host))
        return [false];
    const unverified = { rejectUnauthorized: false };
    if (sslMode === 'prefer')
        return [unverified, false];
    if (sslRootCert === undefined)
        return [unverified];
    const verified = { ca: await authorities(sslRootCert), rejectUnauthorized: true };
    return sslMode === 'verify-full'
        ? [verified]
        : [{ ...verified, checkServerIdentity: () => undefined }];
};

;// CONCATENATED MODULE: ./build/postgres/reach/log-in.js



/** With `sslmode=prefer`: the server has no TLS, or does not let us in with it (as libpq does). */
const goesWithoutTls = (error) => error instanceof Error &&
    (error.message.includes('does not support SSL') || ('code' in error && error.code === '28000'));
/**
 * Logs in as the address's `sslmode` wants it.
 * @throws SeaworthyError `database-unreachable`, `database-login-refused`, `database-not-ready`, those
 * of the road; or the signal's reason.
 */
const openSession = async (where, road, signal) => {
    const [first = false, second] = await tlsAttempts(where.address);
    const attempt = (tls) => session_logIn(where.address, road, tls, signal);
    try {
        return await attempt(first).catch((error) => {
            if (second === undefined || !goesWithoutTls(error))
                throw error;
            return attempt(second);
        });
    }
    catch (error) {
        if (signal.aborted)
            throw signal.reason;
        throw explain_explainLogin(error, where);
    }
};

;// CONCATENATED MODULE: ./build/postgres/reach/container.js









const set = (env, name) => env.get(name) === '' ? undefined : env.get(name);
const nameOf = (given) => given?.host === undefined || (0,reach_address/* isFolder */.lQ)(given.host) ? undefined : given.host;
const defaults = {
    ...{ port: 5432, sslMode: 'prefer', sslRootCert: undefined, options: undefined },
    applicationName: 'seaworthy',
};
/**
 * What the URL leaves out is as the official image was told: its variables say with which user,
 * password and database it was set up. The password is only that of this very user. The URL's host
 * is but the name that TLS checks.
 */
const addressInside = (given, { address, env }) => {
    const owner = set(env, 'POSTGRES_USER') ?? 'postgres';
    const user = given?.user ?? owner;
    return {
        ...defaults,
        ...given,
        host: nameOf(given) ?? address,
        user,
        password: given?.password ?? (user === owner ? set(env, 'POSTGRES_PASSWORD') : undefined),
        database: given?.database ?? set(env, 'POSTGRES_DB') ?? user,
    };
};
const container_limits = { stdoutBytes: 1024, stderrBytes: 4096 };
const versionInside = async (container, connection, signal) => {
    const script = `docker exec ${quote_quote(container)} pg_dump --version </dev/null`;
    const { stdout, stderr } = await connection.exec(script, container_limits, signal);
    const known = find_parseVersion(stdout.toString('utf8'));
    if (known !== undefined)
        return known;
    const where = `the container ${container} on ${connection.name}`;
    throw new base_error/* SeaworthyError */.P('client-missing', `There is no pg_dump in ${where} that runs.`, {
        hint: 'Use `through: ssh://user@host` with an address that the host sees.',
        // Docker tells on either of them that there is no such program.
        evidence: [`${stdout.toString('utf8')}${stderr.toString('utf8')}`.trim()],
    });
};
/**
 * A database in a container behind SSH: driver sessions go to the container's address, pg_dump and
 * pg_dumpall are those of the container. The connection stays with the caller. Without an address
 * the container's own variables say all.
 * @throws SeaworthyError `database-unreachable`
 */
const reachInContainer = async (given, name, connection, signal) => {
    const container = await lookAtContainer(name, connection, signal);
    const address = addressInside(given, container);
    const through = connection.name;
    const client = async (serverMajor, until) => {
        const known = await versionInside(name, connection, until);
        const { version, major } = chooseClient([known], serverMajor);
        const inside = { container: name, connection, address };
        return {
            version,
            major,
            from: `container ${name} on ${through}`,
            run: (program, args, stop) => runInside(inside, program, args, stop),
        };
    };
    return {
        label: `${address.database} in ${name} on ${through}`,
        name: address.database,
        session: (until) => openSession({ address, through }, (within) => connection.forwardTcp(container.address, address.port, within), until),
        client,
        explain: (error) => explainByEnd(error, container, connection),
        close: () => Promise.resolve(),
    };
};

;// CONCATENATED MODULE: ./build/postgres/client/here.js



/** Programs of this machine, aimed at a database by their environment alone. */
const clientHere = ({ version, major, folder }, env, variables, database) => ({
    version,
    major,
    from: folder,
    run: (program, args, signal) => startProgram({
        path: (0,external_node_path_.join)(folder, program),
        args: argumentsFor(program, args, database),
        env: { ...run_plainEnvironment(env), ...variables },
    }, signal),
});

;// CONCATENATED MODULE: ./build/postgres/reach/complete.js

/**
 * @throws SeaworthyError `input-invalid` when host or user is missing. The database is by default
 * named like the user, as everywhere in PostgreSQL.
 */
const complete = (address) => {
    const { host, user } = address;
    const missing = [...(host === undefined ? ['host'] : []), ...(user === undefined ? ['user'] : [])];
    if (host === undefined || user === undefined)
        throw new base_error/* SeaworthyError */.P('input-invalid', `database-url has no ${missing.join(' and no ')}.`, {
            hint: 'It looks like postgres://user:password@host:5432/name.',
        });
    return { ...address, host, user, database: address.database ?? user };
};

;// CONCATENATED MODULE: ./build/postgres/reach/direct.js





/** A database that this machine sees. Nothing is opened yet. */
const reachDirect = (given, here) => {
    const address = complete(given);
    return {
        label: `${address.database} at ${(0,reach_address/* placeOf */.$t)(address)}`,
        name: address.database,
        session: (signal) => openSession({ address }, undefined, signal),
        client: async (serverMajor, signal) => {
            const installed = await here.client(serverMajor, signal);
            signal.throwIfAborted();
            return clientHere(installed, here.env, libpqVariables(address), address.database);
        },
        close: () => Promise.resolve(),
    };
};

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
;// CONCATENATED MODULE: ./build/postgres/reach/detour.js


/** Both directions; an end is passed on, and one that fails or goes early ends the other. */
const detour_join = (near, far) => {
    for (const [one, other] of [
        [near, far],
        [far, near],
    ]) {
        one.on('error', () => other.destroy());
        one.on('close', () => {
            if (!one.readableEnded)
                other.destroy();
        });
        one.pipe(other);
    }
};
/** Listens on 127.0.0.1 only; each connection gets a way of its own. */
const openDetour = async (open) => {
    const life = new AbortController();
    const near = new Set();
    const server = (0,external_node_net_.createServer)({ allowHalfOpen: true }, (socket) => {
        near.add(socket);
        socket.on('close', () => near.delete(socket)).on('error', () => undefined);
        open(life.signal).then((far) => detour_join(socket, far), () => socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await (0,external_node_events_.once)(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string')
        throw new Error('no port');
    return {
        port: address.port,
        close: async () => {
            life.abort(new Error('the tunnel was closed'));
            for (const socket of near)
                socket.destroy();
            if (server.listening)
                await new Promise((resolve) => server.close(resolve));
        },
    };
};

;// CONCATENATED MODULE: ./build/postgres/reach/tunnel.js






/**
 * A database that an SSH host sees. The driver gets channels; programs of this machine get a port
 * of 127.0.0.1, open until `close`, and the real name to check TLS against. The connection stays
 * with the caller.
 */
const reachThroughTunnel = (given, connection, here) => {
    const address = complete(given);
    const road = (signal) => (0,reach_address/* isFolder */.lQ)(address.host)
        ? connection.forwardUnix((0,reach_address/* placeOf */.$t)(address), signal)
        : connection.forwardTcp(address.host, address.port, signal);
    let detour;
    // A socket of the host is a port here; its folder would be looked for on this machine.
    const seenFromHere = (0,reach_address/* isFolder */.lQ)(address.host)
        ? { ...address, host: '127.0.0.1', sslMode: 'disable' }
        : address;
    return {
        label: `${address.database} at ${(0,reach_address/* placeOf */.$t)(address)} through ${connection.name}`,
        name: address.database,
        session: (signal) => openSession({ address, through: connection.name }, road, signal),
        client: async (serverMajor, signal) => {
            const installed = await here.client(serverMajor, signal);
            signal.throwIfAborted();
            const { port } = await (detour ??= openDetour(road));
            const variables = libpqVariables(seenFromHere, { port });
            return clientHere(installed, here.env, variables, address.database);
        },
        close: async () => (await detour)?.close(),
    };
};

;// CONCATENATED MODULE: ./build/actions/shared/database.js







const wayOf = ({ databaseUrl, address, through }, { env }) => ({
    ...{ address, through },
    unnamed: databaseUrl === undefined && env['PGUSER'] === undefined,
});
const connectTo = ({ host, port, user = 'root' }, inputs, { env, signal }) => {
    const agent = env['SSH_AUTH_SOCK'];
    if (inputs.key === undefined && agent === undefined)
        throw new base_error/* SeaworthyError */.P('key-unusable', `There is no key to log in to ${host} with.`, {
            hint: 'Set the input ssh-private-key from a secret, or start an ssh-agent before this step.',
        });
    const target = {
        ...{ name: host, host, port, user, agent },
        keys: inputs.key === undefined ? [] : [readPrivateKey(inputs.key, inputs.passphrase)],
        known: parseKnownHosts([inputs.knownHosts ?? '']),
        compress: true,
    };
    return connect(target, {}, signal);
};
const overSsh = async (way, through, connection, here, signal) => {
    const { address, unnamed } = way;
    return through.kind === 'tunnel'
        ? reachThroughTunnel(address, connection, here)
        : reachInContainer(unnamed ? undefined : address, through.container, connection, signal);
};
/**
 * Runs `work` with the database at hand, and closes every way to it. `client` finds the programs that dump.
 * @throws SeaworthyError `host-lost` for whatever failed after the SSH connection was lost.
 */
const withDatabase = async (way, inputs, context, client, work) => {
    const { env, signal } = context;
    const here = { env, client };
    const { through } = way;
    const connection = through.kind === 'direct' ? undefined : await connectTo(through, inputs, context);
    let lost;
    void connection?.lost.then((why) => (lost = why));
    try {
        const database = through.kind === 'direct' || connection === undefined
            ? reachDirect(way.address, here)
            : await overSsh(way, through, connection, here, signal);
        try {
            return await work(database);
        }
        catch (error) {
            if (signal.aborted || lost !== undefined || database.explain === undefined)
                throw error;
            throw await database.explain(error);
        }
        finally {
            await database.close();
        }
    }
    catch (error) {
        // All that went over it failed in its own words; this is why.
        throw lost ?? error;
    }
    finally {
        await connection?.close();
    }
};

// EXTERNAL MODULE: ./build/base/markdown.js
var markdown = __webpack_require__(6963);
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

// EXTERNAL MODULE: ./build/github/summary.js
var github_summary = __webpack_require__(3794);
// EXTERNAL MODULE: ./build/actions/shared/report/report.js
var report = __webpack_require__(3681);
// EXTERNAL MODULE: ./build/actions/operate/contract.js
var contract = __webpack_require__(9545);
;// CONCATENATED MODULE: ./build/actions/operate/tell.js






/** Outputs, log and job summary of a command, and what others are told. */
const tell = async (context, outputs, lines, summary, said) => {
    const { env, log, secrets } = context;
    setOutputs(contract/* outputNames */.gr, outputs);
    (0,report/* keepReport */.kA)(context, { ...said, ok: true, outcome: 'done', hint: undefined });
    if (lines.length > 0)
        log.hostText(lines.join('\n'));
    await (0,github_summary/* appendSummary */.f)(env['GITHUB_STEP_SUMMARY'], `${summary.map((part) => part.trimEnd()).join('\n\n')}\n`, secrets.redact);
};
const amount = (mebibytes) => mebibytes === undefined ? '-' : `${mebibytes} MiB`;
const tell_rowsOf = ({ host, docker, proxy, freeDiskMiB, freeMemoryMiB, roles }) => roles.map(({ role, serves, others }) => [
    ...[host, role, serves?.version ?? 'nothing', serves?.status ?? '-'],
    ...[others.join(', ') || '-', docker, proxy, amount(freeDiskMiB), amount(freeMemoryMiB)],
]);
const head = [
    ...['Host', 'Role', 'Serves', 'Since', 'Can go back to'],
    ...['Docker', 'Proxy', 'Free disk', 'Free memory'],
];
const plainRow = (cells) => head.map((name, column) => `${name.toLowerCase()}: ${cells[column] ?? '-'}`).join('; ');
const tellStatus = (context, hosts, lost, lock) => {
    const rows = [...hosts.flatMap(tell_rowsOf), ...lost.map((host) => [host, '-', 'not reached'])];
    const versions = versionsOf(hosts);
    const headline = `${versions.join(', ') || 'Nothing'} serves`;
    return tell(context, {
        result: JSON.stringify({ hosts, unreachable: lost, lock: lock.text }),
        versions: versions.join(','),
        digest: digestEverywhere(hosts) ?? '',
        lock: lock.free ? 'free' : 'held',
    }, [...rows.map(plainRow), `deploy lock: ${lock.text}`], [`## ${(0,markdown/* words */.aL)(headline)}`, (0,markdown/* table */.tp)(head, rows), `Deploy lock: ${(0,markdown/* words */.aL)(lock.text)}`], { headline, changed: false });
};
const tellLogs = (context, logs) => tell(context, {
    result: JSON.stringify(logs.map(({ host, container, text }) => ({
        host,
        container,
        lines: text.split('\n').length,
    }))),
}, logs.flatMap(({ host, container, text }) => [`--- ${container} on ${host}`, text]), [
    `## Logs of ${logs.length} containers`,
    ...logs.map(({ host, container, text }) => (0,markdown/* details */.zH)(`${container} on ${host}`, (0,markdown/* codeBlock */.DV)(context.secrets.redact(text)))),
], { headline: `Logs of ${logs.length} containers`, changed: false });
const activityHead = ['Pid', 'User', 'Application', 'State', 'Seconds', 'Waits for', 'Statement'];
const activityRow = (one) => [
    ...[String(one.pid), one.user, one.application, one.state, String(one.seconds)],
    ...[one.blockedBy.join(', ') || '-', one.statement],
];
const tellActivity = (context, found) => tell(context, { result: JSON.stringify(found) }, found.length === 0
    ? ['nothing runs for long, and nothing waits']
    : found.map((one) => activityRow(one).join('; ')), found.length === 0
    ? ['## Nothing runs for long, and nothing waits']
    : [`## ${found.length} sessions`, (0,markdown/* table */.tp)(activityHead, found.map(activityRow))], { headline: `${found.length} sessions`, changed: false });
const tellCancelled = (context, pid) => tell(context, { result: JSON.stringify({ cancelled: pid }) }, [`the statement of process ${pid} is cancelled`], [`## The statement of process ${pid} is cancelled`], { headline: `The statement of process ${pid} is cancelled`, changed: true });
const tellLock = (context, { headline, changed }, lock) => tell(context, { result: JSON.stringify({ lock: lock.text }), lock: lock.free ? 'free' : 'held' }, [headline, `deploy lock: ${lock.text}`], [`## ${(0,markdown/* words */.aL)(headline)}`, `Deploy lock: ${(0,markdown/* words */.aL)(lock.text)}`], { headline: `${headline} (deploy lock: ${lock.text})`, changed });

;// CONCATENATED MODULE: ./build/actions/operate/on-database.js




/** Sessions are all that is asked here. */
const noClient = () => Promise.reject(new Error('No client program is run.'));
/** @throws SeaworthyError whatever kept the command from its end. */
const onDatabase = (context, { command, longerThanMs, pid }, inputs) => {
    (0,database_inputs/* keepLogins */._d)(context, inputs);
    return withDatabase(wayOf(inputs, context), inputs, context, noClient, async (database) => {
        const session = await database.session(context.signal);
        try {
            if (command === 'sessions') {
                await tellActivity(context, await readActivity(session, longerThanMs / 1000));
                return;
            }
            await cancelStatement(session, pid);
            await tellCancelled(context, pid);
            return;
        }
        finally {
            await session.close();
        }
    });
};

;// CONCATENATED MODULE: ./build/actions/operate/main.js












const seen = (lock) => ({ free: lock.state === 'free', text: lockText(lock) });
const main_status = async (operation) => {
    const { context, config, aim, fleet } = operation;
    const reached = aim.targets.flatMap(({ host, roles }) => {
        const link = fleet.hosts.get(host);
        return link === undefined ? [] : [{ link, roles }];
    });
    const hosts = await Promise.all(reached.map(async ({ link, roles }) => hostStatus(config, await lookWithFiles(link, config, context.signal), roles)));
    const primary = fleet.hosts.get(aim.lockHost);
    const lock = primary === undefined
        ? { free: false, text: `unknown: ${aim.lockHost} was not reached` }
        : seen(await lookAtLock(primary, config, context.signal));
    await tellStatus(context, hosts, fleet.failures.map(({ host }) => host), lock);
    requireAll(fleet);
};
const logs = async (operation) => {
    const { context, config, aim, fleet, inputs } = operation;
    requireAll(fleet);
    const { signal } = context;
    const found = await Promise.all(aim.targets.map(async ({ host, roles }) => {
        const link = ports_hostOf(fleet, host);
        const state = await look_lookAtDocker(link, config, signal);
        return logsOn(link, { ...state, files: undefined }, roles, { lines: inputs.lines, signal });
    }));
    await tellLogs(context, found.flat());
};
const versionOn = async (primary, { config, context }) => {
    const [role] = config.roles;
    const docker = await look_lookAtDocker(primary, config, context.signal);
    const now = role === undefined ? undefined : serving(config, { ...docker, files: undefined }, role);
    return now === undefined ? 'none' : versionOf(config, now);
};
const onLock = async (operation) => {
    const { context, config, aim, fleet, inputs } = operation;
    requireAll(fleet);
    const { run, signal } = context;
    const primary = ports_hostOf(fleet, aim.lockHost);
    const act = { config, run, now: world_wallClock.now(), token: world_cryptoRandom.hex(8) };
    const { command, reason = '', heldBy = run.actor } = inputs;
    if (command === 'freeze') {
        const version = await versionOn(primary, operation);
        const lock = await freeze(primary, act, { version, reason }, signal);
        return tellLock(context, { headline: 'Deploys are frozen', changed: true }, seen(lock));
    }
    if (command === 'lock') {
        const lock = await lookAtLock(primary, config, signal);
        return tellLock(context, { headline: 'The deploy lock', changed: false }, seen(lock));
    }
    const which = command === 'unlock' ? 'any' : 'by-hand';
    const was = await release(primary, act, { owner: heldBy, which }, signal);
    const headline = was === undefined ? 'Nothing was held' : `Deploys go on: the lock of ${was.by} is released`;
    return tellLock(context, { headline, changed: was !== undefined }, { free: true, text: 'free' });
};
const carryOut = (operation) => {
    switch (operation.inputs.command) {
        case 'status':
            return main_status(operation);
        case 'logs':
            return logs(operation);
        default:
            return onLock(operation);
    }
};
const hostsFor = ({ command }, aim) => command === 'status' || command === 'logs' ? aim.hosts : [aim.lockHost];
/** @throws SeaworthyError whatever kept the command from its end. */
const runOperate = async (context, inputs) => {
    (0,shared_context/* keepInputs */.jf)(context, inputs);
    if (inputs.database !== undefined)
        return onDatabase(context, inputs, inputs.database);
    const config = (0,shared_context/* configFor */.m3)(context, inputs);
    const aim = (0,shared_context/* aimOf */.Bx)(config, inputs);
    const fleet = await connect_link(context, config, inputs, hostsFor(inputs, aim));
    try {
        await carryOut({ context, inputs, config, aim, fleet });
    }
    finally {
        await fleet.close();
    }
};


/***/ })

};
