// ListVersionsByFunction: "$LATEST" and the published versions, in the order of publishing.

import type { ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeVersion } from "../configuration.ts";
import { requireFunction } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { pageOf, readMarker } from "../pages.ts";
import { listVersions } from "../repo.ts";

export const listVersionsByFunction = defineOperation<
  Input<ListVersionsByFunctionCommandInput>,
  ListVersionsByFunctionCommandOutput
>("ListVersionsByFunction", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { scope, name } = reference;
  const page = context.store.read((tx) => {
    requireFunction(tx, reference);
    return pageOf(listVersions(tx, scope, name, readMarker(input.Marker)), input.MaxItems, ({ version }) => version);
  });
  return {
    Versions: page.items.map((version) => describeVersion(scope, name, version, { qualifier: version.version })),
    ...(page.nextMarker === undefined ? {} : { NextMarker: page.nextMarker }),
  };
});
