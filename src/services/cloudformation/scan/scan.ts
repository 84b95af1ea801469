// Resource scans: started by an operation, run as a job, type by type. What was found of a type is written in one transaction with the
// scan's progress, so that after a crash the job goes on with the next type.

import { formatArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import type { Context, Scope, YardContext } from "../../../service/context.ts";
import type { Job, JobHandler, JobOutcome } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { importIdentifiers } from "../engine/plan-imports.ts";
import { scanInProgress } from "../errors.ts";
import { isRecord } from "../template/values.ts";
import type { FindResourceType, TypesOf } from "../template/validate.ts";
import { readIdentified } from "./probe.ts";
import type { Probe } from "./probe.ts";
import type { ResourceScanRecord, ScannedResourceRecord } from "./records.ts";
import { deleteScan, deleteScanned, listScans, loadScan, saveScan, saveScanned } from "./repo.ts";

const SCAN = "cloudformation/scan-resources";
const EXPIRE = "cloudformation/expire-scan";
// AWS: "Generate templates from existing resources with IaC generator": a scan expires after 30 days.
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
// LIMIT: scans that are kept. AWS allows a few a day, by the account's size. DEVIATION: here as many as one likes.
const SCANS_KEPT = 20;
// LIMIT: resources that are read at the same time.
const READ_TOGETHER = 8;

/** Begins a scan, unless one runs or the token says that this one was begun already. */
export function startScan(
  tx: WriteTx,
  context: Context,
  typeNames: readonly string[],
  options: { readonly typeFilters: readonly string[] | undefined; readonly token: string | undefined },
): string {
  const { account, region, principal } = context;
  const scope = { account, region };
  const { token, typeFilters } = options;
  const scans = listScans(tx, scope);
  const repeated = token === undefined ? undefined : scans.find((scan) => scan.token === token);
  if (repeated !== undefined) return repeated.scanId;
  if (scans.some((scan) => scan.status === "IN_PROGRESS")) throw scanInProgress();
  const oldest = scans.sort((one, other) => one.startedAtMs - other.startedAtMs).slice(0, 1 - SCANS_KEPT);
  for (const scan of oldest) deleteScan(tx, scope, scan.scanId);
  const scanId = formatArn("cloudformation", region, account, `resourceScan/${context.random.uuid()}`);
  saveScan(tx, scope, {
    v: 1,
    scanId,
    status: "IN_PROGRESS",
    startedAtMs: context.clock.nowMs(),
    typeNames: typeNames.filter((typeName) => isWanted(typeName, typeFilters)),
    finishedTypes: 0,
    scannedCount: 0,
    readCount: 0,
    principal,
    ...(typeFilters === undefined ? {} : { typeFilters }),
    ...(token === undefined ? {} : { token }),
  });
  context.jobs.enqueue(tx, { ...scope, kind: SCAN, payload: { scanId } });
  return scanId;
}

/** AWS: API reference, ScanFilter: a type, or the beginning of types followed by "*". */
function isWanted(typeName: string, filters: readonly string[] | undefined): boolean {
  if (filters === undefined) return true;
  return filters.some((filter) =>
    filter.endsWith("*") ? typeName.startsWith(filter.slice(0, -1)) : typeName === filter,
  );
}

/** The handler of the jobs that scan. */
export function scanHandler(typesOf: TypesOf): JobHandler {
  return { kind: SCAN, run: (job, yard) => run(job, yard, typesOf(yard, job)) };
}

/** Forgets what old scans found. */
export const expireScanHandler: JobHandler = {
  kind: EXPIRE,
  run(job, yard) {
    yard.store.write((tx) => {
      const scan = loadScan(tx, job, scanIdOf(job));
      if (scan === undefined) return;
      deleteScanned(tx, job, scan.scanId);
      saveScan(tx, job, { ...scan, status: "EXPIRED" });
    });
    return Promise.resolve("done");
  },
};

async function run(job: Job, yard: YardContext, findType: FindResourceType): Promise<JobOutcome> {
  const { account, region } = job;
  const scope: Scope = { account, region };
  const scanId = scanIdOf(job);
  const load = () => yard.store.read((tx) => loadScan(tx, scope, scanId));
  const begun = load();
  if (begun === undefined) return "done";
  const probe: Probe = { yard, ...scope, aws: yard.as(begun.principal, scope), findType };
  for (;;) {
    const scan = load();
    if (scan?.status !== "IN_PROGRESS") return "done";
    const typeName = scan.typeNames[scan.finishedTypes];
    if (typeName === undefined) {
      yard.store.write((tx) => finish(tx, yard, scope, scan));
      return "done";
    }
    const { listed, found } = await scanType(probe, typeName);
    yard.store.write((tx) => {
      saveScanned(tx, scope, scanId, typeName, found);
      saveScan(tx, scope, {
        ...scan,
        finishedTypes: scan.finishedTypes + 1,
        scannedCount: scan.scannedCount + listed,
        readCount: scan.readCount + found.length,
      });
    });
  }
}

function finish(tx: WriteTx, yard: YardContext, scope: Scope, scan: ResourceScanRecord): void {
  const nowMs = yard.clock.nowMs();
  saveScan(tx, scope, { ...scan, status: "COMPLETE", endedAtMs: nowMs });
  yard.jobs.enqueue(tx, { ...scope, kind: EXPIRE, payload: { scanId: scan.scanId }, dueAtMs: nowMs + KEPT_MS });
}

/** All resources of one type, with their properties. What the caller may not list or read is not found. */
async function scanType(
  probe: Probe,
  typeName: string,
): Promise<{ readonly listed: number; readonly found: ScannedResourceRecord[] }> {
  const identifiers = (await permitted(probe, typeName, () => probe.findType(typeName)?.list?.(probe))) ?? [];
  const found: ScannedResourceRecord[] = [];
  for (let start = 0; start < identifiers.length; start += READ_TOGETHER) {
    const batch = identifiers.slice(start, start + READ_TOGETHER).map(async (identifier) => {
      const properties = await permitted(probe, typeName, () => readIdentified(probe, typeName, identifier));
      // One that somebody deleted meanwhile is not there.
      if (properties !== undefined) found.push({ v: 1, typeName, identifier, properties });
    });
    await Promise.all(batch);
  }
  const order = new Map(identifiers.map((identifier, index) => [identifier, index]));
  found.sort((one, other) => (order.get(one.identifier) ?? 0) - (order.get(other.identifier) ?? 0));
  return { listed: identifiers.length, found };
}

/** What the call gives, or undefined where AWS refuses it: a denial, or a resource that has gone. */
async function permitted<T>(
  { yard }: Probe,
  typeName: string,
  call: () => Promise<T> | undefined,
): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    // An error of ours must not keep the scan from its end; it is logged.
    if (!(error instanceof AwsError)) yard.log.write("error", "cloudformation.scan-failed", { typeName, error });
    return undefined;
  }
}

function scanIdOf({ payload }: Job): string {
  return isRecord(payload) ? String(payload["scanId"]) : "";
}

/** The types that can be scanned: those whose resources can be listed and identified. */
export function scannableTypes(types: readonly { readonly typeName: string; readonly list?: unknown }[]): string[] {
  return types
    .filter((type) => type.list !== undefined && importIdentifiers(type.typeName).length > 0)
    .map(({ typeName }) => typeName)
    .sort();
}
