// ListFunctions: the functions of an account and region, or all their versions.

import type { ListFunctionsCommandInput, ListFunctionsCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeVersion } from "../configuration.ts";
import { notSupported } from "../errors.ts";
import { LATEST } from "../names.ts";
import { pageOf, readMarker } from "../pages.ts";
import { listFunctions as listRecords, listVersions, loadVersion } from "../repo.ts";

export const listFunctions = defineOperation<Input<ListFunctionsCommandInput>, ListFunctionsCommandOutput>(
  "ListFunctions",
  (input, context) => {
    if (input.MasterRegion !== undefined && input.MasterRegion !== "ALL") throw notSupported("Lambda@Edge");
    const after = readMarker(input.Marker);
    return context.store.read((tx) => {
      const page = pageOf(listRecords(tx, context, after), input.MaxItems, ({ name }) => name);
      const functions = page.items.flatMap(({ name }) => {
        const latest = loadVersion(tx, context, name, LATEST);
        const versions =
          input.FunctionVersion === "ALL" ? [...listVersions(tx, context, name)] : latest === undefined ? [] : [latest];
        return versions.map((version) =>
          describeVersion(
            context,
            name,
            version,
            input.FunctionVersion === "ALL" ? { qualifier: version.version } : {},
          ),
        );
      });
      return { Functions: functions, ...(page.nextMarker === undefined ? {} : { NextMarker: page.nextMarker }) };
    });
  },
);
