// What a table's and an index's throughput may be, and how it changes: provisioned units, the maximum of on-demand
// throughput, and the warm throughput, which only grows.
// AWS: Developer Guide, "Understanding DynamoDB warm throughput" and "DynamoDB maximum throughput for on-demand tables";
// wording as observed.

import { AwsError } from "../../../kernel/errors.ts";
import { invalidParameter } from "../errors.ts";
import type { OnDemandLimits, Throughput } from "../records.ts";

/** LIMIT: of the service: units a second of one table or one index, unless AWS raises it for the account. */
const MOST_UNITS = 40_000;

/** AWS: on-demand tables can serve this much from the start. */
const INITIAL_ON_DEMAND: Throughput = { readUnits: 12_000, writeUnits: 4_000 };

/** Whose throughput it is: the table's, or an index's. */
export interface Owner {
  readonly region: string;
  readonly indexName?: string;
}

interface WarmRequest {
  readonly ReadUnitsPerSecond?: number;
  readonly WriteUnitsPerSecond?: number;
}

interface OnDemandRequest {
  readonly MaxReadRequestUnits?: number;
  readonly MaxWriteRequestUnits?: number;
}

/** Throws if provisioned units are more than a table or an index can have. */
export function checkUnits({ readUnits, writeUnits }: Throughput, owner: Owner): void {
  for (const [name, units] of [
    ["ReadCapacityUnits", readUnits],
    ["WriteCapacityUnits", writeUnits],
  ] as const) {
    if (units <= MOST_UNITS) continue;
    const { indexName, region } = owner;
    const kind = indexName === undefined ? "table" : "index";
    throw limitExceeded(
      `The requested ${name}${indexName === undefined ? "" : ` for index ${indexName}`}, ${units}, is above the per ` +
        `${kind} maximum for the account in ${region}. Per ${kind} maximum: ${MOST_UNITS}. Refer to the Amazon DynamoDB ` +
        "Developer Guide for current limits and how to request higher limits.",
    );
  }
}

/** The maximum of on-demand throughput after a request for it; -1 takes a limit away that was there. */
export function changedOnDemand(
  current: OnDemandLimits | undefined,
  request: OnDemandRequest,
  isOnDemand: boolean,
  owner: Owner,
): OnDemandLimits | undefined {
  const limits = { ...current };
  for (const [name, member] of [
    ["MaxReadRequestUnits", "maxReadUnits"],
    ["MaxWriteRequestUnits", "maxWriteUnits"],
  ] as const) {
    const units = request[name];
    if (units === undefined) continue;
    const { indexName, region } = owner;
    const what = `${name} for OnDemandThroughput`;
    const where = indexName === undefined ? "for table" : `for index : ${indexName}`;
    if (!isOnDemand)
      throw invalidParameter(
        `${what}${indexName === undefined ? "" : ` ${where}`} cannot be specified when the table BillingMode is PROVISIONED`,
      );
    if (units > MOST_UNITS)
      throw limitExceeded(
        `Subscriber limit exceeded: Requested ${what} ${where} exceeds ${quotaOf(member)} of the account in region ${region}`,
      );
    if (units < 1 && !(units === -1 && current !== undefined))
      throw invalidParameter(`Requested ${what} ${where} is outside of valid range`);
    if (units === -1) delete limits[member];
    else limits[member] = units;
  }
  return Object.keys(limits).length === 0 ? undefined : limits;
}

/** The warm throughput that a table or an index has from the start: what it is given anyway, or more by request. */
export function initialWarm(
  isOnDemand: boolean,
  provisioned: Throughput,
  request: WarmRequest | undefined,
  owner: Owner,
): Throughput {
  const least = isOnDemand ? INITIAL_ON_DEMAND : provisioned;
  return requestedWarm(least, request, owner, (name, what) =>
    isOnDemand
      ? `Requested ${what} is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/` +
        "amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial"
      : `Requested ${what} is lower than ${name} of ProvisionedThroughput`,
  );
}

/** The warm throughput after a request for it, which can only raise it. */
export function raisedWarm(current: Throughput, request: WarmRequest, owner: Owner): Throughput {
  return requestedWarm(
    current,
    request,
    owner,
    (_name, what) =>
      `Requested ${what} is lower than current WarmThroughput, decreasing WarmThroughput is not supported`,
  );
}

/** The warm throughput after other units were provisioned, or the billing was changed. AWS: it never falls (observed). */
export function followedWarm(current: Throughput, isOnDemand: boolean, provisioned: Throughput): Throughput {
  const least = isOnDemand ? INITIAL_ON_DEMAND : provisioned;
  return {
    readUnits: Math.max(current.readUnits, least.readUnits),
    writeUnits: Math.max(current.writeUnits, least.writeUnits),
  };
}

function requestedWarm(
  least: Throughput,
  request: WarmRequest | undefined,
  owner: Owner,
  problem: (name: string, what: string) => string,
): Throughput {
  const { indexName, region } = owner;
  const where = indexName === undefined ? "for table" : `for index ${indexName}`;
  const { ReadUnitsPerSecond: readUnits, WriteUnitsPerSecond: writeUnits } = request ?? {};
  if (request !== undefined && readUnits === undefined && writeUnits === undefined)
    throw invalidParameter(
      "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified for " +
        (indexName === undefined ? "table" : `index: ${indexName}`),
    );
  for (const [member, units, smallest] of [
    ["ReadUnitsPerSecond", readUnits, least.readUnits],
    ["WriteUnitsPerSecond", writeUnits, least.writeUnits],
  ] as const) {
    const what = `${member} for WarmThroughput ${where}`;
    const isRead = member === "ReadUnitsPerSecond";
    if (units !== undefined && units < smallest)
      throw invalidParameter(problem(isRead ? "ReadCapacityUnits" : "WriteCapacityUnits", what));
    if (units !== undefined && units > MOST_UNITS)
      throw limitExceeded(
        `Subscriber limit exceeded: Requested ${what} exceeds ` +
          `${quotaOf(isRead ? "maxReadUnits" : "maxWriteUnits")} of the account in region ${region}`,
      );
  }
  return { readUnits: readUnits ?? least.readUnits, writeUnits: writeUnits ?? least.writeUnits };
}

function quotaOf(member: "maxReadUnits" | "maxWriteUnits"): string {
  return member === "maxReadUnits" ? "TableMaxReadCapacityUnits" : "TableMaxWriteCapacityUnits";
}

function limitExceeded(message: string): AwsError {
  return new AwsError({ code: "LimitExceededException", message });
}
