export const id = 638;
export const ids = [638];
export const modules = {

/***/ 6638:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runShip: () => (/* binding */ runShip)
});

// EXTERNAL MODULE: ./build/github/version.js
var github_version = __webpack_require__(1714);
// EXTERNAL MODULE: ./build/rollout/ports.js
var rollout_ports = __webpack_require__(5234);
// EXTERNAL MODULE: ./build/host/docker.js
var docker = __webpack_require__(307);
// EXTERNAL MODULE: ./build/host/docker-parse.js
var docker_parse = __webpack_require__(6497);
// EXTERNAL MODULE: ./build/rollout/explain.js + 9 modules
var explain = __webpack_require__(29);
;// CONCATENATED MODULE: ./build/rollout/resolve.js



/**
 * What a reference (`:V` or `@sha256:...`) is in the registry, asked once, by a host and with its reach: nothing is pulled.
 * @throws SeaworthyError when the registry refuses, does not know it, or can't be reached.
 */
const resolve = async (host, config, reference, signal) => {
    const call = (0,docker/* resolveImage */.AT)(`${config.repository}${reference}`, config.registry);
    const answer = await host.docker(call, signal);
    if (answer.status === 200)
        return (0,docker_parse/* parseResolved */.G6)(answer);
    throw (0,explain/* explainDocker */.G0)(host.name, call, { status: answer.status, message: (0,docker_parse/* dockerMessage */.QV)(answer) });
};

// EXTERNAL MODULE: ./build/rollout/survey.js
var survey = __webpack_require__(30);
// EXTERNAL MODULE: ./build/github/proof.js + 1 modules
var proof = __webpack_require__(3871);
// EXTERNAL MODULE: ./build/rollout/bootstrap/bootstrap.js + 1 modules
var bootstrap = __webpack_require__(1332);
// EXTERNAL MODULE: ./build/base/error.js
var base_error = __webpack_require__(458);
// EXTERNAL MODULE: ./build/config/check/versions.js
var versions = __webpack_require__(1099);
// EXTERNAL MODULE: ./build/fleet/look.js + 1 modules
var look = __webpack_require__(175);
// EXTERNAL MODULE: ./build/fleet/serving.js
var serving = __webpack_require__(2667);
// EXTERNAL MODULE: ./build/host/audit.js
var audit = __webpack_require__(716);
// EXTERNAL MODULE: ./build/host/names.js
var names = __webpack_require__(2975);
// EXTERNAL MODULE: ./build/host/proxy-run.js
var proxy_run = __webpack_require__(6631);
// EXTERNAL MODULE: ./build/base/time.js
var time = __webpack_require__(2475);
// EXTERNAL MODULE: ./build/rollout/errand.js
var rollout_errand = __webpack_require__(8496);
// EXTERNAL MODULE: ./build/rollout/perform.js
var perform = __webpack_require__(1231);
// EXTERNAL MODULE: ./build/rollout/steps/hook.js
var steps_hook = __webpack_require__(6911);
// EXTERNAL MODULE: ./build/rollout/steps/proxy-image.js
var proxy_image = __webpack_require__(2586);
;// CONCATENATED MODULE: ./build/rollout/bootstrap/gap.js


const everyMs = 50;
/** How long the new proxy may take until it answers as the old one did. */
const patienceMs = 30_000;
/** A host name that it routes, as `kamal-proxy.state` has it. */
const routedHost = (proxy) => {
    if (proxy.state !== 'running')
        return undefined;
    const flags = (proxy.services ?? []).flatMap((service) => service.flags);
    return flags.flatMap((flag) => /^--host="?([^"*]+)"?$/.exec(flag)?.[1] ?? [])[0];
};
/** A request to the proxy by its published port; undefined when it runs without one. */
const probeFor = (proxy, inspected) => {
    if (proxy.state !== 'running' || inspected.status !== 200)
        return undefined;
    const published = (0,docker_parse/* parsePublished */.O7)(inspected, 80);
    if (published === undefined)
        return undefined;
    const hostHeader = routedHost(proxy) ?? 'localhost';
    return { kind: 'probe', ...published, path: '/up', hostHeader, timeoutMs: 1000 };
};
/** What the answer was, as far as it must come back. */
const gist = (answer) => answer.outcome === 'answered' ? `answered ${String(answer.status)}` : answer.outcome;
/** Asks until the work is over and all is as before. */
const watch = async (host, probe, { clock, signal }, { over, before }) => {
    const marks = [];
    let until = Infinity;
    for (;;) {
        const asked = clock.now();
        const good = gist(await host.probe(probe, signal)) === before;
        if (!good)
            marks.push(asked, clock.now());
        const ended = over();
        if (ended && good)
            return marks.length === 0 ? 0 : Math.max(...marks, asked) - Math.min(...marks);
        if (ended && until === Infinity)
            until = clock.now() + patienceMs;
        if (clock.now() > until)
            throw new base_error/* SeaworthyError */.P('proxy-refused', `kamal-proxy on ${host.name} does not answer ${probe.hostHeader} as before (${before})`, { hint: `see docker logs kamal-proxy on ${host.name}; the deploy lock is free again` });
        await clock.sleep(everyMs, signal);
    }
};
/**
 * Does `work` while requests are sent to the proxy through the SSH connection, from the host itself.
 * @returns for how many milliseconds they were not answered as before; undefined without a way to ask
 * @throws SeaworthyError what `work` throws; `proxy-refused` when the answers do not come back.
 */
const measureGap = async (host, probe, ports, work) => {
    if (probe === undefined) {
        await work();
        return undefined;
    }
    const before = gist(await host.probe(probe, ports.signal));
    if (before === 'forbidden') {
        await work();
        return undefined;
    }
    let isOver = false;
    const working = work().finally(() => (isOver = true));
    const [gap] = await Promise.all([
        watch(host, probe, ports, { over: () => isOver, before }),
        working,
    ]);
    return gap;
};

// EXTERNAL MODULE: ./build/rollout/bootstrap/plan.js + 2 modules
var plan = __webpack_require__(4820);
// EXTERNAL MODULE: ./build/rollout/bootstrap/setting.js
var bootstrap_setting = __webpack_require__(8215);
;// CONCATENATED MODULE: ./build/rollout/bootstrap/upgrade-proxy.js

















/** Undefined where it is new enough, or not there. */
const oldVersion = (proxy) => proxy.state !== 'absent' && (0,versions/* isOlder */.tW)(proxy.version, versions/* oldestProxy */._N) ? proxy.version : undefined;
/** Where an app runs and no proxy is, somebody was killed while the proxy was replaced. */
const none = 'that was missing';
const findOld = async (setting, ports) => {
    const looks = await Promise.all((0,bootstrap_setting/* settingHosts */.kk)(setting).map(async (host) => {
        const link = (0,rollout_ports/* hostOf */.w)(ports, host);
        const { proxy, containers } = await (0,look/* lookAtDocker */.fM)(link, setting.config, ports.signal);
        const version = oldVersion(proxy);
        if (version !== undefined)
            return [{ host, version }];
        const isGone = proxy.state === 'absent' && (0,plan/* takesRequests */.n)(setting, host);
        return isGone && containers.some(serving/* isRunning */.W_) ? [{ host, version: none }] : [];
    }));
    return looks.flat();
};
const file = (name) => `.kamal/proxy/${name}`;
/**
 * Which image the host's next proxy is made from, and that it is new enough.
 * @throws SeaworthyError `proxy-too-old` when a boot file of Kamal's still names an old one.
 */
const imageOn = async (setting, host, ports) => {
    const run = (0,proxy_run/* proxyRunOn */.D)(setting.config, host.name);
    if (run !== undefined)
        return `${run.registry === undefined ? '' : `${run.registry}/`}${run.repository}:${run.version}`;
    const words = ['image', 'image_version'].map((name) => ({
        word: 'read',
        path: file(name),
        as: name,
    }));
    const script = {
        ...{ kind: 'script', title: 'read how the proxy is booted', words },
        ...{ changes: false, timeoutMs: 30_000 },
    };
    const { values } = await (0,perform/* performScript */.N)(host, script, ports.signal);
    const version = values['image_version']?.trim() ?? versions/* oldestProxy */._N;
    if ((0,versions/* isOlder */.tW)(version, versions/* oldestProxy */._N))
        throw new base_error/* SeaworthyError */.P('proxy-too-old', `${file('image_version')} on ${host.name} asks for kamal-proxy ${version}, which is older than ${versions/* oldestProxy */._N}`, { hint: `remove that file (kamal proxy boot_config reset), or write ${versions/* oldestProxy */._N} into it` });
    return `${values['image']?.trim() ?? proxy_image/* publicProxy */.i}:${version}`;
};
/** The image comes before the gap, not in it. */
const fetchImage = async (setting, host, ports) => {
    const image = await imageOn(setting, host, ports);
    const there = await host.docker((0,docker/* inspectImage */.mm)(image), ports.signal);
    if (there.status === 200)
        return;
    const [withLogin] = (0,proxy_image/* pullProxy */.Y)(setting.config, (0,proxy_run/* proxyRunOn */.D)(setting.config, host.name));
    await (0,perform/* perform */.y)(host, withLogin ?? (0,docker/* pullNamed */.vk)(image, undefined), ports.signal);
};
/** Kamal's `proxy reboot` (cli/proxy.rb): its volume stays, and with it what it routes. */
const replaceScript = (setting, host, token, at) => {
    const { config, run } = setting;
    const settings = (0,proxy_run/* proxyRunOn */.D)(setting.config, host);
    const noted = (0,audit/* audit */.s)({ ...config, actor: run.actor }, (0,time/* isoSeconds */.n)(at), 'Rebooted proxy');
    return {
        kind: 'script',
        title: 'replace kamal-proxy',
        words: [
            { word: 'guard', owner: (0,names/* pathsOf */.wG)(config).owner, token },
            noted,
            { word: 'dir', path: (0,names/* pathsOf */.wG)(config).proxyConfig },
            { word: 'stop', container: names/* proxyContainer */.og, timeSeconds: undefined },
            { word: 'discard', container: names/* proxyContainer */.og },
            { word: 'boot-proxy', run: settings === undefined ? [] : (0,proxy_run/* proxyRunArgs */.L)(settings) },
        ],
        changes: true,
        timeoutMs: 120_000,
    };
};
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
/** Kamal's hooks round a reboot of the proxy; each is told of the one host. */
const sayHook = async ({ config }, name, host, ports) => {
    const hook = (0,steps_hook/* hookOf */.p)(config, name, [host]);
    if (hook !== undefined)
        await ports.hook(hook, ports.signal);
};
const replaceOn = async (setting, { host, version }, token, ports) => {
    const link = (0,rollout_ports/* hostOf */.w)(ports, host);
    await fetchImage(setting, link, ports);
    ports.narrate({ kind: 'note', at: ports.clock.now(), text: `replacing kamal-proxy on ${host}` });
    const state = await (0,look/* lookAtDocker */.fM)(link, setting.config, ports.signal);
    const inspected = await link.docker((0,docker/* inspectContainer */.aH)(names/* proxyContainer */.og), ports.signal);
    const probe = probeFor(state.proxy, inspected);
    const script = replaceScript(setting, host, token, ports.clock.now());
    const gap = await measureGap(link, probe, ports, async () => {
        await (0,perform/* performScript */.N)(link, script, ports.signal);
    });
    const { proxy } = await (0,look/* lookAtDocker */.fM)(link, setting.config, ports.signal);
    if (proxy.state !== 'running' || (0,versions/* isOlder */.tW)(proxy.version, versions/* oldestProxy */._N))
        throw new base_error/* SeaworthyError */.P('proxy-too-old', `kamal-proxy on ${host} was replaced, and is ${proxy.state === 'absent' ? 'absent' : `${proxy.version}, ${proxy.state}`}`, { hint: `see docker logs ${names/* proxyContainer */.og} on ${host}` });
    const was = `${host}: kamal-proxy ${version} was replaced by ${proxy.version}`;
    if (gap === undefined)
        return `${was}; how long requests failed could not be measured, as it publishes no port.`;
    return `${was}; requests from the host itself failed for ${seconds(gap)}.`;
};
/**
 * Replaces proxies that are too old, one host after the other. Where none is, it takes no lock.
 * @returns a sentence for each that was replaced, with the time in which requests failed
 * @throws SeaworthyError `proxy-too-old`, `proxy-refused`; whatever a host throws.
 */
const upgradeProxies = async (setting, ports, options) => {
    const old = await findOld(setting, ports);
    if (old.length === 0)
        return [];
    if (options.dryRun)
        return old.map(({ host, version }) => `${host}: kamal-proxy ${version} would be replaced.`);
    const token = ports.random.hex(8);
    const startedAt = ports.clock.now();
    const hosts = old.map(({ host }) => host);
    const errand = { ...setting, hosts, token, startedAt, what: rollout_errand/* upgradeErrand */.p, mayOweMore: true };
    return (0,rollout_errand/* underErrandLock */.s)(errand, ports, options, async () => {
        const said = [];
        for (const one of await findOld(setting, ports)) {
            await sayHook(setting, 'pre-proxy-reboot', one.host, ports);
            said.push(await replaceOn(setting, one, token, ports));
            await sayHook(setting, 'post-proxy-reboot', one.host, ports);
        }
        return said;
    });
};

// EXTERNAL MODULE: ./build/rollout/report/print-plan.js
var print_plan = __webpack_require__(5720);
// EXTERNAL MODULE: ./build/actions/shared/owed.js
var owed = __webpack_require__(1077);
// EXTERNAL MODULE: ./build/actions/shared/show.js
var show = __webpack_require__(6715);
;// CONCATENATED MODULE: ./build/actions/deploy/prepare-hosts.js






const broughtUp = (deeds, { targets }) => {
    const what = targets.length === 0 ? 'Brought up' : 'Brought up before the deploy';
    return deeds.length === 0 ? [] : [`${what}: ${deeds.join('; ')}.`];
};
/**
 * What the inputs `bootstrap` and `upgrade-proxy` ask for, before anything else is done with the hosts.
 * @returns sentences for the report
 * @throws SeaworthyError whatever kept it from its end.
 */
const prepareHosts = async (inputs, { context, config, aim, ports }) => {
    if (!inputs.bootstrap && !inputs.upgradeProxy)
        return [];
    const { run, log, signal, secrets, touched } = context;
    const access = { apiUrl: run.apiUrl, token: inputs.token, signal };
    const options = {
        dryRun: inputs.dryRun,
        lockWaitMs: inputs.lockWaitMs,
        without: inputs.without,
        proof: (owner) => (0,proof/* runEnded */._)(owner, run, access),
        remember: owed/* owe */.ep,
        forget: owed/* oweNothing */.Zj,
        announce: (plan) => (0,print_plan/* printPlan */.Z)(plan, { redact: secrets.redact }).forEach((0,show/* show */.W)(log)),
    };
    const { targets, lockHost, placed } = aim;
    const accessories = inputs.bootstrap ? placed : [];
    const setting = { config, run, targets, lockHost, accessories };
    const say = (sentences) => {
        if (sentences.length > 0 && !inputs.dryRun)
            touched.add('ground');
        for (const sentence of sentences)
            log.info(sentence);
        return sentences;
    };
    const deeds = inputs.bootstrap ? await (0,bootstrap/* bootstrap */.N)(setting, ports, options) : [];
    const said = say(broughtUp(deeds, aim));
    const replaced = inputs.upgradeProxy ? await upgradeProxies(setting, ports, options) : [];
    return [...said, ...say(replaced)];
};

;// CONCATENATED MODULE: ./build/actions/deploy/choose.js





/** The version as Kamal finds it, and the digest that its tag has in the registry now. */
const chooseImage = async (inputs, { context, config, aim, ports }) => {
    const version = await (0,github_version/* versionOf */.E)({
        input: inputs.version,
        variable: context.env['VERSION'],
        workspace: context.run.workspace,
    });
    const host = (0,rollout_ports/* hostOf */.w)(ports, aim.targets[0]?.host ?? aim.lockHost);
    const reference = inputs.digest === undefined ? `:${version}` : `@${inputs.digest}`;
    const resolved = await resolve(host, config, reference, ports.signal);
    const { architectures } = resolved;
    return { version, digest: inputs.digest ?? resolved.digest, architectures, source: 'registry' };
};
/** The image, and what the hosts look like, at once. */
const chooseAndLook = async (inputs, choosing) => {
    const { config, aim, ports } = choosing;
    const said = await prepareHosts(inputs, choosing);
    if (aim.targets.length === 0)
        return { choice: undefined, said };
    const [choice, surveyed] = await Promise.all([
        chooseImage(inputs, choosing),
        (0,survey/* survey */.F)(config, aim, ports),
    ]);
    return { choice, surveyed, said };
};

// EXTERNAL MODULE: ./build/actions/shared/hooks/around.js
var around = __webpack_require__(9654);
// EXTERNAL MODULE: ./build/actions/shared/main.js + 12 modules
var main = __webpack_require__(2098);
// EXTERNAL MODULE: ./build/config/local-registry.js
var local_registry = __webpack_require__(8498);
// EXTERNAL MODULE: ./build/github/state.js
var state = __webpack_require__(6847);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/image/command.js
const flags = (name, values) => values.flatMap((value) => (value === undefined ? [] : [name, value]));
/** A field of one of buildx's comma-separated values. */
const field = (name, value) => {
    const text = `${name}=${value}`;
    return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
/** A cache that can't be written is no reason to lose a good build. */
const withoutFailure = (options) => [
    options ?? 'mode=max',
    ...(options?.includes('ignore-error=') ? [] : ['ignore-error=true']),
].join();
const cacheFlags = (cache, scope) => {
    if (cache.type === 'none')
        return [];
    const options = withoutFailure(cache.options);
    if (cache.type === 'gha') {
        const where = [
            'type=gha',
            ...(cache.options?.includes('scope=') ? [] : [field('scope', scope)]),
        ];
        return ['--cache-from', where.join(), '--cache-to', [...where, options].join()];
    }
    const where = ['type=registry', field('ref', cache.ref)].join();
    // As an image, the only form that every registry takes (Amazon's among them).
    const form = options.includes('image-manifest=')
        ? []
        : ['image-manifest=true', 'oci-mediatypes=true'];
    return ['--cache-from', where, '--cache-to', [where, options, ...form].join()];
};
/**
 * Values of arguments go by the environment, where buildx looks for those that are only named: a command
 * line can be read by every process of the machine. A name that means something there already stays in
 * the command line.
 */
const argsOf = (order, { env }) => {
    const passed = Object.entries(order.args).map(([name, value]) => {
        const own = env[name];
        if (value === null || value === own)
            return {
                flags: own === undefined ? [] : ['--build-arg', name],
                env: own === undefined ? {} : { [name]: own },
            };
        if (own !== undefined || /^(DOCKER|BUILDX|BUILDKIT)_|^(PATH|HOME|SSH_AUTH_SOCK)$/.test(name))
            return { flags: ['--build-arg', `${name}=${value}`], env: {} };
        return { flags: ['--build-arg', name], env: { [name]: value } };
    });
    return {
        flags: passed.flatMap((one) => one.flags),
        env: Object.fromEntries(passed.flatMap((one) => Object.entries(one.env))),
    };
};
const secretsOf = (order) => {
    const entries = Object.entries(order.secrets);
    const variable = (index) => `SEAWORTHY_BUILD_SECRET_${index}`;
    return {
        flags: entries.flatMap(([name], at) => ['--secret', `id=${name},env=${variable(at)}`]),
        env: Object.fromEntries(entries.map(([, value], at) => [variable(at), value])),
    };
};
/** The one call that builds and pushes. Only the version's tag is pushed: `latest` is for after a deploy. */
const buildCommand = (order, around) => {
    const args = argsOf(order, around);
    const secrets = secretsOf(order);
    const labels = Object.entries(around.labels).map(([name, value]) => `${name}=${value}`);
    return {
        args: [
            ...['buildx', 'build', '--push', '--progress', 'plain', '--builder', around.builder],
            ...flags('--platform', order.platforms.length === 0 ? [] : [order.platforms.join()]),
            ...['--tag', `${order.repository}:${order.version}`],
            ...flags('--label', labels),
            ...args.flags,
            ...secrets.flags,
            ...flags('--ssh', [order.ssh]),
            ...flags('--target', [order.target]),
            ...flags('--provenance', [order.provenance]),
            ...flags('--sbom', [order.sbom]),
            ...cacheFlags(order.cache, order.repository),
            ...['--metadata-file', around.metadataFile, '--file', order.dockerfile],
            ...['--', order.context],
        ],
        // Build checks come into the metadata file with this (buildx 0.16 and newer).
        env: { ...args.env, ...secrets.env, BUILDX_METADATA_WARNINGS: '1' },
    };
};

;// CONCATENATED MODULE: ./build/image/output.js

const rule = /^-{4,}$/;
/** The block between two lines of `------` that begins with ` > `: the step, and the tail of its log. */
const stepIn = (lines) => {
    const start = lines.findLastIndex((line, at) => line.startsWith(' > ') && rule.test(lines[at - 1] ?? ''));
    if (start === -1)
        return [];
    const length = lines.slice(start).findIndex((line) => rule.test(line));
    return length === -1 ? lines.slice(start) : lines.slice(start, start + length);
};
/** `Dockerfile:3`, the line above the excerpt that is framed by `--------------------`. */
const placeIn = (lines) => {
    const at = lines.findLastIndex((line, index) => /^\S.*:\d+$/.test(line) && rule.test(lines[index + 1] ?? ''));
    const [, file, number] = /^(\S.*):(\d+)$/.exec(lines[at] ?? '') ?? [];
    return file === undefined ? undefined : { file, line: Number(number) };
};
/** Reads the last lines of `docker buildx build --progress plain`. */
const readFailure = (lines) => {
    const last = lines.findLast((line) => line.startsWith('ERROR: ')) ?? lines.at(-1) ?? '';
    return {
        message: last.replace(/^ERROR: /, '').replace(/^(failed to solve: )+/, ''),
        step: stepIn(lines),
        place: placeIn(lines),
    };
};
/** buildx names a Dockerfile without its folder; `dockerfile` is its path in the checkout. */
const inCheckout = (place, dockerfile) => place?.file === (0,external_node_path_.basename)(dockerfile) ? { ...place, file: (0,external_node_path_.normalize)(dockerfile) } : place;

;// CONCATENATED MODULE: ./build/image/explain-push.js
const isPush = (message) => /failed to push|pushing|error from registry|insufficient_scope/i.test(message);
const isRefusal = (message) => /\b40[13]\b|denied|unauthorized|authorization failed|insufficient_scope|authentication required/i.test(message);
const fromPullRequest = (event) => event.startsWith('pull_request')
    ? ' This run was started by a pull request: from a fork or by Dependabot, its token may only read.'
    : ' Runs of pull requests from forks and of Dependabot have a token that may only read.';
/** Three causes look alike from here; which it is, only GitHub's settings tell. */
const ghcr = (repository, event) => ({
    code: 'registry-refused',
    message: `GHCR does not let this job push ${repository}.`,
    hint: [
        '1. Give the job `permissions: packages: write` (a called workflow: the caller has to).',
        "2. If the package was first pushed with somebody's own token, it does not know this repository: in the package's settings, under Manage Actions access, add the repository with the role Write.",
        `3.${fromPullRequest(event)}`,
    ].join('\n'),
});
const refused = ({ message }, { order, event }) => {
    if (!isPush(message) || !isRefusal(message))
        return undefined;
    if (order.repository.startsWith('ghcr.io/'))
        return ghcr(order.repository, event);
    return {
        code: 'registry-refused',
        message: `The registry does not let this login push ${order.repository}.`,
        hint: 'Check registry/username and registry/password in deploy.yml (or the inputs), that the secret is set and has not run out, and that it may write; some registries want the repository to be made first.',
    };
};
const rate = ({ message }) => /toomanyrequests|too many requests/i.test(message)
    ? {
        code: 'registry-refused',
        message: 'The registry takes no more requests for now (rate limit).',
        hint: 'Run it again later, or log in as a user who may do more.',
    }
    : undefined;
const certificate = ({ message }, { order }) => /x509:|server gave HTTP response to HTTPS client/i.test(message)
    ? {
        code: 'registry-unreachable',
        message: `The builder does not trust the registry of ${order.repository}.`,
        hint: 'Its certificate authority, or that it has no TLS (insecure-registries), must be known to the engine that builds.',
    }
    : undefined;
const unreachable = ({ message }, { order }) => /dial tcp|no such host|i\/o timeout|connection (?:refused|reset)|TLS handshake timeout|context deadline exceeded|network is unreachable|: EOF$|\b50[0-4]\b/i.test(message)
    ? {
        code: 'registry-unreachable',
        message: `The builder can't reach the registry of ${order.repository}.`,
        hint: 'Check registry/server in deploy.yml, and the network of the builder; if the registry itself was down, run it again: the layers that are built need no second build where there is a cache.',
    }
    : undefined;
/** What a registry, or the way to it, has against a push. */
const pushJudges = [rate, refused, certificate, unreachable];

;// CONCATENATED MODULE: ./build/image/explain-file.js
const failed = (message, hint) => ({ code: 'build-failed', message, hint });
const explain_file_names = (record) => Object.keys(record).join(', ') || 'none';
const secret = ({ message }, { order }) => {
    const id = /secret (\S+): not found/.exec(message)?.[1];
    if (id === undefined)
        return undefined;
    return failed(`The Dockerfile wants the secret ${id}, which the build does not have.`, `Add ${id} to builder/secrets in deploy.yml and to .kamal/secrets (now there: ${explain_file_names(order.secrets)}).`);
};
const step = ({ message }) => {
    const [, command, code] = /process "([^]*)" did not complete successfully: exit code: (\d+)/.exec(message) ?? [];
    if (command === undefined || code === undefined)
        return undefined;
    const killed = code === '137' ? ' It was killed, most likely for want of memory.' : '';
    return failed(`A step of the Dockerfile ended with exit code ${code}: ${command.replace(/^\/bin\/sh -c /, '')}`, `Its last lines are below.${killed}`);
};
const copy = ({ message }) => {
    const path = /failed to calculate checksum of ref .*: "([^"]+)": not found/.exec(message)?.[1];
    if (path === undefined)
        return undefined;
    return failed(`The Dockerfile copies ${path}, which is not in the build's context.`, 'It is not in the repository, .dockerignore leaves it out, or an earlier step of the job should have made it.');
};
const target = ({ message }, { order }) => /target stage .* could not be found/.test(message)
    ? failed(`${order.dockerfile} has no stage ${order.target ?? ''}.`, 'Check builder/target in deploy.yml, or the input target.')
    : undefined;
const dockerfile = ({ message }, { order }) => {
    if (message.includes('failed to read dockerfile'))
        return failed(`There is no ${order.dockerfile}.`, 'Check builder/dockerfile in deploy.yml, that the repository is checked out before this step, and .dockerignore.');
    const problem = /dockerfile parse error (?:on )?(line \d+: [^]*)$/.exec(message)?.[1];
    return problem === undefined
        ? undefined
        : failed(`${order.dockerfile} can't be read: ${problem}`, 'Correct the line shown.');
};
const agent = ({ message }) => /empty ssh agent socket|SSH_AUTH_SOCK|ssh agent/i.test(message)
    ? failed('The build wants an ssh-agent (builder/ssh), and there is none.', 'Put a step that starts one before this step.')
    : undefined;
/** Which image `FROM` names, when it could not be had. */
const baseOf = (message) => /^(\S+): failed to resolve source metadata for /.exec(message)?.[1];
const base = ({ message }) => {
    const image = baseOf(message);
    if (image === undefined)
        return undefined;
    if (/toomanyrequests|too many requests|rate limit/i.test(message))
        return {
            code: 'registry-refused',
            message: `The registry of the base image ${image} takes no more requests for now (rate limit).`,
            hint: 'Log in to it before this step (docker/login-action), or run it again later.',
        };
    if (/no match for platform in manifest|no matching manifest/i.test(message))
        return {
            code: 'image-wrong-architecture',
            message: `The base image ${image} is not built for the platform that is wanted.`,
            hint: 'Take a base image that is, or another builder/arch in deploy.yml (input platforms).',
        };
    if (/\b40[13]\b|denied|unauthorized|authorization failed/i.test(message))
        return {
            code: 'registry-refused',
            message: `The base image ${image} is not there, or this login may not read it.`,
            hint: 'Check its name; for a private one, log in to its registry before this step (docker/login-action): its logins are used too.',
        };
    if (message.includes(': not found'))
        return {
            code: 'image-missing',
            message: `There is no base image ${image}.`,
            hint: 'Check name and tag of FROM in the Dockerfile, and the arguments it is made of.',
        };
    return {
        code: 'registry-unreachable',
        message: `The registry of the base image ${image} can't be reached by the builder.`,
        hint: 'Check the name, and the network and proxy settings of the builder.',
    };
};
/** What a Dockerfile asks for and does not get. */
const fileJudges = [secret, step, copy, target, dockerfile, agent, base];

;// CONCATENATED MODULE: ./build/image/explain.js




const full = ({ message, step }) => /no space left on device|disk quota exceeded/i.test([message, ...step].join('\n'))
    ? {
        code: 'disk-full',
        message: 'The builder has no disk space left.',
        hint: 'Remove files before this step (hosted runners carry SDKs that most builds never need), use a bigger runner, or `docker system prune --all` on a builder of your own.',
    }
    : undefined;
const noBuilder = ({ message, step }, { builder }) => {
    const said = [message, ...step].join('\n');
    if (/no builder .* found/i.test(said))
        return {
            code: 'builder-missing',
            message: `There is no builder ${builder}.`,
            hint: 'The input builder names one that an earlier step of this job has made, such as `steps.buildx.outputs.name`.',
        };
    if (/booting buildkit|moby\/buildkit/i.test(said))
        return {
            code: 'builder-missing',
            message: 'BuildKit could not be started in a container of its own.',
            hint: 'The engine must be able to pull moby/buildkit; or switch on its containerd image store ({"features": {"containerd-snapshotter": true}} in daemon.json), which needs no such container.',
        };
    if (/Cannot connect to the Docker daemon|error during connect|closed network connection|graceful_stop|rpc error: code = Unavailable/i.test(said))
        return {
            code: 'builder-missing',
            message: 'The builder is gone: the connection to it was lost.',
            hint: 'Did its engine run out of memory, or was it restarted? Look at its log, and run it again.',
        };
    return undefined;
};
const format = ({ message, step }, { order, architecture }) => {
    if (!/exec format error/i.test([message, ...step].join('\n')))
        return undefined;
    const others = order.platforms.filter((platform) => !platform.endsWith(`/${architecture}`));
    return {
        code: 'image-wrong-architecture',
        message: `A program for another processor than the builder's ${architecture} was to run.`,
        hint: others.length === 0
            ? 'A file that was copied in, or the base image, is made for another processor.'
            : `For ${others.join(', ')}: put docker/setup-qemu-action before this step (slow), name a builder of that kind in builder/remote, or run this job on such a runner.`,
    };
};
const judges = [full, noBuilder, format, ...fileJudges, ...pushJudges];
const otherwise = ({ message }) => ({
    code: 'build-failed',
    message: `The build failed: ${message}`,
    hint: 'The log above has all that buildx said.',
});
/** What a failed `docker buildx build` means, from the last lines it printed. */
const explainBuild = (tail, attempt) => {
    const failure = readFailure(tail);
    const found = judges.map((judge) => judge(failure, attempt)).find((cause) => cause !== undefined);
    const { code, message, hint } = found ?? otherwise(failure);
    const evidence = [...failure.step.slice(-30), failure.message].filter((line) => line !== '');
    const place = inCheckout(failure.place, attempt.order.dockerfile);
    return new base_error/* SeaworthyError */.P(code, message, { hint, evidence, place });
};

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/image/labels.js


/** Digest of all that was said about a build, but for the commit, which is the revision. */
const settingsLabel = 'seaworthy.build';
const revisionLabel = 'org.opencontainers.image.revision';
const sorted = (record) => Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
/**
 * Two builds of one commit with the same digest are the same build. Of secrets only the names count: a
 * label can be read by whoever may pull, and a digest of a short secret can be guessed.
 */
const settingsDigest = (order) => {
    const { service, platforms, context, dockerfile, target, ssh, provenance, sbom } = order;
    const said = {
        ...{ service, context, dockerfile, target, ssh, provenance, sbom },
        platforms: platforms.toSorted(),
        args: sorted(order.args),
        secrets: Object.keys(order.secrets).toSorted(),
    };
    return (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
};
/**
 * Labels of the image: `service`, without which Kamal refuses it, and those by which GHCR links a
 * package to its repository. `clean` is false for what no commit holds, which is never taken for it.
 */
const labelsFor = (order, { now, clean }) => ({
    service: order.service,
    'org.opencontainers.image.source': order.source,
    'org.opencontainers.image.version': order.version,
    'org.opencontainers.image.created': (0,time/* isoSeconds */.n)(now),
    ...(order.commit === undefined ? {} : { [revisionLabel]: order.commit }),
    ...(order.commit !== undefined && clean ? { [settingsLabel]: settingsDigest(order) } : {}),
});
/** Whether an image with these labels is what `order` would build. */
const isSameBuild = (order, labels) => order.commit !== undefined &&
    labels[revisionLabel] === order.commit &&
    labels['service'] === order.service &&
    labels[settingsLabel] === settingsDigest(order);

// EXTERNAL MODULE: ./build/base/unknown.js
var unknown = __webpack_require__(7442);
;// CONCATENATED MODULE: ./build/image/metadata.js

/** Texts are bytes in Go, and so base64 in its JSON. */
const decoded = (value) => Buffer.from((0,unknown/* textOf */.b6)(value) ?? '', 'base64')
    .toString('utf8')
    .trim();
const placeOf = (warning) => {
    const { filename } = (0,unknown/* isRecord */.u4)(warning['sourceInfo']) ? warning['sourceInfo'] : {};
    const start = (0,unknown/* recordsOf */.M$)(warning['range'])[0]?.['start'];
    const line = (0,unknown/* isRecord */.u4)(start) ? start['line'] : undefined;
    const file = (0,unknown/* textOf */.b6)(filename);
    return file === undefined || typeof line !== 'number' ? undefined : { file, line };
};
/** `short` is `Rule: what is wrong (line 3)`; the detail explains the rule. */
const checkOf = (warning) => {
    const short = decoded(warning['short']);
    const [, rule = 'build check', text = short] = /^([A-Z][A-Za-z]+): ([^]*)$/.exec(short) ?? [];
    const detail = (Array.isArray(warning['detail']) ? warning['detail'] : []).map(decoded).join(' ');
    const url = (0,unknown/* textOf */.b6)(warning['url']) ?? '';
    const message = [text.replace(/ \(line \d+\)$/, ''), detail, url].filter((part) => part !== '');
    return { rule, message: message.join('\n'), place: placeOf(warning) };
};
/** Reads buildx's metadata file; what is not in it is left out. */
const readMetadata = (text) => {
    const value = (0,unknown/* parsed */.Yz)(text);
    const metadata = (0,unknown/* isRecord */.u4)(value) ? value : {};
    const digest = (0,unknown/* textOf */.b6)(metadata['containerimage.digest']);
    return {
        digest: digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined,
        checks: (0,unknown/* recordsOf */.M$)(metadata['buildx.build.warnings']).map(checkOf),
    };
};

;// CONCATENATED MODULE: ./build/image/build.js







const textIn = (file) => (0,promises_.readFile)(file, 'utf8').catch(() => '');
/**
 * Builds and pushes.
 * @throws SeaworthyError that explains what went wrong, with its place in the Dockerfile; the signal's
 * reason when it was aborted.
 */
const build = async (order, run) => {
    const { docker, builder, env, now, clean, attempt, signal } = run;
    const metadataFile = (0,external_node_path_.join)(run.folder, 'metadata.json');
    const labels = labelsFor(order, { now, clean });
    const command = buildCommand(order, { labels, builder, metadataFile, env });
    const { code, tail } = await docker.run(command, run.tell);
    signal.throwIfAborted();
    if (code !== 0)
        throw explainBuild(tail, attempt);
    const { digest, checks } = readMetadata(await textIn(metadataFile));
    if (digest === undefined)
        throw new base_error/* SeaworthyError */.P('build-failed', 'buildx did not say what it has pushed.', {
            hint: 'buildx 0.13 or newer is needed, with a builder that can push.',
        });
    return { digest, checks };
};

// EXTERNAL MODULE: ./build/image/docker/builder.js
var docker_builder = __webpack_require__(5180);
;// CONCATENATED MODULE: ./build/image/docker/engine.js


const engine_names = { x86_64: 'amd64', aarch64: 'arm64', armv7l: 'arm' };
const plainRegistries = (info) => {
    const { IndexConfigs: indexes } = (0,unknown/* isRecord */.u4)(info['RegistryConfig']) ? info['RegistryConfig'] : {};
    return Object.entries((0,unknown/* isRecord */.u4)(indexes) ? indexes : {})
        .filter(([, index]) => (0,unknown/* isRecord */.u4)(index) && index['Secure'] === false)
        .map(([name]) => name);
};
/** Reads the answer of `docker info --format '{{json .}}'`. */
const parseEngine = (text) => {
    const info = (0,unknown/* parsed */.Yz)(text);
    if (!(0,unknown/* isRecord */.u4)(info) || !(0,unknown/* textOf */.b6)(info['ServerVersion']))
        return undefined;
    const machine = (0,unknown/* textOf */.b6)(info['Architecture']) ?? '';
    return {
        architecture: engine_names[machine] ?? machine,
        containerdStore: JSON.stringify(info['DriverStatus'] ?? '').includes('io.containerd.snapshotter'),
        plainRegistries: plainRegistries(info),
    };
};
const missing = (message, hint, { tail }) => new base_error/* SeaworthyError */.P('builder-missing', message, { hint, evidence: tail.slice(-5) });
/**
 * Asks the engine what it can do, and the client whether it has buildx.
 * @throws SeaworthyError `builder-missing` that names what is not there.
 */
const lookAtEngine = async (docker) => {
    const [info, buildx] = await Promise.all([
        docker.run({ args: ['info', '--format', '{{json .}}'], env: {} }),
        docker.run({ args: ['buildx', 'version'], env: {} }),
    ]);
    if (info.code === null && info.tail.some((line) => line.includes('ENOENT')))
        throw missing('There is no docker on this runner.', "Build on GitHub's Linux runners, or install Docker with buildx on your own.", info);
    const engine = parseEngine(info.stdout);
    if (engine === undefined)
        throw missing('No Docker engine answers on this runner.', 'Start it, let the user of the runner use it (group docker), or set DOCKER_HOST.', { ...info, tail: [...info.tail, ...serverErrors(info.stdout)] });
    if (buildx.code !== 0)
        throw missing('The docker client has no buildx.', 'Install the package docker-buildx-plugin (Debian: docker-buildx) on the runner.', buildx);
    return engine;
};
/** A client without a server answers too, and says there why. */
const serverErrors = (text) => {
    const info = (0,unknown/* parsed */.Yz)(text);
    const errors = (0,unknown/* isRecord */.u4)(info) ? info['ServerErrors'] : undefined;
    return Array.isArray(errors) ? errors.flatMap((error) => (0,unknown/* textOf */.b6)(error) ?? []) : [];
};

// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./build/image/docker/local-registry.js



const container = 'kamal-docker-registry';
/** How often, and every so many milliseconds, a registry that was started is asked. */
const attempts = 100;
const pauseMs = 200;
/** What listens on a port of this machine's loopback; whatever speaks HTTP there counts. */
const sightOf = async (port, signal) => {
    try {
        const limited = AbortSignal.any([signal, AbortSignal.timeout(5000)]);
        const answer = await fetch(`http://127.0.0.1:${port}/v2/`, { signal: limited });
        await answer.body?.cancel();
        return 'registry';
    }
    catch (error) {
        signal.throwIfAborted();
        const cause = (0,unknown/* isRecord */.u4)(error) ? error['cause'] : undefined;
        return (0,unknown/* isRecord */.u4)(cause) && cause['code'] === 'ECONNREFUSED' ? 'nothing' : 'something';
    }
};
const untilItAnswers = async (port, signal) => {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
        if ((await sightOf(port, signal)) === 'registry')
            return true;
        await (0,external_node_timers_promises_.setTimeout)(pauseMs, undefined, { signal });
    }
    return false;
};
const local_registry_failed = (port, hint, evidence) => new base_error/* SeaworthyError */.P('registry-unreachable', `The registry at localhost:${port} could not be started on this machine.`, { hint, evidence });
/**
 * Starts the registry of Kamal (`commands/registry.rb`), under its name and with its options, unless
 * something listens on the port: that is used as it is. It stays, as Kamal leaves it, with its images.
 * @returns whether it was started
 * @throws SeaworthyError `registry-unreachable` with docker's words.
 */
const startRegistry = async (docker, port, signal) => {
    if ((await sightOf(port, signal)) !== 'nothing')
        return false;
    const call = (...args) => docker.run({ args, env: {} });
    const run = ['run', '--detach', '-p', `127.0.0.1:${port}:5000`, '--name', container, 'registry:3'];
    const started = await call('start', container);
    const { code, tail } = started.code === 0 ? started : await call(...run);
    signal.throwIfAborted();
    if (code !== 0) {
        const hint = `The engine must be able to pull registry:3, and the port must be free: try \`docker ${run.join(' ')}\`.`;
        throw local_registry_failed(port, hint, tail.slice(-5));
    }
    if (await untilItAnswers(port, signal))
        return true;
    const hint = `\`docker logs ${container}\` says why; one that was made for another port has to be removed first (\`docker rm --force ${container}\`), and DOCKER_HOST must lead to this very machine.`;
    throw local_registry_failed(port, hint, [`The container ${container} runs, and nothing answers on the port.`]);
};

;// CONCATENATED MODULE: ./build/image/registry/image.js


const types = [
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.v2+json',
];
const unexpected = (repository, path, { status, body }) => new base_error/* SeaworthyError */.P('registry-refused', `The registry did not take ${path} of ${repository}.`, {
    evidence: [`${status} ${new TextDecoder().decode(body).slice(0, 500)}`.trim()],
});
/** The manifest that a tag or a digest names; undefined when there is none. */
const findManifest = async (registry, reference) => {
    const path = `manifests/${reference}`;
    const answer = await registry.send({ method: 'GET', path, headers: { accept: types.join(', ') } });
    if (answer.status === 404)
        return undefined;
    const digest = answer.headers.get('docker-content-digest') ?? reference;
    const mediaType = answer.headers.get('content-type') ?? '';
    if (answer.status === 200 && digest.startsWith('sha256:'))
        return { digest, mediaType, bytes: answer.body };
    throw unexpected(registry.repository, path, answer);
};
/**
 * Lets `tag` name the image of a digest, which is in the same repository: its manifest is stored once
 * more under the tag, byte for byte, so that nothing is pulled and all platforms stay.
 * @throws SeaworthyError `image-missing`, `registry-refused` or `registry-unreachable`.
 */
const tagImage = async (registry, digest, tag) => {
    const manifest = await findManifest(registry, digest);
    if (manifest === undefined)
        throw new base_error/* SeaworthyError */.P('image-missing', `${registry.repository}@${digest} does not exist.`);
    const path = `manifests/${tag}`;
    const headers = { 'content-type': manifest.mediaType };
    const answer = await registry.send({ method: 'PUT', path, headers, body: manifest.bytes });
    if (answer.status !== 201)
        throw unexpected(registry.repository, path, answer);
};
const jsonOf = (bytes) => {
    const value = (0,unknown/* parsed */.Yz)(new TextDecoder().decode(bytes));
    return (0,unknown/* isRecord */.u4)(value) ? value : {};
};
/** The image of the first platform; attestations stand in the same index as platform `unknown`. */
const firstImage = async (registry, manifest) => {
    const first = (0,unknown/* recordsOf */.M$)(jsonOf(manifest.bytes)['manifests']).find(({ platform }) => (0,unknown/* isRecord */.u4)(platform) ? platform['os'] !== 'unknown' : true);
    const digest = (0,unknown/* textOf */.b6)(first?.['digest']);
    return digest === undefined ? manifest : findManifest(registry, digest);
};
/** The labels of an image. Those that a build sets are the same for all its platforms. */
const labelsOf = async (registry, manifest) => {
    const image = await firstImage(registry, manifest);
    const { config } = image === undefined ? {} : jsonOf(image.bytes);
    const digest = (0,unknown/* isRecord */.u4)(config) ? (0,unknown/* textOf */.b6)(config['digest']) : undefined;
    if (digest === undefined)
        return {};
    const answer = await registry.send({ method: 'GET', path: `blobs/${digest}`, headers: {} });
    const { config: inner } = answer.status === 200 ? jsonOf(answer.body) : {};
    const labels = (0,unknown/* isRecord */.u4)(inner) && (0,unknown/* isRecord */.u4)(inner['Labels']) ? inner['Labels'] : {};
    return Object.fromEntries(Object.entries(labels).flatMap(([name, value]) => {
        const text = (0,unknown/* textOf */.b6)(value);
        return text === undefined ? [] : [[name, text]];
    }));
};

;// CONCATENATED MODULE: ./build/image/lookup.js



const isWrongLogin = (error) => error.code === 'registry-refused' && (error.evidence[0]?.startsWith('401') ?? false);
/**
 * Asks the registry for the version's tag. What only makes the answer doubtful is no error: a repository
 * that does not exist yet looks forbidden to some registries, and a proxy may lie between.
 * @throws SeaworthyError `registry-refused` for a wrong password: the push would fail after the build.
 */
const lookUp = async (order, registry) => {
    try {
        const manifest = await findManifest(registry, order.version);
        if (manifest === undefined)
            return { found: false, why: `there is no ${order.version} yet` };
        const labels = await labelsOf(registry, manifest);
        return isSameBuild(order, labels)
            ? { found: true, digest: manifest.digest }
            : { found: false, why: `${order.version} is of another commit, or was built in another way` };
    }
    catch (error) {
        if (!(error instanceof base_error/* SeaworthyError */.P) || isWrongLogin(error))
            throw error;
        return { found: false, why: [error.message, ...error.evidence].join(' ') };
    }
};

// EXTERNAL MODULE: ./build/base/reason.js
var reason = __webpack_require__(3218);
;// CONCATENATED MODULE: ./build/image/registry/challenge.js
const parameter = (header, name) => new RegExp(`[\\s,]${name}="([^"]*)"`, 'i').exec(header)?.[1];
/** The header `WWW-Authenticate`; undefined for a scheme that no registry uses. */
const parseChallenge = (header) => {
    if (/^basic\b/i.test(header))
        return { scheme: 'basic' };
    const realm = parameter(header, 'realm');
    if (!/^bearer\b/i.test(header) || realm === undefined)
        return undefined;
    return { scheme: 'bearer', realm, service: parameter(header, 'service') };
};

;// CONCATENATED MODULE: ./build/image/registry/authorize.js



const basicOf = ({ username, password }) => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
const tokenIn = (body) => {
    const { token, access_token: other } = (0,unknown/* isRecord */.u4)(body) ? body : {};
    return [token, other].find((value) => typeof value === 'string');
};
/**
 * The header that a registry asks for in `response`; undefined when there is no login for it. The
 * address for tokens comes from the registry, so a login never goes there without TLS unless the
 * registry itself was asked so.
 */
const authorize = async (response, scope, { login, signal }) => {
    const challenge = parseChallenge(response.headers.get('www-authenticate') ?? '');
    if (challenge === undefined)
        return undefined;
    if (challenge.scheme === 'basic')
        return login && basicOf(login);
    const url = new URL(challenge.realm);
    url.searchParams.set('scope', scope);
    if (challenge.service !== undefined)
        url.searchParams.set('service', challenge.service);
    const secure = url.protocol === 'https:' || response.url.startsWith('http:');
    const headers = login && secure ? { authorization: basicOf(login) } : {};
    const answer = await fetch(url, { headers, signal }).catch((cause) => {
        throw new base_error/* SeaworthyError */.P('registry-unreachable', `${url.host} does not answer.`, { cause });
    });
    if (answer.status === 403) {
        const hint = 'It does not exist yet, or this login may not use it.';
        const evidence = [`403 ${(await answer.text()).slice(0, 500)}`];
        throw new base_error/* SeaworthyError */.P('registry-refused', `${url.host} gives no token for ${scope}.`, {
            ...{ evidence, hint, cause: { status: 403 } },
        });
    }
    if (!answer.ok)
        return undefined;
    const token = tokenIn(await answer.json());
    return token === undefined ? undefined : `Bearer ${token}`;
};

// EXTERNAL MODULE: ./build/image/registry/endpoint.js
var endpoint = __webpack_require__(1675);
;// CONCATENATED MODULE: ./build/image/registry/client.js




const limitMs = 30_000;
const client_unreachable = (host, error) => new base_error/* SeaworthyError */.P('registry-unreachable', `The registry ${host} does not answer.`, {
    evidence: [(0,reason/* callReason */.dk)(error)],
    hint: 'Check registry/server in deploy.yml, and that this machine may reach it.',
});
const client_refused = async (repository, response) => {
    const wrong = response.status === 401;
    const message = wrong
        ? `The registry refused the login for ${repository}.`
        : `The registry does not let this login use ${repository}.`;
    return new base_error/* SeaworthyError */.P('registry-refused', message, {
        evidence: [`${response.status} ${(await response.text()).slice(0, 500)}`.trim()],
        hint: 'Check username and password, that the secret is set, and that it has not run out.',
    });
};
const ask = (known, { repository, signal }, request) => {
    const { host, name } = (0,endpoint/* endpointOf */.X5)(repository);
    const { method, path, body } = request;
    const { scheme, authorization } = known;
    const headers = {
        ...request.headers,
        ...(authorization === undefined ? {} : { authorization }),
    };
    const limited = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    const init = { method, headers, signal: limited };
    const url = `${scheme}://${host}/v2/${name}/${path}`;
    return fetch(url, body === undefined ? init : { ...init, body });
};
/** Asks with TLS, and where that can't be had and need not be, without. */
const reach = async (known, access, request) => {
    const { host } = (0,endpoint/* endpointOf */.X5)(access.repository);
    try {
        return await ask(known, access, request);
    }
    catch (error) {
        access.signal.throwIfAborted();
        if (!access.plainHttp || known.scheme === 'http')
            throw client_unreachable(host, error);
    }
    known.scheme = 'http';
    return ask(known, access, request).catch((error) => {
        throw client_unreachable(host, error);
    });
};
const scopeOf = ({ repository }, { method }) => `repository:${(0,endpoint/* endpointOf */.X5)(repository).name}:${method === 'GET' ? 'pull' : 'pull,push'}`;
/**
 * A client for one repository; nothing is asked yet. A login that was once accepted is used until the
 * registry wants another: a token for reading does not write.
 */
const openRegistry = (access) => {
    const known = { scheme: 'https', authorization: undefined };
    const send = async (request) => {
        let response = await reach(known, access, request);
        if (response.status === 401) {
            const authorization = await authorize(response, scopeOf(access, request), access);
            if (authorization === undefined)
                throw await client_refused(access.repository, response);
            known.authorization = authorization;
            response = await reach(known, access, request);
        }
        if ([401, 403].includes(response.status))
            throw await client_refused(access.repository, response);
        const body = new Uint8Array(await response.arrayBuffer());
        return { status: response.status, headers: response.headers, body };
    };
    return { repository: access.repository, send };
};

// EXTERNAL MODULE: external "node:dns/promises"
var external_node_dns_promises_ = __webpack_require__(1553);
;// CONCATENATED MODULE: ./build/image/registry/plain-http.js

const isLoopback = (address) => address.startsWith('127.') || address === '::1';
/**
 * Whether a registry may be asked without TLS, by Docker's own rule for one that nobody configured: its
 * name leads to this very machine and nowhere else.
 */
const leadsHere = async (host) => {
    try {
        const addresses = await (0,external_node_dns_promises_.lookup)(host.replace(/:\d+$/, ''), { all: true });
        return addresses.length > 0 && addresses.every(({ address }) => isLoopback(address));
    }
    catch {
        return false;
    }
};

// EXTERNAL MODULE: ./build/actions/shared/hooks/check-hooks.js
var check_hooks = __webpack_require__(6702);
// EXTERNAL MODULE: ./build/actions/shared/hooks/run-hook.js + 2 modules
var run_hook = __webpack_require__(8552);
// EXTERNAL MODULE: ./build/actions/shared/report/channels.js
var report_channels = __webpack_require__(2203);
// EXTERNAL MODULE: ./build/actions/shared/workplace.js
var workplace = __webpack_require__(5272);
// EXTERNAL MODULE: ./build/actions/shared/world.js
var world = __webpack_require__(88);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./build/image/checkout.js


const run = (0,external_node_util_.promisify)(external_node_child_process_.execFile);
const mostBytes = 1024 * 1024;
/** The folder often belongs to another user (container jobs), which git refuses unless told otherwise. */
const git = async (folder, ...args) => {
    const options = { cwd: folder, timeout: 30_000, maxBuffer: mostBytes };
    try {
        return (await run('git', ['-c', 'safe.directory=*', ...args], options)).stdout;
    }
    catch {
        return undefined;
    }
};
/** Looks at the checkout in `folder`. */
const lookAtCheckout = async (folder) => {
    const [head, status] = await Promise.all([
        git(folder, 'rev-parse', '--verify', 'HEAD'),
        git(folder, 'status', '--porcelain', '-z', '--no-renames'),
    ]);
    const commit = head?.trim();
    if (commit === undefined)
        return { commit: undefined, uncommitted: [] };
    // More than fits is certainly not clean.
    const entries = status === undefined ? ['?? (too many to list)'] : status.split('\0');
    return {
        commit,
        uncommitted: entries.filter((entry) => entry !== '').map((entry) => entry.slice(3)),
    };
};

// EXTERNAL MODULE: ./build/config/check/builder.js
var check_builder = __webpack_require__(7151);
// EXTERNAL MODULE: ./build/config/yaml/field.js
var yaml_field = __webpack_require__(7779);
// EXTERNAL MODULE: ./build/config/yaml/values.js
var values = __webpack_require__(3113);
;// CONCATENATED MODULE: ./build/config/build/builder.js



const blankAsNone = (field) => {
    const text = (0,values/* textOf */.b6)(field)?.trim();
    return text === '' ? undefined : text;
};
const cacheOf = (cache) => {
    const type = (0,values/* textOf */.b6)((0,yaml_field/* member */.Dc)(cache, 'type'));
    if (type !== 'gha' && type !== 'registry')
        return undefined;
    const [options, image] = ['options', 'image'].map((key) => blankAsNone((0,yaml_field/* member */.Dc)(cache, key)));
    return { type, options, image };
};
/** Kamal writes a bare `--build-arg KEY` for a blank value. */
const builder_argsOf = (builder) => Object.fromEntries((0,yaml_field/* members */.ol)((0,yaml_field/* member */.Dc)(builder, 'args')).map((arg) => {
    const text = (0,values/* anyTextOf */.Tm)(arg) ?? '';
    return [arg.key, text.trim() === '' ? null : text];
}));
/** `builder:` of a file that has passed every check. */
const buildBuilder = (builder, secrets) => {
    const said = (key) => blankAsNone((0,yaml_field/* member */.Dc)(builder, key));
    // `remote: false` is no remote; `provenance: false` is told to buildx.
    const text = (key) => (0,values/* isBlank */.z3)((0,yaml_field/* member */.Dc)(builder, key)) ? undefined : said(key);
    return {
        architectures: (0,check_builder/* architectureFields */.Nz)(builder).flatMap((arch) => (0,values/* textOf */.b6)(arch) ?? []),
        driver: text('driver') ?? 'docker-container',
        remote: text('remote'),
        local: (0,values/* flagOf */.iP)((0,yaml_field/* member */.Dc)(builder, 'local')) !== false,
        context: text('context'),
        dockerfile: text('dockerfile') ?? 'Dockerfile',
        target: text('target'),
        args: builder_argsOf(builder),
        secrets: Object.fromEntries((0,values/* textsOf */.CB)((0,yaml_field/* member */.Dc)(builder, 'secrets')).map((name) => [name, secrets.value(name)])),
        ssh: text('ssh'),
        provenance: said('provenance'),
        sbom: said('sbom'),
        cache: cacheOf((0,yaml_field/* member */.Dc)(builder, 'cache')),
    };
};

// EXTERNAL MODULE: ./build/config/build/config.js + 6 modules
var config = __webpack_require__(8233);
// EXTERNAL MODULE: ./build/config/build/hooks.js
var hooks = __webpack_require__(3528);
// EXTERNAL MODULE: ./build/config/build/registry.js
var build_registry = __webpack_require__(7169);
// EXTERNAL MODULE: ./build/config/kits.js
var kits = __webpack_require__(3398);
// EXTERNAL MODULE: ./build/config/check/config.js + 11 modules
var check_config = __webpack_require__(1458);
// EXTERNAL MODULE: ./build/config/check/registry.js
var registry = __webpack_require__(5769);
// EXTERNAL MODULE: ./build/config/check/service.js
var service = __webpack_require__(3043);
// EXTERNAL MODULE: ./build/config/mistake.js
var mistake = __webpack_require__(6095);
// EXTERNAL MODULE: ./build/config/read.js + 16 modules
var read = __webpack_require__(7484);
;// CONCATENATED MODULE: ./build/config/read-build.js













/** The app's own secrets: the job that builds has none of them. */
const unasked = { need: () => undefined, value: () => '', all: () => ({}) };
const checkForBuild = (sheet, needs, report) => {
    const { root, roles, secrets } = sheet;
    const registry = member(root, 'registry');
    checkDestination(root, needs.destination, report);
    checkConfig(root, roles, unasked, report);
    if (needs.needsLogin(textOf(member(registry, 'server'))))
        checkRegistry(registry, secrets, report);
    checkBuild(root, secrets, report, needs);
};
/** The hosts log in as the file says, so its login is needed whoever pushes. */
const checkWhole = (sheet, needs, report) => {
    const { root, roles, secrets, now } = sheet;
    (0,service/* checkDestination */.br)(root, needs.destination, report);
    (0,check_config/* checkConfig */.l)(root, roles, secrets, report, now);
    (0,check_builder/* checkBuild */.DV)(root, secrets, report, needs);
};
const read_build_build = (sheet, needs, report) => {
    const { root, secrets } = sheet;
    const registry = (0,build_registry/* buildRegistry */.M)((0,yaml_field/* member */.Dc)(root, 'registry'), secrets);
    report.mask(registry.password);
    const image = (0,config/* imageOf */.dT)(root);
    return {
        file: needs.file,
        service: (0,values/* textOf */.b6)((0,yaml_field/* member */.Dc)(root, 'service')) ?? '',
        destination: needs.destination,
        repository: (0,config/* repositoryOf */._M)(registry.server, image),
        image,
        registry,
        builder: buildBuilder((0,yaml_field/* member */.Dc)(root, 'builder'), secrets),
        hooks: (0,hooks/* buildHooks */.P)(sheet),
    };
};
const readFor = (needs, source, check) => {
    const files = [needs.file, ...(0,read/* destinationFile */.hY)(needs.file, needs.destination)];
    const report = (0,mistake/* createReport */.L)(files);
    const sheet = (0,read/* readSheet */.E$)(needs, source, report);
    if (sheet !== undefined)
        check(sheet, needs, report);
    const contents = sheet && (0,kits/* readKits */.S)(sheet, source, needs.accessories, report);
    const mistakes = report.mistakes();
    if (sheet === undefined || mistakes.length > 0)
        return { ok: false, mistakes, sheet, secrets: report.secrets() };
    const file = read_build_build(sheet, needs, report);
    return { ok: true, file, sheet, contents, secrets: report.secrets(), warnings: report.warnings() };
};
/**
 * Reads a deploy.yml for a build: all of it is checked as for a deploy, but only the secrets of
 * `builder` and, where it is used, of `registry` must be there. Never throws.
 */
const read_build_readBuild = (needs, source) => readFor(needs, source, checkForBuild);
/** Of a file that can't be read at all nobody knows: what it may name is not missed. */
const namesKeys = (sheet) => sheet === undefined ||
    ['keys', 'key_data'].some((name) => (0,yaml_field/* member */.Dc)(sheet.root, 'ssh', name) !== undefined);
/** Reads a deploy.yml for a build and the deploy after it: all its secrets must be there. Never throws. */
const readWhole = (needs, source) => {
    const read = readFor({ ...needs, needsLogin: () => true }, source, checkWhole);
    if (!read.ok) {
        const { sheet, ...refused } = read;
        return { ...refused, namesKeys: namesKeys(sheet) };
    }
    const { sheet, contents, ...rest } = read;
    const { file, destination } = rest.file;
    return { ...rest, config: (0,config/* buildConfig */.fD)({ file, destination, ...sheet, contents }) };
};

// EXTERNAL MODULE: ./build/actions/shared/context.js + 6 modules
var shared_context = __webpack_require__(4924);
// EXTERNAL MODULE: ./build/actions/shared/load-config.js + 2 modules
var load_config = __webpack_require__(6677);
;// CONCATENATED MODULE: ./build/actions/build-push/load.js








/** Whether the job's own token pushes: GHCR takes it, and no other secret is needed. */
const usesToken = (server, inputs) => (0,endpoint/* isGhcr */.T_)(server) && inputs.password === undefined && inputs.token !== undefined;
/** What would stop a deploy of the file after the build; nothing unless that is asked for. */
const mistakesOfDeploy = ({ secrets }, { checkDeploy, configFile: file, destination }, source) => {
    if (!checkDeploy)
        return [];
    const result = readConfig({ file, destination }, source);
    secrets.keep(result.secrets);
    return result.ok ? [] : result.mistakes;
};
/** Each once: both readings see most of the file. */
const together = (...lists) => [
    ...new Map(lists.flat().map((mistake) => [formatMistake(mistake), mistake])).values(),
];
/**
 * Reads what a build needs of deploy.yml; everything secret is masked before a word can be printed.
 * @throws SeaworthyError `config-invalid` with every mistake.
 */
const load_loadBuildFile = (context, inputs) => {
    const { run, log, secrets } = context;
    const source = {
        ...sourceIn(run.workspace, envFor(context, { ...inputs, version: undefined })),
        secrets: inputs.secrets,
        skipHooks: inputs.skipHooks,
    };
    const later = mistakesOfDeploy(context, inputs, source);
    const result = readBuild({
        file: inputs.configFile,
        destination: inputs.destination,
        needsArch: inputs.platforms.length === 0,
        needsLogin: (server) => inputs.password === undefined && !usesToken(server, inputs),
    }, source);
    secrets.keep(result.secrets);
    const mistakes = together(result.ok ? [] : result.mistakes, later);
    if (!result.ok || mistakes.length > 0)
        throw refuseMistakes(log, inputs.configFile, mistakes);
    annotate(log, 'warning', result.warnings);
    return result.file;
};
/**
 * How to log in to push: the inputs, else for GHCR the job's token, else deploy.yml; to a local registry
 * not at all.
 * @throws SeaworthyError `input-invalid` for a password without a user.
 */
const loginOf = ({ registry }, inputs, { run }) => {
    const { server } = registry;
    if ((0,local_registry/* localPort */.f_)(server) !== undefined)
        return undefined;
    if (usesToken(server, inputs))
        return { server, username: run.actor || 'x-access-token', password: inputs.token ?? '' };
    const username = inputs.username ?? (registry.username || undefined);
    const password = inputs.password ?? registry.password;
    if (username === undefined)
        throw new base_error/* SeaworthyError */.P('input-invalid', 'registry-password has no user to go with it.', {
            hint: 'Set the input registry-username as well.',
        });
    return { server, username, password };
};
/** Said once where hosts would be given a login that ends with this job. */
const warnOfDyingLogin = ({ registry }, inputs, { log }) => {
    if (!(0,endpoint/* isGhcr */.T_)(registry.server) || inputs.token === undefined)
        return;
    if (registry.password !== inputs.token)
        return;
    log.warning("The hosts would log in with this job's token, which ends with the job: later pulls (Kamal's, or of a host that is added) are refused. Give them a token of their own that may only read packages (read:packages), as the secret behind registry/password.", { title: 'registry login ends with the job' });
};

;// CONCATENATED MODULE: ./build/actions/build-push/order.js

/** Where layers are kept: in the registry, beside the image as Kamal names it, unless told otherwise. */
const order_cacheOf = ({ registry, image, builder }, inputs) => {
    const type = inputs.cache ?? builder.cache?.type ?? 'registry';
    const options = builder.cache?.type === type ? builder.cache.options : undefined;
    if (type === 'none')
        return { type };
    if (type === 'gha')
        return { type, options };
    const name = builder.cache?.image ?? `${image}-build-cache`;
    return { type, options, ref: [registry.server, name].filter((part) => part).join('/') };
};
/** What is to be built: deploy.yml, and the inputs on top of it. */
const orderOf = (file, inputs, { run }, { version, commit }) => {
    const { builder } = file;
    const wanted = builder.architectures.map((name) => `linux/${name}`);
    return {
        service: file.service,
        repository: file.repository,
        version,
        commit,
        source: `${run.server}/${run.repository}`,
        platforms: inputs.platforms.length > 0 ? inputs.platforms : wanted,
        context: inputs.context ?? builder.context ?? '.',
        dockerfile: inputs.dockerfile ?? builder.dockerfile,
        target: inputs.target ?? builder.target,
        args: { ...builder.args, ...inputs.args },
        secrets: builder.secrets,
        ssh: builder.ssh,
        provenance: builder.provenance,
        sbom: builder.sbom,
        cache: order_cacheOf(file, inputs),
    };
};
const isInside = (folder, path) => {
    const way = (0,external_node_path_.relative)(folder, (0,external_node_path_.resolve)(folder, path));
    return !way.startsWith('..') && !(0,external_node_path_.isAbsolute)(way);
};
/** An address of git or the web, which no checkout vouches for. */
const isRemote = (context) => /^([a-z]+:\/\/|git@|github\.com\/)/.test(context);
/** Whether the commit says all about the files that are built. */
const isClean = ({ context, dockerfile }, { commit, uncommitted }, workspace) => commit !== undefined &&
    uncommitted.length === 0 &&
    !isRemote(context) &&
    isInside(workspace, context) &&
    isInside(workspace, dockerfile);

;// CONCATENATED MODULE: ./build/actions/build-push/job.js




const mostNamed = 10;
/** Kamal's command that builds alone is `build push`. */
const hooksOf = (file, version, command) => ({
    ...{ service: file.service, destination: file.destination, settings: file.hooks, version },
    ...{ hosts: file.hooks.hosts, roles: [], command },
    ...(command === 'build' ? { subcommand: 'push' } : {}),
});
/**
 * Finds out what is to be built; warns of what the commit does not hold.
 * @throws SeaworthyError `input-invalid` for a version that can't be, or a login without a user.
 */
const job_jobOf = async (context, inputs, file, command) => {
    const { env, run, log } = context;
    const login = loginOf(file, inputs, context);
    warnOfDyingLogin(file, inputs, context);
    const [version, checkout] = await Promise.all([
        (0,github_version/* versionOf */.E)({ input: inputs.version, variable: env['VERSION'], workspace: run.workspace }),
        lookAtCheckout(run.workspace),
    ]);
    const { commit, uncommitted } = checkout;
    if (uncommitted.length > 0) {
        const names = uncommitted.slice(0, mostNamed).join(', ');
        const more = uncommitted.length > mostNamed ? ` and ${uncommitted.length - mostNamed} more` : '';
        log.warning(`Built is the checkout as it stands, and the commit does not hold ${names}${more}.`);
    }
    const order = orderOf(file, inputs, context, { version, commit });
    const clean = isClean(order, checkout, run.workspace);
    return {
        context,
        inputs,
        file,
        order,
        login,
        clean,
        checkout,
        builder: inputs.builder ?? env['BUILDX_BUILDER'],
        hooks: hooksOf(file, version, command),
    };
};

// EXTERNAL MODULE: ./build/base/markdown.js
var markdown = __webpack_require__(6963);
// EXTERNAL MODULE: ./build/github/outputs.js
var outputs = __webpack_require__(1224);
// EXTERNAL MODULE: ./build/github/summary.js
var summary = __webpack_require__(3794);
// EXTERNAL MODULE: ./build/actions/shared/report/report.js
var report = __webpack_require__(3681);
// EXTERNAL MODULE: ./build/actions/build-push/contract.js
var contract = __webpack_require__(8086);
;// CONCATENATED MODULE: ./build/actions/build-push/tell.js







/** What Docker's build checks found, on the lines of the Dockerfile. */
const annotateChecks = (checks, { dockerfile }, context) => {
    for (const { rule, message, place } of checks)
        context.log.warning(message, { title: rule, ...inCheckout(place, dockerfile) });
};
const summaryOf = (order, { digest, cached, checks }, ms) => [
    `### ${(0,markdown/* words */.aL)(cached ? `${order.version} was built before` : `${order.version} is built and pushed`)}`,
    '',
    (0,markdown/* table */.tp)(['', ''], [
        ['image', `${order.repository}:${order.version}`],
        ['digest', digest],
        ['platforms', order.platforms.join(', ')],
        [cached ? 'looked up in' : 'built and pushed in', (0,time/* duration */.p)(ms)],
        ...(checks.length === 0 ? [] : [['build checks', `${checks.length} not kept`]]),
    ]),
    ...checks.map(({ rule, place }) => `- ${(0,markdown/* words */.aL)(`${rule}${place ? ` (line ${place.line})` : ''}`)}`),
    '',
].join('\n');
/** Outputs, annotations, job summary and the last line of the log. */
const tell = async (context, order, result, ms) => {
    const { digest, cached, checks } = result;
    annotateChecks(checks, order, context);
    (0,outputs/* setOutputs */.n)(contract/* outputNames */.gr, {
        image: `${order.repository}@${digest}`,
        digest,
        version: order.version,
        cached: String(cached),
        seconds: (ms / 1000).toFixed(1),
    });
    const { env, secrets, log } = context;
    await (0,summary/* appendSummary */.f)(env['GITHUB_STEP_SUMMARY'], summaryOf(order, result, ms), secrets.redact);
    const deed = cached ? 'was there already' : 'is pushed';
    const headline = `${order.repository}:${order.version} ${deed}: ${digest}`;
    log.info(headline);
    const outcome = cached ? 'cached' : 'pushed';
    // Servers are as they were: to whom that matters, the deploy tells.
    (0,report/* keepReport */.kA)(context, { ok: true, changed: false, outcome, headline, hint: undefined });
};

// EXTERNAL MODULE: ./build/actions/build-push/tools.js + 2 modules
var build_push_tools = __webpack_require__(4833);
;// CONCATENATED MODULE: ./build/actions/build-push/main.js




















const registryFor = async ({ context, order, login }, engine) => {
    const { repository } = order;
    const { host } = (0,endpoint/* endpointOf */.X5)(repository);
    const plainHttp = engine.plainRegistries.includes(host) || (await leadsHere(host));
    return openRegistry({ repository, login, plainHttp, signal: context.signal });
};
/** The digest of what the registry has already; undefined where it has to be built, and why. */
const known = async ({ inputs, order }, registry) => {
    const found = await lookUp(order, registry);
    if (!found.found)
        return { why: found.why };
    return inputs.rebuild ? { why: 'the registry has it, rebuild is asked for' } : found;
};
/** A cache that can't be had is left out: the build is as good without. */
const usableCache = (cache, plan, { env, log }) => {
    if (cache.type !== 'none' && !plan.exportsCache) {
        log.info("no cache: the engine's own builder can't export one without the containerd image store");
        return { type: 'none' };
    }
    if (cache.type !== 'gha' || (env['ACTIONS_RUNTIME_TOKEN'] ?? '') !== '')
        return cache;
    log.warning("No cache: GitHub's cache service is not there for this step.");
    return { type: 'none' };
};
const planFor = ({ builder, file, order }, engine) => {
    const { driver, remote, local } = file.builder;
    const hostNetwork = (0,local_registry/* localPort */.f_)(file.registry.server) !== undefined;
    const wish = { name: builder, driver, remote, local, platforms: order.platforms, hostNetwork };
    return (0,docker_builder/* planBuilder */.Zw)(wish, engine, world/* cryptoRandom */.j.hex(4));
};
const buildWith = async (job, { docker, env }, engine, plan, folder) => {
    const { context, clean } = job;
    const { log, signal } = context;
    const order = { ...job.order, cache: usableCache(job.order.cache, plan, context) };
    const event = context.env['GITHUB_EVENT_NAME'] ?? '';
    const attempt = { order, builder: plan.name, architecture: engine.architecture, event };
    log.group(`docker buildx build (builder ${plan.name})`);
    try {
        await (0,docker_builder/* makeBuilder */.k8)(docker, plan);
        const made = await build(order, {
            ...{ docker, builder: plan.name, folder, env, clean, attempt, signal },
            now: Date.now(),
            tell: (line) => log.info(line),
        });
        return { ...made, cached: false };
    }
    finally {
        log.endGroup();
    }
};
/** Works with a folder and a login of this step alone, and leaves nothing of them. */
const atDesk = async (job, work) => {
    const { context, login, builder } = job;
    const folder = await (0,workplace/* makeWorkplace */.xK)(context.env);
    const plans = [];
    try {
        const tools = await (0,build_push_tools/* prepareTools */.$K)(context, folder, login, builder !== undefined);
        const engine = await lookAtEngine(tools.docker);
        const registry = await registryFor(job, engine);
        return await work({ folder, tools, engine, registry, plans });
    }
    finally {
        await (0,build_push_tools/* leave */.qG)(context, folder, plans[0]?.name);
        (0,state/* keepState */.Jg)('left', true);
    }
};
const work = async (job, { folder, tools, engine, registry, plans }) => {
    const found = await known(job, registry);
    if ('digest' in found)
        return { digest: found.digest, cached: true, checks: [] };
    job.context.log.info(`building: ${found.why}`);
    await (0,run_hook/* runHookAlone */.e)(job.context, job.hooks, { name: 'pre-build', lock: false });
    const plan = planFor(job, engine);
    if (plan.create.length > 0) {
        plans.push(plan);
        (0,build_push_tools/* rememberBuilder */.hG)(plan.name);
    }
    return buildWith(job, tools, engine, plan, folder);
};
/**
 * Builds and pushes the version, unless the registry has it already, and reports. Nothing is left on
 * the runner; `begun` is when the step did.
 * @throws SeaworthyError whatever kept the image from being there.
 */
const provideImage = (job, begun) => atDesk(job, async (desk) => {
    const { signal, log } = job.context;
    const port = (0,local_registry/* localPort */.f_)(job.file.registry.server);
    if (port !== undefined && (await startRegistry(desk.tools.docker, port, signal)))
        log.info(`a registry was started at localhost:${port}`);
    const result = await work(job, desk);
    if (!result.cached)
        job.context.touched.add('registry');
    await tell(job.context, job.order, result, Date.now() - begun);
    return { ...result, registry: desk.registry };
});
/**
 * The image that would not have to be built; undefined when it would be.
 * @throws SeaworthyError `registry-refused` for a login with which a push would fail.
 */
const findImage = (job) => atDesk(job, async ({ registry }) => {
    const found = await known(job, registry);
    return 'digest' in found ? found.digest : undefined;
});
/** Masks the secrets among the inputs, before anything else is done with them. */
const keepBuildInputs = (context, inputs) => {
    const { password, token, secrets, terraform, channels } = inputs;
    context.secrets.keep(terraform.sensitive);
    context.secrets.keep([password, token].filter((text) => text !== undefined));
    context.secrets.keep([...Object.values(secrets), ...(0,report_channels/* secretsOf */.Fj)(channels)]);
};
/**
 * The main phase of a step that only builds.
 * @throws SeaworthyError whatever kept the image from being there.
 */
const runBuild = async (context, inputs) => {
    keepBuildInputs(context, inputs);
    const begun = Date.now();
    const file = loadBuildFile(context, inputs);
    if (inputs.skipHooks)
        tellSkipped(context);
    checkHooks(context.run.workspace, file.hooks);
    const job = await jobOf(context, inputs, file, 'build');
    await runHookAlone(context, job.hooks, { name: 'pre-connect', lock: false });
    await provideImage(job, begun);
};

;// CONCATENATED MODULE: ./build/actions/ship/building.js

const beginBuild = (job, begun) => {
    const stopped = new AbortController();
    const signal = AbortSignal.any([job.context.signal, stopped.signal]);
    const image = provideImage({ ...job, context: { ...job.context, signal } }, begun);
    const ended = image.then(() => undefined, () => undefined);
    return {
        image,
        stop: (reason) => {
            stopped.abort(reason);
            return ended;
        },
    };
};

// EXTERNAL MODULE: ./build/config/config.js
var config_config = __webpack_require__(5169);
;// CONCATENATED MODULE: ./build/github/tested.js



/**
 * The run that this one comes after: of the event `workflow_run`, else undefined. Its `GITHUB_SHA` is the
 * default branch's tip, which may be newer [GitHub: Events that trigger workflows, workflow_run].
 * @throws SeaworthyError `input-invalid` when the event's file doesn't tell it.
 */
const testedRunOf = async (env) => {
    if (env['GITHUB_EVENT_NAME'] !== 'workflow_run')
        return undefined;
    const text = await (0,promises_.readFile)(env['GITHUB_EVENT_PATH'] ?? '', 'utf8').catch(() => '');
    const event = (0,unknown/* parsed */.Yz)(text);
    const run = (0,unknown/* isRecord */.u4)(event) && (0,unknown/* isRecord */.u4)(event['workflow_run']) ? event['workflow_run'] : {};
    const { head_sha: sha, head_repository: head, conclusion } = run;
    const commit = (0,unknown/* textOf */.b6)(sha);
    if (commit === undefined)
        throw new base_error/* SeaworthyError */.P('input-invalid', 'The event workflow_run names no head_sha.', {
            hint: 'The runner writes it to the file of GITHUB_EVENT_PATH, which this step must be able to read.',
        });
    const repository = (0,unknown/* isRecord */.u4)(head) ? (0,unknown/* textOf */.b6)(head['full_name']) : undefined;
    return { commit, repository: repository ?? '', conclusion: (0,unknown/* textOf */.b6)(conclusion) ?? '' };
};

// EXTERNAL MODULE: ./build/ssh/keys.js + 1 modules
var keys = __webpack_require__(3160);
// EXTERNAL MODULE: ./build/ssh/known-hosts.js
var known_hosts = __webpack_require__(5116);
// EXTERNAL MODULE: ./build/actions/shared/connect.js
var connect = __webpack_require__(6170);
// EXTERNAL MODULE: ./build/actions/shared/in-one.js
var in_one = __webpack_require__(5928);
// EXTERNAL MODULE: ./build/actions/shared/login.js + 2 modules
var login = __webpack_require__(6593);
;// CONCATENATED MODULE: ./build/actions/ship/load.js




/** A file that is there and can't be read is one mistake among others, too. */
const load_read = (context, { build, deploy }) => {
    const { configFile: file, destination, secrets, skipHooks } = deploy;
    const accessories = deploy.bootstrap ? 'all' : undefined;
    const needs = { file, destination, accessories, needsArch: build.platforms.length === 0 };
    const source = { ...(0,load_config/* sourceIn */.tR)(context.run.workspace, (0,shared_context/* envFor */.vs)(context, deploy)), secrets, skipHooks };
    try {
        return readWhole(needs, source);
    }
    catch (error) {
        if (error instanceof base_error/* SeaworthyError */.P)
            return { ok: false, error, namesKeys: true };
        throw error;
    }
};
/**
 * Reads deploy.yml for both stages; everything secret is masked before a word can be printed. Mistakes
 * are annotated where they stand.
 */
const loadWhole = (context, inputs) => {
    const { secrets, log } = context;
    const result = load_read(context, inputs);
    if ('error' in result)
        return result;
    secrets.keep(result.secrets);
    if (!result.ok) {
        const error = (0,load_config/* refuseMistakes */.Ud)(log, inputs.deploy.configFile, result.mistakes);
        return { ok: false, error, namesKeys: result.namesKeys };
    }
    (0,load_config/* annotate */.fz)(log, 'warning', result.warnings);
    return { ok: true, config: result.config, file: result.file };
};

;// CONCATENATED MODULE: ./build/actions/ship/tested.js

const refuse = (message, hint) => new base_error/* SeaworthyError */.P('commit-not-tested', message, { hint });
/**
 * What was tested is what ships: under `workflow_run` the very commit of that run, from this repository,
 * and only when that run went well.
 * @throws SeaworthyError `commit-not-tested`.
 */
const requireTested = ({ commit, repository, conclusion }, checkedOut, run) => {
    if (repository.toLowerCase() !== run.repository.toLowerCase())
        throw refuse(`The run before this one tested a commit of ${repository || 'an unknown repository'}, not of ${run.repository}.`, "A fork's pull request starts such runs too: give the job `if: github.event.workflow_run.event == 'push'`.");
    if (conclusion !== 'success')
        throw refuse(`The run that tested ${commit} ended with ${conclusion || 'no conclusion'}.`, "Give the job `if: github.event.workflow_run.conclusion == 'success'`.");
    if (checkedOut !== commit)
        throw refuse(`Tested was ${commit}, but ${checkedOut ?? 'no commit'} is checked out.`, 'Give actions/checkout `ref: ${{ github.event.workflow_run.head_sha }}`: without it, it takes the newest commit of the default branch.');
};

;// CONCATENATED MODULE: ./build/actions/ship/check.js
















/** Runs checks one by one and keeps what they refuse. */
const collector = (errors) => async (check) => {
    try {
        return await check();
    }
    catch (error) {
        if (!(error instanceof base_error/* SeaworthyError */.P))
            throw error;
        errors.push(error);
        return undefined;
    }
};
/** What can be said of the inputs when deploy.yml itself is refused. */
const checkInputsAlone = async (context, { deploy }, namesKeys, attempt) => {
    const { key, passphrase, knownHosts = '' } = deploy;
    const { env, run } = context;
    await attempt(() => {
        if (key !== undefined)
            (0,keys/* readPrivateKey */.$)(key, passphrase);
        else if (!namesKeys && env['SSH_AUTH_SOCK'] === undefined)
            throw (0,login/* noKey */.N)();
    });
    await attempt(() => (0,known_hosts/* parseKnownHosts */.u)([knownHosts]));
    const { workspace } = run;
    await attempt(() => (0,github_version/* versionOf */.E)({ input: deploy.version, variable: env['VERSION'], workspace }));
};
const checkWith = async (context, inputs, { config, file }, attempt) => {
    const aim = await attempt(() => (0,shared_context/* aimOf */.Bx)(config, inputs.deploy));
    const hosts = aim?.hosts ?? (0,config_config/* allHosts */.FD)(config);
    const logins = await attempt(() => (0,connect/* loginsFor */.Au)(context, config, inputs.deploy, hosts));
    await attempt(() => (0,check_hooks/* checkHooks */.T)(context.run.workspace, config.hooks));
    const job = await attempt(() => job_jobOf(context, inputs.build, file, 'deploy'));
    if (aim === undefined || logins === undefined || job === undefined)
        return undefined;
    return { inputs, settings: { config, aim, logins }, job };
};
/** @throws SeaworthyError `commit-not-tested`, where another workflow's run has tested one. */
const checkTested = async ({ env, run }) => {
    const tested = await testedRunOf(env);
    if (tested === undefined)
        return;
    requireTested(tested, (await lookAtCheckout(run.workspace)).commit, run);
};
/**
 * Looks at everything that the settings alone can tell: inputs, deploy.yml, secrets, keys, and the commit.
 * @throws SeaworthyError one that tells all mistakes, of the build and of the deploy.
 */
const checkAll = async (context, { inputs, error }) => {
    (0,shared_context/* keepInputs */.jf)(context, inputs.deploy);
    keepBuildInputs(context, inputs.build);
    const errors = error === undefined ? [] : [error];
    const attempt = collector(errors);
    await attempt(() => checkTested(context));
    const whole = loadWhole(context, inputs);
    const shipment = whole.ok ? await checkWith(context, inputs, whole, attempt) : undefined;
    if (!whole.ok) {
        errors.push(whole.error);
        await checkInputsAlone(context, inputs, whole.namesKeys, attempt);
    }
    const [first, ...others] = errors;
    if (first !== undefined)
        throw (0,in_one/* inOne */.U)([first, ...others]);
    if (shipment === undefined)
        throw new Error('no shipment, and nothing is wrong');
    return shipment;
};

// EXTERNAL MODULE: ./build/rollout/preconditions.js
var preconditions = __webpack_require__(7837);
// EXTERNAL MODULE: ./build/actions/shared/fleet-link.js + 28 modules
var fleet_link = __webpack_require__(7813);
;// CONCATENATED MODULE: ./build/actions/ship/choose.js






/** Stands in a plan for the digest of an image that is not built yet. */
const unknownDigest = `sha256:${'0'.repeat(64)}`;
const architectures = ({ job }) => job.order.platforms.map((platform) => platform.split('/')[1] ?? '');
/** What the hosts refuse in any case they refuse while the build goes on, not after it. */
const lookMeanwhile = async (shipment, choosing) => {
    const { config, aim, ports } = choosing;
    const surveyed = await (0,survey/* survey */.F)(config, aim, ports);
    const { version } = shipment.job.order;
    const wanted = { targets: aim.targets, version, architectures: architectures(shipment) };
    (0,preconditions/* requireFit */.v)(wanted, surveyed.fleet);
    return surveyed;
};
/** Looks anew; a connection that has died in the waiting is renewed. */
const lookAgain = async ({ config, aim, ports }) => {
    try {
        return await (0,survey/* survey */.F)(config, aim, ports);
    }
    catch (error) {
        ports.signal.throwIfAborted();
        if (!(0,fleet_link/* tellsLoss */.k)(error))
            throw error;
        await ports.revive();
        return (0,survey/* survey */.F)(config, aim, ports);
    }
};
/** The image that is built meanwhile. What the hosts were before a build no longer counts after it. */
const chooseBuilt = async (building, shipment, choosing) => {
    const said = await prepareHosts(shipment.inputs.deploy, choosing);
    const [{ digest, cached }, first] = await Promise.all([
        building.image,
        lookMeanwhile(shipment, choosing),
    ]);
    const surveyed = cached ? first : await lookAgain(choosing);
    const { version } = shipment.job.order;
    const choice = await chooseImage({ ...shipment.inputs.deploy, version, digest }, choosing);
    return { choice, surveyed, said };
};
/** The image that is there; where none is, a stand-in for it. */
const choosePlanned = async (shipment, choosing) => {
    const { inputs, job } = shipment;
    const { version, repository } = job.order;
    const said = await prepareHosts(inputs.deploy, choosing);
    const [digest, surveyed] = await Promise.all([
        findImage(job),
        (0,survey/* survey */.F)(choosing.config, choosing.aim, choosing.ports),
    ]);
    if (digest !== undefined) {
        const choice = await chooseImage({ ...inputs.deploy, version, digest }, choosing);
        return { choice, surveyed, said };
    }
    choosing.context.log.notice(`${repository}:${version} would be built and pushed. In the plan its digest, not known yet, is ${unknownDigest}.`);
    const choice = { version, digest: unknownDigest, source: 'registry' };
    return { choice: { ...choice, architectures: architectures(shipment) }, surveyed, said };
};

;// CONCATENATED MODULE: ./build/actions/ship/latest.js



/** A canary is not what everybody gets. */
const isWholeFleet = ({ hosts, roles }) => hosts.length === 0 && roles.length === 0;
/**
 * Lets `latest` (`latest-DESTINATION`) in the registry name what now serves on the whole fleet. It never
 * fails a deploy that went well.
 */
const moveLatest = async ({ log }, inputs, { outcome, rollout }, { digest, registry }) => {
    if (!['deployed', 'unchanged'].includes(outcome) || !isWholeFleet(inputs))
        return;
    const tag = (0,names/* latestTag */.wk)(rollout.config);
    try {
        await tagImage(registry, digest, tag);
        log.info(`${registry.repository}:${tag} is ${rollout.version} now`);
    }
    catch (error) {
        if (!(error instanceof base_error/* SeaworthyError */.P))
            throw error;
        const why = [error.message, ...error.evidence].join(' ');
        log.warning(`${tag} could not be moved to ${rollout.version}: ${why}`, { title: error.code });
    }
};

;// CONCATENATED MODULE: ./build/actions/ship/main.js







/** Builds and deploys; whatever ends the one, ends the other. */
const buildAndDeploy = async (context, shipment, begun) => {
    const { inputs, settings, job } = shipment;
    const building = beginBuild(job, begun);
    try {
        const choose = (choosing) => chooseBuilt(building, shipment, choosing);
        const result = await (0,main.rollOut)(context, inputs.deploy, settings, choose, {
            begun,
            command: 'deploy',
        });
        if (result !== undefined)
            await moveLatest(context, inputs.deploy, result, await building.image);
        return result;
    }
    catch (error) {
        await building.stop(error);
        throw error;
    }
};
/** Plans with the image that is there; where none is, with a stand-in for it. */
const main_plan = (context, shipment, begun) => {
    const { inputs, settings } = shipment;
    const choose = (choosing) => choosePlanned(shipment, choosing);
    return (0,main.rollOut)(context, inputs.deploy, settings, choose, { begun, command: 'deploy' });
};
/**
 * The main phase: checks everything that the settings tell, builds while it connects and looks, deploys
 * by digest, and moves `latest`. With `image-digest` there is nothing to build: it only deploys. Where
 * there are accessories only, nobody would run an image, and none is built.
 * @throws SeaworthyError whatever kept it from ending well; what it owes is in the state for `post`.
 */
const runShip = async (context, reading) => {
    const begun = Date.now();
    const { deploy } = reading.inputs;
    if (reading.error === undefined && deploy.digest !== undefined) {
        await checkTested(context);
        return (0,main.runMain)(context, deploy, (choosing) => chooseAndLook(deploy, choosing), 'deploy');
    }
    const shipment = await checkAll(context, reading);
    await (0,around/* beforeConnecting */.c7)({ context, ...shipment.settings, command: 'deploy' }, deploy);
    if (shipment.settings.aim.targets.length === 0)
        return (0,main.rollOut)(context, deploy, shipment.settings, (one) => chooseAndLook(deploy, one), {
            ...{ begun, command: 'deploy' },
        });
    return deploy.dryRun ? main_plan(context, shipment, begun) : buildAndDeploy(context, shipment, begun);
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
