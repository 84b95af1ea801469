// AWS Lambda: functions, versions, aliases, invocations and event source mappings. Table of contents.

import { defineService } from "../../service/service.ts";
import { blobNamesIn } from "../../store/blobs.ts";
import { eventJob } from "./async-invocation.ts";
import { constraints } from "./constraints.ts";
import { downloads } from "./downloads.ts";
import { durableJobs } from "./durable/jobs.ts";
import { parseLayerVersionArn } from "./layers/names.ts";
import { loadLayerPolicy } from "./layers/repo.ts";
import { startPollers } from "./mappings/pollers.ts";
import { parseFunctionArn } from "./names.ts";
import { releaseInterfacesJob } from "./network/interfaces.ts";
import { addLayerVersionPermission } from "./operations/add-layer-version-permission.ts";
import { addPermission } from "./operations/add-permission.ts";
import { createAlias } from "./operations/create-alias.ts";
import { createEventSourceMapping } from "./operations/create-event-source-mapping.ts";
import { createFunctionUrlConfig } from "./operations/create-function-url-config.ts";
import { createFunction } from "./operations/create-function.ts";
import { deleteAlias } from "./operations/delete-alias.ts";
import { deleteEventSourceMapping } from "./operations/delete-event-source-mapping.ts";
import { deleteFunctionConcurrency } from "./operations/delete-function-concurrency.ts";
import { deleteFunctionEventInvokeConfig } from "./operations/delete-function-event-invoke-config.ts";
import { deleteFunctionUrlConfig } from "./operations/delete-function-url-config.ts";
import { deleteFunction } from "./operations/delete-function.ts";
import { deleteLayerVersion } from "./operations/delete-layer-version.ts";
import { deleteProvisionedConcurrencyConfig } from "./operations/delete-provisioned-concurrency-config.ts";
import { getAccountSettings } from "./operations/get-account-settings.ts";
import { getAlias } from "./operations/get-alias.ts";
import { getEventSourceMapping } from "./operations/get-event-source-mapping.ts";
import { getFunctionConcurrency } from "./operations/get-function-concurrency.ts";
import { getFunctionConfiguration } from "./operations/get-function-configuration.ts";
import { getFunctionEventInvokeConfig } from "./operations/get-function-event-invoke-config.ts";
import { getFunctionRecursionConfig } from "./operations/get-function-recursion-config.ts";
import { getFunctionUrlConfig } from "./operations/get-function-url-config.ts";
import { getFunction } from "./operations/get-function.ts";
import { getLayerVersionByArn } from "./operations/get-layer-version-by-arn.ts";
import { getLayerVersionPolicy } from "./operations/get-layer-version-policy.ts";
import { getLayerVersion } from "./operations/get-layer-version.ts";
import { getPolicy } from "./operations/get-policy.ts";
import { getProvisionedConcurrencyConfig } from "./operations/get-provisioned-concurrency-config.ts";
import { getRuntimeManagementConfig } from "./operations/get-runtime-management-config.ts";
import { invokeAsync } from "./operations/invoke-async.ts";
import { invokeWithResponseStream } from "./operations/invoke-with-response-stream.ts";
import { invoke } from "./operations/invoke.ts";
import { listAliases } from "./operations/list-aliases.ts";
import { listEventSourceMappings } from "./operations/list-event-source-mappings.ts";
import { listFunctionEventInvokeConfigs } from "./operations/list-function-event-invoke-configs.ts";
import { listFunctionUrlConfigs } from "./operations/list-function-url-configs.ts";
import { listFunctions } from "./operations/list-functions.ts";
import { listLayerVersions } from "./operations/list-layer-versions.ts";
import { listLayers } from "./operations/list-layers.ts";
import { listProvisionedConcurrencyConfigs } from "./operations/list-provisioned-concurrency-configs.ts";
import { listTags } from "./operations/list-tags.ts";
import { listVersionsByFunction } from "./operations/list-versions-by-function.ts";
import { publishLayerVersion } from "./operations/publish-layer-version.ts";
import { publishVersion } from "./operations/publish-version.ts";
import { putFunctionConcurrency } from "./operations/put-function-concurrency.ts";
import { putFunctionEventInvokeConfig } from "./operations/put-function-event-invoke-config.ts";
import { putFunctionRecursionConfig } from "./operations/put-function-recursion-config.ts";
import { putProvisionedConcurrencyConfig } from "./operations/put-provisioned-concurrency-config.ts";
import { putRuntimeManagementConfig } from "./operations/put-runtime-management-config.ts";
import { removeLayerVersionPermission } from "./operations/remove-layer-version-permission.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateAlias } from "./operations/update-alias.ts";
import { updateEventSourceMapping } from "./operations/update-event-source-mapping.ts";
import { updateFunctionCode } from "./operations/update-function-code.ts";
import { updateFunctionConfiguration } from "./operations/update-function-configuration.ts";
import { updateFunctionEventInvokeConfig } from "./operations/update-function-event-invoke-config.ts";
import { updateFunctionUrlConfig } from "./operations/update-function-url-config.ts";
import { checkpointDurableExecution } from "./operations/checkpoint-durable-execution.ts";
import { getDurableExecution } from "./operations/get-durable-execution.ts";
import { getDurableExecutionHistory } from "./operations/get-durable-execution-history.ts";
import { getDurableExecutionState } from "./operations/get-durable-execution-state.ts";
import { listDurableExecutionsByFunction } from "./operations/list-durable-executions-by-function.ts";
import { stopDurableExecution } from "./operations/stop-durable-execution.ts";
import { sendDurableExecutionCallbackSuccess } from "./operations/send-durable-execution-callback-success.ts";
import { sendDurableExecutionCallbackFailure } from "./operations/send-durable-execution-callback-failure.ts";
import { sendDurableExecutionCallbackHeartbeat } from "./operations/send-durable-execution-callback-heartbeat.ts";
import { permissions } from "./permissions.ts";
import { policyDocument } from "./policy.ts";
import { listRuntimes, loadPolicy } from "./repo.ts";
import { aliasType } from "./resources/alias.ts";
import { eventInvokeConfigType } from "./resources/event-invoke-config.ts";
import { eventSourceMappingType } from "./resources/event-source-mapping.ts";
import { functionType } from "./resources/function.ts";
import { layerVersionType } from "./resources/layer-version.ts";
import { layerVersionPermissionType } from "./resources/layer-version-permission.ts";
import { permissionType } from "./resources/permission.ts";
import { urlType } from "./resources/url.ts";
import { versionType } from "./resources/version.ts";
import { logsSettled, runnerOf, startReady } from "./runner.ts";
import { tagging } from "./resource-tagging.ts";
import { functionUrls } from "./urls/door.ts";
import { usage } from "./usage/meter.ts";

export const lambda = defineService({
  id: "lambda",
  operations: [
    addLayerVersionPermission,
    addPermission,
    checkpointDurableExecution,
    createAlias,
    createEventSourceMapping,
    createFunction,
    createFunctionUrlConfig,
    deleteAlias,
    deleteEventSourceMapping,
    deleteFunction,
    deleteFunctionConcurrency,
    deleteFunctionEventInvokeConfig,
    deleteFunctionUrlConfig,
    deleteLayerVersion,
    deleteProvisionedConcurrencyConfig,
    getAccountSettings,
    getAlias,
    getDurableExecution,
    getDurableExecutionHistory,
    getDurableExecutionState,
    getEventSourceMapping,
    getFunction,
    getFunctionConcurrency,
    getFunctionConfiguration,
    getFunctionEventInvokeConfig,
    getFunctionRecursionConfig,
    getFunctionUrlConfig,
    getLayerVersion,
    getLayerVersionByArn,
    getLayerVersionPolicy,
    getPolicy,
    getProvisionedConcurrencyConfig,
    getRuntimeManagementConfig,
    invoke,
    invokeAsync,
    invokeWithResponseStream,
    listAliases,
    listDurableExecutionsByFunction,
    listEventSourceMappings,
    listFunctionEventInvokeConfigs,
    listFunctionUrlConfigs,
    listFunctions,
    listLayerVersions,
    listLayers,
    listProvisionedConcurrencyConfigs,
    listTags,
    listVersionsByFunction,
    publishLayerVersion,
    publishVersion,
    putFunctionConcurrency,
    putFunctionEventInvokeConfig,
    putFunctionRecursionConfig,
    putProvisionedConcurrencyConfig,
    putRuntimeManagementConfig,
    removeLayerVersionPermission,
    removePermission,
    sendDurableExecutionCallbackFailure,
    sendDurableExecutionCallbackHeartbeat,
    sendDurableExecutionCallbackSuccess,
    stopDurableExecution,
    tagResource,
    untagResource,
    updateAlias,
    updateEventSourceMapping,
    updateFunctionCode,
    updateFunctionConfiguration,
    updateFunctionEventInvokeConfig,
    updateFunctionUrlConfig,
  ],
  permissions,
  unserved: {
    CreateEventSourceMapping: [
      "AmazonManagedKafkaEventSourceConfig",
      "DocumentDBEventSourceConfig",
      "SelfManagedKafkaEventSourceConfig",
    ],
    UpdateEventSourceMapping: [
      "AmazonManagedKafkaEventSourceConfig",
      "DocumentDBEventSourceConfig",
      "SelfManagedKafkaEventSourceConfig",
    ],
  },
  constraints,
  resourcePolicy: (request, call) => {
    const layer = parseLayerVersionArn(request.resource);
    if (layer !== undefined) {
      const policy = call.yard.store.read((tx) => loadLayerPolicy(tx, layer));
      return policy === undefined ? undefined : policyDocument(policy);
    }
    const reference = parseFunctionArn(request.resource);
    if (reference === undefined) return undefined;
    const { scope, name, qualifier = "" } = reference;
    const policy = call.yard.store.read((tx) => loadPolicy(tx, scope, name, qualifier));
    return policy === undefined ? undefined : policyDocument(policy);
  },
  blobRows: [{ prefix: ["lambda"], references: blobNamesIn }],
  usage,
  jobs: [eventJob, releaseInterfacesJob, ...durableJobs],
  resourceTypes: [
    aliasType,
    eventInvokeConfigType,
    eventSourceMappingType,
    functionType,
    layerVersionType,
    layerVersionPermissionType,
    permissionType,
    urlType,
    versionType,
  ],
  tagging,
  doors: [downloads, functionUrls],
  start: (yard) => {
    const { owner, meter } = runnerOf(yard);
    if (!yard.isQuiet) for (const runtime of yard.store.read(listRuntimes)) yard.sandboxes.prepare(runtime);
    startReady(yard);
    const stopPolling = yard.isQuiet ? undefined : startPollers(yard);
    return async () => {
      await stopPolling?.();
      yard.sandboxes.retireAll(owner);
      await logsSettled(yard);
      meter.stop();
    };
  },
});
