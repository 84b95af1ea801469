// GetDocumentationPart: one documentation part.

import type { GetDocumentationPartCommandInput, GetDocumentationPartCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { partShape } from "../shapes.ts";

export const getDocumentationPart = defineOperation<
  Input<GetDocumentationPartCommandInput>,
  GetDocumentationPartCommandOutput
>("GetDocumentationPart", (input, context) => {
  return partShape(
    context.store.read((tx) =>
      requirePart(tx, context, input.restApiId, "documentationPart", input.documentationPartId),
    ),
  );
});
