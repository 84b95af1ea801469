// The yards of one process: the main one on the state folder, and its forks, each with an address and a clock of its own.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ForkRequest, Forks, ForkView } from "./control/forks.ts";
import type { ClaimedCredentials } from "./gateway/signature.ts";
import { renewSealingKey } from "./iam/session-tokens.ts";
import { createClock, type Clock } from "./kernel/clock.ts";
import { parseRegion } from "./kernel/ids.ts";
import { createLog } from "./kernel/log.ts";
import { secureRandom, type Random } from "./kernel/random.ts";
import { machineNowMs, realTimer } from "./kernel/real-time.ts";
import { createSandboxHost } from "./sandbox/sandbox-host.ts";
import type { ResourceType } from "./service/resource-type.ts";
import { createFileBlobs } from "./store/file-blobs.ts";
import { openLmdb } from "./store/lmdb.ts";
import { createYard, type ControlKey, type Yard, type YardParts } from "./yard.ts";

export interface YardsOptions {
  /** Folder of all state. */
  readonly stateDir: string;
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  readonly clock?: Clock;
  readonly random?: Random;
  /** "process": what was acknowledged survives `kill -9`. "power": it survives power loss, too, at the price of a sync. */
  readonly durability?: "process" | "power";
  readonly region?: string;
  /** Resource types that stand in for those of the services: for tests of the stack engine. */
  readonly resourceTypes?: readonly ResourceType[];
  /** Where the server's own log goes: lines of JSON. */
  readonly logLine?: (line: string) => void;
}

/** The yards of a process. */
export interface Yards {
  readonly main: Yard;
  readonly controlKey: ControlKey;
  /** The forks of the main yard. */
  readonly forks: Forks;
  stop(): Promise<void>;
}

interface Fork {
  readonly yard: Yard;
  readonly parent: Yard;
  view: ForkView;
  readonly leaseMs: number | undefined;
  cancelLease: () => void;
}

/** Opens the state folder, goes on with what was under way, and listens. */
export async function startYards(options: YardsOptions): Promise<Yards> {
  const { stateDir, host = "127.0.0.1", port = 4566, durability = "process" } = options;
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const clock = options.clock ?? createClock({ mode: "wall" });
  const random = options.random ?? secureRandom();
  const sandboxes = createSandboxHost({ hidden: [stateDir] });
  const controlKey = { accessKeyId: `STACKYARD${random.hex(12).toUpperCase()}`, secretAccessKey: random.hex(40) };
  const forks = new Map<string, Fork>();
  const shared: Omit<YardParts, "store" | "clock" | "port"> = {
    blobs: createFileBlobs(join(stateDir, "blobs"), { durability }),
    random,
    log: createLog(options.logLine ?? (() => undefined), clock.nowMs),
    sandboxes,
    region: parseRegion(options.region ?? "us-east-1"),
    controlKey,
    host,
    durability,
    resourceTypes: options.resourceTypes ?? [],
    forks: forksOf,
  };
  const main = await createYard({
    ...shared,
    store: openLmdb(join(stateDir, "store")),
    clock,
    port,
    elsewhere: findFork,
  });

  // A URL that was kept before a fork was made leads to the parent's address, also those who live in the fork: their
  // credentials say where they belong.
  function findFork(claim: () => ClaimedCredentials | undefined): Yard | undefined {
    const claimed = forks.size === 0 ? undefined : claim();
    if (claimed === undefined || knows(main, claimed)) return undefined;
    return [...forks.values()].find(({ yard }) => knows(yard, claimed))?.yard;
  }

  async function create(parent: Yard, { name, isQuiet, leaseMs }: ForkRequest): Promise<ForkView> {
    const store = parent.context.store.fork();
    renewSealingKey(store, random);
    const yard = await createYard({
      ...shared,
      store,
      clock: parent.context.clock.fork(),
      port: 0,
      inherited: {
        origin: parent.context.origin,
        isQuiet,
        isInherited: (accessKeyId) => parent.identity.findCredential(accessKeyId, undefined) !== undefined,
      },
    });
    const view = { name, address: yard.address, isQuiet, createdAtMs: machineNowMs(), expiresAtMs: undefined };
    const fork: Fork = { yard, parent, view, leaseMs, cancelLease: () => undefined };
    forks.set(name, fork);
    startLease(fork);
    yard.open();
    return fork.view;
  }

  function startLease(fork: Fork): void {
    const { leaseMs } = fork;
    if (leaseMs === undefined) return;
    fork.cancelLease();
    fork.cancelLease = realTimer(leaseMs, () => void drop(fork.view.name));
    fork.view = { ...fork.view, expiresAtMs: machineNowMs() + leaseMs };
  }

  async function drop(name: string): Promise<boolean> {
    const fork = forks.get(name);
    if (fork === undefined) return false;
    forks.delete(name);
    fork.cancelLease();
    // What was forked from it goes with it.
    await Promise.all(
      [...forks.values()].filter((each) => each.parent === fork.yard).map((each) => drop(each.view.name)),
    );
    await fork.yard.close();
    return true;
  }

  function forksOf(parent: Yard): Forks {
    const own = (name: string): Fork | undefined => {
      const fork = forks.get(name);
      return fork?.parent === parent ? fork : undefined;
    };
    return {
      create: (request) => create(parent, request),
      renew(name) {
        const fork = own(name);
        if (fork !== undefined) startLease(fork);
        return fork?.view;
      },
      drop: async (name) => own(name) !== undefined && (await drop(name)),
      has: (name) => forks.has(name),
      list: () => [...forks.values()].filter((each) => each.parent === parent).map((each) => each.view),
    };
  }

  async function stop(): Promise<void> {
    await Promise.all([...forks.keys()].map(drop));
    await main.close();
    await sandboxes.stop();
  }

  main.open();
  return { main, controlKey, forks: forksOf(main), stop };
}

function knows(yard: Yard, { accessKeyId, sessionToken }: ClaimedCredentials): boolean {
  return yard.identity.findCredential(accessKeyId, sessionToken) !== undefined;
}
