export const id = 204;
export const ids = [204];
export const modules = {

/***/ 2204:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runPost: () => (/* binding */ runPost)
});

// EXTERNAL MODULE: ./build/rollout/errand.js + 5 modules
var errand = __webpack_require__(1820);
// EXTERNAL MODULE: ./build/rollout/undo.js
var undo = __webpack_require__(6338);
// EXTERNAL MODULE: ./build/actions/shared/connect.js + 14 modules
var connect = __webpack_require__(597);
// EXTERNAL MODULE: ./build/actions/shared/context.js + 95 modules
var shared_context = __webpack_require__(2260);
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

// EXTERNAL MODULE: ./build/actions/shared/show.js + 1 modules
var show = __webpack_require__(2049);
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
        const { bootProxies } = await __webpack_require__.e(/* import() */ 120).then(__webpack_require__.bind(__webpack_require__, 2120));
        const booted = await bootProxies(context, inputs, config, journal, ports);
        const all = [...(said === undefined ? [] : [said]), ...booted];
        return all.length === 0 ? undefined : all.join('; ');
    }
    finally {
        await fleet.close();
    }
};


/***/ })

};
