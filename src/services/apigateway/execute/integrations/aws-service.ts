// AWS services as integrations, made with the integration's credentials and authorised like any other call.

import { callAwsService, IntegrationUriError } from "../../../../service/api-front/aws-service.ts";
import type { Call } from "../call.ts";
import { misconfigured } from "../failure.ts";
import { type IntegrationAnswer, type IntegrationRequest, withCredentials } from "./integration.ts";

/** Makes the call that the request is. */
export async function callService(
  call: Call,
  request: IntegrationRequest,
  credentials: string | undefined,
): Promise<IntegrationAnswer> {
  const requestId = call.yard.random.uuid();
  call.facts.integration.requestId = requestId;
  const { account } = call.scope;
  try {
    return await callAwsService({ account, origin: call.yard.origin, requestId }, request, (scope, work) =>
      withCredentials(call, scope, credentials, work),
    );
  } catch (error) {
    if (error instanceof IntegrationUriError) throw misconfigured(error.message);
    throw error;
  }
}
