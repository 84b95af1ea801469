// GetDocumentationVersions: the versions of an API's documentation.

import type {
  GetDocumentationVersionsCommandInput,
  GetDocumentationVersionsCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import { pageOf } from "../pages.ts";
import { listParts } from "../repo.ts";
import { versionShape } from "../shapes.ts";

export const getDocumentationVersions = defineOperation<
  Input<GetDocumentationVersionsCommandInput>,
  GetDocumentationVersionsCommandOutput
>("GetDocumentationVersions", (input, context) => {
  const versions = context.store.read((tx) => {
    requireApi(tx, context, input.restApiId);
    return listParts(tx, context, input.restApiId, "documentationVersion");
  });
  const { items, position } = pageOf(versions, input);
  return { items: items.map(versionShape), position };
});
