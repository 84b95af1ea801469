// Amazon EventBridge: buses, rules and their targets, archives and replays, API destinations. Table of contents.

import { defineService } from "../../service/service.ts";
import { countCall } from "./metrics.ts";
import { pruneJob } from "./archives/archive.ts";
import { replayJob } from "./archives/replay.ts";
import { policyOfBus } from "./buses/resource-policy.ts";
import { constraints } from "./constraints.ts";
import { apiDestinationEndpoint } from "./destinations/endpoint.ts";
import { cancelReplay } from "./operations/cancel-replay.ts";
import { createApiDestination } from "./operations/create-api-destination.ts";
import { createArchive } from "./operations/create-archive.ts";
import { createConnection } from "./operations/create-connection.ts";
import { createEventBus } from "./operations/create-event-bus.ts";
import { deauthorizeConnection } from "./operations/deauthorize-connection.ts";
import { deleteApiDestination } from "./operations/delete-api-destination.ts";
import { deleteArchive } from "./operations/delete-archive.ts";
import { deleteConnection } from "./operations/delete-connection.ts";
import { deleteEventBus } from "./operations/delete-event-bus.ts";
import { deleteRule } from "./operations/delete-rule.ts";
import { describeApiDestination } from "./operations/describe-api-destination.ts";
import { describeArchive } from "./operations/describe-archive.ts";
import { describeConnection } from "./operations/describe-connection.ts";
import { describeEventBus } from "./operations/describe-event-bus.ts";
import { describeReplay } from "./operations/describe-replay.ts";
import { describeRule } from "./operations/describe-rule.ts";
import { disableRule } from "./operations/disable-rule.ts";
import { enableRule } from "./operations/enable-rule.ts";
import { listApiDestinations } from "./operations/list-api-destinations.ts";
import { listArchives } from "./operations/list-archives.ts";
import { listConnections } from "./operations/list-connections.ts";
import { listEventBuses } from "./operations/list-event-buses.ts";
import { listReplays } from "./operations/list-replays.ts";
import { listRuleNamesByTarget } from "./operations/list-rule-names-by-target.ts";
import { listRules } from "./operations/list-rules.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTargetsByRule } from "./operations/list-targets-by-rule.ts";
import { putEvents } from "./operations/put-events.ts";
import { putPermission } from "./operations/put-permission.ts";
import { putRule } from "./operations/put-rule.ts";
import { putTargets } from "./operations/put-targets.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { removeTargets } from "./operations/remove-targets.ts";
import { startReplay } from "./operations/start-replay.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { testEventPattern } from "./operations/test-event-pattern.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateApiDestination } from "./operations/update-api-destination.ts";
import { updateArchive } from "./operations/update-archive.ts";
import { updateConnection } from "./operations/update-connection.ts";
import { updateEventBus } from "./operations/update-event-bus.ts";
import { permissions } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { apiDestinationType, connectionType } from "./resources/api-destination.ts";
import { archiveType } from "./resources/archive.ts";
import { eventBusPolicyType } from "./resources/event-bus-policy.ts";
import { eventBusType } from "./resources/event-bus.ts";
import { ruleType } from "./resources/rule.ts";
import { deliverJob } from "./rules/deliver.ts";
import { scheduleJob } from "./rules/schedule.ts";

export const eventBridge = defineService({
  id: "eventbridge",
  operations: [
    cancelReplay,
    createApiDestination,
    createArchive,
    createConnection,
    createEventBus,
    deauthorizeConnection,
    deleteApiDestination,
    deleteArchive,
    deleteConnection,
    deleteEventBus,
    deleteRule,
    describeApiDestination,
    describeArchive,
    describeConnection,
    describeEventBus,
    describeReplay,
    describeRule,
    disableRule,
    enableRule,
    listApiDestinations,
    listArchives,
    listConnections,
    listEventBuses,
    listReplays,
    listRuleNamesByTarget,
    listRules,
    listTagsForResource,
    listTargetsByRule,
    putEvents,
    putPermission,
    putRule,
    putTargets,
    removePermission,
    removeTargets,
    startReplay,
    tagResource,
    testEventPattern,
    untagResource,
    updateApiDestination,
    updateArchive,
    updateConnection,
    updateEventBus,
  ],
  permissions,
  counts: countCall,
  constraints,
  unserved: {
    CreateEventBus: ["EventSourceName", "LogConfig"],
    UpdateEventBus: ["LogConfig"],
    CreateConnection: ["InvocationConnectivityParameters"],
    UpdateConnection: ["InvocationConnectivityParameters"],
  },
  resourcePolicy: policyOfBus,
  httpEndpoints: [apiDestinationEndpoint],
  jobs: [deliverJob, pruneJob, replayJob, scheduleJob],
  resourceTypes: [apiDestinationType, archiveType, connectionType, eventBusPolicyType, eventBusType, ruleType],
  tagging,
});
