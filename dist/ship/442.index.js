export const id = 442;
export const ids = [442];
export const modules = {

/***/ 6170:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Au: () => (/* binding */ loginsFor),
/* harmony export */   a5: () => (/* binding */ portsOf),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   rs: () => (/* binding */ requireAll),
/* harmony export */   uM: () => (/* binding */ linkTo)
/* harmony export */ });
/* harmony import */ var _fleet_link_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7813);
/* harmony import */ var _in_one_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5928);
/* harmony import */ var _login_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6593);
/* harmony import */ var _world_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(88);




/**
 * How to log in to `hosts`.
 * @throws SeaworthyError `key-unusable`, or `input-invalid` for host keys that can't be read.
 */
const loginsFor = (context, config, inputs, hosts) => {
    const { run, env, log } = context;
    const warn = (message) => log.warning(message);
    const sources = { workspace: run.workspace, agent: env['SSH_AUTH_SOCK'], warn };
    return (0,_login_js__WEBPACK_IMPORTED_MODULE_2__/* .targetsFor */ .Y)(hosts, config, inputs, sources);
};
/** Connects, with what it needs to connect to other hosts as well. */
const linkTo = (logins, context, config, inputs) => (0,_fleet_link_js__WEBPACK_IMPORTED_MODULE_0__/* .linkFleet */ .F)(logins, context.signal, {
    loginsTo: (names) => loginsFor(context, config, inputs, names),
    missed: ({ message, hint = '' }) => context.log.info(`${message} ${hint}`.trimEnd()),
});
const link = (context, config, inputs, hosts) => linkTo(loginsFor(context, config, inputs, hosts), context, config, inputs);
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
    throw (0,_in_one_js__WEBPACK_IMPORTED_MODULE_1__/* .inOne */ .U)([first.error, ...others.map(({ error }) => error)], unreachable ? [leaveOut] : []);
};
/** A recovery has none in its plans. */
const noHook = () => Promise.reject(new Error('no hook is run here'));
const portsOf = (fleet, narrate, signal, hook = noHook) => ({
    clock: _world_js__WEBPACK_IMPORTED_MODULE_3__/* .wallClock */ .X,
    random: _world_js__WEBPACK_IMPORTED_MODULE_3__/* .cryptoRandom */ .j,
    hosts: fleet.hosts,
    revive: fleet.revive,
    narrate,
    hook,
    signal,
});


/***/ }),

/***/ 7813:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  F: () => (/* binding */ linkFleet),
  k: () => (/* binding */ tellsLoss)
});

// EXTERNAL MODULE: ./build/base/error.js
var base_error = __webpack_require__(458);
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
const unreachable = (target, reason, details = {}) => new base_error/* SeaworthyError */.P('host-unreachable', `${describe(target)} cannot be reached: ${reason}.`, {
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

;// CONCATENATED MODULE: ./build/base/join.js
/** Both directions; an end is passed on, and one that fails or goes early ends the other. */
const join = (near, far) => {
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

;// CONCATENATED MODULE: ./build/ssh/listen.js




const address = '127.0.0.1';
/** With GatewayPorts, sshd opens to the world what was asked for on the loopback. */
const isOfHost = (caller) => /^(?:::ffff:)?127\.|^::1$/.test(caller);
/** Resolves when it is granted; rejects when it is refused, and at once when the signal is aborted. */
const asked = (ask, signal) => new Promise((resolve, reject) => {
    const release = whenAborted(signal, reject);
    if (signal.aborted)
        return;
    ask((error) => {
        release();
        if (error)
            reject(new ForwardError('unexplained', error.message));
        else
            resolve();
    });
});
const listen_ignore = () => undefined;
/** Leads connections from the host itself to their destination, until the signal is aborted. */
const serving = (port, destination, signal) => ({ srcIP, destPort }, accept, refuse) => {
    if (destPort !== port)
        return;
    if (signal.aborted || !isOfHost(srcIP)) {
        refuse();
        return;
    }
    destination(signal).then((far) => join(streamOf(accept().on('error', listen_ignore), signal), far.on('error', listen_ignore)), () => refuse());
};
/**
 * Has the host listen on a port of its loopback, on behalf of callers on the host alone. Resolves when
 * it listens, with what ends that and hangs up all that goes on; rejects with a ForwardError when the
 * server refuses (it does not say whether the port is taken or forwarding forbidden), with the reason
 * of `life` or `signal` when that is aborted. One at a time for each port.
 */
const listenOn = async (client, port, destination, { life, signal }) => {
    const use = new AbortController();
    const serve = serving(port, destination, AbortSignal.any([life, use.signal]));
    const giveBack = (done) => void client.unforwardIn(address, port, done);
    client.on('tcp connection', serve);
    const leave = async () => {
        use.abort(new Error('the port was given back'));
        client.off('tcp connection', serve);
        // A connection that has died has given it back already.
        if (!life.aborted)
            await asked(giveBack, life).catch(listen_ignore);
    };
    const begin = (done) => void client.forwardIn(address, port, done);
    try {
        await asked(begin, AbortSignal.any([life, signal]));
    }
    catch (error) {
        // What was asked for may still be granted; the server takes requests in their order.
        void leave();
        throw error;
    }
    return leave;
};

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
        listen: (port, destination, signal) => {
            const both = life.within(signal);
            return listenOn(client, port, destination, { life: life.signal, signal: both });
        },
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
// EXTERNAL MODULE: ./build/ssh/fingerprint.js
var ssh_fingerprint = __webpack_require__(581);
// EXTERNAL MODULE: ./build/ssh/host-pattern.js
var host_pattern = __webpack_require__(6408);
;// CONCATENATED MODULE: ./build/ssh/judge-host-key.js


/** Type of a public key in wire form: the string it begins with. */
const keyTypeOf = (key) => key.length > 4 ? key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1') : '';
const keysFor = (known, name) => known.keys.filter(({ hosts }) => (0,host_pattern/* matchesHost */.qC)(hosts, name));
const pinsFor = (known, name) => known.pins.filter(({ hosts }) => hosts === undefined || (0,host_pattern/* matchesHost */.qC)(hosts, name));
const judgeByName = (shown, name, known) => {
    const fingerprint = (0,ssh_fingerprint/* fingerprintOf */.a)(shown.key);
    const line = `${(0,host_pattern/* hostName */.Sm)(shown.host, shown.port)} ${keyTypeOf(shown.key)} ${shown.key.toString('base64')}`;
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
        ...plain.map(({ key }) => (0,ssh_fingerprint/* fingerprintOf */.a)(key)),
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
    const exact = judgeByName(shown, (0,host_pattern/* hostName */.Sm)(shown.host, shown.port), known);
    if (exact.verdict !== 'unknown' && exact.verdict !== 'authority-only')
        return exact;
    const bare = judgeByName(shown, (0,host_pattern/* hostName */.Sm)(shown.host, 22), known);
    return bare.verdict === 'trusted' || bare.verdict === 'revoked' ? bare : exact;
};
/** What is known of a host before it shows a key: decides which key types are asked for first. */
const expectedOf = (host, port, known) => {
    const names = [(0,host_pattern/* hostName */.Sm)(host, port), (0,host_pattern/* hostName */.Sm)(host, 22)];
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
                : `${(0,ssh_fingerprint/* fingerprintOf */.a)(parsed.getPublicSSH())} (${parsed.type}, from the agent)`;
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
        : unreachable(target, `the login did not come to an end (${cause.message})`, { cause });
};
const explain = async (target, progress, cause) => {
    const { distrusted, agreed, login } = progress;
    if (distrusted !== undefined && distrusted.verdict.verdict !== 'trusted')
        return new DistrustedKeyError(distrusted.keyType, hostKeyError(target, distrusted.verdict));
    const mismatch = /no matching (.+)$/.exec(cause.message)?.[1];
    if (mismatch !== undefined)
        return unreachable(target, `it offers no ${mismatch} that is considered safe`, {
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
        return unreachable(target, error.message, { cause: error });
    if (!(error instanceof ForwardError))
        return error;
    const jump = target.jump?.host ?? 'the jump host';
    return unreachable(target, `${jump} did not connect to it (${error.detail})`, {
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
const hungUp = (target, error) => unreachable(target, `the connection ended before the SSH handshake, ${String(backOff.length + 1)} times (${error.message})`, {
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
    const late = () => unreachable(target, `no login after ${String(timeoutMs / 1000)} s`);
    return bounded({ what: `connect to ${describe(target)}`, timeoutMs, signal, late }, (inner) => reach(target, limits, inner));
};

// EXTERNAL MODULE: ./build/host/render.js
var render = __webpack_require__(4863);
// EXTERNAL MODULE: ./build/base/quote.js
var quote = __webpack_require__(3636);
;// CONCATENATED MODULE: ./build/fleet/connect/docker-trouble.js


const defaultSocket = '/var/run/docker.sock';
/** Says why Docker could not be reached over its socket. Reads only; a line each. */
const dockerLookScript = (socket) => `seaworthy_docker() {
  command -v docker >/dev/null 2>&1 && echo client
  [ -S ${(0,quote/* quote */.h)(socket)} ] && echo socket
  [ -w ${(0,quote/* quote */.h)(socket)} ] && echo writable
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
        return docker_trouble_refused(`Docker is not installed on ${name}.`, 'Install Docker Engine on the host, or let a deploy do it: `bootstrap: true`.', evidence);
    if (has('socket') && !has('writable'))
        return docker_trouble_refused(`${user} may not use Docker on ${name}: no permission for its socket.`, `Put the user into Docker's group, on the host: \`sudo usermod -aG docker ${user}\`.`, evidence);
    if (has('writable') && !has('client'))
        return docker_trouble_refused(`Docker on ${name} cannot be reached: the SSH server forwards no sockets, and there is no docker command.`, 'Allow it in sshd_config (AllowStreamLocalForwarding yes), or install the docker command.', evidence);
    return docker_trouble_refused(`Docker on ${name} does not answer; is its daemon running?`, 'On the host: `systemctl status docker`, and `journalctl -u docker` for the reason.', evidence);
};

// EXTERNAL MODULE: ./build/config/local-registry.js
var local_registry = __webpack_require__(8498);
;// CONCATENATED MODULE: ./build/fleet/connect/lend-registry.js




const loopback = '127.0.0.1';
const absent = (port, cause) => new base_error/* SeaworthyError */.P('registry-unreachable', `There is no registry at localhost:${port} of the machine that deploys.`, { hint: local_registry/* stayHint */.Nw, evidence: [cause.message], cause });
const taken = (name, port) => new base_error/* SeaworthyError */.P('registry-unreachable', `Port ${port} of ${name} is in use, and is needed to reach the registry at localhost:${port}.`, {
    hint: `On ${name}, \`ss -ltnp\` shows what listens: another deploy that pulls (run it again after that), or a program (then give registry/server another port).`,
});
const forbidden = (name, port, cause) => new base_error/* SeaworthyError */.P('registry-unreachable', `The SSH server of ${name} does not forward port ${port}, and so ${name} can't reach the registry at localhost:${port}.`, {
    hint: 'sshd_config must have AllowTcpForwarding yes or remote, no DisableForwarding, and a PermitListen (if any) with this port; nor may authorized_keys say no-port-forwarding or restrict. Ports below 1024 are for root.',
    evidence: [cause.detail],
    cause,
});
/** sshd does not say why it does not listen; that something else does can be seen. */
const refusal = async (connection, port, cause, signal) => {
    try {
        const stream = await connection.forwardTcp(loopback, port, signal);
        stream.destroy();
        return taken(connection.name, port);
    }
    catch (error) {
        if (!(error instanceof ForwardError))
            throw error;
        return forbidden(connection.name, port, cause);
    }
};
const requireHere = async (port, signal) => {
    try {
        const socket = await openSocket(loopback, port, signal);
        socket.destroy();
    }
    catch (error) {
        throw error instanceof SocketError ? absent(port, error) : error;
    }
};
const lend = async (connection, port, signal) => {
    try {
        return await connection.listen(port, (life) => openSocket(loopback, port, life), signal);
    }
    catch (error) {
        throw error instanceof ForwardError ? await refusal(connection, port, error, signal) : error;
    }
};
/**
 * Lets the host have a registry of this machine's loopback on its own, under the same port, for as long
 * as `work` goes on.
 * @throws SeaworthyError `registry-unreachable`: nothing was sent to Docker then.
 */
const lendRegistry = async (connection, port, signal, work) => {
    await requireHere(port, signal);
    const giveBack = await lend(connection, port, signal);
    try {
        return await work();
    }
    finally {
        await giveBack();
    }
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
 * Rejects with `docker-refused` and `registry-unreachable` (nothing was carried out) besides what the
 * Host port names.
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
                const { registryPort: port } = call;
                if (port === undefined)
                    return await attempt(call, inner);
                return await lendRegistry(connection, port, inner, () => attempt(call, inner));
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
        address: (0,quote/* quote */.h)(place.address),
        port: String(place.port),
        limit: String(seconds),
        request: (0,quote/* quote */.h)(request),
        url: (0,quote/* quote */.h)(`http://${bracketed}:${String(place.port)}${place.path}`),
        host: (0,quote/* quote */.h)(`Host: ${place.hostHeader}`),
    };
    return `seaworthy_probe() {
  has() { command -v "$1" >/dev/null 2>&1; }
  if has bash && has timeout; then
    timeout ${words.limit} bash -c ${(0,quote/* quote */.h)(bash)} ${words.address} ${words.port} ${words.request}
  elif has python3; then
    python3 -c ${(0,quote/* quote */.h)(python)} ${words.address} ${words.port} ${words.limit} ${words.request}
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





const limits = { stdoutBytes: 4 * 1024 * 1024, stderrBytes: 64 * 1024 };
const runScript = async (connection, script, signal) => {
    const answered = connection.exec((0,render/* renderScript */.y)(script), limits, signal);
    if (script.followed ?? script.changes)
        connection.expectScript();
    const result = await answered;
    const stderr = result.stderr.toString('utf8');
    if (result.overflowed)
        throw new base_error/* SeaworthyError */.P('script-failed', `${script.title} on ${connection.name} printed more than 4 MiB.`, { hint: 'A file that is read is far larger than it should be.', evidence: [stderr] });
    return { code: result.code, ...(0,render/* parseScriptOutput */.u)(result.stdout.toString('utf8')), stderr };
};
/** A host, spoken to over its one SSH connection. Whoever connects has a script to say. */
const hostOverSsh = (name, connection) => {
    connection.expectScript();
    return {
        name,
        docker: dockerOverSsh(connection),
        probe: probeOverSsh(connection),
        script: (script, signal) => bounded({ what: `${script.title} on ${name}`, timeoutMs: script.timeoutMs, signal }, (inner) => runScript(connection, script, inner)),
    };
};

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
/** A host that stays away is told of once, however often it is tried. */
const onceEach = (missed) => {
    const told = new Set();
    return (failures) => {
        for (const { error } of failures.filter(({ error: { message } }) => !told.has(message))) {
            told.add(error.message);
            missed(error);
        }
    };
};
/**
 * Connects to all targets at once, and keeps what is needed to do so again. A host that is none of them
 * is connected to when it is named: what a recovery owes may be there.
 */
const linkFleet = async (targets, signal, { loginsTo, missed }) => {
    const known = new Map(targets.map((target) => [target.name, target]));
    const tell = onceEach(missed);
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
    const revive = async (renew = []) => {
        const isOld = (name) => lost.has(name) || renew.includes(name) || !hosts.has(name);
        const others = renew.filter((name) => !known.has(name));
        if (others.length > 0)
            for (const target of loginsTo(others))
                known.set(target.name, target);
        const wanted = [...known.values()].filter(({ name }) => isOld(name));
        for (const { name } of wanted)
            hosts.delete(name);
        lost.clear();
        if (wanted.length > 0)
            tell((await open(wanted)).failures);
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


/***/ }),

/***/ 5928:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ inOne)
/* harmony export */ });
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(458);

const lines = (texts) => [...new Set(texts.filter((text) => text !== undefined))].join('\n');
/** Several errors told as one, by the code of the first; a single one stays as it is. */
const inOne = (errors, hints = []) => {
    const [first, ...others] = errors;
    if (others.length === 0 && hints.length === 0)
        return first;
    return new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P(first.code, lines(errors.map(({ message }) => message)), {
        evidence: errors.flatMap(({ evidence }) => evidence),
        hint: lines([...errors.map(({ hint }) => hint), ...hints]),
    });
};


/***/ }),

/***/ 6593:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ noKey),
  Y: () => (/* binding */ targetsFor)
});

// EXTERNAL MODULE: ./build/base/error.js
var base_error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/ssh/keys.js + 1 modules
var keys = __webpack_require__(3160);
// EXTERNAL MODULE: ./build/ssh/known-hosts.js
var known_hosts = __webpack_require__(5116);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/ssh/host-pattern.js
var host_pattern = __webpack_require__(6408);
;// CONCATENATED MODULE: ./build/ssh/client-config.js

/** Includes within includes, as OpenSSH bounds them. */
const deepest = 16;
const wordsIn = (text) => [...text.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([word, quoted]) => quoted ?? word);
const lineOf = (text) => {
    const [, keyword = '', rest = ''] = /^\s*([A-Za-z]\w*)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(text) ?? [];
    return keyword === '' ? undefined : { keyword: keyword.toLowerCase(), words: wordsIn(rest) };
};
/** `Match` of anything but a host's name, or `all`, needs more than a name: it does not hold. */
const matches = ({ keyword, words }, host) => {
    if (keyword === 'host')
        return (0,host_pattern/* matchesPatterns */.vZ)(words, host);
    const [criterion = '', patterns = '', ...more] = words;
    if (criterion.toLowerCase() === 'all')
        return true;
    const byName = ['host', 'originalhost'].includes(criterion.toLowerCase());
    return byName && more.length === 0 && (0,host_pattern/* matchesPatterns */.vZ)(patterns.toLowerCase().split(','), host);
};
/** The lines that hold for a host. What an included file opens ends with it. */
const linesFor = ({ text, include }, host, depth = 0) => {
    let holds = true;
    return text.split(/\r?\n/).flatMap((raw) => {
        const line = lineOf(raw);
        if (line === undefined)
            return [];
        if (line.keyword === 'host' || line.keyword === 'match') {
            holds = matches(line, host);
            return [];
        }
        if (!holds)
            return [];
        if (line.keyword !== 'include' || depth >= deepest)
            return [line];
        const texts = line.words.flatMap(include);
        return texts.flatMap((inner) => linesFor({ text: inner, include }, host, depth + 1));
    });
};
const portOf = (text) => text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
const unlessNone = (text) => text?.toLowerCase() === 'none' ? undefined : text;
/** Whichever of the two is given first rules the other out; `ProxyJump none` only further jumps. */
const wayOf = (lines) => {
    const value = (keyword) => unlessNone(lines.find((line) => line.keyword === keyword)?.words.join(' '));
    const first = lines.find(({ keyword }) => /^proxy(?:jump|command)$/.test(keyword))?.keyword;
    const proxyJump = first === 'proxyjump' ? value('proxyjump') : undefined;
    const proxyCommand = proxyJump === undefined ? value('proxycommand') : undefined;
    return { proxyJump, proxyCommand };
};
/**
 * What ssh_config files say of a host, the first with the first word.
 * @param home For `%d`.
 */
const clientSettings = (texts, host, home) => {
    const lines = texts.flatMap((text) => linesFor(text, host));
    const first = (keyword) => lines.find((line) => line.keyword === keyword)?.words.join(' ');
    const hostName = first('hostname')?.replaceAll(/%([h%])/g, (_, sign) => sign === 'h' ? host : '%');
    const signs = { d: home, h: hostName ?? host, '%': '%' };
    return {
        hostName,
        user: first('user'),
        port: portOf(first('port')),
        ...wayOf(lines),
        identityFiles: [
            ...new Set(lines
                .filter(({ keyword }) => keyword === 'identityfile')
                .flatMap(({ words }) => unlessNone(words.join(' ')) ?? [])
                .map((path) => path.replaceAll(/%(.)/g, (sign, letter) => signs[letter] ?? sign))),
        ],
        identitiesOnly: first('identitiesonly')?.toLowerCase() === 'yes',
    };
};
/** One hop of `ProxyJump`: `[user@]host[:port]`, or `ssh://` in front; undefined for several. */
const parseHop = (text) => {
    const [, user, name = '', digits] = /^(?:ssh:\/\/)?(?:([^@,\s]+)@)?(\[[^\]]+\]|[^@:,\s]+)(?::(\d{1,5}))?\/?$/.exec(text) ?? [];
    return name === ''
        ? undefined
        : { host: name.replaceAll(/[[\]]/g, ''), user, port: portOf(digits) };
};

;// CONCATENATED MODULE: ./build/actions/shared/client-config.js





/** `~/` is the home of whoever runs this; everything else starts in the checkout. */
const pathFrom = (path, folder) => path.startsWith('~/') ? (0,external_node_path_.resolve)((0,external_node_os_.homedir)(), path.slice(2)) : (0,external_node_path_.resolve)(folder, path);
/** The text of a file; undefined where there is none. */
const readThere = (path) => (0,external_node_fs_.existsSync)(path) ? (0,external_node_fs_.readFileSync)(path, 'utf8') : undefined;
/** The files that net-ssh reads as well; the machine's own after the user's. */
const own = ['~/.ssh/config', '/etc/ssh/ssh_config'];
/** Names in a folder that a pattern of one level means, such as `conf.d/*.conf`. */
const globbed = (path) => {
    if (!/[*?]/.test((0,external_node_path_.basename)(path)))
        return [path];
    const literal = (0,external_node_path_.basename)(path).replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
    const pattern = new RegExp(`^${literal.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`);
    try {
        const names = (0,external_node_fs_.readdirSync)((0,external_node_path_.dirname)(path)).filter((name) => pattern.test(name));
        return names.toSorted().map((name) => (0,external_node_path_.resolve)((0,external_node_path_.dirname)(path), name));
    }
    catch {
        return [];
    }
};
/** The ssh_config files that count, looked up host by host. */
const openClientConfig = (files, workspace) => {
    const paths = (files === 'own' ? own : files).map((path) => {
        const full = pathFrom(path, workspace);
        return { path, full, text: readThere(full) };
    });
    const texts = paths.flatMap(({ full, text }) => text === undefined ? [] : [{ text, include: includedFrom(full) }]);
    const named = files === 'own' ? [] : paths;
    return {
        of: (host) => clientSettings(texts, host, (0,external_node_os_.homedir)()),
        missing: named.filter(({ text }) => text === undefined).map(({ path }) => path),
    };
};
/** OpenSSH looks for them beside its own files, wherever the one stands that includes them. */
const includedFrom = (file) => (path) => {
    const folder = file.startsWith('/etc/ssh/') ? '/etc/ssh' : (0,external_node_path_.resolve)((0,external_node_os_.homedir)(), '.ssh');
    return globbed(pathFrom(path, folder)).flatMap((one) => readThere(one) ?? []);
};
const refuse = (host, message) => {
    throw new base_error/* SeaworthyError */.P('config-invalid', `ssh/config: for ${host}, ${message}`, {
        hint: 'Name one jump host under ssh/proxy, or give ssh/config another file or false.',
    });
};
/** The host in between that the files name, with what they say of that host itself. */
const jumpOf = (config, host, user) => {
    const { proxyJump, proxyCommand } = config.of(host);
    if (proxyCommand !== undefined)
        return refuse(host, 'a ProxyCommand is not supported');
    if (proxyJump === undefined)
        return undefined;
    const hop = parseHop(proxyJump);
    if (hop === undefined)
        return refuse(host, `ProxyJump ${proxyJump} is not one host`);
    const settings = config.of(hop.host);
    if (settings.proxyJump !== undefined || settings.proxyCommand !== undefined)
        return refuse(host, `its jump host ${hop.host} has a proxy of its own`);
    return {
        host: settings.hostName ?? hop.host,
        port: hop.port ?? settings.port ?? 22,
        user: hop.user ?? settings.user ?? user,
        identityFiles: settings.identityFiles,
    };
};

;// CONCATENATED MODULE: ./build/actions/shared/login.js




/** Undefined where there is no such file: a path of somebody's laptop is none of the runner. */
const readKeyFile = (path, { workspace }) => {
    try {
        return readThere(pathFrom(path, workspace));
    }
    catch (cause) {
        throw new base_error/* SeaworthyError */.P('key-unusable', `ssh/keys names ${path}, which can't be read`, {
            hint: 'Give the key itself in the input ssh-private-key, from a secret.',
            cause,
        });
    }
};
/** An ssh_config may name public keys, or locked ones, that only an agent can use. */
const readIfUsable = (text, passphrase) => {
    try {
        return (0,keys/* readPrivateKey */.$)(text, passphrase);
    }
    catch (error) {
        if (error instanceof base_error/* SeaworthyError */.P)
            return undefined;
        throw error;
    }
};
/** The key of the input; else those of deploy.yml; where that names no files, those of ssh_config. */
const keysOf = (config, inputs, identityFiles, sources) => {
    const { key, passphrase } = inputs;
    if (key !== undefined)
        return { keys: [(0,keys/* readPrivateKey */.$)(key, passphrase)], missing: [] };
    const { keyData, keys: named } = config.ssh;
    const paths = [...new Set(named.length > 0 ? named : identityFiles)];
    const files = paths.map((path) => ({ path, text: readKeyFile(path, sources) }));
    const texts = files.flatMap(({ text }) => text ?? []);
    const readFile = named.length > 0 ? keys/* readPrivateKey */.$ : readIfUsable;
    return {
        keys: [
            ...keyData.map((text) => (0,keys/* readPrivateKey */.$)(text, passphrase)),
            ...texts.flatMap((text) => readFile(text, passphrase) ?? []),
        ],
        missing: files.filter(({ text }) => text === undefined).map(({ path }) => path),
    };
};
const noKey = (missing = []) => new base_error/* SeaworthyError */.P('key-unusable', missing.length > 0
    ? `ssh/keys names ${missing.join(', ')}, which can't be read`
    : 'There is no key to log in to the hosts with.', {
    hint: missing.length > 0
        ? 'Give the key itself in the input ssh-private-key, from a secret.'
        : 'Set the input ssh-private-key from a secret, or start an ssh-agent before this step.',
});
/**
 * How to log in to every host of a rollout: the key of the input, else those of deploy.yml, and those
 * of a running agent. Host keys are pinned by the input and by `x-seaworthy/known-hosts`. As with
 * Kamal, user and port are those of deploy.yml; what else it leaves open, an ssh_config may say.
 * @throws SeaworthyError `key-unusable` when there is no key at all, or one can't be used;
 * `config-invalid` for a way to a host that is not supported.
 */
const targetsFor = (hosts, config, inputs, sources) => {
    const client = openClientConfig(config.ssh.configFiles, sources.workspace);
    for (const path of client.missing)
        sources.warn(`ssh/config names ${path}, which is not there`);
    const known = (0,known_hosts/* parseKnownHosts */.u)([...config.own.knownHosts, inputs.knownHosts ?? '']);
    const { user, port, proxy } = config.ssh;
    const rings = new Map();
    const ringFor = (files) => {
        const ring = rings.get(files.join('\n')) ?? keysOf(config, inputs, files, sources);
        rings.set(files.join('\n'), ring);
        return ring;
    };
    return hosts.map((host) => {
        const settings = client.of(host);
        const found = proxy === undefined ? jumpOf(client, host, user) : undefined;
        const identityFiles = [...settings.identityFiles, ...(found?.identityFiles ?? [])];
        const { keys, missing } = ringFor(identityFiles);
        const only = (config.ssh.keysOnly || settings.identitiesOnly) && keys.length > 0;
        const agent = only ? undefined : sources.agent;
        if (keys.length === 0 && agent === undefined)
            throw noKey(missing);
        const jump = proxy ?? (found && { host: found.host, port: found.port, user: found.user });
        return { name: host, host: settings.hostName ?? host, port, user, keys, known, agent, jump };
    });
};


/***/ }),

/***/ 88:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ wallClock),
/* harmony export */   j: () => (/* binding */ cryptoRandom)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8500);
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(458);



/** The clock on the wall. */
const wallClock = {
    now: () => Date.now(),
    sleep: async (ms, signal) => {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(ms, undefined, { signal });
        }
        catch {
            throw signal?.reason instanceof _base_error_js__WEBPACK_IMPORTED_MODULE_2__/* .SeaworthyError */ .P
                ? signal.reason
                : new _base_error_js__WEBPACK_IMPORTED_MODULE_2__/* .SeaworthyError */ .P('cancelled', 'The run was cancelled.');
        }
    },
};
const cryptoRandom = { hex: (bytes) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(bytes).toString('hex') };


/***/ }),

/***/ 175:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  nI: () => (/* binding */ filesScript),
  fM: () => (/* binding */ lookAtDocker),
  Ul: () => (/* binding */ readFiles)
});

// EXTERNAL MODULE: ./build/base/error.js
var error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/host/docker.js
var docker = __webpack_require__(307);
// EXTERNAL MODULE: ./build/host/docker-parse.js
var docker_parse = __webpack_require__(6497);
// EXTERNAL MODULE: ./build/host/lock.js
var lock = __webpack_require__(6276);
// EXTERNAL MODULE: ./build/host/names.js
var names = __webpack_require__(2975);
// EXTERNAL MODULE: ./build/host/kamal-args.js
var kamal_args = __webpack_require__(1427);
;// CONCATENATED MODULE: ./build/host/proxy-state.js

/** Let's Encrypt's staging directory: what `--tls-staging` stands for. */
const stagingDirectory = 'acme-staging-v02';
const texts = (value) => Array.isArray(value) ? value.map(String).filter((text) => text !== '') : [];
const each = (name, value) => texts(value).map((text) => `--${name}=${(0,kamal_args/* shellValue */.er)(text)}`);
const proxy_state_text = (name, value) => typeof value === 'string' && value !== '' ? [`--${name}=${(0,kamal_args/* shellValue */.er)(value)}`] : [];
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

// EXTERNAL MODULE: ./build/host/web-files.js
var web_files = __webpack_require__(5403);
;// CONCATENATED MODULE: ./build/fleet/look.js








/** Words that read what lies in files on a host. */
const readFiles = (subject) => [
    ...(0,lock/* readLock */.mF)(subject),
    { word: 'read', path: (0,names/* pathsOf */.wG)(subject).releases, as: 'releases' },
    { word: 'list', path: (0,names/* pathsOf */.wG)(subject).envs, as: 'envs' },
    { word: 'list', path: (0,web_files/* assetFolders */.gr)(subject).extracted, as: 'extracted' },
    { word: 'list', path: (0,web_files/* assetFolders */.gr)(subject).volumes, as: 'volumes' },
    { word: 'list', path: (0,web_files/* pagesFolder */.dT)(subject), as: 'pages' },
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
const routesIn = (archive) => archive.status === 404 ? [] : parseProxyState((0,docker_parse/* parseArchivedFile */.OE)(archive) ?? '');
const proxyOf = (inspected, services) => {
    if (inspected.status === 404)
        return { state: 'absent' };
    const { image, status } = (0,docker_parse/* parseContainer */.NJ)(inspected, names/* network */.Nm);
    const version = image.slice(image.lastIndexOf(':') + 1);
    if (status !== 'running')
        return { state: 'stopped', version };
    return { state: 'running', version, services };
};
/**
 * What a host is now, from Docker's API alone, in one round of calls sent together.
 * @throws SeaworthyError `docker-refused` when Docker answers no question; whatever the host throws.
 */
const lookAtDocker = async (host, subject, signal) => {
    const ask = async (call, ...allowed) => {
        const answer = await host.docker(call, signal);
        if (answer.status === 200 || allowed.includes(answer.status))
            return answer;
        throw new error/* SeaworthyError */.P('docker-refused', `${host.name}: Docker refused "${call.title}" (${String(answer.status)}): ${(0,docker_parse/* dockerMessage */.QV)(answer)}`);
    };
    const askForRoutes = async (tries = 5) => {
        const routes = routesIn(await ask((0,docker/* proxyStateArchive */.O1)(), 404));
        return routes !== undefined || tries === 1 ? routes : askForRoutes(tries - 1);
    };
    const [version, containers, images, proxy, routes] = await Promise.all([
        ask((0,docker/* dockerVersion */.ZF)()),
        ask((0,docker/* listContainers */.ts)(subject.service)),
        ask((0,docker/* listImages */.v8)(subject.repository)),
        ask((0,docker/* inspectContainer */.aH)(names/* proxyContainer */.og), 404),
        askForRoutes(),
    ]);
    const destination = subject.destination ?? '';
    return {
        host: host.name,
        docker: (0,docker_parse/* parseVersion */.ot)(version),
        containers: (0,docker_parse/* parseContainers */.eQ)(containers)
            .filter((container) => (container.labels['destination'] ?? '') === destination)
            .sort((a, b) => b.created - a.created),
        images: (0,docker_parse/* parseImages */.eb)(images),
        proxy: proxyOf(proxy, routes),
    };
};


/***/ }),

/***/ 7394:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ parseFiles),
/* harmony export */   P: () => (/* binding */ parseLock)
/* harmony export */ });
/* harmony import */ var _host_journal_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6076);
/* harmony import */ var _host_lock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6276);
/* harmony import */ var _host_releases_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5821);



const names = (text) => (text ?? '').split('\n').filter((name) => name !== '');
const number = (text) => {
    const parsed = Number.parseInt(text ?? '', 10);
    return Number.isNaN(parsed) ? undefined : parsed;
};
/** Follows the claims in a lock from one journal to the last that succeeds it. */
const heirOf = (journal, values, seen) => {
    const claim = (0,_host_journal_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJournal */ .z8)(values[`lock-claims/${(0,_host_lock_js__WEBPACK_IMPORTED_MODULE_1__/* .claimOn */ ._3)(journal.token)}`]);
    if (claim === undefined || seen.has(claim.token))
        return journal;
    return heirOf(claim, values, new Set([...seen, claim.token]));
};
/** Who holds the lock: its journal's token, or who has succeeded that (see succeedLock). */
const parseLock = (values) => {
    if (values['lock-files'] === undefined)
        return { state: 'free' };
    const details = values['lock-details'] === undefined ? undefined : (0,_host_lock_js__WEBPACK_IMPORTED_MODULE_1__/* .parseDetails */ .md)(values['lock-details']);
    const journal = (0,_host_journal_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJournal */ .z8)(values['lock-journal']);
    if (journal === undefined)
        return { state: 'foreign', details };
    const holder = heirOf(journal, values, new Set([journal.token]));
    return { state: 'ours', journal: holder, root: journal.token, details };
};
const parseFiles = (values) => ({
    releases: (0,_host_releases_js__WEBPACK_IMPORTED_MODULE_2__/* .parseReleases */ .Y)(values['releases']),
    envs: names(values['envs']),
    root: names(values['root-files']),
    web: {
        extracted: names(values['extracted']),
        volumes: names(values['volumes']),
        pages: names(values['pages']),
    },
    freeDiskKiB: number(values['free-disk']),
    freeMemoryKiB: number(values['free-memory']),
    lock: parseLock(values),
});


/***/ }),

/***/ 716:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ audit)
/* harmony export */ });
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2975);

/** A line of Kamal's audit log: `[time] [who] [destination] [role] text` (lib/kamal/tags.rb, 2.12). */
const audit = (author, at, text, role) => {
    const tags = [at, author.actor, author.destination, role]
        .filter((tag) => tag !== undefined)
        .map((tag) => `[${tag}]`);
    return {
        word: 'append',
        path: (0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(author).audit,
        text: `${`${tags.join(' ')} ${text}`.replace(/\s+/g, ' ')}\n`,
    };
};


/***/ }),

/***/ 1427:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   SW: () => (/* binding */ labelArgs),
/* harmony export */   er: () => (/* binding */ shellValue),
/* harmony export */   xg: () => (/* binding */ optionArgs),
/* harmony export */   xw: () => (/* binding */ envArgs)
/* harmony export */ });
/* harmony import */ var _base_quote_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3636);
/* harmony import */ var _ruby_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1404);


/**
 * A value as Kamal gives it to the host's shell (utils.rb `escape_shell_value`): in double quotes,
 * `${VAR}` left for the host to expand, every other `$` and backtick escaped.
 */
const shellValue = (text) => (0,_ruby_js__WEBPACK_IMPORTED_MODULE_0__/* .dumpAscii */ .o)(text, (dumped) => `"${dumped.replaceAll('`', '\\`').replace(/\$(?!\{[^}]*\})/g, '\\$')}"`);
/** Ruby's `blank?`, for a text. */
const isBlank = (text) => text.trim() === '';
/** `--env KEY="value"`; a blank value is `--env KEY`, which the host's shell environment fills. */
const envArgs = (clear) => Object.entries(clear).map(([key, value]) => {
    if (value === false)
        return `--env ${(0,_base_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(key)}=false`;
    if (value === null || isBlank(String(value)))
        return `--env ${(0,_base_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(key)}`;
    return `--env ${(0,_base_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(key)}=${shellValue(String(value))}`;
});
/** `--label key="value"`; a blank value is a bare `--label key`. */
const labelArgs = (labels) => Object.entries(labels).map(([key, value]) => isBlank(value) ? `--label ${(0,_base_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(key)}` : `--label ${(0,_base_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(key)}=${shellValue(value)}`);
/** `--name "value"`, or a bare `--name`. */
const optionArgs = (options) => options.map(({ name, value }) => value === true ? (0,_base_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(`--${name}`) : `${(0,_base_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(`--${name}`)} ${shellValue(value)}`);


/***/ }),

/***/ 6276:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HJ: () => (/* binding */ takeLock),
/* harmony export */   LH: () => (/* binding */ renewLock),
/* harmony export */   PU: () => (/* binding */ keepLock),
/* harmony export */   _3: () => (/* binding */ claimOn),
/* harmony export */   dF: () => (/* binding */ keepJournal),
/* harmony export */   mF: () => (/* binding */ readLock),
/* harmony export */   mI: () => (/* binding */ isWaitable),
/* harmony export */   md: () => (/* binding */ parseDetails),
/* harmony export */   nn: () => (/* binding */ abandonedLocks),
/* harmony export */   re: () => (/* binding */ unfinishedLock),
/* harmony export */   x_: () => (/* binding */ releaseLock),
/* harmony export */   yI: () => (/* binding */ succeedLock)
/* harmony export */ });
/* unused harmony exports automatic, describeRun, renderLock, renderDetails */
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2975);
/* harmony import */ var _journal_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6076);


/** Kamal waits for locks that carry this text and for no others (cli/base.rb, 2.12). */
const automatic = 'Automatic deploy lock';
/** Base64 in lines of 60 columns, as Ruby's `Base64.encode64` writes it. */
const mime = (text) => (Buffer.from(text)
    .toString('base64')
    .match(/.{1,60}/g) ?? [])
    .map((line) => `${line}\n`)
    .join('');
const oneLine = (text) => text.replace(/\s+/g, ' ');
/** For the message of a lock: which run has it. */
const describeRun = (run) => `${run.repository} run ${run.runId} attempt ${run.attempt} job ${run.job} on ${run.runner}`;
/** The file `details` of a lock: the three lines that Kamal shows. */
const renderLock = ({ by, at, version, message }) => mime([`Locked by: ${by} at ${at}`, `Version: ${version}`, `Message: ${message}`]
    .map(oneLine)
    .join('\n'));
/** Details of a rollout's lock; `kept` drops the text that makes Kamal wait. */
const renderDetails = (journal, kept) => renderLock({
    by: journal.run.actor,
    at: journal.startedAt,
    version: journal.version,
    message: `${kept ?? automatic} (Seaworthy: ${describeRun(journal.run)})`,
});
/** Reads a lock's details, whoever wrote them; undefined when they are no such text. */
const parseDetails = (base64) => {
    const text = Buffer.from(base64, 'base64').toString('utf8');
    const found = /^Locked by: (.*) at (\S+)\nVersion: (.*)\nMessage: ([\s\S]*)$/.exec(text.trim());
    if (found === null)
        return undefined;
    const [, by = '', at = '', version = '', message = ''] = found;
    return { by, at, version, message };
};
/** Kamal's own rule: only automatic locks are worth waiting for. */
const isWaitable = (details) => details?.message.includes(automatic) ?? false;
/** Words that read the lock; see LockState for what they find. */
const readLock = (config) => {
    const { lock, root } = (0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(config);
    return [
        { word: 'read', path: `${lock}/details`, as: 'lock-details' },
        { word: 'read', path: `${lock}/journal.json`, as: 'lock-journal' },
        { word: 'read-each', path: lock, file: 'journal.json', as: 'lock-claims' },
        { word: 'list', path: lock, as: 'lock-files' },
        { word: 'list', path: root, as: 'root-files' },
    ];
};
const prepared = (config, token) => `${(0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(config).lock}.${token}`;
/** Publishes lock and journal as one folder; who holds it afterwards must be read back. */
const takeLock = (journal) => {
    const beside = prepared(journal, journal.token);
    return [
        { word: 'dir', path: beside },
        { word: 'write', path: `${beside}/details`, text: renderDetails(journal), mode: '644' },
        { word: 'write', path: `${beside}/journal.json`, text: (0,_journal_js__WEBPACK_IMPORTED_MODULE_1__/* .renderJournal */ ._s)(journal), mode: '600' },
        { word: 'publish', from: beside, to: (0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(journal).lock },
        { word: 'remove', path: beside },
    ];
};
/** Folder in a lock that names who succeeds a token; it stays there as long as the lock does. */
const claimOn = (token) => `succeeds-${token}`;
/**
 * Succeeds the holder of a lock whose run has ended, in place: at no instant is the lock free. Of all
 * who want to succeed the same token one can ever win, because its claim is never removed before the
 * lock; the others' scripts end with exit code 79. `root` is the token of the journal beside the
 * details: it is still the ancestor's when a successor was killed between claim and journal.
 */
const succeedLock = (journal, holder) => {
    const { lock } = (0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(journal);
    const beside = prepared(journal, journal.token);
    const claim = `${lock}/${claimOn(holder.journal.token)}`;
    return [
        holds(journal, holder.root),
        { word: 'dir', path: beside },
        { word: 'write', path: `${beside}/journal.json`, text: (0,_journal_js__WEBPACK_IMPORTED_MODULE_1__/* .renderJournal */ ._s)(journal), mode: '600' },
        { word: 'publish', from: beside, to: claim },
        { word: 'remove', path: beside },
        { word: 'holds-lock', journal: `${claim}/journal.json`, token: journal.token },
        // Again: while the claim was made, the whole lock could have become another's.
        holds(journal, holder.root),
        ...writeJournal(journal),
        details(journal),
    ];
};
const details = (journal, kept) => ({
    word: 'write',
    path: `${(0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(journal).lock}/details`,
    text: renderDetails(journal, kept),
    mode: '644',
});
const writeJournal = (journal) => [
    {
        word: 'write',
        path: `${(0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(journal).lock}/journal.json`,
        text: (0,_journal_js__WEBPACK_IMPORTED_MODULE_1__/* .renderJournal */ ._s)(journal),
        mode: '600',
    },
];
const holds = (config, token) => ({
    word: 'holds-lock',
    journal: `${(0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(config).lock}/journal.json`,
    token,
});
/** Rewrites the journal, as long as the lock is still ours. */
const keepJournal = (journal) => [
    holds(journal, journal.token),
    ...writeJournal(journal),
];
/** Makes a lock that is ours that of another rollout: what is owed first, then what Kamal shows. */
const renewLock = (journal) => [
    ...keepJournal(journal),
    details(journal),
];
/**
 * Lock folders that were being built or taken apart when somebody was killed; `names` were found in
 * `.kamal` long ago, so that none of them is a rival's who builds one at this moment.
 */
const abandonedLocks = (config, names) => {
    const { root, lock } = (0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(config);
    return names.map((name) => `${root}/${name}`).filter((path) => path.startsWith(`${lock}.`));
};
/** The folder in which a token's lock is built. */
const unfinishedLock = (journal) => ({
    word: 'remove',
    path: prepared(journal, journal.token),
});
/** Frees the lock: renamed away first, so that it vanishes whole. What was abandoned goes with it. */
const releaseLock = (journal, abandoned = []) => {
    const gone = `${prepared(journal, journal.token)}.done`;
    return [
        holds(journal, journal.token),
        { word: 'move', from: (0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(journal).lock, to: gone },
        { word: 'remove', path: gone },
        ...abandoned.map((path) => ({ word: 'remove', path })),
    ];
};
/** Keeps the lock on purpose: Kamal no longer waits for it, and shows why. */
const keepLock = (journal, why) => ({
    kind: 'script',
    title: 'keep the deploy lock',
    words: [holds(journal, journal.token), details(journal, why)],
    changes: true,
    timeoutMs: 30_000,
});


/***/ }),

/***/ 6169:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ proxyFlags)
/* harmony export */ });
/* harmony import */ var _kamal_args_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1427);

const seconds = (ms) => `${String(ms / 1000)}s`;
/** `--flag="value"`, or nothing when there is no value; false is given as `--flag="false"`. */
const flag = (name, value) => {
    if (value === undefined)
        return [];
    if (value === true)
        return [`--${name}`];
    return [`--${name}=${(0,_kamal_args_js__WEBPACK_IMPORTED_MODULE_0__/* .shellValue */ .er)(String(value))}`];
};
const each = (name, values) => values.flatMap((value) => flag(name, value));
const duration = (name, ms) => flag(name, ms === undefined ? undefined : seconds(ms));
/**
 * The flags of `kamal-proxy deploy` after `--target`, in Kamal 2.12's order (commands/app/proxy.rb).
 * Without files, those that are the same for every version.
 */
const proxyFlags = (timeouts, proxy, files) => [
    ...each('host', proxy.hosts),
    ...(proxy.ssl ? ['--tls'] : []),
    ...flag('tls-certificate-path', files?.certificate?.chain),
    ...flag('tls-private-key-path', files?.certificate?.key),
    ...duration('deploy-timeout', timeouts.deployTimeoutMs),
    ...duration('drain-timeout', timeouts.drainTimeoutMs),
    ...duration('health-check-interval', proxy.healthcheck.intervalMs),
    ...duration('health-check-timeout', proxy.healthcheck.timeoutMs),
    ...flag('health-check-path', proxy.healthcheck.path),
    ...duration('target-timeout', proxy.responseTimeoutMs),
    ...flag('buffer-requests', proxy.buffering.requests),
    ...flag('buffer-responses', proxy.buffering.responses),
    ...flag('buffer-memory', proxy.buffering.memory),
    ...flag('max-request-body', proxy.buffering.maxRequestBody),
    ...flag('max-response-body', proxy.buffering.maxResponseBody),
    ...each('path-prefix', proxy.pathPrefixes),
    ...flag('strip-path-prefix', proxy.stripPathPrefix),
    ...flag('forward-headers', proxy.forwardHeaders),
    ...flag('tls-redirect', proxy.sslRedirect),
    ...each('log-request-header', proxy.logging.requestHeaders),
    ...each('log-response-header', proxy.logging.responseHeaders),
    ...flag('error-pages', files?.errorPages),
];


/***/ }),

/***/ 5821:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ addRelease),
/* harmony export */   Y: () => (/* binding */ parseReleases)
/* harmony export */ });
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


/***/ }),

/***/ 1404:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ dumpAscii)
/* harmony export */ });
/* unused harmony export rubyDump */
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


/***/ }),

/***/ 5403:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DA: () => (/* binding */ proxyFilesOf),
/* harmony export */   Eb: () => (/* binding */ webWork),
/* harmony export */   Et: () => (/* binding */ sharedAssetsOf),
/* harmony export */   dT: () => (/* binding */ pagesFolder),
/* harmony export */   e_: () => (/* binding */ pagesSwap),
/* harmony export */   gr: () => (/* binding */ assetFolders),
/* harmony export */   j5: () => (/* binding */ assetVolume),
/* harmony export */   nI: () => (/* binding */ certificateSwap),
/* harmony export */   p4: () => (/* binding */ accessoryFilesOf),
/* harmony export */   rh: () => (/* binding */ certificatesFolder),
/* harmony export */   y5: () => (/* binding */ swapsOf)
/* harmony export */ });
/* harmony import */ var _config_config_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5169);
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2975);


/** Where what only lasts as long as a rollout is kept. */
const webWork = (config) => `${(0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(config).own}/web`;
/** Kamal's folders of assets: as they left the image, and as containers have them mounted. */
const assetFolders = (config) => ({
    extracted: `${(0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(config).app}/assets/extracted`,
    volumes: `${(0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(config).app}/assets/volumes`,
});
const assetVolume = (config, role, version) => `${assetFolders(config).volumes}/${role}-${version}`;
/** Kamal's folder of error pages of a service; one folder in it for each version. */
const pagesFolder = (config) => `${(0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(config).proxyConfig}/${(0,_config_config_js__WEBPACK_IMPORTED_MODULE_1__/* .serviceKey */ .jq)(config)}/error_pages`;
/**
 * Folder of certificates: one folder in it for each role, and, beside these, the files of accessories.
 * Kamal 2.12 names those to the proxy as well (configuration/proxy.rb) but never writes them.
 */
const certificatesFolder = (config) => `${(0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(config).proxyConfig}/${(0,_config_config_js__WEBPACK_IMPORTED_MODULE_1__/* .serviceKey */ .jq)(config)}/tls`;
/** A path below `apps-config` as the proxy's container sees it (configuration/proxy/boot.rb). */
const asProxySees = (config, path) => path.replace((0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .pathsOf */ .wG)(config).proxyConfig, '/home/kamal-proxy/.apps-config');
const swapOf = (config, name, path) => ({
    staged: `${webWork(config)}/staged/${name}`,
    path,
    before: `${webWork(config)}/before/${name}`,
});
const pagesSwap = (config, version) => swapOf(config, 'pages', `${pagesFolder(config)}/${version}`);
const certificateSwap = (config, role) => swapOf(config, `tls-${role}`, `${certificatesFolder(config)}/${role}`);
/** What takes its place when a role is switched. */
const swapsOf = (config, role, version) => {
    if (role.proxy === undefined)
        return [];
    return [
        ...(role.proxy.certificate === undefined ? [] : [certificateSwap(config, role.name)]),
        ...(config.errorPages === undefined ? [] : [pagesSwap(config, version)]),
    ];
};
const certificateFiles = (config, { proxy }, path) => {
    const folder = asProxySees(config, path);
    return proxy?.certificate === undefined
        ? undefined
        : { chain: `${folder}/cert.pem`, key: `${folder}/key.pem` };
};
const proxyFilesOf = (config, role, version) => ({
    certificate: certificateFiles(config, role, certificateSwap(config, role.name).path),
    errorPages: config.errorPages === undefined
        ? undefined
        : asProxySees(config, pagesSwap(config, version).path),
});
/**
 * The same for an accessory. It has no error pages: those of the app go with the app's version, and the
 * proxy could not start an accessory's service anew once they are gone.
 */
const accessoryFilesOf = (config, accessory) => ({
    certificate: certificateFiles(config, accessory, certificatesFolder(config)),
    errorPages: undefined,
});
/**
 * How the assets of a role's new version come to the host: out of the image, then both ways between
 * the new version and each that runs (Kamal 2.12, commands/app/assets.rb). Undefined without assets.
 */
const sharedAssetsOf = (config, role, version, running) => {
    if (role.assets === undefined)
        return undefined;
    const extracted = (of) => `${assetFolders(config).extracted}/${role.name}-${of}`;
    const mix = (from, to, make) => ({
        from: extracted(from),
        to: assetVolume(config, role.name, to),
        note: `${webWork(config)}/mixed/${role.name}-${to}`,
        make,
    });
    const old = [...new Set(running)].filter((one) => one !== version);
    return {
        helper: `${(0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .proxyService */ .G$)(config, role.name)}-assets`,
        extracted: swapOf(config, `extracted-${role.name}`, extracted(version)),
        mixes: [
            mix(version, version, true),
            ...old.flatMap((one) => [mix(version, one, false), mix(one, version, true)]),
        ],
        beside: config.roles.map(({ name }) => name).filter((name) => name.startsWith(`${role.name}-`)),
    };
};


/***/ }),

/***/ 2673:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  X: () => (/* binding */ acquire),
  R: () => (/* binding */ lookAhead)
});

// EXTERNAL MODULE: ./build/base/clean.js
var clean = __webpack_require__(1697);
// EXTERNAL MODULE: ./build/base/error.js
var error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/fleet/look.js + 1 modules
var look = __webpack_require__(175);
// EXTERNAL MODULE: ./build/fleet/parse-files.js
var parse_files = __webpack_require__(7394);
// EXTERNAL MODULE: ./build/host/lock.js
var host_lock = __webpack_require__(6276);
// EXTERNAL MODULE: ./build/host/names.js
var names = __webpack_require__(2975);
// EXTERNAL MODULE: ./build/host/render-fence.js
var render_fence = __webpack_require__(3207);
// EXTERNAL MODULE: ./build/rollout/explain.js + 9 modules
var explain = __webpack_require__(29);
// EXTERNAL MODULE: ./build/rollout/perform.js
var perform = __webpack_require__(1231);
;// CONCATENATED MODULE: ./build/rollout/proof.js
/** GitHub allows the jobs of a repository a thousand questions an hour, all of them together. */
const everyMs = 30_000;
/**
 * Asks again about the same run only after a while, and about its end when `now` says so: for who
 * looks at a lock every other second.
 */
const sparing = (proof, clock) => {
    let last;
    return async (run, now) => {
        const of = JSON.stringify(run);
        const stands = last?.of === of && clock.now() < last.at + everyMs;
        if (last !== undefined && stands && !now)
            return last.ending;
        const ending = await proof(run);
        last = { of, at: clock.now(), ending };
        return ending;
    };
};

// EXTERNAL MODULE: ./build/rollout/seize.js
var seize = __webpack_require__(6328);
;// CONCATENATED MODULE: ./build/rollout/acquire.js











const pollMs = 2000;
/** Tries that are left when the time is over, for a lock that is free or may be succeeded. */
const lastTries = 5;
const script = (title, words, timeoutMs) => ({
    kind: 'script',
    title,
    words,
    changes: true,
    timeoutMs,
});
/** Takes the lock, and only if it is ours goes on to make the host ours and to look. */
const takeScript = (journal, claim) => script('take the deploy lock, look', [
    { word: 'begin', owner: (0,names/* pathsOf */.wG)(journal).owner, token: journal.token },
    ...(0,host_lock/* takeLock */.HJ)(journal),
    ...(0,host_lock/* readLock */.mF)(journal),
    {
        word: 'holds-lock',
        journal: `${(0,names/* pathsOf */.wG)(journal).lock}/journal.json`,
        token: journal.token,
    },
    (0,seize/* seizeWord */.l_)(claim),
    ...(0,look/* readFiles */.Ul)(claim.subject),
], claim.waitMs + 60_000);
const who = (details) => details === undefined
    ? 'somebody (the lock has no details yet)'
    : `${details.by} since ${details.at}, version ${details.version}: ${details.message}`;
const refused = (host, details, why, hint) => ({
    state: 'refused',
    error: new error/* SeaworthyError */.P('lock-held', `the deploy lock on ${host.name} is held by ${who(details)}`, {
        evidence: [why],
        hint,
    }),
});
const contested = (host) => ({
    state: 'refused',
    error: new error/* SeaworthyError */.P('lock-held', `the deploy lock on ${host.name} keeps changing hands`, {
        hint: 'see who else deploys this service, or set lock-wait',
    }),
});
const succeed = async (attempt, lock) => {
    const { host, journal, ports } = attempt;
    const heir = { ...lock.journal, token: journal.token, run: journal.run };
    const begin = { word: 'begin', owner: (0,names/* pathsOf */.wG)(journal).owner, token: journal.token };
    const words = [begin, ...(0,host_lock/* succeedLock */.yI)(heir, lock)];
    const answer = await host.script(script('succeed a run that has ended', words, 60_000), ports.signal);
    if (answer.code === 0)
        return { state: 'inherited', journal: heir, from: lock.journal.run };
    if (answer.code === render_fence/* fencedCode */.Vl)
        return undefined;
    throw (0,explain/* explainScript */.FH)(host.name, script('succeed', words, 0), answer);
};
/** What one look at a lock that is not ours leads to; undefined: wait and try again. */
const judge = async (attempt, lock, mayWait) => {
    if (lock.state === 'free')
        return undefined;
    if (lock.state === 'foreign') {
        if (mayWait && (0,host_lock/* isWaitable */.mI)(lock.details))
            return undefined;
        return refused(attempt.host, lock.details, (0,host_lock/* isWaitable */.mI)(lock.details)
            ? 'it was waited for as long as lock-wait allows'
            : 'it was taken by hand, so it is not waited for', (0,host_lock/* isWaitable */.mI)(lock.details)
            ? 'set lock-wait to wait longer, or release it with "kamal lock release" once you know that nobody deploys'
            : 'wait until it is released, or release it with "kamal lock release" once you know that nobody deploys');
    }
    const proof = await attempt.ended(lock.journal.run, !mayWait);
    if (proof.state === 'ended')
        return succeed(attempt, lock);
    if (mayWait)
        return undefined;
    return refused(attempt.host, lock.details, proof.state === 'running'
        ? 'that run is still going on'
        : `it could not be proven that that run has ended: ${proof.why}`, proof.state === 'running'
        ? 'wait for it, or set lock-wait'
        : 'pass github-token with "actions: read", so that a lock left by an ended run can be recovered');
};
const lockOf = (answer) => (0,parse_files/* parseFiles */.B)(answer.values).lock;
const tryOnce = async (attempt, mayWait) => {
    const { host, journal, claim, ports } = attempt;
    const take = takeScript(journal, claim);
    const answer = await host.script(take, ports.signal);
    if (answer.code === 0)
        return { state: 'held', files: (0,parse_files/* parseFiles */.B)(answer.values) };
    const lock = lockOf(answer);
    const lost = answer.code === render_fence/* fencedCode */.Vl && !(lock.state === 'ours' && lock.journal.token === journal.token);
    if (!lost)
        throw (0,explain/* explainScript */.FH)(host.name, take, answer);
    return (await judge(attempt, lock, mayWait)) ?? { state: 'later', holder: lock };
};
/**
 * What a look tells of a lock that somebody has, before anything is written to the host: who is refused
 * has changed nothing there. Undefined where it is worth asking for.
 */
const lookAhead = async ({ proof, ...attempt }, waitMs) => {
    const { host, journal, ports } = attempt;
    const words = (0,host_lock/* readLock */.mF)(journal);
    const look = { ...script('see who has the deploy lock', words, 30_000), changes: false };
    const lock = lockOf(await (0,perform/* performScript */.N)(host, look, ports.signal));
    return judge({ ...attempt, ended: sparing(proof, ports.clock) }, lock, waitMs > 0);
};
const waitingFor = (host, holder) => {
    const by = holder.state === 'free' ? '' : `, held by ${(0,clean/* oneLine */.T)(who(holder.details))}`;
    return `waiting for the deploy lock on ${host.name}${by}`;
};
/**
 * Takes the deploy lock, waiting at most `waitMs` for a holder who may be waited for. A lock left by a
 * run of ours is taken over only with proof that the run has ended.
 */
const acquire = async ({ proof, ...attempt }, waitMs) => {
    const { clock, narrate, signal } = attempt.ports;
    const ended = sparing(proof, clock);
    const until = clock.now() + waitMs;
    let told = '';
    for (let late = 0; late < lastTries;) {
        const mayWait = clock.now() < until;
        const tried = await tryOnce({ ...attempt, ended }, mayWait);
        if (tried.state !== 'later')
            return tried;
        const text = waitingFor(attempt.host, tried.holder);
        if (text !== told)
            narrate({ kind: 'note', at: clock.now(), text });
        told = text;
        if (!mayWait)
            late += 1;
        await clock.sleep(pollMs, signal);
    }
    return contested(attempt.host);
};


/***/ }),

/***/ 1994:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ idOf),
/* harmony export */   V: () => (/* binding */ startingById)
/* harmony export */ });
/* harmony import */ var _host_docker_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(307);

/** Under which a script's answer has the id of a container that it created. */
const idOf = (container) => `id/${container}`;
const startPath = /^\/containers\/([^/]+)\/start$/;
/**
 * A host that starts what was created on it by its id. A name could be another container's by the time
 * that a call arrives which was cut off: names are given back when a rollout is undone, ids are not.
 */
const startingById = (host) => {
    const ids = new Map();
    const byId = (call) => {
        const name = decodeURIComponent(startPath.exec(call.path)?.[1] ?? '');
        const id = ids.get(idOf(name));
        return id === undefined ? call : { ...call, path: (0,_host_docker_js__WEBPACK_IMPORTED_MODULE_0__/* .startContainer */ .YI)(id).path };
    };
    return {
        name: host.name,
        script: async (script, signal) => {
            const answer = await host.script(script, signal);
            for (const [key, id] of Object.entries(answer.values))
                if (key.startsWith(idOf('')))
                    ids.set(key, id.trim());
            return answer;
        },
        docker: (call, signal) => host.docker(byId(call), signal),
        probe: (probe, signal) => host.probe(probe, signal),
    };
};


/***/ }),

/***/ 29:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  nC: () => (/* reexport */ DockerRefusal),
  G0: () => (/* reexport */ explainDocker),
  FH: () => (/* reexport */ explainScript)
});

// EXTERNAL MODULE: ./build/base/error.js
var error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/rollout/diagnosis/docker-words.js
var docker_words = __webpack_require__(1410);
// EXTERNAL MODULE: ./build/rollout/diagnosis/text.js
var diagnosis_text = __webpack_require__(7593);
;// CONCATENATED MODULE: ./build/rollout/explain/refusal.js
/** The first group that a pattern found. */
const groupIn = (pattern, text) => pattern
    .exec(text)
    ?.slice(1)
    .find((group) => group !== undefined);
/** The first judge that knows the refusal. */
const firstOf = (place, judges) => judges.map((judge) => judge(place)).find((refusal) => refusal !== undefined);

;// CONCATENATED MODULE: ./build/rollout/explain/common.js



/** `printf: I/O error` is how dash says that a disk is full [tried]. */
const diskFull = ({ host, said }) => docker_words/* noSpace */.UD.test(said) || /printf: (?:write|I\/O) error/.test(said)
    ? {
        code: 'disk-full',
        why: `the disk of ${host} is full`,
        hint: `free space on ${host} (docker system df shows what Docker holds), or keep fewer old versions (retain_containers)`,
    }
    : undefined;
const imageGone = ({ host, said }) => {
    const image = groupIn(/no such image: (\S+)|unable to find image '([^']+)'/i, said);
    if (image === undefined)
        return undefined;
    return {
        code: 'image-missing',
        why: `${host} does not have the image ${image}`,
        hint: `deploy again, so that ${host} pulls it; look for a job there that prunes images`,
    };
};
const wrongArchitecture = ({ host, said }) => docker_words/* execFormat */.hz.test(said)
    ? {
        code: 'image-wrong-architecture',
        why: `the image cannot run on the architecture of ${host} (${(0,diagnosis_text/* inLine */.i2)((0,docker_words/* unwrapped */.DE)(said), 120)})`,
        hint: 'set builder/arch in deploy.yml to the architecture of the host; a script that is the command needs its #! line',
    }
    : undefined;
const noCommand = ({ said }) => {
    const missing = (0,docker_words/* missingCommand */.c$)(said);
    if (missing === undefined)
        return undefined;
    const name = JSON.stringify((0,diagnosis_text/* inLine */.i2)(missing.command, 80));
    return {
        code: 'docker-refused',
        why: missing.kind === 'absent'
            ? `the image has no command ${name}`
            : `${name} in the image is not executable`,
        hint: "check cmd of the role in deploy.yml, and the image's CMD and ENTRYPOINT",
    };
};
const portInUse = ({ host, said }) => {
    const port = (0,docker_words/* takenPort */.$g)(said);
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
        why: (0,diagnosis_text/* inLine */.i2)((0,docker_words/* unwrapped */.DE)(said)),
        hint: `${host} cannot give such limits: check memory and cpus under options of the role`,
    }
    : undefined;
/** Refusals to start a container. */
const startJudges = [
    wrongArchitecture,
    noCommand,
    portInUse,
    networkGone,
    limits,
];
const networkJudges = [poolsUsedUp];
/** The engine itself does not answer the login user. */
const engine = ({ host, said }) => {
    if (/docker: (?:command )?not found|docker: No such file/.test(said))
        return {
            code: 'docker-refused',
            why: `${host} has no docker command`,
            hint: `install Docker on ${host} (a deploy with \`bootstrap: true\` does), or put docker in the PATH of shells without a terminal`,
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

// EXTERNAL MODULE: ./build/config/local-registry.js
var local_registry = __webpack_require__(8498);
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
const registryJudges = [
    rateLimit,
    platform,
    login,
    absent,
    certificate,
    unreachable,
];
const absentHere = (place) => absent(place) && {
    code: 'image-missing',
    why: 'the registry on the machine that deploys has no such image',
    hint: local_registry/* stayHint */.Nw,
};
const unreachableHere = (place) => unreachable(place) && {
    code: 'registry-unreachable',
    why: `Docker on ${place.host} does not reach the registry that its loopback was lent`,
    hint: `Docker there must share the network of ${place.host} (rootless Docker does not); and what listens on the machine that deploys must be a registry`,
};
/** The same of a registry on the machine that deploys. */
const localRegistryJudges = [
    platform,
    absentHere,
    unreachableHere,
    ...registryJudges,
];

;// CONCATENATED MODULE: ./build/rollout/explain/docker.js






/** A call that Docker refused, explained. */
class DockerRefusal extends error/* SeaworthyError */.P {
    /** Docker's own words, whole. */
    said;
    constructor(code, message, said, more) {
        super(code, message, more);
        this.said = said;
    }
}
const judgesOf = ({ path, method, registryPort }) => {
    if (registryPort !== undefined)
        return localRegistryJudges;
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
const explainDocker = (host, call, refused) => {
    const place = { host, said: refused.message };
    const known = firstOf(place, [diskFull, ...judgesOf(call)]);
    const words = (0,diagnosis_text/* inLine */.i2)((0,docker_words/* unwrapped */.DE)(refused.message), 300);
    const why = known?.why ?? (words === '' ? `Docker answered ${String(refused.status)}` : words);
    return new DockerRefusal(known?.code ?? 'docker-refused', `${shortDigests(call.title)} on ${host} failed: ${shortDigests(why)}`, refused.message, {
        hint: known?.hint ?? hintFor(call, host),
        evidence: [`Docker answered ${String(refused.status)}: ${(0,diagnosis_text/* inLine */.i2)(refused.message, 500)}`],
    });
};

// EXTERNAL MODULE: ./build/host/render-fence.js
var render_fence = __webpack_require__(3207);
// EXTERNAL MODULE: ./build/host/render-web.js
var render_web = __webpack_require__(2028);
// EXTERNAL MODULE: ./build/host/render-word.js + 1 modules
var render_word = __webpack_require__(4206);
;// CONCATENATED MODULE: ./build/rollout/explain/create.js

const raw = (arg) => (typeof arg === 'string' ? arg : arg.raw);
const roleOf = ({ args }) => args.map((arg) => /^--label role="?([\w-]+)"?$/.exec(raw(arg))?.[1]).find((name) => name) ??
    'ROLE';
/** Where deploy.yml says how a container is made; an accessory is known by its environment file. */
const blockOf = (word) => {
    const accessory = word.args
        .map((arg) => /^--env-file .*\/env\/accessories\/([\w.-]+)\.env'?$/.exec(raw(arg))?.[1])
        .find((name) => name !== undefined);
    return accessory === undefined ? `servers/${roleOf(word)}` : `accessories/${accessory}`;
};
/** Where deploy.yml says what becomes a flag of `docker create`. */
const settings = {
    volume: 'volumes',
    'log-driver': 'logging/driver',
    'log-opt': 'logging/options',
    label: 'labels',
    env: 'env/clear',
};
const settingOf = (flag, block) => settings[flag] ?? `${block}/options/${flag}`;
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
const complaint = (said) => (0,diagnosis_text/* plainLines */.y1)(said).findLast((line) => !line.startsWith("See 'docker")) ?? '';
/** Why `docker create` did not take its arguments, and which setting they come from. */
const createJudge = (word) => ({ said }) => {
    const line = complaint(said);
    const taken = inUse(line);
    if (taken !== undefined)
        return taken;
    const flag = flagIn(line) ?? complaints.find(([words]) => words.test(line))?.[1];
    if (flag === undefined)
        return undefined;
    const setting = settingOf(flag, blockOf(word));
    return {
        code: 'docker-refused',
        why: (0,diagnosis_text/* inLine */.i2)(line.replace(/^(?:docker: )?(?:Error response from daemon: )?/, '')),
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
    put: ({ path }) => `write ${path}`,
    own: ({ path }) => `give ${path} its mode and owner`,
    remove: ({ path }) => `remove ${path}`,
    'extract-assets': ({ image, from }) => `copy ${from} out of ${image}`,
    mix: ({ from, to }) => `add the files of ${from} to ${to}`,
    unmix: ({ to }) => `take what was added out of ${to}`,
    swap: ({ path }) => `put ${path} into place`,
    'swap-back': ({ path }) => `put ${path} back as it was`,
    'let-proxy-read': ({ folder }) => `let kamal-proxy read ${folder}`,
    'find-program': ({ program }) => `look for the program ${program}`,
    'install-docker': () => 'install Docker',
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
    'begin-stop': ({ container }) => `begin to stop the container ${container}`,
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
            : `another service has ${(0,diagnosis_text/* listed */.KE)(names)} already`,
        hint: `see which one on ${host} (${list}); give this service other names under proxy/hosts, or remove the other (docker exec kamal-proxy kamal-proxy remove SERVICE)`,
    };
};
const unhealthy = (word, said) => {
    const limit = /within configured timeout \(([^)]+)\)/.exec(said)?.[1];
    const time = limit === undefined ? '' : ` within ${limit}`;
    const target = word.word === 'switch' ? word.container : (0,diagnosis_text/* listed */.KE)(word.targets);
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
    [
        /unable to load certificate/,
        'check the certificate and the key under proxy/ssl in deploy.yml; an accessory is given them by accessory-reboot',
    ],
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
    const why = (0,diagnosis_text/* inLine */.i2)((0,diagnosis_text/* plainLines */.y1)(said)
        .at(-1)
        ?.replace(/^Error: /, '') ?? '');
    return hint === undefined ? undefined : { code: 'proxy-refused', why, hint };
};
/** Why kamal-proxy did not start. */
const bootJudge = ({ host, said }) => {
    const port = (0,docker_words/* takenPort */.$g)(said);
    if (port === undefined)
        return undefined;
    return {
        code: 'proxy-refused',
        why: `port ${port} of ${host} is in use already`,
        hint: `end what holds it (ss -ltnp and docker ps on ${host} show it), or give the proxy other ports: proxy/run/http_port and https_port in deploy.yml`,
    };
};
const unrouteJudge = noProxy;

// EXTERNAL MODULE: ./build/host/render-ground.js
var render_ground = __webpack_require__(4239);
;// CONCATENATED MODULE: ./build/rollout/explain/ground.js

/** Why Docker could not be installed. */
const groundRefusal = (host, code) => {
    const install = `Install Docker Engine on ${host} yourself, and run it again.`;
    switch (code) {
        case render_ground/* notAllowedCode */.Fd:
            return {
                code: 'docker-refused',
                why: 'the login user is not root, and may not use sudo without a password',
                hint: `Set ssh/user to one who may. ${install}`,
            };
        case render_ground/* notInstalledCode */.lo:
            return {
                code: 'docker-refused',
                why: "neither the distribution's packages nor Docker's own script could be had",
                hint: `Let ${host} reach its package mirrors or https://get.docker.com. ${install}`,
            };
        case render_ground/* silentCode */.Vw:
            return {
                code: 'docker-refused',
                why: 'it was installed, and does not answer',
                hint: `Read its log on ${host} (journalctl -u docker), and run it again.`,
            };
        default:
            return undefined;
    }
};

;// CONCATENATED MODULE: ./build/rollout/explain/script.js












const evidenceLines = 8;
const fenced = (host, word) => ({
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
const withoutAssets = (word) => {
    const [image, folder] = word?.word === 'extract-assets' ? [word.image, word.from] : ['the image', 'asset_path'];
    return {
        code: 'assets-missing',
        why: `${image} has no folder ${folder}`,
        hint: 'correct asset_path in deploy.yml, or let the Dockerfile precompile the assets into that folder',
    };
};
const signalled = (host) => ({
    code: 'script-failed',
    why: 'its shell was ended by a signal',
    hint: `another run may have taken over ${host}, or the host is short of memory or going down`,
});
const byCode = (host, code, word) => {
    switch (code) {
        case render_fence/* fencedCode */.Vl:
            return fenced(host, word);
        case render_fence/* busyCode */.tY:
            return busy(host);
        case render_word/* unlabelledCode */._:
            return unlabelled(word);
        case render_web/* noAssetsCode */._1:
            return withoutAssets(word);
        case null:
            return signalled(host);
        default:
            return word?.word === 'install-docker' ? groundRefusal(host, code) : undefined;
    }
};
const files = ({ host, said }) => {
    if (/read-only file system/i.test(said))
        return {
            code: 'script-failed',
            why: `the file system of ${host} is read-only`,
            hint: `look for disk errors on ${host} (dmesg)`,
        };
    const denied = (0,diagnosis_text/* plainLines */.y1)(said).findLast((line) => /permission denied/i.test(line));
    if (denied === undefined)
        return undefined;
    return {
        code: 'script-failed',
        why: (0,diagnosis_text/* inLine */.i2)(denied),
        hint: 'let the login user own .kamal in its home (sudo chown -R USER .kamal): somebody may have deployed as another user',
    };
};
const script_judgesOf = (word) => {
    switch (word?.word) {
        case 'create':
            return [imageGone, createJudge(word), ...startJudges];
        case 'start':
            return [imageGone, ...startJudges];
        case 'switch':
        case 'switch-back':
            return [switchJudge(word)];
        case 'unroute':
            return [unrouteJudge];
        case 'boot-proxy':
            return [bootJudge, ...registryJudges, ...startJudges];
        case 'extract-assets':
            return [imageGone, ...startJudges, files];
        case 'tag':
        case 'require-label':
            return [imageGone];
        default:
            return [files];
    }
};
/** The last line, without the shell's and Docker's lead. */
const lastWords = (said, code) => {
    const line = (0,diagnosis_text/* plainLines */.y1)(said).findLast((one) => !one.startsWith("See '"));
    if (line === undefined)
        return `exit code ${String(code)}`;
    return (0,diagnosis_text/* inLine */.i2)(line.replace(/^(?:docker: )?Error(?: response from daemon)?: /, ''));
};
/**
 * Explains a script that failed: which word, why, what to change. Never shows the script's own text,
 * which may hold secrets. Knows the words of Docker 26.1, kamal-proxy v0.9.2, dash and bash [tried].
 */
const explainScript = (host, script, answer) => {
    const word = answer.failedAt === undefined ? undefined : script.words[answer.failedAt];
    const place = { host, said: answer.stderr };
    const known = byCode(host, answer.code, word) ?? firstOf(place, [diskFull, engine, ...script_judgesOf(word)]);
    const doing = word === undefined ? script.title : doingOf(word);
    const log = (0,diagnosis_text/* lastLines */.w$)(answer.stderr, evidenceLines);
    const code = answer.code === null ? 'ended by a signal' : `exit code ${String(answer.code)}`;
    return new error/* SeaworthyError */.P(known?.code ?? 'script-failed', `${doing} on ${host} failed: ${known?.why ?? lastWords(answer.stderr, answer.code)}`, {
        hint: known?.hint ??
            `the step was: ${script.title}; try it again, and look at ${host} if it fails again`,
        evidence: [code, ...(log === '' ? [] : [log])],
    });
};

;// CONCATENATED MODULE: ./build/rollout/explain.js




/***/ }),

/***/ 2780:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ freeLock)
/* harmony export */ });
/* harmony import */ var _perform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1231);
/* harmony import */ var _plan_finish_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6407);
/* harmony import */ var _ports_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5234);



/** Frees a deploy lock that this run holds. @throws SeaworthyError `fenced` where another run has it. */
const freeLock = async (journal, ports) => {
    for (const command of (0,_plan_finish_js__WEBPACK_IMPORTED_MODULE_1__/* .releaseStep */ .w)(journal).commands)
        await (0,_perform_js__WEBPACK_IMPORTED_MODULE_0__/* .perform */ .y)((0,_ports_js__WEBPACK_IMPORTED_MODULE_2__/* .hostOf */ .w)(ports, journal.primary), command, ports.signal);
};


/***/ }),

/***/ 9417:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ settleInherited)
/* harmony export */ });
/* harmony import */ var _recover_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4383);

/** What a run that has ended left behind is settled first, with its lock. */
const settleInherited = async ({ journal, from }, ports, { without, remember }) => {
    remember(journal);
    const text = `recovering what run ${from.runId} left behind`;
    ports.narrate({ kind: 'note', at: ports.clock.now(), text });
    return (0,_recover_js__WEBPACK_IMPORTED_MODULE_0__/* .recover */ .l)(journal, ports, { without });
};


/***/ }),

/***/ 4249:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PR: () => (/* binding */ journalOf),
/* harmony export */   RF: () => (/* binding */ assetsFor),
/* harmony export */   TX: () => (/* binding */ roomName),
/* harmony export */   lt: () => (/* binding */ derivedHex),
/* harmony export */   os: () => (/* binding */ asking),
/* harmony export */   tb: () => (/* binding */ flagsFor)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _base_time_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2475);
/* harmony import */ var _fleet_serving_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2667);
/* harmony import */ var _host_names_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2975);
/* harmony import */ var _host_proxy_flags_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6169);
/* harmony import */ var _host_web_files_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5403);






/** Hex that is the same for the same rollout, host and role: plans stay pure functions. */
const derivedHex = (rollout, bytes, ...of) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
    .update([rollout.token, ...of].join('\n'))
    .digest('hex')
    .slice(0, bytes * 2);
/** The name that a container makes room under; derived, so that journal and plan agree. */
const roomName = (rollout, host, name) => (0,_host_names_js__WEBPACK_IMPORTED_MODULE_2__/* .replacedName */ .ke)(name, derivedHex(rollout, 8, host, name));
/** What is owed by a run that does not know yet whether it has the lock: it has touched no host. */
const asking = (journal) => ({ ...journal, hosts: {} });
/** The assets that a role's new version shares with those that run now. */
const assetsFor = (rollout, state, role) => {
    const { config, version } = rollout;
    const running = (0,_fleet_serving_js__WEBPACK_IMPORTED_MODULE_3__/* .runningOf */ .Tx)(state, role.name).map((container) => (0,_fleet_serving_js__WEBPACK_IMPORTED_MODULE_3__/* .versionOf */ .E4)(config, container));
    return (0,_host_web_files_js__WEBPACK_IMPORTED_MODULE_4__/* .sharedAssetsOf */ .Et)(config, role, version, running);
};
/** The flags that route a role to the new version. */
const flagsFor = ({ config, version }, role) => role.proxy === undefined
    ? []
    : (0,_host_proxy_flags_js__WEBPACK_IMPORTED_MODULE_1__/* .proxyFlags */ ._)(config, role.proxy, (0,_host_web_files_js__WEBPACK_IMPORTED_MODULE_4__/* .proxyFilesOf */ .DA)(config, role, version));
const webEntry = (rollout, state, role) => {
    const assets = assetsFor(rollout, state, role);
    const swaps = (0,_host_web_files_js__WEBPACK_IMPORTED_MODULE_4__/* .swapsOf */ .y5)(rollout.config, role, rollout.version);
    return {
        ...(assets === undefined ? {} : { assets }),
        ...(swaps.length === 0 ? {} : { swaps }),
    };
};
const roleEntry = (rollout, state, role) => {
    const { config, version } = rollout;
    const service = role.proxy === undefined ? undefined : (0,_host_names_js__WEBPACK_IMPORTED_MODULE_2__/* .proxyService */ .G$)(config, role.name);
    const route = service === undefined ? undefined : (0,_fleet_serving_js__WEBPACK_IMPORTED_MODULE_3__/* .routeOf */ .Lu)(state, service);
    const name = (0,_host_names_js__WEBPACK_IMPORTED_MODULE_2__/* .containerName */ .xN)(config, role.name, version);
    const old = (0,_fleet_serving_js__WEBPACK_IMPORTED_MODULE_3__/* .runningOf */ .Tx)(state, role.name);
    const inTheWay = (0,_fleet_serving_js__WEBPACK_IMPORTED_MODULE_3__/* .ofRole */ .EN)(state, role.name).find((container) => container.name === name);
    return {
        role: role.name,
        service,
        old: old.map(({ id, name, imageId }) => ({ id, name, image: imageId })),
        replaced: inTheWay === undefined ? undefined : { id: inTheWay.id, name },
        route: route === undefined ? undefined : { targets: route.targets, flags: route.flags },
        fresh: {
            name,
            port: role.proxy?.appPort,
            flags: flagsFor(rollout, role),
        },
        env: { staged: (0,_host_names_js__WEBPACK_IMPORTED_MODULE_2__/* .envFile */ .CN)(config, role.name, version), final: (0,_host_names_js__WEBPACK_IMPORTED_MODULE_2__/* .envFile */ .CN)(config, role.name) },
        ...webEntry(rollout, state, role),
        stopSeconds: role.stopTimeoutMs === undefined ? undefined : Math.ceil(role.stopTimeoutMs / 1000),
        overlap: role.overlap,
    };
};
/** What is owed to the fleet from now on: everything as it is before the first change. */
const journalOf = (rollout, fleet) => ({
    format: 1,
    token: rollout.token,
    rollout: rollout.token,
    phase: 'staging',
    run: rollout.run,
    service: rollout.config.service,
    destination: rollout.config.destination,
    version: rollout.version,
    repository: rollout.config.repository,
    digest: rollout.digest,
    primary: rollout.lockHost,
    startedAt: (0,_base_time_js__WEBPACK_IMPORTED_MODULE_5__/* .isoSeconds */ .n)(rollout.startedAt),
    deployTimeoutMs: rollout.config.deployTimeoutMs,
    drainTimeoutMs: rollout.config.drainTimeoutMs,
    readinessDelayMs: rollout.config.readinessDelayMs,
    retainContainers: rollout.config.retainContainers,
    hosts: Object.fromEntries(rollout.targets.map(({ host, roles }) => {
        const state = fleet[host];
        return [host, state === undefined ? [] : roles.map((role) => roleEntry(rollout, state, role))];
    })),
});


/***/ }),

/***/ 1231:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ performScript),
/* harmony export */   y: () => (/* binding */ perform)
/* harmony export */ });
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(458);
/* harmony import */ var _host_docker_parse_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6497);
/* harmony import */ var _explain_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(29);



const success = [200, 201, 204, 304];
const performDocker = async (host, call, signal) => {
    const answer = await host.docker(call, signal);
    const accepted = (call.accept ?? success).includes(answer.status);
    const refusal = call.streams === true ? (0,_host_docker_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .parsePull */ .BT)(answer) : undefined;
    if (accepted && refusal === undefined)
        return;
    const message = refusal ?? (0,_host_docker_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .dockerMessage */ .QV)(answer);
    throw (0,_explain_js__WEBPACK_IMPORTED_MODULE_1__/* .explainDocker */ .G0)(host.name, call, { status: answer.status, message });
};
/**
 * Says a script to a host.
 * @throws SeaworthyError when a word of it failed, explained; whatever the host throws.
 */
const performScript = async (host, script, signal) => {
    const answer = await host.script(script, signal);
    if (answer.code === 0 && answer.failedAt === undefined)
        return answer;
    throw (0,_explain_js__WEBPACK_IMPORTED_MODULE_1__/* .explainScript */ .FH)(host.name, script, answer);
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
        throw new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('docker-refused', 'a probe is no step of a plan');
    return [];
};


/***/ }),

/***/ 6407:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  t: () => (/* binding */ planFinish),
  w: () => (/* binding */ releaseStep)
});

// EXTERNAL MODULE: ./build/host/lock.js
var lock = __webpack_require__(6276);
// EXTERNAL MODULE: ./build/rollout/target.js
var target = __webpack_require__(4629);
// EXTERNAL MODULE: ./build/host/docker.js
var docker = __webpack_require__(307);
// EXTERNAL MODULE: ./build/host/audit.js
var audit = __webpack_require__(716);
// EXTERNAL MODULE: ./build/host/names.js
var names = __webpack_require__(2975);
// EXTERNAL MODULE: ./build/host/releases.js
var releases = __webpack_require__(5821);
// EXTERNAL MODULE: ./build/rollout/journal.js
var journal = __webpack_require__(4249);
// EXTERNAL MODULE: ./build/host/web-files.js
var web_files = __webpack_require__(5403);
;// CONCATENATED MODULE: ./build/rollout/steps/prune.js

/** A word whose failure is a warning. */
const attempt = (does, as) => ({
    word: 'try',
    does,
    as: `warning-${as}`,
});
/**
 * Kamal's prune, noted in its audit log: the newest stopped containers of the destination stay, and all
 * images that a container or a `latest` names. What a rollback could start is never among what goes.
 */
const pruneWords = (pruning, at) => {
    const { service, destination, repository, retainContainers: retain } = pruning;
    return [
        attempt({ word: 'prune-containers', service, destination, retain }, 'prune-containers'),
        attempt({ word: 'prune-images', service, repository }, 'prune-images'),
        attempt((0,audit/* audit */.s)(pruning, at, 'Pruned containers'), 'audit-containers'),
        attempt((0,audit/* audit */.s)(pruning, at, 'Pruned images'), 'audit-images'),
    ];
};

// EXTERNAL MODULE: ./build/rollout/steps/web.js
var web = __webpack_require__(5788);
;// CONCATENATED MODULE: ./build/rollout/steps/finish.js









const defaultStopSeconds = 10;
const stopOld = (context, host, role, word) => role.old.map(({ name }) => ({
    word,
    container: name === role.fresh.name ? (0,journal/* roomName */.TX)({ token: context.journal.rollout }, host, name) : name,
    timeSeconds: role.stopSeconds,
}));
/**
 * From here on recovery goes forward: written just before the first old container stops. The host of the
 * lock finishes last, so its old containers begin to stop here, beside those of the others.
 */
const markWords = (context) => {
    const { journal } = context;
    const roles = (journal.hosts[journal.primary] ?? []).filter(({ overlap }) => overlap);
    return [
        ...(0,lock/* keepJournal */.dF)({ ...journal, phase: 'finishing' }),
        ...roles.flatMap((role) => stopOld(context, journal.primary, role, 'begin-stop')),
    ];
};
const finishingMark = (context) => ({
    kind: 'script',
    title: 'journal: finishing, the point of no return',
    words: [
        { word: 'guard', owner: (0,names/* pathsOf */.wG)(context.journal).owner, token: context.fence },
        ...markWords(context),
    ],
    changes: true,
    timeoutMs: 30_000,
});
/** What an interrupted rollout has created already; a rollout that begins has nothing there yet. */
const stagedIn = (journal, { containers }, { fresh }) => containers.find(({ name, labels }) => name === fresh.name && labels[names/* runLabel */.Az] === journal.rollout);
/**
 * For a role that must not run twice (a scheduler): the old one stops, then the new one is proven.
 * `marks`: the first script marks the point of no return as well.
 */
const exchangeSteps = (context, state, marks = false) => {
    const { journal, fence } = context;
    const { host } = state;
    return (journal.hosts[host] ?? [])
        .filter((role) => !role.overlap)
        .map((role, index) => ({
        phase: 'finish',
        host,
        title: `stop the old ${role.role}, start the new one and prove it`,
        commands: [
            {
                kind: 'script',
                title: `stop old ${role.role}`,
                words: [
                    { word: 'guard', owner: (0,names/* pathsOf */.wG)(journal).owner, token: fence },
                    ...(marks && index === 0 ? markWords(context) : []),
                    ...stopOld(context, host, role, 'stop'),
                ],
                changes: true,
                timeoutMs: stopLimit([role]),
            },
            (0,docker/* startContainer */.YI)(stagedIn(journal, state, role)?.id ?? role.fresh.name),
        ],
        gate: {
            kind: 'container',
            role: role.role,
            container: role.fresh.name,
            image: `${journal.repository}:${journal.version}`,
            timeoutMs: journal.deployTimeoutMs,
            readinessMs: journal.readinessDelayMs,
        },
    }));
};
const stopLimit = (roles) => roles.reduce((sum, role) => sum + role.old.length * (role.stopSeconds ?? defaultStopSeconds) * 1000, 60_000);
const finishRole = (context, host, role) => [
    ...stopOld(context, host, role, 'stop'),
    { word: 'move', from: role.env.staged, to: role.env.final },
];
/** Staged environments of runs that could not tidy up: their lock was released under them. */
const stale = ({ journal }, state, roles) => (state.files?.envs ?? [])
    .map((name) => `${(0,names/* pathsOf */.wG)(journal).envs}/${name}`)
    .filter((path) => roles.some(({ env }) => path.startsWith(`${env.final}.`) && path !== env.staged))
    .map((path) => ({ word: 'remove', path }));
const release = ({ journal, at }, roles) => ({
    version: journal.version,
    digest: journal.digest,
    roles: roles.map(({ role }) => role),
    at,
    run: `${journal.run.repository}/${journal.run.runId}/${journal.run.attempt}`,
    actor: journal.run.actor,
    outcome: 'deployed',
});
/** What may fail without undoing anything: the new version serves. Kamal's `latest`, audit, prune. */
const tidy = ({ journal, at }) => {
    const by = { ...journal, actor: journal.run.actor };
    const image = `${journal.repository}:${journal.version}`;
    const latest = `${journal.repository}:${(0,names/* latestTag */.wk)(journal)}`;
    return [
        attempt({ word: 'tag', image, as: latest }, 'tag'),
        attempt((0,audit/* audit */.s)(by, at, `Tagging ${image} as the latest image`), 'audit-tag'),
        ...pruneWords(by, at),
    ];
};
/** Ends a rollout on one host: old containers stop, names and records are put right. */
const finishStep = (context, state, extra) => {
    const { journal, fence, at } = context;
    const roles = journal.hosts[state.host] ?? [];
    const paths = (0,names/* pathsOf */.wG)(journal);
    const abandoned = (0,lock/* abandonedLocks */.nn)(journal, state.files?.root ?? []);
    const records = (0,releases/* addRelease */.H)(state.files?.releases ?? [], release(context, roles));
    const script = {
        kind: 'script',
        title: `stop old containers, record ${journal.version}, prune`,
        words: [
            { word: 'guard', owner: paths.owner, token: fence },
            ...(extra.marks ? (0,lock/* keepJournal */.dF)({ ...journal, phase: 'finishing' }) : []),
            ...roles.flatMap((role) => finishRole(context, state.host, role)),
            ...stale(context, state, roles),
            ...((0,web/* hasWeb */.FR)(roles) ? [{ word: 'remove', path: (0,web_files/* webWork */.Eb)(journal) }] : []),
            { word: 'write', path: paths.releases, text: records, mode: '644' },
            ...tidy({ journal, fence, at }),
            ...(0,web/* staleWeb */.au)(journal, state, roles).map((path) => attempt({ word: 'remove', path }, 'web-files')),
            ...(extra.releases ? (0,lock/* releaseLock */.x_)(journal, abandoned) : []),
        ],
        changes: true,
        followed: false,
        timeoutMs: stopLimit(roles) + 60_000,
    };
    return { phase: 'finish', host: state.host, title: script.title, commands: [script] };
};

;// CONCATENATED MODULE: ./build/rollout/plan-finish.js



const markStep = (context) => ({
    phase: 'finish',
    host: context.journal.primary,
    title: 'mark the point of no return',
    commands: [finishingMark(context)],
});
/** Frees the lock on a host that has nothing else to finish. */
const releaseStep = (journal) => ({
    phase: 'finish',
    host: journal.primary,
    title: 'free the deploy lock',
    commands: [
        {
            kind: 'script',
            title: 'free the deploy lock',
            words: (0,lock/* releaseLock */.x_)(journal),
            changes: true,
            followed: false,
            timeoutMs: 30_000,
        },
    ],
});
const lane = (context, state) => ({
    host: state.host,
    steps: [
        ...exchangeSteps(context, state),
        finishStep(context, state, { marks: false, releases: false }),
    ],
});
const lastLane = (context, state, marks) => ({
    host: state.host,
    steps: [finishStep(context, state, { marks, releases: true })],
});
/** What the lock's host must exchange it exchanges at once: its first script marks the journal. */
const marking = (context, primary) => {
    const exchanges = primary === undefined ? [] : exchangeSteps(context, primary, true);
    return {
        host: context.journal.primary,
        steps: exchanges.length === 0 ? [markStep(context)] : exchanges,
    };
};
const otherWaves = (context, primary, others) => [
    { title: 'Mark the point of no return', lanes: [marking(context, primary)] },
    ...(others.length === 0
        ? []
        : [
            {
                title: `Finish ${(0,target/* few */.H$)(others.map(({ host }) => host))}`,
                lanes: others.map((state) => lane(context, state)),
            },
        ]),
];
/**
 * The waves that end a rollout: the mark, every other host, the lock's host last. Made of the journal,
 * so that a recovery that goes forward ends a rollout in the same words.
 */
const planFinish = (context, fleet) => {
    const { journal } = context;
    const states = Object.keys(journal.hosts).flatMap((host) => fleet[host] ?? []);
    const others = states.filter((state) => state.host !== journal.primary);
    const primary = states.find((state) => state.host === journal.primary);
    const exchanges = states.some((state) => exchangeSteps(context, state).length > 0);
    const alone = others.length === 0 && !exchanges;
    const last = primary === undefined
        ? { host: journal.primary, steps: [releaseStep(journal)] }
        : lastLane(context, primary, alone);
    return [
        ...(alone ? [] : otherWaves(context, primary, others)),
        { title: `Finish ${journal.primary}, free the lock`, lanes: [last] },
    ];
};


/***/ }),

/***/ 5234:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ hostOf)
/* harmony export */ });
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(458);

/**
 * A host of this run by name.
 * @throws SeaworthyError `host-unreachable` when it is not connected.
 */
const hostOf = (ports, name) => {
    const host = ports.hosts.get(name);
    if (host === undefined)
        throw new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('host-unreachable', `${name} is not connected`);
    return host;
};


/***/ }),

/***/ 4383:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  l: () => (/* binding */ recover)
});

// EXTERNAL MODULE: ./build/base/error.js
var base_error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/base/time.js
var time = __webpack_require__(2475);
// EXTERNAL MODULE: ./build/fleet/look.js + 1 modules
var look = __webpack_require__(175);
// EXTERNAL MODULE: ./build/host/lock.js
var lock = __webpack_require__(6276);
// EXTERNAL MODULE: ./build/rollout/perform.js
var perform = __webpack_require__(1231);
// EXTERNAL MODULE: ./build/rollout/plan-finish.js + 2 modules
var plan_finish = __webpack_require__(6407);
// EXTERNAL MODULE: ./build/fleet/serving.js
var serving = __webpack_require__(2667);
// EXTERNAL MODULE: ./build/host/names.js
var names = __webpack_require__(2975);
// EXTERNAL MODULE: ./build/host/web-files.js
var web_files = __webpack_require__(5403);
// EXTERNAL MODULE: ./build/rollout/journal.js
var rollout_journal = __webpack_require__(4249);
;// CONCATENATED MODULE: ./build/rollout/plan-recovery.js




const graceMs = 30_000;
/** Containers that the interrupted rollout staged. */
const stagedOn = (journal, state) => state.containers.filter((container) => container.labels[names/* runLabel */.Az] === journal.rollout);
const sameTargets = (a, b) => a.length === b.length && a.every((target) => b.includes(target));
/** True when requests go to what was staged, or to nothing that is there. */
const hasMoved = (journal, state, role) => {
    if (role.service === undefined || state.proxy.state === 'absent')
        return false;
    if (state.proxy.state === 'stopped' || state.proxy.services === undefined)
        return role.route !== undefined;
    const now = (0,serving/* routeOf */.Lu)(state, role.service);
    if (now === undefined)
        return role.route !== undefined;
    if (role.route !== undefined && sameTargets(now.targets, role.route.targets))
        return false;
    const staged = new Set(stagedOn(journal, state).map(({ id }) => id));
    return now.targets.some((target) => {
        const container = (0,serving/* behind */.Ry)(state, target);
        return container === undefined || staged.has(container.id);
    });
};
const goBack = (context, role) => {
    if (role.service === undefined)
        return [];
    if (role.route === undefined)
        return [{ word: 'unroute', service: role.service }];
    const { journal, drainTimeoutMs } = context;
    const seconds = (ms) => `${String(Math.ceil(ms / 1000))}s`;
    return [
        {
            word: 'switch-back',
            service: role.service,
            targets: role.route.targets,
            flags: [
                `--deploy-timeout=${seconds(journal.deployTimeoutMs)}`,
                `--drain-timeout=${seconds(drainTimeoutMs)}`,
                ...role.route.flags,
            ],
        },
    ];
};
const step = (host, title, script) => ({
    phase: 'recover',
    host,
    title,
    commands: [{ kind: 'script', changes: true, ...script }],
});
const guard = ({ journal, fence }) => ({
    word: 'guard',
    owner: (0,names/* pathsOf */.wG)(journal).owner,
    token: fence,
});
/** What was lent to other versions is taken back, and what was there is there again. */
const assetsBack = ({ assets }) => {
    if (assets === undefined)
        return [];
    const notes = new Map(assets.mixes.map(({ to, note }) => [note, to]));
    return [
        { word: 'discard', container: assets.helper },
        ...[...notes].map(([note, to]) => ({ word: 'unmix', to, note })),
        { word: 'swap-back', ...assets.extracted },
    ];
};
const swapsBack = ({ swaps = [] }) => swaps.map((swap) => ({ word: 'swap-back', ...swap }));
const webBack = (journal, roles) => {
    const words = roles.flatMap((role) => [...assetsBack(role), ...swapsBack(role)]);
    return words.length === 0 ? [] : [...words, { word: 'remove', path: (0,web_files/* webWork */.Eb)(journal) }];
};
const backLane = (context, state) => {
    const { journal, drainTimeoutMs } = context;
    const moved = (journal.hosts[state.host] ?? []).filter((role) => hasMoved(journal, state, role));
    if (moved.length === 0)
        return [];
    const words = [
        guard(context),
        ...(state.proxy.state === 'stopped' ? [{ word: 'boot-proxy', run: [] }] : []),
        ...moved.flatMap((role) => swapsBack(role)),
        ...moved.flatMap((role) => goBack(context, role)),
    ];
    const timeoutMs = moved.length * (journal.deployTimeoutMs + drainTimeoutMs) + graceMs;
    const title = `send ${moved.map(({ role }) => role).join(', ')} back to what served before`;
    return [{ host: state.host, steps: [step(state.host, title, { title, words, timeoutMs })] }];
};
const restoreNames = (journal, state, role) => {
    const { replaced } = role;
    if (replaced === undefined)
        return [];
    const now = state.containers.find(({ id }) => id === replaced.id);
    if (now === undefined || now.name === replaced.name)
        return [];
    const from = (0,rollout_journal/* roomName */.TX)({ token: journal.rollout }, state.host, replaced.name);
    return [{ word: 'rename', from, to: replaced.name }];
};
const cleanLane = (context, state) => {
    const { journal } = context;
    const roles = journal.hosts[state.host] ?? [];
    const staged = stagedOn(journal, state);
    const envs = roles.flatMap(({ env }) => [env.staged, `${env.staged}.new`].filter((path) => (state.files?.envs ?? []).some((name) => path.endsWith(`/${name}`))));
    const words = [
        ...staged.map(({ name }) => ({ word: 'discard', container: name })),
        ...roles.flatMap((role) => restoreNames(journal, state, role)),
        ...webBack(journal, roles),
        ...envs.map((path) => ({ word: 'remove', path })),
    ];
    if (words.length === 0)
        return [];
    const title = 'remove what was staged';
    const script = { title, words: [guard(context), ...words], timeoutMs: 120_000 };
    return [{ host: state.host, steps: [step(state.host, title, script)] }];
};
const wave = (title, lanes) => lanes.length === 0 ? [] : [{ title, lanes }];
/**
 * The way back, from what is there: traffic to what served before, then the staged containers go. It
 * starts nothing that ran before, because nothing that served was stopped. The lock is not freed here.
 */
const planBack = (context, fleet) => {
    const states = Object.values(fleet);
    return {
        title: `Go back from ${context.journal.version}`,
        waves: [
            ...wave('Send traffic back', states.flatMap((state) => backLane(context, state))),
            ...wave('Remove what was staged', states.flatMap((state) => cleanLane(context, state))),
        ],
    };
};
const forwardLane = (context, state) => {
    const { journal, drainTimeoutMs } = context;
    const staged = stagedOn(journal, state);
    const words = (journal.hosts[state.host] ?? []).flatMap((role) => {
        const { service, fresh, swaps = [] } = role;
        const swapped = swaps.map((swap) => ({ word: 'swap', ...swap }));
        const now = service === undefined ? undefined : (0,serving/* routeOf */.Lu)(state, service);
        const there = now?.targets.some((target) => staged.some(({ id }) => (0,serving/* behind */.Ry)(state, target)?.id === id));
        if (service === undefined || fresh.port === undefined || there === true)
            return swapped;
        return [
            ...swapped,
            { word: 'switch', service, container: fresh.name, port: fresh.port, flags: fresh.flags },
        ];
    });
    if (words.length === 0)
        return [];
    const title = `switch to ${journal.version}`;
    const timeoutMs = words.length * (journal.deployTimeoutMs + drainTimeoutMs) + graceMs;
    const script = { title, words: [guard(context), ...words], timeoutMs };
    return [{ host: state.host, steps: [step(state.host, title, script)] }];
};
/** The way forward, where what served before does not answer any more but all that is new does. */
const planForward = (context, fleet) => wave(`Go forward to ${context.journal.version}`, Object.values(fleet).flatMap((state) => forwardLane(context, state)));
/** What still differs from before the rollout; empty when the way back is complete. */
const remains = (journal, fleet) => Object.values(fleet).flatMap((state) => [
    ...stagedOn(journal, state).map(({ name }) => `${state.host}: ${name} is still there`),
    ...(journal.hosts[state.host] ?? [])
        .filter((role) => hasMoved(journal, state, role))
        .map(({ role }) => `${state.host}: ${role} is not served by what served before`),
]);

// EXTERNAL MODULE: ./build/rollout/run.js
var run = __webpack_require__(3855);
// EXTERNAL MODULE: ./build/rollout/seize.js
var seize = __webpack_require__(6328);
// EXTERNAL MODULE: ./build/rollout/stuck.js
var stuck = __webpack_require__(1686);
;// CONCATENATED MODULE: ./build/rollout/recover.js










const servicesOf = (journal) => [
    ...new Set(Object.values(journal.hosts)
        .flat()
        .flatMap(({ service }) => service ?? [])),
];
/** Under the token's own name, so that barring the token bars its recovery too. */
const claimOn = (journal, ports) => ({
    subject: journal,
    token: `${journal.token}.${ports.random.hex(4)}`,
    services: servicesOf(journal),
    waitMs: journal.deployTimeoutMs + journal.drainTimeoutMs,
});
const recover_seize = (names, claim, ports) => (0,seize/* lookTwice */.mH)(names, ports, (host) => (0,seize/* seizeAndLook */.F4)(host, claim, ports.signal));
const hostNames = (journal) => [
    ...new Set([...Object.keys(journal.hosts), journal.primary]),
];
/** Every new container must be there and run before a fleet may go forward. */
const allStagedRun = (journal, fleet) => Object.entries(journal.hosts).every(([host, roles]) => {
    const state = fleet[host];
    if (state === undefined)
        return false;
    const running = stagedOn(journal, state).filter((container) => container.state === 'running');
    return roles.every(({ role, overlap }) => !overlap || running.some((container) => container.labels['role'] === role));
});
const lookAgain = (fleet, journal, ports) => (0,seize/* lookTwice */.mH)(Object.keys(fleet), ports, async (host) => ({
    ...(await (0,look/* lookAtDocker */.fM)(host, journal, ports.signal)),
    files: fleet[host.name]?.files,
}));
const goForward = async (context, fleet, ports, first) => {
    const { journal, fence } = context;
    const finish = { journal, fence, at: (0,time/* isoSeconds */.n)(ports.clock.now()) };
    const title = `Go forward to ${journal.version}`;
    const waves = [...planForward(context, fleet), ...(0,plan_finish/* planFinish */.t)(finish, fleet)];
    const result = await (0,run/* run */.e)({ title, waves }, ports);
    if (result.ok)
        return { result: 'forward' };
    const unhealthy = (0,stuck/* wereUnhealthy */.ID)(result.failures);
    const orElse = unhealthy
        ? 'or deploy a version that is healthy: it'
        : 'and run the deploy again: it';
    const end = (0,stuck/* stuck */.lX)(`${journal.version} could not be completed on every host`, [...first, ...(0,stuck/* texts */.Te)(result.failures)], `mend what the hosts report, ${orElse} goes on from here`);
    return { ...end, unhealthy };
};
/** What was said under the fence so far, and is still on its way, is refused from now on. */
const fenceAnew = async (context, fleet, ports) => {
    const claim = claimOn(context.journal, ports);
    const seized = await recover_seize(Object.keys(fleet), claim, ports);
    return { context: { ...context, fence: claim.token }, seized };
};
/** Where what served before does not answer any more, all may go on to what was staged. */
const wayForward = async (context, fleet, ports, first) => {
    const { journal } = context;
    if (journal.phase !== 'switching' || !allStagedRun(journal, fleet))
        return undefined;
    const { context: fenced, seized } = await fenceAnew(context, fleet, ports);
    const lost = seized.failures.map(({ host }) => host);
    if (lost.length > 0)
        return (0,stuck/* unreachable */.HB)(lost, [...first, ...(0,stuck/* reasons */.Ot)(seized)]);
    if (!allStagedRun(journal, seized.fleet))
        return undefined;
    return goForward(fenced, seized.fleet, ports, first);
};
/**
 * A way back that is cut off, not refused, is taken once more. Its first command may still be on its
 * way, and would be obeyed when the lock is another's already: the hosts are fenced anew before.
 */
const recover_goBack = async (context, fleet, ports, again = true) => {
    const { journal } = context;
    const result = await (0,run/* run */.e)(planBack(context, fleet), ports);
    const isCutOff = again && !result.ok && (0,stuck/* wereCutOff */.hU)(result.failures);
    const { context: next, seized: now } = isCutOff
        ? await fenceAnew(context, fleet, ports)
        : { context, seized: await lookAgain(fleet, journal, ports) };
    const lost = now.failures.map(({ host }) => host);
    if (lost.length > 0)
        return (0,stuck/* unreachable */.HB)(lost, [...(result.ok ? [] : (0,stuck/* texts */.Te)(result.failures)), ...(0,stuck/* reasons */.Ot)(now)]);
    if (isCutOff)
        return recover_goBack(next, now.fleet, ports, false);
    if (!result.ok) {
        const forward = (0,stuck/* wereOfTraffic */.cu)(result.failures)
            ? await wayForward(context, now.fleet, ports, (0,stuck/* texts */.Te)(result.failures))
            : undefined;
        return forward ?? (0,stuck/* stayWhereItIs */.sA)(result.failures);
    }
    const left = remains(journal, now.fleet);
    if (left.length === 0)
        return { result: 'back' };
    return (0,stuck/* stuck */.lX)('going back is not complete', left, 'run the deploy again: it recovers first');
};
const settle = async (recovery, journal, fleet, ports) => {
    const root = fleet[journal.primary]?.files?.root ?? [];
    const primary = ports.hosts.get(journal.primary);
    if (primary === undefined || recovery.result === 'forward')
        return recovery;
    const script = recovery.result === 'stuck'
        ? (0,lock/* keepLock */.PU)(journal, `Kept on purpose: ${recovery.error.message}`)
        : {
            kind: 'script',
            title: 'free the deploy lock',
            words: (0,lock/* releaseLock */.x_)(journal, (0,lock/* abandonedLocks */.nn)(journal, root)),
            changes: true,
            timeoutMs: 30_000,
        };
    try {
        await (0,perform/* performScript */.N)(primary, script, ports.signal);
        return recovery;
    }
    catch (error) {
        if (!(error instanceof base_error/* SeaworthyError */.P) || recovery.result === 'stuck')
            return recovery;
        return (0,stuck/* stuck */.lX)(`the deploy lock on ${journal.primary} could not be freed`, [error.message], 'run the deploy again: it recovers first');
    }
};
/** What deploys nothing owes nothing but the lock; its hosts may have no Docker yet to look at. */
const owesOnlyLock = ({ hosts }) => Object.values(hosts).flat().length === 0;
/** Ends what still runs of such a run on the hosts that can be reached, and frees the lock. */
const letGo = async (journal, claim, ports) => {
    const reached = hostNames(journal).flatMap((name) => ports.hosts.get(name) ?? []);
    const seizing = reached.map((host) => (0,perform/* performScript */.N)(host, (0,seize/* seizeScript */.ab)(claim), ports.signal));
    await Promise.allSettled(seizing);
    ports.signal.throwIfAborted();
    const { primary } = journal;
    if (!ports.hosts.has(primary))
        return (0,stuck/* stuck */.lX)(`${primary} could not be reached, so the deploy lock on it is kept`, [], `bring ${primary} back and run it again: it frees the lock first`);
    return settle({ result: 'back' }, journal, {}, ports);
};
/**
 * The only way back. Makes every host this run's own, looks, and plans from what is there: back before
 * the point of no return, forward after it. The lock is freed at the end, or kept on purpose.
 */
const recover = async (journal, given, options = {}) => {
    const wanted = hostNames(journal).filter((name) => !options.without?.includes(name));
    // What another run owes may be on hosts that this one has not meant.
    const absent = wanted.filter((name) => !given.hosts.has(name));
    const ports = { ...given, hosts: await given.revive(absent) };
    const drainTimeoutMs = Math.min(journal.drainTimeoutMs, options.drainLimitMs ?? Infinity);
    const claim = claimOn(journal, ports);
    if (owesOnlyLock(journal))
        return letGo(journal, claim, ports);
    const context = { journal, fence: claim.token, drainTimeoutMs };
    const seized = await recover_seize(wanted, claim, ports);
    const { fleet } = seized;
    const missing = wanted.filter((name) => fleet[name] === undefined);
    const evidence = (0,stuck/* reasons */.Ot)(seized);
    const recovery = journal.phase === 'finishing' && missing.length === 0
        ? await goForward(context, fleet, ports, [])
        : journal.phase === 'finishing'
            ? (0,stuck/* unreachable */.HB)(missing, evidence)
            : await recover_goBack(context, fleet, ports);
    const seen = recovery.result === 'stuck' ? recovery.error.evidence : [];
    // Nobody may go on from a fleet of which a part is not known.
    const judged = missing.length > 0 ? (0,stuck/* unreachable */.HB)(missing, [...seen, ...evidence]) : recovery;
    return settle(judged, journal, fleet, ports);
};


/***/ }),

/***/ 3855:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ run)
/* harmony export */ });
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(458);
/* harmony import */ var _base_time_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(2475);
/* harmony import */ var _gates_watch_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9522);
/* harmony import */ var _created_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(1994);
/* harmony import */ var _explain_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(29);
/* harmony import */ var _pass_gate_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4435);
/* harmony import */ var _perform_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1231);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7927);
/* harmony import */ var _ports_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5234);









const asError = (thrown) => thrown instanceof _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P
    ? thrown
    : new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('host-lost', String(thrown), { cause: thrown });
/**
 * Says one command of a step. A start that Docker refuses is a gate that said no at once: it is
 * diagnosed like one.
 */
const say = async (host, command, { gate }, signal) => {
    try {
        return await (0,_perform_js__WEBPACK_IMPORTED_MODULE_3__/* .perform */ .y)(host, command, signal);
    }
    catch (error) {
        const isStart = command.kind === 'docker' && command.path.endsWith('/start');
        if (gate === undefined || !isStart || !(error instanceof _explain_js__WEBPACK_IMPORTED_MODULE_1__/* .DockerRefusal */ .nC))
            throw error;
        const saw = { startError: error.said, lastProbe: undefined, probes: 0, waitedMs: 0 };
        throw await (0,_pass_gate_js__WEBPACK_IMPORTED_MODULE_2__/* .findOut */ .yt)(host, gate, saw, signal);
    }
};
/** Commands in order, then the gate; Docker's `wait` for the container is sent beside the commands. */
const carryOut = async (step, ports) => {
    if (step.hook !== undefined) {
        await ports.hook(step.hook, ports.signal);
        return { answer: undefined, warnings: [] };
    }
    const host = (0,_ports_js__WEBPACK_IMPORTED_MODULE_4__/* .hostOf */ .w)(ports, step.host);
    const { gate } = step;
    const ended = new AbortController();
    const watching = AbortSignal.any([ports.signal, ended.signal]);
    const limitMs = gate === undefined ? 0 : gate.timeoutMs + 60_000;
    const watch = gate === undefined ? undefined : (0,_gates_watch_js__WEBPACK_IMPORTED_MODULE_5__/* .watchForEnd */ .qI)(host, gate.container, limitMs, watching);
    const warnings = [];
    try {
        for (const command of step.commands) {
            ports.signal.throwIfAborted();
            warnings.push(...(await say(host, command, step, ports.signal)));
        }
        const answer = gate === undefined || watch === undefined
            ? undefined
            : await (0,_pass_gate_js__WEBPACK_IMPORTED_MODULE_2__/* .passGate */ .lt)(host, gate, watch, ports);
        return { answer, warnings };
    }
    finally {
        ended.abort();
    }
};
const runStep = async (step, ports, progress) => {
    const begun = ports.clock.now();
    ports.narrate({ kind: 'step', at: begun, step });
    const since = () => ({ at: ports.clock.now(), ms: ports.clock.now() - begun });
    try {
        const { answer, warnings } = await carryOut(step, ports);
        progress.warnings.push(...warnings.map((warning) => `${step.host}: ${warning} failed`));
        ports.narrate({ kind: 'step-done', step, answer, warnings, ...since() });
    }
    catch (thrown) {
        const error = asError(thrown);
        progress.failures.push({ step, error });
        ports.narrate({ kind: 'step-failed', step, error, ...since() });
    }
};
/** After a failure anywhere no lane begins another step; what was begun is waited for. */
const runLane = async (lane, ports, progress) => {
    for (const step of lane.steps) {
        if (progress.failures.length > 0 || ports.signal.aborted)
            return;
        await runStep(step, ports, progress);
    }
};
const runWave = async (wave, ports, progress) => {
    ports.narrate({ kind: 'wave', at: ports.clock.now(), wave });
    await Promise.all(wave.lanes.map((lane) => runLane(lane, ports, progress)));
    ports.narrate({ kind: 'wave-ended', at: ports.clock.now(), wave });
    if (wave.restMs !== undefined && progress.failures.length === 0)
        await ports.clock.sleep(wave.restMs, ports.signal);
};
const walk = async (plan, ports) => {
    const progress = { failures: [], warnings: [] };
    for (const wave of plan.waves) {
        ports.signal.throwIfAborted();
        await runWave(wave, ports, progress);
        if (progress.failures.length > 0)
            return { ok: false, failures: progress.failures };
    }
    return { ok: true, warnings: progress.warnings };
};
/** Room for what lies between the steps: every step has its own limit. */
const slackMs = 60_000;
/**
 * Walks a plan, many hosts at once, and stops at the first failure. The whole of it has a limit: the
 * sum of what its steps may take. A run that is cancelled between two waves ends without a failure.
 * @throws SeaworthyError `run-too-long`.
 */
const run = async (plan, ports) => {
    const limitMs = (0,_plan_js__WEBPACK_IMPORTED_MODULE_6__/* .limitOf */ .LF)(plan) + slackMs;
    const over = new AbortController();
    const done = new AbortController();
    const tooLong = new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('run-too-long', `it took longer than ${(0,_base_time_js__WEBPACK_IMPORTED_MODULE_7__/* .duration */ .p)(limitMs)}`);
    ports.clock.sleep(limitMs, done.signal).then(() => {
        over.abort(tooLong);
    }, () => undefined);
    try {
        const hosts = new Map([...ports.hosts].map(([name, host]) => [name, (0,_created_js__WEBPACK_IMPORTED_MODULE_8__/* .startingById */ .V)(host)]));
        const signal = AbortSignal.any([ports.signal, over.signal]);
        return await walk(plan, { ...ports, hosts, signal });
    }
    catch (error) {
        if (ports.signal.aborted)
            return { ok: false, failures: [] };
        throw error;
    }
    finally {
        done.abort();
    }
};


/***/ }),

/***/ 6328:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F4: () => (/* binding */ seizeAndLook),
/* harmony export */   Q2: () => (/* binding */ isLoss),
/* harmony export */   _B: () => (/* binding */ claimOf),
/* harmony export */   ab: () => (/* binding */ seizeScript),
/* harmony export */   eG: () => (/* binding */ seizeAll),
/* harmony export */   l_: () => (/* binding */ seizeWord),
/* harmony export */   mH: () => (/* binding */ lookTwice)
/* harmony export */ });
/* unused harmony export lookAtAll */
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(458);
/* harmony import */ var _fleet_look_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(175);
/* harmony import */ var _fleet_parse_files_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7394);
/* harmony import */ var _host_names_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2975);
/* harmony import */ var _perform_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1231);





/** What kamal-proxy may be busy with for this deploy.yml: roles, and accessories with services of their own. */
const servicesOf = (config) => [
    ...config.roles.flatMap(({ name, proxy }) => proxy === undefined ? [] : [(0,_host_names_js__WEBPACK_IMPORTED_MODULE_3__/* .proxyService */ .G$)(config, name)]),
    ...config.accessories.flatMap(({ service, proxy }) => (proxy === undefined ? [] : [service])),
];
/** The claim of a run: it waits as long as another deploy of the service could take. */
const claimOf = ({ config, token }) => ({
    subject: config,
    token,
    services: servicesOf(config),
    waitMs: config.deployTimeoutMs + config.drainTimeoutMs,
});
const seizeWord = ({ subject, token, services, waitMs }) => ({
    word: 'seize',
    owner: (0,_host_names_js__WEBPACK_IMPORTED_MODULE_3__/* .pathsOf */ .wG)(subject).owner,
    token,
    services,
    waitMs,
});
const seizeScript = (claim) => ({
    kind: 'script',
    title: 'make the host ours, look',
    words: [seizeWord(claim), ...(0,_fleet_look_js__WEBPACK_IMPORTED_MODULE_1__/* .readFiles */ .Ul)(claim.subject)],
    changes: false,
    followed: true,
    timeoutMs: claim.waitMs + 30_000,
});
/**
 * Makes a host this run's own and looks at it, in that order: what an earlier run still had going has
 * ended before the look.
 */
const seizeAndLook = async (host, claim, signal) => {
    const answer = await (0,_perform_js__WEBPACK_IMPORTED_MODULE_2__/* .performScript */ .N)(host, seizeScript(claim), signal);
    return { ...(await (0,_fleet_look_js__WEBPACK_IMPORTED_MODULE_1__/* .lookAtDocker */ .fM)(host, claim.subject, signal)), files: (0,_fleet_parse_files_js__WEBPACK_IMPORTED_MODULE_4__/* .parseFiles */ .B)(answer.values) };
};
/**
 * Looks at many hosts at once; those that fail are reported, not thrown.
 * @throws SeaworthyError when the run is cancelled meanwhile.
 */
const lookAtAll = async (hosts, signal, look) => {
    const looks = await Promise.allSettled(hosts.map(look));
    signal.throwIfAborted();
    const failures = looks.flatMap((look, index) => {
        if (look.status === 'fulfilled')
            return [];
        const reason = look.reason;
        if (!(reason instanceof _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P))
            throw reason;
        return [{ host: hosts[index]?.name ?? '', error: reason }];
    });
    const states = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
    return { fleet: Object.fromEntries(states.map((state) => [state.host, state])), failures };
};
/** Whether an exchange failed with its connection, rather than by what the host said. */
const isLoss = ({ code }) => ['host-lost', 'host-timeout', 'host-unreachable'].includes(code);
/**
 * Looks at hosts by name; those that are lost on the way are connected to again, once. Hosts that are
 * not connected to begin with are left out.
 */
const lookTwice = async (names, ports, look) => {
    const among = (hosts, wanted) => wanted.flatMap((name) => hosts.get(name) ?? []);
    const first = await lookAtAll(among(ports.hosts, names), ports.signal, look);
    const lost = first.failures.filter(({ error }) => isLoss(error)).map(({ host }) => host);
    if (lost.length === 0)
        return first;
    const again = among(await ports.revive(), lost);
    const second = await lookAtAll(again, ports.signal, look);
    const left = first.failures.filter(({ host }) => !again.some(({ name }) => name === host));
    return { fleet: { ...first.fleet, ...second.fleet }, failures: [...left, ...second.failures] };
};
/** Seizes many hosts at once and looks at them. */
const seizeAll = (hosts, claim, signal, own = {}) => lookAtAll(hosts, signal, async (host) => {
    const files = own[host.name];
    if (files === undefined)
        return seizeAndLook(host, claim, signal);
    return { ...(await (0,_fleet_look_js__WEBPACK_IMPORTED_MODULE_1__/* .lookAtDocker */ .fM)(host, claim.subject, signal)), files };
});


/***/ }),

/***/ 5788:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FR: () => (/* binding */ hasWeb),
/* harmony export */   X$: () => (/* binding */ certificateWords),
/* harmony export */   Xz: () => (/* binding */ accessoryCertificateWords),
/* harmony export */   _A: () => (/* binding */ pagesWords),
/* harmony export */   au: () => (/* binding */ staleWeb),
/* harmony export */   eG: () => (/* binding */ assetWords),
/* harmony export */   os: () => (/* binding */ extractMs),
/* harmony export */   qf: () => (/* binding */ freshWork)
/* harmony export */ });
/* harmony import */ var _host_web_files_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5403);
/* harmony import */ var _journal_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4249);


const dir = (path) => ({ word: 'dir', path });
/** How long the assets of one role may take to be copied. */
const assetsMs = 120_000;
const extractMs = ({ roles }) => roles.filter(({ assets }) => assets !== undefined).length * assetsMs;
/** What a rollout that nobody could undo has left is no concern of this one. */
const freshWork = ({ config }, { roles }) => {
    const needed = roles.some(({ assets, proxy }) => assets !== undefined ||
        proxy?.certificate !== undefined ||
        (proxy !== undefined && config.errorPages !== undefined));
    if (!needed)
        return [];
    const work = (0,_host_web_files_js__WEBPACK_IMPORTED_MODULE_1__/* .webWork */ .Eb)(config);
    return [
        { word: 'remove', path: work },
        ...['staged', 'before', 'mixed'].map((name) => dir(`${work}/${name}`)),
    ];
};
/** Assets out of the image, and both ways between new and old, before the container that mounts them. */
const assetWords = (rollout, state, role) => {
    const { config, version } = rollout;
    const shared = (0,_journal_js__WEBPACK_IMPORTED_MODULE_0__/* .assetsFor */ .RF)(rollout, state, role);
    if (shared === undefined || role.assets === undefined)
        return [];
    const { helper, extracted, mixes } = shared;
    const { extracted: images, volumes } = (0,_host_web_files_js__WEBPACK_IMPORTED_MODULE_1__/* .assetFolders */ .gr)(config);
    const image = `${config.repository}:${version}`;
    const from = role.assets.path;
    return [
        { word: 'extract-assets', image, helper, from, to: extracted.staged },
        dir(images),
        dir(volumes),
        { word: 'swap', ...extracted },
        ...mixes.map((mix) => ({ word: 'mix', ...mix })),
    ];
};
const write = (path, text, mode) => ({
    word: 'write',
    path,
    text,
    mode,
});
const stagedFolder = ({ staged, path }, files, secrets) => [
    dir(path.slice(0, path.lastIndexOf('/'))),
    dir(staged),
    ...files,
    { word: 'let-proxy-read', folder: staged, secrets },
];
const pairIn = (folder, { chain, key }) => [
    write(`${folder}/cert.pem`, chain, '644'),
    write(`${folder}/key.pem`, key, '600'),
];
/** A role's certificate, beside the one that the proxy goes by. */
const certificateWords = ({ config }, role) => {
    const certificate = role.proxy?.certificate;
    if (certificate === undefined)
        return [];
    const swap = (0,_host_web_files_js__WEBPACK_IMPORTED_MODULE_1__/* .certificateSwap */ .nI)(config, role.name);
    return stagedFolder(swap, pairIn(swap.staged, certificate), ['key.pem']);
};
/** An accessory's certificate, where the proxy looks for it; none where its kit was not asked for. */
const accessoryCertificateWords = (config, { kit }) => {
    if (kit?.certificate === undefined)
        return [];
    const folder = (0,_host_web_files_js__WEBPACK_IMPORTED_MODULE_1__/* .certificatesFolder */ .rh)(config);
    return [
        dir(folder),
        ...pairIn(folder, kit.certificate),
        { word: 'let-proxy-read', folder, secrets: ['key.pem'] },
    ];
};
/** The error pages of this version, once for all roles of a host. */
const pagesWords = ({ config, version }, { roles }) => {
    const { errorPages } = config;
    if (errorPages === undefined || roles.every(({ proxy }) => proxy === undefined))
        return [];
    const swap = (0,_host_web_files_js__WEBPACK_IMPORTED_MODULE_1__/* .pagesSwap */ .e_)(config, version);
    const files = errorPages.map((page) => {
        const path = `${swap.staged}/${page.name}`;
        if ('text' in page)
            return write(path, page.text, '644');
        return { word: 'put', path, base64: page.base64, mode: '644' };
    });
    return stagedFolder(swap, files, []);
};
const hasWeb = (roles) => roles.some(({ assets, swaps }) => assets !== undefined || swaps !== undefined);
const staleAssets = (journal, { files }, role) => {
    const { assets } = role;
    if (assets === undefined || files === undefined)
        return [];
    const isStale = (name) => name.startsWith(`${role.role}-`) &&
        name !== `${role.role}-${journal.version}` &&
        assets.beside.every((other) => !name.startsWith(`${other}-`));
    const { extracted, volumes } = (0,_host_web_files_js__WEBPACK_IMPORTED_MODULE_1__/* .assetFolders */ .gr)(journal);
    return [
        ...files.web.extracted.filter(isStale).map((name) => `${extracted}/${name}`),
        ...files.web.volumes.filter(isStale).map((name) => `${volumes}/${name}`),
    ];
};
/** Pages that a service of this app still shows: one of a role that this rollout left alone. */
const shownPages = ({ proxy }, folder, roles) => {
    if (proxy.state !== 'running')
        return [];
    const seen = folder.slice(folder.indexOf('/apps-config/') + 1);
    return (proxy.services ?? [])
        .filter(({ name }) => roles.every(({ service }) => service !== name))
        .flatMap(({ flags }) => flags)
        .flatMap((flag) => flag.split(`${seen}/`)[1]?.replace(/["'].*$/, '') ?? []);
};
const stalePages = (journal, state, roles) => {
    const folder = (0,_host_web_files_js__WEBPACK_IMPORTED_MODULE_1__/* .pagesFolder */ .dT)(journal);
    const has = roles.some(({ swaps = [] }) => swaps.some(({ path }) => path.startsWith(`${folder}/`)));
    if (!has)
        return [];
    const kept = [journal.version, ...shownPages(state, folder, roles)];
    return (state.files?.web.pages ?? [])
        .filter((name) => !kept.includes(name))
        .map((name) => `${folder}/${name}`);
};
/** Assets and error pages of versions that are gone, which Kamal removes as well. */
const staleWeb = (journal, state, roles) => [
    ...roles.flatMap((role) => staleAssets(journal, state, role)),
    ...stalePages(journal, state, roles),
];


/***/ }),

/***/ 1686:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HB: () => (/* binding */ unreachable),
/* harmony export */   ID: () => (/* binding */ wereUnhealthy),
/* harmony export */   Ot: () => (/* binding */ reasons),
/* harmony export */   Te: () => (/* binding */ texts),
/* harmony export */   cu: () => (/* binding */ wereOfTraffic),
/* harmony export */   hU: () => (/* binding */ wereCutOff),
/* harmony export */   lX: () => (/* binding */ stuck),
/* harmony export */   sA: () => (/* binding */ stayWhereItIs)
/* harmony export */ });
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(458);
/* harmony import */ var _seize_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6328);


const stuck = (message, details, hint) => ({
    result: 'stuck',
    error: new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('recovery-stuck', message, { evidence: details, hint }),
});
const texts = (failures) => failures.map(({ step, error }) => `${step.host}: ${error.message}`);
const unreachable = (missing, evidence) => stuck(`${missing.join(', ')} could not be reached, so it is not known what serves there`, evidence, `bring ${missing.join(', ')} back and run the deploy again, or leave it out with "without-hosts: ${missing.join(',')}"`);
const reasons = ({ failures }) => failures.map(({ host, error }) => `${host}: ${error.message}`);
/** True when it is not known what hosts did, and nobody else has made one its own. */
const wereCutOff = (failures) => !wereRefused(failures) && !failures.some(({ error }) => error.code === 'fenced');
/** True when hosts have answered, and said no. */
const wereRefused = (failures) => !failures.some(({ error }) => (0,_seize_js__WEBPACK_IMPORTED_MODULE_1__/* .isLoss */ .Q2)(error) || ['fenced', 'cancelled'].includes(error.code));
const isAboutTraffic = ({ commands, gate }) => gate !== undefined ||
    commands.some((command) => command.kind === 'script' &&
        command.words.some(({ word }) => ['switch', 'switch-back', 'unroute'].includes(word)));
/** True where requests could not be sent where they should go; else something could not be tidied away. */
const wereOfTraffic = (failures) => failures.some(({ step }) => isAboutTraffic(step));
/** True when what was asked to serve said no: what could not be tidied away says nothing of health. */
const wereUnhealthy = (failures) => wereRefused(failures) && wereOfTraffic(failures);
/** Neither back nor forward: what is told depends on whether traffic or its remains could not go back. */
const stayWhereItIs = (failures) => {
    if (!wereOfTraffic(failures))
        return stuck('going back is not complete: what was staged could not be removed', texts(failures), 'mend what the hosts report and run the deploy again: it recovers first');
    const end = stuck('what served before does not answer any more, and the new version is not healthy everywhere', texts(failures), 'each host stays on what answers; deploy a version that is healthy to go on');
    return { ...end, unhealthy: wereUnhealthy(failures) };
};


/***/ }),

/***/ 6338:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ undo),
/* harmony export */   w: () => (/* binding */ hasLock)
/* harmony export */ });
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(458);
/* harmony import */ var _fleet_parse_files_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7394);
/* harmony import */ var _host_lock_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6276);
/* harmony import */ var _host_names_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2975);
/* harmony import */ var _perform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1231);
/* harmony import */ var _ports_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5234);
/* harmony import */ var _recover_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4383);
/* harmony import */ var _stuck_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1686);








const readLockOf = async (remembered, ports) => {
    const primary = ports.hosts.get(remembered.primary);
    if (primary === undefined)
        return undefined;
    const script = {
        kind: 'script',
        title: 'end what is still on its way, see whose the lock is',
        words: [
            { word: 'bar', owner: (0,_host_names_js__WEBPACK_IMPORTED_MODULE_5__/* .pathsOf */ .wG)(remembered).owner, token: remembered.token },
            (0,_host_lock_js__WEBPACK_IMPORTED_MODULE_6__/* .unfinishedLock */ .re)(remembered),
            ...(0,_host_lock_js__WEBPACK_IMPORTED_MODULE_6__/* .readLock */ .mF)(remembered),
            { word: 'read', path: (0,_host_names_js__WEBPACK_IMPORTED_MODULE_5__/* .pathsOf */ .wG)(remembered).owner, as: 'owner' },
        ],
        changes: false,
        timeoutMs: 30_000,
    };
    try {
        const { values } = await (0,_perform_js__WEBPACK_IMPORTED_MODULE_1__/* .performScript */ .N)(primary, script, ports.signal);
        return { lock: (0,_fleet_parse_files_js__WEBPACK_IMPORTED_MODULE_7__/* .parseLock */ .P)(values), mine: values['owner'] === remembered.token };
    }
    catch (error) {
        if (error instanceof _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P)
            return undefined;
        throw error;
    }
};
/** Somebody released the lock under a run that held it: it is taken again, so that all can be undone. */
const retake = async (journal, ports) => {
    const holds = `${(0,_host_names_js__WEBPACK_IMPORTED_MODULE_5__/* .pathsOf */ .wG)(journal).lock}/journal.json`;
    const words = [
        ...(0,_host_lock_js__WEBPACK_IMPORTED_MODULE_6__/* .takeLock */ .HJ)(journal),
        { word: 'holds-lock', journal: holds, token: journal.token },
    ];
    const title = 'take the deploy lock again';
    const script = { kind: 'script', title, words, changes: true, timeoutMs: 30_000 };
    try {
        await (0,_perform_js__WEBPACK_IMPORTED_MODULE_1__/* .performScript */ .N)((0,_ports_js__WEBPACK_IMPORTED_MODULE_2__/* .hostOf */ .w)(ports, journal.primary), script, ports.signal);
        return undefined;
    }
    catch (cause) {
        if (!(cause instanceof _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P))
            throw cause;
        const message = `somebody released the deploy lock on ${journal.primary} while this run held it, and it could not be taken again`;
        const hint = 'run the deploy again when the lock is free: it puts every host right';
        return {
            result: 'stuck',
            error: new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('recovery-stuck', message, { hint, cause }),
        };
    }
};
/** False where a run asked for the lock and does not know the answer. */
const hasLock = ({ hosts }) => Object.keys(hosts).length > 0;
/** True of an errand that was over: all that may be left of it is the lock. */
const hasFreed = ({ hosts, phase }) => phase === 'finishing' && Object.values(hosts).flat().length === 0;
const unread = ({ primary }) => (0,_stuck_js__WEBPACK_IMPORTED_MODULE_4__/* .stuck */ .lX)(`${primary} does not tell whether this run has the deploy lock; no other host is owed anything`, [], `see what is wrong with ${primary} and run the deploy again: it recovers first`);
/**
 * Recovers this run's own rollout, going by the journal on the lock's host, where nothing that this run
 * still has on its way can take or free the lock any more; what this process
 * remembers counts only while that host can't be reached. A lock that is not ours any more means that
 * nothing is owed: it was never taken, or finish freed it with its last word, or another run has made
 * the host its own. If none of this is true, somebody released it by hand.
 */
const undo = async (remembered, given, options = {}) => {
    const ports = { ...given, hosts: await given.revive() };
    const held = await readLockOf(remembered, ports);
    if (held === undefined)
        return hasLock(remembered) && !hasFreed(remembered)
            ? (0,_recover_js__WEBPACK_IMPORTED_MODULE_3__/* .recover */ .l)(remembered, ports, options)
            : unread(remembered);
    const { lock, mine } = held;
    if (lock.state === 'ours' && lock.journal.token === remembered.token)
        return (0,_recover_js__WEBPACK_IMPORTED_MODULE_3__/* .recover */ .l)(lock.journal, ports, options);
    if (!mine || remembered.phase === 'finishing')
        return { result: 'finished' };
    return (await retake(remembered, ports)) ?? (0,_recover_js__WEBPACK_IMPORTED_MODULE_3__/* .recover */ .l)(remembered, ports, options);
};


/***/ }),

/***/ 581:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ fingerprintOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/** Fingerprint of a public key in SSH's wire form, as OpenSSH prints it: `SHA256:` and base64. */
const fingerprintOf = (publicKey) => `SHA256:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`;


/***/ }),

/***/ 6408:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Sm: () => (/* binding */ hostName),
/* harmony export */   qC: () => (/* binding */ matchesHost),
/* harmony export */   vZ: () => (/* binding */ matchesPatterns)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/** How known_hosts names a host: `[host]:port` unless the port is 22 (sshd(8)). */
const hostName = (host, port) => port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${String(port)}`;
const matchesHash = (entry, name) => {
    const [, , salt = '', hash = ''] = entry.split('|');
    const wanted = Buffer.from(hash, 'base64');
    const found = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)('sha1', Buffer.from(salt, 'base64')).update(name).digest();
    return wanted.length === found.length && (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.timingSafeEqual)(wanted, found);
};
const matchesGlob = (pattern, name) => {
    const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${literal.replaceAll(/\*+/g, '.*').replaceAll('?', '.')}$`).test(name);
};
/** Whether patterns with `*`, `?` and `!` mean a name; `!`, "not this one", outweighs every other. */
const matchesPatterns = (patterns, name) => {
    const hit = (pattern) => matchesGlob(pattern, name);
    return (!patterns.some((pattern) => pattern.startsWith('!') && hit(pattern.slice(1))) &&
        patterns.some((pattern) => !pattern.startsWith('!') && hit(pattern)));
};
/**
 * Whether the first field of a known_hosts line names a host: a hashed name, or a comma list of
 * patterns in whatever case (sshd(8)).
 */
const matchesHost = (field, name) => field.startsWith('|1|')
    ? matchesHash(field, name)
    : matchesPatterns(field.toLowerCase().split(','), name);


/***/ }),

/***/ 3160:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  $: () => (/* binding */ readPrivateKey)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./node_modules/ssh2/lib/index.js
var lib = __webpack_require__(5472);
// EXTERNAL MODULE: ./build/base/clean.js
var clean = __webpack_require__(1697);
// EXTERNAL MODULE: ./build/base/error.js
var error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/ssh/fingerprint.js
var fingerprint = __webpack_require__(581);
;// CONCATENATED MODULE: ./build/ssh/key-text.js

const unusable = (message, hint) => new error/* SeaworthyError */.P('key-unusable', message, { hint });
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
const keys_unusable = (message, hint) => new error/* SeaworthyError */.P('key-unusable', message, { hint });
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
        fingerprint: (0,fingerprint/* fingerprintOf */.a)(blob),
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


/***/ }),

/***/ 5116:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ parseKnownHosts)
/* harmony export */ });
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(458);

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
        throw new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('input-invalid', `known-hosts cannot be read: ${wrong.join('; ')}.`, {
            hint: 'Each line is as `ssh-keyscan HOST` prints it, or a `SHA256:` fingerprint.',
            evidence: wrong,
        });
    return {
        keys: entries.flatMap(({ entry }) => (entry.kind === 'key' ? [entry.key] : [])),
        pins: entries.flatMap(({ entry }) => (entry.kind === 'pin' ? [entry.pin] : [])),
    };
};


/***/ })

};
