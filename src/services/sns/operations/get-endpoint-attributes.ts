// GetEndpointAttributes: a device.

import type { GetEndpointAttributesCommandInput, GetEndpointAttributesCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { endpointNotFound } from "../errors.ts";
import { describeEndpoint, parseEndpointArn } from "../push.ts";
import { loadEndpoint } from "../repo.ts";

export const getEndpointAttributes = defineOperation<
  Input<GetEndpointAttributesCommandInput>,
  GetEndpointAttributesCommandOutput
>("GetEndpointAttributes", (input, context) => {
  const address = parseEndpointArn(input.EndpointArn);
  const endpoint = context.store.read((tx) => loadEndpoint(tx, address, address.id));
  if (endpoint === undefined) throw endpointNotFound();
  return { Attributes: describeEndpoint(endpoint) };
});
