// GetParameters: up to ten parameters; those that are not there are listed apart.

import type { GetParametersCommandInput, GetParametersCommandOutput, Parameter } from "@aws-sdk/client-ssm";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findVersion } from "../find.ts";
import { parseReference } from "../name.ts";
import { describeValue } from "../parameter.ts";

export const getParameters = defineOperation<Input<GetParametersCommandInput>, GetParametersCommandOutput>(
  "GetParameters",
  (input, context) => {
    const Parameters: Parameter[] = [];
    const InvalidParameters: string[] = [];
    context.store.read((tx) => {
      for (const text of new Set(input.Names)) {
        try {
          const reference = parseReference(text, context);
          const found = findVersion(tx, context, reference);
          if (found === undefined) InvalidParameters.push(text);
          else Parameters.push(describeValue(context, found, reference.selector));
        } catch (error) {
          // AWS: here a missing version is an invalid parameter, not an error.
          if (!(error instanceof AwsError)) throw error;
          InvalidParameters.push(text);
        }
      }
    });
    return { Parameters, InvalidParameters };
  },
);
