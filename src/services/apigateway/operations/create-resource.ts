// CreateResource: a resource below another.

import type { CreateResourceCommandInput, CreateResourceCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { limitExceeded } from "../errors.ts";
import { newPartId, requirePart } from "../finding.ts";
import { LIMITS } from "../limits.ts";
import type { ResourceRecord } from "../records.ts";
import { listParts, savePart } from "../repo.ts";
import { childPath, requireChild } from "../resource-tree.ts";
import { resourceShape } from "../shapes.ts";

export const createResource = defineOperation<Input<CreateResourceCommandInput>, CreateResourceCommandOutput>(
  "CreateResource",
  (input, context) => {
    const { restApiId, parentId, pathPart } = input;
    const resource = context.store.write((tx) => {
      const parent = requirePart(tx, context, restApiId, "resource", parentId);
      const resources = listParts(tx, context, restApiId, "resource");
      requireChild(resources, parent, pathPart);
      if (resources.length >= LIMITS.resources)
        throw limitExceeded(
          `Maximum number of resources for this API has been reached. Please contact AWS if you need additional resources.`,
        );
      const id = newPartId(context.random);
      const path = childPath(parent, pathPart);
      const created: ResourceRecord = { v: 1, id, parentId, pathPart, path, methods: {} };
      savePart(tx, context, restApiId, "resource", id, created);
      return created;
    });
    return resourceShape(resource, false);
  },
);
