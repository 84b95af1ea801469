// UpdateDocumentationVersion: changes a version's description.

import type {
  UpdateDocumentationVersionCommandInput,
  UpdateDocumentationVersionCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { patchedVersion } from "../documentation.ts";
import { requirePart } from "../finding.ts";
import { savePart } from "../repo.ts";
import { versionShape } from "../shapes.ts";

export const updateDocumentationVersion = defineOperation<
  Input<UpdateDocumentationVersionCommandInput>,
  UpdateDocumentationVersionCommandOutput
>("UpdateDocumentationVersion", (input, context) => {
  const { restApiId, documentationVersion, patchOperations } = input;
  const version = context.store.write((tx) => {
    const changed = patchedVersion(
      requirePart(tx, context, restApiId, "documentationVersion", documentationVersion),
      patchOperations,
    );
    savePart(tx, context, restApiId, "documentationVersion", documentationVersion, changed);
    return changed;
  });
  return versionShape(version);
});
