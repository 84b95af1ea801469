// ImportDocumentationParts: puts the documentation of a definition beside an API's own, or in its place.

import type {
  ImportDocumentationPartsCommandInput,
  ImportDocumentationPartsCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isSameLocation } from "../documentation.ts";
import { limitExceeded } from "../errors.ts";
import { newPartId, requireApi } from "../finding.ts";
import { LIMITS } from "../limits.ts";
import { definitionOf } from "../openapi/definition.ts";
import { parseDocument } from "../openapi/document.ts";
import { listParts, removeParts, savePart } from "../repo.ts";

export const importDocumentationParts = defineOperation<
  Input<ImportDocumentationPartsCommandInput>,
  ImportDocumentationPartsCommandOutput
>("ImportDocumentationParts", (input, context) => {
  const { restApiId, mode = "merge" } = input;
  const parts = definitionOf(parseDocument(input.body), {
    apiId: restApiId,
    basePath: "ignore",
    isDocumentationIgnored: false,
  }).documentationParts;
  return context.store.write((tx) => {
    requireApi(tx, context, restApiId);
    if (mode === "overwrite") removeParts(tx, context, restApiId, "documentationPart");
    const present = listParts(tx, context, restApiId, "documentationPart");
    const added = parts.filter((part) => !present.some(({ location }) => isSameLocation(location, part.location)));
    if (present.length + added.length > LIMITS.documentationParts)
      throw limitExceeded("Maximum number of Documentation parts for this API has been reached.");
    const ids = parts.map((part) => {
      const id =
        present.find(({ location }) => isSameLocation(location, part.location))?.id ?? newPartId(context.random);
      savePart(tx, context, restApiId, "documentationPart", id, { v: 1, id, ...part });
      return id;
    });
    return { ids };
  });
});
