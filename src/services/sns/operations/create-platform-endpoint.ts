// CreatePlatformEndpoint: registers a device with an application.

import type { CreatePlatformEndpointCommandInput, CreatePlatformEndpointCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, platformApplicationNotFound } from "../errors.ts";
import { changeEndpoint, describeEndpoint, endpointArn, type EndpointRecord, parseApplicationArn } from "../push.ts";
import { findEndpoint, loadPlatformApplication, saveEndpoint } from "../repo.ts";

export const createPlatformEndpoint = defineOperation<
  Input<CreatePlatformEndpointCommandInput>,
  CreatePlatformEndpointCommandOutput
>("CreatePlatformEndpoint", (input, context) => {
  const { Token: token, CustomUserData, Attributes = {} } = input;
  const address = parseApplicationArn(input.PlatformApplicationArn);
  const { scope, platform, application } = address;
  if (token === "") throw invalidParameter("Token Reason: cannot be empty");
  const fresh: EndpointRecord = {
    v: 1,
    platform,
    application,
    id: context.random.uuid(),
    token,
    isEnabled: true,
  };
  const wanted = changeEndpoint(fresh, {
    ...(CustomUserData === undefined ? {} : { CustomUserData }),
    ...Attributes,
  });
  return context.store.write((tx) => {
    if (loadPlatformApplication(tx, address) === undefined) throw platformApplicationNotFound();
    const existing = findEndpoint(tx, address, wanted.token);
    if (existing === undefined) {
      saveEndpoint(tx, address, wanted);
      return { EndpointArn: endpointArn(scope, wanted) };
    }
    const arn = endpointArn(scope, existing);
    // AWS: recorded from the service.
    if (JSON.stringify(describeEndpoint(existing)) !== JSON.stringify(describeEndpoint(wanted)))
      throw invalidParameter(
        `Token Reason: Endpoint ${arn} already exists with the same Token, but different attributes.`,
      );
    return { EndpointArn: arn };
  });
});
