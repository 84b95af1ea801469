// GetDocumentationVersion: one version of the documentation.

import type {
  GetDocumentationVersionCommandInput,
  GetDocumentationVersionCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { versionShape } from "../shapes.ts";

export const getDocumentationVersion = defineOperation<
  Input<GetDocumentationVersionCommandInput>,
  GetDocumentationVersionCommandOutput
>("GetDocumentationVersion", (input, context) => {
  return versionShape(
    context.store.read((tx) =>
      requirePart(tx, context, input.restApiId, "documentationVersion", input.documentationVersion),
    ),
  );
});
