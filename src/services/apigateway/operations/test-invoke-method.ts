// TestInvokeMethod: calls a method of the API as it is now.

import type { TestInvokeMethodCommandInput, TestInvokeMethodCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { allValues, lastValues } from "../execute/call.ts";
import { testMethod } from "../execute/test-invoke.ts";

export const testInvokeMethod = defineOperation<Input<TestInvokeMethodCommandInput>, TestInvokeMethodCommandOutput>(
  "TestInvokeMethod",
  async (input, context) => {
    const { result, log, latencyMs } = await testMethod(context, input);
    return {
      status: result.status,
      body: Buffer.from(result.body).toString("utf8"),
      headers: lastValues(result.headers),
      multiValueHeaders: allValues(result.headers),
      log,
      latency: latencyMs,
    };
  },
);
