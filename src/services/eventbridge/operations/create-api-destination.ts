// CreateApiDestination: makes an HTTP endpoint a target.

import type { CreateApiDestinationCommandInput, CreateApiDestinationCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeApiDestination, requireConnection, requireEndpoint } from "../destinations/require.ts";
import { alreadyExists } from "../errors.ts";
import { partsOfArn } from "../names.ts";
import { requireRoom } from "../quotas.ts";
import { load, save } from "../repo.ts";

// AWS: CreateApiDestination: by default 300 invocations a second.
const DEFAULT_RATE = 300;

export const createApiDestination = defineOperation<
  Input<CreateApiDestinationCommandInput>,
  CreateApiDestinationCommandOutput
>("CreateApiDestination", (input, context) => {
  const {
    Name: name,
    ConnectionArn,
    InvocationEndpoint,
    HttpMethod,
    InvocationRateLimitPerSecond,
    Description,
  } = input;
  requireEndpoint(InvocationEndpoint);
  const nowMs = context.clock.nowMs();
  const destination = context.store.write((tx) => {
    if (load(tx, context, "api-destination", name) !== undefined) throw alreadyExists(`An api-destination '${name}'`);
    requireRoom(tx, context, "api-destination");
    requireConnection(tx, context, partsOfArn(ConnectionArn).rest[0] ?? "");
    const made = {
      v: 1,
      name,
      destinationId: context.random.uuid(),
      connectionArn: ConnectionArn,
      endpoint: InvocationEndpoint,
      method: HttpMethod,
      rate: InvocationRateLimitPerSecond ?? DEFAULT_RATE,
      createdAtMs: nowMs,
      modifiedAtMs: nowMs,
      ...(Description === undefined ? {} : { description: Description }),
    } as const;
    save(tx, context, "api-destination", made);
    return made;
  });
  const { ApiDestinationArn, ApiDestinationState, CreationTime, LastModifiedTime } = describeApiDestination(
    context,
    destination,
  );
  return { ApiDestinationArn, ApiDestinationState, CreationTime, LastModifiedTime };
});
