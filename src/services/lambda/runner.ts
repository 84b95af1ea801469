// Runs functions in sandboxes: within the concurrency that the account and the function have, with the role's
// credentials, and with a log.

import { moveAddresses } from "../../kernel/local-address.ts";
import type { Invocation, InvocationResult, SandboxOwner, FunctionSpec } from "../../sandbox/sandboxes.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Store } from "../../store/store.ts";
import { codePackage } from "./code.ts";
import { tooManyRequests } from "./errors.ts";
import type { Target } from "./functions.ts";
import { createLogDelivery } from "./log-delivery.ts";
import type { LogDelivery } from "./log-delivery.ts";
import { functionArn } from "./names.ts";
import { listFunctions } from "./repo.ts";
import { asRole, assumeRole, forgetRole } from "./roles.ts";

// LIMIT: AWS: "Lambda quotas": an account's concurrent executions, of which 100 cannot be reserved.
export const ACCOUNT_CONCURRENCY = 1_000;
export const LEAST_UNRESERVED = 100;

/** Running invocations of one yard; rebuilt by running, never stored. */
interface Runner {
  readonly owner: SandboxOwner;
  readonly logs: LogDelivery;
  /** By function ARN. */
  readonly running: Map<string, number>;
  /** Unreserved invocations by account and region. */
  readonly unreserved: Map<string, number>;
}

const runners = new WeakMap<Store, Runner>();

/** What an invocation needs besides its target. */
export type Work = Pick<Invocation, "requestId" | "payload" | "clientContext" | "traceId" | "sink">;

/** Runs one invocation; throws TooManyRequestsException if no concurrency is left. */
export async function runTarget(yard: YardContext, target: Target, work: Work): Promise<InvocationResult> {
  const runner = runnerOf(yard);
  const release = acquire(yard, runner, target);
  try {
    return await yard.sandboxes.invoke(runner.owner, specOf(yard, target), {
      ...work,
      invokedFunctionArn: functionArn(
        target.scope,
        target.function.name,
        target.qualifier === "" ? undefined : target.qualifier,
      ),
    });
  } finally {
    release();
  }
}

/** Whether an invocation would start now, rather than be throttled. */
export function hasConcurrency(yard: YardContext, target: Target): boolean {
  return throttleReason(yard, runnerOf(yard), target) === undefined;
}

/** Ends the warm sandboxes of a function that changed or is gone. */
export function retireFunction(yard: YardContext, scope: Scope, name: string): void {
  yard.sandboxes.retire(runnerOf(yard).owner, functionArn(scope, name));
}

/** Resolves when all log lines so far are in CloudWatch Logs. */
export function logsSettled(yard: YardContext): Promise<void> {
  return runnerOf(yard).logs.settled();
}

/** The account's concurrency that no function has reserved. */
export function unreservedConcurrency(yard: YardContext, scope: Scope): number {
  let reserved = 0;
  yard.store.read((tx) => {
    for (const record of listFunctions(tx, scope)) reserved += record.reservedConcurrency ?? 0;
  });
  return ACCOUNT_CONCURRENCY - reserved;
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
        renew: () => forgetRole(yard, spec.roleArn),
      };
      logs.add(writer, spec.logGroup, stream, lines);
    },
  };
  return { owner, logs, running: new Map(), unreserved: new Map() };
}

function specOf(yard: YardContext, { scope, function: record, version }: Target): FunctionSpec {
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

function acquire(yard: YardContext, runner: Runner, target: Target): () => void {
  const reason = throttleReason(yard, runner, target);
  if (reason !== undefined) throw tooManyRequests(reason);
  const arn = functionArn(target.scope, target.function.name);
  const accountKey = `${target.scope.account} ${target.scope.region}`;
  const isReserved = target.function.reservedConcurrency !== undefined;
  add(runner.running, arn, 1);
  if (!isReserved) add(runner.unreserved, accountKey, 1);
  return () => {
    add(runner.running, arn, -1);
    if (!isReserved) add(runner.unreserved, accountKey, -1);
  };
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
