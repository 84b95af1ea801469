// DeleteDocumentationPart: removes a documentation part.

import type {
  DeleteDocumentationPartCommandInput,
  DeleteDocumentationPartCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi, requirePart } from "../finding.ts";
import { removePart } from "../repo.ts";

export const deleteDocumentationPart = defineOperation<
  Input<DeleteDocumentationPartCommandInput>,
  DeleteDocumentationPartCommandOutput
>("DeleteDocumentationPart", (input, context) => {
  const { restApiId, documentationPartId } = input;
  context.store.write((tx) => {
    requireApi(tx, context, restApiId);
    requirePart(tx, context, restApiId, "documentationPart", documentationPartId);
    removePart(tx, context, restApiId, "documentationPart", documentationPartId);
  });
  return {};
});
