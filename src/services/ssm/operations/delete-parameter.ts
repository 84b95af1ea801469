// DeleteParameter: removes a parameter with all its versions.

import type { DeleteParameterCommandInput, DeleteParameterCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parameterNotFound } from "../errors.ts";
import { parseReference } from "../name.ts";
import { remove } from "../removal.ts";

export const deleteParameter = defineOperation<Input<DeleteParameterCommandInput>, DeleteParameterCommandOutput>(
  "DeleteParameter",
  (input, context) => {
    const { name } = parseReference(input.Name, context);
    if (!context.store.write((tx) => remove(context, tx, context, name))) throw parameterNotFound();
    return {};
  },
);
