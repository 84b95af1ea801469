// DeleteParameters: removes up to ten parameters; those that are not there are listed apart.

import type { DeleteParametersCommandInput, DeleteParametersCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { splitReference } from "../name.ts";
import { remove } from "../removal.ts";

export const deleteParameters = defineOperation<Input<DeleteParametersCommandInput>, DeleteParametersCommandOutput>(
  "DeleteParameters",
  (input, context) => {
    const DeletedParameters: string[] = [];
    const InvalidParameters: string[] = [];
    context.store.write((tx) => {
      for (const text of new Set(input.Names)) {
        const { name, home = context } = splitReference(text);
        const isOwn = home.account === context.account && home.region === context.region;
        (isOwn && remove(context, tx, context, name) ? DeletedParameters : InvalidParameters).push(text);
      }
    });
    return { DeletedParameters, InvalidParameters };
  },
);
