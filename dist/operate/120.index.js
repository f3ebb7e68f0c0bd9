export const id = 120;
export const ids = [120];
export const modules = {

/***/ 2120:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  bootProxies: () => (/* binding */ bootProxies)
});

// EXTERNAL MODULE: ./build/base/error.js
var error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/rollout/errand.js + 5 modules
var rollout_errand = __webpack_require__(1820);
// EXTERNAL MODULE: ./build/rollout/plan.js
var rollout_plan = __webpack_require__(7927);
// EXTERNAL MODULE: ./build/rollout/ports.js
var rollout_ports = __webpack_require__(5234);
// EXTERNAL MODULE: ./build/rollout/run.js + 21 modules
var run = __webpack_require__(2123);
// EXTERNAL MODULE: ./build/rollout/bootstrap/look.js
var look = __webpack_require__(6236);
// EXTERNAL MODULE: ./build/host/docker.js
var docker = __webpack_require__(307);
// EXTERNAL MODULE: ./build/host/names.js
var names = __webpack_require__(2975);
// EXTERNAL MODULE: ./build/host/kamal-args.js
var kamal_args = __webpack_require__(1427);
;// CONCATENATED MODULE: ./build/host/proxy-run.js

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
            : [`--metrics-port ${(0,kamal_args/* shellValue */.er)(String(run.metricsPort))}`]),
    ];
    return [
        ...publishArgs(run),
        `--log-opt max-size=${run.logMaxSize}`,
        ...(run.metricsPort === undefined ? [] : [`--expose=${String(run.metricsPort)}`]),
        ...(0,kamal_args/* optionArgs */.xg)(run.options),
        image,
        ...(flags.length === 0 ? [] : ['kamal-proxy run', ...flags]),
    ].map((text) => ({ raw: text }));
};

;// CONCATENATED MODULE: ./build/rollout/steps/proxy-image.js

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
        return [(0,docker/* pullNamed */.vk)(`${run.registry}/${run.repository}:${run.version}`, registry)];
    return run.repository === publicProxy
        ? []
        : [(0,docker/* pullNamed */.vk)(`${run.repository}:${run.version}`, registry)];
};

// EXTERNAL MODULE: ./build/rollout/bootstrap/accessory-steps.js + 3 modules
var accessory_steps = __webpack_require__(1909);
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
    const run = proxyRunOn(setting.config, host);
    const isBooted = takesRequests(setting, host) && proxy.state !== 'running';
    const script = {
        kind: 'script',
        title: 'boot kamal-proxy',
        words: [
            { word: 'guard', owner: (0,names/* pathsOf */.wG)(setting.config).owner, token: hand.fence },
            { word: 'dir', path: (0,names/* pathsOf */.wG)(setting.config).proxyConfig },
            { word: 'boot-proxy', run: run === undefined ? [] : proxyRunArgs(run) },
        ],
        changes: true,
        timeoutMs: proxyMs,
    };
    const commands = [
        (0,docker/* createNetwork */.VS)(names/* network */.Nm),
        ...(isBooted
            ? [...(proxy.state === 'absent' ? pullProxy(setting.config, run) : []), script]
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
    const routing = (0,accessory_steps/* routeWords */.Jn)(act);
    const tidy = state.replaced.map((one) => ({ word: 'discard', container: one }));
    const after = [...routing, ...tidy];
    const last = after.length === 0
        ? []
        : [
            (0,accessory_steps/* step */.PM)(act, `finish accessory ${name}`, [
                (0,accessory_steps/* guarded */.Nj)(act, `finish ${name}`, after, (0,accessory_steps/* routeMs */.ki)(config)),
            ]),
        ];
    if (container !== undefined && !neverRan) {
        return [(0,accessory_steps/* startStep */.bP)(act, (0,accessory_steps/* noted */.ZT)(act, `Started ${name} accessory`)), ...last];
    }
    if (kit === undefined)
        return [];
    const words = [
        // It never ran, so there is nothing in it; the file may have been corrected since.
        ...(neverRan ? [{ word: 'discard', container: service }] : []),
        ...(0,accessory_steps/* makeWords */._Y)(act, kit),
        (0,accessory_steps/* noted */.ZT)(act, `Booted ${name} accessory`),
    ];
    return [
        ...(state.hasImage ? [] : [(0,accessory_steps/* pullStep */.eO)(act, kit)]),
        (0,accessory_steps/* step */.PM)(act, `create accessory ${name}`, [(0,accessory_steps/* guarded */.Nj)(act, `create ${name}`, words)]),
        (0,accessory_steps/* startStep */.bP)(act),
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
    const script = (0,accessory_steps/* guarded */.Nj)(act, `route ${accessory.name}`, (0,accessory_steps/* routeWords */.Jn)(act), (0,accessory_steps/* routeMs */.ki)(config));
    return [(0,accessory_steps/* step */.PM)(act, `route accessory ${accessory.name}`, [script])];
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

;// CONCATENATED MODULE: ./build/rollout/steps/hook.js

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
    const step = { phase, host: rollout_plan/* runner */.lj, title: `run ${hook.file}`, commands: [], hook };
    return (0,rollout_plan/* waveOf */.j5)(`Hook ${name}`, (0,rollout_plan/* laneOf */.kk)(rollout_plan/* runner */.lj, [step]));
};

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
        ...hookWave({ ...setting, hookHosts: (0,bootstrap_setting/* settingHosts */.kk)(setting) }, 'docker-setup', 'prepare'),
    ],
});

;// CONCATENATED MODULE: ./build/rollout/bootstrap/bootstrap.js









const bareHosts = async (setting, ports) => {
    const looks = await Promise.all((0,bootstrap_setting/* settingHosts */.kk)(setting).map(async (name) => (await (0,look/* hasDocker */.pp)((0,rollout_ports/* hostOf */.w)(ports, name), ports.signal)) ? [] : [name]));
    return looks.flat();
};
const planNow = async (setting, ports, fence) => {
    const grounds = await Promise.all((0,bootstrap_setting/* settingHosts */.kk)(setting).map((name) => (0,look/* lookAtGround */.a2)((0,rollout_ports/* hostOf */.w)(ports, name), setting.config, setting.accessories.flatMap(({ accessory, hosts }) => hosts.includes(name) ? [accessory] : []), ports.signal)));
    return planBootstrap(setting, grounds, { fence, at: ports.clock.now() });
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

// EXTERNAL MODULE: ./build/host/render.js
var render = __webpack_require__(4863);
;// CONCATENATED MODULE: ./build/rollout/report/conceal.js

/** Only files of this name may be read with mode 600: the journal holds no secret. */
const journal = '/journal.json';
const envFolder = /^\.kamal\/apps\/[^/]+\/env\//;
const isSecretFile = (path, mode) => envFolder.test(path) || (mode === '600' && !path.endsWith(journal));
/** Names of variables in an environment file, or nothing when it does not read like one. */
const namesIn = (text) => text.split('\n').flatMap((line) => /^([A-Za-z_][\w.-]*)=/.exec(line)?.[1] ?? []);
/** What stands in the place of an environment file: `<2 secrets: DATABASE_URL, KEY>`. */
const placeholder = (text) => {
    if (text.startsWith('-----BEGIN'))
        return '<a private key>';
    const lines = text.split('\n').filter((line) => line !== '');
    const names = namesIn(text);
    const noun = lines.length === 1 ? 'secret' : 'secrets';
    const listed = names.length === lines.length && names.length > 0 ? `: ${names.join(', ')}` : '';
    return `<${String(lines.length)} ${noun}${listed}>`;
};
/** Pages may have pictures in them: whoever reads a plan has them in the checkout. */
const errorPage = /\/web\/staged\/pages\/[^/]+\.html$/;
const sizeOf = (text) => `${String(Buffer.byteLength(text))} bytes`;
/** A digest over the environment would let a weak secret be guessed from a public log. */
const fingerprint = new RegExp(`^(--label ${names/* configLabel */.p1.replace('.', '\\.')})=.*$`);
const concealArg = (arg) => typeof arg === 'string' ? arg : { raw: arg.raw.replace(fingerprint, '$1="<digest>"') };
const concealWord = (word) => {
    if (word.word === 'create')
        return { ...word, args: word.args.map(concealArg) };
    if (word.word === 'try') {
        const does = concealWord(word.does);
        return does.word === 'try' ? word : { ...word, does };
    }
    if (word.word === 'write') {
        if (isSecretFile(word.path, word.mode))
            return { ...word, text: placeholder(word.text) };
        return errorPage.test(word.path) ? { ...word, text: `<${sizeOf(word.text)}>` } : word;
    }
    // A file of an accessory may be rendered with its secrets.
    if (word.word === 'put')
        return { ...word, base64: '<its content>' };
    if (word.word === 'append')
        return isSecretFile(word.path, undefined) ? { ...word, text: placeholder(word.text) } : word;
    return word;
};
const concealCall = ({ registryAuth, ...call }) => registryAuth === undefined ? call : { ...call, registryAuth: '***' };
/**
 * A command without its secrets, for reading: done to the data, before a shell's or a URL's quoting
 * could hide a secret from whoever looks for it.
 */
const conceal = (command) => {
    if (command.kind === 'docker')
        return concealCall(command);
    if (command.kind === 'script')
        return { ...command, words: command.words.map(concealWord) };
    return command;
};

;// CONCATENATED MODULE: ./build/rollout/report/commands.js



const callText = (call) => {
    const { method, path, query, body, registryAuth, registryPort: port } = call;
    const parameters = new URLSearchParams(query).toString();
    return [
        `${method} ${path}${parameters === '' ? '' : `?${parameters}`}`,
        ...(port === undefined ? [] : [`# meanwhile: ssh -R 127.0.0.1:${port}:127.0.0.1:${port}`]),
        ...(registryAuth === undefined ? [] : [`X-Registry-Auth: ${registryAuth}`]),
        ...(body === undefined ? [] : [JSON.stringify(body)]),
    ].join('\n');
};
const commandText = (command) => {
    const concealed = conceal(command);
    if (concealed.kind === 'docker')
        return callText(concealed);
    if (concealed.kind === 'script')
        return (0,render/* renderScript */.y)(concealed).trimEnd();
    return `GET http://${concealed.address}:${String(concealed.port)}${concealed.path}`;
};
const stepText = ({ hook, commands }) => hook === undefined ? commands.map(commandText).join('\n\n') : hook.file;
/**
 * The exact calls of Docker's API and scripts of a plan, without secrets, in the order of the plan;
 * what several hosts are told alike stands there once.
 */
const sentBy = (plan) => {
    const found = new Map();
    for (const step of (0,rollout_plan/* stepsOf */.B_)(plan)) {
        const text = stepText(step);
        const key = `${step.title}\n${text}`;
        const hosts = new Set([...(found.get(key)?.hosts ?? []), step.host]);
        found.set(key, { hosts: [...hosts], title: step.title, text });
    }
    return [...found.values()];
};
/** All of it as one text, a comment above every step. */
const commandsText = (plan) => sentBy(plan)
    .map(({ hosts, title, text }) => `# ${hosts.join(', ')}: ${title}\n${text}\n`)
    .join('\n');

// EXTERNAL MODULE: ./build/rollout/report/log-line.js
var log_line = __webpack_require__(6886);
// EXTERNAL MODULE: ./build/rollout/report/phrases.js
var phrases = __webpack_require__(5379);
;// CONCATENATED MODULE: ./build/rollout/report/plan-words.js


/** What a gate wants to see, in one line. */
const gateWords = (gate) => {
    const within = `within ${(0,phrases/* span */.Ln)(gate.timeoutMs)}`;
    if (gate.kind === 'container')
        return `a healthy container by its image's own check ${within}, or ${(0,phrases/* span */.Ln)(gate.readinessMs)} without an end or a restart`;
    const { status, body, successes } = gate;
    const wanted = status === undefined ? '2xx' : String(status);
    const holding = body === undefined ? '' : ` with ${JSON.stringify(body)} in the body`;
    const often = successes === 1 ? '' : `, ${String(successes)} times in a row`;
    return `GET ${gate.path} on port ${String(gate.port)} answers ${wanted}${holding}${often}, ${within}`;
};
const laneLines = ({ steps }) => steps.flatMap(({ title, gate }) => [
    title,
    ...(gate === undefined ? [] : [`  wanted: ${gateWords(gate)}`]),
]);
/** Hosts on which the same is done stand together. */
const groupsOf = ({ lanes }) => {
    const found = new Map();
    for (const lane of lanes) {
        const lines = laneLines(lane);
        const key = lines.join('\n');
        found.set(key, { hosts: [...(found.get(key)?.hosts ?? []), lane.host], lines });
    }
    return [...found.values()];
};
/** The plan for people: waves, hosts, steps, what each gate wants, and the longest it can take. */
const planWords = (plan) => [
    `${plan.title}: ${(0,phrases/* count */.U9)(plan.waves.length, 'wave')}, one after the other; at most ${(0,phrases/* span */.Ln)((0,rollout_plan/* limitOf */.LF)(plan))}, should every wait run to its limit.`,
    ...plan.waves.flatMap((wave, index) => [
        `${String(index + 1)}. ${(0,phrases/* waveTitle */.ud)(wave)}`,
        ...groupsOf(wave).flatMap(({ hosts, lines }) => [
            `   ${hosts.join(', ')}`,
            ...lines.map((text) => `     ${text}`),
        ]),
    ]),
];

;// CONCATENATED MODULE: ./build/rollout/report/print-plan.js



/** A plan for the log: in words, and folded below them all that will be said to the hosts. */
const printPlan = (plan, { redact = log_line/* unredacted */.Q } = {}) => [
    ...planWords(plan).map((text) => (0,log_line/* line */.n)(redact(text))),
    { kind: 'group', title: 'Every command of this plan' },
    ...redact(commandsText(plan)).trimEnd().split('\n').map(log_line/* line */.n),
    { kind: 'end-group' },
];

// EXTERNAL MODULE: ./build/actions/shared/context.js + 95 modules
var context = __webpack_require__(2260);
// EXTERNAL MODULE: ./build/actions/shared/show.js + 1 modules
var show = __webpack_require__(2049);
;// CONCATENATED MODULE: ./build/actions/shared/boot-proxies.js




/**
 * After a replacement of proxies that was cut off: a host whose proxy had gone and has no new one yet
 * serves nothing, so it gets one. Where all run it takes no lock; a post phase runs no hook.
 * @returns what was done, a line each
 * @throws SeaworthyError `lock-held`; whatever a host throws.
 */
const bootProxies = ({ run, log, secrets }, inputs, config, journal, ports) => {
    const aimed = (0,context/* aimOf */.Bx)(config, inputs).targets;
    const targets = Object.keys(journal.hosts)
        .filter((host) => !inputs.without.includes(host))
        // One that has accessories only has no role.
        .map((host) => aimed.find((target) => target.host === host) ?? { host, roles: [] });
    // The image is there, and no secret was read that a registry would ask for.
    const bare = { ...config, registry: undefined, hooks: { ...config.hooks, files: {} } };
    const setting = { config: bare, run, targets, lockHost: journal.primary, accessories: [] };
    return bootstrap(setting, ports, {
        ...{ dryRun: false, lockWaitMs: 0, without: inputs.without },
        proof: () => Promise.resolve({ state: 'unknown', why: 'a post phase takes over no lock' }),
        remember: () => undefined,
        forget: () => undefined,
        announce: (plan) => printPlan(plan, { redact: secrets.redact }).forEach((0,show/* show */.W)(log)),
    });
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
