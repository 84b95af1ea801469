// DeleteParameters: removes up to ten parameters; those that are not there are listed apart.

import type { DeleteParametersCommandInput, DeleteParametersCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseReference } from "../name.ts";
import { removeParameter } from "../repo.ts";

export const deleteParameters = defineOperation<Input<DeleteParametersCommandInput>, DeleteParametersCommandOutput>(
  "DeleteParameters",
  (input, context) => {
    const DeletedParameters: string[] = [];
    const InvalidParameters: string[] = [];
    context.store.write((tx) => {
      for (const name of new Set(input.Names))
        (removeParameter(tx, context, parseReference(name).name) ? DeletedParameters : InvalidParameters).push(name);
    });
    return { DeletedParameters, InvalidParameters };
  },
);
