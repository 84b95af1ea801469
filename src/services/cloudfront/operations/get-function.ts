// GetFunction: the code of a function.

import type { GetFunctionCommandInput, GetFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireFunction, requireStage } from "../functions/functions.ts";

/** The SDK adds methods to the code's bytes. */
type Answer = Omit<GetFunctionCommandOutput, "FunctionCode"> & { readonly FunctionCode: Uint8Array };

export const getFunction = defineOperation<Input<GetFunctionCommandInput>, Answer>(
  "GetFunction",
  ({ Name, Stage }, { store, account }) => {
    const { code, etag } = requireStage(
      store.read((tx) => requireFunction(tx, account, Name)),
      Stage,
    );
    return { FunctionCode: Buffer.from(code, "base64"), ETag: etag, ContentType: "application/octet-stream" };
  },
);
