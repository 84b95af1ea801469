// Runs functions in sandboxes: within the concurrency that the account and the function have, with the role's
// credentials, and with a log.

import { moveAddresses } from "../../kernel/local-address.ts";
import type { Invocation, InvocationResult, Provisioned, SandboxOwner, FunctionSpec } from "../../sandbox/sandboxes.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Store } from "../../store/store.ts";
import { codePackage } from "./code.ts";
import { networkNotReady, recursiveInvocation, tooManyRequests } from "./errors.ts";
import type { Target } from "./functions.ts";
import { createLogDelivery } from "./log-delivery.ts";
import type { LogDelivery } from "./log-delivery.ts";
import { newTrace } from "./invocation-input.ts";
import { functionArn } from "./names.ts";
import { applyProvisioned, type ProvisionedUse, startProvisioned, takeProvisioned } from "./provisioned/provisioned.ts";
import { sumProvisioned } from "./provisioned/repo.ts";
import { isLoop, passThrough } from "./recursion.ts";
import { listFunctions } from "./repo.ts";
import { createRequestRates } from "./request-rate.ts";
import { createScalingRates, type ScalingRates } from "./scaling-rate.ts";
import type { RequestRates } from "./request-rate.ts";
import { createMeter } from "./usage/meter.ts";
import type { Meter } from "./usage/meter.ts";
import { createFunctionMetrics } from "./usage/metrics.ts";
import type { VersionRecord } from "./records.ts";
import type { FunctionMetrics } from "./usage/metrics.ts";
import { asRole, assumeRole, forgetRole } from "./roles.ts";

// LIMIT: AWS: "Lambda quotas": an account's concurrent executions, of which 100 cannot be reserved.
export const ACCOUNT_CONCURRENCY = 1_000;
export const LEAST_UNRESERVED = 100;

/** Running invocations of one yard; rebuilt by running, never stored. */
interface Runner {
  readonly owner: SandboxOwner;
  readonly logs: LogDelivery;
  readonly rates: RequestRates;
  readonly scaling: ScalingRates;
  readonly meter: Meter;
  readonly metrics: FunctionMetrics;
  /** By function ARN. */
  readonly running: Map<string, number>;
  /** Unreserved invocations by account and region. */
  readonly unreserved: Map<string, number>;
}

const runners = new WeakMap<Store, Runner>();

/** What an invocation needs besides its target. */
export type Work = Pick<Invocation, "requestId" | "payload" | "clientContext" | "isNested" | "traceId" | "sink">;

/** AWS: functions that are Failed are not run: the exception says what was in the way. */
function requireNetworkReady({ network }: VersionRecord): void {
  if (network?.failure !== undefined) throw networkNotReady(network.failure);
}

/** Runs one invocation; throws TooManyRequestsException if no concurrency is left. */
export async function runTarget(yard: YardContext, target: Target, work: Work): Promise<InvocationResult> {
  requireNetworkReady(target.version);
  const runner = runnerOf(yard);
  const traceId = passTrace(target, work.traceId ?? newTrace(yard));
  const { release, isProvisioned } = acquireCounted(yard, runner, target);
  let whole: Promise<InvocationResult> | undefined;
  let isFirst = false;
  try {
    const result = await yard.sandboxes.invoke(runner.owner, specOf(yard, target), {
      ...work,
      traceId,
      invokedFunctionArn: functionArn(
        target.scope,
        target.function.name,
        target.qualifier === "" ? undefined : target.qualifier,
      ),
    });
    ({ whole } = result);
    isFirst = result.initDurationMs !== undefined;
    if (whole === undefined) count(runner, target, result, isProvisioned);
    return result;
  } finally {
    if (whole === undefined) release(isFirst);
    else
      void whole.then((result) => {
        count(runner, target, result, isProvisioned);
        release(isFirst);
      });
  }
}

function count(runner: Runner, target: Target, result: InvocationResult, isProvisioned: boolean): void {
  runner.meter.add(target, result, isProvisioned);
  runner.metrics.ended(target, result, isProvisioned);
}

/** The trace with this invocation in it; throws RecursiveInvocationException if its chain is a loop. */
function passTrace(target: Target, traceId: string): string {
  const passed = passThrough(traceId, functionArn(target.scope, target.function.name));
  if (isLoop(passed.count) && target.function.allowsLoops !== true) throw recursiveInvocation();
  return passed.traceId;
}

/**
 * Counts a synchronous request: a function takes ten times its concurrency a second. Throws TooManyRequestsException.
 */
export function takeRequest(yard: YardContext, target: Target): void {
  const { reservedConcurrency: reserved } = target.function;
  // With none at all, that is what the throttle is called.
  if (reserved === 0) return;
  const key = functionArn(target.scope, target.function.name);
  const { rates, metrics } = runnerOf(yard);
  if (rates.take(key, reserved ?? ACCOUNT_CONCURRENCY, yard.clock.nowMs())) return;
  metrics.throttled(target);
  throw tooManyRequests(
    reserved === undefined ? "FunctionInvocationRateLimitExceeded" : "ReservedFunctionInvocationRateLimitExceeded",
  );
}

/** Brings the sandboxes that are kept ready in line with the function's settings. */
export function reapplyProvisioned(yard: YardContext, scope: Scope, name: string): void {
  applyProvisioned(yard, scope, name, provision);
}

/** Whose sandboxes run the yard's functions. */
export function ownerOf(yard: YardContext): SandboxOwner {
  return runnerOf(yard).owner;
}

/** Keeps sandboxes ready, as soon as the yard starts. */
export function startReady(yard: YardContext): void {
  startProvisioned(yard, provision);
}

function provision(yard: YardContext, target: Target, count: number): Provisioned {
  return yard.sandboxes.provision(runnerOf(yard).owner, specOf(yard, target), count);
}

/** Throws TooManyRequestsException if an invocation would be throttled now. */
export function requireConcurrency(yard: YardContext, target: Target): void {
  const reason = throttleReason(yard, runnerOf(yard), target);
  if (reason !== undefined) throw tooManyRequests(reason);
}

/** Whether an invocation would start now, rather than be throttled. */
export function hasConcurrency(yard: YardContext, target: Target): boolean {
  return throttleReason(yard, runnerOf(yard), target) === undefined;
}

/** Ends the warm sandboxes of a function that is gone, or of a version that changed. */
export function retireFunction(yard: YardContext, scope: Scope, name: string, version?: string): void {
  yard.sandboxes.retire(runnerOf(yard).owner, functionArn(scope, name), version);
}

/** Resolves when all log lines so far are in CloudWatch Logs. */
export function logsSettled(yard: YardContext): Promise<void> {
  return runnerOf(yard).logs.settled();
}

/** The account's concurrency that no function has reserved or has kept ready. */
export function unreservedConcurrency(yard: YardContext, scope: Scope): number {
  let taken = 0;
  yard.store.read((tx) => {
    const provisioned = sumProvisioned(tx, scope);
    for (const { name, reservedConcurrency } of listFunctions(tx, scope))
      taken += reservedConcurrency ?? provisioned.get(name) ?? 0;
  });
  return ACCOUNT_CONCURRENCY - taken;
}

/** The yard's runner; the first call must come with the yard itself, not with a request's context: `start` does. */
export function runnerOf(yard: YardContext): Runner {
  let runner = runners.get(yard.store);
  if (runner === undefined) runners.set(yard.store, (runner = createRunner(yard)));
  return runner;
}

function createRunner(yard: YardContext): Runner {
  const logs = createLogDelivery(yard);
  const scopeOf = (spec: FunctionSpec): Scope => ({
    account: spec.account as Scope["account"],
    region: spec.region as Scope["region"],
  });
  const owner: SandboxOwner = {
    nowMs: () => yard.clock.nowMs(),
    credentials: async (spec) => (await assumeRole(yard, scopeOf(spec), spec.roleArn, spec.functionName)).credentials,
    log: (spec, stream, lines) => {
      const writer = {
        connect: () => asRole(yard, scopeOf(spec), spec.roleArn, spec.functionName),
        renew: () => forgetRole(yard, scopeOf(spec), spec.roleArn, spec.functionName),
      };
      logs.add(writer, spec.logGroup, stream, lines);
    },
  };
  return {
    owner,
    logs,
    rates: createRequestRates(),
    scaling: createScalingRates(),
    meter: createMeter(yard),
    metrics: createFunctionMetrics(yard.metrics),
    running: new Map(),
    unreserved: new Map(),
  };
}

/** A version of a function as sandboxes know it. */
export function specOf(yard: YardContext, { scope, function: record, version }: Target): FunctionSpec {
  return {
    revision: `${record.id}/${version.version}/${version.revisionId}`,
    functionArn: functionArn(scope, record.name),
    functionName: record.name,
    version: version.version,
    runtime: version.runtime,
    handler: version.handler,
    code: codePackage(yard, version.code),
    layers: (version.layers ?? []).map(({ code }) => codePackage(yard, code)),
    environment: environmentOf(yard, version.environment ?? {}),
    memoryMb: version.memoryMb,
    timeoutMs: version.timeoutSeconds * 1000,
    ephemeralStorageMb: version.ephemeralStorageMb,
    account: scope.account,
    region: scope.region,
    roleArn: version.role,
    logGroup: version.logGroup ?? `/aws/lambda/${record.name}`,
    logging: {
      format: version.logFormat ?? "Text",
      applicationLevel: version.applicationLogLevel ?? "INFO",
      systemLevel: version.systemLogLevel ?? "INFO",
    },
    endpointUrl: yard.address,
  };
}

/** The function's variables. Those that name the parent's address mean, in a fork, the fork: its functions stay in it. */
function environmentOf(
  { inheritedOrigin, address }: YardContext,
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (inheritedOrigin === undefined) return variables;
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, moveAddresses(value, inheritedOrigin, address)]),
  );
}

/** Takes concurrency, and counts it, or that there was none. */
function acquireCounted(yard: YardContext, runner: Runner, target: Target): ReturnType<typeof acquire> {
  const { metrics, running, unreserved } = runner;
  try {
    const acquired = acquire(yard, runner, target);
    metrics.began(target, {
      ofFunction: running.get(functionArn(target.scope, target.function.name)) ?? 0,
      unreserved: unreserved.get(`${target.scope.account} ${target.scope.region}`) ?? 0,
      provisioned: acquired.provisioned,
    });
    return acquired;
  } catch (error) {
    metrics.throttled(target);
    throw error;
  }
}

function acquire(
  yard: YardContext,
  runner: Runner,
  target: Target,
): {
  readonly release: (isFirst: boolean) => void;
  readonly isProvisioned: boolean;
  readonly provisioned: ProvisionedUse | undefined;
} {
  // AWS: "Understanding Lambda function scaling": what is kept ready is used first, then the rest.
  const place = takeProvisioned(yard, target);
  const reason = place === undefined ? throttleReason(yard, runner, target) : undefined;
  if (reason !== undefined) throw tooManyRequests(reason);
  const arn = functionArn(target.scope, target.function.name);
  const accountKey = `${target.scope.account} ${target.scope.region}`;
  // What is kept ready is there already.
  const { revisionId } = target.version;
  const ticket = place === undefined ? runner.scaling.begin(arn, revisionId, yard.clock.nowMs()) : undefined;
  // AWS: "Lambda scaling behavior": "If requests come in faster than your function can scale [...] status code 429"; the reason
  // is inferred.
  if (place === undefined && ticket === undefined) throw tooManyRequests("FunctionInvocationRateLimitExceeded");
  const isReserved = target.function.reservedConcurrency !== undefined || place !== undefined;
  add(runner.running, arn, 1);
  if (!isReserved) add(runner.unreserved, accountKey, 1);
  const release = (isFirst: boolean): void => {
    place?.giveBack();
    if (ticket !== undefined) runner.scaling.end(arn, revisionId, ticket, isFirst, yard.clock.nowMs());
    add(runner.running, arn, -1);
    if (!isReserved) add(runner.unreserved, accountKey, -1);
  };
  return { release, isProvisioned: place !== undefined, provisioned: place };
}

function throttleReason(
  yard: YardContext,
  runner: Runner,
  target: Target,
): Parameters<typeof tooManyRequests>[0] | undefined {
  const { reservedConcurrency } = target.function;
  if (reservedConcurrency !== undefined) {
    const running = runner.running.get(functionArn(target.scope, target.function.name)) ?? 0;
    return running < reservedConcurrency ? undefined : "ReservedFunctionConcurrentInvocationLimitExceeded";
  }
  const running = runner.unreserved.get(`${target.scope.account} ${target.scope.region}`) ?? 0;
  // The sum over all functions is read only where it can matter.
  if (running < LEAST_UNRESERVED || running < unreservedConcurrency(yard, target.scope)) return undefined;
  return "ConcurrentInvocationLimitExceeded";
}

function add(counts: Map<string, number>, key: string, change: number): void {
  const next = (counts.get(key) ?? 0) + change;
  if (next === 0) counts.delete(key);
  else counts.set(key, next);
}
