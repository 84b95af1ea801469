// ListResourceScanResources.

import type {
  ListResourceScanResourcesCommandInput,
  ListResourceScanResourcesCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../paging.ts";
import { managedResources } from "../scan/managed.ts";
import { listScanned } from "../scan/repo.ts";
import type { ScannedResourceRecord } from "../scan/records.ts";
import { describeScanned, requireEndedScan } from "../scan/scans-shown.ts";
import { isRecord } from "../template/values.ts";

// AWS: "at most 100 results in each response".
const PAGE = 100;

/** What a scan found, narrowed down by all filters that are given. */
export const listResourceScanResources = defineOperation<
  Input<ListResourceScanResourcesCommandInput>,
  ListResourceScanResourcesCommandOutput
>("ListResourceScanResources", (input, context) =>
  context.store.read((tx) => {
    const { scanId } = requireEndedScan(tx, context, input.ResourceScanId);
    const { ResourceIdentifier: wanted, ResourceTypePrefix: prefix = "", TagKey: key, TagValue: value } = input;
    const found = listScanned(tx, context, scanId)
      .filter(({ typeName }) => typeName.startsWith(prefix))
      .filter(({ identifier }) => wanted === undefined || Object.values(identifier).includes(wanted))
      .filter((resource) => {
        if (key === undefined && value === undefined) return true;
        return tagsOf(resource).some(
          ([name, text]) => (key === undefined || name === key) && (value === undefined || text === value),
        );
      });
    const isManaged = managedResources(tx, context);
    const { items, ...next } = pageOf(found, input.NextToken, input.MaxResults ?? PAGE);
    return { Resources: items.map((resource) => describeScanned(resource, isManaged(resource))), ...next };
  }),
);

/** Tags as templates have them: a list, a map, or those of a global table's replica. */
function tagsOf({ properties }: ScannedResourceRecord): (readonly [name: string, value: string])[] {
  const tags: unknown = properties["Tags"];
  if (Array.isArray(tags)) {
    return tags.flatMap((tag: unknown) => (isRecord(tag) ? [[String(tag["Key"]), String(tag["Value"])] as const] : []));
  }
  return isRecord(tags) ? Object.entries(tags).map(([name, text]) => [name, String(text)] as const) : [];
}
