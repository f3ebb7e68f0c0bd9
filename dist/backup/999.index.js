export const id = 999;
export const ids = [999];
export const modules = {

/***/ 67999:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readBackupInputs: () => (/* binding */ readBackupInputs)
/* harmony export */ });
/* harmony import */ var _backup_archive_recipients_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(89252);
/* harmony import */ var _shared_client_inputs_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(61771);
/* harmony import */ var _shared_database_inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(98531);
/* harmony import */ var _shared_report_channels_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2203);




/** GitHub keeps nothing longer, in any plan. */
const mostDays = 400;
const readDays = (inputs) => {
    const text = inputs.optionalText('retention-days');
    if (text === undefined)
        return undefined;
    const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
    if (days < 1 || days > mostDays)
        inputs.refuse('retention-days', `must be a whole number of days from 1 to ${mostDays}`);
    return days;
};
const readName = (inputs) => {
    const name = inputs.optionalText('name');
    if (name !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(name))
        inputs.refuse('name', 'may have letters, digits, dots, dashes and underscores, at most 80');
    return name;
};
/** A private key is refused, and masked: the backup job must not be able to open what it makes. */
const readRecipients = (inputs, { keep }) => {
    const given = inputs.list('recipients');
    keep(given.filter(_backup_archive_recipients_js__WEBPACK_IMPORTED_MODULE_0__/* .looksLikeIdentity */ .m));
    const parsed = (0,_backup_archive_recipients_js__WEBPACK_IMPORTED_MODULE_0__/* .parseRecipients */ .q)(given);
    if (parsed.kind === 'mistakes') {
        for (const { line, message } of parsed.mistakes)
            inputs.refuse('recipients', `is wrong in entry ${line}: ${message}`);
        return { recipients: [], recipientWarnings: [] };
    }
    const { recipients, warnings } = parsed;
    return {
        recipients,
        recipientWarnings: warnings.map(({ line, message }) => `recipients, entry ${line}: ${message}`),
    };
};
/** What the inputs say; `env` fills in what the URL leaves out, as libpq does. */
const readBackupInputs = (inputs, { env, secrets }) => ({
    ...(0,_shared_database_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .readDatabaseInputs */ .ZU)(inputs, { env }),
    ...readRecipients(inputs, secrets),
    configFile: inputs.text('config-file'),
    retentionDays: readDays(inputs),
    excludeTables: inputs.list('exclude-tables'),
    plaintext: inputs.boolean('plaintext'),
    name: readName(inputs),
    ...(0,_shared_client_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .readClientInputs */ .n)(inputs),
    token: inputs.optionalText('github-token'),
    channels: (0,_shared_report_channels_js__WEBPACK_IMPORTED_MODULE_2__/* .readNightlyChannels */ .Is)(inputs),
});


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
