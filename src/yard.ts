// The composition root: it puts one yard together, of all services (all-services.ts, knowing-services.ts); yards.ts has those of a process.

import { CONTROL_MODEL, CONTROL_SERVICE } from "./control/model.ts";
import { CONTROL_ACCOUNT, controlService } from "./control/service.ts";
import type { Forks } from "./control/forks.ts";
import { createGateway } from "./gateway/gateway.ts";
import { createHttpEndpoints } from "./gateway/http-endpoints.ts";
import { createInspector } from "./inspect/inspector.ts";
import { createRequestLog } from "./inspect/request-log.ts";
import { invariant } from "./kernel/errors.ts";
import type { Chain } from "./gateway/chain-parts.ts";
import type { ClaimedCredentials } from "./gateway/signature.ts";
import type { Clock } from "./kernel/clock.ts";
import type { Region } from "./kernel/ids.ts";
import type { Log } from "./kernel/log.ts";
import type { Random } from "./kernel/random.ts";
import { loadModel } from "./model/load.ts";
import type { ServiceId } from "./model/model.ts";
import type { Sandboxes } from "./sandbox/sandboxes.ts";
import type { YardContext } from "./service/context.ts";
import { createAccessLedger } from "./service/access-ledger.ts";
import { createDenialLog } from "./service/denials.ts";
import { createDurableJobs } from "./service/durable-jobs.ts";
import { serviceHooks } from "./service/hooks.ts";
import type { Credential, Identity } from "./service/identity.ts";
import { createInvoker } from "./service/invoke.ts";
import { jobHandlers } from "./service/job-handlers.ts";
import { createRegistry, type Registry } from "./service/registry.ts";
import { createServiceMetrics } from "./service/metrics/service-metrics.ts";
import type { Authority } from "./service/certificates/authority.ts";
import type { ResourceType } from "./service/resource-type.ts";
import type { ServiceDefinition } from "./service/service.ts";
import { createSignals } from "./service/signals.ts";
import { SERVICES } from "./all-services.ts";
import { knowingServices } from "./knowing-services.ts";
import type { BlobStore } from "./store/blobs.ts";
import type { Store } from "./store/store.ts";
import { createIdentity } from "./services/iam/identity.ts";
import { loadResourceSchema } from "./services/cloudformation/schema/resource-schema.ts";
import { createAuditor } from "./services/cloudtrail/auditor.ts";
import { publicValues } from "./services/route53/answering/addresses.ts";
import type { NameServer } from "./services/route53/server/name-server.ts";

const VERSION = "0.1.0";

/** What a yard is put together from. */
export interface YardParts {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Shared by all yards of the process. */
  readonly sandboxes: Sandboxes;
  /** Shared by all yards of the process. */
  readonly authority: Authority;
  readonly region: Region;
  readonly controlKey: ControlKey;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Where the name server listens, 0 for any free port; undefined for no name server. */
  readonly dnsPort?: number;
  /** Where the gateway takes TLS as well, 0 for any free port; undefined for nowhere. */
  readonly httpsPort?: number;
  /** "process": what was acknowledged survives `kill -9`. "power": it survives power loss, too, at the price of a sync. */
  readonly durability: "process" | "power";
  /** Resource types that stand in for those of the services: for tests of the stack engine. */
  readonly resourceTypes: readonly ResourceType[];
  /** Resource types of the user's own. */
  readonly ownTypes: readonly ResourceType[];
  /** The forks of a yard, for its control API. */
  readonly forks: (yard: Yard) => Forks;
  /** Of a fork: what it has from its parent. */
  readonly inherited?: {
    readonly origin: string;
    readonly isQuiet: boolean;
    isInherited(accessKeyId: string): boolean;
  };
  /** The yard that a request means which is not this one's: for credentials that only a fork knows. */
  readonly elsewhere?: (claim: () => ClaimedCredentials | undefined) => Yard | undefined;
}

/** The key of the control API. */
export interface ControlKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** One isolated world: accounts, resources, data, clock, and an address. */
export interface Yard {
  /** Where it listens. */
  readonly address: string;
  /** Where its name server answers: "127.0.0.1:5354". */
  readonly dnsAddress?: string;
  /** Where it answers over TLS. */
  readonly secureAddress?: string;
  readonly region: Region;
  readonly context: YardContext;
  readonly identity: Identity;
  readonly registry: Registry;
  /** The yard as one of its services sees it: calls from there are that service's, on behalf of their principal. */
  readonly servedBy: (service: ServiceId) => YardContext;
  /** Answers a request that came in at another yard's address. */
  readonly answer: Chain;
  /** Goes on with what was under way, and answers from here on. */
  open(): void;
  /** Ends what runs and closes its store. What it shares with other yards goes on. */
  close(): Promise<void>;
}

/** Puts a yard together and binds its address; requests wait until it is opened. */
export async function createYard(parts: YardParts): Promise<Yard> {
  const { store, blobs, clock, random, log, sandboxes, region, inherited } = parts;
  const jobs = createDurableJobs(store, clock, random, log);
  const signals = createSignals(clock);
  const metrics = createServiceMetrics(clock, () => readIn("cloudwatch"));
  const denials = createDenialLog(200);
  const accesses = createAccessLedger(store, clock);
  const requests = createRequestLog(1_000);
  const isInherited = inherited?.isInherited;
  const identity = withControlKey(
    createIdentity({ store, clock, random, ...(isInherited === undefined ? {} : { isInherited }) }),
    parts.controlKey,
  );
  const yard: { context?: YardContext } = {};
  const stops: (() => Promise<void>)[] = [];
  let isOpen = false;
  const contextOf = (): YardContext => {
    invariant(yard.context !== undefined, "A call came before the yard was put together.");
    return yard.context;
  };

  const control = controlService({
    ...createInspector(
      () => registry,
      { store, accesses },
      (service) => invoker.yardOf(service),
    ),
    identity,
    requests,
    denials,
    region,
    version: VERSION,
    startedAtMs: clock.nowMs(),
    forks: () => parts.forks(opened),
    runtimes: sandboxes.runtimes,
  });
  const knowing = knowingServices(() => registry, { own: parts.ownTypes, instead: parts.resourceTypes });
  const registry: Registry = createRegistry({
    entries: SERVICES,
    knowing: [...knowing, { id: CONTROL_SERVICE, load: async () => control }],
    modelOf: (id) => (id === CONTROL_SERVICE ? CONTROL_MODEL : loadModel(id)),
    onLoad: begin,
  });
  const auditor = createAuditor(contextOf, (typeName) => loadResourceSchema(typeName) !== undefined);
  const invoker = createInvoker(registry, identity, auditor, contextOf, (principal, scope) =>
    createHttpEndpoints({ registry, identity, yard: contextOf }, principal, scope),
  );
  const gateway = createGateway({
    registry,
    identity,
    invoke: invoker.invoke,
    requests,
    region,
    yard: contextOf,
    flush: parts.durability === "power" ? store.flush : undefined,
    elsewhere: (claim) => parts.elsewhere?.(claim)?.answer,
  });
  const address = await gateway.listen(parts.host, parts.port);
  const context: YardContext = {
    clock,
    random,
    log,
    store,
    blobs,
    jobs,
    signals,
    metrics,
    denials,
    accesses,
    sandboxes,
    authority: parts.authority,
    resolveName: (name, type) => publicValues({ store, random }, name, type),
    ...serviceHooks(registry, { store, clock, context: contextOf, of: invoker.yardOf }),
    origin: inherited?.origin ?? address,
    address,
    inheritedOrigin: inherited?.origin,
    isQuiet: inherited?.isQuiet ?? false,
    as: invoker.as,
  };
  yard.context = context;
  const beginFurther = async (): Promise<readonly [string | undefined, NameServer | undefined]> => {
    await registry.loadHolders(store, "asked");
    return [
      parts.httpsPort === undefined ? undefined : await gateway.listenSecurely(parts.host, parts.httpsPort),
      await startDns(context, parts.dnsPort),
    ];
  };
  const [secureAddress, nameServer] = await beginFurther().catch(async (error: unknown) => {
    await gateway.close();
    throw error;
  });

  /** Has a service begin what it does by itself. */
  function begin({ id, start }: ServiceDefinition): void {
    if (isOpen && start !== undefined) stops.push(start(invoker.yardOf(id)));
  }

  function readIn(id: ServiceId): void {
    registry.load(id)?.catch((error: unknown) => log.write("error", "service.not-read", { service: id, error }));
  }

  const opened: Yard = {
    address,
    ...(secureAddress !== undefined && { secureAddress }),
    ...(nameServer !== undefined && { dnsAddress: nameServer.address }),
    region,
    context,
    identity,
    registry,
    servedBy: invoker.yardOf,
    answer: gateway.answer,
    open() {
      isOpen = true;
      jobs.start(context, jobHandlers(registry, invoker.yardOf));
      for (const service of registry.services) begin(service);
      gateway.open();
    },
    async close() {
      await Promise.all([gateway.close(), nameServer?.close()]);
      await registry.settled();
      isOpen = false;
      await Promise.all(stops.map((stopService) => stopService()));
      await jobs.stop(2_000);
      accesses.stop();
      clock.stop();
      await store.close();
    },
  };
  return opened;
}

async function startDns(yard: YardContext, port: number | undefined): Promise<NameServer | undefined> {
  if (port === undefined) return undefined;
  const { startNameServer } = await import("./services/route53/server/name-server.ts");
  return startNameServer(yard, port);
}

/** The control key is no IAM key: it is made anew at each start and belongs to an account of its own. */
function withControlKey(identity: Identity, key: ControlKey): Identity {
  const arn = `arn:aws:iam::${CONTROL_ACCOUNT}:root`;
  const credential: Credential = {
    secretAccessKey: key.secretAccessKey,
    principal: { kind: "root", account: CONTROL_ACCOUNT, arn, userId: CONTROL_ACCOUNT },
  };
  return {
    ...identity,
    findCredential: (accessKeyId, sessionToken) =>
      accessKeyId === key.accessKeyId && sessionToken === undefined
        ? credential
        : identity.findCredential(accessKeyId, sessionToken),
  };
}
