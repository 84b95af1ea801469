// Amazon API Gateway: REST APIs, their stages, keys, plans and domains. Table of contents.

import { defineService } from "../../service/service.ts";
import { apiLogRole } from "./account.ts";
import { useApiKey } from "./api-key-use.ts";
import { certificateUsers } from "./certificate-users.ts";
import { constraints } from "./constraints.ts";
import { validationError } from "./errors.ts";
import { restApi } from "./execute/door.ts";
import { logs } from "./execute/logs.ts";
import { findApi } from "./finding.ts";
import { createApiKey } from "./operations/create-api-key.ts";
import { createAuthorizer } from "./operations/create-authorizer.ts";
import { createBasePathMapping } from "./operations/create-base-path-mapping.ts";
import { createDeployment } from "./operations/create-deployment.ts";
import { createDocumentationPart } from "./operations/create-documentation-part.ts";
import { createDocumentationVersion } from "./operations/create-documentation-version.ts";
import { createDomainName } from "./operations/create-domain-name.ts";
import { createModel } from "./operations/create-model.ts";
import { createRequestValidator } from "./operations/create-request-validator.ts";
import { createResource } from "./operations/create-resource.ts";
import { createRestApi } from "./operations/create-rest-api.ts";
import { createStage } from "./operations/create-stage.ts";
import { createUsagePlan } from "./operations/create-usage-plan.ts";
import { createUsagePlanKey } from "./operations/create-usage-plan-key.ts";
import { deleteApiKey } from "./operations/delete-api-key.ts";
import { deleteAuthorizer } from "./operations/delete-authorizer.ts";
import { deleteBasePathMapping } from "./operations/delete-base-path-mapping.ts";
import { deleteClientCertificate } from "./operations/delete-client-certificate.ts";
import { deleteDeployment } from "./operations/delete-deployment.ts";
import { deleteDocumentationPart } from "./operations/delete-documentation-part.ts";
import { deleteDocumentationVersion } from "./operations/delete-documentation-version.ts";
import { deleteDomainName } from "./operations/delete-domain-name.ts";
import { deleteGatewayResponse } from "./operations/delete-gateway-response.ts";
import { deleteIntegration } from "./operations/delete-integration.ts";
import { deleteIntegrationResponse } from "./operations/delete-integration-response.ts";
import { deleteMethod } from "./operations/delete-method.ts";
import { deleteMethodResponse } from "./operations/delete-method-response.ts";
import { deleteModel } from "./operations/delete-model.ts";
import { deleteRequestValidator } from "./operations/delete-request-validator.ts";
import { deleteResource } from "./operations/delete-resource.ts";
import { deleteRestApi } from "./operations/delete-rest-api.ts";
import { deleteStage } from "./operations/delete-stage.ts";
import { deleteUsagePlan } from "./operations/delete-usage-plan.ts";
import { deleteUsagePlanKey } from "./operations/delete-usage-plan-key.ts";
import { flushStageAuthorizersCache } from "./operations/flush-stage-authorizers-cache.ts";
import { flushStageCache } from "./operations/flush-stage-cache.ts";
import { generateClientCertificate } from "./operations/generate-client-certificate.ts";
import { getAccount } from "./operations/get-account.ts";
import { getApiKey } from "./operations/get-api-key.ts";
import { getApiKeys } from "./operations/get-api-keys.ts";
import { getAuthorizer } from "./operations/get-authorizer.ts";
import { getAuthorizers } from "./operations/get-authorizers.ts";
import { getBasePathMapping } from "./operations/get-base-path-mapping.ts";
import { getBasePathMappings } from "./operations/get-base-path-mappings.ts";
import { getClientCertificate } from "./operations/get-client-certificate.ts";
import { getClientCertificates } from "./operations/get-client-certificates.ts";
import { getDeployment } from "./operations/get-deployment.ts";
import { getDeployments } from "./operations/get-deployments.ts";
import { getDocumentationPart } from "./operations/get-documentation-part.ts";
import { getDocumentationParts } from "./operations/get-documentation-parts.ts";
import { getDocumentationVersion } from "./operations/get-documentation-version.ts";
import { getDocumentationVersions } from "./operations/get-documentation-versions.ts";
import { getDomainName } from "./operations/get-domain-name.ts";
import { getDomainNames } from "./operations/get-domain-names.ts";
import { getExport } from "./operations/get-export.ts";
import { getGatewayResponse } from "./operations/get-gateway-response.ts";
import { getGatewayResponses } from "./operations/get-gateway-responses.ts";
import { getIntegration } from "./operations/get-integration.ts";
import { getIntegrationResponse } from "./operations/get-integration-response.ts";
import { getMethod } from "./operations/get-method.ts";
import { getMethodResponse } from "./operations/get-method-response.ts";
import { getModel } from "./operations/get-model.ts";
import { getModelTemplate } from "./operations/get-model-template.ts";
import { getModels } from "./operations/get-models.ts";
import { getRequestValidator } from "./operations/get-request-validator.ts";
import { getRequestValidators } from "./operations/get-request-validators.ts";
import { getResource } from "./operations/get-resource.ts";
import { getResources } from "./operations/get-resources.ts";
import { getRestApi } from "./operations/get-rest-api.ts";
import { getRestApis } from "./operations/get-rest-apis.ts";
import { getStage } from "./operations/get-stage.ts";
import { getStages } from "./operations/get-stages.ts";
import { getTags } from "./operations/get-tags.ts";
import { getUsage } from "./operations/get-usage.ts";
import { getUsagePlan } from "./operations/get-usage-plan.ts";
import { getUsagePlanKey } from "./operations/get-usage-plan-key.ts";
import { getUsagePlanKeys } from "./operations/get-usage-plan-keys.ts";
import { getUsagePlans } from "./operations/get-usage-plans.ts";
import { importApiKeys } from "./operations/import-api-keys.ts";
import { importDocumentationParts } from "./operations/import-documentation-parts.ts";
import { importRestApi } from "./operations/import-rest-api.ts";
import { putGatewayResponse } from "./operations/put-gateway-response.ts";
import { putIntegration } from "./operations/put-integration.ts";
import { putIntegrationResponse } from "./operations/put-integration-response.ts";
import { putMethod } from "./operations/put-method.ts";
import { putMethodResponse } from "./operations/put-method-response.ts";
import { putRestApi } from "./operations/put-rest-api.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { testInvokeAuthorizer } from "./operations/test-invoke-authorizer.ts";
import { testInvokeMethod } from "./operations/test-invoke-method.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateAccount } from "./operations/update-account.ts";
import { updateApiKey } from "./operations/update-api-key.ts";
import { updateAuthorizer } from "./operations/update-authorizer.ts";
import { updateBasePathMapping } from "./operations/update-base-path-mapping.ts";
import { updateClientCertificate } from "./operations/update-client-certificate.ts";
import { updateDeployment } from "./operations/update-deployment.ts";
import { updateDocumentationPart } from "./operations/update-documentation-part.ts";
import { updateDocumentationVersion } from "./operations/update-documentation-version.ts";
import { updateDomainName } from "./operations/update-domain-name.ts";
import { updateGatewayResponse } from "./operations/update-gateway-response.ts";
import { updateIntegration } from "./operations/update-integration.ts";
import { updateIntegrationResponse } from "./operations/update-integration-response.ts";
import { updateMethod } from "./operations/update-method.ts";
import { updateMethodResponse } from "./operations/update-method-response.ts";
import { updateModel } from "./operations/update-model.ts";
import { updateRequestValidator } from "./operations/update-request-validator.ts";
import { updateResource } from "./operations/update-resource.ts";
import { updateRestApi } from "./operations/update-rest-api.ts";
import { updateStage } from "./operations/update-stage.ts";
import { updateUsage } from "./operations/update-usage.ts";
import { updateUsagePlan } from "./operations/update-usage-plan.ts";
import { permissions } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { account } from "./resources/account.ts";
import { apiKey } from "./resources/api-key.ts";
import { authorizer } from "./resources/authorizer.ts";
import { basePathMapping } from "./resources/base-path-mapping.ts";
import { clientCertificate } from "./resources/client-certificate.ts";
import { deployment } from "./resources/deployment.ts";
import { documentationPart } from "./resources/documentation-part.ts";
import { documentationVersion } from "./resources/documentation-version.ts";
import { domainName } from "./resources/domain-name.ts";
import { gatewayResponse } from "./resources/gateway-response.ts";
import { method } from "./resources/method.ts";
import { model } from "./resources/model.ts";
import { requestValidator } from "./resources/request-validator.ts";
import { resource } from "./resources/resource.ts";
import { restApiType } from "./resources/rest-api.ts";
import { stage } from "./resources/stage.ts";
import { usagePlanKey } from "./resources/usage-plan-key.ts";
import { usagePlan } from "./resources/usage-plan.ts";

export const apiGateway = defineService({
  id: "api-gateway",
  operations: [
    createApiKey,
    createAuthorizer,
    createBasePathMapping,
    createDeployment,
    createDocumentationPart,
    createDocumentationVersion,
    createDomainName,
    createModel,
    createRequestValidator,
    createResource,
    createRestApi,
    createStage,
    createUsagePlan,
    createUsagePlanKey,
    deleteApiKey,
    deleteAuthorizer,
    deleteBasePathMapping,
    deleteClientCertificate,
    deleteDeployment,
    deleteDocumentationPart,
    deleteDocumentationVersion,
    deleteDomainName,
    deleteGatewayResponse,
    deleteIntegration,
    deleteIntegrationResponse,
    deleteMethod,
    deleteMethodResponse,
    deleteModel,
    deleteRequestValidator,
    deleteResource,
    deleteRestApi,
    deleteStage,
    deleteUsagePlan,
    deleteUsagePlanKey,
    flushStageAuthorizersCache,
    flushStageCache,
    generateClientCertificate,
    getAccount,
    getApiKey,
    getApiKeys,
    getAuthorizer,
    getAuthorizers,
    getBasePathMapping,
    getBasePathMappings,
    getClientCertificate,
    getClientCertificates,
    getDeployment,
    getDeployments,
    getDocumentationPart,
    getDocumentationParts,
    getDocumentationVersion,
    getDocumentationVersions,
    getDomainName,
    getDomainNames,
    getExport,
    getGatewayResponse,
    getGatewayResponses,
    getIntegration,
    getIntegrationResponse,
    getMethod,
    getMethodResponse,
    getModel,
    getModelTemplate,
    getModels,
    getRequestValidator,
    getRequestValidators,
    getResource,
    getResources,
    getRestApi,
    getRestApis,
    getStage,
    getStages,
    getTags,
    getUsage,
    getUsagePlan,
    getUsagePlanKey,
    getUsagePlanKeys,
    getUsagePlans,
    importApiKeys,
    importDocumentationParts,
    importRestApi,
    putGatewayResponse,
    putIntegration,
    putIntegrationResponse,
    putMethod,
    putMethodResponse,
    putRestApi,
    tagResource,
    testInvokeAuthorizer,
    testInvokeMethod,
    untagResource,
    updateAccount,
    updateApiKey,
    updateAuthorizer,
    updateBasePathMapping,
    updateClientCertificate,
    updateDeployment,
    updateDocumentationPart,
    updateDocumentationVersion,
    updateDomainName,
    updateGatewayResponse,
    updateIntegration,
    updateIntegrationResponse,
    updateMethod,
    updateMethodResponse,
    updateModel,
    updateRequestValidator,
    updateResource,
    updateRestApi,
    updateStage,
    updateUsage,
    updateUsagePlan,
  ],
  permissions,
  constraints,
  validationError,
  doors: [restApi],
  jobs: [logs],
  resourceTypes: [
    account,
    apiKey,
    authorizer,
    basePathMapping,
    clientCertificate,
    deployment,
    documentationPart,
    documentationVersion,
    domainName,
    gatewayResponse,
    method,
    model,
    requestValidator,
    resource,
    restApiType,
    stage,
    usagePlanKey,
    usagePlan,
  ],
  apiLogRole,
  certificateUsers,
  findApi,
  useApiKey,
  tagging,
});
