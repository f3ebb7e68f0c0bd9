export const id = 484;
export const ids = [484];
export const modules = {

/***/ 3484:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runPost: () => (/* binding */ runPost)
/* harmony export */ });
/* harmony import */ var _rollout_errand_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8496);
/* harmony import */ var _rollout_undo_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6338);
/* harmony import */ var _connect_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2853);
/* harmony import */ var _context_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6372);
/* harmony import */ var _show_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6715);





/** A post phase has about five minutes for everything. */
const drainLimitMs = 30_000;
/** Of a run that took the lock and had rolled nothing out: a prune, or a deploy that prepared hosts. */
const isErrand = ({ hosts }) => Object.values(hosts).flat().length === 0;
const say = (undone, journal) => {
    const { version } = journal;
    switch (undone.result) {
        case 'finished':
            return 'nothing is owed: the rollout had not begun, or had ended';
        case 'back':
            if (isErrand(journal))
                return 'the deploy lock is free again; the next run goes on from what is there';
            return `the fleet serves what it served before; nothing of ${version} is left`;
        case 'forward':
            return `${version} serves on every host: the rollout was past the point of no return`;
        case 'stuck':
            return undone.error.message;
    }
};
/**
 * The post phase: a fresh process that recovers what a cancelled or broken main phase left behind.
 * @returns what it came to
 * @throws SeaworthyError `recovery-stuck` when it could not finish; the lock is then kept on purpose.
 */
const runPost = async (context, inputs, journal) => {
    (0,_context_js__WEBPACK_IMPORTED_MODULE_3__/* .keepInputs */ .jf)(context, inputs);
    // A secret that is gone by now must not keep a fleet from being recovered.
    const config = (0,_context_js__WEBPACK_IMPORTED_MODULE_3__/* .hostsConfigFor */ .Tr)(context, inputs, true);
    const hosts = [...new Set([journal.primary, ...Object.keys(journal.hosts)])].filter((host) => !inputs.without.includes(host));
    context.log.info(isErrand(journal)
        ? 'freeing the deploy lock of a run that was interrupted'
        : `recovering an interrupted rollout of ${journal.version}`);
    const fleet = await (0,_connect_js__WEBPACK_IMPORTED_MODULE_2__/* .link */ .nf)(context, config, inputs, hosts);
    try {
        const ports = (0,_connect_js__WEBPACK_IMPORTED_MODULE_2__/* .portsOf */ .a5)(fleet, (0,_show_js__WEBPACK_IMPORTED_MODULE_4__/* .narration */ .T)(context.log).narrate, context.signal);
        const undone = await (0,_rollout_undo_js__WEBPACK_IMPORTED_MODULE_1__/* .undo */ .t)(journal, ports, { drainLimitMs, without: inputs.without });
        const said = say(undone, journal);
        context.log.info(said);
        if (undone.result === 'stuck')
            throw undone.error;
        if (journal.version !== _rollout_errand_js__WEBPACK_IMPORTED_MODULE_0__/* .upgradeErrand */ .p || !isErrand(journal))
            return said;
        const { bootProxies } = await __webpack_require__.e(/* import() */ 656).then(__webpack_require__.bind(__webpack_require__, 1656));
        const booted = await bootProxies(context, inputs, config, journal, ports);
        return [said, ...booted].join('; ');
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
/* harmony import */ var _journal_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4249);
/* harmony import */ var _perform_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1231);
/* harmony import */ var _ports_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(5234);
/* harmony import */ var _recover_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4383);
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
    const { proof, lockWaitMs, without, remember } = options;
    for (let tries = 0; tries < maxAttempts; tries += 1) {
        remember((0,_journal_js__WEBPACK_IMPORTED_MODULE_4__/* .asking */ .os)(journal));
        const host = (0,_ports_js__WEBPACK_IMPORTED_MODULE_6__/* .hostOf */ .w)(ports, errand.lockHost);
        const acquired = await (0,_acquire_js__WEBPACK_IMPORTED_MODULE_1__/* .acquire */ .X)({ host, journal, claim, proof, ports }, lockWaitMs);
        if (acquired.state === 'refused')
            throw acquired.error;
        remember(acquired.state === 'held' ? journal : acquired.journal);
        if (acquired.state === 'held') {
            const others = errand.hosts.filter((name) => name !== errand.lockHost);
            await Promise.all(others.map((name) => (0,_perform_js__WEBPACK_IMPORTED_MODULE_5__/* .performScript */ .N)((0,_ports_js__WEBPACK_IMPORTED_MODULE_6__/* .hostOf */ .w)(ports, name), (0,_seize_js__WEBPACK_IMPORTED_MODULE_8__/* .seizeScript */ .ab)(claim), ports.signal)));
            return;
        }
        const recovery = await (0,_recover_js__WEBPACK_IMPORTED_MODULE_7__/* .recover */ .l)(acquired.journal, ports, { without });
        if (recovery.result === 'stuck')
            throw recovery.error;
    }
    throw new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('lock-held', 'the deploy lock keeps changing hands', {
        hint: 'see who else deploys this service',
    });
};
/**
 * Does `work` with the lock held and every host this run's own, and frees the lock, whatever came of it.
 * A run that is cancelled leaves that to its post phase.
 * @throws ErrandFailure of what `work` throws; SeaworthyError `lock-held`.
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
        return result;
    }
    catch (error) {
        const known = error instanceof _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P && error.code !== 'lock-held';
        if (ports.signal.aborted || !known)
            throw error;
        const undone = await (0,_undo_js__WEBPACK_IMPORTED_MODULE_9__/* .undo */ .t)(owed, ports, { without: options.without });
        if (undone.result !== 'stuck')
            remember(settled);
        throw new _errand_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .ErrandFailure */ .f(error);
    }
};


/***/ })

};
