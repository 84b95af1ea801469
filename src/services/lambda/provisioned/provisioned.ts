// Provisioned concurrency: sandboxes that are initialised before anybody invokes, for versions and aliases.
// AWS: "Configuring provisioned concurrency for a function".

import type { GetProvisionedConcurrencyConfigResponse, ProvisionedConcurrencyStatusEnum } from "@aws-sdk/client-lambda";
import type { Provisioned } from "../../../sandbox/sandboxes.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { Store } from "../../../store/store.ts";
import { requireTarget } from "../functions.ts";
import type { Target } from "../functions.ts";
import { functionArn } from "../names.ts";
import { loadAlias, loadFunction } from "../repo.ts";
import { listProvisioned, listProvisionedFunctions } from "./repo.ts";
import type { ProvisionedRecord } from "./repo.ts";

/** What is kept ready for one version. */
interface Kept {
  readonly sandboxes: Provisioned;
  readonly target: Target;
  wanted: number;
  /** Invocations that run on it now. */
  running: number;
}

/** By the version's ARN; rebuilt at start, never stored. By store, since a process may hold several yards. */
const keptByStore = new WeakMap<Store, Map<string, Kept>>();

function keptOf(yard: YardContext): Map<string, Kept> {
  let kept = keptByStore.get(yard.store);
  if (kept === undefined) keptByStore.set(yard.store, (kept = new Map()));
  return kept;
}

/** How a target's sandboxes are kept ready: the runner's, which knows what a sandbox needs. */
export type Provision = (yard: YardContext, target: Target, count: number) => Provisioned;

/** Brings what is kept ready in line with what the function's versions and aliases ask for now. */
export function applyProvisioned(yard: YardContext, scope: Scope, name: string, provision: Provision): void {
  // A rehearsal runs nothing by itself.
  if (yard.isQuiet) return;
  const wanted = new Map<string, { target: Target; count: number }>();
  yard.store.read((tx) => {
    if (loadFunction(tx, scope, name) === undefined) return;
    for (const { qualifier, requested } of listProvisioned(tx, scope, name)) {
      const target = requireTarget(tx, { scope, name, qualifier });
      const arn = functionArn(scope, name, target.version.version);
      wanted.set(arn, { target, count: requested + (wanted.get(arn)?.count ?? 0) });
    }
  });
  const kept = keptOf(yard);
  for (const [arn, { target }] of kept)
    if (arn.startsWith(`${functionArn(scope, name)}:`) && !wanted.has(arn)) {
      provision(yard, target, 0);
      kept.delete(arn);
    }
  for (const [arn, { target, count }] of wanted) {
    const running = kept.get(arn)?.running ?? 0;
    kept.set(arn, { sandboxes: provision(yard, target, count), target, wanted: count, running });
  }
}

/** For all functions, when the yard starts. */
export function startProvisioned(yard: YardContext, provision: Provision): void {
  for (const { scope, name } of yard.store.read((tx) => [...listProvisionedFunctions(tx)]))
    applyProvisioned(yard, scope, name, provision);
}

/** A place among sandboxes that are kept ready, and how many of them are in use then. */
export interface ProvisionedPlace extends ProvisionedUse {
  giveBack(): void;
}

export interface ProvisionedUse {
  readonly running: number;
  readonly allocated: number;
}

/** A place among the sandboxes of the target's version that are kept ready, until it is given back; undefined if none is free. */
export function takeProvisioned(yard: YardContext, target: Target): ProvisionedPlace | undefined {
  const kept = keptByStore.get(yard.store);
  if (kept === undefined || kept.size === 0) return undefined;
  const found = kept.get(functionArn(target.scope, target.function.name, target.version.version));
  const allocated = found?.sandboxes.allocated() ?? 0;
  if (found === undefined || found.running >= allocated) return undefined;
  found.running++;
  return {
    running: found.running,
    allocated,
    giveBack() {
      found.running--;
    },
  };
}

/** As AWS shows it. */
export function describeProvisioned(
  yard: YardContext,
  scope: Scope,
  name: string,
  record: ProvisionedRecord,
): GetProvisionedConcurrencyConfigResponse {
  const version = yard.store.read((tx) => loadAlias(tx, scope, name, record.qualifier)?.version) ?? record.qualifier;
  const kept = keptByStore.get(yard.store)?.get(functionArn(scope, name, version));
  const allocated = yard.isQuiet ? record.requested : Math.min(record.requested, kept?.sandboxes.allocated() ?? 0);
  const failure = kept?.sandboxes.failure();
  const status: ProvisionedConcurrencyStatusEnum =
    allocated >= record.requested ? "READY" : failure === undefined ? "IN_PROGRESS" : "FAILED";
  return {
    RequestedProvisionedConcurrentExecutions: record.requested,
    AllocatedProvisionedConcurrentExecutions: allocated,
    AvailableProvisionedConcurrentExecutions: Math.max(0, allocated - (kept?.running ?? 0)),
    Status: status,
    ...(status === "FAILED" ? { StatusReason: failure } : {}),
    LastModified: new Date(record.modifiedAtMs).toISOString().replace("Z", "+0000"),
  };
}
