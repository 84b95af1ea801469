// UpdateResource: renames a resource or moves it below another, with all below it.

import type { UpdateResourceCommandInput, UpdateResourceCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { listParts, savePart } from "../repo.ts";
import { moved, patchedResource } from "../resource-tree.ts";
import { resourceShape } from "../shapes.ts";

export const updateResource = defineOperation<Input<UpdateResourceCommandInput>, UpdateResourceCommandOutput>(
  "UpdateResource",
  (input, context) => {
    const { restApiId, resourceId, patchOperations } = input;
    const resource = context.store.write((tx) => {
      const present = requirePart(tx, context, restApiId, "resource", resourceId);
      const resources = listParts(tx, context, restApiId, "resource");
      const changed = patchedResource(resources, present, patchOperations);
      for (const part of moved(resources, changed)) savePart(tx, context, restApiId, "resource", part.id, part);
      return changed;
    });
    return resourceShape(resource, false);
  },
);
