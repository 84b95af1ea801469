// UpdateMethod: changes a method by a patch.

import type { UpdateMethodCommandInput, UpdateMethodCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireMethod } from "../finding.ts";
import { requireMethodIsSound, settledMethod, withMethod } from "../methods.ts";
import { METHOD_RULES } from "../patches/method.ts";
import { patched, PLAIN } from "../patches/patch.ts";
import { savePart } from "../repo.ts";
import { methodShape } from "../shapes.ts";

export const updateMethod = defineOperation<Input<UpdateMethodCommandInput>, UpdateMethodCommandOutput>(
  "UpdateMethod",
  (input, context) => {
    const { restApiId, resourceId, httpMethod, patchOperations } = input;
    const method = context.store.write((tx) => {
      const { resource, method: present } = requireMethod(tx, context, input);
      const changed = settledMethod(patched(present, patchOperations, METHOD_RULES, PLAIN));
      requireMethodIsSound(tx, context, restApiId, changed);
      savePart(tx, context, restApiId, "resource", resourceId, withMethod(resource, httpMethod, changed));
      return changed;
    });
    return methodShape(method);
  },
);
