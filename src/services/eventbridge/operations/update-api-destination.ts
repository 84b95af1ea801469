// UpdateApiDestination: changes an API destination.

import type { UpdateApiDestinationCommandInput, UpdateApiDestinationCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import {
  describeApiDestination,
  requireApiDestination,
  requireConnection,
  requireEndpoint,
} from "../destinations/require.ts";
import { partsOfArn } from "../names.ts";
import { save } from "../repo.ts";

export const updateApiDestination = defineOperation<
  Input<UpdateApiDestinationCommandInput>,
  UpdateApiDestinationCommandOutput
>("UpdateApiDestination", (input, context) => {
  const { ConnectionArn, InvocationEndpoint, HttpMethod, InvocationRateLimitPerSecond, Description } = input;
  if (InvocationEndpoint !== undefined) requireEndpoint(InvocationEndpoint);
  const destination = context.store.write((tx) => {
    const before = requireApiDestination(tx, context, input.Name);
    if (ConnectionArn !== undefined) requireConnection(tx, context, partsOfArn(ConnectionArn).rest[0] ?? "");
    const updated = {
      ...before,
      modifiedAtMs: context.clock.nowMs(),
      ...(ConnectionArn === undefined ? {} : { connectionArn: ConnectionArn }),
      ...(InvocationEndpoint === undefined ? {} : { endpoint: InvocationEndpoint }),
      ...(HttpMethod === undefined ? {} : { method: HttpMethod }),
      ...(InvocationRateLimitPerSecond === undefined ? {} : { rate: InvocationRateLimitPerSecond }),
      ...(Description === undefined ? {} : { description: Description }),
    };
    save(tx, context, "api-destination", updated);
    return updated;
  });
  const { ApiDestinationArn, ApiDestinationState, CreationTime, LastModifiedTime } = describeApiDestination(
    context,
    destination,
  );
  return { ApiDestinationArn, ApiDestinationState, CreationTime, LastModifiedTime };
});
