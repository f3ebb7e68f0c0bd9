export const id = 723;
export const ids = [723];
export const modules = {

/***/ 9723:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bootProxies: () => (/* binding */ bootProxies)
/* harmony export */ });
/* harmony import */ var _rollout_bootstrap_bootstrap_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1332);
/* harmony import */ var _rollout_report_print_plan_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5720);
/* harmony import */ var _context_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9423);
/* harmony import */ var _show_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6715);




/**
 * After a replacement of proxies that was cut off: a host whose proxy had gone and has no new one yet
 * serves nothing, so it gets one. Where all run it takes no lock; a post phase runs no hook.
 * @returns what was done, a line each
 * @throws SeaworthyError `lock-held`; whatever a host throws.
 */
const bootProxies = ({ run, log, secrets }, inputs, config, journal, ports) => {
    const aimed = (0,_context_js__WEBPACK_IMPORTED_MODULE_2__/* .aimOf */ .Bx)(config, inputs).targets;
    const targets = Object.keys(journal.hosts)
        .filter((host) => !inputs.without.includes(host))
        // One that has accessories only has no role.
        .map((host) => aimed.find((target) => target.host === host) ?? { host, roles: [] });
    // The image is there, and no secret was read that a registry would ask for.
    const bare = { ...config, registry: undefined, hooks: { ...config.hooks, files: {} } };
    const setting = { config: bare, run, targets, lockHost: journal.primary, accessories: [] };
    return (0,_rollout_bootstrap_bootstrap_js__WEBPACK_IMPORTED_MODULE_0__/* .bootstrap */ .N)(setting, ports, {
        ...{ dryRun: false, lockWaitMs: 0, without: inputs.without },
        proof: () => Promise.resolve({ state: 'unknown', why: 'a post phase takes over no lock' }),
        remember: () => undefined,
        forget: () => undefined,
        announce: (plan) => (0,_rollout_report_print_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .printPlan */ .Z)(plan, { redact: secrets.redact }).forEach((0,_show_js__WEBPACK_IMPORTED_MODULE_3__/* .show */ .W)(log)),
    });
};


/***/ })

};
