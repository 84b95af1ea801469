// GetParameter: one parameter, in its latest version or the one that is selected.

import type { GetParameterCommandInput, GetParameterCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parameterNotFound } from "../errors.ts";
import { findVersion } from "../find.ts";
import { parseReference } from "../name.ts";
import { describeValue } from "../parameter.ts";

export const getParameter = defineOperation<Input<GetParameterCommandInput>, GetParameterCommandOutput>(
  "GetParameter",
  (input, context) => {
    const reference = parseReference(input.Name, context);
    const found = context.store.read((tx) => findVersion(tx, context, reference));
    if (found === undefined) throw parameterNotFound();
    return { Parameter: describeValue(context, found, reference.selector) };
  },
);
