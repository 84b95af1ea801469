// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon Route 53". ARNs have neither region nor account.

import type { ChangeResourceRecordSetsCommandInput } from "@aws-sdk/client-route-53";
import type { AccessRequest } from "../../iam/authorization.ts";
import type { Input } from "../../service/apis.ts";
import type { PermissionRule, Permissions } from "../../service/service.ts";
import { NameProblem, parseName } from "./names.ts";
import { bareId } from "./zones.ts";

const account =
  (action: string): PermissionRule =>
  () => [{ action: `route53:${action}`, resource: "*" }];

const zoneArn = (id: string): string => `arn:aws:route53:::hostedzone/${bareId(id)}`;
const checkArn = (id: string): string => `arn:aws:route53:::healthcheck/${id}`;

const zone =
  (action: string): PermissionRule =>
  (input: { Id?: string; HostedZoneId?: string }) => [
    { action: `route53:${action}`, resource: zoneArn(input.HostedZoneId ?? input.Id ?? "") },
  ];

const check =
  (action: string): PermissionRule =>
  ({ HealthCheckId: id }: { HealthCheckId: string }) => [{ action: `route53:${action}`, resource: checkArn(id) }];

const tagged =
  (action: string): PermissionRule =>
  ({ ResourceType: type, ResourceId: id }: { ResourceType: string; ResourceId: string }) => [
    { action: `route53:${action}`, resource: taggedArn(type, id) },
  ];

const taggedArn = (type: string, id: string): string => (type === "hostedzone" ? zoneArn(id) : checkArn(id));

/** AWS: "Using IAM policy conditions for fine-grained access control": names without their last dot, in lower case, escaped. */
function changes({ HostedZoneId: id, ChangeBatch: batch }: Input<ChangeResourceRecordSetsCommandInput>): AccessRequest {
  const sets = batch.Changes.map(({ ResourceRecordSet: set }) => set);
  return {
    action: "route53:ChangeResourceRecordSets",
    resource: zoneArn(id),
    conditions: {
      "route53:ChangeResourceRecordSetsNormalizedRecordNames": sets.map(({ Name: name }) => normalized(name)),
      "route53:ChangeResourceRecordSetsRecordTypes": sets.map(({ Type: type }) => type),
      "route53:ChangeResourceRecordSetsActions": batch.Changes.map(({ Action: action }) => action),
    },
  };
}

function normalized(name: string): string {
  try {
    const labels = parseName(name);
    return labels
      .map((label) =>
        label.replaceAll(/[^a-z0-9_-]/g, (octet) => `\\${(octet.codePointAt(0) ?? 0).toString(8).padStart(3, "0")}`),
      )
      .join(".");
  } catch (error) {
    // The operation says what is wrong with it; no policy that names names allows it.
    if (error instanceof NameProblem) return name;
    throw error;
  }
}

export const permissions: Permissions = {
  ChangeResourceRecordSets: (input: Input<ChangeResourceRecordSetsCommandInput>) => [changes(input)],
  ChangeTagsForResource: tagged("ChangeTagsForResource"),
  CreateHealthCheck: account("CreateHealthCheck"),
  CreateHostedZone: account("CreateHostedZone"),
  DeleteHealthCheck: check("DeleteHealthCheck"),
  DeleteHostedZone: zone("DeleteHostedZone"),
  GetAccountLimit: account("GetAccountLimit"),
  GetChange: ({ Id: id }: { Id: string }) => [
    { action: "route53:GetChange", resource: `arn:aws:route53:::change/${bareId(id)}` },
  ],
  GetCheckerIpRanges: account("GetCheckerIpRanges"),
  GetHealthCheck: check("GetHealthCheck"),
  GetHealthCheckCount: account("GetHealthCheckCount"),
  GetHealthCheckLastFailureReason: check("GetHealthCheckLastFailureReason"),
  GetHealthCheckStatus: check("GetHealthCheckStatus"),
  GetHostedZone: zone("GetHostedZone"),
  GetHostedZoneCount: account("GetHostedZoneCount"),
  GetHostedZoneLimit: zone("GetHostedZoneLimit"),
  ListHealthChecks: account("ListHealthChecks"),
  ListHostedZones: account("ListHostedZones"),
  ListHostedZonesByName: account("ListHostedZonesByName"),
  ListResourceRecordSets: zone("ListResourceRecordSets"),
  ListTagsForResource: tagged("ListTagsForResource"),
  ListTagsForResources: ({ ResourceType: type, ResourceIds: ids }: { ResourceType: string; ResourceIds: string[] }) =>
    ids.map((id) => ({ action: "route53:ListTagsForResources", resource: taggedArn(type, id) })),
  TestDNSAnswer: account("TestDNSAnswer"),
  UpdateHealthCheck: check("UpdateHealthCheck"),
  UpdateHostedZoneComment: zone("UpdateHostedZoneComment"),
};
