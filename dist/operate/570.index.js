export const id = 570;
export const ids = [570];
export const modules = {

/***/ 6039:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  g: () => (/* binding */ errandFor)
});

// EXTERNAL MODULE: ./build/github/rest.js
var rest = __webpack_require__(1418);
// EXTERNAL MODULE: ./build/base/unknown.js
var unknown = __webpack_require__(7442);
;// CONCATENATED MODULE: ./build/github/jobs.js


const perPage = 100;
const mostPages = 20;
const jobOf = (value) => {
    if (!(0,unknown/* isRecord */.u4)(value))
        return undefined;
    const name = (0,unknown/* textOf */.b6)(value['name']);
    const status = (0,unknown/* textOf */.b6)(value['status']);
    if (name === undefined || status === undefined)
        return undefined;
    return {
        name,
        runner: (0,unknown/* textOf */.b6)(value['runner_name']),
        completed: status === 'completed',
        conclusion: (0,unknown/* textOf */.b6)(value['conclusion']),
    };
};
const pageOf = (body, path) => {
    const list = (0,unknown/* isRecord */.u4)(body) && Array.isArray(body['jobs']) ? body['jobs'] : [undefined];
    const jobs = list.map(jobOf).filter((job) => job !== undefined);
    return jobs.length === list.length ? { jobs } : { why: `GET /${path} answered no list of jobs` };
};
/** All jobs of the attempt at `path`, whatever the number of pages. */
const jobsOf = async (api, path) => {
    const all = [];
    for (let page = 1; page <= mostPages; page += 1) {
        const pagePath = `${path}/jobs?per_page=${perPage}&page=${page}`;
        const answer = await (0,rest/* restGet */.B)(api, pagePath);
        if ('why' in answer)
            return answer;
        const found = pageOf(answer.body, pagePath);
        if ('why' in found)
            return found;
        all.push(...found.jobs);
        if (found.jobs.length < perPage)
            return { jobs: all };
    }
    return { why: `the run has more than ${mostPages * perPage} jobs` };
};

;// CONCATENATED MODULE: ./build/github/proof.js



const limitMs = 10_000;
/** The owner was read from a host, and a host may answer anything. */
const isPlausible = ({ repository, runId, attempt }) => /^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/.test(repository) &&
    !/\/\.{1,2}$/.test(repository) &&
    /^[1-9]\d{0,18}$/.test(runId) &&
    /^[1-9]\d{0,8}$/.test(attempt);
const attemptProof = async (api, owner, path) => {
    const answer = await (0,rest/* restGet */.B)(api, path);
    if ('why' in answer)
        return { state: 'unknown', why: answer.why };
    const { body } = answer;
    if (!(0,unknown/* isRecord */.u4)(body) ||
        String(body['id']) !== owner.runId ||
        String(body['run_attempt']) !== owner.attempt) {
        return { state: 'unknown', why: `GET /${path} answered for another run` };
    }
    if (body['status'] !== 'completed')
        return { state: 'running' };
    return { state: 'ended', conclusion: (0,unknown/* textOf */.b6)(body['conclusion']) };
};
/** Whether a display name can be that of the job `key`: also as a matrix leg or in a called workflow. */
const couldBe = (name, key) => {
    const last = name.split(' / ').at(-1) ?? name;
    return last === key || last.startsWith(`${key} (`);
};
/**
 * Whether the owner's job, one of `jobs`, has ended. Display names only hint at keys, so the runner
 * decides: it works at one job at a time. When it has none left, the owner's is among those that ended.
 * When it has one left, that must be the job which asks, by runner and by name, and an ended one must
 * look like the owner's. (A job never proves its own end: steps of one job can run side by side.)
 */
const endedAmong = (jobs, owner, self) => {
    const onRunner = owner.runner === '' ? [] : jobs.filter((job) => job.runner === owner.runner);
    const named = onRunner.filter((job) => couldBe(job.name, owner.job));
    const busy = onRunner.filter((job) => !job.completed);
    const proven = named.find((job) => job.completed);
    const conclusion = named.length === 1 ? proven?.conclusion : undefined;
    if (onRunner.length === 0) {
        return { state: 'unknown', why: `no job of this run is known on runner "${owner.runner}"` };
    }
    if (busy.length === 0)
        return { state: 'ended', conclusion };
    if (busy.some((job) => couldBe(job.name, owner.job)))
        return { state: 'running' };
    const onlySelf = busy.length === 1 &&
        self.runner === owner.runner &&
        busy.every((job) => couldBe(job.name, self.job));
    if (onlySelf && proven !== undefined)
        return { state: 'ended', conclusion };
    return { state: 'unknown', why: `runner "${owner.runner}" is at work on a job of this run` };
};
/**
 * Whether the run that owns a lock has ended, by GitHub's REST API alone: its attempt is completed,
 * or, when it is an attempt of this very run, its job is. A higher attempt proves nothing by itself.
 * Needs `permissions: actions: read`. Answers within ten seconds and never throws: no token, no answer
 * or an answer that leaves room for doubt is `unknown`, and `why` is a clause for the user.
 */
const runEnded = async (owner, self, access, fetchLike = fetch) => {
    if (!isPlausible(owner))
        return { state: 'unknown', why: 'the lock names no run of GitHub Actions' };
    const limit = AbortSignal.timeout(limitMs);
    const signal = access.signal === undefined ? limit : AbortSignal.any([limit, access.signal]);
    const api = { apiUrl: access.apiUrl, token: access.token, signal, fetchLike };
    const path = `repos/${owner.repository}/actions/runs/${owner.runId}/attempts/${owner.attempt}`;
    const sameAttempt = owner.repository.toLowerCase() === self.repository.toLowerCase() &&
        owner.runId === self.runId &&
        owner.attempt === self.attempt;
    if (!sameAttempt)
        return attemptProof(api, owner, path);
    const jobs = await jobsOf(api, path);
    return 'why' in jobs ? { state: 'unknown', why: jobs.why } : endedAmong(jobs.jobs, owner, self);
};

// EXTERNAL MODULE: ./build/rollout/undo.js
var undo = __webpack_require__(6338);
// EXTERNAL MODULE: ./build/actions/shared/owed.js
var owed = __webpack_require__(1077);
// EXTERNAL MODULE: ./build/actions/shared/world.js
var world = __webpack_require__(88);
;// CONCATENATED MODULE: ./build/actions/operate/errand-for.js




/** An errand of this step, and what it needs. */
const errandFor = (context, inputs, { config, lockHost, hosts }) => {
    const { run, signal, touched } = context;
    const { command, without, token, lockWaitMs } = inputs;
    const made = { token: world/* cryptoRandom */.j.hex(8), startedAt: world/* wallClock */.X.now(), what: command };
    const errand = { config, run, lockHost, hosts, ...made };
    const options = {
        lockWaitMs,
        without,
        proof: (owner) => runEnded(owner, run, { apiUrl: run.apiUrl, token, signal }),
        remember: (journal) => {
            (0,owed/* owe */.ep)(journal);
            if ((0,undo/* hasLock */.w)(journal))
                touched.add('hosts');
        },
        forget: owed/* oweNothing */.Zj,
    };
    return { errand, options };
};


/***/ }),

/***/ 5570:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ onAccessory),
  settleReboot: () => (/* binding */ settleReboot)
});

// EXTERNAL MODULE: ./build/base/error.js
var base_error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/rollout/bootstrap/accessory-steps.js + 3 modules
var accessory_steps = __webpack_require__(1909);
// EXTERNAL MODULE: ./build/rollout/bootstrap/look.js
var look = __webpack_require__(6236);
// EXTERNAL MODULE: ./build/rollout/errand.js + 5 modules
var rollout_errand = __webpack_require__(1820);
// EXTERNAL MODULE: ./build/rollout/ports.js
var rollout_ports = __webpack_require__(5234);
// EXTERNAL MODULE: ./build/rollout/perform.js
var perform = __webpack_require__(1231);
// EXTERNAL MODULE: ./build/rollout/run.js + 21 modules
var run = __webpack_require__(2123);
;// CONCATENATED MODULE: ./build/operate/accessory.js







/**
 * The accessory of that name, and the hosts of it that are meant.
 * @throws SeaworthyError `input-invalid` when there is none.
 */
const findAccessory = (config, placed, name) => {
    const found = placed.find(({ accessory }) => accessory.name === name);
    if (found !== undefined)
        return found;
    const names = config.accessories.map((one) => one.name);
    const known = names.length === 0 ? 'it names no accessory' : `it names ${names.join(', ')}`;
    throw new base_error/* SeaworthyError */.P('input-invalid', `accessory: ${name} is not in ${config.file}`, {
        hint: names.includes(name) ? 'hosts and without-hosts leave none of its hosts' : known,
    });
};
const missing = ({ accessory, host }) => new base_error/* SeaworthyError */.P('accessory-missing', `there is no container ${accessory.service} on ${host}`, {
    hint: 'make it by a deploy with bootstrap: true, or by accessory-reboot',
});
const route = (act) => {
    const words = (0,accessory_steps/* routeWords */.Jn)(act);
    const script = (0,accessory_steps/* guarded */.Nj)(act, `route ${act.accessory.name}`, words, (0,accessory_steps/* routeMs */.ki)(act.config));
    return words.length === 0 ? [] : [(0,accessory_steps/* step */.PM)(act, script.title, [script])];
};
const startSteps = (act) => {
    if (act.state.container === undefined)
        throw missing(act);
    const note = (0,accessory_steps/* noted */.ZT)(act, `Started ${act.accessory.name} accessory`);
    return [(0,accessory_steps/* startStep */.bP)(act, note), ...route(act)];
};
const stopSteps = (act) => {
    const { name, service, proxy } = act.accessory;
    if (act.state.container === undefined)
        throw missing(act);
    const unroute = proxy === undefined ? [] : [{ word: 'unroute', service }];
    const stops = [service, ...act.state.replaced].map(accessory_steps/* stopWord */.xW);
    const words = [(0,accessory_steps/* noted */.ZT)(act, `Stopped ${name} accessory`), ...unroute, ...stops];
    return [(0,accessory_steps/* step */.PM)(act, `stop accessory ${name}`, [(0,accessory_steps/* guarded */.Nj)(act, `stop ${name}`, words)])];
};
/** The old container makes room, and stops only when the new one is ready to start. */
const rebootSteps = (act) => {
    const { accessory, state } = act;
    const { name, service, kit } = accessory;
    if (kit === undefined)
        return [];
    const old = (0,accessory_steps/* replacedName */.ke)(accessory, act.fence);
    const room = [{ word: 'rename', from: service, to: old }, ...(0,accessory_steps/* makeWords */._Y)(act, kit)];
    const gone = [...state.replaced, old].map((one) => ({ word: 'discard', container: one }));
    const note = (0,accessory_steps/* noted */.ZT)(act, `Booted ${name} accessory`);
    return [
        (0,accessory_steps/* pullStep */.eO)(act, kit),
        (0,accessory_steps/* step */.PM)(act, `make accessory ${name} anew`, [(0,accessory_steps/* guarded */.Nj)(act, `make ${name} anew`, room)]),
        (0,accessory_steps/* startStep */.bP)(act, (0,accessory_steps/* stopWord */.xW)(old)),
        (0,accessory_steps/* step */.PM)(act, `remove what ${name} was`, [(0,accessory_steps/* guarded */.Nj)(act, `remove old ${name}`, [...gone, note])]),
        ...route(act),
    ];
};
const steps = {
    start: startSteps,
    stop: stopSteps,
    reboot: rebootSteps,
};
/** What served before gets its name back, and serves again. */
const bringBack = async (act, old, ports) => {
    const { name, service } = act.accessory;
    const words = [
        { word: 'discard', container: service },
        { word: 'rename', from: old, to: service },
        { word: 'start', container: service },
    ];
    const script = (0,accessory_steps/* guarded */.Nj)(act, `bring the old ${name} back`, words);
    await (0,perform/* performScript */.N)((0,rollout_ports/* hostOf */.w)(ports, act.host), script, ports.signal);
};
/** Where the host is lost as well, the post phase does it. */
const comeBack = async (act, ports) => {
    try {
        const { replaced } = await (0,look/* lookAtAccessory */.df)((0,rollout_ports/* hostOf */.w)(ports, act.host), act.accessory, ports.signal);
        const old = (0,accessory_steps/* replacedName */.ke)(act.accessory, act.fence);
        if (replaced.includes(old))
            await bringBack(act, old, ports);
    }
    catch (error) {
        if (!(error instanceof base_error/* SeaworthyError */.P))
            throw error;
        ports.signal.throwIfAborted();
        const text = `the old ${act.accessory.name} could not be brought back: ${error.message}`;
        ports.narrate({ kind: 'note', at: ports.clock.now(), text });
    }
};
const carryOut = async (deed, act, ports) => {
    const { name } = act.accessory;
    const waves = [{ title: `${deed} ${name}`, lanes: [{ host: act.host, steps: steps[deed](act) }] }];
    const plan = { title: `${deed} ${name} on ${act.host}`, waves };
    const result = await (0,run/* run */.e)(plan, ports);
    if (result.ok)
        return;
    ports.signal.throwIfAborted();
    if (deed === 'reboot')
        await comeBack(act, ports);
    throw result.failures[0]?.error ?? new base_error/* SeaworthyError */.P('cancelled', 'The run was cancelled.');
};
const actOn = async ({ config, token, run: { actor } }, { accessory }, host, ports) => {
    const state = await (0,look/* lookAtAccessory */.df)((0,rollout_ports/* hostOf */.w)(ports, host), accessory, ports.signal);
    return { config, accessory, host, state, fence: token, at: ports.clock.now(), actor };
};
/**
 * Starts, stops or reboots an accessory under the deploy lock, one host after the other. A reboot makes
 * its container anew and keeps its data: folders and named volumes by deploy.yml, others by hand-over.
 * @throws SeaworthyError `accessory-missing`, `gate-failed`; whatever a host throws.
 */
const actOnAccessory = (deed, errand, placed, ports, options) => (0,rollout_errand/* underErrandLock */.s)({ ...errand, mayOweMore: deed === 'reboot' }, ports, options, async () => {
    for (const host of placed.hosts)
        await carryOut(deed, await actOn(errand, placed, host, ports), ports);
});
/**
 * After a reboot by `token` was cut off: where its new container does not run, the old one serves again,
 * under its own name.
 * @returns the hosts of which that is true; where there is none it takes no lock
 * @throws SeaworthyError `lock-held`; whatever a host throws.
 */
const undoReboot = async (errand, token, placed, ports, options) => {
    const old = (0,accessory_steps/* replacedName */.ke)(placed.accessory, token);
    const isDue = async (host) => {
        const { container, replaced } = (await actOn(errand, placed, host, ports)).state;
        return replaced.includes(old) && container?.state !== 'running';
    };
    const due = await Promise.all(placed.hosts.map(isDue));
    const hosts = placed.hosts.filter((_, at) => due[at]);
    if (hosts.length === 0)
        return [];
    await (0,rollout_errand/* underErrandLock */.s)({ ...errand, hosts }, ports, options, async () => {
        for (const host of hosts)
            if (await isDue(host))
                await bringBack(await actOn(errand, placed, host, ports), old, ports);
    });
    return hosts;
};

// EXTERNAL MODULE: ./build/operate/logs.js
var logs = __webpack_require__(8552);
// EXTERNAL MODULE: ./build/actions/shared/connect.js + 14 modules
var connect = __webpack_require__(597);
// EXTERNAL MODULE: ./build/actions/shared/context.js + 95 modules
var shared_context = __webpack_require__(2260);
// EXTERNAL MODULE: ./build/actions/shared/show.js + 1 modules
var show = __webpack_require__(2049);
// EXTERNAL MODULE: ./build/actions/operate/errand-for.js + 2 modules
var errand_for = __webpack_require__(6039);
// EXTERNAL MODULE: ./build/actions/operate/tell.js + 1 modules
var tell = __webpack_require__(5291);
;// CONCATENATED MODULE: ./build/actions/operate/on-accessory.js








const done = {
    start: 'started',
    stop: 'stopped',
    reboot: 'booted anew, with its data',
};
const deedOf = ({ command }) => command === 'accessory-start'
    ? 'start'
    : command === 'accessory-stop'
        ? 'stop'
        : command === 'accessory-reboot'
            ? 'reboot'
            : 'logs';
const on_accessory_logs = async (context, { lines }, { accessory, hosts }, fleet) => {
    const asked = hosts.map((host) => (0,logs/* logOf */.G)((0,rollout_ports/* hostOf */.w)(fleet, host), accessory.service, lines, context.signal));
    await (0,tell/* tellLogs */.Ht)(context, await Promise.all(asked));
};
/** @throws SeaworthyError whatever kept the command from its end. */
const onAccessory = async (context, inputs, name) => {
    const { kit, command } = inputs;
    const config = kit === undefined
        ? (0,shared_context/* hostsConfigFor */.Tr)(context, inputs, command === 'accessory-logs')
        : (0,shared_context/* configFor */.m3)(context, inputs);
    const aim = (0,shared_context/* aimOf */.Bx)(config, inputs);
    const { lockHost } = aim;
    const placed = findAccessory(config, aim.placed, name);
    const { hosts } = placed;
    const fleet = await (0,connect/* link */.nf)(context, config, inputs, [...new Set([lockHost, ...hosts])]);
    try {
        (0,connect/* requireAll */.rs)(fleet);
        const deed = deedOf(inputs);
        if (deed === 'logs') {
            await on_accessory_logs(context, inputs, placed, fleet);
            return;
        }
        const ports = (0,connect/* portsOf */.a5)(fleet, (0,show/* narration */.T)(context.log).narrate, context.signal);
        const { errand, options } = (0,errand_for/* errandFor */.g)(context, inputs, { config, lockHost, hosts });
        await actOnAccessory(deed, errand, placed, ports, options);
        await (0,tell/* tellAccessory */.a4)(context, { name, hosts, done: done[deed] });
        return undefined;
    }
    finally {
        await fleet.close();
    }
};
/**
 * The last of a post phase: an accessory whose reboot was cut off serves again as before.
 * @returns a sentence on it; undefined when nothing was to be done
 * @throws SeaworthyError whatever kept it from its end.
 */
const settleReboot = async (context, inputs, { token }) => {
    const { kit: name } = inputs;
    if (name === undefined)
        return undefined;
    const config = (0,shared_context/* hostsConfigFor */.Tr)(context, { ...inputs, kit: undefined }, true);
    const { lockHost, placed: all } = (0,shared_context/* aimOf */.Bx)(config, inputs);
    const placed = findAccessory(config, all, name);
    const { hosts } = placed;
    const fleet = await (0,connect/* link */.nf)(context, config, inputs, [...new Set([lockHost, ...hosts])]);
    try {
        (0,connect/* requireAll */.rs)(fleet);
        const ports = (0,connect/* portsOf */.a5)(fleet, (0,show/* narration */.T)(context.log).narrate, context.signal);
        const { errand, options } = (0,errand_for/* errandFor */.g)(context, inputs, { config, lockHost, hosts });
        const back = await undoReboot(errand, token, placed, ports, {
            ...options,
            lockWaitMs: 0,
            remember: () => undefined,
            forget: () => undefined,
        });
        return back.length === 0
            ? undefined
            : `${name} on ${back.join(', ')} is back as it was before its reboot`;
    }
    finally {
        await fleet.close();
    }
};


/***/ }),

/***/ 5291:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  qz: () => (/* binding */ tell),
  a4: () => (/* binding */ tellAccessory),
  PU: () => (/* binding */ tellActivity),
  x0: () => (/* binding */ tellCancelled),
  rH: () => (/* binding */ tellLock),
  Ht: () => (/* binding */ tellLogs),
  C0: () => (/* binding */ tellStatus)
});

// EXTERNAL MODULE: ./build/base/markdown.js
var markdown = __webpack_require__(6963);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 16 modules
var core = __webpack_require__(8261);
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
var github_summary = __webpack_require__(3794);
// EXTERNAL MODULE: ./build/operate/status.js
var operate_status = __webpack_require__(9877);
// EXTERNAL MODULE: ./build/actions/shared/report/report.js
var report = __webpack_require__(3681);
// EXTERNAL MODULE: ./build/actions/operate/contract.js
var contract = __webpack_require__(9545);
;// CONCATENATED MODULE: ./build/actions/operate/tell.js






/** Outputs, log and job summary of a command, and what others are told. */
const tell = async (context, outputs, lines, summary, said) => {
    const { env, log, secrets } = context;
    setOutputs(contract/* outputNames */.gr, outputs);
    (0,report/* keepReport */.kA)(context, { ...said, ok: true, outcome: 'done', hint: undefined });
    if (lines.length > 0)
        log.hostText(lines.join('\n'));
    await (0,github_summary/* appendSummary */.f)(env['GITHUB_STEP_SUMMARY'], `${summary.map((part) => part.trimEnd()).join('\n\n')}\n`, secrets.redact);
};
const amount = (mebibytes) => mebibytes === undefined ? '-' : `${mebibytes} MiB`;
const rowsOf = ({ host, docker, proxy, freeDiskMiB, freeMemoryMiB, roles }) => roles.map(({ role, serves, others }) => [
    ...[host, role, serves?.version ?? 'nothing', serves?.status ?? '-'],
    ...[others.join(', ') || '-', docker, proxy, amount(freeDiskMiB), amount(freeMemoryMiB)],
]);
const head = [
    ...['Host', 'Role', 'Serves', 'Since', 'Can go back to'],
    ...['Docker', 'Proxy', 'Free disk', 'Free memory'],
];
const plainRow = (cells) => head.map((name, column) => `${name.toLowerCase()}: ${cells[column] ?? '-'}`).join('; ');
const tellStatus = (context, hosts, lost, lock) => {
    const rows = [...hosts.flatMap(rowsOf), ...lost.map((host) => [host, '-', 'not reached'])];
    const versions = (0,operate_status/* versionsOf */.x4)(hosts);
    const headline = `${versions.join(', ') || 'Nothing'} serves`;
    return tell(context, {
        result: JSON.stringify({ hosts, unreachable: lost, lock: lock.text }),
        versions: versions.join(','),
        digest: (0,operate_status/* digestEverywhere */.dB)(hosts) ?? '',
        lock: lock.free ? 'free' : 'held',
    }, [...rows.map(plainRow), `deploy lock: ${lock.text}`], [`## ${(0,markdown/* words */.aL)(headline)}`, (0,markdown/* table */.tp)(head, rows), `Deploy lock: ${(0,markdown/* words */.aL)(lock.text)}`], { headline, changed: false });
};
const tellLogs = (context, logs) => tell(context, {
    result: JSON.stringify(logs.map(({ host, container, text }) => ({
        host,
        container,
        lines: text.split('\n').length,
    }))),
}, logs.flatMap(({ host, container, text }) => [`--- ${container} on ${host}`, text]), [
    `## Logs of ${logs.length} containers`,
    ...logs.map(({ host, container, text }) => (0,markdown/* details */.zH)(`${container} on ${host}`, (0,markdown/* codeBlock */.DV)(context.secrets.redact(text)))),
], { headline: `Logs of ${logs.length} containers`, changed: false });
const activityHead = ['Pid', 'User', 'Application', 'State', 'Seconds', 'Waits for', 'Statement'];
const activityRow = (one) => [
    ...[String(one.pid), one.user, one.application, one.state, String(one.seconds)],
    ...[one.blockedBy.join(', ') || '-', one.statement],
];
const tellActivity = (context, found) => tell(context, { result: JSON.stringify(found) }, found.length === 0
    ? ['nothing runs for long, and nothing waits']
    : found.map((one) => activityRow(one).join('; ')), found.length === 0
    ? ['## Nothing runs for long, and nothing waits']
    : [`## ${found.length} sessions`, (0,markdown/* table */.tp)(activityHead, found.map(activityRow))], { headline: `${found.length} sessions`, changed: false });
const tellCancelled = (context, pid) => tell(context, { result: JSON.stringify({ cancelled: pid }) }, [`the statement of process ${pid} is cancelled`], [`## The statement of process ${pid} is cancelled`], { headline: `The statement of process ${pid} is cancelled`, changed: true });
/** An accessory that was started, stopped or made anew. */
const tellAccessory = (context, { name, hosts, done, }) => {
    const headline = `Accessory ${name} on ${hosts.join(', ')} is ${done}`;
    return tell(context, { result: JSON.stringify({ accessory: name, hosts, done }) }, [headline], [`## ${(0,markdown/* words */.aL)(headline)}`], { headline, changed: true });
};
const tellLock = (context, { headline, changed }, lock) => tell(context, { result: JSON.stringify({ lock: lock.text }), lock: lock.free ? 'free' : 'held' }, [headline, `deploy lock: ${lock.text}`], [`## ${(0,markdown/* words */.aL)(headline)}`, `Deploy lock: ${(0,markdown/* words */.aL)(lock.text)}`], { headline: `${headline} (deploy lock: ${lock.text})`, changed });


/***/ }),

/***/ 8552:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ logOf),
/* harmony export */   H: () => (/* binding */ logsOn)
/* harmony export */ });
/* harmony import */ var _base_clean_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1697);
/* harmony import */ var _fleet_serving_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2667);
/* harmony import */ var _host_docker_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(307);
/* harmony import */ var _host_docker_parse_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6497);




/** The last `lines` lines of one container. */
const logOf = async (host, container, lines, signal) => {
    const answer = await host.docker((0,_host_docker_js__WEBPACK_IMPORTED_MODULE_1__/* .containerLogs */ .BX)(container, lines), signal);
    const text = answer.status === 200 ? (0,_host_docker_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .parseLogs */ .dl)(answer) : `(${(0,_host_docker_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .dockerMessage */ .QV)(answer)})`;
    return { host: host.name, container, text: (0,_base_clean_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutControls */ .D)(text).trimEnd() };
};
/** The last `lines` lines of every running container of these roles on a host. */
const logsOn = (host, state, roles, { lines, signal }) => Promise.all(roles
    .flatMap((role) => (0,_fleet_serving_js__WEBPACK_IMPORTED_MODULE_3__/* .runningOf */ .Tx)(state, role.name))
    .map(({ name }) => logOf(host, name, lines, signal)));


/***/ }),

/***/ 9877:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D1: () => (/* binding */ hostStatus),
/* harmony export */   dB: () => (/* binding */ digestEverywhere),
/* harmony export */   x4: () => (/* binding */ versionsOf)
/* harmony export */ });
/* harmony import */ var _fleet_serving_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2667);

const proxyText = (proxy) => proxy.state === 'absent' ? 'absent' : `${proxy.version}, ${proxy.state}`;
const mebibytes = (kiB) => kiB === undefined ? undefined : Math.floor(kiB / 1024);
/** An image may have come under several digests: the one of the release record goes first. */
const digestOf = ({ repository }, { images, files }, imageId, version) => {
    const prefix = `${repository}@`;
    const digests = images
        .filter(({ id }) => id === imageId)
        .flatMap((image) => image.digests.filter((digest) => digest.startsWith(prefix)))
        .map((digest) => digest.slice(prefix.length));
    const recorded = (files?.releases ?? []).filter((release) => release.version === version);
    return digests.find((one) => recorded.some(({ digest }) => digest === one)) ?? digests[0];
};
const servingOf = (config, state, container) => {
    const version = (0,_fleet_serving_js__WEBPACK_IMPORTED_MODULE_0__/* .versionOf */ .E4)(config, container);
    const digest = digestOf(config, state, container.imageId, version);
    return { version, status: container.status, digest };
};
const roleStatus = (config, state, role) => {
    const now = (0,_fleet_serving_js__WEBPACK_IMPORTED_MODULE_0__/* .serving */ .fO)(config, state, role);
    const others = (0,_fleet_serving_js__WEBPACK_IMPORTED_MODULE_0__/* .ofRole */ .EN)(state, role.name).filter(({ id }) => id !== now?.id);
    return {
        role: role.name,
        serves: now === undefined ? undefined : servingOf(config, state, now),
        others: [...new Set(others.map((container) => (0,_fleet_serving_js__WEBPACK_IMPORTED_MODULE_0__/* .versionOf */ .E4)(config, container)))],
    };
};
const hostStatus = (config, state, roles) => ({
    host: state.host,
    docker: state.docker.version,
    proxy: proxyText(state.proxy),
    freeDiskMiB: mebibytes(state.files?.freeDiskKiB),
    freeMemoryMiB: mebibytes(state.files?.freeMemoryKiB),
    roles: roles.map((role) => roleStatus(config, state, role)),
});
/** Versions that serve; more than one means that hosts or roles differ. */
const versionsOf = (hosts) => [
    ...new Set(hosts.flatMap(({ roles }) => roles.flatMap(({ serves }) => serves?.version ?? []))),
];
/** The one image that serves every role on every host; undefined when they differ, or one has none. */
const digestEverywhere = (hosts) => {
    const [first, ...others] = hosts.flatMap(({ roles }) => roles.map(({ serves }) => serves?.digest));
    return others.every((digest) => digest === first) ? first : undefined;
};


/***/ }),

/***/ 1909:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Nj: () => (/* binding */ guarded),
  _Y: () => (/* binding */ makeWords),
  ZT: () => (/* binding */ noted),
  eO: () => (/* binding */ pullStep),
  ke: () => (/* binding */ replacedName),
  ki: () => (/* binding */ routeMs),
  Jn: () => (/* binding */ routeWords),
  bP: () => (/* binding */ startStep),
  PM: () => (/* binding */ step),
  xW: () => (/* binding */ stopWord)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/base/time.js
var time = __webpack_require__(2475);
// EXTERNAL MODULE: ./build/base/quote.js
var base_quote = __webpack_require__(3636);
// EXTERNAL MODULE: ./build/host/kamal-args.js
var kamal_args = __webpack_require__(1427);
;// CONCATENATED MODULE: ./build/host/create-args.js





const raw = (text) => ({ raw: text });
/** Kamal's hostname: the host's first 51 characters without a trailing dot, and 12 hex characters. */
const hostname = (host, hex12) => `${host.slice(0, 51).replace(/\.$/, '')}-${hex12}`;
const kamalEnv = (config, role, host, version) => ({
    KAMAL_CONTAINER_NAME: containerName(config, role.name, version),
    KAMAL_VERSION: version,
    KAMAL_HOST: host,
    ...(config.destination === undefined ? {} : { KAMAL_DESTINATION: config.destination }),
});
const loggingArgs = ({ driver, options }) => [
    ...(driver === undefined ? [] : [`--log-driver ${(0,kamal_args/* shellValue */.er)(driver)}`]),
    ...Object.entries(options).map(([key, value]) => `--log-opt ${(0,base_quote/* quote */.h)(key)}=${(0,kamal_args/* shellValue */.er)(value)}`),
];
/** The assets that a version shares with the one before it and the one after it. */
const assetArgs = (config, { name, assets }, version) => {
    if (assets === undefined)
        return [];
    const options = assets.options === undefined ? '' : `:${assets.options}`;
    const folder = `$PWD/${assetVolume(config, name, version)}`;
    return [`--volume ${folder}:${quote(`${assets.path}${options}`)}`];
};
/**
 * What is the same for every version of a role on a host: the part that is fingerprinted; with a
 * version, what that one has besides.
 */
const sharedArgs = (config, role, host, version) => [
    `--restart ${quote(role.restart)}`,
    `--network ${network}`,
    ...envArgs(environmentOn(role, host).clear),
    ...loggingArgs(role.logging),
    ...role.volumes.map((volume) => `--volume ${volume}`),
    ...(version === undefined ? [] : assetArgs(config, role, version)),
    ...labelArgs({ service: config.service, role: role.name, destination: config.destination ?? '' }),
    ...labelArgs(role.labels),
    ...optionArgs(role.options),
];
/**
 * The arguments of `docker create` that make the container Kamal's `docker run` would have made
 * (commands/app.rb, 2.12), with two labels of our own.
 */
const createArgs = (config, role, fresh) => [
    raw(`--hostname ${quote(hostname(fresh.host, fresh.hex12))}`),
    ...envArgs(kamalEnv(config, role, fresh.host, fresh.version)).map(raw),
    raw(`--env-file ${quote(envFile(config, role.name, fresh.version))}`),
    ...sharedArgs(config, role, fresh.host, fresh.version).map(raw),
    ...labelArgs({ [runLabel]: fresh.run, [configLabel]: fresh.fingerprint }).map(raw),
    fresh.image,
    ...(role.cmd === undefined ? [] : [raw(role.cmd)]),
];

// EXTERNAL MODULE: ./build/host/names.js
var names = __webpack_require__(2975);
;// CONCATENATED MODULE: ./build/host/accessory-args.js




/** Folder of the accessories' environment files. */
const accessoryEnvs = (config) => `${(0,names/* pathsOf */.wG)(config).app}/env/accessories`;
const accessoryEnvFile = (config, { name }) => `${accessoryEnvs(config)}/${name}.env`;
/**
 * What Kamal 2.12 gives to `docker run --name SERVICE --detach` for an accessory on a host
 * (commands/accessory.rb), in its order. `kept`: volumes without a name that an earlier container of
 * it had, as `NAME:PATH`.
 */
const accessoryArgs = (config, accessory, kit, host, kept = []) => [
    ...[
        `--restart ${(0,base_quote/* quote */.h)(kit.restart)}`,
        `--network ${(0,base_quote/* quote */.h)(kit.network)}`,
        ...loggingArgs(kit.logging),
        ...(kit.port === undefined ? [] : [`--publish ${kit.port}`]),
        ...(0,kamal_args/* envArgs */.xw)({ KAMAL_HOST: host, ...kit.env.clear }),
        `--env-file ${(0,base_quote/* quote */.h)(accessoryEnvFile(config, accessory))}`,
        ...[...kit.volumes, ...kept].map((volume) => `--volume ${volume}`),
        ...(0,kamal_args/* labelArgs */.SW)({ service: accessory.service }),
        ...(0,kamal_args/* labelArgs */.SW)(kit.labels),
        ...(0,kamal_args/* optionArgs */.xg)(kit.options),
    ].map((raw) => ({ raw })),
    kit.image,
    ...(kit.cmd === undefined ? [] : [{ raw: kit.cmd }]),
];

// EXTERNAL MODULE: ./build/host/audit.js
var audit = __webpack_require__(716);
// EXTERNAL MODULE: ./build/host/docker.js
var docker = __webpack_require__(307);
// EXTERNAL MODULE: ./build/host/ruby.js
var ruby = __webpack_require__(1404);
;// CONCATENATED MODULE: ./build/host/env-file.js

const value = (text) => (0,ruby/* dumpAscii */.o)(text, (dumped) => dumped.replaceAll('\\"', '"').replaceAll('\\#', '#'));
/**
 * The environment file of a role, byte for byte as Kamal 2.12 writes it (lib/kamal/env_file.rb):
 * Docker reads it literally, so an app sees a line break as the two characters `\n`.
 */
const envFileText = (secrets) => {
    const lines = Object.entries(secrets).map(([key, text]) => `${key}=${value(text)}\n`);
    return lines.length === 0 ? '\n' : lines.join('');
};

// EXTERNAL MODULE: ./build/host/proxy-flags.js
var proxy_flags = __webpack_require__(6169);
// EXTERNAL MODULE: ./build/host/web-files.js
var web_files = __webpack_require__(5403);
// EXTERNAL MODULE: ./build/rollout/steps/web.js
var web = __webpack_require__(5788);
;// CONCATENATED MODULE: ./build/rollout/bootstrap/accessory-steps.js










/** How long an accessory without a health check of its own must stay up to count as started. */
const readinessMs = 2000;
/** Copying files and making a container; images were pulled before. */
const scriptMs = 120_000;
const noted = ({ config, at, actor }, text) => (0,audit/* audit */.s)({ ...config, actor }, (0,time/* isoSeconds */.n)(at), text);
const guarded = (act, title, words, extraMs = 0) => ({
    kind: 'script',
    title,
    words: [{ word: 'guard', owner: (0,names/* pathsOf */.wG)(act.config).owner, token: act.fence }, ...words],
    changes: true,
    timeoutMs: scriptMs + extraMs,
});
const step = (act, title, commands) => ({
    phase: 'prepare',
    host: act.host,
    title,
    commands,
});
const parentOf = (path) => path.slice(0, path.lastIndexOf('/'));
/** Folders and files that the container gets to see; what is in a folder already stays. */
const mountWords = ({ files, directories }) => [
    ...directories.flatMap(({ path, mode, owner }) => [
        { word: 'dir', path },
        ...(mode === undefined && owner === undefined
            ? []
            : [{ word: 'own', path, mode, owner }]),
    ]),
    ...files.flatMap(({ path, base64, mode, owner }) => [
        { word: 'dir', path: parentOf(path) },
        { word: 'put', path, base64, mode },
        ...(owner === undefined ? [] : [{ word: 'own', path, mode: undefined, owner }]),
    ]),
];
/** Volumes without a name of an earlier container, unless the file now gives their place another. */
const keptFor = ({ kept }, { volumes }) => {
    const given = volumes.map((volume) => volume.split(':')[1]);
    return kept.filter((volume) => !given.includes(volume.split(':')[1]));
};
/** Everything that the container of an accessory is made of, and the container; nothing runs yet. */
const makeWords = (act, kit) => {
    const { config, accessory, host, state } = act;
    return [
        ...mountWords(kit),
        { word: 'dir', path: accessoryEnvs(config) },
        {
            word: 'write',
            path: accessoryEnvFile(config, accessory),
            text: envFileText(kit.env.secret),
            mode: '600',
        },
        {
            word: 'create',
            name: accessory.service,
            args: accessoryArgs(config, accessory, kit, host, keptFor(state, kit)),
        },
    ];
};
/** Pulled by the login of its own registry; a tag that moved is taken anew only when that is asked. */
const pullStep = (act, kit) => step(act, `pull ${kit.image}`, [(0,docker/* pullNamed */.vk)(kit.image, kit.registry)]);
const gateOf = ({ accessory, config }) => ({
    kind: 'container',
    role: accessory.name,
    block: `accessories/${accessory.name}`,
    container: accessory.service,
    image: accessory.kit?.image ?? accessory.service,
    timeoutMs: config.deployTimeoutMs,
    readinessMs,
});
/** Stops a container of an accessory, in the time that it was made with. */
const stopWord = (container) => ({
    word: 'stop',
    container,
    timeSeconds: undefined,
});
/**
 * Starts its container; one that ends again at once is told with its log. By a guarded script: a call
 * of Docker's API that comes late would start it after the lock was freed. What a reboot that was cut
 * off has left may still run under another name: two servers on the same data would damage it.
 */
const startStep = (act, ...before) => {
    const { name, service } = act.accessory;
    const title = `start accessory ${name}`;
    const words = [...before, ...act.state.replaced.map(stopWord)];
    const script = guarded(act, title, [...words, { word: 'start', container: service }]);
    return { ...step(act, title, [script]), gate: gateOf(act) };
};
/** Has kamal-proxy send it its requests, where it takes any. */
const routeWords = ({ config, accessory }) => {
    const { service, proxy } = accessory;
    if (proxy === undefined)
        return [];
    const flags = (0,proxy_flags/* proxyFlags */._)(config, proxy, (0,web_files/* accessoryFilesOf */.p4)(config, accessory));
    return [
        ...(0,web/* accessoryCertificateWords */.Xz)(config, accessory),
        { word: 'switch', service, container: service, port: proxy.appPort, flags },
    ];
};
/** What `kamal-proxy deploy` may take. */
const routeMs = ({ deployTimeoutMs, drainTimeoutMs }) => deployTimeoutMs + drainTimeoutMs;
/** Name under which its container waits until the next one, made by the run with this token, runs. */
const replacedName = ({ service }, token) => `${service}_replaced_${(0,external_node_crypto_.createHash)('sha256').update(token).digest('hex').slice(0, 16)}`;


/***/ }),

/***/ 6236:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a2: () => (/* binding */ lookAtGround),
/* harmony export */   df: () => (/* binding */ lookAtAccessory),
/* harmony export */   ie: () => (/* binding */ isUp),
/* harmony export */   pp: () => (/* binding */ hasDocker)
/* harmony export */ });
/* unused harmony export isReplaced */
/* harmony import */ var _fleet_serving_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2667);
/* harmony import */ var _fleet_look_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(175);
/* harmony import */ var _host_docker_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(307);
/* harmony import */ var _host_docker_parse_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6497);
/* harmony import */ var _perform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1231);





/** Whether Docker's command is there at all. */
const hasDocker = async (host, signal) => {
    const { values } = await (0,_perform_js__WEBPACK_IMPORTED_MODULE_1__/* .performScript */ .N)(host, {
        kind: 'script',
        title: 'look for Docker',
        words: [{ word: 'find-program', program: 'docker', as: 'docker' }],
        changes: false,
        timeoutMs: 30_000,
    }, signal);
    return values['docker'] !== undefined;
};
/** How a container is called that made room for another of its accessory. */
const isReplaced = (service, name) => name.startsWith(`${service}_replaced_`);
const volumesOf = async (host, name, signal) => {
    const answer = await host.docker((0,_host_docker_js__WEBPACK_IMPORTED_MODULE_2__/* .inspectContainer */ .aH)(name), signal);
    return answer.status === 200 ? (0,_host_docker_parse_js__WEBPACK_IMPORTED_MODULE_3__/* .parseMounts */ .qV)(answer) : [];
};
/** What one host has of an accessory, whoever started it. */
const lookAtAccessory = async (host, { service, kit }, signal) => {
    const listed = (0,_host_docker_parse_js__WEBPACK_IMPORTED_MODULE_3__/* .parseContainers */ .eQ)(await host.docker((0,_host_docker_js__WEBPACK_IMPORTED_MODULE_2__/* .listContainers */ .ts)(service), signal));
    const container = listed.find(({ name }) => name === service);
    const replaced = listed.map(({ name }) => name).filter((name) => isReplaced(service, name));
    const own = container === undefined ? [] : [service];
    const volumes = await Promise.all([...own, ...replaced].map((name) => volumesOf(host, name, signal)));
    const image = kit && (await host.docker((0,_host_docker_js__WEBPACK_IMPORTED_MODULE_2__/* .inspectImage */ .mm)(kit.image), signal));
    return {
        container,
        replaced,
        kept: [...new Set(volumes.flat())],
        hasImage: image?.status === 200,
    };
};
/** What a host with Docker has of proxy and accessories. */
const lookAtGround = async (host, subject, accessories, signal) => {
    const { proxy } = await (0,_fleet_look_js__WEBPACK_IMPORTED_MODULE_0__/* .lookAtDocker */ .fM)(host, subject, signal);
    const states = [];
    for (const accessory of accessories)
        states.push([accessory.name, await lookAtAccessory(host, accessory, signal)]);
    return { host: host.name, proxy, accessories: new Map(states) };
};
/** Runs, or is started again and again by Docker. */
const isUp = ({ container }) => container !== undefined && (0,_fleet_serving_js__WEBPACK_IMPORTED_MODULE_4__/* .isRunning */ .W_)(container);


/***/ })

};
