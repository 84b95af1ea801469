// The sandboxes of one machine: which one runs an invocation, when another is started, and when they end.

import { availableParallelism } from "node:os";
import { secureRandom } from "../kernel/random.ts";
import type { Random } from "../kernel/random.ts";
import { createCodeFolders } from "./code-folders.ts";
import { measureCode } from "./code-package.ts";
import type { InitializationType } from "./environment.ts";
import { createInspections } from "./inspections.ts";
import type { Inspected } from "./inspections.ts";
import { reportFailedStart } from "./failed-start.ts";
import { createGroups, popIdle } from "./groups.ts";
import type { Group } from "./groups.ts";
import { createMemoryWatch } from "./memory-watch.ts";
import type { ProgramPlaces } from "./programs.ts";
import { findRuntimes, isBootedAhead, isInstallable } from "./runtimes.ts";
import type { BootCommand } from "./runtimes.ts";
import { INIT_LIMIT_MS } from "./sandbox.ts";
import type { Sandbox } from "./sandbox.ts";
import type {
  FunctionSpec,
  Inspection,
  InspectionSettings,
  Invocation,
  InvocationResult,
  SandboxOwner,
  Sandboxes,
} from "./sandboxes.ts";
import { createStarter } from "./starter.ts";
import { createResting } from "./resting.ts";
import { createProvisioning } from "./provisioning.ts";
import { createWaitingLine } from "./waiting-line.ts";

export interface SandboxHostOptions {
  /**
   * For unpacked code, temporary files and the SDK's links. Choose it outside of any project: modules are looked for in
   * the folders above a function's code, too. By default a private folder below the system's folder for such files.
   */
  readonly folder?: string;
  /** Folders that functions must not see, such as the yard's state; honoured where the machine allows it. */
  readonly hidden?: readonly string[];
  /** Where interpreters are looked for; by default where this machine has them. */
  readonly programs?: Partial<ProgramPlaces>;
  /** How long a sandbox is kept warm without work. */
  readonly idleMs?: number;
  /** More than these run only for functions that others wait for, and where nothing ends for a moment. */
  readonly mostSandboxes?: number;
  /** That moment. */
  readonly patienceMs?: number;
  /** How long the init phase may take; AWS's ten seconds by default. */
  readonly initLimitMs?: number;
  readonly random?: Random;
}

const IDLE_MS = 5 * 60_000;
const PRUNE_AFTER_MS = 60_000;
const PRUNE_INTERVAL_MS = 6 * 60 * 60_000;
// AWS refreshes a function's credentials well before their end; here the sandbox is replaced.
const CREDENTIALS_MARGIN_MS = 5 * 60_000;
// A function that waits for another one holds a place meanwhile. Where that is known, the other one gets a place at once;
// else a machine on which nothing ends for so long takes a few more, so that none waits for its own place for ever.
const PATIENCE_MS = 200;
// What starting a sandbox costs in the middle of a burst.
const START_COST_MS = 30;

/** Starts and keeps sandboxes on this machine. */
export function createSandboxHost(options: SandboxHostOptions = {}): Sandboxes {
  const random = options.random ?? secureRandom();
  const mostSandboxes = options.mostSandboxes ?? Math.max(16, availableParallelism() * 8);
  const runtimes = findRuntimes({
    searchPath: process.env["PATH"] ?? "",
    javaHome: process.env["JAVA_HOME"],
    javaClient: process.env["STACKYARD_JAVA_RIC"],
    rubyClient: process.env["STACKYARD_RUBY_RIC"],
    ...options.programs,
  });
  const folders = createCodeFolders({
    folder: options.folder,
    hidden: options.hidden ?? [],
    needed: () => [runtimes.folder, process.execPath, ...runtimes.programFolders()],
  });
  const starter = createStarter(folders, random);
  const prune = (): void => void folders.prune(Date.now()).catch(() => {});
  const pruning = setInterval(prune, PRUNE_INTERVAL_MS).unref();
  setTimeout(prune, PRUNE_AFTER_MS).unref();

  const groups = createGroups();
  const living = new Set<Sandbox>();
  const resting = createResting(options.idleMs ?? IDLE_MS, () => starter.endsWithServer());
  const memory = createMemoryWatch();
  const places = createWaitingLine<true>();
  const exits = new Set<Promise<unknown>>();
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  let starting = 0;
  /** When an invocation or a sandbox has ended last. */
  let endedAt = 0;
  let extraPlaces = 0;
  let isStopped = false;

  // ---- choosing

  async function invoke(owner: SandboxOwner, spec: FunctionSpec, invocation: Invocation): Promise<InvocationResult> {
    const boot = requireBoot(spec);
    const inspected = inspections.find(owner, spec.functionArn);
    if (inspected !== undefined) return invokeInspected(inspected, boot, owner, spec, invocation);
    const group = groups.of(owner, spec);
    const warm = takeIdle(group, owner) ?? (await waitBriefly(group)) ?? (await findPlace(group, owner, invocation));
    return warm === undefined ? runCold(group, boot, owner, spec, invocation) : run(group, warm, invocation);
  }

  function requireBoot(spec: FunctionSpec): BootCommand {
    const boot = runtimes.find(spec.runtime);
    if (typeof boot === "string") throw new Error(boot);
    return boot;
  }

  /** One that is good for an invocation. */
  function takeIdle(group: Group, owner: SandboxOwner): Sandbox | undefined {
    for (let sandbox = popIdle(group); sandbox !== undefined; sandbox = popIdle(group)) {
      resting.remove(sandbox);
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
  async function findPlace(
    group: Group,
    owner: SandboxOwner,
    { isNested = false }: Invocation,
  ): Promise<Sandbox | undefined> {
    while (isFull() && !resting.evict()) {
      if (isNested) break;
      await places.wait(patienceMs);
      const warm = takeIdle(group, owner);
      if (warm !== undefined) return warm;
      if (isStuck()) break;
    }
    starting++;
    return undefined;
  }

  /** Whether nothing has ended for a while. A few may then start beyond the limit before it is asked again. */
  function isStuck(): boolean {
    const now = performance.now();
    if (now - endedAt >= patienceMs) {
      endedAt = now;
      extraPlaces = Math.ceil(mostSandboxes / 4);
    }
    return extraPlaces-- > 0;
  }

  function isFull(): boolean {
    return living.size + starting >= mostSandboxes;
  }

  // ---- running

  async function run(
    group: Group,
    sandbox: Sandbox,
    invocation: Invocation,
    initDurationMs?: number,
    spentMs?: number,
  ): Promise<InvocationResult> {
    memory.add(sandbox);
    group.busy++;
    const finish = (): void => {
      memory.remove(sandbox);
      group.busy--;
      release(group, sandbox);
    };
    let whole: Promise<unknown> | undefined;
    try {
      const result = await sandbox.invoke(invocation, initDurationMs, spentMs);
      const { durationMs } = result;
      group.meanMs = group.meanMs === undefined ? durationMs : 0.8 * group.meanMs + 0.2 * durationMs;
      ({ whole } = result);
      return result;
    } finally {
      if (whole === undefined) finish();
      else void whole.then(finish);
    }
  }

  function release(group: Group, sandbox: Sandbox): void {
    endedAt = performance.now();
    extraPlaces = 0;
    if (isStopped || group.isRetired) sandbox.end();
    if (!sandbox.isEnded) {
      if (sandbox.parts.pause !== undefined) {
        group.idle.push(sandbox);
        return;
      }
      if (group.line.give(sandbox)) return;
      group.idle.push(sandbox);
      if (group.provisioned.sandboxes.has(sandbox)) {
        resting.addForGood(sandbox, () => group.idle.includes(sandbox));
        return;
      }
      resting.add(sandbox);
    }
    places.give(true);
  }

  // ---- starting

  async function runCold(
    group: Group,
    boot: BootCommand,
    owner: SandboxOwner,
    spec: FunctionSpec,
    invocation: Invocation,
    inspected?: Inspected,
  ): Promise<InvocationResult> {
    let startedAt = performance.now();
    let sandbox = await start(group, boot, owner, spec, "on-demand", inspected);
    let outcome = await sandbox.initialise(initLimitOf(inspected));
    if (outcome.kind === "timeout") {
      // AWS: "If all three tasks do not complete within 10 seconds, Lambda retries the Init phase at the time of the
      // first function invocation with the configured function timeout."
      sandbox.reportInit(performance.now() - startedAt, { status: "timeout", errorType: "" });
      sandbox.end();
      startedAt = performance.now();
      starting++;
      sandbox = await start(group, boot, owner, spec, "on-demand", inspected);
      outcome = await sandbox.initialise(spec.timeoutMs);
      if (outcome.kind === "ready") return run(group, sandbox, invocation, undefined, performance.now() - startedAt);
    }
    const elapsedMs = performance.now() - startedAt;
    if (outcome.kind === "ready") return run(group, sandbox, invocation, elapsedMs);
    sandbox.end();
    await sandbox.parts.process.exited;
    return reportFailedStart(sandbox, outcome, invocation, elapsedMs);
  }

  async function start(
    group: Group,
    boot: BootCommand,
    owner: SandboxOwner,
    spec: FunctionSpec,
    initializationType: InitializationType = "on-demand",
    inspected?: Inspected,
  ): Promise<Sandbox> {
    try {
      const sandbox = await starter.start(boot, owner, spec, initializationType, inspected?.start);
      keep(group, sandbox);
      inspected?.runs(sandbox);
      return sandbox;
    } finally {
      starting--;
    }
  }

  function keep(group: Group, sandbox: Sandbox): void {
    living.add(sandbox);
    if (isStopped) sandbox.end();
    const gone = sandbox.gone.then(() => {
      living.delete(sandbox);
      resting.remove(sandbox);
      const index = group.idle.indexOf(sandbox);
      if (index !== -1) group.idle.splice(index, 1);
      group.provisioned.sandboxes.delete(sandbox);
      exits.delete(gone);
      places.give(true);
    });
    exits.add(gone);
  }

  // ---- debugging

  const inspections = createInspections(async (owner, spec) => {
    const inspected = inspections.find(owner, spec.functionArn);
    await inspected?.turn(() => startInspected(inspected, owner, spec));
  });

  function initLimitOf(inspected: Inspected | undefined): number {
    return inspected?.start.breaks === true ? Infinity : (options.initLimitMs ?? INIT_LIMIT_MS);
  }

  function invokeInspected(
    inspected: Inspected,
    boot: BootCommand,
    owner: SandboxOwner,
    spec: FunctionSpec,
    invocation: Invocation,
  ): Promise<InvocationResult> {
    return inspected.turn(() => {
      inspected.keepOnly(spec.revision);
      const group = groups.of(owner, spec);
      const warm = takeIdle(group, owner);
      if (warm !== undefined) return run(group, warm, invocation);
      starting++;
      return runCold(group, boot, owner, spec, invocation, inspected);
    });
  }

  /** Starts the sandbox before the first invocation: a debugger has come. */
  async function startInspected(inspected: Inspected, owner: SandboxOwner, spec: FunctionSpec): Promise<void> {
    inspected.keepOnly(spec.revision);
    const group = groups.of(owner, spec);
    const boot = requireBoot(spec);
    starting++;
    const sandbox = await start(group, boot, owner, spec, "on-demand", inspected);
    const outcome = await sandbox.initialise(initLimitOf(inspected));
    if (outcome.kind === "ready") release(group, sandbox);
    // What is wrong with it is told by the next invocation, in the log.
    else sandbox.end();
  }

  function inspect(owner: SandboxOwner, spec: () => FunctionSpec, settings: InspectionSettings): Promise<Inspection> {
    const now = spec();
    if (!isBootedAhead(requireBoot(now)))
      return Promise.reject(new Error(`Functions of the runtime ${now.runtime} have no debugger that is known here.`));
    // Those that run without one end.
    groups.retire(owner, now.functionArn);
    return inspections.begin(owner, spec, settings);
  }

  // ---- keeping ready

  const provision = createProvisioning({
    mostProvisioned: Math.floor(mostSandboxes / 2),
    isStopped: () => isStopped,
    release,
    async start(group, owner, spec) {
      const boot = requireBoot(spec);
      starting++;
      const sandbox = await start(group, boot, owner, spec, "provisioned-concurrency");
      const outcome = await sandbox.initialise(initLimitOf(undefined));
      if (outcome.kind === "ready") return sandbox;
      sandbox.end();
      return undefined;
    },
  });

  // ---- ending

  function retireAll(owner: SandboxOwner): void {
    groups.retireAll(owner);
    void inspections.end(owner);
  }

  async function stop(): Promise<void> {
    isStopped = true;
    memory.stop();
    resting.stop();
    clearInterval(pruning);
    for (const sandbox of living) sandbox.end();
    await inspections.end();
    await Promise.all([starter.stop(), ...exits]);
    await starter.removeTemporary();
  }

  return {
    invoke,
    unpack: async (code) => {
      await folders.unpack(code);
      return { unzippedBytes: await measureCode(code) };
    },
    prepare(runtime) {
      const boot = runtimes.find(runtime);
      if (typeof boot === "string" || !isBootedAhead(boot) || isStopped) return;
      // What goes wrong here is told by the first invocation.
      starter.prepare(boot).catch(() => {});
    },
    supports(runtime) {
      const boot = runtimes.find(runtime);
      return typeof boot === "string" ? { reason: boot, isInstallable: isInstallable(runtime) } : true;
    },
    programOf(runtime) {
      const boot = runtimes.find(runtime);
      return typeof boot === "string" ? undefined : { runtime, program: boot.program, isExact: boot.isExact };
    },
    runtimes: () => [...runtimes.known()].map(([runtime, { program, isExact }]) => ({ runtime, program, isExact })),
    provision: (owner, spec, count) => provision(groups.of(owner, spec), owner, spec, count),
    inspect,
    retire: groups.retire,
    retireAll,
    stop,
  };
}
