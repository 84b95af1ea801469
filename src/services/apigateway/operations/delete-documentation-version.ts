// DeleteDocumentationVersion: removes a version that no stage names.

import type {
  DeleteDocumentationVersionCommandInput,
  DeleteDocumentationVersionCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { conflict } from "../errors.ts";
import { requirePart } from "../finding.ts";
import { listParts, removePart } from "../repo.ts";

export const deleteDocumentationVersion = defineOperation<
  Input<DeleteDocumentationVersionCommandInput>,
  DeleteDocumentationVersionCommandOutput
>("DeleteDocumentationVersion", (input, context) => {
  const { restApiId, documentationVersion } = input;
  context.store.write((tx) => {
    requirePart(tx, context, restApiId, "documentationVersion", documentationVersion);
    const user = listParts(tx, context, restApiId, "stage").find(
      (stage) => stage.documentationVersion === documentationVersion,
    );
    if (user !== undefined)
      throw conflict(
        `Cannot delete documentation version '${documentationVersion}', is referenced in stage: ${user.stageName}`,
      );
    removePart(tx, context, restApiId, "documentationVersion", documentationVersion);
  });
  return {};
});
