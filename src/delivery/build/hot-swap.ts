// Replaces a function's code directly through Lambda, past CloudFormation, which is what makes a saved file live at once.

import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";

export interface HotSwapper {
  /** Gives a function new code; resolves when the next invocation runs it. */
  swap(functionName: string, archive: Uint8Array): Promise<void>;
  /** The SHA-256 of the function's code, in hexadecimal. */
  codeHashOf(functionName: string): Promise<string>;
  destroy(): void;
}

/** Opens Lambda of an account and region. */
export function openHotSwapper(target: Target): HotSwapper {
  const client = new LambdaClient(clientConfig(target));
  return {
    async swap(functionName, archive) {
      const answer = await client.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile: archive }));
      // AWS: "Lambda function states": an update may go on after the answer; the embedded cloud is always done by then.
      if (answer.LastUpdateStatus === "InProgress")
        await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 60 }, { FunctionName: functionName });
    },
    async codeHashOf(functionName) {
      const answer = await client.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
      return Buffer.from(answer.CodeSha256 ?? "", "base64").toString("hex");
    },
    destroy: () => client.destroy(),
  };
}
