export const id = 664;
export const ids = [664];
export const modules = {

/***/ 6664:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runOperate: () => (/* binding */ runOperate)
});

// EXTERNAL MODULE: ./build/base/error.js
var base_error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/fleet/look.js + 1 modules
var look = __webpack_require__(175);
// EXTERNAL MODULE: ./build/base/time.js
var time = __webpack_require__(2475);
// EXTERNAL MODULE: ./build/fleet/parse-files.js
var parse_files = __webpack_require__(7394);
// EXTERNAL MODULE: ./build/host/audit.js
var audit = __webpack_require__(716);
// EXTERNAL MODULE: ./build/host/lock.js
var host_lock = __webpack_require__(6276);
// EXTERNAL MODULE: ./build/host/names.js
var names = __webpack_require__(2975);
// EXTERNAL MODULE: ./build/rollout/perform.js
var perform = __webpack_require__(1231);
;// CONCATENATED MODULE: ./build/operate/lock.js







const script = (title, words, changes) => ({
    kind: 'script',
    title,
    words,
    changes,
    timeoutMs: 30_000,
});
/** Who has the deploy lock. */
const lookAtLock = async (host, config, signal) => (0,parse_files/* parseLock */.P)((await (0,perform/* performScript */.N)(host, script('look at the lock', (0,host_lock/* readLock */.mF)(config), false), signal)).values);
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
const noted = ({ config, run, now }, text) => (0,audit/* audit */.s)({ ...config, actor: run.actor }, (0,time/* isoSeconds */.n)(now), text);
/** A lock by hand, as `kamal lock acquire -m REASON` takes it: nobody waits for it, Kamal included. */
const freezeScript = (act, version, reason) => {
    const { lock } = (0,names/* pathsOf */.wG)(act.config);
    const beside = `${lock}.${act.token}`;
    const details = (0,host_lock/* renderLock */.wC)({
        ...{ by: act.run.actor, at: (0,time/* isoSeconds */.n)(act.now), version },
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
const owesHint = 'A rollout of ours has it, with what it owes to the fleet: the next deploy or rollback settles that, and then frees it.';
const taken = (host, lock) => new base_error/* SeaworthyError */.P('lock-held', `the deploy lock on ${host} is held by ${lockText(lock)}`, {
    hint: lock.state === 'ours'
        ? owesHint
        : 'Deploys are held already, or one is going on: wait for its end, or release the lock first.',
});
/**
 * Holds all deploys, Kamal's too, until somebody resumes.
 * @returns what the lock says now
 * @throws SeaworthyError `lock-held` when somebody else has it.
 */
const freeze = async (host, act, { version, reason }, signal) => {
    const answer = await (0,perform/* performScript */.N)(host, freezeScript(act, version, reason), signal);
    const lock = (0,parse_files/* parseLock */.P)(answer.values);
    const ours = lock.state === 'foreign' &&
        lock.details?.by === act.run.actor &&
        lock.details.message.endsWith(`(Seaworthy freeze: ${(0,host_lock/* describeRun */.vZ)(act.run)})`);
    if (!ours)
        throw taken(host.name, lock);
    const note = script('note it', [noted(act, `Froze deploys: ${reason}`)], true);
    await (0,perform/* performScript */.N)(host, note, signal);
    return lock;
};
/** @throws SeaworthyError `lock-held` unless the lock may be released by whom `owner` names. */
const requireOwner = (host, lock, owner, which) => {
    const { by } = holderOf(lock);
    const held = `the deploy lock on ${host} is held by ${lockText(lock)}`;
    if (lock.state === 'ours')
        throw new base_error/* SeaworthyError */.P('lock-held', held, { hint: owesHint });
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
    const answer = await (0,perform/* performScript */.N)(host, releaseScript(act), signal);
    const now = (0,parse_files/* parseLock */.P)(answer.values);
    if (now.state !== 'free')
        throw taken(host.name, now);
    return holderOf(lock);
};

// EXTERNAL MODULE: ./build/operate/logs.js
var logs = __webpack_require__(8552);
// EXTERNAL MODULE: ./build/operate/status.js
var operate_status = __webpack_require__(9877);
// EXTERNAL MODULE: ./build/base/clean.js
var base_clean = __webpack_require__(1697);
// EXTERNAL MODULE: ./build/base/nearest.js
var nearest = __webpack_require__(578);
// EXTERNAL MODULE: ./build/fleet/serving.js
var serving = __webpack_require__(2667);
// EXTERNAL MODULE: ./build/host/docker.js
var docker = __webpack_require__(307);
// EXTERNAL MODULE: ./build/host/docker-parse.js
var docker_parse = __webpack_require__(6497);
;// CONCATENATED MODULE: ./build/operate/run.js










const keptCharacters = 100_000;
const refuse = (message, hint) => new base_error/* SeaworthyError */.P('input-invalid', message, { hint });
const unknown = ({ file, own }, name) => {
    const names = Object.keys(own.commands);
    if (names.length === 0)
        return refuse(`${file} has no command that may be run.`, 'List those that may: `x-seaworthy: {commands: {jobs: [bin/rails, "jobs:status"]}}`.');
    return name === ''
        ? refuse('Input name is missing.', `allowed: ${names.join(', ')}`)
        : refuse(`${file} has no command "${name}" that may be run.`, (0,nearest/* suggestion */.h)(name, names));
};
const checkMore = ({ mostArguments }, name, more) => {
    if (more.length > mostArguments) {
        const noun = mostArguments === 1 ? 'argument' : 'arguments';
        const most = mostArguments === 0 ? 'no' : `at most ${String(mostArguments)}`;
        throw refuse(`The command ${name} takes ${most} ${noun}, not ${String(more.length)}.`, `\`x-seaworthy.commands.${name}.arguments\` says how many it may be given.`);
    }
    const option = more.find((word) => word.startsWith('-'));
    if (option !== undefined)
        throw refuse(`"${option}" looks like an option: an argument can't begin with a dash.`, 'Options are a part of the command: list another command that has it.');
};
/**
 * The command of that name with arguments to it, as the allow-list lets it be run.
 * @throws SeaworthyError `input-invalid` with the candidates.
 */
const orderOf = (config, name, more) => {
    const command = Object.hasOwn(config.own.commands, name) ? config.own.commands[name] : undefined;
    if (command === undefined)
        throw unknown(config, name);
    checkMore(command, name, more);
    const role = config.roles.find((one) => one.name === (command.role ?? config.roles[0]?.name));
    if (role === undefined)
        throw unknown(config, name);
    const { hosts, timeoutMs } = command;
    return { name, words: [...command.words, ...more], role, hosts, timeoutMs };
};
const failed = (message, hint, evidence = []) => new base_error/* SeaworthyError */.P('command-failed', message, { hint, evidence });
const end = (text) => {
    const clean = (0,base_clean/* withoutControls */.D)(text).trimEnd();
    return clean.length <= keptCharacters
        ? clean
        : `(its beginning is left out)\n${clean.slice(-keptCharacters)}`;
};
const ask = async (host, call, signal) => {
    const answer = await host.docker(call, signal);
    if (answer.status < 300)
        return answer;
    throw failed(`${host.name}: Docker refused "${call.title}": ${(0,docker_parse/* dockerMessage */.QV)(answer)}`, 'Run it again when the container runs.');
};
const start = async (host, id, order, container, signal) => {
    try {
        return await ask(host, (0,docker/* startExec */.qb)(id, `run ${order.name} in ${container}`, order.timeoutMs), signal);
    }
    catch (error) {
        if (!(error instanceof base_error/* SeaworthyError */.P) || error.code !== 'host-timeout')
            throw error;
        throw failed(`${order.name} did not end within ${String(order.timeoutMs / 1000)} s on ${host.name}.`, `It may go on in ${container}. \`x-seaworthy.commands.${order.name}.timeout\` gives it more time.`);
    }
};
/**
 * Runs an order in the container that serves its role on a host, and notes that in Kamal's audit log
 * before it begins. No lock is taken: a deploy may stop the container meanwhile.
 * @throws SeaworthyError `command-failed` when nothing serves there, or it has not ended in time.
 */
const runOn = async (host, config, order, { now, actor }, signal) => {
    const { name, words, role } = order;
    const state = { ...(await (0,look/* lookAtDocker */.fM)(host, config, signal)), files: undefined };
    const container = (0,serving/* serving */.fO)(config, state, role);
    if (container === undefined)
        throw failed(`${host.name}: no container of the role ${role.name} serves.`, 'Deploy first.');
    const title = `prepare ${name} in ${container.name}`;
    const id = (0,docker_parse/* parseExecId */.qW)(await ask(host, (0,docker/* createExec */.k7)(container.id, words, title), signal));
    const said = `Executed cmd '${words.join(' ')}' on app version ${(0,serving/* versionOf */.E4)(config, container)}`;
    const note = (0,audit/* audit */.s)({ ...config, actor }, (0,time/* isoSeconds */.n)(now), said, role.name);
    await (0,perform/* performScript */.N)(host, { kind: 'script', title: 'note it', words: [note], changes: true, timeoutMs: 30_000 }, signal);
    const text = end((0,docker_parse/* parseLogs */.dl)(await start(host, id, order, container.name, signal)));
    const exitCode = (0,docker_parse/* parseExitCode */.fP)(await ask(host, (0,docker/* inspectExec */.y5)(id), signal));
    return { host: host.name, container: container.name, exitCode, text };
};

// EXTERNAL MODULE: ./build/rollout/ports.js
var rollout_ports = __webpack_require__(5234);
;// CONCATENATED MODULE: ./build/rollout/survey.js




const filesOn = async (host, subject, signal) => (0,parse_files/* parseFiles */.B)((await (0,perform/* performScript */.N)(host, (0,look/* filesScript */.nI)(subject), signal)).values);
/** Looks at one host and at what lies in its files, without changing anything. */
const lookWithFiles = async (host, subject, signal) => {
    const [docker, files] = await Promise.all([
        (0,look/* lookAtDocker */.fM)(host, subject, signal),
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

// EXTERNAL MODULE: ./build/actions/shared/connect.js + 14 modules
var connect = __webpack_require__(597);
// EXTERNAL MODULE: ./build/actions/shared/context.js + 95 modules
var shared_context = __webpack_require__(2260);
// EXTERNAL MODULE: ./build/actions/shared/world.js
var world = __webpack_require__(88);
// EXTERNAL MODULE: ./build/actions/operate/on-accessory.js + 1 modules
var on_accessory = __webpack_require__(5570);
// EXTERNAL MODULE: ./build/base/reason.js
var base_reason = __webpack_require__(3218);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
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
const texts = (row, column) => {
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
const refused = (message, hint) => new base_error/* SeaworthyError */.P('input-invalid', message, { hint });
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
        throw refused(`No statement of process ${pid} runs in this database.`, 'It may have ended. `command: sessions` lists those that run.');
    const cancelled = await session
        .query('SELECT pg_catalog.pg_cancel_backend($1::int) AS done', [pid])
        .catch((error) => {
        const reason = (0,base_reason/* messageOf */.bD)(error);
        throw refused(`The statement of process ${pid} can't be cancelled: ${reason}`, 'Use its own role, or one with pg_signal_backend.');
    });
    if (only(cancelled)['done'] === true)
        for (let tries = 0; tries < waits; tries += 1) {
            const now = await look();
            const goesOn = now !== undefined && cells_text(now, 'state') === 'active';
            if (!goesOn || cells_text(now, 'began') !== cells_text(before, 'began'))
                return;
            await (0,promises_.setTimeout)(waitMs);
        }
    throw refused(`The statement of process ${pid} goes on though it was cancelled.`, 'It ends where it next looks; a session that must go is ended by pg_terminate_backend.');
};

// EXTERNAL MODULE: ./build/actions/shared/database-inputs.js + 2 modules
var database_inputs = __webpack_require__(2094);
// EXTERNAL MODULE: ./build/base/quote.js
var quote = __webpack_require__(3636);
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
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:readline"
var external_node_readline_ = __webpack_require__(481);
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
const tellLines = (pipes, tell) => {
    for (const input of pipes)
        if (input !== null)
            createInterface({ input, crlfDelay: Infinity }).on('line', tell);
};
/** What has left the group may keep them open for as long as it likes. */
const closePipes = ({ stdout, stderr }) => {
    stdout?.destroy();
    stderr?.destroy();
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
        setTimeout(closePipes, 1000, child).unref();
    };
    const aborted = () => kill('aborted');
    const timer = run.limit === undefined ? undefined : setTimeout(kill, run.limit, 'time limit');
    child.stdout?.on('data', kept.out).on('data', kept.all);
    child.stderr?.on('data', kept.all);
    if (run.tell !== undefined)
        tellLines([child.stdout, child.stderr], run.tell);
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
        resolve({
            code: why === undefined ? code : null,
            why: why ?? signal ?? undefined,
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

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
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

// EXTERNAL MODULE: ./build/ssh/exec.js
var exec = __webpack_require__(2764);
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
    const stderr = (0,exec/* tailKeeper */.L3)(stderrBytes);
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
const parseVersion = (text) => {
    const [, version, major] = /\(PostgreSQL\) ((\d+)\S*)/.exec(text) ?? [];
    return version === undefined ? undefined : { version, major: Number(major) };
};
const absent = () => undefined;
const binFolders = async (root) => {
    const names = (await readdir(root).catch(absent)) ?? [];
    return names.filter((name) => /^\d+$/.test(name)).map((name) => join(root, name, 'bin'));
};
/**
 * The folder that a folder's pg_dump is really in. Debian's pg_wrapper runs whatever version it
 * likes and is none.
 */
const homeOf = async (folder) => {
    const target = await realpath(join(folder, 'pg_dump')).catch(absent);
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
    const known = code === 0 ? parseVersion(stdout) : undefined;
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
const limits = { stdoutBytes: 1024 * 1024, stderrBytes: 4096 };
const running = async (connection, signal) => {
    const listed = await connection.exec("docker ps --format '{{.Names}}'", limits, signal);
    const names = listed.stdout.toString('utf8').split('\n').filter(Boolean);
    return names.length === 0 ? 'no container runs there' : `running there: ${names.join(', ')}`;
};
const noDocker = (host, stderr) => new base_error/* SeaworthyError */.P('database-unreachable', `Docker on ${host} can't be asked.`, {
    hint: `Is Docker installed on ${host}, does it run, and is the user in the group docker?`,
    evidence: [stderr],
});
/** What Docker says of a container; undefined when there is none. @throws `database-unreachable`. */
const inspectContainer = async (name, connection, signal) => {
    const script = `docker inspect --type container ${(0,quote/* quote */.h)(name)}`;
    const { code, stdout, stderr } = await connection.exec(script, limits, signal);
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
    const found = await inspectContainer(name, connection, signal);
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
const hintFor = ({ name }, host, now) => now?.outOfMemory === true
    ? `The memory of ${name} was too small for it: raise its limit, or that of ${host}.`
    : `Was it stopped or replaced meanwhile? \`docker logs ${name}\` on ${host} says more.`;
/** Everything fails at once when a container ends, each part in its own words: this is why. */
const explainByEnd = async (error, container, connection) => {
    const patience = AbortSignal.timeout(10_000);
    try {
        const now = await inspectContainer(container.name, connection, patience);
        const end = endOf(container, now);
        if (end === undefined)
            return error;
        const what = `The container ${container.name} on ${connection.name} ${end} during the backup.`;
        const hint = hintFor(container, connection.name, now);
        return new base_error/* SeaworthyError */.P('dump-failed', what, { hint, evidence: (0,base_reason/* wordsOf */.Z9)(error), cause: error });
    }
    catch {
        // Whoever can't be asked has no better explanation.
        return error;
    }
};

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: ./build/ssh/connection.js + 4 modules
var connection = __webpack_require__(6090);
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
    const assigned = Object.entries(variables).map(([name, value]) => `${name}=${(0,quote/* quote */.h)(value)}`);
    const passed = Object.keys(variables).map((name) => `-e ${name}`);
    const args = argumentsFor(call.program, call.args, address.database).map(quote/* quote */.h);
    const words = ['docker', 'exec', ...passed, (0,quote/* quote */.h)(call.container), call.program, ...args];
    return `export ${assigned.join(' ')}; exec ${words.join(' ')} </dev/null\n`;
};
/**
 * Ends what `docker exec` has started and leaves behind when its own connection goes, and stays until
 * it is gone: asked first, as pg_dump then cancels its query on the server, and killed after 2 s.
 */
const endScript = (container, mark) => {
    const marked = `$(grep -ls SEAWORTHY_RUN=${mark} /proc/[0-9]*/environ)`;
    const ended = [
        'round=0; while [ $round -lt 40 ]; do left=',
        `for file in ${marked}; do file=\${file%/environ}; left="$left \${file#/proc/}"; done`,
        '[ -n "$left" ] || exit 0',
        'case $round in 0) kill $left ;; 20) kill -KILL $left ;; esac',
        'sleep 0.1; round=$((round + 1)); done',
    ];
    return `docker exec ${(0,quote/* quote */.h)(container)} sh -c ${(0,quote/* quote */.h)(ended.join('; '))} </dev/null`;
};

;// CONCATENATED MODULE: ./build/postgres/reach/container-run.js







const container_run_limits = { stdoutBytes: 0, stderrBytes: 0 };
/** Resolves with the exit code; rejects when the way to the program was lost. */
const codeOf = (channel, stdout) => new Promise((resolve, reject) => {
    channel.pipe(stdout, { end: false });
    channel.on('error', (error) => {
        if (error instanceof connection/* RunError */.e)
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
    const stderr = (0,exec/* tailKeeper */.L3)(stderrBytes);
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
            const code = await codeOf(channel, stdout);
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

// EXTERNAL MODULE: ./build/ssh/channel-error.js
var channel_error = __webpack_require__(8665);
;// CONCATENATED MODULE: ./build/postgres/reach/explain.js



const from = ({ through }) => through ?? 'this machine';
const notVerified = () => 'Name the right certificates in sslrootcert; sslmode=require encrypts without verifying.';
/** By error code of the operating system, OpenSSL or Node, or by words. */
const unreachable = [
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
    if (error instanceof channel_error/* ForwardError */.q)
        return error.detail;
    if (typeof error !== 'object' || error === null)
        return String(error);
    if ('errors' in error && Array.isArray(error.errors))
        return error.errors.map(wordsOf).join('; ');
    const { code, name, message } = { code: '', name: '', message: '', ...errorParts(error) };
    return [code, name === 'TimeoutError' ? name : '', message].filter(Boolean).join(' ');
};
/** Says why nobody could log in; what is already explained (`host-lost`) stays as it is. */
const explainLogin = (error, where) => {
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
    const why = unreachable.find(({ looks }) => looks.test(words));
    return new base_error/* SeaworthyError */.P('database-unreachable', `The database at ${(0,reach_address/* placeOf */.$t)(address)} cannot be reached${where.through === undefined ? '' : ` from ${where.through}`}: ${why?.reason ?? seen}.`, {
        hint: why?.hint(where) ?? `Are host and port right as seen from ${from(where)}?`,
        evidence: [seen],
        cause: error,
    });
};

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
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
const logIn = async (address, road, ssl, signal) => {
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
    const attempt = (tls) => logIn(where.address, road, tls, signal);
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
        throw explainLogin(error, where);
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
    const script = `docker exec ${(0,quote/* quote */.h)(container)} pg_dump --version </dev/null`;
    const { stdout, stderr } = await connection.exec(script, container_limits, signal);
    const known = parseVersion(stdout.toString('utf8'));
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
// EXTERNAL MODULE: ./build/base/join.js
var base_join = __webpack_require__(6730);
;// CONCATENATED MODULE: ./build/postgres/reach/detour.js



/** Listens on 127.0.0.1 only; each connection gets a way of its own. */
const openDetour = async (open) => {
    const life = new AbortController();
    const near = new Set();
    const server = (0,external_node_net_.createServer)({ allowHalfOpen: true }, (socket) => {
        near.add(socket);
        socket.on('close', () => near.delete(socket)).on('error', () => undefined);
        open(life.signal).then((far) => (0,base_join/* join */.f)(socket, far), () => socket.destroy());
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

// EXTERNAL MODULE: ./build/ssh/connect.js + 6 modules
var ssh_connect = __webpack_require__(9019);
// EXTERNAL MODULE: ./build/ssh/keys.js + 1 modules
var keys = __webpack_require__(3160);
// EXTERNAL MODULE: ./build/ssh/known-hosts.js
var known_hosts = __webpack_require__(5116);
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
        keys: inputs.key === undefined ? [] : [(0,keys/* readPrivateKey */.$)(inputs.key, inputs.passphrase)],
        known: (0,known_hosts/* parseKnownHosts */.u)([inputs.knownHosts ?? '']),
        compress: true,
    };
    return (0,ssh_connect/* connect */.N)(target, {}, signal);
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

// EXTERNAL MODULE: ./build/actions/operate/tell.js + 1 modules
var tell = __webpack_require__(5291);
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
                await (0,tell/* tellActivity */.PU)(context, await readActivity(session, longerThanMs / 1000));
                return;
            }
            await cancelStatement(session, pid);
            await (0,tell/* tellCancelled */.x0)(context, pid);
            return;
        }
        finally {
            await session.close();
        }
    });
};

// EXTERNAL MODULE: ./build/rollout/errand.js + 5 modules
var rollout_errand = __webpack_require__(1820);
// EXTERNAL MODULE: ./build/rollout/steps/prune.js
var prune = __webpack_require__(6398);
;// CONCATENATED MODULE: ./build/operate/prune-plan.js
const shortId = (id) => id.replace(/^sha256:/, '').slice(0, 12);
const tagsOf = ({ tags }) => tags.filter((tag) => !tag.includes('<none>'));
const namesOf = (image) => {
    const tags = tagsOf(image);
    return tags.length > 0 ? tags : [shortId(image.id)];
};
const isStopped = ({ state }) => ['created', 'exited', 'dead'].includes(state);
const goingContainers = ({ containers }, config) => containers
    .filter(({ labels }) => (labels['destination'] ?? '') === (config.destination ?? ''))
    .filter(isStopped)
    .slice(config.retainContainers);
/** As docker lists it: an image whose tag has moved on is named by its short id. */
const listedName = (image) => (image.startsWith('sha256:') ? shortId(image) : image);
const escaped = (text) => text.replace(/[\\^$*+?()[\]{}|]/g, '\\$&');
/** `grep -w`, as prune-images has it: of whatever names a kept image as a whole word, nothing goes. */
const wordAmong = (names) => new RegExp(`(?<![A-Za-z0-9_])(?:${names.map(escaped).join('|')})(?![A-Za-z0-9_])`);
/** What the words prune-containers and prune-images would remove, in their order. */
const wouldGo = (stock, config) => {
    const going = goingContainers(stock, config);
    const staying = stock.containers.filter((container) => !going.includes(container));
    const inUse = new Set(staying.map(({ imageId }) => imageId));
    const kept = wordAmong([
        ...staying.map(({ image }) => listedName(image)),
        `${config.repository}:latest`,
    ]);
    return {
        containers: going.map(({ name }) => name),
        images: stock.images.flatMap((image) => {
            const tags = tagsOf(image);
            if (tags.length === 0)
                return inUse.has(image.id) ? [] : namesOf(image);
            return tags.filter((tag) => !kept.test(`${shortId(image.id)} ${tag}`));
        }),
    };
};
/** What was there before, and is not any more. */
const hasGone = (before, after) => {
    const containers = new Set(after.containers.map(({ id }) => id));
    const images = new Set(after.images.flatMap(namesOf));
    const ids = new Set(after.images.map(({ id }) => id));
    return {
        containers: before.containers.filter(({ id }) => !containers.has(id)).map(({ name }) => name),
        images: before.images.flatMap((image) => {
            const gone = namesOf(image).filter((name) => !images.has(name));
            return tagsOf(image).length === 0 && ids.has(image.id) ? [] : gone;
        }),
    };
};

;// CONCATENATED MODULE: ./build/operate/prune.js










const lookAtStock = async (host, config, signal) => {
    const ask = async (call) => {
        const answer = await host.docker(call, signal);
        if (answer.status === 200)
            return answer;
        throw new base_error/* SeaworthyError */.P('docker-refused', `${host.name}: Docker refused "${call.title}": ${(0,docker_parse/* dockerMessage */.QV)(answer)}`);
    };
    const [containers, images] = await Promise.all([
        ask((0,docker/* listContainers */.ts)(config.service)),
        ask((0,docker/* listServiceImages */.A2)(config.service)),
    ]);
    const names = (0,docker_parse/* parseImageNames */.HC)(containers);
    return {
        containers: (0,docker_parse/* parseContainers */.eQ)(containers)
            .map((container) => ({ ...container, image: names.get(container.id) ?? '' }))
            .sort((a, b) => b.created - a.created),
        images: (0,docker_parse/* parseImages */.eb)(images),
    };
};
const pruneScript = ({ config, token, run }, now) => ({
    kind: 'script',
    title: 'prune old containers and images',
    words: [
        { word: 'guard', owner: (0,names/* pathsOf */.wG)(config).owner, token },
        ...(0,prune/* pruneWords */.K)({ ...config, actor: run.actor }, (0,time/* isoSeconds */.n)(now)),
    ],
    changes: true,
    timeoutMs: 300_000,
});
const pruneOn = async (host, errand, ports) => {
    const { signal, clock } = ports;
    const before = await lookAtStock(host, errand.config, signal);
    const answer = await (0,perform/* performScript */.N)(host, pruneScript(errand, clock.now()), signal);
    const failed = Object.keys(answer.values).filter((key) => key.startsWith('warning-'));
    const gone = hasGone(before, await lookAtStock(host, errand.config, signal));
    const message = `${host.name}: not everything could be pruned`;
    const error = failed.length === 0
        ? undefined
        : new base_error/* SeaworthyError */.P('script-failed', message, { evidence: [answer.stderr.trim()] });
    return { host: host.name, ...gone, error };
};
const failedOn = (host, reason) => {
    if (!(reason instanceof base_error/* SeaworthyError */.P))
        throw reason;
    return { host, containers: [], images: [], error: reason };
};
/**
 * Removes from every host what a deploy would remove at its end, under the deploy lock.
 * @returns what went from each host, and what kept the rest
 * @throws SeaworthyError `lock-held` when somebody has the lock; whatever a host throws before that.
 */
const prune_prune = (errand, ports, options) => (0,rollout_errand/* underErrandLock */.s)(errand, ports, options, async () => {
    const pruning = errand.hosts.map((name) => pruneOn((0,rollout_ports/* hostOf */.w)(ports, name), errand, ports));
    const results = await Promise.allSettled(pruning);
    ports.signal.throwIfAborted();
    return results.map((result, at) => result.status === 'fulfilled'
        ? result.value
        : failedOn(errand.hosts[at] ?? '', result.reason));
});
/** What a prune would remove now. Nothing is changed, and no lock is asked for. */
const planPrune = ({ config, hosts }, ports) => Promise.all(hosts.map(async (host) => {
    const stock = await lookAtStock((0,rollout_ports/* hostOf */.w)(ports, host), config, ports.signal);
    return { host, ...wouldGo(stock, config), error: undefined };
}));

// EXTERNAL MODULE: ./build/actions/shared/in-one.js
var in_one = __webpack_require__(5928);
// EXTERNAL MODULE: ./build/actions/shared/show.js + 1 modules
var show = __webpack_require__(2049);
// EXTERNAL MODULE: ./build/actions/operate/errand-for.js + 2 modules
var errand_for = __webpack_require__(6039);
// EXTERNAL MODULE: ./build/base/markdown.js
var markdown = __webpack_require__(6963);
;// CONCATENATED MODULE: ./build/actions/operate/tell-fleet.js


const headlineOf = (pruned, dryRun) => {
    const count = (of) => {
        const sum = pruned.reduce((total, one) => total + one[of].length, 0);
        return `${String(sum)} ${sum === 1 ? of.slice(0, -1) : of}`;
    };
    return `${count('containers')} and ${count('images')} ${dryRun ? 'would go' : 'have gone'}`;
};
const rowOf = ({ host, containers, images }) => [
    ...[host, containers.join(', ') || '-', images.join(', ') || '-'],
];
/** What a prune removed, or would. */
const tellPruned = (context, pruned, dryRun) => {
    const headline = headlineOf(pruned, dryRun);
    const hosts = pruned.map(({ host, containers, images }) => ({ host, containers, images }));
    return (0,tell/* tell */.qz)(context, { result: JSON.stringify({ dryRun, hosts }) }, [...pruned.map(rowOf).map(([host, ...rest]) => `${host ?? ''}: ${rest.join('; ')}`), headline], [`## ${(0,markdown/* words */.aL)(headline)}`, (0,markdown/* table */.tp)(['Host', 'Containers', 'Images'], pruned.map(rowOf))], { headline, changed: !dryRun });
};
/** Where an order would be carried out. */
const tellOrder = (context, { name, words: command, role }, hosts) => {
    const headline = `${name} would run in the role ${role.name} on ${hosts.join(', ')}`;
    return (0,tell/* tell */.qz)(context, { result: JSON.stringify({ dryRun: true, words: command, role: role.name, hosts }) }, [headline, JSON.stringify(command)], [`## ${(0,markdown/* words */.aL)(headline)}`, (0,markdown/* codeBlock */.DV)(command.join('\n'))], { headline, changed: false });
};
/** In a summary, which has 1 MiB for everything, the end of each text is enough. */
const shownCharacters = 20_000;
const exitText = ({ exitCode }) => exitCode === undefined ? 'exit code unknown' : `exit code ${String(exitCode)}`;
/** What an order printed and how it ended, host by host. */
const tellRan = (context, order, ran) => {
    const headline = `${order.name} ran on ${ran.map(({ host }) => host).join(', ') || 'no host'}`;
    return (0,tell/* tell */.qz)(context, {
        result: JSON.stringify(ran.map(({ host, container, exitCode }) => ({ host, container, exitCode }))),
    }, ran.flatMap((one) => [`--- ${one.container} on ${one.host}: ${exitText(one)}`, one.text]), [
        `## ${(0,markdown/* words */.aL)(headline)}`,
        ...ran.map((one) => (0,markdown/* details */.zH)(`${one.container} on ${one.host}: ${exitText(one)}`, (0,markdown/* codeBlock */.DV)(context.secrets.redact(one.text).slice(-shownCharacters)))),
    ], { headline, changed: true });
};

;// CONCATENATED MODULE: ./build/actions/operate/on-fleet.js










const throwAll = (errors) => {
    const [first, ...others] = errors;
    if (first !== undefined)
        throw (0,in_one/* inOne */.U)([first, ...others]);
};
const pruneAll = async (operation) => {
    const { context, fleet, inputs, config, aim } = operation;
    const ports = (0,connect/* portsOf */.a5)(fleet, (0,show/* narration */.T)(context.log).narrate, context.signal);
    const hosts = aim.targets.map(({ host }) => host);
    const { errand, options } = (0,errand_for/* errandFor */.g)(context, inputs, { config, lockHost: aim.lockHost, hosts });
    if (inputs.dryRun)
        return planPrune(errand, ports);
    return prune_prune(errand, ports, options);
};
/** @throws SeaworthyError `lock-held`; what kept a host from being pruned, after all others were. */
const onPrune = async (operation) => {
    (0,connect/* requireAll */.rs)(operation.fleet);
    const pruned = await pruneAll(operation);
    await tellPruned(operation.context, pruned, operation.inputs.dryRun);
    throwAll(pruned.flatMap(({ error }) => error ?? []));
};
/** Hosts on which an order is to be carried out, of those that are meant at all. */
const hostsOf = (order, { aim }) => {
    const hosts = aim.targets
        .filter(({ roles }) => roles.some(({ name }) => name === order.role.name))
        .map(({ host }) => host);
    if (hosts.length === 0)
        throw new base_error/* SeaworthyError */.P('input-invalid', `No host of the role ${order.role.name} is left.`, {
            hint: `The command ${order.name} runs in that role: see hosts, roles and without-hosts.`,
        });
    return order.hosts === 'first' ? hosts.slice(0, 1) : hosts;
};
const failure = ({ host, exitCode, text }, { name }) => exitCode === 0
    ? []
    : [
        new base_error/* SeaworthyError */.P('command-failed', `${name} ended on ${host} with exit code ${exitCode === undefined ? 'unknown' : String(exitCode)}.`, { evidence: text.split('\n').slice(-8) }),
    ];
/** @throws SeaworthyError `command-failed` when it did not end well everywhere. */
const onRun = async (operation) => {
    const { context, config, fleet, inputs } = operation;
    const order = orderOf(config, inputs.name, inputs.arguments);
    const hosts = hostsOf(order, operation);
    if (inputs.dryRun)
        return tellOrder(context, order, hosts);
    (0,connect/* requireAll */.rs)(fleet);
    const act = { now: world/* wallClock */.X.now(), actor: context.run.actor };
    context.touched.add('hosts');
    const results = await Promise.allSettled(hosts.map((host) => runOn((0,rollout_ports/* hostOf */.w)(fleet, host), config, order, act, context.signal)));
    context.signal.throwIfAborted();
    const ran = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const broken = results.flatMap((result) => {
        if (result.status === 'fulfilled')
            return [];
        const reason = result.reason;
        if (!(reason instanceof base_error/* SeaworthyError */.P))
            throw reason;
        return [reason];
    });
    await tellRan(context, order, ran);
    throwAll([...broken, ...ran.flatMap((one) => failure(one, order))]);
};

;// CONCATENATED MODULE: ./build/actions/operate/main.js
















const seen = (lock) => ({ free: lock.state === 'free', text: lockText(lock) });
const main_status = async (operation) => {
    const { context, config, aim, fleet } = operation;
    const reached = aim.targets.flatMap(({ host, roles }) => {
        const link = fleet.hosts.get(host);
        return link === undefined ? [] : [{ link, roles }];
    });
    const hosts = await Promise.all(reached.map(async ({ link, roles }) => (0,operate_status/* hostStatus */.D1)(config, await lookWithFiles(link, config, context.signal), roles)));
    const primary = fleet.hosts.get(aim.lockHost);
    const lock = primary === undefined
        ? { free: false, text: `unknown: ${aim.lockHost} was not reached` }
        : seen(await lookAtLock(primary, config, context.signal));
    await (0,tell/* tellStatus */.C0)(context, hosts, fleet.failures.map(({ host }) => host), lock);
    (0,connect/* requireAll */.rs)(fleet);
};
const main_logs = async (operation) => {
    const { context, config, aim, fleet, inputs } = operation;
    (0,connect/* requireAll */.rs)(fleet);
    const { signal } = context;
    const found = await Promise.all(aim.targets.map(async ({ host, roles }) => {
        const link = (0,rollout_ports/* hostOf */.w)(fleet, host);
        const state = await (0,look/* lookAtDocker */.fM)(link, config, signal);
        return (0,logs/* logsOn */.H)(link, { ...state, files: undefined }, roles, { lines: inputs.lines, signal });
    }));
    await (0,tell/* tellLogs */.Ht)(context, found.flat());
};
const versionOn = async (primary, { config, context }) => {
    const [role] = config.roles;
    const docker = await (0,look/* lookAtDocker */.fM)(primary, config, context.signal);
    const now = role === undefined ? undefined : (0,serving/* serving */.fO)(config, { ...docker, files: undefined }, role);
    return now === undefined ? 'none' : (0,serving/* versionOf */.E4)(config, now);
};
/** Unless it was refused, nobody knows whether the lock has changed. */
const changing = async ({ touched }, change) => {
    try {
        return await change;
    }
    catch (error) {
        if (!(error instanceof base_error/* SeaworthyError */.P) || error.code !== 'lock-held')
            touched.add('hosts');
        throw error;
    }
};
const onLock = async (operation) => {
    const { context, config, aim, fleet, inputs } = operation;
    (0,connect/* requireAll */.rs)(fleet);
    const { run, signal } = context;
    const primary = (0,rollout_ports/* hostOf */.w)(fleet, aim.lockHost);
    const act = { config, run, now: world/* wallClock */.X.now(), token: world/* cryptoRandom */.j.hex(8) };
    const { command, reason = '', heldBy = run.actor } = inputs;
    if (command === 'freeze') {
        const version = await versionOn(primary, operation);
        const lock = await changing(context, freeze(primary, act, { version, reason }, signal));
        return (0,tell/* tellLock */.rH)(context, { headline: 'Deploys are frozen', changed: true }, seen(lock));
    }
    if (command === 'lock') {
        const lock = await lookAtLock(primary, config, signal);
        return (0,tell/* tellLock */.rH)(context, { headline: 'The deploy lock', changed: false }, seen(lock));
    }
    const which = command === 'unlock' ? 'any' : 'by-hand';
    const was = await changing(context, release(primary, act, { owner: heldBy, which }, signal));
    const headline = was === undefined ? 'Nothing was held' : `Deploys go on: the lock of ${was.by} is released`;
    return (0,tell/* tellLock */.rH)(context, { headline, changed: was !== undefined }, { free: true, text: 'free' });
};
const carryOut = async (operation) => {
    switch (operation.inputs.command) {
        case 'status':
            return main_status(operation);
        case 'logs':
            return main_logs(operation);
        case 'run':
            return onRun(operation);
        case 'prune':
            return onPrune(operation);
        default:
            return onLock(operation);
    }
};
const hostsFor = (inputs, config, aim) => {
    if (['status', 'logs', 'prune'].includes(inputs.command))
        return aim.hosts;
    if (inputs.command !== 'run')
        return [aim.lockHost];
    return hostsOf(orderOf(config, inputs.name, inputs.arguments), { aim });
};
const isOnLock = ({ command }) => ['lock', 'freeze', 'resume', 'unlock'].includes(command);
/** Whether it shows what containers print. */
const showsOutput = ({ command }) => ['logs', 'run'].includes(command);
/** @throws SeaworthyError whatever kept the command from its end. */
const runOperate = async (context, inputs) => {
    (0,shared_context/* keepInputs */.jf)(context, inputs);
    if (inputs.database !== undefined)
        return onDatabase(context, inputs, inputs.database);
    if (inputs.accessory !== undefined)
        return (0,on_accessory/* onAccessory */.G)(context, inputs, inputs.accessory);
    const config = (0,shared_context/* hostsConfigFor */.Tr)(context, inputs, showsOutput(inputs));
    const aim = (0,shared_context/* aimOf */.Bx)(config, { ...inputs, lockOnly: isOnLock(inputs) });
    const fleet = await (0,connect/* link */.nf)(context, config, inputs, hostsFor(inputs, config, aim));
    try {
        await carryOut({ context, inputs, config, aim, fleet });
    }
    finally {
        await fleet.close();
    }
};


/***/ })

};
