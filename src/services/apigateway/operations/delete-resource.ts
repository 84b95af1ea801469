// DeleteResource: removes a resource with all below it.

import type { DeleteResourceCommandInput, DeleteResourceCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { badRequest } from "../errors.ts";
import { requirePart } from "../finding.ts";
import { listParts, removePart } from "../repo.ts";
import { descendantsOf } from "../resource-tree.ts";

export const deleteResource = defineOperation<Input<DeleteResourceCommandInput>, DeleteResourceCommandOutput>(
  "DeleteResource",
  (input, context) => {
    const { restApiId, resourceId } = input;
    context.store.write((tx) => {
      const resource = requirePart(tx, context, restApiId, "resource", resourceId);
      if (resource.parentId === undefined) throw badRequest("Root resource cannot be deleted");
      const gone = [resource, ...descendantsOf(listParts(tx, context, restApiId, "resource"), resourceId)];
      for (const { id } of gone) removePart(tx, context, restApiId, "resource", id);
    });
    return {};
  },
);
