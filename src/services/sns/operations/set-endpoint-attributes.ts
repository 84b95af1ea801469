// SetEndpointAttributes: changes a device: its token, its data, whether it is pushed to.

import type { SetEndpointAttributesCommandInput, SetEndpointAttributesCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { endpointNotFound } from "../errors.ts";
import { changeEndpoint, parseEndpointArn } from "../push.ts";
import { loadEndpoint, saveEndpoint } from "../repo.ts";

export const setEndpointAttributes = defineOperation<
  Input<SetEndpointAttributesCommandInput>,
  SetEndpointAttributesCommandOutput
>("SetEndpointAttributes", (input, context) => {
  const address = parseEndpointArn(input.EndpointArn);
  context.store.write((tx) => {
    const endpoint = loadEndpoint(tx, address, address.id);
    if (endpoint === undefined) throw endpointNotFound();
    saveEndpoint(tx, address, changeEndpoint(endpoint, input.Attributes));
  });
  return {};
});
