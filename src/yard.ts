// The composition root: the only file that knows all services. It puts one yard together and opens its gateway.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CONTROL_MODEL, CONTROL_SERVICE } from "./control/model.ts";
import { CONTROL_ACCOUNT, controlService } from "./control/service.ts";
import { createGateway } from "./gateway/gateway.ts";
import { createRequestLog } from "./inspect/request-log.ts";
import { invariant } from "./kernel/errors.ts";
import { createClock, type Clock } from "./kernel/clock.ts";
import { parseRegion, type Region } from "./kernel/ids.ts";
import { createLog } from "./kernel/log.ts";
import { secureRandom, type Random } from "./kernel/random.ts";
import { loadModel, serviceIndex } from "./model/load.ts";
import { createSandboxHost } from "./sandbox/sandbox-host.ts";
import type { YardContext } from "./service/context.ts";
import { createDurableJobs } from "./service/durable-jobs.ts";
import type { Credential, Identity } from "./service/identity.ts";
import { createInvoker } from "./service/invoke.ts";
import { createRegistry, type Registry } from "./service/registry.ts";
import type { ResourceType } from "./service/resource-type.ts";
import type { ServiceDefinition } from "./service/service.ts";
import { createSignals } from "./service/signals.ts";
import { createFileBlobs } from "./store/file-blobs.ts";
import { openLmdb } from "./store/lmdb.ts";
import { apigatewayv2 } from "./services/apigatewayv2/service.ts";
import { createIdentity } from "./services/iam/identity.ts";
import { iam } from "./services/iam/service.ts";
import { cloudFormation } from "./services/cloudformation/service.ts";
import { dynamoDb, dynamoDbStreams } from "./services/dynamodb/service.ts";
import { cloudWatchLogs } from "./services/cloudwatch-logs/service.ts";
import { lambda } from "./services/lambda/service.ts";
import { s3 } from "./services/s3/service.ts";
import { inbox } from "./services/sesv2/inbox.ts";
import { sesV2 } from "./services/sesv2/service.ts";
import { sns } from "./services/sns/service.ts";
import { sqs } from "./services/sqs/service.ts";
import { ssm } from "./services/ssm/service.ts";
import { sts } from "./services/sts/service.ts";

export const VERSION = "0.1.0";

/** Every AWS service of the yard, one a line. */
// oxfmt-ignore
const SERVICES: readonly ServiceDefinition[] = [
  apigatewayv2,
  cloudWatchLogs,
  dynamoDb,
  dynamoDbStreams,
  iam,
  lambda,
  s3,
  sesV2,
  sns,
  sqs,
  ssm,
  sts,
];

export interface YardOptions {
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

/** The key of the control API. */
export interface ControlKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Yard {
  readonly origin: string;
  readonly region: Region;
  readonly controlKey: ControlKey;
  readonly context: YardContext;
  readonly identity: Identity;
  readonly registry: Registry;
  stop(): Promise<void>;
}

/** Opens the state folder, goes on with what was under way, and listens. */
export async function startYard(options: YardOptions): Promise<Yard> {
  const { stateDir, host = "127.0.0.1", port = 4566 } = options;
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const region = parseRegion(options.region ?? "us-east-1");
  const clock = options.clock ?? createClock({ mode: "wall" });
  const random = options.random ?? secureRandom();
  const log = createLog(options.logLine ?? (() => undefined), clock.nowMs);
  const store = openLmdb(join(stateDir, "store"));
  const blobs = createFileBlobs(join(stateDir, "blobs"), { durability: options.durability ?? "process" });
  const jobs = createDurableJobs(store, clock, random, log);
  const signals = createSignals(clock);
  const sandboxes = createSandboxHost({ hidden: [stateDir] });
  const requests = createRequestLog(1_000);
  const controlKey = { accessKeyId: `STACKYARD${random.hex(12).toUpperCase()}`, secretAccessKey: random.hex(40) };
  const identity = withControlKey(createIdentity({ store, clock, random }), controlKey);

  const control = controlService({
    identity,
    requests,
    region,
    version: VERSION,
    startedAtMs: clock.nowMs(),
    mails: (account, region) => inbox(store, account, region),
    coverage: () => coverageOf(registry),
  });
  const resourceTypes = new Map(options.resourceTypes?.map((type) => [type.typeName, type]));
  const stacks = cloudFormation((typeName) => resourceTypes.get(typeName) ?? registry.resourceType(typeName));
  const registry: Registry = createRegistry([...SERVICES, stacks, control], (id) =>
    id === CONTROL_SERVICE ? CONTROL_MODEL : loadModel(id),
  );
  const yard: { context?: YardContext } = {};
  const contextOf = (): YardContext => {
    invariant(yard.context !== undefined, "A call came before the yard was put together.");
    return yard.context;
  };
  const invoker = createInvoker(registry, identity, contextOf);
  const gateway = createGateway({
    registry,
    identity,
    invoke: invoker.invoke,
    requests,
    region,
    yard: contextOf,
    flush: options.durability === "power" ? store.flush : undefined,
  });
  const origin = await gateway.listen(host, port);
  const context: YardContext = { clock, random, log, store, blobs, jobs, signals, sandboxes, origin, as: invoker.as };
  yard.context = context;

  const services = registry.services;
  jobs.start(
    context,
    services.flatMap((service) => service.jobs ?? []),
  );
  const stops = services.flatMap((service) => (service.start === undefined ? [] : [service.start(context)]));
  gateway.open();

  async function stop(): Promise<void> {
    await gateway.close();
    await Promise.all(stops.map((stopService) => stopService()));
    await sandboxes.stop();
    await jobs.stop(2_000);
    clock.stop();
    await store.close();
  }

  return { origin, region, controlKey, context, identity, registry, stop };
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

function coverageOf(registry: Registry): readonly { Service: string; Implemented: number; Modelled: number }[] {
  return serviceIndex().map(({ id, operations }) => ({
    Service: id,
    Implemented: operations.filter((operation) => registry.has(id, operation)).length,
    Modelled: operations.length,
  }));
}
