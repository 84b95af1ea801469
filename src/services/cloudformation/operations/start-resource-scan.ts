// StartResourceScan.

import type { StartResourceScanCommandInput, StartResourceScanCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { defineOperation } from "../../../service/service.ts";
import { scannableTypes, startScan } from "../scan/scan.ts";

/** Begins to look for all resources of the account in the region, or for those of some types. */
export const startResourceScan = (listTypes: () => readonly ResourceType[]) =>
  defineOperation<Input<StartResourceScanCommandInput>, StartResourceScanCommandOutput>(
    "StartResourceScan",
    ({ ScanFilters: filters, ClientRequestToken: token }, context) => {
      const typeFilters = filters?.flatMap(({ Types = [] }) => Types);
      const typeNames = scannableTypes(listTypes());
      return context.store.write((tx) => ({
        ResourceScanId: startScan(tx, context, typeNames, { typeFilters, token }),
      }));
    },
  );
