// Checks endpoints and asks alarms, again and again: one durable job a health check, on the yard's clock.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import { invalidInput } from "../errors.ts";
import { resolveAddress } from "../answering/addresses.ts";
import type { HealthCheckRecord, Observed } from "../records.ts";
import { loadHealthCheck, saveHealthCheck } from "../repo.ts";
import { alarmState } from "./alarm.ts";
import { type Config, isEndpointCheck } from "./config.ts";
import { checkEndpoint, type CheckResult } from "./endpoint.ts";

const CHECK = "route53/check-health";
/** AWS: how often Route 53 looks at an alarm's data is not said; alarms change once a minute at the most. */
const ALARM_INTERVAL_MS = 10_000;

interface Payload {
  readonly id: string;
  /** An update begins another row of jobs; this one then ends. */
  readonly version: number;
}

/** Begins to check, unless there is nothing to look at. */
export function enqueueCheck(
  tx: WriteTx,
  context: Pick<YardContext, "jobs"> & Scope,
  { id, version, config }: HealthCheckRecord,
): void {
  if (config.Type === "CALCULATED" || config.Disabled === true) return;
  const { account, region } = context;
  context.jobs.enqueue(tx, { account, region, kind: CHECK, payload: { id, version } satisfies Payload });
}

/** AWS: CreateHealthCheck: children are there; and a calculated check has no calculated ones below it that lead back to it. */
export function requireChildren(tx: ReadTx, owner: Pick<Scope, "account">, config: Config, ownId?: string): void {
  for (const child of config.ChildHealthChecks ?? []) {
    const found = loadHealthCheck(tx, owner, child);
    if (found === undefined || child === ownId)
      throw invalidInput(`Invalid parameter : The child health check ${child} does not exist.`);
    if (found.config.Type === "CALCULATED")
      throw invalidInput(`Invalid parameter : The child health check ${child} is itself a calculated health check.`);
  }
}

export const checkJob: JobHandler = {
  kind: CHECK,
  async run(job, yard) {
    const { id, version } = job.payload as Payload;
    const check = yard.store.read((tx) => loadHealthCheck(tx, job, id));
    if (check === undefined || check.version !== version) return "done";
    const { config } = check;
    const observe = isEndpointCheck(config)
      ? await observeEndpoint(yard, config)
      : await observeAlarm(yard, job, config);
    const isGoingOn = yard.store.write((tx) => {
      const current = loadHealthCheck(tx, job, id);
      if (current === undefined || current.version !== version) return false;
      saveHealthCheck(tx, job, { ...current, observed: observe(current.observed) });
      return true;
    });
    if (!isGoingOn) return "done";
    const intervalMs = isEndpointCheck(config) ? (config.RequestInterval ?? 30) * 1_000 : ALARM_INTERVAL_MS;
    return { retryAtMs: yard.clock.nowMs() + intervalMs };
  },
};

async function observeEndpoint(yard: YardContext, config: Config): Promise<(before: Observed) => Observed> {
  const { FullyQualifiedDomainName: name, IPAddress: given } = config;
  const address = given ?? (name === undefined ? undefined : resolveAddress(yard, name));
  const result = await checkEndpoint(yard, config, address);
  return (before) => afterCheck(before, result, config.FailureThreshold ?? 3, yard.clock.nowMs());
}

/** AWS: FailureThreshold: so many checks in a row turn the status, either way; the first check says it at once. */
function afterCheck(before: Observed, { isSuccess, status }: CheckResult, threshold: number, atMs: number): Observed {
  const last = { atMs, isSuccess, status };
  const kept = isSuccess ? { ...before, last } : { ...before, last, lastFailure: { atMs, status } };
  const isHealthy = before.isHealthy ?? true;
  if (isSuccess === isHealthy) return { ...kept, isHealthy, against: 0 };
  const against = before.against + 1;
  return against >= threshold ? { ...kept, isHealthy: isSuccess, against: 0 } : { ...kept, isHealthy, against };
}

async function observeAlarm(yard: YardContext, job: Scope, config: Config): Promise<(before: Observed) => Observed> {
  const state = await alarmState(yard, job.account, config);
  return (before) => {
    if (state !== "INSUFFICIENT_DATA") return { ...before, isHealthy: state === "OK" };
    const fallback = config.InsufficientDataHealthStatus;
    return fallback === "LastKnownStatus" ? before : { ...before, isHealthy: fallback === "Healthy" };
  };
}
