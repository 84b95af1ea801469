// The sandboxes of one machine: which one runs an invocation, when another is started, and when they end.

import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { access, lstat, mkdir, readdir, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism, tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { secureRandom } from "../kernel/random.ts";
import type { Random } from "../kernel/random.ts";
import { createBootPool } from "./boot-pool.ts";
import type { BootPool, Booted } from "./boot-pool.ts";
import { measureCode, unpackCode } from "./code-package.ts";
import { functionEnvironment, needsOwnBoot } from "./environment.ts";
import { openFrameChannel } from "./frame-channel.ts";
import { findIsolation } from "./isolation.ts";
import { mergeLayers, showLayers } from "./layers.ts";
import type { Isolation } from "./isolation.ts";
import { startProcess } from "./process.ts";
import { exited, noBootstrap, timedOut } from "./report.ts";
import type { PlatformFault } from "./report.ts";
import { loopbackAddress, openRuntimeApi } from "./runtime-api.ts";
import { DEFAULT_HEAP_MB, findRuntimes } from "./runtimes.ts";
import type { BootCommand } from "./runtimes.ts";
import { INIT_LIMIT_MS, Sandbox } from "./sandbox.ts";
import { createWaitingLine } from "./waiting-line.ts";
import type { WaitingLine } from "./waiting-line.ts";
import type { CodePackage, FunctionSpec, Invocation, InvocationResult, SandboxOwner, Sandboxes } from "./sandboxes.ts";

export interface SandboxHostOptions {
  /**
   * For unpacked code, temporary files and the SDK's links. Choose it outside of any project: modules are looked for in
   * the folders above a function's code, too. By default a private folder below the system's folder for such files.
   */
  readonly folder?: string;
  /** Folders that functions must not see, such as the yard's state; honoured where the machine allows it. */
  readonly hidden?: readonly string[];
  /** The host's PATH, to find python3 in. */
  readonly searchPath?: string;
  /** How long a sandbox is kept warm without work. */
  readonly idleMs?: number;
  /** More than these run only if none becomes free for a moment. */
  readonly mostSandboxes?: number;
  /** That moment. */
  readonly patienceMs?: number;
  /** How long the init phase may take; AWS's ten seconds by default. */
  readonly initLimitMs?: number;
  readonly random?: Random;
}

const IDLE_MS = 5 * 60_000;
const FREEZE_AFTER_MS = 1_000;
const MEMORY_CHECK_INTERVAL_MS = 50;
// AWS refreshes a function's credentials well before their end; here the sandbox is replaced.
const CREDENTIALS_MARGIN_MS = 5 * 60_000;
// A function that calls another and waits must not wait for its own place: after this the other gets one all the same.
const PATIENCE_MS = 200;
// What starting a sandbox costs in the middle of a burst.
const START_COST_MS = 30;
const BOOT_ENVIRONMENT = { PATH: "/usr/local/bin:/usr/bin:/bin", LANG: "en_US.UTF-8", TZ: ":UTC" };
/** Packages of AWS's Node runtimes: the SDK, and what it is made of. */
const SDK_SCOPES = ["@aws-sdk", "@smithy", "@aws-crypto"];

/** The sandboxes of one revision of a function. */
interface Group {
  readonly idle: Sandbox[];
  /** Invocations that wait for one of these sandboxes. */
  readonly line: WaitingLine<Sandbox>;
  /** How many run an invocation. */
  busy: number;
  /** How long invocations take lately; undefined before the first. */
  meanMs?: number;
  readonly functionArn: string;
  /** The function has changed: its sandboxes end when they are done, those that are just starting, too. */
  isRetired: boolean;
}

/** Starts and keeps sandboxes on this machine. */
export function createSandboxHost(options: SandboxHostOptions = {}): Sandboxes {
  const random = options.random ?? secureRandom();
  const folder = options.folder ?? defaultFolder();
  const codeDir = join(folder, "code");
  const modulesDir = join(codeDir, "node_modules");
  const temporaryRoot = join(folder, "tmp", `${process.pid}-${random.hex(8)}`);
  const idleMs = options.idleMs ?? IDLE_MS;
  const mostSandboxes = options.mostSandboxes ?? Math.max(16, availableParallelism() * 8);
  const searchPath = options.searchPath ?? process.env["PATH"] ?? "";
  const runtimes = findRuntimes(searchPath);

  const groups = new Map<SandboxOwner, Map<string, Group>>();
  const pools = new Map<string, BootPool>();
  const unpacked = new Map<string, Promise<string>>();
  const merged = new Map<string, Promise<string>>();
  const living = new Set<Sandbox>();
  const busy = new Set<Sandbox>();
  const idleTimers = new Map<Sandbox, NodeJS.Timeout>();
  const places = createWaitingLine<true>();
  const exits = new Set<Promise<unknown>>();
  let starting = 0;
  let prepared: Promise<Isolation> | undefined;
  let memoryCheck: NodeJS.Timeout | undefined;
  let isStopped = false;
  let endsWithServer = false;

  // ---- choosing

  async function invoke(owner: SandboxOwner, spec: FunctionSpec, invocation: Invocation): Promise<InvocationResult> {
    const boot = runtimes.find(spec.runtime);
    if (typeof boot === "string") throw new Error(boot);
    const group = groupOf(owner, spec);
    const warm = takeIdle(group, owner) ?? (await waitBriefly(group)) ?? (await findPlace(group, owner));
    return warm === undefined ? runCold(group, boot, owner, spec, invocation) : run(group, warm, invocation);
  }

  function groupOf(owner: SandboxOwner, spec: FunctionSpec): Group {
    let ofOwner = groups.get(owner);
    if (ofOwner === undefined) groups.set(owner, (ofOwner = new Map()));
    let group = ofOwner.get(spec.revision);
    if (group === undefined) ofOwner.set(spec.revision, (group = createGroup(spec)));
    return group;
  }

  /** The sandbox that was used last: the others can grow old and end. */
  function takeIdle(group: Group, owner: SandboxOwner): Sandbox | undefined {
    for (let sandbox = group.idle.pop(); sandbox !== undefined; sandbox = group.idle.pop()) {
      disarm(sandbox);
      if (sandbox.isEnded) continue;
      if (sandbox.parts.credentialsExpireAtMs - CREDENTIALS_MARGIN_MS > owner.nowMs()) return sandbox;
      sandbox.end();
    }
    return undefined;
  }

  /**
   * Waits for a busy sandbox if it will be free sooner than another one would start; the short functions of a burst
   * would otherwise spend their time starting processes.
   * DEVIATION: AWS starts an execution environment for each concurrent invocation that finds none free.
   */
  async function waitBriefly(group: Group): Promise<Sandbox | undefined> {
    if (group.meanMs === undefined || group.busy === 0) return undefined;
    const expectedMs = (group.meanMs * (group.line.length() + 1)) / group.busy;
    if (expectedMs > START_COST_MS) return undefined;
    return group.line.wait(START_COST_MS);
  }

  /** Resolves with a sandbox that became free, or undefined when one may be started: its place is then taken. */
  async function findPlace(group: Group, owner: SandboxOwner): Promise<Sandbox | undefined> {
    const deadline = performance.now() + (options.patienceMs ?? PATIENCE_MS);
    while (isFull() && !evictIdle()) {
      const patienceMs = deadline - performance.now();
      if (patienceMs <= 0) break;
      await places.wait(patienceMs);
      const warm = takeIdle(group, owner);
      if (warm !== undefined) return warm;
    }
    starting++;
    return undefined;
  }

  function isFull(): boolean {
    return living.size + starting >= mostSandboxes;
  }

  /** Ends the idle sandbox that was used least recently: timers keep the order of use. */
  function evictIdle(): boolean {
    for (const sandbox of idleTimers.keys()) {
      disarm(sandbox);
      sandbox.end();
      return true;
    }
    return false;
  }

  // ---- running

  async function run(
    group: Group,
    sandbox: Sandbox,
    invocation: Invocation,
    initDurationMs?: number,
    spentMs?: number,
  ): Promise<InvocationResult> {
    busy.add(sandbox);
    group.busy++;
    watchMemory();
    try {
      const result = await sandbox.invoke(invocation, initDurationMs, spentMs);
      const { durationMs } = result;
      group.meanMs = group.meanMs === undefined ? durationMs : 0.8 * group.meanMs + 0.2 * durationMs;
      return result;
    } finally {
      busy.delete(sandbox);
      group.busy--;
      release(group, sandbox);
    }
  }

  function release(group: Group, sandbox: Sandbox): void {
    if (isStopped || group.isRetired) sandbox.end();
    if (!sandbox.isEnded) {
      if (group.line.give(sandbox)) return;
      group.idle.push(sandbox);
      idleTimers.set(sandbox, setTimeout(() => grow(sandbox, idleMs), FREEZE_AFTER_MS).unref());
    }
    places.give(true);
  }

  function grow(sandbox: Sandbox, remainingMs: number): void {
    // Otherwise a stopped process would outlive a server that is killed.
    if (endsWithServer) sandbox.freeze();
    const timer = setTimeout(() => {
      idleTimers.delete(sandbox);
      sandbox.end();
    }, remainingMs);
    idleTimers.set(sandbox, timer.unref());
  }

  function disarm(sandbox: Sandbox): void {
    clearTimeout(idleTimers.get(sandbox));
    idleTimers.delete(sandbox);
  }

  function watchMemory(): void {
    memoryCheck ??= setInterval(() => {
      for (const sandbox of busy) sandbox.enforceMemory();
      if (busy.size > 0) return;
      clearInterval(memoryCheck);
      memoryCheck = undefined;
    }, MEMORY_CHECK_INTERVAL_MS).unref();
  }

  // ---- starting

  async function runCold(
    group: Group,
    boot: BootCommand,
    owner: SandboxOwner,
    spec: FunctionSpec,
    invocation: Invocation,
  ): Promise<InvocationResult> {
    let startedAt = performance.now();
    let sandbox = await start(group, boot, owner, spec);
    let outcome = await sandbox.initialise(options.initLimitMs ?? INIT_LIMIT_MS);
    if (outcome.kind === "timeout") {
      // AWS: "If all three tasks do not complete within 10 seconds, Lambda retries the Init phase at the time of the
      // first function invocation with the configured function timeout."
      sandbox.reportInit(performance.now() - startedAt, { status: "timeout", errorType: "" });
      sandbox.end();
      startedAt = performance.now();
      starting++;
      sandbox = await start(group, boot, owner, spec);
      outcome = await sandbox.initialise(spec.timeoutMs);
      if (outcome.kind === "ready") return run(group, sandbox, invocation, undefined, performance.now() - startedAt);
    }
    const elapsedMs = performance.now() - startedAt;
    if (outcome.kind === "ready") return run(group, sandbox, invocation, elapsedMs);
    sandbox.end();
    await sandbox.parts.process.exited;
    if (outcome.kind === "failed") {
      const { errorType } = outcome.answer;
      sandbox.reportInit(elapsedMs, { status: "error", errorType: errorType ?? "Unknown" });
      sandbox.begin(invocation);
      return sandbox.report(invocation, { answer: outcome.answer, durationMs: elapsedMs, initDurationMs: undefined });
    }
    const { requestId } = invocation;
    const fault: PlatformFault =
      outcome.kind === "timeout"
        ? timedOut(requestId, spec.timeoutMs, owner.nowMs())
        : outcome.exit.code === 127 && boot.family === "provided"
          ? noBootstrap(requestId)
          : exited(requestId, outcome.exit, false);
    if (outcome.kind === "exited") sandbox.reportInit(elapsedMs, fault);
    sandbox.begin(invocation);
    return sandbox.report(invocation, { fault, durationMs: elapsedMs, initDurationMs: undefined });
  }

  async function start(group: Group, boot: BootCommand, owner: SandboxOwner, spec: FunctionSpec): Promise<Sandbox> {
    try {
      const [isolation, taskRoot, layersDir, credentials] = await Promise.all([
        prepareHost(),
        unpack(spec.code),
        unpackLayers(spec.layers),
        owner.credentials(spec),
      ]);
      const api = boot.family === "provided" ? await openRuntimeApi(loopbackAddress(random)) : undefined;
      const optRoot = isolation.hasOwnOpt ? "/opt" : (layersDir ?? "/opt");
      const logStream = logStreamName(owner.nowMs(), spec.version, random);
      const environmentIn = (temporaryDir: string): Readonly<Record<string, string>> =>
        functionEnvironment(spec, credentials, {
          taskRoot,
          runtimeDir: boot.runtimeDir,
          optRoot,
          modulesDir,
          temporaryDir: isolation.hasOwnTmp ? "/tmp" : temporaryDir,
          logStream,
          ...(api === undefined ? {} : { runtimeApi: api.address }),
        });
      const booted = startChild(isolation, boot, spec, { taskRoot, layersDir }, environmentIn);
      if (layersDir !== undefined && isolation.hasOwnOpt) await showLayers(layersDir, booted.optDir);
      const environment = environmentIn(booted.temporaryDir);
      const specialisation = { environment, taskRoot, optRoot, handler: spec.handler };
      const sandbox = new Sandbox({
        owner,
        spec,
        process: booted.process,
        channel: api ?? openFrameChannel(booted.process.channel, specialisation),
        logStream,
        ownDir: booted.ownDir,
        credentialsExpireAtMs: credentials.expiresAtMs,
      });
      sandbox.log.add(`INIT_START Runtime Version: ${spec.runtime} on ${boot.family} of this machine\n`);
      keep(group, sandbox);
      return sandbox;
    } finally {
      starting--;
    }
  }

  /** A process for one function: from the pool, or its own where the function has a say in how it starts. */
  function startChild(
    isolation: Isolation,
    boot: BootCommand,
    spec: FunctionSpec,
    { taskRoot, layersDir }: { readonly taskRoot: string; readonly layersDir: string | undefined },
    environmentIn: (temporaryDir: string) => Readonly<Record<string, string>>,
  ): Booted {
    if (boot.family === "provided")
      return startSeparate(isolation, [findBootstrap(taskRoot, layersDir)], taskRoot, environmentIn);
    const isLarge = boot.family === "node" && spec.memoryMb > DEFAULT_HEAP_MB;
    if (!isLarge && !needsOwnBoot(spec.environment)) return poolOf(isolation, boot).take();
    const flags = isLarge ? [`--max-old-space-size=${spec.memoryMb}`] : [];
    return startSeparate(isolation, [boot.command, ...flags, ...boot.args], taskRoot, environmentIn);
  }

  function startSeparate(
    isolation: Isolation,
    command: readonly string[],
    workingDir: string,
    environmentIn: (temporaryDir: string) => Readonly<Record<string, string>>,
  ): Booted {
    const ownDir = join(temporaryRoot, random.hex(16));
    const folders = { temporaryDir: join(ownDir, "tmp"), optDir: join(ownDir, "opt") };
    for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const wrapped = isolation.wrap(command, folders);
    const environment = environmentIn(folders.temporaryDir);
    return { ...folders, ownDir, process: startProcess({ command: wrapped, environment, workingDir }) };
  }

  function keep(group: Group, sandbox: Sandbox): void {
    living.add(sandbox);
    if (isStopped) sandbox.end();
    const gone = sandbox.parts.process.exited.then(() => {
      living.delete(sandbox);
      disarm(sandbox);
      const index = group.idle.indexOf(sandbox);
      if (index !== -1) group.idle.splice(index, 1);
      exits.delete(gone);
      places.give(true);
    });
    exits.add(gone);
  }

  function poolOf(isolation: Isolation, boot: BootCommand): BootPool {
    let pool = pools.get(boot.family);
    if (pool === undefined)
      pools.set(
        boot.family,
        (pool = createBootPool(() =>
          startSeparate(isolation, [boot.command, ...boot.args], folder, () => BOOT_ENVIRONMENT),
        )),
      );
    return pool;
  }

  function unpack(code: CodePackage): Promise<string> {
    let work = unpacked.get(code.sha256);
    if (work === undefined) {
      work = unpackCode(codeDir, code);
      unpacked.set(code.sha256, work);
      work.catch(() => unpacked.delete(code.sha256));
    }
    return work;
  }

  /** One folder with all that the layers bring; undefined without layers. */
  async function unpackLayers(layers: readonly CodePackage[]): Promise<string | undefined> {
    if (layers.length === 0) return undefined;
    const folders = await Promise.all(layers.map(unpack));
    const key = folders.join("\n");
    let work = merged.get(key);
    if (work === undefined) {
      work = mergeLayers(codeDir, folders);
      merged.set(key, work);
      work.catch(() => merged.delete(key));
    }
    return work;
  }

  /** Once: the folders that all sandboxes share, and what this machine allows. */
  function prepareHost(): Promise<Isolation> {
    prepared ??= (async () => {
      const own = ownModulesDir();
      await requireOwnFolder(folder);
      await Promise.all([linkSdk(own), sweepTemporary(join(folder, "tmp"))]);
      const isolation = await findIsolation({
        hidden: (options.hidden ?? []).map((path) => resolve(path)),
        readOnly: [codeDir],
        temporaryRoot: join(folder, "tmp"),
        needed: [folder, runtimes.folder, realpathSync(own), process.execPath, ...runtimes.programFolders()],
      });
      ({ endsWithServer } = isolation);
      return isolation;
    })();
    return prepared;
  }

  /** Node finds `node_modules` in the folders above the code: for CommonJS and ES modules alike, without a hook. */
  async function linkSdk(own: string): Promise<void> {
    await mkdir(modulesDir, { recursive: true, mode: 0o700 });
    for (const scope of SDK_SCOPES) {
      const target = join(own, scope);
      if (!existsSync(target)) continue;
      const link = join(modulesDir, scope);
      await access(link).catch(async () => {
        await rm(link, { force: true });
        // RACE: another server may put the same link at the same moment.
        await symlink(target, link).catch(() => {});
      });
    }
  }

  // ---- ending

  function retire(owner: SandboxOwner, functionArn: string): void {
    for (const [revision, group] of groups.get(owner) ?? []) {
      if (group.functionArn !== functionArn) continue;
      groups.get(owner)?.delete(revision);
      retireGroup(group);
    }
  }

  function retireAll(owner: SandboxOwner): void {
    for (const group of groups.get(owner)?.values() ?? []) retireGroup(group);
    groups.delete(owner);
  }

  function retireGroup(group: Group): void {
    group.isRetired = true;
    for (const sandbox of group.idle) sandbox.end();
  }

  async function stop(): Promise<void> {
    isStopped = true;
    clearInterval(memoryCheck);
    for (const timer of idleTimers.values()) clearTimeout(timer);
    for (const sandbox of living) sandbox.end();
    await Promise.all([...[...pools.values()].map((pool) => pool.stop()), ...exits]);
    await rm(temporaryRoot, { recursive: true, force: true });
  }

  return {
    invoke,
    unpack: async (code) => {
      await unpack(code);
      return { unzippedBytes: await measureCode(code) };
    },
    prepare(runtime) {
      const boot = runtimes.find(runtime);
      if (typeof boot === "string" || boot.family === "provided" || isStopped) return;
      // What goes wrong here is told by the first invocation.
      prepareHost().then(
        (isolation) => poolOf(isolation, boot).fill(),
        () => {},
      );
    },
    supports(runtime) {
      const boot = runtimes.find(runtime);
      return typeof boot === "string" ? boot : true;
    },
    retire,
    retireAll,
    stop,
  };
}

function createGroup(spec: FunctionSpec): Group {
  return { idle: [], line: createWaitingLine(), busy: 0, functionArn: spec.functionArn, isRetired: false };
}

/** AWS: "Building a custom runtime": the package's bootstrap, or a layer's. */
function findBootstrap(taskRoot: string, layersDir: string | undefined): string {
  const own = join(taskRoot, "bootstrap");
  return layersDir === undefined || existsSync(own) ? own : join(layersDir, "bootstrap");
}

/** Not below /tmp, which a sandbox may get for itself. */
function defaultFolder(): string {
  return join(existsSync("/var/tmp") ? "/var/tmp" : tmpdir(), `stackyard-${userInfo().uid}`);
}

/** The default place is known to all users of the machine: one that another has made must not be used. */
async function requireOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid } = await lstat(folder);
  if (process.getuid !== undefined && uid !== process.getuid())
    throw new Error(`The folder of sandboxes, ${folder}, belongs to another user.`);
}

/** Removes what servers left that were killed: their folders carry their process ids. */
async function sweepTemporary(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  const left = names.filter((name) => !isRunning(Number.parseInt(name, 10)));
  await Promise.all(left.map((name) => rm(join(root, name), { recursive: true, force: true })));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** AWS: "Log and monitor": YYYY/MM/DD/[VERSION]INSTANCE. */
function logStreamName(nowMs: number, version: string, random: Random): string {
  return `${new Date(nowMs).toISOString().slice(0, 10).replaceAll("-", "/")}/[${version}]${random.hex(32)}`;
}

/** The node_modules that this program's own SDK packages come from. */
function ownModulesDir(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve("@aws-sdk/client-sts");
  return join(entry.slice(0, entry.lastIndexOf("@aws-sdk")), ".");
}
