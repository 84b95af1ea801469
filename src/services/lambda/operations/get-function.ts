// GetFunction: a version's configuration, where its code can be downloaded, its tags and its concurrency.

import type { GetFunctionCommandInput, GetFunctionCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeRuntimeVersion, describeVersion } from "../configuration.ts";
import { downloadUrl } from "../downloads.ts";
import { requireTarget } from "../functions.ts";
import { parseFunctionName } from "../names.ts";

export const getFunction = defineOperation<Input<GetFunctionCommandInput>, GetFunctionCommandOutput>(
  "GetFunction",
  (input, context) => {
    const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
    const { scope, function: record, version, qualifier } = context.store.read((tx) => requireTarget(tx, reference));
    const { tags, reservedConcurrency } = record;
    return {
      Configuration: {
        ...describeVersion(scope, record.name, version, qualifier === "" ? {} : { qualifier }),
        ...describeRuntimeVersion(context, version.runtime),
      },
      Code: { RepositoryType: "S3", Location: downloadUrl(context, version.code.sha256) },
      ...(Object.keys(tags).length === 0 ? {} : { Tags: { ...tags } }),
      ...(reservedConcurrency === undefined
        ? {}
        : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
    };
  },
);
