export const id = 98;
export const ids = [98];
export const modules = {

/***/ 9654:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   QF: () => (/* binding */ versionAhead),
/* harmony export */   Zs: () => (/* binding */ hooksOfPlan),
/* harmony export */   c7: () => (/* binding */ beforeConnecting),
/* harmony export */   q5: () => (/* binding */ afterDeploy)
/* harmony export */ });
/* unused harmony export tellSkipped */
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(458);
/* harmony import */ var _github_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1714);
/* harmony import */ var _run_hook_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8552);



const subjectOf = ({ config, aim, command }, version) => ({
    service: config.service,
    destination: config.destination,
    settings: config.hooks,
    command,
    roles: aim.hookRoles,
    hosts: aim.hookHosts,
    version,
});
/** What is deployed, as far as it is known before a host was asked; a rollback may name no version. */
const versionAhead = async ({ context, command }, { version: input }) => {
    const { env, run } = context;
    if (command === 'rollback')
        return input;
    return (0,_github_version_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOf */ .E)({ input, variable: env['VERSION'], workspace: run.workspace });
};
const outsidePlans = ['pre-connect', 'pre-build', 'post-deploy'];
const tellSkipped = ({ log }) => {
    log.info('skip-hooks: no hook of the checkout is run');
};
/** The hook `pre-connect`; a dry-run says which hooks a deploy has besides those of its plan. */
const beforeConnecting = async (hooked, inputs) => {
    const { context, config } = hooked;
    if (inputs.skipHooks)
        tellSkipped(context);
    const present = outsidePlans.filter((name) => config.hooks.files[name] !== undefined);
    if (present.length === 0)
        return;
    if (inputs.dryRun) {
        const names = present.map((name) => config.hooks.files[name]).join(', ');
        context.log.info(`a dry-run runs no hook; besides those of the plan there are ${names}`);
        return;
    }
    const subject = subjectOf(hooked, await versionAhead(hooked, inputs));
    await (0,_run_hook_js__WEBPACK_IMPORTED_MODULE_2__/* .runHookAlone */ .e)(context, subject, { name: 'pre-connect', lock: false });
};
/** Runs the hooks of a plan: the deploy lock is held then. */
const hooksOfPlan = (hooked, version) => ({ name, hosts }, signal) => (0,_run_hook_js__WEBPACK_IMPORTED_MODULE_2__/* .runHook */ .D)(hooked.context, subjectOf(hooked, version), { name, hosts, lock: true }, signal);
/**
 * The hook `post-deploy`, when everything is done and the lock is free. The version serves whatever it
 * says; the step fails with it, as Kamal does.
 */
const afterDeploy = async (hooked, result, runtimeMs) => {
    if (result.outcome !== 'deployed')
        return result;
    try {
        const call = { name: 'post-deploy', lock: false, runtimeMs };
        await (0,_run_hook_js__WEBPACK_IMPORTED_MODULE_2__/* .runHookAlone */ .e)(hooked.context, subjectOf(hooked, result.rollout.version), call);
        return result;
    }
    catch (error) {
        if (!(error instanceof _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P))
            throw error;
        return { ...result, error };
    }
};


/***/ }),

/***/ 6702:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ checkHooks)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(458);



const anyRunBit = 0o111;
const canRun = (path) => {
    const found = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(path);
    return found.isFile() && (found.mode & anyRunBit) !== 0;
};
/**
 * Kamal, too, refuses a hook without its run bit, but only when it comes to it.
 * @throws SeaworthyError `hook-unusable` that names all of them.
 */
const checkHooks = (workspace, { files }) => {
    const wrong = Object.values(files).filter((file) => !canRun((0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, file)));
    if (wrong.length === 0)
        return;
    throw new _base_error_js__WEBPACK_IMPORTED_MODULE_2__/* .SeaworthyError */ .P('hook-unusable', wrong.map((file) => `${file} is a hook, and is not executable`).join('\n'), {
        hint: `Set the run bit and commit it: git update-index --chmod=+x ${wrong.join(' ')}. A hook that is not meant to run needs another name.`,
    });
};


/***/ }),

/***/ 8552:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  D: () => (/* binding */ runHook),
  e: () => (/* binding */ runHookAlone)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/base/error.js
var error = __webpack_require__(458);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:readline"
var external_node_readline_ = __webpack_require__(481);
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
const evidenceOf = (name, { code, why, tail }) => [
    code === null
        ? `${name} ended: ${why ?? 'no exit code'}`
        : `${name} ended with exit code ${code}`,
    ...(tail === '' ? [] : [tail]),
];

// EXTERNAL MODULE: ./build/base/time.js
var time = __webpack_require__(2475);
// EXTERNAL MODULE: ./build/github/run.js
var github_run = __webpack_require__(7503);
// EXTERNAL MODULE: ./build/config/hooks.js
var hooks = __webpack_require__(747);
;// CONCATENATED MODULE: ./build/actions/shared/hooks/hook-env.js


const hook_env_short = (version) => (version.includes('_') ? version : version.slice(0, 7));
/**
 * What Kamal 2.12 tells a hook (lib/kamal/tags.rb, lib/kamal/cli/base.rb); what does not apply is not
 * there. Secrets go over the rest, as there.
 */
const hookEnv = (subject, { name, hosts = subject.hosts, lock, runtimeMs }, { now, performer }) => {
    const { service, destination, version, command, subcommand, roles, settings } = subject;
    return {
        KAMAL_RECORDED_AT: (0,time/* isoSeconds */.n)(now),
        KAMAL_PERFORMER: performer,
        KAMAL_DESTINATION: destination,
        KAMAL_VERSION: version,
        KAMAL_SERVICE_VERSION: version === undefined ? service : `${service}@${hook_env_short(version)}`,
        KAMAL_SERVICE: service,
        KAMAL_HOSTS: hosts.join(','),
        KAMAL_ROLES: roles.length === 0 ? undefined : roles.join(','),
        KAMAL_LOCK: String(lock),
        KAMAL_COMMAND: command,
        KAMAL_SUBCOMMAND: subcommand,
        KAMAL_RUNTIME: runtimeMs === undefined ? undefined : String(Math.round(runtimeMs / 1000)),
        ...(hooks/* hooksWithSecrets */.k.includes(name) ? settings.secrets : {}),
    };
};

;// CONCATENATED MODULE: ./build/actions/shared/hooks/run-hook.js







/** As much of a hook's last words as helps. */
const mostLines = 40;
/** Who Git says that it is, as Kamal asks it; a runner's own name would tell nobody anything. */
const performerOf = async ({ env, run, signal }) => {
    const asked = { env: (0,github_run/* envForPrograms */._p)(env), cwd: run.workspace, signal, limit: 10_000 };
    const { code, stdout } = await runProgram('git', ['config', 'user.email'], asked);
    const email = code === 0 ? stdout.trim() : '';
    return email || run.actor || (0,external_node_os_.userInfo)().username;
};
const lastWords = ({ tail }) => tail === '' ? [] : [tail.split('\n').slice(-mostLines).join('\n')];
const failed = (file, name, outcome, timeoutMs) => {
    const { code, why } = outcome;
    const evidence = lastWords(outcome);
    if (why === 'time limit')
        return new error/* SeaworthyError */.P('hook-failed', `the hook ${name} did not end within ${(0,time/* duration */.p)(timeoutMs)}`, {
            evidence,
            hint: `see what ${file} waits for; x-seaworthy/hooks/timeout in deploy.yml gives it longer`,
        });
    const how = code === null ? `could not be run to its end: ${why ?? ''}` : `failed with exit code ${code}`;
    const hint = code === null
        ? `see whether the program that the first line of ${file} names is on the runner`
        : `mend what ${file} found, or the hook itself`;
    return new error/* SeaworthyError */.P('hook-failed', `the hook ${name} ${how}`, { evidence, hint });
};
/**
 * Runs a hook where the checkout has it: in the checkout, its lines in the log unless it is to be quiet.
 * It is killed with all it has started when it is cancelled, or its time is up.
 * @throws SeaworthyError `hook-failed` with its exit code and last lines; the signal's reason.
 */
const runHook = async (context, subject, call, signal = context.signal) => {
    const { files, quiet, timeoutMs } = subject.settings;
    const file = files[call.name];
    if (file === undefined)
        return;
    const { env, run, log } = context;
    const performer = await performerOf(context);
    const tell = quiet.includes(call.name) ? undefined : (line) => log.info(line);
    const outcome = await runProgram((0,external_node_path_.resolve)(run.workspace, file), [], {
        env: { ...(0,github_run/* envForPrograms */._p)(env), ...hookEnv(subject, call, { now: Date.now(), performer }) },
        cwd: run.workspace,
        signal,
        limit: timeoutMs,
        ...(tell === undefined ? {} : { tell }),
    });
    signal.throwIfAborted();
    if (outcome.code !== 0)
        throw failed(file, call.name, outcome, timeoutMs);
};
/** {@link runHook} in a group of its own, outside of a plan. */
const runHookAlone = async (context, subject, call) => {
    if (subject.settings.files[call.name] === undefined)
        return;
    context.log.group(`Hook ${call.name}`);
    try {
        await runHook(context, subject, call);
    }
    finally {
        context.log.endGroup();
    }
};


/***/ }),

/***/ 2098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rollOut: () => (/* binding */ rollOut),
  runMain: () => (/* binding */ runMain)
});

// EXTERNAL MODULE: ./build/github/proof.js + 1 modules
var proof = __webpack_require__(3871);
// EXTERNAL MODULE: ./build/github/state.js
var state = __webpack_require__(6847);
// EXTERNAL MODULE: ./build/base/error.js
var base_error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/rollout/acquire.js + 1 modules
var acquire = __webpack_require__(2673);
// EXTERNAL MODULE: ./build/rollout/inherit.js
var inherit = __webpack_require__(9417);
// EXTERNAL MODULE: ./build/rollout/journal.js
var rollout_journal = __webpack_require__(4249);
// EXTERNAL MODULE: ./build/base/time.js
var time = __webpack_require__(2475);
// EXTERNAL MODULE: ./build/rollout/plan-finish.js + 2 modules
var plan_finish = __webpack_require__(6407);
// EXTERNAL MODULE: ./build/rollout/plan.js
var plan = __webpack_require__(7927);
// EXTERNAL MODULE: ./build/rollout/steps/hook.js
var hook = __webpack_require__(6911);
// EXTERNAL MODULE: ./build/config/config.js
var config_config = __webpack_require__(5169);
// EXTERNAL MODULE: ./build/host/audit.js
var audit = __webpack_require__(716);
// EXTERNAL MODULE: ./build/host/create-args.js
var create_args = __webpack_require__(9993);
// EXTERNAL MODULE: ./build/host/docker.js
var docker = __webpack_require__(307);
// EXTERNAL MODULE: ./build/host/env-file.js
var env_file = __webpack_require__(935);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/host/proxy-flags.js
var proxy_flags = __webpack_require__(6169);
;// CONCATENATED MODULE: ./build/host/fingerprint.js





/** What the proxy reads from files: their paths may stay the same when what is in them changes. */
const served = ({ errorPages }, { certificate }) => ({
    ...(certificate === undefined ? {} : { certificate }),
    ...(errorPages === undefined ? {} : { errorPages }),
});
const isSomething = (files) => Object.keys(files).length > 0;
/**
 * Digest of all that makes a role's container and its route what they are: image, command, flags,
 * environment, and what the proxy is told. With equal fingerprints there is nothing to deploy; a
 * rotated secret, a renewed certificate or another host name changes it.
 */
const fingerprint = (config, role, host, imageDigest) => (0,external_node_crypto_.createHash)('sha256')
    .update(JSON.stringify([
    imageDigest,
    role.cmd ?? null,
    (0,create_args/* sharedArgs */.jR)(config, role, host),
    (0,env_file/* envFileText */.T)((0,config_config/* environmentOn */.DA)(role, host).secret),
    role.proxy === undefined ? null : [role.proxy.appPort, (0,proxy_flags/* proxyFlags */._)(config, role.proxy)],
    ...(role.assets === undefined ? [] : [role.assets]),
    ...(role.proxy === undefined ? [] : [served(config, role.proxy)].filter(isSomething)),
]))
    .digest('hex');

// EXTERNAL MODULE: ./build/host/names.js
var names = __webpack_require__(2975);
// EXTERNAL MODULE: ./build/host/proxy-run.js
var proxy_run = __webpack_require__(6631);
// EXTERNAL MODULE: ./build/rollout/created.js
var created = __webpack_require__(1994);
// EXTERNAL MODULE: ./build/rollout/steps/proxy-image.js
var proxy_image = __webpack_require__(2586);
// EXTERNAL MODULE: ./build/rollout/steps/web.js
var web = __webpack_require__(5788);
;// CONCATENATED MODULE: ./build/rollout/steps/prepare.js













/** The image of this rollout on a host: by digest, or, going back to what is there, by its tag. */
const imageOn = (state, { config, digest, version, source }) => state.images.find(({ digests, tags }) => digests.includes(`${config.repository}@${digest}`) ||
    (source === 'host' && tags.includes(`${config.repository}:${version}`)));
/** Kamal's run, rollback and prune need the tag `repo:V`; what it points at came by digest. */
const imageStep = (rollout, state) => {
    const { config, digest, version } = rollout;
    const there = imageOn(state, rollout);
    if (there?.tags.includes(`${config.repository}:${version}`) === true)
        return [];
    const pull = there === undefined ? [(0,docker/* pullImage */.ZP)(config.repository, digest, config.registry)] : [];
    const tag = (0,docker/* tagImage */.E$)(`${config.repository}@${digest}`, config.repository, version);
    return [
        {
            phase: 'prepare',
            host: state.host,
            title: there === undefined ? `pull ${version}` : `tag ${version}`,
            commands: [...pull, tag],
        },
    ];
};
const lacksProxy = ({ roles }, { proxy }) => roles.some((role) => role.proxy !== undefined) && proxy.state !== 'running';
const proxyImage = ({ config }, target, state) => lacksProxy(target, state) && state.proxy.state === 'absent'
    ? (0,proxy_image/* pullProxy */.Y)(config, (0,proxy_run/* proxyRunOn */.D)(config, target.host))
    : [];
const bootProxy = ({ config }, target, state) => {
    if (!lacksProxy(target, state))
        return [];
    const run = (0,proxy_run/* proxyRunOn */.D)(config, target.host);
    return [
        { word: 'dir', path: '.kamal/proxy/apps-config' },
        {
            word: 'boot-proxy',
            run: run === undefined ? [] : (0,proxy_run/* proxyRunArgs */.L)(run),
        },
    ];
};
const stageRole = (rollout, state, role) => {
    const { config, version, token } = rollout;
    const { host } = state;
    const name = (0,names/* containerName */.xN)(config, role.name, version);
    const text = (0,env_file/* envFileText */.T)((0,config_config/* environmentOn */.DA)(role, host).secret);
    const occupied = state.containers.some((container) => container.name === name);
    const room = (0,rollout_journal/* roomName */.TX)(rollout, host, name);
    const by = { ...config, actor: rollout.run.actor };
    const args = (0,create_args/* createArgs */.Og)(config, role, {
        host,
        version,
        image: `${config.repository}:${version}`,
        run: token,
        fingerprint: fingerprint(config, role, host, rollout.digest),
        hex12: (0,rollout_journal/* derivedHex */.lt)(rollout, 6, host, role.name),
    });
    return [
        { word: 'write', path: (0,names/* envFile */.CN)(config, role.name, version), text, mode: '600' },
        ...(0,web/* assetWords */.eG)(rollout, state, role),
        ...(0,web/* certificateWords */.X$)(rollout, role),
        ...(occupied ? [{ word: 'rename', from: name, to: room }] : []),
        { word: 'create', name, args, as: (0,created/* idOf */.T)(name) },
        (0,audit/* audit */.s)(by, (0,time/* isoSeconds */.n)(rollout.startedAt), `Booted app version ${version}`, role.name),
    ];
};
/** The line of Kamal's audit log for an image that was not there yet. */
const auditPull = (rollout, state) => {
    const { config, version, startedAt, run } = rollout;
    if (imageOn(state, rollout) !== undefined)
        return [];
    const text = `Pulled image with version ${version}`;
    return [(0,audit/* audit */.s)({ ...config, actor: run.actor }, (0,time/* isoSeconds */.n)(startedAt), text)];
};
/** Environment, proxy and containers of a host, in one script; nothing serves from them yet. */
const prepareScript = (rollout, target, state) => {
    const paths = (0,names/* pathsOf */.wG)(rollout.config);
    return {
        kind: 'script',
        title: `prepare ${target.roles.map(({ name }) => name).join(', ')}`,
        words: [
            { word: 'guard', owner: paths.owner, token: rollout.token },
            {
                word: 'require-label',
                image: `${rollout.config.repository}:${rollout.version}`,
                label: 'service',
                value: rollout.config.service,
            },
            ...auditPull(rollout, state),
            { word: 'dir', path: paths.envs },
            ...bootProxy(rollout, target, state),
            ...(0,web/* freshWork */.qf)(rollout, target),
            ...(0,web/* pagesWords */._A)(rollout, target),
            ...target.roles.flatMap((role) => stageRole(rollout, state, role)),
        ],
        changes: true,
        timeoutMs: 120_000 + (0,web/* extractMs */.os)(target),
    };
};
/** Everything that a host needs before a container can start on it. */
const prepareSteps = (rollout, target, state) => [
    ...imageStep(rollout, state),
    {
        phase: 'prepare',
        host: target.host,
        title: `create ${target.roles.map(({ name }) => name).join(', ')}`,
        commands: [
            ...(state.proxy.state === 'running' ? [] : [(0,docker/* createNetwork */.VS)(names/* network */.Nm)]),
            ...proxyImage(rollout, target, state),
            prepareScript(rollout, target, state),
        ],
    },
];

// EXTERNAL MODULE: ./build/rollout/steps/stage.js
var stage = __webpack_require__(5816);
// EXTERNAL MODULE: ./build/host/lock.js
var lock = __webpack_require__(6276);
// EXTERNAL MODULE: ./build/host/web-files.js
var web_files = __webpack_require__(5403);
;// CONCATENATED MODULE: ./build/rollout/steps/switch.js






/** What a client needs beyond the proxy's own limits: starting it, and its answer. */
const graceMs = 30_000;
/** The journal says `switching` before the first target moves. */
const switchingMark = (journal) => ({
    kind: 'script',
    title: 'journal: switching',
    words: [
        { word: 'guard', owner: (0,names/* pathsOf */.wG)(journal).owner, token: journal.token },
        ...(0,lock/* keepJournal */.dF)({ ...journal, phase: 'switching' }),
    ],
    changes: true,
    timeoutMs: graceMs,
});
/** Moves the traffic of one host; each proxy gates the target again and drains the old one. */
const switchStep = (rollout, target, journal) => {
    const { config, version, token } = rollout;
    const roles = (0,stage/* proxiedRoles */.Vt)(target);
    const words = roles.flatMap((role) => role.proxy === undefined
        ? []
        : [
            ...(0,web_files/* swapsOf */.y5)(config, role, version).map((swap) => ({ word: 'swap', ...swap })),
            {
                word: 'switch',
                service: (0,names/* proxyService */.G$)(config, role.name),
                container: (0,names/* containerName */.xN)(config, role.name, version),
                port: role.proxy.appPort,
                flags: (0,rollout_journal/* flagsFor */.tb)(rollout, role),
            },
        ]);
    const script = {
        kind: 'script',
        title: `switch ${roles.map(({ name }) => name).join(', ')} to ${version}`,
        words: [
            { word: 'guard', owner: (0,names/* pathsOf */.wG)(config).owner, token },
            ...(journal === undefined ? [] : (0,lock/* keepJournal */.dF)({ ...journal, phase: 'switching' })),
            ...words,
        ],
        changes: true,
        timeoutMs: roles.length * (config.deployTimeoutMs + config.drainTimeoutMs) + graceMs,
    };
    return { phase: 'switch', host: target.host, title: script.title, commands: [script] };
};

// EXTERNAL MODULE: ./build/rollout/target.js
var target = __webpack_require__(4629);
;// CONCATENATED MODULE: ./build/rollout/plan-switch.js






const isServed = (target) => (0,stage/* proxiedRoles */.Vt)(target).length > 0;
/** Written before the first target moves; by the switch itself where that is on the lock's host. */
const markWave = ({ lockHost }, journal) => {
    const mark = {
        phase: 'switch',
        host: lockHost,
        title: 'mark the journal',
        commands: [switchingMark(journal)],
    };
    return (0,plan/* waveOf */.j5)('Mark the journal', (0,plan/* laneOf */.kk)(lockHost, [mark]));
};
const withRest = (waves, restMs) => restMs === 0
    ? waves
    : waves.map((wave, at) => (at < waves.length - 1 ? wave : { ...wave, restMs }));
const switchPart = ({ rollout, journal, first }, part) => {
    const marksItself = first?.host === rollout.lockHost;
    const laneFor = (target) => {
        const mark = marksItself && target === first ? journal : undefined;
        return { host: target.host, steps: [switchStep(rollout, target, mark)] };
    };
    return (0,plan/* waveOf */.j5)(`Switch ${(0,target/* namesOf */.eZ)(part)}`, part.map(laneFor));
};
const switchGroup = (switching, group) => {
    const { rollout, journal, first } = switching;
    const served = group.filter(isServed);
    if (first === undefined || served[0] !== first)
        return switchPart(switching, served);
    const others = switchPart(switching, served.slice(1));
    return [
        ...(first.host === rollout.lockHost ? [] : markWave(rollout, journal)),
        ...withRest(switchPart(switching, [first]), others.length === 0 ? 0 : rollout.config.boot.waitMs),
        ...others,
    ];
};
/**
 * Kamal's groups of hosts, one after the other, each between its two hooks; of the first group the
 * first host switches alone. The journal is marked before the first target moves.
 */
const switchWaves = (rollout, fleet) => {
    const { config, targets } = rollout;
    const booted = (0,target/* groups */.TN)(targets, (0,target/* groupSize */.lw)(config, targets.length));
    const switching = { rollout, journal: (0,rollout_journal/* journalOf */.PR)(rollout, fleet), first: targets.find(isServed) };
    const from = booted.findIndex((group) => group.some(isServed));
    const to = booted.findLastIndex((group) => group.some(isServed));
    // Where a hook fails before anything has moved, no request has met the new version.
    const phase = (hasMoved) => (from >= 0 && hasMoved ? 'switch' : 'stage');
    return booted.flatMap((group, at) => {
        const hosts = group.map(({ host }) => host);
        const waves = [
            ...(0,hook/* hookWave */.B)(rollout, 'pre-app-boot', phase(at > from), hosts),
            ...switchGroup(switching, group),
            ...(0,hook/* hookWave */.B)(rollout, 'post-app-boot', phase(at >= from), hosts),
        ];
        return withRest(waves, at < to ? config.boot.waitMs : 0);
    });
};

;// CONCATENATED MODULE: ./build/rollout/plan-deploy.js










/** The state of a host that a plan names; a plan is made from a look at all of them. */
const stateOf = (fleet, host) => {
    const state = fleet[host];
    if (state === undefined)
        throw new base_error/* SeaworthyError */.P('host-lost', `${host} was not looked at`);
    return state;
};
const stageLane = (rollout, target) => (0,plan/* laneOf */.kk)(target.host, (0,stage/* proxiedRoles */.Vt)(target).map((role) => (0,stage/* stageStep */.Nn)(rollout, target.host, role)));
/** Every host is prepared at once; the first goes on and is proven while the others still pull. */
const prepareWave = (rollout, fleet) => {
    const lanes = rollout.targets.map((target, index) => ({
        host: target.host,
        steps: [
            ...prepareSteps(rollout, target, stateOf(fleet, target.host)),
            ...(index === 0
                ? (0,stage/* proxiedRoles */.Vt)(target).map((role) => (0,stage/* stageStep */.Nn)(rollout, target.host, role))
                : []),
        ],
    }));
    return (0,plan/* waveOf */.j5)(`Prepare every host, prove ${rollout.targets[0]?.host ?? ''} first`, lanes);
};
const stageWaves = (rollout) => {
    const rest = rollout.targets.slice(1);
    return (0,target/* groups */.TN)(rest, (0,target/* groupSize */.lw)(rollout.config, rollout.targets.length)).flatMap((group) => (0,plan/* waveOf */.j5)(`Stage ${(0,target/* namesOf */.eZ)(group)}`, group.flatMap((target) => stageLane(rollout, target))));
};
/** Workers take jobs as soon as they run: they start when every proxied container is proven. */
const workerWaves = (rollout) => {
    const working = rollout.targets.filter((target) => (0,stage/* workerRoles */.oR)(target).length > 0);
    return (0,target/* groups */.TN)(working, (0,target/* groupSize */.lw)(rollout.config, rollout.targets.length)).flatMap((group) => (0,plan/* waveOf */.j5)('Stage roles without a proxy', group.flatMap((target) => (0,plan/* laneOf */.kk)(target.host, (0,stage/* workerRoles */.oR)(target).map((role) => (0,stage/* stageStep */.Nn)(rollout, target.host, role))))));
};
/**
 * What a deploy does, from what is there: pure, printed by a dry-run and run as it stands. Every host
 * is staged and proven before the first one switches; old containers stay until the end.
 */
const planDeploy = (rollout, fleet) => {
    const journal = (0,rollout_journal/* journalOf */.PR)(rollout, fleet);
    const context = { journal, fence: rollout.token, at: (0,time/* isoSeconds */.n)(rollout.startedAt) };
    return {
        title: `Deploy ${rollout.version} to ${(0,target/* namesOf */.eZ)(rollout.targets)}`,
        waves: [
            ...(0,hook/* hookWave */.B)(rollout, 'pre-deploy', 'prepare'),
            ...prepareWave(rollout, fleet),
            ...stageWaves(rollout),
            ...workerWaves(rollout),
            ...switchWaves(rollout, fleet),
            ...(0,plan_finish/* planFinish */.t)(context, fleet),
        ],
    };
};

// EXTERNAL MODULE: ./build/rollout/ports.js
var rollout_ports = __webpack_require__(5234);
// EXTERNAL MODULE: ./build/rollout/preconditions.js
var preconditions = __webpack_require__(7837);
// EXTERNAL MODULE: ./build/rollout/result.js
var rollout_result = __webpack_require__(257);
// EXTERNAL MODULE: ./build/rollout/seize.js
var seize = __webpack_require__(6328);
// EXTERNAL MODULE: ./build/rollout/survey.js
var survey = __webpack_require__(30);
// EXTERNAL MODULE: ./build/rollout/free-lock.js
var free_lock = __webpack_require__(2780);
// EXTERNAL MODULE: ./build/rollout/perform.js
var perform = __webpack_require__(1231);
;// CONCATENATED MODULE: ./build/rollout/room.js


/** Versions share layers: of what an image takes on a host, at least so much is taken to be new. */
const newShare = 0.25;
const mebibytes = (bytes) => `${String(Math.round(bytes / 1024 ** 2))} MiB`;
const lackOn = (rollout, state) => {
    const freeKiB = state.files?.freeDiskKiB;
    if (freeKiB === undefined || imageOn(state, rollout) !== undefined)
        return undefined;
    const largest = Math.max(0, ...state.images.map(({ bytes }) => bytes));
    const free = freeKiB * 1024;
    if (free >= largest * newShare)
        return undefined;
    return `${state.host} has ${mebibytes(free)} free, and an image of ${rollout.config.service} takes ${mebibytes(largest)} there`;
};
/**
 * Why the new image is not pulled: a pull that fills the disk would harm whatever else writes there.
 * Undefined where there is room, or nothing to pull, or no image yet to tell by.
 */
const lackOfRoom = (rollout, fleet) => {
    const states = Object.values(fleet);
    const short = states.filter((state) => lackOn(rollout, state) !== undefined);
    if (short.length === 0)
        return undefined;
    const names = short.map(({ host }) => host).join(', ');
    return new base_error/* SeaworthyError */.P('disk-full', `the disk of ${names} is nearly full: nothing is pulled`, {
        evidence: short.flatMap((state) => lackOn(rollout, state) ?? []),
        hint: `free space on ${names} ("docker system df" shows what Docker holds), or keep fewer old versions (retain_containers)`,
    });
};

// EXTERNAL MODULE: ./build/rollout/run.js
var run = __webpack_require__(3855);
// EXTERNAL MODULE: ./build/fleet/serving.js
var serving = __webpack_require__(2667);
;// CONCATENATED MODULE: ./build/rollout/unchanged.js




const roleIsCurrent = (rollout, state, role) => {
    const { config, version, digest } = rollout;
    const running = (0,serving/* runningOf */.Tx)(state, role.name);
    const [only] = running;
    return (running.length === 1 &&
        only?.state === 'running' &&
        only.name === (0,names/* containerName */.xN)(config, role.name, version) &&
        only.labels[names/* configLabel */.p1] === fingerprint(config, role, state.host, digest));
};
const isRouted = (rollout, state, role) => {
    const route = (0,serving/* routeOf */.Lu)(state, (0,names/* proxyService */.G$)(rollout.config, role.name));
    return (route?.targets.length === 1 &&
        route.targets.every((target) => {
            const container = (0,serving/* behind */.Ry)(state, target);
            return container !== undefined && (0,serving/* isRunning */.W_)(container);
        }));
};
const targetIsCurrent = (rollout, fleet, target) => {
    const state = fleet[target.host];
    return (state !== undefined &&
        target.roles.every((role) => roleIsCurrent(rollout, state, role)) &&
        (0,stage/* proxiedRoles */.Vt)(target).every((role) => isRouted(rollout, state, role)));
};
/** The one version that serves in every role on every target; undefined when there is none. */
const servingEverywhere = (config, fleet, targets) => {
    const versions = targets.flatMap(({ host, roles }) => {
        const state = fleet[host];
        if (state === undefined)
            return [];
        return roles.map((role) => {
            const container = (0,serving/* serving */.fO)(config, state, role);
            return container === undefined ? undefined : (0,serving/* versionOf */.E4)(config, container);
        });
    });
    const [first] = versions;
    return versions.every((version) => version === first) ? first : undefined;
};
/**
 * A deploy has nothing to do: equal image, command and environment everywhere, and nothing else runs.
 * A rollback to a version is content when that one serves, whoever deployed it.
 */
const isUnchanged = (rollout, fleet) => {
    const { config, version, targets } = rollout;
    if (rollout.enough === 'version' && servingEverywhere(config, fleet, targets) === version)
        return true;
    return targets.every((target) => targetIsCurrent(rollout, fleet, target));
};

// EXTERNAL MODULE: ./build/rollout/undo.js
var undo = __webpack_require__(6338);
;// CONCATENATED MODULE: ./build/rollout/under-lock.js














const hasSwitched = (failures) => failures.some(({ step }) => step.phase === 'switch' || step.phase === 'finish');
/** Whose lock it is now is not known, nor what serves. */
const takenOver = ({ primary }) => new base_error/* SeaworthyError */.P('fenced', `another run has the deploy lock on ${primary} now`, {
    hint: 'see who released the lock while this run held it; the other run decides what serves',
});
/** Undoes what a failed plan did, and says what the run came to. */
const goBack = async (journal, plan, failures, ports, options) => {
    ports.narrate({
        kind: 'note',
        at: ports.clock.now(),
        text: 'it failed: looking again, going back',
    });
    const undone = await (0,undo/* undo */.t)(journal, ports, { without: options.without });
    if (undone.result === 'stuck')
        return (0,rollout_result/* ended */.v6)('stuck', { plan, failures, error: undone.error });
    if (undone.result === 'back')
        return (0,rollout_result/* ended */.v6)(hasSwitched(failures) ? 'undone' : 'halted', { plan, failures });
    if (undone.result === 'finished' && journal.phase !== 'finishing')
        return (0,rollout_result/* ended */.v6)('stuck', { plan, failures, error: takenOver(journal) });
    return (0,rollout_result/* ended */.v6)('deployed', {
        plan,
        warnings: failures.map(({ step, error }) => `${step.host}: ${error.message}`),
    });
};
/** Tells the rememberer when the plan enters a phase that recovery must know of. */
const noting = (journal, ports, remember) => {
    let phase = journal.phase;
    const enter = (next) => {
        if (next === phase)
            return;
        phase = next;
        remember({ ...journal, phase });
    };
    const narrate = (event) => {
        if (event.kind === 'step' && event.step.phase === 'switch')
            enter('switching');
        if (event.kind === 'step' && event.step.phase === 'finish')
            enter('finishing');
        ports.narrate(event);
    };
    return { ports: { ...ports, narrate }, journal: () => ({ ...journal, phase }) };
};
const carryOut = async (rollout, fleet, ports, options) => {
    const plan = planDeploy(rollout, fleet);
    options.announce(plan);
    const noted = noting((0,rollout_journal/* journalOf */.PR)(rollout, fleet), ports, options.remember);
    const result = await (0,run/* run */.e)(plan, noted.ports);
    if (result.ok)
        return (0,rollout_result/* ended */.v6)('deployed', { plan, warnings: result.warnings });
    if (ports.signal.aborted)
        return (0,rollout_result/* ended */.v6)('cancelled', { plan, failures: result.failures });
    return goBack(noted.journal(), plan, result.failures, ports, options);
};
/** Where a second look shows that nothing can be begun, or need be. */
const endAtOnce = (rollout, { fleet, failures }) => {
    const error = failures[0]?.error ?? lackOfRoom(rollout, fleet);
    if (error !== undefined)
        return (0,rollout_result/* ended */.v6)('halted', { error });
    return isUnchanged(rollout, fleet) ? (0,rollout_result/* ended */.v6)('unchanged') : undefined;
};
/** With the lock held: makes every host this run's own, looks again, and plans from that look. */
const underLock = async (rollout, surveyed, { own, renew }, ports, options) => {
    const hosts = rollout.targets.map(({ host }) => (0,rollout_ports/* hostOf */.w)(ports, host));
    const looks = await (0,seize/* seizeAll */.eG)(hosts, (0,seize/* claimOf */._B)(rollout), ports.signal, own);
    const journal = (0,rollout_journal/* journalOf */.PR)(rollout, looks.fleet);
    const [failed] = looks.failures;
    // What the other run owes is still in the lock, and stays there.
    if (failed !== undefined && renew)
        throw failed.error;
    const end = renew ? undefined : endAtOnce(rollout, looks);
    if (end !== undefined) {
        await (0,free_lock/* freeLock */.m)(journal, ports);
        return { ...end, before: looks.fleet };
    }
    const corrected = JSON.stringify(journal) !== JSON.stringify((0,rollout_journal/* journalOf */.PR)(rollout, surveyed.fleet));
    if (renew || corrected) {
        const guard = { word: 'guard', owner: (0,names/* pathsOf */.wG)(journal).owner, token: journal.token };
        const words = [guard, ...(renew ? (0,lock/* renewLock */.LH)(journal) : (0,lock/* keepJournal */.dF)(journal))];
        const title = 'correct the journal';
        await (0,perform/* performScript */.N)((0,rollout_ports/* hostOf */.w)(ports, rollout.lockHost), { kind: 'script', title, words, changes: true, timeoutMs: 30_000 }, ports.signal);
        options.remember(journal);
    }
    return { ...(await carryOut(rollout, looks.fleet, ports, options)), before: looks.fleet };
};

;// CONCATENATED MODULE: ./build/rollout/deploy.js













const note = (ports, text) => {
    ports.narrate({ kind: 'note', at: ports.clock.now(), text });
};
/** What is owed on hosts that this rollout does not go to would be forgotten with the journal. */
const coversAll = ({ targets }, { hosts }, { without }) => Object.keys(hosts).every((host) => without.includes(host) || targets.some((target) => target.host === host));
/**
 * Where neither what served before nor what was to replace it is healthy everywhere, only another
 * version helps: this one goes on from what is there, and comes back to that if it fails.
 */
const goOn = async (rollout, ports, options) => {
    note(ports, `no earlier version is healthy on every host: going on to ${rollout.version}`);
    const surveyed = await (0,survey/* survey */.F)(rollout.config, rollout, ports);
    (0,preconditions/* requireFit */.v)(rollout, surveyed.fleet);
    const holding = { own: {}, renew: true };
    return { rollout, ...(await underLock(rollout, surveyed, holding, ports, options)) };
};
const attempt = async (rollout, surveyed, ports, options) => {
    const { lockHost } = rollout;
    const result = (end) => ({ rollout, before: surveyed.fleet, ...end });
    (0,preconditions/* requireFit */.v)(rollout, surveyed.fleet);
    const leftover = surveyed.lock.state === 'ours';
    if (!leftover && isUnchanged(rollout, surveyed.fleet))
        return result((0,rollout_result/* ended */.v6)('unchanged'));
    if (options.dryRun) {
        const plan = planDeploy(rollout, surveyed.fleet);
        options.announce(plan);
        return result((0,rollout_result/* ended */.v6)('planned', { plan }));
    }
    const journal = (0,rollout_journal/* journalOf */.PR)(rollout, surveyed.fleet);
    // The whole of it first: one that is too large is refused while nothing is begun.
    options.remember(journal);
    options.remember((0,rollout_journal/* asking */.os)(journal));
    const claim = (0,seize/* claimOf */._B)(rollout);
    const host = (0,rollout_ports/* hostOf */.w)(ports, lockHost);
    const acquired = await (0,acquire/* acquire */.X)({ host, journal, claim, proof: options.proof, ports }, options.lockWaitMs);
    if (acquired.state === 'refused')
        return result((0,rollout_result/* ended */.v6)('blocked', { error: acquired.error }));
    if (acquired.state === 'inherited') {
        const recovery = await (0,inherit/* settleInherited */.s)(acquired, ports, options);
        if (recovery.result !== 'stuck')
            return undefined;
        if (recovery.unhealthy !== true || !coversAll(rollout, acquired.journal, options))
            return result((0,rollout_result/* ended */.v6)('stuck', { error: recovery.error }));
        return goOn(rollout, ports, options);
    }
    options.remember(journal);
    const holding = { own: { [lockHost]: acquired.files }, renew: false };
    return { rollout, ...(await underLock(rollout, surveyed, holding, ports, options)) };
};
const maxAttempts = 3;
const tryAgain = async (rollout, first, ports, options) => {
    let surveyed = first;
    for (let tries = 0; tries < maxAttempts; tries += 1) {
        const result = await attempt(rollout, surveyed, ports, options);
        if (result !== undefined)
            return result;
        surveyed = await (0,survey/* survey */.F)(rollout.config, rollout, ports);
    }
    throw new base_error/* SeaworthyError */.P('lock-held', 'the deploy lock keeps changing hands', {
        hint: 'see who else deploys this service',
    });
};
/** What an error that belongs to no step came to, once everything is undone. */
const endOf = (error, undone, owed) => {
    const { phase } = owed;
    switch (undone.result) {
        case 'stuck':
            return (0,rollout_result/* ended */.v6)('stuck', { error: undone.error });
        case 'forward':
            return (0,rollout_result/* ended */.v6)('deployed', { warnings: [error.message] });
        case 'back':
            return (0,rollout_result/* ended */.v6)(phase === 'staging' ? 'halted' : 'undone', { error });
        case 'finished':
            if (phase === 'finishing')
                return (0,rollout_result/* ended */.v6)('deployed', { warnings: [error.message] });
            if (phase === 'switching')
                return (0,rollout_result/* ended */.v6)('stuck', { error: takenOver(owed) });
            return (0,rollout_result/* ended */.v6)('halted', { error });
    }
};
/** The same where only what another run had left was settled: of this one's version nothing was begun. */
const endBefore = (error, undone) => undone.result === 'stuck' ? (0,rollout_result/* ended */.v6)('stuck', { error: undone.error }) : (0,rollout_result/* ended */.v6)('halted', { error });
/**
 * Brings a version to every target, or leaves the fleet as it was: from a first look on it locks, looks
 * again, plans, runs, and on failure goes back. Leftovers of a run that has ended are recovered first.
 * @throws SeaworthyError when nothing was begun, or when the run was cancelled: a post phase recovers.
 */
const deploy = async (rollout, surveyed, ports, options) => {
    let owed;
    const remember = (journal) => {
        options.remember(journal);
        owed = journal;
    };
    try {
        return await tryAgain(rollout, surveyed, ports, { ...options, remember });
    }
    catch (error) {
        if (!(error instanceof base_error/* SeaworthyError */.P) || owed === undefined || ports.signal.aborted)
            throw error;
        const undone = await (0,undo/* undo */.t)(owed, ports, { without: options.without });
        const hasBegun = owed.rollout === rollout.token && (0,undo/* hasLock */.w)(owed);
        const end = hasBegun ? endOf(error, undone, owed) : endBefore(error, undone);
        return { rollout, before: surveyed.fleet, ...end };
    }
};

// EXTERNAL MODULE: ./build/rollout/report/print-plan.js
var print_plan = __webpack_require__(5720);
// EXTERNAL MODULE: ./build/actions/shared/connect.js
var connect = __webpack_require__(6170);
// EXTERNAL MODULE: ./build/actions/shared/context.js + 6 modules
var shared_context = __webpack_require__(4924);
// EXTERNAL MODULE: ./build/actions/shared/hooks/around.js
var around = __webpack_require__(9654);
// EXTERNAL MODULE: ./build/actions/shared/hooks/check-hooks.js
var check_hooks = __webpack_require__(6702);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./build/github/commit-time.js


const commit_time_run = (0,external_node_util_.promisify)(external_node_child_process_.execFile);
/**
 * When a commit of the checkout in `folder` was made, in milliseconds since the epoch; undefined when
 * `version` is no commit, or not one that was checked out.
 */
const commitTime = async (version, folder) => {
    if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(version))
        return undefined;
    const args = ['-c', 'safe.directory=*', 'show', '--no-patch', '--format=%ct', version, '--'];
    try {
        const { stdout } = await commit_time_run('git', args, { cwd: folder, timeout: 10_000 });
        const seconds = Number(stdout.trim());
        return Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1000 : undefined;
    }
    catch {
        return undefined;
    }
};

// EXTERNAL MODULE: ./build/github/rest.js
var rest = __webpack_require__(1418);
// EXTERNAL MODULE: ./build/base/unknown.js
var unknown = __webpack_require__(7442);
;// CONCATENATED MODULE: ./build/github/past-runs.js


/** How each conclusion counts; GitHub filters by one at a time. */
const counted = { success: 'ended', failure: 'failed', timed_out: 'failed' };
/** GitHub counts at most 1000 runs of a filtered list. */
const countOf = async (api, path) => {
    const answer = await (0,rest/* restGet */.B)(api, path);
    if ('why' in answer)
        return answer;
    const count = (0,unknown/* isRecord */.u4)(answer.body) ? answer.body['total_count'] : undefined;
    return typeof count === 'number' ? count : { why: `GET /${path} answered no list of runs` };
};
/**
 * Counts the runs of a workflow's file (`deploy.yml`) that began on the day of `since` (milliseconds since
 * the epoch) or later. Never throws; `why` is a clause that goes on from a colon. Needs `actions: read`.
 */
const pastRuns = async (api, repository, workflow, since) => {
    const day = new Date(since).toISOString().slice(0, 10);
    const runs = `repos/${repository}/actions/workflows/${encodeURIComponent(workflow)}/runs`;
    const counts = await Promise.all(Object.entries(counted).map(async ([status, kind]) => ({
        kind,
        count: await countOf(api, `${runs}?status=${status}&created=%3E%3D${day}&per_page=1`),
    })));
    let [failed, ended] = [0, 0];
    for (const { kind, count } of counts) {
        if (typeof count !== 'number')
            return count;
        ended += count;
        if (kind === 'failed')
            failed += count;
    }
    return { failed, ended };
};

// EXTERNAL MODULE: ./build/github/run.js
var github_run = __webpack_require__(7503);
// EXTERNAL MODULE: ./build/actions/shared/rest-api.js
var rest_api = __webpack_require__(9565);
;// CONCATENATED MODULE: ./build/actions/shared/measures.js





const dayMs = 86_400_000;
const days = 30;
/** It is asked while the rollout goes on, and is not worth waiting for. */
const limitMs = 10_000;
/** `45 s`, `12 min`, `5 h`, `3 days`: nobody compares seconds of a day. */
const span = (ms) => {
    if (ms < 120_000)
        return (0,time/* duration */.p)(ms);
    const minutes = Math.round(ms / 60_000);
    if (minutes < 120)
        return `${minutes} min`;
    const hours = Math.round(minutes / 60);
    return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
};
/** How long a commit took to serve; nothing where that is not known, or a clock is wrong. */
const leadText = (committed, live) => committed === undefined || committed > live
    ? []
    : [`From commit to live: ${span(live - committed)}.`];
/** How often the workflow failed before this run. */
const failureText = (workflow, { failed, ended }) => {
    if (ended === 0)
        return [];
    const share = `${Math.round((100 * failed) / ended)} %`;
    return [`Failed runs of ${workflow} in the last ${days} days: ${failed} of ${ended}, ${share}.`];
};
const askForRuns = async (context, token, until) => {
    const workflow = (0,github_run/* workflowOf */.B4)(context.env).split('/').at(-1) ?? '';
    if (workflow === '' || token === undefined)
        return [];
    const signal = AbortSignal.any([context.signal, until, AbortSignal.timeout(limitMs)]);
    const api = (0,rest_api/* restApiOf */.o)({ ...context, signal }, token);
    const found = await pastRuns(api, context.run.repository, workflow, Date.now() - days * dayMs);
    if (!('why' in found))
        return failureText(workflow, found);
    context.log.debug(`no count of failed runs: ${found.why}`);
    return [];
};
/** Begins to measure; disposing of it ends what is still being asked. */
const startMeasuring = (context, token) => {
    const stop = new AbortController();
    const runs = askForRuns(context, token, stop.signal);
    return {
        sentences: async (version, live) => {
            const now = Date.now();
            const committed = live ? await commitTime(version, context.run.workspace) : undefined;
            return [...leadText(committed, now), ...(await runs)];
        },
        [Symbol.dispose]: () => stop.abort(),
    };
};

// EXTERNAL MODULE: ./build/actions/shared/show.js
var show = __webpack_require__(6715);
// EXTERNAL MODULE: ./build/actions/shared/tell.js + 11 modules
var tell = __webpack_require__(9229);
;// CONCATENATED MODULE: ./build/actions/shared/main.js
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











const rolloutOf = ({ context, config, aim, ports }, choice) => ({
    config,
    ...choice,
    token: ports.random.hex(8),
    run: context.run,
    startedAt: ports.clock.now(),
    targets: aim.targets,
    lockHost: aim.lockHost,
    hookHosts: aim.hookHosts,
});
/** Bytes by which a journal may grow after the lock was taken: the second look has other containers. */
const spareBytes = 20_000;
/** Keeps the journal for `post`; one that would not fit is refused before anything is changed. */
const rememberFor = ({ touched }) => (journal) => {
    (0,state/* keepState */.Jg)('journal', journal, touched.has('hosts') ? 0 : spareBytes);
    touched.add('hosts');
};
const main_carryOut = async (rollout, surveyed, inputs, context, ports) => {
    const { run, log, signal } = context;
    const access = { apiUrl: run.apiUrl, token: inputs.token, signal };
    return deploy(rollout, surveyed, ports, {
        dryRun: inputs.dryRun,
        lockWaitMs: inputs.lockWaitMs,
        without: inputs.without,
        proof: (owner) => (0,proof/* runEnded */._)(owner, run, access),
        remember: rememberFor(context),
        announce: (plan) => (0,print_plan/* printPlan */.Z)(plan, { redact: context.secrets.redact }).forEach((0,show/* show */.W)(log)),
    });
};
/**
 * Connects, looks and chooses, rolls out and reports.
 * @returns undefined where there was nothing to roll out, and all else is done and told
 * @throws SeaworthyError whatever kept it from ending well; what it owes is in the state for `post`.
 */
const rollOut = async (context, inputs, { config, aim, logins }, choose, { begun, command }) => {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const hooked = { context, config, aim, command };
        const measuring = __addDisposableResource(env_1, command === 'deploy' && !inputs.dryRun ? startMeasuring(context, inputs.token) : undefined, false);
        const fleet = await (0,connect/* linkTo */.uM)(logins, context, config, inputs);
        try {
            (0,connect/* requireAll */.rs)(fleet);
            const { narrate, events } = (0,show/* narration */.T)(context.log);
            const ahead = (0,around/* hooksOfPlan */.Zs)(hooked, await (0,around/* versionAhead */.QF)(hooked, inputs));
            const ports = (0,connect/* portsOf */.a5)(fleet, narrate, context.signal, ahead);
            const choosing = { context, config, aim, ports };
            const chosen = await choose(choosing);
            if (chosen.choice === undefined) {
                (0,state/* keepState */.Jg)('settled', true);
                await (0,tell/* tellGround */.FK)(context, chosen.said, { dryRun: inputs.dryRun, ms: Date.now() - begun });
                return undefined;
            }
            const { choice, surveyed, said = [] } = chosen;
            const rollout = rolloutOf(choosing, choice);
            const hook = (0,around/* hooksOfPlan */.Zs)(hooked, rollout.version);
            const rolledOut = await main_carryOut(rollout, surveyed, inputs, context, { ...ports, hook });
            if (!['stuck', 'cancelled'].includes(rolledOut.outcome))
                (0,state/* keepState */.Jg)('settled', true);
            const result = await (0,around/* afterDeploy */.q5)(hooked, rolledOut, Date.now() - begun);
            const ms = Date.now() - begun;
            const { version } = rollout;
            const measures = await measuring?.sentences(version, result.outcome === 'deployed');
            await (0,tell/* tell */.qz)(context, { result, events, ms, measures: [...said, ...(measures ?? [])] });
            return result;
        }
        finally {
            await fleet.close();
        }
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
};
/** The main phase of a step that does nothing but roll out: reads, checks, and {@link rollOut}. */
const runMain = async (context, inputs, choose, command) => {
    (0,shared_context/* keepInputs */.jf)(context, inputs);
    const begun = Date.now();
    const config = (0,shared_context/* configFor */.m3)(context, inputs);
    const aim = (0,shared_context/* aimOf */.Bx)(config, inputs);
    const logins = (0,connect/* loginsFor */.Au)(context, config, inputs, aim.hosts);
    (0,check_hooks/* checkHooks */.T)(context.run.workspace, config.hooks);
    await (0,around/* beforeConnecting */.c7)({ context, config, aim, command }, inputs);
    return rollOut(context, inputs, { config, aim, logins }, choose, { begun, command });
};


/***/ }),

/***/ 3871:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  _: () => (/* binding */ runEnded)
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


/***/ }),

/***/ 1714:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ versionOf)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1421);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7975);
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(458);



const run = (0,node_util__WEBPACK_IMPORTED_MODULE_1__.promisify)(node_child_process__WEBPACK_IMPORTED_MODULE_0__.execFile);
/**
 * The commit that is checked out in `folder`; undefined without a repository, a commit or git itself.
 * The folder often belongs to another user (container jobs), which git refuses unless told otherwise.
 */
const headOf = async (folder) => {
    const args = ['-c', 'safe.directory=*', 'rev-parse', '--verify', 'HEAD'];
    try {
        const { stdout } = await run('git', args, { cwd: folder, timeout: 10_000 });
        const head = stdout.trim();
        return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(head) ? head : undefined;
    }
    catch {
        return undefined;
    }
};
/** A version is part of a tag and of container names [Docker: a tag has at most 128 characters]. */
const asTag = (version) => {
    if (/^\w[\w.-]{0,127}$/.test(version))
        return version;
    throw new _base_error_js__WEBPACK_IMPORTED_MODULE_2__/* .SeaworthyError */ .P('input-invalid', `${JSON.stringify(version)} cannot be a version.`, {
        hint: 'Letters, digits, "_", "." and "-", at most 128, not beginning with "." or "-".',
    });
};
/**
 * The version to deploy: the input, else `VERSION`, else the commit that is checked out: Kamal's order.
 * @throws SeaworthyError `input-invalid` when there is none of them, or it cannot be a tag.
 */
const versionOf = async ({ input, variable, workspace, }) => {
    const named = [input, variable].map((text) => text?.trim()).find((text) => text);
    if (named !== undefined)
        return asTag(named);
    const head = await headOf(workspace);
    if (head !== undefined)
        return head;
    throw new _base_error_js__WEBPACK_IMPORTED_MODULE_2__/* .SeaworthyError */ .P('input-invalid', `Can't use commit hash as version, no git repository found in ${workspace}`, { hint: 'Put actions/checkout before this step, or set the input version.' });
};


/***/ }),

/***/ 9993:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Og: () => (/* binding */ createArgs),
/* harmony export */   jR: () => (/* binding */ sharedArgs),
/* harmony export */   ro: () => (/* binding */ loggingArgs)
/* harmony export */ });
/* harmony import */ var _config_config_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5169);
/* harmony import */ var _kamal_args_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1427);
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2975);
/* harmony import */ var _base_quote_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3636);
/* harmony import */ var _web_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5403);





const raw = (text) => ({ raw: text });
/** Kamal's hostname: the host's first 51 characters without a trailing dot, and 12 hex characters. */
const hostname = (host, hex12) => `${host.slice(0, 51).replace(/\.$/, '')}-${hex12}`;
const kamalEnv = (config, role, host, version) => ({
    KAMAL_CONTAINER_NAME: (0,_names_js__WEBPACK_IMPORTED_MODULE_1__/* .containerName */ .xN)(config, role.name, version),
    KAMAL_VERSION: version,
    KAMAL_HOST: host,
    ...(config.destination === undefined ? {} : { KAMAL_DESTINATION: config.destination }),
});
const loggingArgs = ({ driver, options }) => [
    ...(driver === undefined ? [] : [`--log-driver ${(0,_kamal_args_js__WEBPACK_IMPORTED_MODULE_0__/* .shellValue */ .er)(driver)}`]),
    ...Object.entries(options).map(([key, value]) => `--log-opt ${(0,_base_quote_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .h)(key)}=${(0,_kamal_args_js__WEBPACK_IMPORTED_MODULE_0__/* .shellValue */ .er)(value)}`),
];
/** The assets that a version shares with the one before it and the one after it. */
const assetArgs = (config, { name, assets }, version) => {
    if (assets === undefined)
        return [];
    const options = assets.options === undefined ? '' : `:${assets.options}`;
    const folder = `$PWD/${(0,_web_files_js__WEBPACK_IMPORTED_MODULE_3__/* .assetVolume */ .j5)(config, name, version)}`;
    return [`--volume ${folder}:${(0,_base_quote_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .h)(`${assets.path}${options}`)}`];
};
/**
 * What is the same for every version of a role on a host: the part that is fingerprinted; with a
 * version, what that one has besides.
 */
const sharedArgs = (config, role, host, version) => [
    `--restart ${(0,_base_quote_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .h)(role.restart)}`,
    `--network ${_names_js__WEBPACK_IMPORTED_MODULE_1__/* .network */ .Nm}`,
    ...(0,_kamal_args_js__WEBPACK_IMPORTED_MODULE_0__/* .envArgs */ .xw)((0,_config_config_js__WEBPACK_IMPORTED_MODULE_4__/* .environmentOn */ .DA)(role, host).clear),
    ...loggingArgs(role.logging),
    ...role.volumes.map((volume) => `--volume ${volume}`),
    ...(version === undefined ? [] : assetArgs(config, role, version)),
    ...(0,_kamal_args_js__WEBPACK_IMPORTED_MODULE_0__/* .labelArgs */ .SW)({ service: config.service, role: role.name, destination: config.destination ?? '' }),
    ...(0,_kamal_args_js__WEBPACK_IMPORTED_MODULE_0__/* .labelArgs */ .SW)(role.labels),
    ...(0,_kamal_args_js__WEBPACK_IMPORTED_MODULE_0__/* .optionArgs */ .xg)(role.options),
];
/**
 * The arguments of `docker create` that make the container Kamal's `docker run` would have made
 * (commands/app.rb, 2.12), with two labels of our own.
 */
const createArgs = (config, role, fresh) => [
    raw(`--hostname ${(0,_base_quote_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .h)(hostname(fresh.host, fresh.hex12))}`),
    ...(0,_kamal_args_js__WEBPACK_IMPORTED_MODULE_0__/* .envArgs */ .xw)(kamalEnv(config, role, fresh.host, fresh.version)).map(raw),
    raw(`--env-file ${(0,_base_quote_js__WEBPACK_IMPORTED_MODULE_2__/* .quote */ .h)((0,_names_js__WEBPACK_IMPORTED_MODULE_1__/* .envFile */ .CN)(config, role.name, fresh.version))}`),
    ...sharedArgs(config, role, fresh.host, fresh.version).map(raw),
    ...(0,_kamal_args_js__WEBPACK_IMPORTED_MODULE_0__/* .labelArgs */ .SW)({ [_names_js__WEBPACK_IMPORTED_MODULE_1__/* .runLabel */ .Az]: fresh.run, [_names_js__WEBPACK_IMPORTED_MODULE_1__/* .configLabel */ .p1]: fresh.fingerprint }).map(raw),
    fresh.image,
    ...(role.cmd === undefined ? [] : [raw(role.cmd)]),
];


/***/ }),

/***/ 935:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ envFileText)
/* harmony export */ });
/* harmony import */ var _ruby_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1404);

const value = (text) => (0,_ruby_js__WEBPACK_IMPORTED_MODULE_0__/* .dumpAscii */ .o)(text, (dumped) => dumped.replaceAll('\\"', '"').replaceAll('\\#', '#'));
/**
 * The environment file of a role, byte for byte as Kamal 2.12 writes it (lib/kamal/env_file.rb):
 * Docker reads it literally, so an app sees a line break as the two characters `\n`.
 */
const envFileText = (secrets) => {
    const lines = Object.entries(secrets).map(([key, text]) => `${key}=${value(text)}\n`);
    return lines.length === 0 ? '\n' : lines.join('');
};


/***/ }),

/***/ 6631:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ proxyRunOn),
/* harmony export */   L: () => (/* binding */ proxyRunArgs)
/* harmony export */ });
/* harmony import */ var _kamal_args_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1427);

const bracketed = (ip) => (ip.includes(':') ? `[${ip}]` : ip);
const publishArgs = (run) => {
    if (!run.publish)
        return [];
    const ports = [`${String(run.httpPort)}:80`, `${String(run.httpsPort)}:443`];
    const prefixes = run.bindIps.length === 0 ? [''] : run.bindIps.map((ip) => `${bracketed(ip)}:`);
    return prefixes.flatMap((prefix) => ports.map((port) => `--publish ${prefix}${port}`));
};
/**
 * How the one proxy of a host is started, by whatever is served there, roles first; all that say it say
 * the same. Undefined: as Kamal's boot files say, or its defaults.
 */
const proxyRunOn = ({ roles, accessories }, host) => [...roles, ...accessories]
    .filter(({ hosts }) => hosts.includes(host))
    .flatMap(({ proxy }) => proxy?.run ?? [])[0];
/** What Kamal 2.12 gives to `docker run` for a proxy with `proxy.run` settings (commands/proxy.rb). */
const proxyRunArgs = (run) => {
    const image = [run.registry, `${run.repository}:${run.version}`]
        .filter((part) => part !== undefined)
        .join('/');
    const flags = [
        ...(run.debug ? ['--debug'] : []),
        ...(run.metricsPort === undefined
            ? []
            : [`--metrics-port ${(0,_kamal_args_js__WEBPACK_IMPORTED_MODULE_0__/* .shellValue */ .er)(String(run.metricsPort))}`]),
    ];
    return [
        ...publishArgs(run),
        `--log-opt max-size=${run.logMaxSize}`,
        ...(run.metricsPort === undefined ? [] : [`--expose=${String(run.metricsPort)}`]),
        ...(0,_kamal_args_js__WEBPACK_IMPORTED_MODULE_0__/* .optionArgs */ .xg)(run.options),
        image,
        ...(flags.length === 0 ? [] : ['kamal-proxy run', ...flags]),
    ].map((text) => ({ raw: text }));
};


/***/ }),

/***/ 7837:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ requireFit)
/* harmony export */ });
/* harmony import */ var _base_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(458);
/* harmony import */ var _config_check_versions_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1099);
/* harmony import */ var _steps_stage_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5816);



const requireArchitecture = ({ architectures, version, targets }, fleet) => {
    const others = targets.flatMap(({ host }) => {
        const arch = fleet[host]?.docker.arch;
        return arch === undefined || architectures.includes(arch) ? [] : [`${host} is ${arch}`];
    });
    if (architectures.length === 0 || others.length === 0)
        return;
    throw new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('image-wrong-architecture', `${version} is built for ${architectures.join(', ')}, but ${others.join(', ')}`, { hint: 'build it for the hosts: set builder/arch in deploy.yml' });
};
const requireProxy = ({ targets }, fleet) => {
    const old = targets.flatMap((target) => {
        const proxy = fleet[target.host]?.proxy;
        const served = (0,_steps_stage_js__WEBPACK_IMPORTED_MODULE_1__/* .proxiedRoles */ .Vt)(target).length > 0;
        if (proxy === undefined || proxy.state === 'absent' || !served)
            return [];
        return (0,_config_check_versions_js__WEBPACK_IMPORTED_MODULE_2__/* .isOlder */ .tW)(proxy.version, _config_check_versions_js__WEBPACK_IMPORTED_MODULE_2__/* .oldestProxy */ ._N) ? [`${target.host} has ${proxy.version}`] : [];
    });
    if (old.length === 0)
        return;
    throw new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('proxy-too-old', `kamal-proxy is older than ${_config_check_versions_js__WEBPACK_IMPORTED_MODULE_2__/* .oldestProxy */ ._N}: ${old.join(', ')}`, {
        hint: 'set upgrade-proxy: true, which replaces it host by host and says for how long requests failed; "kamal proxy reboot" does it too',
    });
};
/** Without its state nobody knows what the proxy would have to be taken back to. */
const requireProxyState = ({ targets }, fleet) => {
    const dark = targets.flatMap(({ host }) => {
        const proxy = fleet[host]?.proxy;
        return proxy?.state === 'running' && proxy.services === undefined ? [host] : [];
    });
    if (dark.length === 0)
        return;
    throw new _base_error_js__WEBPACK_IMPORTED_MODULE_0__/* .SeaworthyError */ .P('proxy-refused', `the state of kamal-proxy can't be read on ${dark.join(', ')}`, { hint: 'look at kamal-proxy.state in its data folder; "kamal proxy reboot" writes it anew' });
};
/**
 * What must be so before anything is changed, on every host.
 * @throws SeaworthyError `image-wrong-architecture`, or `proxy-too-old` for what Kamal 2.12 refuses.
 */
const requireFit = (rollout, fleet) => {
    requireArchitecture(rollout, fleet);
    requireProxyState(rollout, fleet);
    requireProxy(rollout, fleet);
};


/***/ }),

/***/ 5720:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ printPlan)
/* harmony export */ });
/* harmony import */ var _commands_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3671);
/* harmony import */ var _log_line_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6886);
/* harmony import */ var _plan_words_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4054);



/** A plan for the log: in words, and folded below them all that will be said to the hosts. */
const printPlan = (plan, { redact = _log_line_js__WEBPACK_IMPORTED_MODULE_1__/* .unredacted */ .Q } = {}) => [
    ...(0,_plan_words_js__WEBPACK_IMPORTED_MODULE_2__/* .planWords */ .W)(plan).map((text) => (0,_log_line_js__WEBPACK_IMPORTED_MODULE_1__/* .line */ .n)(redact(text))),
    { kind: 'group', title: 'Every command of this plan' },
    ...redact((0,_commands_js__WEBPACK_IMPORTED_MODULE_0__/* .commandsText */ .Y)(plan)).trimEnd().split('\n').map(_log_line_js__WEBPACK_IMPORTED_MODULE_1__/* .line */ .n),
    { kind: 'end-group' },
];


/***/ }),

/***/ 6911:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ hookWave),
/* harmony export */   p: () => (/* binding */ hookOf)
/* harmony export */ });
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7927);

/** A hook that is told of these hosts; undefined where the checkout has none. */
const hookOf = ({ hooks: { files, timeoutMs } }, name, hosts) => {
    const file = files[name];
    return file === undefined ? undefined : { name, file, hosts, timeoutMs };
};
/**
 * The wave of a hook, where the checkout has it; told of `hosts`, or of all that the rollout is about.
 * `phase` is the one that a failure of it belongs to.
 */
const hookWave = ({ config, hookHosts }, name, phase, hosts = hookHosts) => {
    const hook = hookOf(config, name, hosts);
    if (hook === undefined)
        return [];
    const step = { phase, host: _plan_js__WEBPACK_IMPORTED_MODULE_0__/* .runner */ .lj, title: `run ${hook.file}`, commands: [], hook };
    return (0,_plan_js__WEBPACK_IMPORTED_MODULE_0__/* .waveOf */ .j5)(`Hook ${name}`, (0,_plan_js__WEBPACK_IMPORTED_MODULE_0__/* .laneOf */ .kk)(_plan_js__WEBPACK_IMPORTED_MODULE_0__/* .runner */ .lj, [step]));
};


/***/ }),

/***/ 2586:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ pullProxy),
/* harmony export */   i: () => (/* binding */ publicProxy)
/* harmony export */ });
/* harmony import */ var _host_docker_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(307);

/** Kamal's own image, which everybody may pull from Docker Hub. */
const publicProxy = 'basecamp/kamal-proxy';
/**
 * A proxy image of the app's own registry needs its login, which `docker run` does not have. Any other
 * is pulled by `docker run` itself.
 */
const pullProxy = ({ registry }, run) => {
    if (run === undefined || registry === undefined || run.registry !== registry.server)
        return [];
    if (run.registry !== undefined)
        return [(0,_host_docker_js__WEBPACK_IMPORTED_MODULE_0__/* .pullNamed */ .vk)(`${run.registry}/${run.repository}:${run.version}`, registry)];
    return run.repository === publicProxy
        ? []
        : [(0,_host_docker_js__WEBPACK_IMPORTED_MODULE_0__/* .pullNamed */ .vk)(`${run.repository}:${run.version}`, registry)];
};


/***/ }),

/***/ 5816:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Nn: () => (/* binding */ stageStep),
/* harmony export */   Vt: () => (/* binding */ proxiedRoles),
/* harmony export */   oR: () => (/* binding */ workerRoles)
/* harmony export */ });
/* unused harmony export gateOf */
/* harmony import */ var _host_docker_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(307);
/* harmony import */ var _host_names_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2975);


/** kamal-proxy's own limits of one health check (v0.9.2), used unless deploy.yml says otherwise. */
const proxyDefaults = { path: '/up', timeoutMs: 5000 };
const httpGate = (config, base, proxy) => {
    const { gate } = config.own;
    return {
        kind: 'http',
        ...base,
        port: proxy.appPort,
        path: gate.path ?? proxy.healthcheck.path ?? proxyDefaults.path,
        timeoutMs: gate.timeoutMs,
        intervalMs: gate.intervalMs,
        answerMs: proxy.healthcheck.timeoutMs ?? proxyDefaults.timeoutMs,
        successes: gate.successes,
        status: gate.expect.status,
        body: gate.expect.body,
    };
};
/** The gate that a role's new container must pass. */
const gateOf = (config, role, version) => {
    const base = {
        role: role.name,
        container: (0,_host_names_js__WEBPACK_IMPORTED_MODULE_0__/* .containerName */ .xN)(config, role.name, version),
        image: `${config.repository}:${version}`,
    };
    if (role.proxy !== undefined)
        return httpGate(config, base, role.proxy);
    return {
        kind: 'container',
        ...base,
        timeoutMs: config.deployTimeoutMs,
        readinessMs: config.readinessDelayMs,
    };
};
/** Starts a role's new container and proves it; traffic does not know it yet. */
const stageStep = ({ config, version }, host, role) => {
    const gate = gateOf(config, role, version);
    return {
        phase: 'stage',
        host,
        title: `start ${role.name} and prove it healthy`,
        commands: [(0,_host_docker_js__WEBPACK_IMPORTED_MODULE_1__/* .startContainer */ .YI)(gate.container)],
        gate,
    };
};
const proxiedRoles = (target) => target.roles.filter((role) => role.proxy !== undefined);
/** Workers that may run beside their predecessors; the others start in finish. */
const workerRoles = (target) => target.roles.filter((role) => role.proxy === undefined && role.overlap);


/***/ }),

/***/ 30:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ survey)
/* harmony export */ });
/* unused harmony export lookWithFiles */
/* harmony import */ var _fleet_look_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(175);
/* harmony import */ var _fleet_parse_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7394);
/* harmony import */ var _perform_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1231);
/* harmony import */ var _ports_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5234);




const filesOn = async (host, subject, signal) => (0,_fleet_parse_files_js__WEBPACK_IMPORTED_MODULE_3__/* .parseFiles */ .B)((await (0,_perform_js__WEBPACK_IMPORTED_MODULE_1__/* .performScript */ .N)(host, (0,_fleet_look_js__WEBPACK_IMPORTED_MODULE_0__/* .filesScript */ .nI)(subject), signal)).values);
/** Looks at one host and at what lies in its files, without changing anything. */
const lookWithFiles = async (host, subject, signal) => {
    const [docker, files] = await Promise.all([
        lookAtDocker(host, subject, signal),
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
    const filesOf = (name) => filesOn((0,_ports_js__WEBPACK_IMPORTED_MODULE_2__/* .hostOf */ .w)(ports, name), subject, signal);
    const others = whose === 'all' ? names.filter((name) => name !== lockHost) : [];
    const [files, read, states] = await Promise.all([
        filesOf(lockHost),
        Promise.all(others.map(async (name) => [name, await filesOf(name)])),
        Promise.all(names.map((name) => (0,_fleet_look_js__WEBPACK_IMPORTED_MODULE_0__/* .lookAtDocker */ .fM)((0,_ports_js__WEBPACK_IMPORTED_MODULE_2__/* .hostOf */ .w)(ports, name), subject, signal))),
    ]);
    const found = new Map([[lockHost, files], ...read]);
    return {
        fleet: Object.fromEntries(states.map((state) => [state.host, { ...state, files: found.get(state.host) }])),
        lock: files.lock,
        files,
    };
};


/***/ })

};
