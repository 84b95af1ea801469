// Starting sandboxes: a process from the pool or one of its own, separated as the machine allows, with the function's code,
// layers, variables and credentials.

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Random } from "../kernel/random.ts";
import { loopbackAddress, openApiServer } from "./api-server.ts";
import { createBootPool } from "./boot-pool.ts";
import type { BootPool, Booted } from "./boot-pool.ts";
import type { CodeFolders } from "./code-folders.ts";
import { functionEnvironment, needsOwnBoot } from "./environment.ts";
import type { InitializationType } from "./environment.ts";
import { equip } from "./equipment.ts";
import { createExtensions } from "./extensions/extensions.ts";
import { extensionEnvironment, heldBack, hostsOf, listPrograms } from "./extensions/programs.ts";
import { openFrameChannel } from "./frame-channel.ts";
import { copyForInspection } from "./inspected-code.ts";
import type { InspectedStart } from "./inspections.ts";
import { DEFAULT_TEMPORARY_MB } from "./isolation.ts";
import type { Isolation } from "./isolation.ts";
import { showLayers } from "./layers.ts";
import { findProcessorShares } from "./processor-share.ts";
import type { ProcessorShares } from "./processor-share.ts";
import { peersOf } from "./peers.ts";
import { startPlainProcess, startProcess } from "./process.ts";
import type { SandboxProcess } from "./process.ts";
import { serveRuntimeApi } from "./runtime-api.ts";
import { DEFAULT_HEAP_MB, isBootedAhead } from "./runtimes.ts";
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

/** What one function's process is given. */
interface Belongings {
  readonly taskRoot: string;
  readonly layersDir: string | undefined;
  /** With external extensions: the names of addresses in the sandbox. */
  readonly hosts: string | undefined;
  /** Whether debuggers can come to it. */
  readonly isInspected: boolean;
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
    const programs = await listPrograms(layersDir);
    const api = await openApiServer(loopbackAddress(random));
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
        runtimeApi: api.address,
      });
    const hosts = programs.length === 0 ? undefined : hostsOf(api.host);
    const booted = startChild(isolation, boot, spec, { taskRoot, layersDir, hosts, isInspected }, environmentIn);
    const { process } = booted;
    shares?.give(process.pid, spec.memoryMb);
    if (layersDir !== undefined && isolation.hasOwnOpt) await showLayers(layersDir, booted.optDir);
    if (isolation.isSeparate) api.admit(peersOf(() => process.pid));
    if (programs.length > 0) await stands(process);
    const environment = environmentIn(booted.temporaryDir);
    const specialisation = {
      environment,
      taskRoot,
      optRoot,
      handler: spec.handler,
      ...(inspected === undefined ? {} : { inspect: { host: loopbackAddress(random), breaks: inspected.breaks } }),
    };
    let release = (): void => {};
    const released = programs.length === 0 ? undefined : new Promise<void>((resolve) => (release = resolve));
    const equipment = equip(owner, spec, { process, logStream, api, initializationType });
    const { registrations, telemetry, captureExtension } = equipment;
    const sandbox = new Sandbox({
      owner,
      spec,
      process,
      api,
      channel: isBootedAhead(boot) ? openFrameChannel(process.channel, specialisation, released) : serveRuntimeApi(api),
      registrations,
      extensions: createExtensions({
        programs,
        registrations,
        telemetry,
        launch(name) {
          const command = isolation.enter([join(optRoot, "extensions", name)], process.pid);
          if (typeof command === "string") return command;
          const program = startPlainProcess({
            command,
            environment: extensionEnvironment(environment),
            workingDir: "/",
          });
          captureExtension(program);
          shares?.join(process.pid, program.pid);
          return program;
        },
        startRuntime() {
          if (programs.length > 0) process.channel.write("\n");
          release();
        },
      }),
      log: equipment.log,
      events: equipment.events,
      runtimeVersion: `${spec.runtime} on ${boot.program}`,
      codeDir: taskRoot,
      ...(inspected === undefined ? {} : { pause: inspected.pause }),
      ownDir: booted.ownDir,
      credentialsExpireAtMs: credentials.expiresAtMs,
    });
    if (shares !== undefined) void sandbox.gone.then(() => shares?.takeBack(process.pid));
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
    place: Belongings,
    environmentIn: EnvironmentIn,
  ): Booted {
    const { taskRoot, layersDir, hosts, isInspected } = place;
    const { ephemeralStorageMb: size } = spec;
    const startOwn = (command: readonly string[]): Booted =>
      startSeparate(
        isolation,
        hosts === undefined ? command : heldBack(command),
        taskRoot,
        environmentIn,
        size,
        isolation.isSeparate && hosts !== "" ? hosts : undefined,
      );
    if (boot.family === "provided") return startOwn([findBootstrap(taskRoot, layersDir)]);
    if (boot.family === "client")
      return startOwn([boot.command, ...(boot.flags?.(spec.memoryMb) ?? []), ...boot.args, spec.handler]);
    const isLarge = boot.family === "node" && spec.memoryMb > DEFAULT_HEAP_MB;
    const isOrdinary = !isLarge && !isInspected && size === DEFAULT_TEMPORARY_MB && !needsOwnBoot(spec.environment);
    if (isOrdinary && hosts === undefined) return poolOf(isolation, boot).take();
    const flags = isLarge ? [`--max-old-space-size=${spec.memoryMb}`] : [];
    // An inspector then does not tell its address in the function's log.
    if (isInspected && boot.family === "node") flags.push("--inspect-publish-uid=http");
    return startOwn([boot.command, ...flags, ...boot.args]);
  }

  function startSeparate(
    isolation: Isolation,
    command: readonly string[],
    workingDir: string,
    environmentIn: EnvironmentIn,
    temporaryMb = DEFAULT_TEMPORARY_MB,
    hosts?: string,
  ): Booted {
    const ownDir = join(temporaryRoot, random.hex(16));
    const own = { temporaryDir: join(ownDir, "tmp"), optDir: join(ownDir, "opt") };
    for (const folder of Object.values(own)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const hostsFile = join(ownDir, "hosts");
    if (hosts !== undefined) writeFileSync(hostsFile, hosts);
    const wrapped = isolation.wrap(command, { ...own, ...(hosts === undefined ? {} : { hostsFile }) }, temporaryMb);
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

/** Resolves when a process that is held back waits in its sandbox, or is gone. */
function stands({ channel, exited }: SandboxProcess): Promise<unknown> {
  return Promise.race([new Promise((resolve) => channel.once("data", resolve)), exited]);
}
