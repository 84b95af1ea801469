// Starting sandboxes: a process from the pool or one of its own, separated as the machine allows, with the function's code,
// layers, variables and credentials.

import { existsSync, mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Random } from "../kernel/random.ts";
import { createBootPool } from "./boot-pool.ts";
import type { BootPool, Booted } from "./boot-pool.ts";
import type { CodeFolders } from "./code-folders.ts";
import { functionEnvironment, needsOwnBoot } from "./environment.ts";
import type { InitializationType } from "./environment.ts";
import { openFrameChannel } from "./frame-channel.ts";
import { copyForInspection } from "./inspected-code.ts";
import type { InspectedStart } from "./inspections.ts";
import { DEFAULT_TEMPORARY_MB } from "./isolation.ts";
import type { Isolation } from "./isolation.ts";
import { showLayers } from "./layers.ts";
import { findProcessorShares } from "./processor-share.ts";
import type { ProcessorShares } from "./processor-share.ts";
import { startProcess } from "./process.ts";
import { loopbackAddress, openRuntimeApi } from "./runtime-api.ts";
import { DEFAULT_HEAP_MB } from "./runtimes.ts";
import type { BootCommand } from "./runtimes.ts";
import { Sandbox } from "./sandbox.ts";
import type { FunctionSpec, SandboxOwner } from "./sandboxes.ts";

const BOOT_ENVIRONMENT = { PATH: "/usr/local/bin:/usr/bin:/bin", LANG: "en_US.UTF-8", TZ: ":UTC" };

export interface Starter {
  /** Starts a sandbox, which is then to be initialised. Rejects if it cannot have code or credentials. */
  start(
    boot: BootCommand,
    owner: SandboxOwner,
    spec: FunctionSpec,
    initializationType: InitializationType,
    inspected?: InspectedStart,
  ): Promise<Sandbox>;
  /** Boots processes ahead. */
  prepare(boot: BootCommand): Promise<void>;
  /** Whether the kernel ends sandboxes with this server; false until the first one starts. */
  endsWithServer(): boolean;
  /** Ends the processes that were booted ahead. */
  stop(): Promise<void>;
  /** Removes all temporary files; when all sandboxes are gone. */
  removeTemporary(): Promise<void>;
}

type EnvironmentIn = (temporaryDir: string) => Readonly<Record<string, string>>;

/** Starts sandboxes with code from `folders`. */
export function createStarter(folders: CodeFolders, random: Random): Starter {
  const pools = new Map<string, BootPool>();
  const temporaryRoot = join(folders.temporaryRoot, `${process.pid}-${random.hex(8)}`);
  let endsWithServer = false;
  let shares: ProcessorShares | undefined;
  let hasLookedForShares = false;

  async function prepareFolders(): Promise<Isolation> {
    const isolation = await folders.prepare();
    ({ endsWithServer } = isolation);
    if (!hasLookedForShares) shares = findProcessorShares();
    hasLookedForShares = true;
    return isolation;
  }

  async function start(
    boot: BootCommand,
    owner: SandboxOwner,
    spec: FunctionSpec,
    initializationType: InitializationType,
    inspected?: InspectedStart,
  ): Promise<Sandbox> {
    const isInspected = inspected !== undefined;
    const [isolation, taskRoot, layersDir, credentials] = await Promise.all([
      prepareFolders(),
      unpackFor(spec, inspected),
      folders.unpackLayers(spec.layers),
      owner.credentials(spec),
    ]);
    const api = boot.family === "provided" ? await openRuntimeApi(loopbackAddress(random)) : undefined;
    const optRoot = isolation.hasOwnOpt ? "/opt" : (layersDir ?? "/opt");
    const logStream = logStreamName(owner.nowMs(), spec.version, random);
    const environmentIn: EnvironmentIn = (temporaryDir) =>
      functionEnvironment(spec, credentials, {
        taskRoot,
        runtimeDir: boot.runtimeDir,
        optRoot,
        modulesDir: folders.modulesDir,
        temporaryDir: isolation.hasOwnTmp ? "/tmp" : temporaryDir,
        logStream,
        initializationType,
        ...(api === undefined ? {} : { runtimeApi: api.address }),
      });
    const booted = startChild(isolation, boot, spec, { taskRoot, layersDir, isInspected }, environmentIn);
    shares?.give(booted.process.pid, spec.memoryMb);
    if (shares !== undefined) void booted.process.exited.then(() => shares?.takeBack(booted.process.pid));
    if (layersDir !== undefined && isolation.hasOwnOpt) await showLayers(layersDir, booted.optDir);
    const environment = environmentIn(booted.temporaryDir);
    const specialisation = {
      environment,
      taskRoot,
      optRoot,
      handler: spec.handler,
      ...(inspected === undefined ? {} : { inspect: { host: loopbackAddress(random), breaks: inspected.breaks } }),
    };
    const sandbox = new Sandbox({
      owner,
      spec,
      process: booted.process,
      channel: api ?? openFrameChannel(booted.process.channel, specialisation),
      logStream,
      codeDir: taskRoot,
      ...(inspected === undefined ? {} : { pause: inspected.pause }),
      ownDir: booted.ownDir,
      credentialsExpireAtMs: credentials.expiresAtMs,
    });
    sandbox.reportStart(`${spec.runtime} on ${boot.program}`);
    return sandbox;
  }

  async function unpackFor(spec: FunctionSpec, inspected: InspectedStart | undefined): Promise<string> {
    const folder = await folders.unpack(spec.code);
    if (inspected === undefined) return folder;
    return copyForInspection(folder, join(dirname(folder), `inspected-${inspected.port}`), inspected.sourceDir);
  }

  /** A process for one function: from the pool, or its own where the function has a say in how it starts. */
  function startChild(
    isolation: Isolation,
    boot: BootCommand,
    spec: FunctionSpec,
    place: { readonly taskRoot: string; readonly layersDir: string | undefined; readonly isInspected: boolean },
    environmentIn: EnvironmentIn,
  ): Booted {
    const { taskRoot, layersDir, isInspected } = place;
    const { ephemeralStorageMb: size } = spec;
    if (boot.family === "provided")
      return startSeparate(isolation, [findBootstrap(taskRoot, layersDir)], taskRoot, environmentIn, size);
    const isLarge = boot.family === "node" && spec.memoryMb > DEFAULT_HEAP_MB;
    if (!isLarge && !isInspected && size === DEFAULT_TEMPORARY_MB && !needsOwnBoot(spec.environment))
      return poolOf(isolation, boot).take();
    const flags = isLarge ? [`--max-old-space-size=${spec.memoryMb}`] : [];
    // An inspector then does not tell its address in the function's log.
    if (isInspected && boot.family === "node") flags.push("--inspect-publish-uid=http");
    return startSeparate(isolation, [boot.command, ...flags, ...boot.args], taskRoot, environmentIn, size);
  }

  function startSeparate(
    isolation: Isolation,
    command: readonly string[],
    workingDir: string,
    environmentIn: EnvironmentIn,
    temporaryMb = DEFAULT_TEMPORARY_MB,
  ): Booted {
    const ownDir = join(temporaryRoot, random.hex(16));
    const own = { temporaryDir: join(ownDir, "tmp"), optDir: join(ownDir, "opt") };
    for (const folder of Object.values(own)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const wrapped = isolation.wrap(command, own, temporaryMb);
    const environment = environmentIn(own.temporaryDir);
    return { ...own, ownDir, process: startProcess({ command: wrapped, environment, workingDir }) };
  }

  function poolOf(isolation: Isolation, boot: BootCommand): BootPool {
    let pool = pools.get(boot.command);
    if (pool === undefined)
      pools.set(
        boot.command,
        (pool = createBootPool(() =>
          startSeparate(isolation, [boot.command, ...boot.args], folders.folder, () => BOOT_ENVIRONMENT),
        )),
      );
    return pool;
  }

  return {
    start,
    async prepare(boot) {
      poolOf(await prepareFolders(), boot).fill();
    },
    endsWithServer: () => endsWithServer,
    async stop() {
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
    async removeTemporary() {
      shares?.close();
      await rm(temporaryRoot, { recursive: true, force: true });
    },
  };
}

/** AWS: "Building a custom runtime": the package's bootstrap, or a layer's. */
function findBootstrap(taskRoot: string, layersDir: string | undefined): string {
  const own = join(taskRoot, "bootstrap");
  return layersDir === undefined || existsSync(own) ? own : join(layersDir, "bootstrap");
}

/** AWS: "Log and monitor": YYYY/MM/DD/[VERSION]INSTANCE. */
function logStreamName(nowMs: number, version: string, random: Random): string {
  return `${new Date(nowMs).toISOString().slice(0, 10).replaceAll("-", "/")}/[${version}]${random.hex(32)}`;
}
