// GetDocumentationParts: an API's documentation parts, those of a type, a path or a name.

import type {
  GetDocumentationPartsCommandInput,
  GetDocumentationPartsCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { notServed } from "../errors.ts";
import { requireApi } from "../finding.ts";
import { pageOf } from "../pages.ts";
import { listParts } from "../repo.ts";
import { partShape } from "../shapes.ts";

export const getDocumentationParts = defineOperation<
  Input<GetDocumentationPartsCommandInput>,
  GetDocumentationPartsCommandOutput
>("GetDocumentationParts", (input, context) => {
  const { restApiId, type, path, nameQuery, locationStatus } = input;
  if (locationStatus === "UNDOCUMENTED") throw notServed("listing what is not documented");
  const parts = context.store.read((tx) => {
    requireApi(tx, context, restApiId);
    return listParts(tx, context, restApiId, "documentationPart");
  });
  const chosen = parts.filter(
    ({ location }) =>
      (type === undefined || location.type === type) &&
      (path === undefined || location.path === path) &&
      (nameQuery === undefined || location.name?.includes(nameQuery) === true),
  );
  const { items, position } = pageOf(chosen, input);
  return { items: items.map(partShape), position };
});
