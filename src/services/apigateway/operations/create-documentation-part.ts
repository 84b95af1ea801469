// CreateDocumentationPart: a text about one of an API's entities.

import type {
  CreateDocumentationPartCommandInput,
  CreateDocumentationPartCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isSameLocation, locationOf, requireProperties } from "../documentation.ts";
import { conflict, limitExceeded } from "../errors.ts";
import { newPartId, requireApi } from "../finding.ts";
import { LIMITS } from "../limits.ts";
import type { DocumentationPartRecord } from "../records.ts";
import { listParts, savePart } from "../repo.ts";
import { partShape } from "../shapes.ts";

export const createDocumentationPart = defineOperation<
  Input<CreateDocumentationPartCommandInput>,
  CreateDocumentationPartCommandOutput
>("CreateDocumentationPart", (input, context) => {
  const { restApiId } = input;
  const location = locationOf(input.location);
  const part: DocumentationPartRecord = {
    v: 1,
    id: newPartId(context.random),
    location,
    properties: requireProperties(input.properties),
  };
  context.store.write((tx) => {
    requireApi(tx, context, restApiId);
    const parts = listParts(tx, context, restApiId, "documentationPart");
    if (parts.some((present) => isSameLocation(present.location, location)))
      throw conflict("Documentation part already exists for the specified location: " + JSON.stringify(location));
    if (parts.length >= LIMITS.documentationParts)
      throw limitExceeded("Maximum number of Documentation parts for this API has been reached.");
    savePart(tx, context, restApiId, "documentationPart", part.id, part);
  });
  return partShape(part);
});
