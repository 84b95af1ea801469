// Amazon API Gateway V2: HTTP and WebSocket APIs, and their custom domains. Table of contents.

import { defineService } from "../../service/service.ts";
import { findApi } from "./apis.ts";
import { executeApi } from "./execute/door.ts";
import { accessLogs } from "./execute/http/logs.ts";
import { executionLogs } from "./execute/websocket/execution-logs.ts";
import { disconnects } from "./execute/websocket/disconnect.ts";
import { constraints } from "./constraints.ts";
import { validationError } from "./errors.ts";
import { createApi } from "./operations/create-api.ts";
import { createAuthorizer } from "./operations/create-authorizer.ts";
import { createDeployment } from "./operations/create-deployment.ts";
import { createIntegration } from "./operations/create-integration.ts";
import { createRoute } from "./operations/create-route.ts";
import { createStage } from "./operations/create-stage.ts";
import { deleteAccessLogSettings } from "./operations/delete-access-log-settings.ts";
import { deleteApi } from "./operations/delete-api.ts";
import { deleteAuthorizer } from "./operations/delete-authorizer.ts";
import { deleteCorsConfiguration } from "./operations/delete-cors-configuration.ts";
import { deleteDeployment } from "./operations/delete-deployment.ts";
import { deleteIntegration } from "./operations/delete-integration.ts";
import { deleteRoute } from "./operations/delete-route.ts";
import { deleteRouteSettings } from "./operations/delete-route-settings.ts";
import { deleteStage } from "./operations/delete-stage.ts";
import { exportApi } from "./operations/export-api.ts";
import { getApi } from "./operations/get-api.ts";
import { getApis } from "./operations/get-apis.ts";
import { getAuthorizer } from "./operations/get-authorizer.ts";
import { getAuthorizers } from "./operations/get-authorizers.ts";
import { getDeployment } from "./operations/get-deployment.ts";
import { getDeployments } from "./operations/get-deployments.ts";
import { getIntegration } from "./operations/get-integration.ts";
import { getIntegrations } from "./operations/get-integrations.ts";
import { getRoute } from "./operations/get-route.ts";
import { getRoutes } from "./operations/get-routes.ts";
import { getStage } from "./operations/get-stage.ts";
import { getStages } from "./operations/get-stages.ts";
import { getTags } from "./operations/get-tags.ts";
import { importApi } from "./operations/import-api.ts";
import { reimportApi } from "./operations/reimport-api.ts";
import { resetAuthorizersCache } from "./operations/reset-authorizers-cache.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateApi } from "./operations/update-api.ts";
import { updateAuthorizer } from "./operations/update-authorizer.ts";
import { updateDeployment } from "./operations/update-deployment.ts";
import { updateIntegration } from "./operations/update-integration.ts";
import { updateRoute } from "./operations/update-route.ts";
import { updateStage } from "./operations/update-stage.ts";
import { createIntegrationResponse } from "./operations/create-integration-response.ts";
import { deleteIntegrationResponse } from "./operations/delete-integration-response.ts";
import { getIntegrationResponse } from "./operations/get-integration-response.ts";
import { updateIntegrationResponse } from "./operations/update-integration-response.ts";
import { getIntegrationResponses } from "./operations/get-integration-responses.ts";
import { createRouteResponse } from "./operations/create-route-response.ts";
import { deleteRouteResponse } from "./operations/delete-route-response.ts";
import { getRouteResponse } from "./operations/get-route-response.ts";
import { updateRouteResponse } from "./operations/update-route-response.ts";
import { getRouteResponses } from "./operations/get-route-responses.ts";
import { createModel } from "./operations/create-model.ts";
import { deleteModel } from "./operations/delete-model.ts";
import { getModel } from "./operations/get-model.ts";
import { updateModel } from "./operations/update-model.ts";
import { getModels } from "./operations/get-models.ts";
import { createDomainName } from "./operations/create-domain-name.ts";
import { getDomainName } from "./operations/get-domain-name.ts";
import { getDomainNames } from "./operations/get-domain-names.ts";
import { updateDomainName } from "./operations/update-domain-name.ts";
import { deleteDomainName } from "./operations/delete-domain-name.ts";
import { createApiMapping } from "./operations/create-api-mapping.ts";
import { getApiMapping } from "./operations/get-api-mapping.ts";
import { getApiMappings } from "./operations/get-api-mappings.ts";
import { updateApiMapping } from "./operations/update-api-mapping.ts";
import { deleteApiMapping } from "./operations/delete-api-mapping.ts";
import { permissions } from "./permissions.ts";
import { api } from "./resources/api.ts";
import { apiMapping } from "./resources/api-mapping.ts";
import { authorizer } from "./resources/authorizer.ts";
import { deployment } from "./resources/deployment.ts";
import { domainName } from "./resources/domain-name.ts";
import { integration } from "./resources/integration.ts";
import { model } from "./resources/model.ts";
import { integrationResponse, routeResponse } from "./resources/responses.ts";
import { route } from "./resources/route.ts";
import { stage } from "./resources/stage.ts";
import { tagging } from "./resource-tagging.ts";

export const apigatewayv2 = defineService({
  id: "apigatewayv2",
  operations: [
    createApi,
    createAuthorizer,
    createDeployment,
    createIntegration,
    createRoute,
    createStage,
    deleteAccessLogSettings,
    deleteApi,
    deleteAuthorizer,
    deleteCorsConfiguration,
    deleteDeployment,
    deleteIntegration,
    deleteRoute,
    deleteRouteSettings,
    deleteStage,
    exportApi,
    getApi,
    getApis,
    getAuthorizer,
    getAuthorizers,
    getDeployment,
    getDeployments,
    getIntegration,
    getIntegrations,
    getRoute,
    getRoutes,
    getStage,
    getStages,
    getTags,
    importApi,
    reimportApi,
    resetAuthorizersCache,
    tagResource,
    untagResource,
    updateApi,
    updateAuthorizer,
    updateDeployment,
    updateIntegration,
    updateRoute,
    updateStage,
    createIntegrationResponse,
    deleteIntegrationResponse,
    getIntegrationResponse,
    updateIntegrationResponse,
    getIntegrationResponses,
    createRouteResponse,
    deleteRouteResponse,
    getRouteResponse,
    updateRouteResponse,
    getRouteResponses,
    createModel,
    deleteModel,
    getModel,
    updateModel,
    getModels,
    createDomainName,
    getDomainName,
    getDomainNames,
    updateDomainName,
    deleteDomainName,
    createApiMapping,
    getApiMapping,
    getApiMappings,
    updateApiMapping,
    deleteApiMapping,
  ],
  permissions,
  constraints,
  validationError,
  findApi,
  doors: [executeApi],
  jobs: [accessLogs, disconnects, executionLogs],
  resourceTypes: [
    api,
    apiMapping,
    authorizer,
    deployment,
    domainName,
    integration,
    route,
    stage,
    integrationResponse,
    model,
    routeResponse,
  ],
  tagging,
});
