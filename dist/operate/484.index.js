export const id = 484;
export const ids = [484];
export const modules = {

/***/ 3484:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runPost: () => (/* binding */ runPost)
/* harmony export */ });
/* harmony import */ var _rollout_errand_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6616);
/* harmony import */ var _rollout_undo_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6338);
/* harmony import */ var _connect_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(597);
/* harmony import */ var _context_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8918);
/* harmony import */ var _show_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2049);





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
        const { bootProxies } = await __webpack_require__.e(/* import() */ 703).then(__webpack_require__.bind(__webpack_require__, 84));
        const booted = await bootProxies(context, inputs, config, journal, ports);
        return [said, ...booted].join('; ');
    }
    finally {
        await fleet.close();
    }
};


/***/ })

};
