// ListResourceScanRelatedResources.

import type {
  ListResourceScanRelatedResourcesCommandInput,
  ListResourceScanRelatedResourcesCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../paging.ts";
import { managedResources } from "../scan/managed.ts";
import { relatedResources } from "../scan/related.ts";
import { listScanned } from "../scan/repo.ts";
import { describeScanned, requireEndedScan } from "../scan/scans-shown.ts";

// AWS: "up to 100 results in each response".
const PAGE = 100;

/** What the given resources of a scan refer to, and what refers to them. */
export const listResourceScanRelatedResources = defineOperation<
  Input<ListResourceScanRelatedResourcesCommandInput>,
  ListResourceScanRelatedResourcesCommandOutput
>("ListResourceScanRelatedResources", (input, context) =>
  context.store.read((tx) => {
    const { scanId } = requireEndedScan(tx, context, input.ResourceScanId);
    const related = relatedResources(listScanned(tx, context, scanId), input.Resources, context);
    const isManaged = managedResources(tx, context);
    const { items, ...next } = pageOf(related, input.NextToken, input.MaxResults ?? PAGE);
    return { RelatedResources: items.map((resource) => describeScanned(resource, isManaged(resource))), ...next };
  }),
);
