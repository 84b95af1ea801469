// CloudWatch Logs' table of contents.

import { defineService } from "../../service/service.ts";
import { CONSTRAINTS } from "./constraints.ts";
import { startDefaults } from "./metrics.ts";
import { cancelExportTask } from "./operations/cancel-export-task.ts";
import { createExportTask } from "./operations/create-export-task.ts";
import { createLogGroup } from "./operations/create-log-group.ts";
import { createLogStream } from "./operations/create-log-stream.ts";
import { deleteLogGroup } from "./operations/delete-log-group.ts";
import { deleteLogStream } from "./operations/delete-log-stream.ts";
import { deleteMetricFilter } from "./operations/delete-metric-filter.ts";
import { deleteQueryDefinition } from "./operations/delete-query-definition.ts";
import { deleteResourcePolicy } from "./operations/delete-resource-policy.ts";
import { deleteRetentionPolicy } from "./operations/delete-retention-policy.ts";
import { deleteSubscriptionFilter } from "./operations/delete-subscription-filter.ts";
import { describeExportTasks } from "./operations/describe-export-tasks.ts";
import { describeLogGroups } from "./operations/describe-log-groups.ts";
import { describeLogStreams } from "./operations/describe-log-streams.ts";
import { describeMetricFilters } from "./operations/describe-metric-filters.ts";
import { describeQueries } from "./operations/describe-queries.ts";
import { describeQueryDefinitions } from "./operations/describe-query-definitions.ts";
import { describeResourcePolicies } from "./operations/describe-resource-policies.ts";
import { describeSubscriptionFilters } from "./operations/describe-subscription-filters.ts";
import { filterLogEvents } from "./operations/filter-log-events.ts";
import { getLogEvents } from "./operations/get-log-events.ts";
import { getLogRecord } from "./operations/get-log-record.ts";
import { getQueryResults } from "./operations/get-query-results.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTagsLogGroup } from "./operations/list-tags-log-group.ts";
import { putLogEvents } from "./operations/put-log-events.ts";
import { putLogGroupDeletionProtection } from "./operations/put-log-group-deletion-protection.ts";
import { putMetricFilter } from "./operations/put-metric-filter.ts";
import { putQueryDefinition } from "./operations/put-query-definition.ts";
import { putResourcePolicy } from "./operations/put-resource-policy.ts";
import { putRetentionPolicy } from "./operations/put-retention-policy.ts";
import { putSubscriptionFilter } from "./operations/put-subscription-filter.ts";
import { startLiveTail } from "./operations/start-live-tail.ts";
import { startQuery } from "./operations/start-query.ts";
import { stopQuery } from "./operations/stop-query.ts";
import { tagLogGroup } from "./operations/tag-log-group.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { testMetricFilter } from "./operations/test-metric-filter.ts";
import { untagLogGroup } from "./operations/untag-log-group.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { exportJob } from "./exports/run.ts";
import { forgetQueryJob, runQueryJob } from "./insights/run.ts";
import { PERMISSIONS } from "./permissions.ts";
import { expireJob, purgeJob } from "./purge.ts";
import { logGroupType } from "./resources/log-group.ts";
import { logStreamType } from "./resources/log-stream.ts";
import { metricFilterType } from "./resources/metric-filter.ts";
import { resourcePolicyType } from "./resources/resource-policy.ts";
import { subscriptionFilterType } from "./resources/subscription-filter.ts";
import { deliverJob } from "./subscription.ts";
import { resourcePolicyFor } from "./resource-policies.ts";
import { logsValidationError } from "./validation.ts";
import { tagging } from "./resource-tagging.ts";

/** Amazon CloudWatch Logs. */
export const cloudWatchLogs = defineService({
  id: "cloudwatch-logs",
  operations: [
    cancelExportTask,
    createExportTask,
    createLogGroup,
    createLogStream,
    deleteLogGroup,
    deleteLogStream,
    deleteMetricFilter,
    deleteQueryDefinition,
    deleteResourcePolicy,
    deleteRetentionPolicy,
    deleteSubscriptionFilter,
    describeExportTasks,
    describeLogGroups,
    describeLogStreams,
    describeMetricFilters,
    describeQueries,
    describeQueryDefinitions,
    describeResourcePolicies,
    describeSubscriptionFilters,
    filterLogEvents,
    getLogEvents,
    getLogRecord,
    getQueryResults,
    listTagsForResource,
    listTagsLogGroup,
    putLogEvents,
    putLogGroupDeletionProtection,
    putMetricFilter,
    putQueryDefinition,
    putResourcePolicy,
    putRetentionPolicy,
    putSubscriptionFilter,
    startLiveTail,
    startQuery,
    stopQuery,
    tagLogGroup,
    tagResource,
    testMetricFilter,
    untagLogGroup,
    untagResource,
  ],
  permissions: PERMISSIONS,
  constraints: CONSTRAINTS,
  resourcePolicy: resourcePolicyFor,
  validationError: logsValidationError,
  jobs: [purgeJob, expireJob, deliverJob, runQueryJob, forgetQueryJob, exportJob],
  resourceTypes: [logGroupType, logStreamType, metricFilterType, resourcePolicyType, subscriptionFilterType],
  tagging,
  start: startDefaults,
});
