export const id = 204;
export const ids = [204];
export const modules = {

/***/ 2204:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runPost: () => (/* binding */ runPost)
});

// EXTERNAL MODULE: ./build/rollout/errand.js
var errand = __webpack_require__(8496);
// EXTERNAL MODULE: ./build/rollout/undo.js
var undo = __webpack_require__(6338);
// EXTERNAL MODULE: ./build/actions/shared/connect.js
var connect = __webpack_require__(6170);
// EXTERNAL MODULE: ./build/actions/shared/context.js + 6 modules
var shared_context = __webpack_require__(4924);
;// CONCATENATED MODULE: ./build/actions/shared/post-words.js

/** Of a run that took the lock and had rolled nothing out: a prune, or a deploy that prepared hosts. */
const isErrand = ({ hosts }) => Object.values(hosts).flat().length === 0;
/** Whose main phase has told how it ended: here there is only to look whether that left something. */
const isOver = (journal) => isErrand(journal) && journal.phase === 'finishing';
/** What a post phase sets out to do. */
const intention = (journal) => {
    if (isOver(journal))
        return 'looking whether the deploy lock is free';
    if (!isErrand(journal))
        return `recovering an interrupted rollout of ${journal.version}`;
    return (0,undo/* hasLock */.w)(journal)
        ? 'freeing the deploy lock of a run that was interrupted'
        : 'looking whether this run, which was interrupted, had got the deploy lock';
};
/** What came of it; undefined where main has said it better. */
const say = (undone, journal) => {
    const { version } = journal;
    switch (undone.result) {
        case 'finished':
            if (isOver(journal))
                return undefined;
            return 'nothing is owed: the rollout had not begun, or had ended';
        case 'back':
            if (isErrand(journal))
                return 'the deploy lock is free again; the next run goes on from what is there';
            return `the fleet serves what it served before; nothing of ${version} is left`;
        case 'forward':
            if (isErrand(journal))
                return 'what an earlier run had begun is complete, and the deploy lock is free again';
            return `${version} serves on every host: the rollout was past the point of no return`;
        case 'stuck':
            return undone.error.message;
    }
};

// EXTERNAL MODULE: ./build/actions/shared/show.js
var show = __webpack_require__(6715);
;// CONCATENATED MODULE: ./build/actions/shared/post.js






/** A post phase has about five minutes for everything. */
const drainLimitMs = 30_000;
/**
 * The post phase: a fresh process that recovers what a cancelled or broken main phase left behind.
 * @returns what it came to; undefined where nothing was left to do
 * @throws SeaworthyError `recovery-stuck` when it could not finish; the lock is then kept on purpose.
 */
const runPost = async (context, inputs, journal) => {
    (0,shared_context/* keepInputs */.jf)(context, inputs);
    // A secret that is gone by now must not keep a fleet from being recovered.
    const config = (0,shared_context/* hostsConfigFor */.Tr)(context, inputs, true);
    const hosts = [...new Set([journal.primary, ...Object.keys(journal.hosts)])].filter((host) => !inputs.without.includes(host));
    context.log.info(intention(journal));
    const fleet = await (0,connect/* link */.nf)(context, config, inputs, hosts);
    try {
        const ports = (0,connect/* portsOf */.a5)(fleet, (0,show/* narration */.T)(context.log).narrate, context.signal);
        const undone = await (0,undo/* undo */.t)(journal, ports, { drainLimitMs, without: inputs.without });
        const said = say(undone, journal);
        if (said !== undefined)
            context.log.info(said);
        if (undone.result === 'stuck')
            throw undone.error;
        if (journal.version !== errand/* upgradeErrand */.p || !isErrand(journal))
            return said;
        const { bootProxies } = await __webpack_require__.e(/* import() */ 723).then(__webpack_require__.bind(__webpack_require__, 9723));
        const booted = await bootProxies(context, inputs, config, journal, ports);
        const all = [...(said === undefined ? [] : [said]), ...booted];
        return all.length === 0 ? undefined : all.join('; ');
    }
    finally {
        await fleet.close();
    }
};


/***/ }),

/***/ 8496:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ upgradeErrand),
/* harmony export */   s: () => (/* binding */ underErrandLock)
/* harmony export */ });
/* harmony import */ var _base_time_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(2475);
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(458);
/* harmony import */ var _acquire_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2673);
/* harmony import */ var _errand_failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5239);
/* harmony import */ var _free_lock_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2780);
/* harmony import */ var _inherit_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9417);
/* harmony import */ var _journal_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4249);
/* harmony import */ var _perform_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1231);
/* harmony import */ var _ports_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5234);
/* harmony import */ var _seize_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6328);
/* harmony import */ var _undo_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(6338);











/** What an errand is called that replaces proxies: cut off, it may owe a host its proxy. */
const upgradeErrand = 'upgrade-proxy';
const journalOf = (errand) => ({
    format: 1,
    token: errand.token,
    rollout: errand.token,
    phase: 'staging',
    run: errand.run,
    service: errand.config.service,
    destination: errand.config.destination,
    version: errand.what,
    repository: errand.config.repository,
    digest: '',
    primary: errand.lockHost,
    startedAt: (0,_base_time_js__WEBPACK_IMPORTED_MODULE_10__/* .isoSeconds */ .n)(errand.startedAt),
    deployTimeoutMs: errand.config.deployTimeoutMs,
    drainTimeoutMs: errand.config.drainTimeoutMs,
    readinessDelayMs: errand.config.readinessDelayMs,
    retainContainers: errand.config.retainContainers,
    hosts: Object.fromEntries(errand.hosts.map((host) => [host, []])),
});
const maxAttempts = 3;
const takeLock = async (errand, journal, ports, options) => {
    const claim = (0,_seize_js__WEBPACK_IMPORTED_MODULE_8__/* .claimOf */ ._B)(errand);
    const { proof, lockWaitMs, remember } = options;
    for (let tries = 0; tries < maxAttempts; tries += 1) {
        remember((0,_journal_js__WEBPACK_IMPORTED_MODULE_5__/* .asking */ .os)(journal));
        const host = (0,_ports_js__WEBPACK_IMPORTED_MODULE_7__/* .hostOf */ .w)(ports, errand.lockHost);
        const attempt = { host, journal, claim, proof, ports };
        const acquired = (await (0,_acquire_js__WEBPACK_IMPORTED_MODULE_1__/* .lookAhead */ .R)(attempt, lockWaitMs)) ?? (await (0,_acquire_js__WEBPACK_IMPORTED_MODULE_1__/* .acquire */ .X)(attempt, lockWaitMs));
        if (acquired.state === 'refused')
            throw acquired.error;
        if (acquired.state === 'held') {
            remember(journal);
            const others = errand.hosts.filter((name) => name !== errand.lockHost);
            await Promise.all(others.map((name) => (0,_perform_js__WEBPACK_IMPORTED_MODULE_6__/* .performScript */ .N)((0,_ports_js__WEBPACK_IMPORTED_MODULE_7__/* .hostOf */ .w)(ports, name), (0,_seize_js__WEBPACK_IMPORTED_MODULE_8__/* .seizeScript */ .ab)(claim), ports.signal)));
            return;
        }
        const recovery = await (0,_inherit_js__WEBPACK_IMPORTED_MODULE_4__/* .settleInherited */ .s)(acquired, ports, options);
        if (recovery.result === 'stuck')
            throw recovery.error;
    }
    throw new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('lock-held', 'the deploy lock keeps changing hands', {
        hint: 'see who else deploys this service',
    });
};
/** What failed, and what keeps it from being undone; the first cause is the first that was seen. */
const stuckBy = ({ what }, first, stuck) => {
    if (first.code === 'recovery-stuck')
        return stuck;
    const { message, hint } = first;
    const seen = [message, ...(hint === undefined ? [] : [hint]), ...first.evidence];
    return new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('recovery-stuck', `${what} failed, and ${stuck.message}`, {
        ...(stuck.hint === undefined ? {} : { hint: stuck.hint }),
        evidence: [...seen, ...stuck.evidence],
        cause: first,
    });
};
/**
 * Does `work` with the lock held and every host this run's own, and frees the lock, whatever came of it.
 * A run that is cancelled leaves that to its post phase.
 * @throws ErrandFailure of what `work` throws, `recovery-stuck` where the lock can't be freed then;
 *   SeaworthyError `lock-held`.
 */
const underErrandLock = async (errand, ports, options, work) => {
    const journal = journalOf(errand);
    // Once it is being freed, a lock that is not ours any more was freed.
    const settled = { ...journal, phase: 'finishing' };
    let owed = journal;
    const remember = (now) => {
        owed = now;
        options.remember(now);
    };
    try {
        await takeLock(errand, journal, ports, { ...options, remember });
        const result = await work();
        remember(settled);
        await (0,_free_lock_js__WEBPACK_IMPORTED_MODULE_3__/* .freeLock */ .m)(journal, ports);
        options.forget();
        return result;
    }
    catch (error) {
        if (ports.signal.aborted || !(error instanceof _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P))
            throw error;
        if (error.code === 'lock-held') {
            options.forget();
            throw error;
        }
        const undone = await (0,_undo_js__WEBPACK_IMPORTED_MODULE_9__/* .undo */ .t)(owed, ports, { without: options.without });
        if (undone.result === 'stuck')
            throw new _errand_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .ErrandFailure */ .f(stuckBy(errand, error, undone.error));
        if (errand.mayOweMore === true)
            remember(settled);
        else
            options.forget();
        throw new _errand_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .ErrandFailure */ .f(error);
    }
};


/***/ })

};
