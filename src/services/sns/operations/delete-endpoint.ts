// DeleteEndpoint: forgets a device; one that is gone is success. Its subscriptions stay, as in AWS.

import type { DeleteEndpointCommandInput, DeleteEndpointCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseEndpointArn } from "../push.ts";
import { removeEndpoint } from "../repo.ts";

export const deleteEndpoint = defineOperation<Input<DeleteEndpointCommandInput>, DeleteEndpointCommandOutput>(
  "DeleteEndpoint",
  (input, context) => {
    const address = parseEndpointArn(input.EndpointArn);
    context.store.write((tx) => removeEndpoint(tx, address, address.id));
    return {};
  },
);
