// Finds a bus, and shows it as the API does.

import type { EventBus } from "@aws-sdk/client-eventbridge";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { busNotFound, validation } from "../errors.ts";
import { busAddress, busArn } from "../names.ts";
import type { EventBusRecord } from "../records.ts";
import { loadBus } from "../repo.ts";

/** The bus; throws ResourceNotFoundException. */
export function requireBus(tx: ReadTx, scope: Scope, name: string): EventBusRecord {
  const bus = loadBus(tx, scope, name);
  if (bus === undefined) throw busNotFound(name);
  return bus;
}

/** A bus as DescribeEventBus and ListEventBuses show it. */
export function describeBus(
  scope: Scope,
  bus: EventBusRecord,
): EventBus & { KmsKeyIdentifier?: string; DeadLetterConfig?: { Arn: string } } {
  return {
    Name: bus.name,
    Arn: busArn(scope, bus.name),
    ...(bus.description === undefined ? {} : { Description: bus.description }),
    ...(bus.policy === undefined ? {} : { Policy: bus.policy }),
    ...(bus.kmsKeyIdentifier === undefined ? {} : { KmsKeyIdentifier: bus.kmsKeyIdentifier }),
    ...(bus.deadLetterArn === undefined ? {} : { DeadLetterConfig: { Arn: bus.deadLetterArn } }),
    ...(bus.createdAtMs === 0 ? {} : { CreationTime: new Date(bus.createdAtMs) }),
    ...(bus.modifiedAtMs === 0 ? {} : { LastModifiedTime: new Date(bus.modifiedAtMs) }),
  };
}

/** The bus that an ARN names, which must be the caller's own: archives and replays do not cross accounts and Regions. */
export function requireOwnBus(tx: ReadTx, scope: Scope, arn: string, parameter: string): EventBusRecord {
  const address = busAddress(scope, arn);
  if (address.scope.account !== scope.account || address.scope.region !== scope.region)
    throw validation(
      `Parameter ${parameter} is not valid. Reason: Cross account or cross region access is not permitted.`,
    );
  return requireBus(tx, scope, address.busName);
}
