// UpdateDocumentationPart: changes a documentation part's properties.

import type {
  UpdateDocumentationPartCommandInput,
  UpdateDocumentationPartCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { patchedPart } from "../documentation.ts";
import { requirePart } from "../finding.ts";
import { savePart } from "../repo.ts";
import { partShape } from "../shapes.ts";

export const updateDocumentationPart = defineOperation<
  Input<UpdateDocumentationPartCommandInput>,
  UpdateDocumentationPartCommandOutput
>("UpdateDocumentationPart", (input, context) => {
  const { restApiId, documentationPartId, patchOperations } = input;
  const part = context.store.write((tx) => {
    const changed = patchedPart(
      requirePart(tx, context, restApiId, "documentationPart", documentationPartId),
      patchOperations,
    );
    savePart(tx, context, restApiId, "documentationPart", documentationPartId, changed);
    return changed;
  });
  return partShape(part);
});
