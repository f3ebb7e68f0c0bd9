export const id = 212;
export const ids = [212];
export const modules = {

/***/ 93831:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runBackup: () => (/* binding */ runBackup)
});

// EXTERNAL MODULE: ./build/base/markdown.js
var markdown = __webpack_require__(26963);
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

;// CONCATENATED MODULE: ./build/backup/archive/readme.js
/** `text` as one word of a POSIX shell. */
const quoted = (text) => /^[\w./:@%+=-]+$/.test(text) && !text.startsWith('-')
    ? text
    : `'${text.replaceAll("'", `'\\''`)}'`;
/**
 * The commands that restore a file with `age`, `zstd`, `tar` and PostgreSQL's own programs: the same
 * in the file's README, the job's summary and the docs. The identity is in the file `IDENTITY`.
 */
const restoreSteps = (facts) => {
    const { recipients, database } = facts;
    // A name that starts with a dash would be read as an option.
    const file = quoted(facts.file.startsWith('-') ? `./${facts.file}` : facts.file);
    const name = quoted(database);
    const open = recipients.length === 0 ? `zstd -dc ${file}` : `age -d -i IDENTITY ${file} | zstd -dc`;
    return [
        {
            does: 'Take out the dump',
            command: `${open} | tar -xOf - --wildcards 'dump/*' > dump.pgc`,
        },
        {
            does: 'Take out the roles, the schema as text, and the manifest',
            command: `${open} | tar -xf - globals.sql schema.sql manifest.json`,
        },
        {
            does: 'Make the roles (without passwords; those that exist already are reported, and stay)',
            command: 'psql -X -d postgres -f globals.sql',
        },
        {
            does: `Make the database ${name} as it was (encoding, locale, owner, settings), and restore it`,
            command: 'pg_restore --exit-on-error --create -j 4 -d template1 dump.pgc',
        },
    ];
};
/** The `README` inside a file: what it is, and how it is restored without Seaworthy. */
const readmeOf = (facts) => {
    const { recipients, database, clientMajor, takenAt } = facts;
    const steps = restoreSteps(facts).flatMap(({ does, command }, index) => [
        `${index + 1}. ${does}:`,
        '',
        `   ${command}`,
        '',
    ]);
    const keys = recipients.length === 0
        ? ['This file is not encrypted.']
        : [
            'The file can be opened with the private key of any of these; put it into a file IDENTITY:',
            ...recipients.map((recipient) => `   ${recipient}`),
        ];
    return [
        `A backup of the PostgreSQL database ${JSON.stringify(database)}, taken at ${takenAt}.`,
        '',
        'How to restore it, with nothing but age, zstd, GNU tar and PostgreSQL',
        `(its programs of version ${clientMajor} or newer):`,
        '',
        ...steps,
        ...keys,
        '',
        'The dump is cut into entries dump/000000, dump/000001, ...; put together they are one archive',
        'of pg_dump -Fc. manifest.json has its SHA-256, and the rows and a checksum of every table.',
        '',
    ].join('\n');
};

;// CONCATENATED MODULE: ./build/backup/prove/checks-of.js
const count = (amount, noun) => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
/** One claim per kind of thing that is compared; every kind of difference belongs to one. */
const claims = [
    {
        name: 'tables',
        kinds: ['table-missing', 'table-extra', 'columns'],
        good: ({ fingerprint }) => `${count(fingerprint.tables.length, 'table')}, none missing or added`,
    },
    {
        name: 'rows and checksums',
        kinds: ['rows', 'checksum'],
        good: ({ fingerprint }) => `${rowsOf(fingerprint.tables)} rows, each of them equal`,
    },
    {
        name: 'sequences',
        kinds: ['sequence-missing', 'sequence-extra', 'sequence-behind', 'sequence-ahead'],
        good: ({ fingerprint }) => `${count(fingerprint.sequences.length, 'sequence')}, none behind`,
    },
    {
        name: 'materialized views',
        kinds: ['view-missing', 'view-extra', 'view-population'],
        good: ({ fingerprint }) => count(fingerprint.materializedViews.length, 'view'),
    },
    {
        name: 'large objects',
        kinds: ['large-objects'],
        good: ({ fingerprint }) => `${fingerprint.largeObjects.count} objects, equal`,
    },
    {
        name: 'extensions',
        kinds: ['extension-missing', 'extension-extra', 'extension-schema', 'extension-version'],
        good: ({ fingerprint }) => count(fingerprint.extensions.length, 'extension'),
    },
    {
        name: 'constraints',
        kinds: ['constraint-not-validated', 'constraint-validated'],
        good: () => 'validated as at the source',
    },
    { name: 'schema', kinds: ['schema'], good: () => 'its text is equal, with owners and grants' },
];
/** Rows of all tables together. */
const rowsOf = (tables) => tables.reduce((sum, { rows }) => sum + BigInt(rows), 0n).toString();
const shown = 20;
const evidenceOf = (found) => [
    ...found
        .slice(0, shown)
        .map(({ where, expected, found: seen }) => `${where}: expected ${expected}, found ${seen}`),
    ...(found.length > shown ? [`and ${found.length - shown} more`] : []),
];
/** One check per claim: failed when one of its differences loses data. */
const comparisonChecks = (manifest, differences) => claims.map(({ name, kinds, good }) => {
    const found = differences.filter(({ kind }) => kinds.includes(kind));
    const failures = found.filter(({ severity }) => severity === 'failure');
    if (failures.length > 0)
        return {
            name,
            verdict: 'failed',
            detail: count(failures.length, 'difference'),
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

;// CONCATENATED MODULE: ./build/backup/report/sizes.js
const units = ['B', 'kB', 'MB', 'GB', 'TB'];
/** `168.5 MB`: powers of 1000, as disks and GitHub count. */
const sizeText = (bytes) => {
    const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
    const amount = bytes / 1000 ** power;
    return `${power === 0 ? String(bytes) : amount.toFixed(1)} ${units[power] ?? ''}`;
};

;// CONCATENATED MODULE: ./build/backup/report/backup-summary.js





const largest = 10;
const tableNames = ({ fingerprint }) => (0,markdown/* table */.tp)(['Table', 'Rows', 'Size at the source'], fingerprint.tables
    .toSorted((one, other) => other.bytes - one.bytes)
    .slice(0, largest)
    .map(({ schema, name, rows, bytes }) => [`${schema}.${name}`, rows, sizeText(bytes)]));
/** How to get the data back without this toolkit, the same commands as in the file's README. */
const howToRestore = ({ file, manifest }) => {
    const steps = restoreSteps({
        ...{ recipients: manifest.recipients, file, database: manifest.server.database },
    });
    return (0,markdown/* details */.zH)('How to restore it without Seaworthy', (0,markdown/* codeBlock */.DV)(steps.map(({ does, command }) => `# ${does}\n${command}`).join('\n')));
};
const excluded = ({ fingerprint }) => fingerprint.leftOut.length === 0
    ? []
    : [
        (0,markdown/* details */.zH)(`${fingerprint.leftOut.length} whose content is not compared`, (0,markdown/* table */.tp)(['Table or sequence', 'Reason'], fingerprint.leftOut.map(({ schema, name, reason }) => [`${schema}.${name}`, reason]))),
    ];
/** Job summary of a backup. `showNames` is false where everyone may read it. */
const backupSummary = (report, showNames) => {
    const { file, bytes, keptUntil, manifest, warnings, milliseconds } = report;
    const { server, fingerprint } = manifest;
    const until = keptUntil === undefined ? '' : `, kept until ${keptUntil.slice(0, 10)}`;
    return [
        `### Backed up ${(0,markdown/* words */.aL)(server.database)}: ${fingerprint.tables.length} tables, ${rowsOf(fingerprint.tables)} rows, ${sizeText(bytes)}`,
        '',
        `Artifact ${(0,markdown/* words */.aL)(file)}${until}. It is a backup once \`verify-restore\` has proven it.`,
        '',
        (0,markdown/* table */.tp)(['What', 'Value'], [
            ['Snapshot', manifest.takenAt],
            ['Server', `PostgreSQL ${server.version}${server.standby ? ', a standby' : ''}`],
            ['pg_dump', manifest.client],
            ['Database', sizeText(server.bytes)],
            ['Dump, before compression', sizeText(manifest.dump.bytes)],
            ['Encrypted to', manifest.recipients.join(', ') || 'nobody: plaintext'],
            ['Took', duration(milliseconds)],
        ]),
        ...warnings.map((warning) => `> ${(0,markdown/* words */.aL)(warning)}\n`),
        ...(showNames ? [tableNames(manifest), ...excluded(manifest)] : []),
        howToRestore(report),
    ].join('\n');
};

;// CONCATENATED MODULE: ./build/backup/report/public-manifest.js

/** The manifest for a step's output, which many may read: no name of a table, and no checksum. */
const publicManifest = (manifest) => {
    const { format, takenAt, server, client, walPosition, dump, texts, recipients } = manifest;
    const { tables, leftOut, sequences, largeObjects, extensions } = manifest.fingerprint;
    return {
        ...{ format, takenAt, server, client, walPosition, dump, texts, recipients, extensions },
        tables: tables.length,
        rows: rowsOf(tables),
        leftOut: leftOut.length,
        sequences: sequences.length,
        largeObjects: largeObjects.count,
    };
};

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/base/error.js
var base_error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/base/reason.js
var base_reason = __webpack_require__(83218);
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

;// CONCATENATED MODULE: ./build/postgres/look/exclude.js

const refuse = (pattern, why) => {
    throw new base_error/* SeaworthyError */.P('input-invalid', `exclude-tables: ${JSON.stringify(pattern)} ${why}`, {
        hint: 'Write schema.table as pg_dump understands it: * and ? stand for any characters, a name with capitals or dots goes in double quotes.',
    });
};
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
/** A quoted run, a dot, a wildcard, or a run of characters that mean themselves. */
const token = /"((?:[^"]|"")*)"|([.])|([*?])|([^".*?\\|+()[\]{}^\s]+)/y;
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
    token.lastIndex = 0;
    while (token.lastIndex < pattern.length) {
        const match = token.exec(pattern);
        if (match === null)
            return refuse(pattern, 'has a character that is not understood here');
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
        return refuse(pattern, 'names no schema and table');
    if (more.length > 0)
        return refuse(pattern, 'has more than one dot');
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
const excludable = `
  SELECT n.nspname::text AS schema, c.relname::text AS name
  ${userRelations} AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
  ORDER BY n.nspname, c.relname`;
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
const lockable = `
  SELECT n.nspname::text AS schema, c.relname::text AS name
  ${userRelations} AND c.relkind IN ('r', 'p')
  ORDER BY n.nspname, c.relname`;
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
        largeObjectBytes: Number(cells_text(only(await session.query(largeObjectBytes)), 'bytes')),
    };
};

;// CONCATENATED MODULE: ./build/postgres/look/print.js




/** Asks for a row; a failure names what was being read. */
const ask = async (session, sql, what, code) => {
    const rows = await session.query(sql).catch((error) => {
        throw explainReading(what, code, error);
    });
    return only(rows);
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
const atOnce = 100;
const parse = (row) => {
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
        .map(parse)
        .filter(({ unreadable, table, ...name }) => !unreadable && !isExcluded(name) && !isExcluded(table));
    const prints = [];
    for (let start = 0; start < listed.length; start += atOnce)
        prints.push(...(await printed(session, listed.slice(start, start + atOnce))));
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

;// CONCATENATED MODULE: ./build/postgres/look/lock-tables.js






/** Tables of one statement: one round trip for many, and few to name when it waits too long. */
const lock_tables_atOnce = 20;
/**
 * Locks every table that will be dumped against being dropped, rewritten or truncated, in the
 * exporter's transaction. TRUNCATE is not transactional for a snapshot taken before it: without
 * the lock the fingerprint could see rows that pg_dump, a moment later, does not.
 * @throws SeaworthyError `database-not-ready` when a lock is not granted.
 */
const lockTables = async (session, { excludeTables }) => {
    const excluding = excluder(excludeTables);
    const tables = (await session.query(lockable))
        .map((row) => ({ schema: cells_text(row, 'schema'), name: cells_text(row, 'name') }))
        .filter((name) => excluding(name) === undefined);
    for (let start = 0; start < tables.length; start += lock_tables_atOnce) {
        const some = tables.slice(start, start + lock_tables_atOnce);
        const list = some.map((name) => `ONLY ${qualified(name)}`).join(', ');
        await session.query(`LOCK TABLE ${list} IN ACCESS SHARE MODE`).catch((error) => {
            const reason = (0,base_reason/* messageOf */.bD)(error);
            throw new base_error/* SeaworthyError */.P('database-not-ready', `Tables can't be locked: ${reason}`, {
                hint: 'A migration may be at work on one of these tables: run the backup when it is done.',
                evidence: some.map(label),
                cause: error,
            });
        });
    }
};

;// CONCATENATED MODULE: ./build/postgres/look/sql/problems.js

/** None of these touches a relation itself: one that is locked must not hold up the report. */
const problems_role = 'SELECT current_user::text AS role';
/**
 * What the role may not read. pg_dump locks tables of extensions too, but reads only those rows
 * that the extension calls configuration; row-level security of a partition's parent is not asked
 * when the partition itself is read.
 */
const rights = `
  SELECT * FROM (
    SELECT n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind,
      pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS usable,
      CASE c.relkind WHEN 'S' THEN pg_catalog.has_sequence_privilege(c.oid, 'SELECT')
        ELSE pg_catalog.has_table_privilege(c.oid, 'SELECT') END AS readable,
      c.relkind = 'r' AND (e.oid IS NULL OR c.oid = ANY (e.extconfig))
        AND pg_catalog.row_security_active(c.oid) AS hidden
    ${userRelations} AND c.relkind IN ('r', 'p', 'S')
      AND (c.relkind <> 'S' OR e.oid IS NULL OR c.oid = ANY (e.extconfig))
  ) AS found
  WHERE NOT usable OR NOT readable OR hidden
  ORDER BY schema, name`;
/** How many large objects are named in a problem. */
const objectsNamed = 10;
/** From 18 on the server says so itself; before, its rule is followed here. */
const readableObject = (major) => major >= 18
    ? "pg_catalog.has_largeobject_privilege(m.oid, 'SELECT')"
    : `EXISTS (
        SELECT FROM pg_catalog.aclexplode(
          coalesce(m.lomacl, pg_catalog.acldefault('L', m.lomowner))) AS given
        WHERE given.privilege_type = 'SELECT' AND CASE given.grantee WHEN 0 THEN true
          ELSE pg_catalog.pg_has_role(given.grantee, 'USAGE') END)`;
const unreadableObjects = (major) => `
  SELECT count(*)::text AS count,
    coalesce((pg_catalog.array_agg(m.oid::text ORDER BY m.oid))[1:${String(objectsNamed)}], '{}')
      AS first
  FROM pg_catalog.pg_largeobject_metadata AS m
  WHERE NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
    AND NOT pg_catalog.current_setting('lo_compat_privileges')::bool
    AND NOT ${readableObject(major)}`;
const backend = 'SELECT pg_catalog.pg_backend_pid()::text AS pid';
/**
 * Locks that keep every reader out, granted or queued for: later readers wait behind both. The age
 * is the transaction's; other roles' are hidden from a role without \`pg_read_all_stats\`. A
 * prepared transaction has no process, and is known by the lock on its own number.
 */
const exclusiveLocks = `
  SELECT n.nspname::text AS schema, c.relname::text AS name, l.pid::text AS pid,
    l.virtualtransaction AS transaction, p.gid AS prepared,
    pg_catalog.floor(extract(epoch FROM pg_catalog.clock_timestamp()
      - coalesce(a.xact_start, p.prepared)))::text AS seconds
  FROM pg_catalog.pg_locks AS l
  JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
  LEFT JOIN pg_catalog.pg_locks AS own ON l.pid IS NULL AND own.pid IS NULL
    AND own.locktype = 'transactionid' AND own.granted
    AND own.virtualtransaction = l.virtualtransaction
  LEFT JOIN pg_catalog.pg_prepared_xacts AS p ON p.transaction = own.transactionid
  WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
    AND l.database = (
      SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
    AND c.relkind IN ('r', 'p', 'S')
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  ORDER BY n.nspname, c.relname, l.pid`;

;// CONCATENATED MODULE: ./build/postgres/look/problems/problem.js

const named = 20;
/** A list for people that stays readable. */
const listed = (names) => names.length <= named
    ? names.join(', ')
    : `${names.slice(0, named).join(', ')} and ${names.length - named} more`;
/** `1 table`, `3 tables`. */
const counted = (count, noun) => `${count} ${noun}${String(count) === '1' ? '' : 's'}`;
/** @throws SeaworthyError `database-not-ready` that names all problems, if there is any. */
const problem_refuse = (problems) => {
    if (problems.length === 0)
        return;
    throw new base_error/* SeaworthyError */.P('database-not-ready', `The database can't be backed up: ${counted(problems.length, 'problem')}`, {
        hint: 'Fix them all, then run the backup again. Nothing was dumped.',
        evidence: problems.map(({ what, fix }) => `${what}\n  ${fix}`),
    });
};

;// CONCATENATED MODULE: ./build/postgres/look/problems/large-objects.js




/** There is no GRANT for all of them at once. */
const grantAll = (role) => {
    const format = `format('GRANT SELECT ON LARGE OBJECT %s TO %I', object, ${literal(role).trim()})`;
    return [
        'DO $grant$ DECLARE object oid; BEGIN',
        'FOR object IN SELECT oid FROM pg_largeobject_metadata LOOP',
        `EXECUTE ${format}; END LOOP; END $grant$;`,
    ].join(' ');
};
/** Large objects that the role can't read; `pg_read_all_data` does not cover them. */
const hiddenObjects = async (session, role, major) => {
    const row = only(await session.query(unreadableObjects(major)));
    const [count, first] = [cells_text(row, 'count'), texts(row, 'first')];
    if (count === '0')
        return [];
    const all = Number(count) <= objectsNamed;
    return [
        {
            what: `${role} can't read ${counted(count, 'large object')}: ${first.join(', ')}${all ? '' : ', ...'}`,
            fix: all
                ? `GRANT SELECT ON LARGE OBJECT ${first.join(', ')} TO ${identifier(role)};`
                : grantAll(role),
        },
    ];
};

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./build/postgres/look/problems/locks.js




const locks_parse = (row) => {
    const seconds = optionalText(row, 'seconds');
    return {
        schema: cells_text(row, 'schema'),
        name: cells_text(row, 'name'),
        pid: optionalText(row, 'pid'),
        transaction: cells_text(row, 'transaction'),
        prepared: optionalText(row, 'prepared'),
        seconds: seconds === undefined ? undefined : Number(seconds),
    };
};
const sameAs = (one) => (other) => one.schema === other.schema &&
    one.name === other.name &&
    one.pid === other.pid &&
    one.transaction === other.transaction;
const endIt = ({ pid, prepared }) => {
    if (pid !== undefined)
        return `SELECT pg_terminate_backend(${pid});`;
    return prepared === undefined ? 'End it.' : `ROLLBACK PREPARED ${literal(prepared).trim()};`;
};
const describe = (held) => {
    const by = held.pid ? `process ${held.pid}` : `the prepared transaction ${held.prepared ?? ''}`;
    const age = held.seconds === undefined ? 'of unknown age' : `of ${held.seconds} s`;
    return {
        what: `${label(held)} is locked ACCESS EXCLUSIVE by ${by}, in a transaction ${age}`,
        fix: `Let it finish, or end it: ${endIt(held)}`,
    };
};
/**
 * Locks that would keep pg_dump waiting. A transaction can be much older than its lock, as a
 * vacuum's is, so a lock counts only if it is still there after a moment; where the age is hidden
 * from the role, after `seconds`.
 */
const longLocks = async (session, excluding, { seconds = 10, watchMs = 2000 } = {}) => {
    const look = async () => (await session.query(exclusiveLocks)).map(locks_parse).filter((held) => excluding(held) === undefined);
    const old = (await look()).filter((held) => (held.seconds ?? seconds) >= seconds);
    if (old.length === 0)
        return [];
    const unknown = old.some((held) => held.seconds === undefined);
    await (0,promises_.setTimeout)(unknown ? Math.max(watchMs, seconds * 1000) : watchMs);
    return (await look()).filter((held) => old.some(sameAs(held))).map(describe);
};

;// CONCATENATED MODULE: ./build/postgres/look/sql/needs.js
const of = (catalog) => `'pg_catalog.${catalog}'::pg_catalog.regclass`;
/**
 * What can't be made without a relation of a user's: foreign keys, views, children, partitions,
 * policies, defaults, functions. What belongs to an extension is not dumped.
 */
const needs = `
  SELECT DISTINCT n.nspname::text AS schema, c.relname::text AS name,
    own.nspname::text AS owner_schema, o.relname::text AS owner_name,
    pg_catalog.pg_describe_object(d.classid, d.objid, 0) AS what
  FROM pg_catalog.pg_depend AS d
  JOIN (
    SELECT oid, ${of('pg_class')} AS catalog, oid AS id FROM pg_catalog.pg_class
    UNION ALL
    SELECT oid, ${of('pg_type')}, reltype FROM pg_catalog.pg_class WHERE reltype <> 0
  ) AS needed ON needed.catalog = d.refclassid AND needed.id = d.refobjid
  JOIN pg_catalog.pg_class AS c ON c.oid = needed.oid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_constraint AS k ON d.classid = ${of('pg_constraint')} AND k.oid = d.objid
  LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = ${of('pg_rewrite')} AND r.oid = d.objid
  LEFT JOIN pg_catalog.pg_policy AS p ON d.classid = ${of('pg_policy')} AND p.oid = d.objid
  LEFT JOIN pg_catalog.pg_attrdef AS a ON d.classid = ${of('pg_attrdef')} AND a.oid = d.objid
  LEFT JOIN pg_catalog.pg_trigger AS t ON d.classid = ${of('pg_trigger')} AND t.oid = d.objid
  LEFT JOIN pg_catalog.pg_class AS o ON o.oid = CASE d.classid
    WHEN ${of('pg_class')} THEN d.objid
    ELSE coalesce(k.conrelid, r.ev_class, p.polrelid, a.adrelid, t.tgrelid) END
  LEFT JOIN pg_catalog.pg_namespace AS own ON own.oid = o.relnamespace
  WHERE (d.deptype = 'n' OR d.deptype = 'a' AND d.classid = ${of('pg_class')} AND o.relispartition
      AND o.relkind IN ('r', 'p', 'f'))
    AND o.oid IS DISTINCT FROM c.oid
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend AS member
      WHERE member.deptype = 'e' AND (member.classid = d.classid AND member.objid = d.objid
        OR member.classid = ${of('pg_class')} AND member.objid = o.oid))
  ORDER BY 1, 2, 5`;

;// CONCATENATED MODULE: ./build/postgres/look/problems/needed.js




const needed_parse = (row) => {
    const [schema, name] = [optionalText(row, 'owner_schema'), optionalText(row, 'owner_name')];
    return {
        needed: { schema: cells_text(row, 'schema'), name: cells_text(row, 'name') },
        owner: schema === undefined || name === undefined ? undefined : { schema, name },
        what: cells_text(row, 'what'),
    };
};
/** Excluded tables without which what is dumped does not restore: pg_dump itself does not mind. */
const neededTables = async (session, excluding) => {
    const broken = (await session.query(needs))
        .map(needed_parse)
        .filter(({ needed }) => excluding(needed) !== undefined)
        .filter(({ owner }) => owner === undefined || excluding(owner) === undefined);
    return [...Map.groupBy(broken, ({ needed }) => label(needed))].map(([needed, found]) => ({
        what: `${needed} is excluded, but the backup does not restore without it: ${listed(found.map(({ what }) => what))}`,
        fix: `Exclude what needs it as well, or take ${needed} out of exclude-tables`,
    }));
};

;// CONCATENATED MODULE: ./build/postgres/look/problems/pooler.js


const problem = {
    what: 'This is a connection pooler that gives every transaction another server connection',
    fix: "Give the database's own address and port (often 5432 instead of 6432 or 6543), or a pool in session mode.",
};
/** What pgbouncer answers to BEGIN where every statement is pooled. */
const refusesTransactions = /pooling mode/i;
/** Backends that answer several statements of one session. */
const answering = async (session) => {
    const pids = new Set();
    for (let turn = 0; turn < 3; turn++)
        pids.add(cells_text(only(await session.query(backend)), 'pid'));
    return pids;
};
/**
 * A second session is kept in a transaction meanwhile. A pooler with an idle connection gives it
 * the first session's, and the first one then gets another: one session alone would not notice.
 */
const together = async (first, second) => {
    const before = await answering(first);
    await second.query('BEGIN READ ONLY');
    const other = await answering(second);
    const during = await answering(first);
    const mine = new Set([...before, ...during]);
    return mine.size > 1 || other.size > 1 || [...other].some((pid) => mine.has(pid));
};
/**
 * A pooler in transaction or statement mode: an exported snapshot and the settings of a session
 * would not hold behind it.
 * @param another opens a second session to the same database; it is closed here
 */
const poolerBetween = async (session, another) => {
    if (another === undefined)
        return (await answering(session)).size > 1 ? [problem] : [];
    const second = await another();
    try {
        return (await together(session, second)) ? [problem] : [];
    }
    catch (error) {
        if (error instanceof Error && refusesTransactions.test(error.message))
            return [problem];
        throw error;
    }
    finally {
        await second.close();
    }
};

;// CONCATENATED MODULE: ./build/postgres/look/problems/rights.js




/** More than these in one schema: the whole schema is granted. */
const oneByOne = 20;
const rights_parse = (row) => ({
    schema: cells_text(row, 'schema'),
    name: cells_text(row, 'name'),
    kind: cells_text(row, 'kind') === 'S' ? 'sequence' : 'table',
    usable: flag(row, 'usable'),
    readable: flag(row, 'readable'),
    hidden: flag(row, 'hidden'),
});
const unusable = (found, role) => {
    const schemas = [...new Set(found.filter(({ usable }) => !usable).map(({ schema }) => schema))];
    if (schemas.length === 0)
        return [];
    const list = schemas.map(identifier).join(', ');
    return [
        {
            what: `${role} has no USAGE on ${counted(schemas.length, 'schema')}: ${listed(schemas)}`,
            fix: `GRANT USAGE ON SCHEMA ${list} TO ${identifier(role)};`,
        },
    ];
};
const targets = (kind, schema, names) => {
    const word = kind === 'table' ? '' : 'SEQUENCE ';
    return names.length > oneByOne
        ? `ALL ${kind.toUpperCase()}S IN SCHEMA ${identifier(schema)}`
        : `${word}${names.map(qualified).join(', ')}`;
};
const unreadable = (found, role) => {
    const missing = found.filter(({ readable }) => !readable);
    const groups = Map.groupBy(missing, ({ kind, schema }) => `${kind} ${schema}`);
    return [...groups.values()].flatMap((group) => {
        const [first] = group;
        if (first === undefined)
            return [];
        const { kind, schema } = first;
        return {
            what: `${role} has no SELECT on ${counted(group.length, kind)}: ${listed(group.map(label))}`,
            fix: `GRANT SELECT ON ${targets(kind, schema, group)} TO ${identifier(role)};`,
        };
    });
};
const rights_hidden = (found, role) => {
    const tables = found.filter((right) => right.hidden);
    if (tables.length === 0)
        return [];
    const list = listed(tables.map(label));
    return [
        {
            what: `Row-level security would hide rows of ${counted(tables.length, 'table')} from ${role}: ${list}`,
            fix: `ALTER ROLE ${identifier(role)} BYPASSRLS;`,
        },
    ];
};
/** What the role can't read, with the statements that let it. */
const missingRights = async (session, role, excluding) => {
    const found = (await session.query(rights))
        .map(rights_parse)
        .filter((right) => excluding(right) === undefined);
    return [...unusable(found, role), ...unreadable(found, role), ...rights_hidden(found, role)];
};

// EXTERNAL MODULE: ./build/base/nearest.js
var nearest = __webpack_require__(50578);
;// CONCATENATED MODULE: ./build/postgres/look/problems/unmatched.js





/** The same table in another schema goes before one of a like name. */
const meant = (exclusion, names) => {
    const elsewhere = exclusion.pattern.endsWith('.*')
        ? undefined
        : names.find((name) => exclusion.matchesInAnySchema(name));
    return elsewhere === undefined ? (0,nearest/* nearest */.p)(exclusion.pattern, names.map(label)) : label(elsewhere);
};
/** Entries that no table fits, each with what was probably meant. */
const unmatchedAmong = (patterns, names) => patterns
    .map(parseExclusion)
    .filter((exclusion) => !names.some((name) => exclusion.matches(name)))
    .map((exclusion) => {
    const found = meant(exclusion, names);
    const instead = found === undefined ? 'Correct it' : `Did you mean ${found}? Correct it`;
    return {
        what: `exclude-tables: ${JSON.stringify(exclusion.pattern)} matches no table, view or sequence, so what it was to leave out would be backed up`,
        fix: `${instead}, or take the entry out`,
    };
});
/** The same, of a database. pg_dump itself does not mind such an entry, not even with `--strict-names`. */
const unmatchedExclusions = async (session, patterns) => unmatchedAmong(patterns, (await session.query(excludable)).map((row) => ({
    schema: cells_text(row, 'schema'),
    name: cells_text(row, 'name'),
})));

;// CONCATENATED MODULE: ./build/postgres/look/problems/find.js









/**
 * All that would make a dump fail or be incomplete, at once. Reads no row of a user's.
 * @throws SeaworthyError `input-invalid` for an entry of `excludeTables`.
 */
const findProblems = async (session, facts, { excludeTables, another, locks }) => {
    const excluding = excluder(excludeTables);
    const role = cells_text(only(await session.query(problems_role)), 'role');
    return [
        ...(await poolerBetween(session, another)),
        ...(await missingRights(session, role, excluding)),
        ...(await hiddenObjects(session, role, facts.major)),
        ...(excludeTables.length === 0 ? [] : await unmatchedExclusions(session, excludeTables)),
        ...(excludeTables.length === 0 ? [] : await neededTables(session, excluding)),
        ...(await longLocks(session, excluding, locks)),
    ];
};

;// CONCATENATED MODULE: ./build/postgres/look/sql/server.js
const locale = (versionNumber) => {
    if (versionNumber >= 170_000)
        return 'datlocprovider::text AS provider, datlocale';
    if (versionNumber >= 150_000)
        return 'datlocprovider::text AS provider, daticulocale';
    return "'c' AS provider, NULL";
};
const versions = `
  SELECT pg_catalog.current_setting('server_version') AS version,
    pg_catalog.current_setting('server_version_num') AS number`;
/** Names of columns in `pg_database` changed in 15 and 17. */
const serverFacts = (versionNumber) => `
  SELECT datname::text AS database, pg_catalog.pg_encoding_to_char(encoding)::text AS encoding,
    datcollate::text AS collate, datctype::text AS ctype,
    ${locale(versionNumber)}::text AS locale,
    pg_catalog.pg_is_in_recovery() AS standby,
    pg_catalog.pg_database_size(oid)::text AS bytes,
    pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE') AS may_ask
  FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()`;
const systemIdentifier = 'SELECT system_identifier::text AS id FROM pg_catalog.pg_control_system()';

;// CONCATENATED MODULE: ./build/postgres/look/server.js



/** The oldest server whose catalog these statements fit. */
const oldest = 130_000;
const providers = new Map([
    ['c', 'libc'],
    ['i', 'icu'],
    ['b', 'builtin'],
]);
const providerOf = (letter) => {
    for (const [known, provider] of providers)
        if (known === letter)
            return provider;
    throw new Error(`Unknown locale provider ${letter}`);
};
/**
 * What the server and the database are.
 * @throws SeaworthyError `database-not-ready` for a server older than 13.
 */
const readServer = async (session) => {
    const versionRow = only(await session.query(versions));
    // Distributions add their own: `15.18 (Debian 15.18-0+deb12u1)`.
    const version = cells_text(versionRow, 'version').split(' ')[0] ?? '';
    const versionNumber = Number(cells_text(versionRow, 'number'));
    if (versionNumber < oldest)
        throw new base_error/* SeaworthyError */.P('database-not-ready', `PostgreSQL ${version} is older than 13`, {
            hint: 'Upgrade the server: 13 is the oldest major that can be backed up.',
        });
    const row = only(await session.query(serverFacts(versionNumber)));
    return {
        version,
        versionNumber,
        major: Math.floor(versionNumber / 10_000),
        database: cells_text(row, 'database'),
        systemIdentifier: flag(row, 'may_ask')
            ? cells_text(only(await session.query(systemIdentifier)), 'id')
            : undefined,
        encoding: cells_text(row, 'encoding'),
        collate: cells_text(row, 'collate'),
        ctype: cells_text(row, 'ctype'),
        localeProvider: providerOf(cells_text(row, 'provider')),
        providerLocale: optionalText(row, 'locale'),
        standby: flag(row, 'standby'),
        bytes: Number(cells_text(row, 'bytes')),
    };
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

;// CONCATENATED MODULE: ./build/postgres/look/snapshot.js



const exportSnapshot = `
  SELECT pg_catalog.pg_export_snapshot() AS id,
    pg_catalog.to_char(pg_catalog.now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS taken_at,
    coalesce(CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
      ELSE pg_catalog.pg_current_wal_lsn() END::text, 'unknown') AS wal_position`;
/** Differs when another backend, or another transaction, answers. */
const markQuery = `
  SELECT pg_catalog.pg_backend_pid()::text || ' ' || pg_catalog.now()::text AS mark`;
const lost = (cause) => new base_error/* SeaworthyError */.P('snapshot-lost', 'The snapshot that everything is read from is gone', {
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
    await settings_beginReading(session);
    const row = only(await session.query(exportSnapshot));
    return { row, mark: cells_text(only(await session.query(markQuery)), 'mark') };
};
const stillThere = async (session, mark) => {
    const rows = await session.query(markQuery).catch((error) => {
        throw lost(error);
    });
    if (cells_text(only(rows), 'mark') !== mark)
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
    const id = cells_text(prepared.row, 'id');
    const imported = async (importer) => {
        await settings_beginReading(importer, id).catch((error) => {
            throw isNoSuchSnapshot(error) ? lost(error) : error;
        });
    };
    return {
        id,
        takenAt: cells_text(prepared.row, 'taken_at'),
        walPosition: cells_text(prepared.row, 'wal_position'),
        session,
        open: async (aborted) => (await opened(database, aborted, imported)).session,
        stillThere: () => stillThere(session, prepared.mark),
        close: () => session.close(),
    };
};
/** Opens sessions on a copy that nobody writes to: each one has a snapshot of its own. */
const quietOpener = (database) => ({
    open: async (signal) => (await opened(database, signal, beginReading)).session,
});

// EXTERNAL MODULE: external "node:fs/promises"
var external_node_fs_promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/backup/archive/age/payload.js

/** Bytes of plaintext in one chunk; only the last may be shorter (age's STREAM). */
const chunkBytes = 64 * 1024;
const tagBytes = 16;
/** Bytes of the nonce that stands between an age file's header and its chunks. */
const payload_nonceBytes = 16;
const cipher = 'chacha20-poly1305';
const tagged = { authTagLength: tagBytes };
/** The key of an age file's chunks. */
const payload_payloadKey = (fileKey, nonce) => new Uint8Array((0,external_node_crypto_.hkdfSync)('sha256', fileKey, nonce, 'payload', 32));
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
    const chunk = (0,external_node_crypto_.createCipheriv)(cipher, key, chunkNonce(index, isLast), tagged);
    return [chunk.update(content), chunk.final(), chunk.getAuthTag()];
};
/** Chunks that are given on in one: each piece of a stream costs as much as encrypting some of it. */
const payload_together = 4;
/** Encrypts and authenticates chunk by chunk. */
async function* seal(key, source) {
    let parts = [];
    for await (const piece of cut(source, chunkBytes)) {
        parts.push(...sealed(key, piece));
        if (!piece.isLast && (piece.index + 1) % payload_together > 0)
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
    const chunk = createDecipheriv(cipher, key, chunkNonce(index, isLast), tagged);
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
async function* payload_unseal(key, source) {
    for await (const piece of cut(source, chunkBytes + tagBytes))
        yield unsealed(key, piece);
}

;// CONCATENATED MODULE: ./build/backup/archive/age/decrypt.js

/** More than two hundred recipients of the longest kind take. */
const headerLimit = (/* unused pure expression or super */ null && (1024 * 1024));
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
async function* decrypt_decryptWith(decrypter, source) {
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

;// CONCATENATED MODULE: ./build/backup/archive/layout.js
/** Names of the texts beside the dump that a manifest holds digests of. */
const textNames = (/* unused pure expression or super */ null && (['globals.sql', 'schema.sql']));
const manifestName = 'manifest.json';
const readmeName = 'README';
/** Size of one `dump/NNNNNN` entry, in bytes; the last is shorter. */
const chunkSize = 4 * 1024 * 1024;
/** Largest text that is read, in bytes: the four entries that are not the dump. */
const textLimit = (/* unused pure expression or super */ null && (64 * 1024 * 1024));
/** `dump/000000`. Beyond a million chunks the number is longer, and no longer sorts by name. */
const chunkName = (index) => `dump/${String(index).padStart(6, '0')}`;
/** First bytes of an age file; the line ends here. */
const ageMagic = Buffer.from('age-encryption.org/v1\n');
/** First bytes of a zstd frame (RFC 8878, 3.1.1). */
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

// EXTERNAL MODULE: ./node_modules/age-encryption/dist/index.js + 51 modules
var dist = __webpack_require__(81539);
;// CONCATENATED MODULE: ./build/backup/archive/identities.js


const hint = 'Give the private key that age-keygen wrote, one line AGE-SECRET-KEY-1..., of a public key that the backup was made for.';
/** `identity-unusable`; `message` must not repeat the key. */
const identities_identityUnusable = (message, evidence = []) => new SeaworthyError('identity-unusable', message, { hint, evidence });
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
        throw identities_identityUnusable('The backup is encrypted, and no identity is given');
    const decrypter = new Decrypter();
    for (const { number, key } of lines) {
        try {
            decrypter.addIdentity(key);
        }
        catch {
            throw identities_identityUnusable(`The identity is unusable: line ${number} ${mistakeIn(key)}`);
        }
    }
    return decrypter;
};

;// CONCATENATED MODULE: ./build/backup/archive/trouble.js



const places = {
    envelope: 'in its encryption (age)',
    compression: 'in its compression (zstd)',
    tar: 'in its list of entries (tar)',
    'dump digest': 'in what it holds, which is not what its manifest says',
    manifest: 'in its manifest',
};
/** `backup-damaged`, with the layer and what was seen there. */
const trouble_damaged = (layer, seen, cause) => new SeaworthyError('backup-damaged', `The backup is damaged ${places[layer]}: ${seen}`, {
    hint: 'Download it again; if it stays so, this backup is lost: verify an older one, and make a new one now.',
    evidence: [`layer: ${layer}`],
    cause,
});
/** The code of an error of Node.js or of the system; undefined for any other value. */
const codeOf = (error) => typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
/** What was thrown, as an error. */
const asError = (thrown) => thrown instanceof Error
    ? thrown
    : Object.assign(new Error((0,base_reason/* messageOf */.bD)(thrown), { cause: thrown }), { code: codeOf(thrown) });
const isFull = (error) => ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');
const freeBytes = (folder) => (0,external_node_fs_promises_.statfs)(folder).then(({ bavail, bsize }) => `${bavail * bsize} bytes are free`, () => 'what is free is unknown');
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
    const handle = await (0,external_node_fs_promises_.open)(path);
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
    if (messageOf(error) !== noMatch)
        return damaged('envelope', messageOf(error), error);
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

;// CONCATENATED MODULE: ./build/backup/archive/first-bytes.js


const kinds = [
    [Buffer.from('PGDMP'), 'a dump of pg_dump'],
    [Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 'compressed with zstd'],
    [Buffer.from([0x1f, 0x8b]), 'compressed with gzip'],
    [Buffer.from('--'), 'SQL text'],
];
const kindOf = (head) => {
    if (head.length === 0)
        return 'empty';
    const known = kinds.find(([magic]) => magic.equals(head.subarray(0, magic.length)));
    return known?.[1] ?? 'of an unknown kind';
};
/**
 * What is about to be uploaded is what was asked for: an age file, or in plaintext mode zstd.
 * @throws SeaworthyError `recipients-missing`.
 */
const checkFirstBytes = async (path, encrypted) => {
    const head = await headOf(path);
    const envelope = envelopeOf(head);
    if (envelope === (encrypted ? 'age' : 'none'))
        return;
    throw new base_error/* SeaworthyError */.P('recipients-missing', encrypted
        ? 'The file to upload is not encrypted'
        : 'The file to upload is not the compressed backup that was written', {
        hint: 'Nothing was uploaded.',
        evidence: [`${path} is ${envelope === 'age' ? 'encrypted' : kindOf(head)}`],
    });
};

// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./node_modules/tar-stream/index.js
var tar_stream = __webpack_require__(56118);
// EXTERNAL MODULE: external "node:stream/consumers"
var consumers_ = __webpack_require__(38321);
;// CONCATENATED MODULE: ./build/backup/archive/age/encrypt.js




/** What the library puts behind the header when there is no content: a nonce and one tag. */
const emptyPayload = payload_nonceBytes + 16;
const noContent = [];
/** A header for these recipients, by the library, and the key that it wraps. */
const envelopeFor = async (recipients) => {
    const encrypter = new dist/* Encrypter */.T7();
    for (const recipient of recipients)
        encrypter.addRecipient(recipient);
    const { promise: wrapped, resolve } = Promise.withResolvers();
    // One that adds nothing to the header: it is shown the key as the others are.
    encrypter.addRecipient({
        wrapFileKey: (fileKey) => {
            resolve(fileKey);
            return [];
        },
    });
    // Given bytes, the library would read its answer by `Response`: a fifth of a second to load.
    const whole = await (0,consumers_.buffer)(await encrypter.encrypt(ReadableStream.from(noContent)));
    return { header: whole.subarray(0, -emptyPayload), fileKey: await wrapped };
};
/**
 * An age file of `source` (C2SP's age.md). The library makes the header, which is where keys are handled;
 * the chunks are sealed by Node.js itself, which takes a third of the processor.
 * @throws Error for what is no recipient.
 */
async function* encryptFor(recipients, source) {
    const { header, fileKey } = await envelopeFor(recipients);
    const nonce = (0,external_node_crypto_.randomBytes)(payload_nonceBytes);
    yield Buffer.concat([header, nonce]);
    yield* seal(payload_payloadKey(fileKey, nonce), source);
}

;// CONCATENATED MODULE: ./build/backup/archive/buffers.js
const createBuffers = (size) => {
    const ours = new WeakMap();
    const free = [];
    const make = () => {
        const made = Buffer.allocUnsafeSlow(size);
        ours.set(made.buffer, made);
        return made;
    };
    return {
        take: () => free.pop() ?? make(),
        give: ({ buffer }) => {
            const whole = ours.get(buffer);
            if (whole !== undefined)
                free.push(whole);
        },
    };
};

// EXTERNAL MODULE: external "node:v8"
var external_node_v8_ = __webpack_require__(78877);
// EXTERNAL MODULE: external "node:vm"
var external_node_vm_ = __webpack_require__(30714);
;// CONCATENATED MODULE: ./build/backup/archive/collect.js


const found = () => {
    (0,external_node_v8_.setFlagsFromString)('--expose-gc');
    const gc = (0,external_node_vm_.runInNewContext)('gc');
    return typeof gc === 'function' ? gc : () => undefined;
};
let collect;
/**
 * Frees the pieces of streams that nobody holds any more, in less than a millisecond. By itself V8
 * waits until there are 50 MB of them, and what a process once had it seldom gives back.
 */
const freePieces = () => {
    collect ??= found();
    collect({ type: 'minor' });
};

;// CONCATENATED MODULE: ./build/backup/archive/rechunk.js

/**
 * Cuts a stream into chunks of exactly the buffers' size, the last one shorter; an empty stream has
 * none. Pieces are copied: a stream's own buffers, kept until a chunk is whole, would outlive many
 * collections of garbage. Rejects as `source` does, also when it closed before its end.
 */
async function* rechunk(source, buffers) {
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
        if (error instanceof base_error/* SeaworthyError */.P)
            throw error;
        throw new base_error/* SeaworthyError */.P('dump-failed', `The dump ended before it was whole: ${(0,base_reason/* messageOf */.bD)(error)}`, {
            cause: error,
        });
    }
}
/** The entries of a file in their order; `manifest.json`, the last, has the digests of the others. */
async function* entriesOf(content, buffers) {
    yield textEntry(readmeName, content.readme);
    yield textEntry('globals.sql', content.texts['globals.sql']);
    yield textEntry('schema.sql', content.texts['schema.sql']);
    const hash = (0,external_node_crypto_.createHash)('sha256');
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

;// CONCATENATED MODULE: ./build/backup/archive/pack.js
/** Adds one entry; settles when the tar has taken its last byte, or is destroyed. */
const add = (tar, { name, content }) => new Promise((resolve, reject) => {
    const header = { name, size: content.length, mode: 0o600, mtime: new Date(0) };
    const sink = tar.entry(header, (error) => {
        if (error instanceof Object)
            reject(error);
        else
            resolve();
    });
    // The callback tells of it; without a listener it would end the process.
    sink.on('error', () => undefined);
    // An empty text has nothing to write, and its size says so.
    if (content.length > 0)
        sink.write(content);
    sink.end(undefined);
});
/**
 * Puts all entries into a tar, and its end. The next entry is gathered while one is written, so
 * that who makes the dump does not wait for who compresses it.
 */
const packAll = async (tar, entries) => {
    let written = Promise.resolve();
    for await (const entry of entries) {
        await written;
        written = add(tar, entry);
        // Awaited above or below; until then its failure must not count as unhandled.
        written.catch(() => undefined);
    }
    await written;
    tar.finalize();
};

;// CONCATENATED MODULE: ./build/backup/archive/write.js













const requireOneKind = ({ recipients, plaintext }) => {
    if ((recipients.length === 0) === (plaintext === true))
        return;
    throw new base_error/* SeaworthyError */.P('recipients-missing', plaintext === true
        ? 'A backup is either for recipients or plaintext, not both'
        : 'There is no recipient to encrypt the backup to', { hint: 'Give at least one public key, age1...' });
};
/**
 * What comes out is large, since for each piece the compressor's thread waits for ours.
 * Level 3 with a checksum, which Node.js leaves out unless told. More workers than none end a stream
 * of Node.js 22 and 24 with ERR_STREAM_PUSH_AFTER_EOF.
 */
const compress = () => (0,external_node_zlib_.createZstdCompress)({
    chunkSize: 512 * 1024,
    params: {
        [external_node_zlib_.constants.ZSTD_c_compressionLevel]: 3,
        [external_node_zlib_.constants.ZSTD_c_checksumFlag]: 1,
    },
});
const encryptTo = ({ recipients, plaintext }) => async function* (source) {
    yield* plaintext === true ? source : encryptFor(recipients, source);
};
/** Gives every piece of the tar to the compressor, and its buffer back when the last byte is taken. */
const feed = async (tar, zstd, buffers) => {
    for await (const piece of tar) {
        await new Promise((resolve, reject) => {
            zstd.write(piece, (error) => {
                if (error instanceof Error)
                    reject(error);
                else
                    resolve();
            });
        });
        buffers.give(piece);
    }
    if (!zstd.destroyed)
        zstd.end();
};
const pour = async (handle, options) => {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let bytes = 0;
    const meter = async function* (source) {
        for await (const piece of source) {
            hash.update(piece);
            bytes += piece.length;
            yield piece;
        }
    };
    const tar = (0,tar_stream.pack)();
    const zstd = compress();
    const buffers = createBuffers(options.chunkBytes ?? chunkSize);
    try {
        // Each end takes the other with it; what went wrong first is what the pipeline tells.
        feed(tar, zstd, buffers).catch((error) => zstd.destroy(asError(error)));
        zstd.on('close', () => tar.destroy());
        const packed = packAll(tar, entriesOf(options, buffers));
        packed.catch((error) => tar.destroy(asError(error)));
        const file = handle.createWriteStream({ flush: true, highWaterMark: 1024 * 1024 });
        await (0,external_node_stream_promises_.pipeline)(zstd, encryptTo(options), meter, file, { signal: options.signal });
        await packed;
        return { bytes, sha256: hash.digest('hex') };
    }
    finally {
        tar.destroy();
    }
};
/**
 * Writes `age(zstd(tar))`, or `zstd(tar)` in plaintext, in one pass: mode 0600, on the disk when it
 * resolves. It resolves for a whole file only; otherwise there is none, and `dump` is destroyed.
 * @throws SeaworthyError `recipients-missing`, `disk-full`, `dump-failed` where `dump` closed before
 * its end; what `manifest` threw; the reason of `signal`.
 */
const writeArchive = async (options) => {
    const { path, signal } = options;
    // It may fail before anybody reads it; who reads it then is told.
    options.dump.on('error', () => undefined);
    try {
        signal.throwIfAborted();
        requireOneKind(options);
        const handle = await (0,external_node_fs_promises_.open)(path, 'wx', 0o600);
        try {
            return { path, ...(await pour(handle, options)) };
        }
        catch (error) {
            const told = signal.aborted ? signal.reason : await orDiskFull(error, (0,external_node_path_.dirname)(path));
            await (0,external_node_fs_promises_.rm)(path, { force: true });
            throw told;
        }
        finally {
            await handle.close();
        }
    }
    finally {
        options.dump.destroy();
    }
};

;// CONCATENATED MODULE: ./build/backup/manifest.js
/** Version of the layout; a reader refuses a newer one. */
const manifestFormat = 1;

;// CONCATENATED MODULE: ./build/backup/make/disk.js

/** Compressed size of a dump as a part of the database's, indexes and all: at most, as a rule. */
const usualPart = 0.35;
const megabytes = (bytes) => `${Math.ceil(bytes / 1e6)} MB`;
const bytesFree = async (folder) => {
    const { bavail, bsize } = await (0,external_node_fs_promises_.statfs)(folder);
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

;// CONCATENATED MODULE: ./build/backup/make/file-name.js
const safe = (name) => name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+/, '') || 'database';
/**
 * Name of the file and of its artifact. Names sort by time, and have none of the characters that
 * artifacts refuse: `shop-20261120T020000Z.tar.zst.age`.
 * @param takenAt ISO 8601, UTC
 */
const fileNameOf = (name, takenAt, encrypted) => {
    const moment = takenAt.replace(/\.\d+/, '').replace(/[-:]/g, '');
    return `${safe(name).slice(0, 80)}-${moment}.tar.zst${encrypted ? '.age' : ''}`;
};

;// CONCATENATED MODULE: ./build/backup/make/make-backup.js
















/** Looks at the database, and refuses with all problems at once before anything is dumped. */
const lookAt = async (order) => {
    const { database, excludeTables, folder, signal } = order;
    const session = await database.session(signal);
    try {
        const facts = await readServer(session);
        const another = () => database.session(signal);
        problem_refuse([
            ...(await findProblems(session, facts, { excludeTables, another })),
            ...spaceProblem(facts.bytes, await bytesFree(folder)),
        ]);
        return facts;
    }
    finally {
        await session.close();
    }
};
const make_backup_only = (manifests) => {
    const [manifest] = manifests;
    if (manifest === undefined)
        throw new Error('The file was written without a manifest.');
    return manifest;
};
const manifestOf = (order, { facts, client, snapshot, file }, rest) => ({
    format: manifestFormat,
    file,
    takenAt: snapshot.takenAt,
    ...order.origin,
    server: facts,
    client: client.version,
    walPosition: snapshot.walPosition,
    recipients: order.recipients,
    ...rest,
});
const readmeFor = (order, { facts, client, snapshot, file }) => readmeOf({
    ...{ recipients: order.recipients, file, database: facts.database },
    ...{ clientMajor: client.major, takenAt: snapshot.takenAt },
});
/**
 * A failure that is explained goes first; else it was pg_dump's, whose words are the cause. Either way
 * not before pg_dump has ended, wherever it runs.
 */
const rethrow = async (error, dump) => {
    const ended = await dump.ended;
    if (!(error instanceof base_error/* SeaworthyError */.P))
        requireEnded('pg_dump', ended);
    throw error;
};
/** Dump and fingerprint side by side; the first failure ends the other, and is the one that is told. */
const writeFile = async (order, subject) => {
    const { recipients, excludeTables, folder, workers } = order;
    const { facts, client, snapshot, file } = subject;
    const stop = new AbortController();
    const signal = AbortSignal.any([order.signal, stop.signal]);
    const wish = { snapshot: snapshot.id, standby: facts.standby, excludeTables };
    // Sequences know no snapshot: what is dumped later is this value, or a later one.
    const sequences = await readSequences(snapshot.session, { excludeTables });
    const globals = await globalsText(client, facts.encoding, signal);
    const schema = await schemaText(client, wish, facts.encoding, signal);
    const encrypted = recipients.length > 0;
    const dump = startDump(client, wish, signal);
    const fingerprint = readFingerprint(snapshot, { excludeTables, workers, signal, sequences });
    fingerprint.catch((error) => stop.abort(error));
    const manifests = [];
    const written = await writeArchive({
        path: (0,external_node_path_.join)(folder, file),
        recipients,
        plaintext: !encrypted && order.plaintext,
        readme: readmeFor(order, subject),
        texts: { 'globals.sql': globals, 'schema.sql': schema },
        dump: dump.stdout,
        manifest: async (print) => {
            requireEnded('pg_dump', await dump.ended);
            const manifest = manifestOf(order, subject, { fingerprint: await fingerprint, ...print });
            await snapshot.stillThere();
            manifests.push(manifest);
            return manifest;
        },
        signal,
    }).catch(async (error) => {
        const first = signal.aborted ? signal.reason : error;
        stop.abort(error);
        await fingerprint.catch(() => undefined);
        return rethrow(first, dump);
    });
    await checkFirstBytes(written.path, encrypted);
    return { ...written, manifest: make_backup_only(manifests) };
};
/**
 * Dumps the database into one file, with a fingerprint that was read in the very same snapshot.
 * @returns the file, staged in the order's folder; nothing is left there when it fails
 * @throws SeaworthyError `database-not-ready` with every problem, `client-missing`, `dump-failed`,
 * `snapshot-lost`, `disk-full` and what the ways to the database throw
 */
const makeBackup = async (order) => {
    const { database, signal, tell } = order;
    tell(`looking at ${database.label}`);
    const facts = await lookAt(order);
    const client = await database.client(facts.major, signal);
    tell(`PostgreSQL ${facts.version}; pg_dump ${client.version} (${client.from})`);
    const snapshot = await takeSnapshot(database, signal);
    try {
        tell(`dumping and fingerprinting in one snapshot, taken at ${snapshot.takenAt}`);
        await lockTables(snapshot.session, order);
        const name = order.name ?? database.name;
        const file = fileNameOf(name, snapshot.takenAt, order.recipients.length > 0);
        return await writeFile(order, { facts, client, snapshot, file });
    }
    finally {
        await snapshot.close();
    }
};

// EXTERNAL MODULE: ./build/github/rest.js
var rest = __webpack_require__(61418);
// EXTERNAL MODULE: ./build/base/unknown.js
var unknown = __webpack_require__(97442);
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

;// CONCATENATED MODULE: ./build/github/artifact/retention.js
/** Days, as a backup is kept: whole, because caps are. */
const dayMs = 86_400_000;
/** Storage that each plan includes for a private repository, in GB (docs.github.com, billing). */
const includedStorage = [
    { plan: 'Free', gigabytes: 0.5 },
    { plan: 'Pro', gigabytes: 1 },
    { plan: 'Team', gigabytes: 2 },
    { plan: 'Enterprise', gigabytes: 50 },
];
/** How long it is kept, in whole days: clocks and daylight saving move `expires_at` by an hour. */
const daysBetween = (createdAt, expiresAt) => Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / dayMs);
const storageOf = (bytes, days) => {
    const steadyGigabytes = (bytes * days) / 1e9;
    const tooSmall = includedStorage.filter(({ gigabytes }) => gigabytes < steadyGigabytes);
    return { days, bytes, steadyGigabytes, tooSmall: tooSmall.map(({ plan }) => plan) };
};
const sized = (gigabytes) => gigabytes >= 1 ? `${gigabytes.toFixed(1)} GB` : `${(gigabytes * 1000).toFixed(1)} MB`;
/** The arithmetic in words: `170.0 MB x 90 days = 15.3 GB ...`. */
const storageText = ({ bytes, days, steadyGigabytes }) => {
    const included = includedStorage.map(({ plan, gigabytes }) => `${plan} ${gigabytes} GB`);
    return (`${sized(bytes / 1e9)} x ${days} days = ${sized(steadyGigabytes)} for a backup every night; ` +
        `a plan includes for private repositories: ${included.join(', ')}.`);
};

;// CONCATENATED MODULE: ./build/github/artifact/read-back.js






const byRest = async (api, repository, id) => {
    const answer = await (0,rest/* restGet */.B)(api, `repos/${repository}/actions/artifacts/${id}`);
    if ('why' in answer)
        return answer;
    const artifact = parseArtifact(answer.body);
    if (artifact === undefined)
        return { why: `GitHub's answer about artifact ${id} is not one` };
    const { name, bytes, sha256, createdAt, expiresAt } = artifact;
    const daysKept = expiresAt === undefined ? undefined : daysBetween(createdAt, expiresAt);
    return { stored: { id: artifact.id, name, bytes, sha256, expiresAt, daysKept } };
};
const byClient = async (client, asked, limitMs) => {
    try {
        const { artifact } = await bounded(client.getArtifact(asked), limitMs);
        const { id, name, size, digest } = artifact;
        const unread = { expiresAt: undefined, daysKept: undefined };
        return { stored: { id, name, bytes: size, sha256: sha256Of(digest), ...unread } };
    }
    catch (error) {
        return { why: (0,base_reason/* messageOf */.bD)(error) };
    }
};
/** The REST API may not know an artifact at once: asked again after each of `waits` (milliseconds). */
const readBack = async (client, { api, repository }, uploaded, { waits, callLimitMs }) => {
    if ((api.token ?? '') === '')
        return byClient(client, uploaded.name, callLimitMs);
    let answer = await byRest(api, repository, uploaded.id);
    for (const wait of waits) {
        if ('stored' in answer)
            return answer;
        await (0,promises_.setTimeout)(wait, undefined, { signal: api.signal });
        answer = await byRest(api, repository, uploaded.id);
    }
    return answer;
};
/** What differs, one line each: `digest: asked X, found Y`. How long it is kept is judged apart. */
const differences = (asked, stored) => {
    const told = [
        ['name', asked.name, stored.name],
        ['size', `${asked.bytes} bytes`, `${stored.bytes} bytes`],
        ['digest', `sha256:${asked.sha256}`, `sha256:${stored.sha256 ?? '(none)'}`],
    ];
    return told
        .filter(([, wanted, found]) => wanted !== found)
        .map(([what, wanted, found]) => `${what}: asked ${wanted}, found ${found}`);
};

;// CONCATENATED MODULE: ./build/github/artifact/judge.js



const retentionHint = 'Raise the limit in Settings > Actions > General (an organisation or enterprise may set a lower ' +
    'one), or ask for fewer `retention-days`.';
const notAsAsked = ({ message, evidence, hint }) => new base_error/* SeaworthyError */.P('upload-not-as-asked', message, { evidence, hint });
/** Told by the runner before anything is uploaded: `cap` is its GITHUB_RETENTION_DAYS. */
const capFault = (retentionDays, cap) => {
    const limit = Number.parseInt(cap ?? '', 10);
    if (!(limit < retentionDays))
        return undefined;
    return {
        message: `Backups can't be kept for ${retentionDays} days here: the limit is ${limit} days.`,
        evidence: [`kept: asked ${retentionDays} days, GITHUB_RETENTION_DAYS is ${limit}`],
        hint: retentionHint,
    };
};
/** A number of days that was asked for, but that can't be read back: without a token, say. */
const untoldFault = (retentionDays) => ({
    message: `Whether GitHub keeps the backup for ${retentionDays} days can't be read back.`,
    evidence: ['only its REST API tells when an artifact expires'],
    hint: 'Pass `github-token`, and give the job `permissions: actions: read`.',
});
/**
 * What is wrong with an upload that was read back, exact to the byte; undefined when nothing is. How
 * long it is kept is judged only where the user gave a number; else it is a warning.
 */
const faultOf = (retentionAsked, asked, stored) => {
    const evidence = differences(asked, stored);
    if (evidence.length > 0) {
        const hint = 'Run the backup again.';
        return { message: 'GitHub did not store the backup as it was made.', evidence, hint };
    }
    const { daysKept } = stored;
    if (!retentionAsked || daysKept === asked.retentionDays)
        return undefined;
    if (daysKept === undefined)
        return untoldFault(asked.retentionDays);
    return {
        message: `GitHub does not keep the backup for ${asked.retentionDays} days.`,
        evidence: [`kept: asked ${asked.retentionDays} days, found ${daysKept} days`],
        hint: retentionHint,
    };
};
const unreadFault = ({ why }) => ({
    message: 'The uploaded backup could not be read back, so it is not proven to be there.',
    evidence: [why],
    hint: 'Give the job `permissions: actions: read`, and try again.',
});
/** Sentences about an upload that is good enough to pass. */
const warningsOf = (asked, stored, storage) => {
    const { daysKept } = stored;
    if (daysKept === asked.retentionDays)
        return [];
    if (daysKept === undefined) {
        return ['GitHub did not tell when the backup expires: a token for its REST API is needed.'];
    }
    return [
        `GitHub keeps the backup for ${daysKept} days, not ${asked.retentionDays}: a setting of the ` +
            `repository or its owner. ${storageText(storage)}`,
    ];
};

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
;// CONCATENATED MODULE: ./build/github/artifact/client.js
/**
 * GitHub's own client. It reads the runner's variables from the environment by itself, and writes
 * progress to the log; addresses it masks. Loaded when needed only: it is large, and few steps upload.
 */
const loadClient = async () => {
    const { DefaultArtifactClient } = await Promise.all(/* import() */[__webpack_require__.e(533), __webpack_require__.e(850)]).then(__webpack_require__.bind(__webpack_require__, 76850));
    return new DefaultArtifactClient();
};

;// CONCATENATED MODULE: ./build/github/artifact/refusal.js


/** What a failure of GitHub's client means. The client gives texts only: its classes are lost inside. */
const meanings = [
    {
        shows: /quota has been hit|insufficient usage/i,
        message: 'The storage for artifacts is used up.',
        hint: 'Delete old artifacts or keep backups for fewer days (`retention-days`). GitHub counts anew ' +
            'every 6 to 12 hours, per account; a declined payment reads the same.',
    },
    {
        shows: /\(409\)|already exists/i,
        message: 'This run has an artifact of that name already.',
        hint: 'Names are unique in a run: give each backup of the run its own `name`.',
    },
    {
        shows: /not currently supported on GHES/i,
        message: 'This server is GitHub Enterprise Server, which has no such artifact service.',
        hint: 'Run the backup on github.com or GitHub Enterprise Cloud.',
    },
    {
        shows: /ACTIONS_RUNTIME_TOKEN|ACTIONS_RESULTS_URL|JWT token/i,
        message: 'There is no token for the artifact service: this is not a step on a runner.',
        hint: 'Uploads work in an action only; the runner gives each action a token of its own.',
    },
    {
        shows: /\(401\)|\(403\)/,
        message: 'The artifact service does not accept the token of this job.',
        hint: 'The token ends with the job. A job of more than 6 hours needs to be split.',
    },
    {
        shows: /Unable to make request|ECONN|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|progress stalled|fetch/i,
        message: 'The artifact service could not be reached.',
        hint: 'A self-hosted runner must reach GitHub and its blob storage; try again.',
    },
    {
        shows: /\(5\d\d\)|\(429\)|after \d+ attempts/,
        message: 'The artifact service is in trouble.',
        hint: 'It was asked several times. Look at githubstatus.com and try again.',
    },
];
const unknownMeaning = {
    message: 'The artifact service refused the upload.',
    hint: 'Try again; the cause is in the evidence.',
};
/** A failure of GitHub's client, explained. `also` is more evidence. */
const uploadRefused = (error, also = []) => {
    const reason = (0,base_reason/* messageOf */.bD)(error);
    const { message, hint } = meanings.find(({ shows }) => shows.test(reason)) ?? unknownMeaning;
    return new base_error/* SeaworthyError */.P('upload-refused', message, {
        hint,
        evidence: [reason, ...also],
        cause: error,
    });
};
/** @throws SeaworthyError `upload-refused` where the runner's variables for the service are missing. */
const checkRunner = (env) => {
    const needed = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL'];
    const missing = needed.filter((name) => (env[name] ?? '') === '');
    if (missing.length > 0)
        throw uploadRefused(new Error(`Not set: ${missing.join(', ')}.`));
};

;// CONCATENATED MODULE: ./build/github/artifact/upload.js












const ports = {
    loadClient: loadClient,
    waits: [1000, 2000, 4000, 8000],
    // A quarter of an hour, and 250 kB a second.
    uploadLimitMs: (bytes) => 900_000 + bytes / 250,
    callLimitMs: 120_000,
};
const askedOf = async (upload) => {
    const { file, retentionDays, made } = upload;
    const name = (0,external_node_path_.basename)(file);
    if (made !== undefined)
        return { name, ...made, retentionDays };
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let bytes = 0;
    const counted = async (chunks) => {
        for await (const chunk of chunks) {
            hash.update(chunk);
            bytes += chunk.length;
        }
    };
    await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)(file), counted, { signal: upload.api.signal });
    return { name, bytes, sha256: hash.digest('hex'), retentionDays };
};
const withEvidence = (error, line) => error instanceof base_error/* SeaworthyError */.P
    ? new base_error/* SeaworthyError */.P(error.code, error.message, {
        evidence: [...error.evidence, line],
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        cause: error.cause,
    })
    : error;
/** Best effort, and told: a backup that failed its check must not be found by anyone. */
const remove = async (client, name, limitMs) => {
    try {
        await bounded(client.deleteArtifact(name), limitMs);
        return 'The artifact was deleted.';
    }
    catch (error) {
        return `The artifact could not be deleted: ${(0,base_reason/* messageOf */.bD)(error)}`;
    }
};
const send = async (client, { file, retentionDays: wished, env, api }, { name, bytes }, { uploadLimitMs, callLimitMs }) => {
    // More than the limit makes GitHub's client warn in words of its own, beside ours.
    const cap = Number.parseInt(env['GITHUB_RETENTION_DAYS'] ?? '', 10);
    const retentionDays = cap < wished ? cap : wished;
    const options = { retentionDays, skipArchive: true };
    const work = client.uploadArtifact(name, [file], (0,external_node_path_.dirname)(file), options);
    try {
        const { id } = await bounded(work, uploadLimitMs(bytes), api.signal);
        if (id !== undefined)
            return id;
        throw new Error('The service gave no number for the artifact.');
    }
    catch (error) {
        // The client can't be stopped: what it finishes after all is deleted.
        work.then(() => remove(client, name, callLimitMs), () => undefined);
        if (error instanceof base_error/* SeaworthyError */.P)
            throw error;
        // Refused at creation, it is not ours: under this name another one of the run may be kept.
        const ours = !/CreateArtifact|ACTIONS_RUNTIME_TOKEN|GHES/.test((0,base_reason/* messageOf */.bD)(error));
        throw uploadRefused(error, ours ? [await remove(client, name, callLimitMs)] : []);
    }
};
/**
 * Uploads one file as an artifact, as it is (no zip around it), and reads it back: name, size, digest
 * and days kept must be those asked for. One that failed is deleted where possible.
 * @throws SeaworthyError `upload-refused` (quota, name taken, network, not on a runner ...),
 * `upload-not-as-asked`, or what the signal of `api` gives as its reason.
 */
const uploadArtifact = async (upload, given = {}) => {
    const limits = { ...ports, ...given };
    const { api, env, retentionAsked, retentionDays } = upload;
    checkRunner(env);
    const cap = capFault(retentionDays, env['GITHUB_RETENTION_DAYS']);
    if (retentionAsked && cap !== undefined)
        throw notAsAsked(cap);
    const asked = await askedOf(upload).catch((error) => {
        throw api.signal.aborted ? cancelledBy(api.signal) : error;
    });
    const client = await limits.loadClient();
    const id = await send(client, upload, asked, limits);
    const undo = () => remove(client, asked.name, limits.callLimitMs);
    try {
        const answer = await readBack(client, upload, { id, name: asked.name }, limits);
        if ('why' in answer)
            throw notAsAsked(unreadFault(answer));
        const { stored } = answer;
        const fault = faultOf(retentionAsked, asked, stored);
        if (fault !== undefined)
            throw notAsAsked(fault);
        const storage = storageOf(asked.bytes, stored.daysKept ?? retentionDays);
        const warnings = warningsOf(asked, stored, storage);
        return { ...stored, sha256: asked.sha256, storage, warnings };
    }
    catch (error) {
        const removed = await undo();
        throw api.signal.aborted ? cancelledBy(api.signal) : withEvidence(error, removed);
    }
};

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 7 modules
var core = __webpack_require__(33838);
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
var github_summary = __webpack_require__(13794);
;// CONCATENATED MODULE: ./build/github/cache/client.js
/** GitHub's own client. It reads the runner's variables from the environment by itself. */
const loadCacheClient = async () => Promise.all(/* import() */[__webpack_require__.e(533), __webpack_require__.e(956)]).then(__webpack_require__.bind(__webpack_require__, 89956));

;// CONCATENATED MODULE: ./build/github/cache/keep.js



// Less than the client's five attempts take: what the cache saves is not worth more.
const keep_ports = { load: loadCacheClient, limitMs: 20_000 };
/**
 * A keeper that only warns: what can't be cached is made anew. After a failure it is not tried again.
 * Where the runner offers no cache, nothing is kept and nothing is said.
 * @throws the signal's reason, when that ends a call.
 */
const keepFolders = (env, warn, signal, given = {}) => {
    const { load, limitMs } = { ...keep_ports, ...given };
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

// EXTERNAL MODULE: ./build/github/run.js
var run = __webpack_require__(67503);
;// CONCATENATED MODULE: ./build/postgres/server/find.js



const debianPackages = '/usr/lib/postgresql';
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

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:readline"
var external_node_readline_ = __webpack_require__(80481);
;// CONCATENATED MODULE: ./build/base/program.js


const tailBytes = 16 * 1024;
const headBytes = 32 * 1024 * 1024;
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
            (0,external_node_readline_.createInterface)({ input, crlfDelay: Infinity }).on('line', tell);
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
const runProgram = (file, args, run) => {
    const { promise, resolve } = Promise.withResolvers();
    const stdio = [run.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'];
    const child = (0,external_node_child_process_.spawn)(file, args, {
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
const program_evidenceOf = (name, { code, why, tail }) => [
    code === null
        ? `${name} ended: ${why ?? 'no exit code'}`
        : `${name} ended with exit code ${code}`,
    ...(tail === '' ? [] : [tail]),
];

;// CONCATENATED MODULE: ./build/postgres/database.js
const programs = ['pg_dump', 'pg_dumpall'];

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

;// CONCATENATED MODULE: ./build/postgres/client/find.js






/** `pg_dump (PostgreSQL) 15.18 (Debian 15.18-1)` or `pg_dump (PostgreSQL) 19beta1`. */
const parseVersion = (text) => {
    const [, version, major] = /\(PostgreSQL\) ((\d+)\S*)/.exec(text) ?? [];
    return version === undefined ? undefined : { version, major: Number(major) };
};
const absent = () => undefined;
const binFolders = async (root) => {
    const names = (await (0,external_node_fs_promises_.readdir)(root).catch(absent)) ?? [];
    return names.filter((name) => /^\d+$/.test(name)).map((name) => (0,external_node_path_.join)(root, name, 'bin'));
};
/**
 * The folder that a folder's pg_dump is really in. Debian's pg_wrapper runs whatever version it
 * likes and is none.
 */
const homeOf = async (folder) => {
    const target = await (0,external_node_fs_promises_.realpath)((0,external_node_path_.join)(folder, 'pg_dump')).catch(absent);
    if (target === undefined || (0,external_node_path_.basename)(target) !== 'pg_dump')
        return undefined;
    const home = (0,external_node_path_.dirname)(target);
    const runs = (name) => (0,external_node_fs_promises_.access)((0,external_node_path_.join)(home, name), external_node_fs_promises_.constants.X_OK).then(() => true, () => false);
    return (await Promise.all(programs.map(runs))).every(Boolean) ? home : undefined;
};
const limitMs = 10_000;
const find_ask = async (folder) => {
    const run = { env: plainEnvironment({}), signal: AbortSignal.timeout(limitMs) };
    const { code, stdout } = await runProgram((0,external_node_path_.join)(folder, 'pg_dump'), ['--version'], run);
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
        await (0,external_node_fs_promises_.mkdir)((0,external_node_path_.join)(folder, name), { recursive: true });
    await (0,external_node_fs_promises_.writeFile)((0,external_node_path_.join)(folder, 'apt.conf'), configuration(folder));
};
/** The lines of `/etc/apt/sources.list`, or of what the machine has in its place. */
const machineSources = async (shell) => {
    const [, file] = /^LIST='(.*)'$/m.exec(shell.stdout) ?? [];
    return file === undefined ? '' : (0,external_node_fs_promises_.readFile)(file, 'utf8').catch(() => '');
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
            await (0,external_node_fs_promises_.writeFile)(key, pgdgKey);
            await (0,external_node_fs_promises_.writeFile)(own, line);
            await (0,external_node_fs_promises_.writeFile)(all, `${await machineSources(list)}\n${line}`);
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



const unpack_entriesOf = (folder) => (0,external_node_fs_promises_.readdir)(folder).catch(() => []);
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
const unpack = async (order) => {
    const { packages, into, major, run, env, signal } = order;
    const root = (0,external_node_path_.join)(into, 'root');
    await (0,external_node_fs_promises_.mkdir)((0,external_node_path_.join)(into, 'bin'), { recursive: true });
    for (const name of await unpack_entriesOf(packages)) {
        const outcome = await run('dpkg-deb', ['-x', (0,external_node_path_.join)(packages, name), root], { env, signal });
        if (outcome.code !== 0)
            return program_evidenceOf(`dpkg-deb -x ${name}`, outcome);
    }
    await (0,external_node_fs_promises_.rm)((0,external_node_path_.join)(root, 'usr/share'), { recursive: true, force: true });
    const libraries = await libraryFolders(root);
    const home = `usr/lib/postgresql/${major}/bin`;
    for (const name of await unpack_entriesOf((0,external_node_path_.join)(root, home)))
        await (0,external_node_fs_promises_.writeFile)((0,external_node_path_.join)(into, 'bin', name), wrapper((0,external_node_path_.join)(home, name), libraries), { mode: 0o755 });
    return [];
};

;// CONCATENATED MODULE: ./build/postgres/client/install/install.js







const complaints = (updated, simulated) => [
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
        : { kind: 'none', tried: complaints(updated, simulated) };
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
    await (0,external_node_fs_promises_.mkdir)(packages);
    const { tail, code, why } = await apt.download(planned.packages, packages);
    signal.throwIfAborted();
    if (code !== 0)
        return { kind: 'failed', tried: ['apt-get download:', why ?? '', ...complaintsOf(tail)] };
    const fresh = (0,external_node_path_.join)(work, String(major));
    const trouble = await unpack({ packages, into: fresh, major, run, env, signal });
    signal.throwIfAborted();
    if (trouble.length > 0)
        return { kind: 'failed', tried: trouble };
    const [found] = await findClients({ folders: [work], path: '' });
    if (found?.major !== major) {
        const asked = await run((0,external_node_path_.join)(fresh, 'bin/pg_dump'), ['--version'], { env, signal });
        return {
            kind: 'failed',
            tried: [`fetched ${planned.packages.join(' ')}`, ...program_evidenceOf('pg_dump --version', asked)],
        };
    }
    await (0,external_node_fs_promises_.rm)(home, { recursive: true, force: true });
    await (0,external_node_fs_promises_.rename)(fresh, home);
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
    await (0,external_node_fs_promises_.mkdir)((0,external_node_path_.dirname)(home), { recursive: true });
    const work = await (0,external_node_fs_promises_.mkdtemp)((0,external_node_path_.join)((0,external_node_path_.dirname)(home), 'install-'));
    try {
        return await put(work, major, order);
    }
    finally {
        await (0,external_node_fs_promises_.rm)(work, { recursive: true, force: true });
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
const readSystem = async () => parseSystem(await (0,external_node_fs_promises_.readFile)('/etc/os-release', 'utf8').catch(() => ''));
const folderFor = (system, { tools, arch, month }) => (0,external_node_path_.join)(tools, `${layout}-${system.name}-${arch}-${month}`);
const noKeeper = {
    restore: () => Promise.resolve(false),
    save: () => Promise.resolve(),
};
/** Where the tool cache is not ours to write to, the client is for this step alone. */
const withPlace = async (order) => {
    try {
        await (0,external_node_fs_promises_.mkdir)(order.tools, { recursive: true });
        await (0,external_node_fs_promises_.access)(order.tools, external_node_fs_promises_.constants.W_OK);
        return order;
    }
    catch {
        return { ...order, tools: (0,external_node_path_.join)(order.folder, 'clients'), keeper: noKeeper };
    }
};
/** Those of earlier months but one, which another job may be using. */
const sweep = async (system, { tools, arch }) => {
    const beginning = `${layout}-${system.name}-${arch}-`;
    const names = (await (0,external_node_fs_promises_.readdir)(tools)).filter((name) => name.startsWith(beginning));
    for (const old of names.toSorted().slice(0, -2))
        await (0,external_node_fs_promises_.rm)((0,external_node_path_.join)(tools, old), { recursive: true, force: true });
};
/** Kept under a name of its own: a restore that comes too late then harms nobody. */
const fromKeeper = async (home, staged, key, keeper) => {
    await (0,external_node_fs_promises_.rm)(staged, { recursive: true, force: true });
    if (!(await keeper.restore(staged, key)))
        return;
    await (0,external_node_fs_promises_.mkdir)((0,external_node_path_.dirname)(home), { recursive: true });
    await (0,external_node_fs_promises_.rm)(home, { recursive: true, force: true });
    await (0,external_node_fs_promises_.rename)(staged, home).catch(() => undefined);
};
const toKeeper = async (home, staged, key, keeper) => {
    await (0,external_node_fs_promises_.cp)(home, staged, { recursive: true, verbatimSymlinks: true });
    await keeper.save(staged, key);
    await (0,external_node_fs_promises_.rm)(staged, { recursive: true, force: true });
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
        run: runProgram,
        tell: (line) => log.info(line),
    };
};
/** Finds PostgreSQL's client programs on the runner, or installs them; `folder` is the step's own. */
const clientFor = (context, { installClient, clientSource }, folder) => (major, signal) => provideClient(major, {
    env: (0,run/* envForPrograms */._p)(context.env),
    install: installClient ? installWith(context, clientSource, folder) : undefined,
}, signal);

// EXTERNAL MODULE: ./build/actions/shared/database-inputs.js + 3 modules
var database_inputs = __webpack_require__(98531);
;// CONCATENATED MODULE: ./build/base/quote.js
/** Characters that no shell treats specially: such words stay readable without quotes. */
const quote_plain = /^[\w@%+=:,./-]+$/;
/** Quotes a text for POSIX `sh` so that it arrives byte for byte; NUL can't be said to a shell. */
const quote = (text) => quote_plain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

// EXTERNAL MODULE: ./build/postgres/reach/address.js
var reach_address = __webpack_require__(24150);
;// CONCATENATED MODULE: ./build/postgres/reach/container-look.js


const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const container_look_textOf = (value) => typeof value === 'string' ? value : undefined;
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
        status: container_look_textOf(state('Status')) ?? 'unknown',
        startedAt: container_look_textOf(state('StartedAt')) ?? '',
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
    const script = `docker inspect --type container ${quote(name)}`;
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

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
;// CONCATENATED MODULE: ./build/ssh/ahead.js

/** So many are opened in all before none is opened ahead: one more than needed would be one too many. */
const enough = 6;
const ahead_unwanted = new Error('no session is wanted ahead');
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
            stop.abort(ahead_unwanted);
            if (waiting !== undefined)
                drop(waiting);
            waiting = undefined;
        },
    };
};

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

;// CONCATENATED MODULE: ./build/base/join.js
/** Both directions; an end is passed on, and one that fails or goes early ends the other. */
const join_join = (near, far) => {
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
    destination(signal).then((far) => join_join(streamOf(accept().on('error', listen_ignore), signal), far.on('error', listen_ignore)), () => refuse());
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
const connection_unusable = (name, cause) => new base_error/* SeaworthyError */.P('host-unreachable', `There is no connection to ${name} any more.`, {
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
                throw connection_unusable(name, life.signal.reason);
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
    const assigned = Object.entries(variables).map(([name, value]) => `${name}=${quote(value)}`);
    const passed = Object.keys(variables).map((name) => `-e ${name}`);
    const args = argumentsFor(call.program, call.args, address.database).map(quote);
    const words = ['docker', 'exec', ...passed, quote(call.container), call.program, ...args];
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
    return `docker exec ${quote(container)} sh -c ${quote(ended.join('; '))} </dev/null`;
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
var external_node_net_ = __webpack_require__(77030);
// EXTERNAL MODULE: ./node_modules/pg/esm/index.mjs
var esm = __webpack_require__(83849);
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
const session_rowsOf = (result) => {
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
                return session_rowsOf(await client.query(sql, values === undefined ? undefined : [...values]));
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
const container_nameOf = (given) => given?.host === undefined || (0,reach_address/* isFolder */.lQ)(given.host) ? undefined : given.host;
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
        host: container_nameOf(given) ?? address,
        user,
        password: given?.password ?? (user === owner ? set(env, 'POSTGRES_PASSWORD') : undefined),
        database: given?.database ?? set(env, 'POSTGRES_DB') ?? user,
    };
};
const container_limits = { stdoutBytes: 1024, stderrBytes: 4096 };
const versionInside = async (container, connection, signal) => {
    const script = `docker exec ${quote(container)} pg_dump --version </dev/null`;
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
        env: { ...plainEnvironment(env), ...variables },
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
var external_node_events_ = __webpack_require__(78474);
;// CONCATENATED MODULE: ./build/postgres/reach/detour.js



/** Listens on 127.0.0.1 only; each connection gets a way of its own. */
const openDetour = async (open) => {
    const life = new AbortController();
    const near = new Set();
    const server = (0,external_node_net_.createServer)({ allowHalfOpen: true }, (socket) => {
        near.add(socket);
        socket.on('close', () => near.delete(socket)).on('error', () => undefined);
        open(life.signal).then((far) => join_join(socket, far), () => socket.destroy());
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

;// CONCATENATED MODULE: ./build/ssh/target.js
/** `h1`, or `h1 (10.0.0.5:2222)` where the name alone does not say it. */
const target_describe = ({ name, host, port }) => {
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
    const where = target_describe(target);
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
        ? `${target_describe(target)} accepted the key of ${target.user}, but wants a second proof as well.`
        : `${target_describe(target)} did not let ${target.user} in. ${evidence.join('; ')}.`, {
        hint: attempt.partial
            ? `Allow ${target.user} to log in with a key alone (AuthenticationMethods in sshd_config).`
            : `Is one of these keys in ~${target.user}/.ssh/authorized_keys on the host (there: \`ssh-keygen -lf\`), is \`ssh.user\` right, and may this user log in (PermitRootLogin, AllowUsers)?`,
        evidence,
        cause,
    });
};
/** No connection came about; nothing was sent. */
const connect_errors_unreachable = (target, reason, details = {}) => new base_error/* SeaworthyError */.P('host-unreachable', `${target_describe(target)} cannot be reached: ${reason}.`, {
    hint: `Are name and port right, and does the host's firewall let this machine in?`,
    ...details,
});

;// CONCATENATED MODULE: ./build/ssh/deadline.js


const tooLong = ({ what, timeoutMs }) => new base_error/* SeaworthyError */.P('host-timeout', `${what}: no end after ${String(timeoutMs / 1000)} s.`);
/**
 * Runs `work` with a limit. Whatever `work` does, this rejects at once with `host-timeout` when the
 * time is over and with `cancelled` when the signal is aborted; the signal given to `work` is then
 * aborted with that error, so that it can clean up.
 */
const deadline_bounded = (bounds, work) => new Promise((resolve, reject) => {
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
var lib = __webpack_require__(85472);
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
const handshake_explainLogin = async (target, attempt, cause) => {
    if (levelOf(cause) === 'agent' && !cause.message.includes('SHA-1'))
        return new base_error/* SeaworthyError */.P('key-unusable', `The SSH agent at ${target.agent ?? ''} does not work: ${cause.message}.`, { hint: 'Is SSH_AUTH_SOCK set to the socket of an agent that still runs?', cause });
    const refused = attempt.accepts.length > 0 || /authentication|sign/i.test(cause.message);
    return refused
        ? loginError(target, attempt, await offeredKeys(target), cause)
        : connect_errors_unreachable(target, `the login did not come to an end (${cause.message})`, { cause });
};
const handshake_explain = async (target, progress, cause) => {
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
        ? handshake_explainLogin(target, login, cause)
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
        void handshake_explain(options.target, progress, cause).then(giveUp);
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
const socket_meanings = {
    ENOTFOUND: 'there is no such name in DNS',
    EAI_AGAIN: 'the name could not be looked up (DNS does not answer)',
    ECONNREFUSED: 'nothing listens on that port (connection refused)',
    ECONNRESET: 'the connection was reset',
    ETIMEDOUT: 'no answer (timed out)',
    EHOSTUNREACH: 'there is no route to the host',
    ENETUNREACH: 'there is no route to its network',
};
const meaning = (code) => socket_meanings[code] ?? `the connection failed (${code})`;
const socket_codeOf = (error) => 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
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
        reject(new SocketError(socket_codeOf(error), error));
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
const connect_logIn = async (journey, without) => {
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
            return await connect_logIn(journey, refused.map(({ keyType }) => keyType));
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
    return deadline_bounded({ what: `connect to ${target_describe(target)}`, timeoutMs, signal, late }, (inner) => reach(target, limits, inner));
};

// EXTERNAL MODULE: ./build/base/clean.js
var clean = __webpack_require__(41697);
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
            throw text.includes('BEGIN ENCRYPTED') ? wrongPassphrase() : keys_damaged();
        }
    };
    const key = read();
    if (key.asymmetricKeyType === 'rsa')
        return key.export({ type: 'pkcs1', format: 'pem' }).toString();
    if (key.asymmetricKeyType === 'ec')
        return key.export({ type: 'sec1', format: 'pem' }).toString();
    throw keys_unusable(`The private key is a PKCS#8 key of type ${key.asymmetricKeyType ?? 'unknown'}, which is not understood.`, newKey);
};
const keys_damaged = () => keys_unusable('The private key is damaged: its BEGIN and END lines are there, what is between cannot be read.', 'Try the file that was stored: `ssh-keygen -y -f key`.');
/** ssh2's own texts may quote bytes of the key, so only what is recognised is passed on. */
const keys_explain = (error, encrypted) => {
    if (error.message.includes('no passphrase given'))
        return needsPassphrase();
    if (encrypted)
        return wrongPassphrase();
    const type = /type: ([\w.-]+(?:@[\w.-]+)?)$/.exec(error.message)?.[1];
    return type === undefined
        ? keys_damaged()
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
        throw keys_damaged();
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

// EXTERNAL MODULE: ./build/actions/shared/report/channels.js
var channels = __webpack_require__(2203);
// EXTERNAL MODULE: ./build/actions/shared/report/report.js
var report = __webpack_require__(33681);
// EXTERNAL MODULE: ./build/actions/shared/rest-api.js
var rest_api = __webpack_require__(89565);
// EXTERNAL MODULE: ./build/actions/shared/workplace.js
var workplace = __webpack_require__(15272);
;// CONCATENATED MODULE: ./build/actions/shared/tool-version.js
/** As package.json has it; a contract test compares the two. */
const toolVersion = 'seaworthy 0.1.0';

// EXTERNAL MODULE: ./build/backup/archive/recipients.js
var recipients = __webpack_require__(89252);
;// CONCATENATED MODULE: ./build/config/mistake.js
const mistakeAt = ({ at, path }, message, hint) => ({
    ...at,
    path,
    message,
    ...(hint === undefined ? {} : { hint }),
});
const inOrder = (mistakes, files) => {
    const order = [...new Set([...files, ...mistakes.map(({ file }) => file)])];
    // One block may be read for several roles; its mistake is still one mistake.
    const distinct = new Map(mistakes.map((mistake) => [formatMistake(mistake), mistake]));
    return [...distinct.values()].toSorted((a, b) => order.indexOf(a.file) - order.indexOf(b.file) || a.line - b.line || a.column - b.column);
};
// Anything shorter is a word such as `web`, without which a mistake can't be understood.
const shortestSecret = 6;
const without = (concealed, mistake) => {
    const longestFirst = [...concealed].toSorted((a, b) => b.length - a.length);
    const clean = (text) => longestFirst.reduce((rest, value) => rest.replaceAll(value, '(from ERB)'), text);
    const { path, message, hint } = mistake;
    return {
        ...mistake,
        path: clean(path),
        message: clean(message),
        ...(hint === undefined ? {} : { hint: clean(hint) }),
    };
};
/** @param files The files in the order in which their mistakes are listed; others follow. */
const createReport = (files) => {
    const mistakes = [];
    const warnings = [];
    const secrets = new Set();
    const concealed = new Set();
    const told = (all) => inOrder(all.map((mistake) => without(concealed, mistake)), files);
    return {
        refuse: (spot, message, hint) => {
            mistakes.push(mistakeAt(spot, message, hint));
        },
        warn: (spot, message, hint) => {
            warnings.push(mistakeAt(spot, message, hint));
        },
        mask: (value) => {
            if (value.trim() !== '')
                secrets.add(value);
        },
        conceal: (value) => {
            for (const part of [value, ...value.split(/[\s:,'"]+/)]) {
                if (part.trim().length >= shortestSecret)
                    concealed.add(part);
            }
        },
        mistakes: () => told(mistakes),
        warnings: () => told(warnings),
        secrets: () => [...secrets],
    };
};
/** `file:line:column key/path: what is wrong; what is allowed or was meant`, on one line. */
const formatMistake = ({ file, line, column, path, message, hint }) => `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}${hint === undefined ? '' : `; ${hint}`}`;

// EXTERNAL MODULE: ./build/config/read.js + 30 modules
var read = __webpack_require__(83337);
// EXTERNAL MODULE: ./build/config/check/shape.js + 1 modules
var shape = __webpack_require__(74003);
// EXTERNAL MODULE: ./build/config/check/own-shape.js
var own_shape = __webpack_require__(47392);
// EXTERNAL MODULE: ./build/config/yaml/field.js
var field = __webpack_require__(27779);
// EXTERNAL MODULE: ./build/config/yaml/values.js
var yaml_values = __webpack_require__(83113);
;// CONCATENATED MODULE: ./build/config/recipients.js






/**
 * `x-seaworthy/backup/recipients` of a deploy.yml, and nothing else of it: the job that backs up has
 * none of the secrets that the rest of the file names.
 */
const readRecipients = (file, source) => {
    const report = createReport([file]);
    const { root } = (0,read/* readFiles */.Ul)([file], source, report);
    const own = root && (0,field/* member */.Dc)(root, 'x-seaworthy');
    if (own)
        (0,shape/* checkShape */.eA)(own, own_shape/* ownShape */.q, report);
    const mistakes = report.mistakes();
    if (mistakes.length > 0)
        return { ok: false, mistakes };
    return { ok: true, recipients: (0,yaml_values/* textsOf */.CB)(own && (0,field/* member */.Dc)(own, 'backup', 'recipients')) };
};

// EXTERNAL MODULE: ./build/actions/shared/load-config.js + 2 modules
var load_config = __webpack_require__(66677);
;// CONCATENATED MODULE: ./build/actions/backup/configured.js





const configured_refuse = (file, evidence) => new base_error/* SeaworthyError */.P('config-invalid', `The recipients of ${file} can't be used.`, {
    evidence,
    hint: 'Correct x-seaworthy/backup/recipients, or give the input recipients.',
});
/**
 * Takes recipients from deploy.yml where the input has none; a checkout without that file has none.
 * @throws SeaworthyError `config-invalid` with every mistake.
 */
const withConfigured = (context, inputs) => {
    const source = (0,load_config/* sourceIn */.tR)(context.run.workspace, context.env);
    const { configFile, plaintext } = inputs;
    if (inputs.recipients.length > 0 || plaintext || source.read(configFile) === undefined)
        return inputs;
    const configured = readRecipients(configFile, source);
    if (!configured.ok) {
        (0,load_config/* annotate */.fz)(context.log, 'error', configured.mistakes);
        throw configured_refuse(configFile, configured.mistakes.map(formatMistake));
    }
    context.secrets.keep(configured.recipients.filter(recipients/* looksLikeIdentity */.m));
    const parsed = (0,recipients/* parseRecipients */.q)(configured.recipients);
    const told = ({ line, message }) => `x-seaworthy/backup/recipients, entry ${line}: ${message}`;
    if (parsed.kind === 'mistakes')
        throw configured_refuse(configFile, parsed.mistakes.map(told));
    return { ...inputs, recipients: configured.recipients };
};

// EXTERNAL MODULE: ./build/actions/backup/contract.js
var contract = __webpack_require__(17305);
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

;// CONCATENATED MODULE: ./build/actions/backup/recipients.js



const keygen = 'Make a key pair with `age-keygen`; its public key, age1..., is what goes here.';
const missing = (message, hint) => new base_error/* SeaworthyError */.P('recipients-missing', message, { hint });
const refusePlaintext = (visibility) => {
    if (visibility === false)
        return;
    throw missing(visibility === true
        ? 'This repository is public: everyone could download the backup, so plaintext is refused.'
        : 'Whether this repository is public could not be found out, so plaintext is refused.', visibility === true ? keygen : 'Pass `github-token`, or give recipients.');
};
/**
 * For whom the backup is encrypted.
 * @throws SeaworthyError `recipients-missing`.
 */
const encryptionFor = async (inputs, context) => {
    const { recipients, recipientWarnings: warnings } = inputs;
    if (recipients.length === 0 && !inputs.plaintext)
        throw missing('There is no recipient to encrypt the backup to.', keygen);
    if (recipients.length > 0 && inputs.plaintext)
        throw missing('Give recipients or `plaintext: true`, not both.', 'Recipients are the safer one.');
    const api = (0,rest_api/* restApiOf */.o)(context, inputs.token);
    const visibility = await isPublicRepository(api, context.run.repository);
    if (inputs.plaintext)
        refusePlaintext(visibility);
    return {
        ...{ recipients, warnings },
        isPrivate: visibility === false,
    };
};

;// CONCATENATED MODULE: ./build/actions/backup/main.js



















/** What a backup is kept for unless it is said otherwise, and the most of a public repository. */
const usualDays = 90;
/** Sessions that fingerprint beside pg_dump. */
const workers = 2;
const make = async (context, inputs, { recipients }, folder) => {
    const { run, log, signal } = context;
    const client = clientFor(context, inputs, folder);
    return withDatabase(wayOf(inputs, context), inputs, context, client, (database) => makeBackup({
        ...{ database, recipients, plaintext: inputs.plaintext, folder, workers, signal },
        excludeTables: inputs.excludeTables,
        name: inputs.name,
        origin: { tool: toolVersion, run: run.url, actor: run.actor },
        tell: (line) => log.info(line),
    }));
};
/** What can't be kept, as the runner already knows, or not be read back is refused before hours of dumping. */
const requireRetention = ({ retentionDays, token }, { env }) => {
    if (retentionDays === undefined)
        return;
    const cap = capFault(retentionDays, env['GITHUB_RETENTION_DAYS']);
    if (cap !== undefined)
        throw notAsAsked(cap);
    if (token === undefined)
        throw notAsAsked(untoldFault(retentionDays));
};
const upload = (context, inputs, made) => uploadArtifact({
    file: made.path,
    retentionDays: inputs.retentionDays ?? usualDays,
    retentionAsked: inputs.retentionDays !== undefined,
    repository: context.run.repository,
    env: context.env,
    api: (0,rest_api/* restApiOf */.o)(context, inputs.token),
    made,
});
const tell = async (context, told) => {
    const { made, uploaded, encryption, milliseconds } = told;
    const { manifest } = made;
    const { tables } = manifest.fingerprint;
    const warnings = [...encryption.warnings, ...uploaded.warnings];
    setOutputs(contract/* outputNames */.g, {
        'artifact-name': uploaded.name,
        'artifact-id': String(uploaded.id),
        digest: `sha256:${made.sha256}`,
        bytes: String(made.bytes),
        tables: String(tables.length),
        rows: rowsOf(tables),
        seconds: (milliseconds / 1000).toFixed(1),
        manifest: JSON.stringify(publicManifest(manifest)),
    });
    for (const warning of warnings)
        context.log.warning(warning);
    const summary = backupSummary({ ...made, file: uploaded.name, keptUntil: uploaded.expiresAt, warnings, milliseconds }, encryption.isPrivate);
    await (0,github_summary/* appendSummary */.f)(context.env['GITHUB_STEP_SUMMARY'], summary, context.secrets.redact);
    const headline = `${uploaded.name}: ${tables.length} tables, ${rowsOf(tables)} rows, ${made.bytes} bytes`;
    context.log.info(`${headline}, sha256:${made.sha256}`);
    (0,report/* keepReport */.kA)(context, { ok: true, changed: false, outcome: 'made', headline, hint: undefined });
};
/**
 * Dumps, encrypts, uploads and reads back. Nothing is left on the disk.
 * @throws SeaworthyError whatever kept the backup from being one.
 */
const runBackup = async (context, given) => {
    (0,database_inputs/* keepLogins */._d)(context, given);
    context.secrets.keep([given.token ?? '', ...(0,channels/* secretsOf */.Fj)(given.channels)].filter(Boolean));
    const begun = Date.now();
    const inputs = withConfigured(context, given);
    requireRetention(inputs, context);
    const encryption = await encryptionFor(inputs, context);
    const folder = await (0,workplace/* makeWorkplace */.xK)(context.env);
    try {
        const made = await make(context, inputs, encryption, folder);
        context.log.info(`uploading ${made.bytes} bytes`);
        const uploaded = await upload(context, inputs, made);
        await tell(context, { made, uploaded, encryption, milliseconds: Date.now() - begun });
    }
    finally {
        await (0,workplace/* removeWorkplace */.ju)(folder);
    }
};


/***/ }),

/***/ 89252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ looksLikeIdentity),
/* harmony export */   q: () => (/* binding */ parseRecipients)
/* harmony export */ });
/* harmony import */ var age_encryption__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(81539);

/** Whether a private key stands anywhere in `text`: a secret, also where it is damaged. */
const looksLikeIdentity = (text) => /AGE-(?:SECRET-KEY|PLUGIN)-|-----BEGIN [A-Z ]*PRIVATE KEY/i.test(text);
const isTaken = (recipient) => {
    try {
        new age_encryption__WEBPACK_IMPORTED_MODULE_0__/* .Encrypter */ .T7().addRecipient(recipient);
        return true;
    }
    catch {
        return false;
    }
};
const mistakeIn = (line) => {
    if (looksLikeIdentity(line)) {
        return 'this is a private key; give its public key, age1..., and treat the private one as leaked';
    }
    if (line.startsWith('ssh-'))
        return 'this is an SSH key; give an age1... key (age-keygen makes one)';
    if (/^age1(?:tag|tagpq)1/.test(line))
        return 'keys of hardware tokens are not supported';
    if (!line.startsWith('age1'))
        return 'a recipient starts with age1';
    if (isTaken(line))
        return undefined;
    return 'this is no age1... key: a character is missing, added or mistyped';
};
const postQuantum = 'this key is post-quantum (age1pq1): the age program reads such a file from version 1.3 on only';
/**
 * Public keys, one a line; empty lines and lines that start with `#` are skipped, what is given twice
 * counts once. `age1pq1` keys are taken with a warning.
 */
const parseRecipients = (lines) => {
    const found = lines
        .map((line, index) => ({ line: index + 1, text: line.trim() }))
        .filter(({ text }) => text !== '' && !text.startsWith('#'))
        .map(({ line, text }) => ({ line, text, message: mistakeIn(text) }));
    const mistakes = found.flatMap(({ line, message }) => message === undefined ? [] : [{ line, message }]);
    if (mistakes.length > 0)
        return { kind: 'mistakes', mistakes };
    return {
        kind: 'recipients',
        recipients: [...new Set(found.map(({ text }) => text))],
        warnings: found
            .filter(({ text }) => text.startsWith('age1pq1'))
            .map(({ line }) => ({ line, message: postQuantum })),
    };
};


/***/ })

};
