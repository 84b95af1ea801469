// Amazon Route 53: hosted zones and their record sets, health checks, and the name server that answers from them. Table of contents.

import { defineService } from "../../service/service.ts";
import { forgetChangeJob, inSyncJob } from "./changes.ts";
import { constraints } from "./constraints.ts";
import { validationError } from "./errors.ts";
import { checkJob } from "./health/checking.ts";
import { changeResourceRecordSets } from "./operations/change-resource-record-sets.ts";
import { changeTagsForResource } from "./operations/change-tags-for-resource.ts";
import { createHealthCheck } from "./operations/create-health-check.ts";
import { createHostedZone } from "./operations/create-hosted-zone.ts";
import { deleteHealthCheck } from "./operations/delete-health-check.ts";
import { deleteHostedZone } from "./operations/delete-hosted-zone.ts";
import { getAccountLimit } from "./operations/get-account-limit.ts";
import { getChange } from "./operations/get-change.ts";
import { getCheckerIpRanges } from "./operations/get-checker-ip-ranges.ts";
import { getHealthCheckCount } from "./operations/get-health-check-count.ts";
import { getHealthCheckLastFailureReason } from "./operations/get-health-check-last-failure-reason.ts";
import { getHealthCheckStatus } from "./operations/get-health-check-status.ts";
import { getHealthCheck } from "./operations/get-health-check.ts";
import { getHostedZoneCount } from "./operations/get-hosted-zone-count.ts";
import { getHostedZoneLimit } from "./operations/get-hosted-zone-limit.ts";
import { getHostedZone } from "./operations/get-hosted-zone.ts";
import { listHealthChecks } from "./operations/list-health-checks.ts";
import { listHostedZonesByName } from "./operations/list-hosted-zones-by-name.ts";
import { listHostedZones } from "./operations/list-hosted-zones.ts";
import { listResourceRecordSets } from "./operations/list-resource-record-sets.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTagsForResources } from "./operations/list-tags-for-resources.ts";
import { testDNSAnswer } from "./operations/test-dns-answer.ts";
import { updateHealthCheck } from "./operations/update-health-check.ts";
import { updateHostedZoneComment } from "./operations/update-hosted-zone-comment.ts";
import { permissions } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { healthCheckType } from "./resources/health-check.ts";
import { hostedZoneType } from "./resources/hosted-zone.ts";
import { recordSetGroupType } from "./resources/record-set-group.ts";
import { recordSetType } from "./resources/record-set.ts";

export const route53 = defineService({
  id: "route-53",
  operations: [
    changeResourceRecordSets,
    changeTagsForResource,
    createHealthCheck,
    createHostedZone,
    deleteHealthCheck,
    deleteHostedZone,
    getAccountLimit,
    getChange,
    getCheckerIpRanges,
    getHealthCheckCount,
    getHealthCheckLastFailureReason,
    getHealthCheckStatus,
    getHealthCheck,
    getHostedZoneCount,
    getHostedZoneLimit,
    getHostedZone,
    listHealthChecks,
    listHostedZonesByName,
    listHostedZones,
    listResourceRecordSets,
    listTagsForResource,
    listTagsForResources,
    testDNSAnswer,
    updateHealthCheck,
    updateHostedZoneComment,
  ],
  permissions,
  constraints,
  validationError,
  jobs: [checkJob, forgetChangeJob, inSyncJob],
  resourceTypes: [healthCheckType, hostedZoneType, recordSetGroupType, recordSetType],
  tagging,
});
