// The yards of one process: the main one on the state folder, and its forks, each with an address and a clock of its own.
// A fork is durable, and is there again after a restart, unless it is a rehearsal's: quiet, or with a lease.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startBlobHousekeeping } from "./blob-housekeeping.ts";
import type { ForkRequest, Forks, ForkView } from "./control/forks.ts";
import type { ClaimedCredentials } from "./gateway/signature.ts";
import { renewSealingKey } from "./iam/session-tokens.ts";
import { createClock, type Clock } from "./kernel/clock.ts";
import { invariant, OperatorError } from "./kernel/errors.ts";
import { parseRegion } from "./kernel/ids.ts";
import { createLog } from "./kernel/log.ts";
import { secureRandom, type Random } from "./kernel/random.ts";
import { machineNowMs, realTimer } from "./kernel/real-time.ts";
import { createSandboxHost } from "./sandbox/sandbox-host.ts";
import { authorityFolder, createAuthority } from "./service/certificates/authority.ts";
import type { ResourceDefinition } from "./service/define-resource.ts";
import type { ResourceType } from "./service/resource-type.ts";
import { createFileBlobs, type Pruned } from "./store/file-blobs.ts";
import { openStores } from "./store/forks.ts";
import type { Store } from "./store/store.ts";
import { createYard, type ControlKey, type Yard, type YardParts } from "./yard.ts";

export interface YardsOptions {
  /** Folder of all state. */
  readonly stateDir: string;
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  /** Where the main yard's name server listens, 0 for any free port; left out for no name server. */
  readonly dnsPort?: number;
  /** Where the main yard takes TLS as well, 0 for any free port; left out for nowhere. */
  readonly httpsPort?: number;
  readonly clock?: Clock;
  readonly random?: Random;
  /** "process": what was acknowledged survives `kill -9`. "power": it survives power loss, too, at the price of a sync. */
  readonly durability?: "process" | "power";
  readonly region?: string;
  /** Resource types that stand in for those of the services: for tests of the stack engine. */
  readonly resourceTypes?: readonly ResourceType[];
  /** Resource types of the user's own, beside AWS's. */
  readonly ownTypes?: readonly ResourceDefinition[];
  /** How long a new blob stays although no record names it; see FileBlobsOptions. */
  readonly blobGraceMs?: number;
  /** Where the server's own log goes: lines of JSON. */
  readonly logLine?: (line: string) => void;
}

/** The yards of a process. */
export interface Yards {
  readonly main: Yard;
  readonly controlKey: ControlKey;
  /** The forks of the main yard. */
  readonly forks: Forks;
  /** The yard of a fork while it is there, whosever fork it is: for who lives in this process. */
  yardOf(name: string): Yard | undefined;
  /** Frees the disk of blobs that no record of any yard names; it happens by itself, too, every hour. */
  pruneBlobs(): Promise<Pruned>;
  stop(): Promise<void>;
}

interface Fork {
  readonly yard: Yard;
  readonly parent: Yard;
  /** Whether its store has a name, so that it outlives the process. */
  readonly isDurable: boolean;
  view: ForkView;
  readonly leaseMs: number | undefined;
  cancelLease: () => void;
}

/** What a durable fork remembers about itself, in its own store. */
interface ForkRecord {
  readonly v: 1;
  /** The fork's name: the record that it has from a parent which is a fork itself is not its own. */
  readonly name: string;
  /** Where it listened last; addresses that people noted stay right. */
  readonly port: number;
}

const FORK_RECORD = ["yards", "fork"];

/** Opens the state folder, goes on with what was under way, and listens. */
export async function startYards(options: YardsOptions): Promise<Yards> {
  const { stateDir, host = "127.0.0.1", port = 4566, durability = "process" } = options;
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const clock = options.clock ?? createClock({ mode: "wall" });
  const random = options.random ?? secureRandom();
  const sandboxes = createSandboxHost({ hidden: [stateDir] });
  const controlKey = { accessKeyId: `STACKYARD${random.hex(12).toUpperCase()}`, secretAccessKey: random.hex(40) };
  const forks = new Map<string, Fork>();
  const { blobGraceMs: graceMs } = options;
  const blobs = createFileBlobs(join(stateDir, "blobs"), { durability, ...(graceMs === undefined ? {} : { graceMs }) });
  const shared: Omit<YardParts, "store" | "clock" | "port"> = {
    blobs,
    random,
    log: createLog(options.logLine ?? (() => undefined), clock.nowMs),
    sandboxes,
    authority: createAuthority(authorityFolder(stateDir), random),
    region: parseRegion(options.region ?? "us-east-1"),
    controlKey,
    host,
    durability,
    resourceTypes: options.resourceTypes ?? [],
    ownTypes: await typesOf(options.ownTypes ?? []),
    forks: forksOf,
  };
  const stores = openStores(join(stateDir, "store"));
  // INVARIANT: a store is here from the turn in which it comes into being until it is closed: the prune asks all of them.
  const living = new Set<Store>([stores.main]);
  stores.tidied().catch(reportUntidy);
  const { dnsPort, httpsPort } = options;
  const doors = { ...(dnsPort !== undefined && { dnsPort }), ...(httpsPort !== undefined && { httpsPort }) };
  const main = await createYard({ ...shared, ...doors, store: stores.main, clock, port, elsewhere: findFork }).catch(
    async (error: unknown) => {
      await stores.close();
      throw error;
    },
  );

  // A URL that was kept before a fork was made leads to the parent's address, also those who live in the fork: their
  // credentials say where they belong.
  function findFork(claim: () => ClaimedCredentials | undefined): Yard | undefined {
    const claimed = forks.size === 0 ? undefined : claim();
    if (claimed === undefined || knows(main, claimed)) return undefined;
    return [...forks.values()].find(({ yard }) => knows(yard, claimed))?.yard;
  }

  async function create(parent: Yard, { name, isQuiet, leaseMs }: ForkRequest): Promise<ForkView> {
    const createdAtMs = machineNowMs();
    const from = parent === main ? undefined : [...forks.values()].find(({ yard }) => yard === parent);
    invariant(parent === main || from !== undefined, "A fork that is being dropped cannot be forked.");
    const isDurable = !isQuiet && leaseMs === undefined && from?.isDurable !== false;
    const store = isDurable
      ? stores.fork(name, { createdAtMs, ...(from === undefined ? {} : { from: from.view.name }) })
      : parent.context.store.fork();
    living.add(store);
    const creating = isDurable ? createDurable(parent, name, store) : createPassing(parent, store, isQuiet);
    const yard = await creating.catch(async (error: unknown) => {
      living.delete(store);
      await (isDurable ? stores.drop(name) : store.close());
      throw error;
    });
    const view = { name, address: yard.address, isQuiet, createdAtMs, expiresAtMs: undefined };
    const fork: Fork = { yard, parent, isDurable, view, leaseMs, cancelLease: () => undefined };
    forks.set(name, fork);
    startLease(fork);
    yard.open();
    return fork.view;
  }

  function createPassing(parent: Yard, store: Store, isQuiet: boolean): Promise<Yard> {
    renewSealingKey(store, random);
    return createFork(parent, { store, isQuiet, port: 0 });
  }

  /** A durable fork's yard, new or not; one whose making was interrupted is finished here. */
  async function createDurable(parent: Yard, name: string, store: Store): Promise<Yard> {
    const port = store.write((tx) => {
      const known = tx.get<ForkRecord>(FORK_RECORD);
      if (known?.name === name) return known.port;
      renewSealingKey(store, random);
      tx.put(FORK_RECORD, { v: 1, name, port: 0 } satisfies ForkRecord);
      return 0;
    });
    const yard = await createFork(parent, { store, isQuiet: false, port }).catch((error: unknown) => {
      if (!(error instanceof OperatorError) || error.code !== "ERR_PORT_IN_USE" || port === 0) throw error;
      return createFork(parent, { store, isQuiet: false, port: 0 });
    });
    const bound = Number(new URL(yard.address).port);
    if (bound !== port) store.write((tx) => tx.put(FORK_RECORD, { v: 1, name, port: bound } satisfies ForkRecord));
    return yard;
  }

  function createFork(parent: Yard, own: { store: Store; isQuiet: boolean; port: number }): Promise<Yard> {
    const { store, isQuiet, port } = own;
    return createYard({
      ...shared,
      store,
      clock: parent.context.clock.fork(),
      port,
      inherited: {
        origin: parent.context.origin,
        isQuiet,
        isInherited: (accessKeyId) => parent.identity.findCredential(accessKeyId, undefined) !== undefined,
      },
    });
  }

  /** Brings the forks back that were there when the process ended; parents come before their forks. */
  async function reopen(): Promise<void> {
    for (const { name, from, createdAtMs = machineNowMs() } of stores.list()) {
      const parent = forks.get(from)?.yard ?? main;
      const store = stores.open(name);
      living.add(store);
      const yard = await createDurable(parent, name, store);
      const view = { name, address: yard.address, isQuiet: false, createdAtMs, expiresAtMs: undefined };
      forks.set(name, { yard, parent, isDurable: true, view, leaseMs: undefined, cancelLease: () => undefined });
    }
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
    // What was forked from it goes with it, also what is being forked at this moment: closing waits for that.
    await dropForksOf(fork.yard);
    living.delete(fork.yard.context.store);
    await fork.yard.close();
    await dropForksOf(fork.yard);
    // It is gone at once; its space is freed behind.
    if (fork.isDurable) stores.drop(name).catch(reportUntidy);
    return true;
  }

  async function dropForksOf(parent: Yard): Promise<void> {
    await Promise.all([...forks.values()].filter((each) => each.parent === parent).map((each) => drop(each.view.name)));
  }

  function reportUntidy(error: unknown): void {
    shared.log.write("error", "store-not-tidied", { error });
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
      // One that is being dropped keeps its name until its store is gone.
      has: (name) => forks.has(name) || stores.list().some((each) => each.name === name),
      list: () => [...forks.values()].filter((each) => each.parent === parent).map((each) => each.view),
    };
  }

  const housekeeping = startBlobHousekeeping(blobs, () => living, main.registry.blobRows, shared.log);

  async function stop(): Promise<void> {
    await housekeeping.stop();
    const open = [...forks.values()];
    forks.clear();
    for (const { cancelLease } of open) cancelLease();
    await Promise.all(open.map(({ yard }) => yard.close()));
    await main.close();
    await stores.close();
    await sandboxes.stop();
  }

  try {
    await reopen();
  } catch (error) {
    await stop();
    throw error;
  }
  main.open();
  for (const { yard } of forks.values()) yard.open();
  return {
    main,
    controlKey,
    forks: forksOf(main),
    yardOf: (name) => forks.get(name)?.yard,
    pruneBlobs: housekeeping.prune,
    stop,
  };
}

/** Loads what makes types of definitions only where there are any. */
async function typesOf(definitions: readonly ResourceDefinition[]): Promise<readonly ResourceType[]> {
  if (definitions.length === 0) return [];
  const { ownTypes } = await import("./services/cloudformation/own-types/own-type.ts");
  return ownTypes(definitions);
}

function knows(yard: Yard, { accessKeyId, sessionToken }: ClaimedCredentials): boolean {
  return yard.identity.findCredential(accessKeyId, sessionToken) !== undefined;
}
