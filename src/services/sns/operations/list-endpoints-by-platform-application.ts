// ListEndpointsByPlatformApplication: an application's devices, in pages of 100.

import type {
  ListEndpointsByPlatformApplicationCommandInput,
  ListEndpointsByPlatformApplicationCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { platformApplicationNotFound } from "../errors.ts";
import { parsePageToken, takePage } from "../pages.ts";
import { describeEndpoint, endpointArn, parseApplicationArn } from "../push.ts";
import { listEndpoints, loadPlatformApplication } from "../repo.ts";

export const listEndpointsByPlatformApplication = defineOperation<
  Input<ListEndpointsByPlatformApplicationCommandInput>,
  ListEndpointsByPlatformApplicationCommandOutput
>("ListEndpointsByPlatformApplication", (input, context) => {
  const address = parseApplicationArn(input.PlatformApplicationArn);
  const [after] = parsePageToken(input.NextToken) ?? [];
  const page = context.store.read((tx) => {
    if (loadPlatformApplication(tx, address) === undefined) throw platformApplicationNotFound();
    return takePage(listEndpoints(tx, address, after), ({ id }) => [id]);
  });
  return {
    Endpoints: page.items.map((endpoint) => ({
      EndpointArn: endpointArn(address.scope, endpoint),
      Attributes: describeEndpoint(endpoint),
    })),
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  };
});
