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
/* harmony import */ var _context_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4924);
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

/***/ 1332:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ bootstrap)
});

// EXTERNAL MODULE: ./build/base/error.js
var error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/rollout/errand.js
var rollout_errand = __webpack_require__(8496);
// EXTERNAL MODULE: ./build/rollout/plan.js
var rollout_plan = __webpack_require__(7927);
// EXTERNAL MODULE: ./build/rollout/ports.js
var rollout_ports = __webpack_require__(5234);
// EXTERNAL MODULE: ./build/rollout/run.js
var run = __webpack_require__(3855);
// EXTERNAL MODULE: ./build/rollout/bootstrap/look.js
var look = __webpack_require__(6236);
// EXTERNAL MODULE: ./build/rollout/bootstrap/plan.js + 2 modules
var plan = __webpack_require__(4820);
// EXTERNAL MODULE: ./build/host/names.js
var names = __webpack_require__(2975);
// EXTERNAL MODULE: ./build/rollout/steps/hook.js
var hook = __webpack_require__(6911);
// EXTERNAL MODULE: ./build/rollout/bootstrap/setting.js
var bootstrap_setting = __webpack_require__(8215);
;// CONCATENATED MODULE: ./build/rollout/bootstrap/plan-install.js



/** Installing Docker takes as long as its packages do to come. */
const installMs = 15 * 60_000;
const installWave = ({ config }, bare, fence) => {
    const script = {
        kind: 'script',
        title: 'install Docker',
        words: [
            { word: 'guard', owner: (0,names/* pathsOf */.wG)(config).owner, token: fence },
            { word: 'install-docker' },
            { word: 'dir', path: (0,names/* pathsOf */.wG)(config).proxyConfig },
        ],
        changes: true,
        timeoutMs: installMs,
    };
    const lanes = bare.map((host) => ({
        host,
        steps: [{ phase: 'prepare', host, title: script.title, commands: [script] }],
    }));
    return lanes.length === 0 ? [] : [{ title: `Install Docker on ${bare.join(', ')}`, lanes }];
};
/** Docker on hosts that have none; then the hook `docker-setup`, as `kamal server bootstrap` has it. */
const planInstall = (setting, bare, fence) => ({
    title: 'Set up Docker',
    waves: [
        ...installWave(setting, bare, fence),
        ...(0,hook/* hookWave */.B)({ ...setting, hookHosts: (0,bootstrap_setting/* settingHosts */.kk)(setting) }, 'docker-setup', 'prepare'),
    ],
});

;// CONCATENATED MODULE: ./build/rollout/bootstrap/bootstrap.js









const bareHosts = async (setting, ports) => {
    const looks = await Promise.all((0,bootstrap_setting/* settingHosts */.kk)(setting).map(async (name) => (await (0,look/* hasDocker */.pp)((0,rollout_ports/* hostOf */.w)(ports, name), ports.signal)) ? [] : [name]));
    return looks.flat();
};
const planNow = async (setting, ports, fence) => {
    const grounds = await Promise.all((0,bootstrap_setting/* settingHosts */.kk)(setting).map((name) => (0,look/* lookAtGround */.a2)((0,rollout_ports/* hostOf */.w)(ports, name), setting.config, setting.accessories.flatMap(({ accessory, hosts }) => hosts.includes(name) ? [accessory] : []), ports.signal)));
    return (0,plan/* planBootstrap */.C)(setting, grounds, { fence, at: ports.clock.now() });
};
/** Prints a plan and carries it out. @returns `h1: create accessory db`, for people. */
const carryOut = async (plan, ports, { announce }) => {
    if (plan.waves.length === 0)
        return [];
    announce(plan);
    const result = await (0,run/* run */.e)(plan, ports);
    if (result.ok)
        return (0,rollout_plan/* stepsOf */.B_)(plan).map(({ host, title }) => `${host}: ${title}`);
    const [first] = result.failures;
    ports.signal.throwIfAborted();
    throw first?.error ?? new error/* SeaworthyError */.P('cancelled', 'The run was cancelled.');
};
const refuseDryRun = (bare) => new error/* SeaworthyError */.P('docker-refused', `Docker is not installed on ${bare.join(', ')}; a run without dry-run would install it.`, { hint: 'What comes after that can only be planned where Docker is.' });
/**
 * Brings hosts up: Docker, network, proxy and accessories, as far as they are missing. Where nothing
 * is missing it takes no lock and changes nothing.
 * @returns what was done, a line each
 * @throws SeaworthyError whatever could not be done; what was done until then stays, and is found by
 * the next run.
 */
const bootstrap = async (setting, ports, options) => {
    const token = ports.random.hex(8);
    const bare = await bareHosts(setting, ports);
    const install = planInstall(setting, bare, token);
    if (options.dryRun && bare.length > 0) {
        options.announce(install);
        throw refuseDryRun(bare);
    }
    if (bare.length === 0) {
        const plan = await planNow(setting, ports, token);
        if (plan.waves.length === 0)
            return [];
        if (options.dryRun) {
            options.announce({ ...plan, waves: [...install.waves, ...plan.waves] });
            return [];
        }
    }
    const hosts = (0,bootstrap_setting/* settingHosts */.kk)(setting);
    const startedAt = ports.clock.now();
    const errand = { ...setting, hosts, token, startedAt, what: 'bootstrap' };
    return (0,rollout_errand/* underErrandLock */.s)(errand, ports, options, async () => {
        const missing = await bareHosts(setting, ports);
        const installed = await carryOut(planInstall(setting, missing, token), ports, options);
        // A user other than root is in Docker's group only from its next login on.
        if (missing.length > 0 && setting.config.ssh.user !== 'root')
            await ports.revive(missing);
        const made = await carryOut(await planNow(setting, ports, token), ports, options);
        return [...installed, ...made];
    });
};


/***/ }),

/***/ 6236:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a2: () => (/* binding */ lookAtGround),
/* harmony export */   ie: () => (/* binding */ isUp),
/* harmony export */   pp: () => (/* binding */ hasDocker)
/* harmony export */ });
/* unused harmony exports isReplaced, lookAtAccessory */
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


/***/ }),

/***/ 4820:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  C: () => (/* binding */ planBootstrap),
  n: () => (/* binding */ takesRequests)
});

// EXTERNAL MODULE: ./build/host/docker.js
var docker = __webpack_require__(307);
// EXTERNAL MODULE: ./build/host/names.js
var names = __webpack_require__(2975);
// EXTERNAL MODULE: ./build/host/proxy-run.js
var proxy_run = __webpack_require__(6631);
// EXTERNAL MODULE: ./build/rollout/steps/proxy-image.js
var proxy_image = __webpack_require__(2586);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/base/time.js
var time = __webpack_require__(2475);
// EXTERNAL MODULE: ./build/base/quote.js
var quote = __webpack_require__(3636);
// EXTERNAL MODULE: ./build/host/create-args.js
var create_args = __webpack_require__(9993);
// EXTERNAL MODULE: ./build/host/kamal-args.js
var kamal_args = __webpack_require__(1427);
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
        `--restart ${(0,quote/* quote */.h)(kit.restart)}`,
        `--network ${(0,quote/* quote */.h)(kit.network)}`,
        ...(0,create_args/* loggingArgs */.ro)(kit.logging),
        ...(kit.port === undefined ? [] : [`--publish ${kit.port}`]),
        ...(0,kamal_args/* envArgs */.xw)({ KAMAL_HOST: host, ...kit.env.clear }),
        `--env-file ${(0,quote/* quote */.h)(accessoryEnvFile(config, accessory))}`,
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
// EXTERNAL MODULE: ./build/host/env-file.js
var env_file = __webpack_require__(935);
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
            text: (0,env_file/* envFileText */.T)(kit.env.secret),
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
const replacedName = ({ service }, token) => `${service}_replaced_${createHash('sha256').update(token).digest('hex').slice(0, 16)}`;

// EXTERNAL MODULE: ./build/rollout/bootstrap/look.js
var look = __webpack_require__(6236);
// EXTERNAL MODULE: ./build/rollout/bootstrap/setting.js
var bootstrap_setting = __webpack_require__(8215);
;// CONCATENATED MODULE: ./build/rollout/bootstrap/plan.js







/** Docker pulls the proxy's image with the first `docker run`. */
const proxyMs = 15 * 60_000;
const absent = { container: undefined, replaced: [], kept: [], hasImage: false };
/** Whether a host needs a proxy at all. */
const takesRequests = ({ config, targets }, host) => targets.some((target) => target.host === host && target.roles.some(({ proxy }) => proxy !== undefined)) || config.accessories.some(({ proxy, hosts }) => proxy !== undefined && hosts.includes(host));
/** Network and proxy; the folders of `.kamal` are made on the way. */
const groundSteps = (setting, state, hand) => {
    const { host, proxy } = state;
    const run = (0,proxy_run/* proxyRunOn */.D)(setting.config, host);
    const isBooted = takesRequests(setting, host) && proxy.state !== 'running';
    const script = {
        kind: 'script',
        title: 'boot kamal-proxy',
        words: [
            { word: 'guard', owner: (0,names/* pathsOf */.wG)(setting.config).owner, token: hand.fence },
            { word: 'dir', path: (0,names/* pathsOf */.wG)(setting.config).proxyConfig },
            { word: 'boot-proxy', run: run === undefined ? [] : (0,proxy_run/* proxyRunArgs */.L)(run) },
        ],
        changes: true,
        timeoutMs: proxyMs,
    };
    const commands = [
        (0,docker/* createNetwork */.VS)(names/* network */.Nm),
        ...(isBooted
            ? [...(proxy.state === 'absent' ? (0,proxy_image/* pullProxy */.Y)(setting.config, run) : []), script]
            : []),
    ];
    const title = isBooted ? 'network and kamal-proxy' : 'network';
    return [{ phase: 'prepare', host, title, commands }];
};
/** Makes and starts an accessory that does not run; one that only stopped is started as it is. */
const bringUp = (act) => {
    const { accessory, state, config } = act;
    const { name, service, kit } = accessory;
    const { container } = state;
    const neverRan = container?.state === 'created';
    const routing = routeWords(act);
    const tidy = state.replaced.map((one) => ({ word: 'discard', container: one }));
    const after = [...routing, ...tidy];
    const last = after.length === 0
        ? []
        : [
            step(act, `finish accessory ${name}`, [
                guarded(act, `finish ${name}`, after, routeMs(config)),
            ]),
        ];
    if (container !== undefined && !neverRan) {
        return [startStep(act, noted(act, `Started ${name} accessory`)), ...last];
    }
    if (kit === undefined)
        return [];
    const words = [
        // It never ran, so there is nothing in it; the file may have been corrected since.
        ...(neverRan ? [{ word: 'discard', container: service }] : []),
        ...makeWords(act, kit),
        noted(act, `Booted ${name} accessory`),
    ];
    return [
        ...(state.hasImage ? [] : [pullStep(act, kit)]),
        step(act, `create accessory ${name}`, [guarded(act, `create ${name}`, words)]),
        startStep(act),
        ...last,
    ];
};
const isRouted = ({ proxy }, { accessory }) => accessory.proxy === undefined ||
    (proxy.state === 'running' &&
        (proxy.services ?? []).some(({ name }) => name === accessory.service));
const accessorySteps = (setting, ground, hand) => setting.accessories
    .filter(({ hosts }) => hosts.includes(ground.host))
    .flatMap(({ accessory }) => {
    const state = ground.accessories.get(accessory.name) ?? absent;
    const { config, run } = setting;
    const act = { config, accessory, host: ground.host, state, ...hand, actor: run.actor };
    if (!(0,look/* isUp */.ie)(state))
        return bringUp(act);
    if (isRouted(ground, act))
        return [];
    const script = guarded(act, `route ${accessory.name}`, routeWords(act), routeMs(config));
    return [step(act, `route accessory ${accessory.name}`, [script])];
});
const laneOf = (setting, ground, hand) => {
    const accessories = accessorySteps(setting, ground, hand);
    const idle = ground.proxy.state === 'running' || !takesRequests(setting, ground.host);
    const steps = accessories.length === 0 && idle ? [] : [...groundSteps(setting, ground, hand), ...accessories];
    return steps.length === 0 ? [] : [{ host: ground.host, steps }];
};
/**
 * What is missing on the hosts, from what is there: pure, and empty where nothing is. Whatever runs is
 * left as it is.
 */
const planBootstrap = (setting, grounds, hand) => {
    const lanes = grounds.flatMap((ground) => laneOf(setting, ground, hand));
    const title = `Bring up ${(0,bootstrap_setting/* settingHosts */.kk)(setting).join(', ')}`;
    return { title, waves: lanes.length === 0 ? [] : [{ title: 'Bring up what is missing', lanes }] };
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


/***/ })

};
