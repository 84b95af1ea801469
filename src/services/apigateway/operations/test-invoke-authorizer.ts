// TestInvokeAuthorizer: asks an authorizer as a request would.

import type { TestInvokeAuthorizerCommandInput, TestInvokeAuthorizerCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { Failure } from "../execute/failure.ts";
import { testAuthorizer } from "../execute/test-invoke.ts";

export const testInvokeAuthorizer = defineOperation<
  Input<TestInvokeAuthorizerCommandInput>,
  TestInvokeAuthorizerCommandOutput
>("TestInvokeAuthorizer", async (input, context) => {
  const { result, log, latencyMs } = await testAuthorizer(context, input);
  if (result instanceof Failure)
    return { clientStatus: result.type === "UNAUTHORIZED" ? 401 : 500, log, latency: latencyMs };
  const { principalId, policy, context: values } = result;
  const authorization = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
  return { clientStatus: 200, log, latency: latencyMs, principalId, policy, authorization };
});
