// Amazon API Gateway: REST APIs, their stages, keys, plans and domains. Table of contents.

import { defineService } from "../../service/service.ts";
import { validationError } from "./errors.ts";
import { createDeployment } from "./operations/create-deployment.ts";
import { createResource } from "./operations/create-resource.ts";
import { createRestApi } from "./operations/create-rest-api.ts";
import { createStage } from "./operations/create-stage.ts";
import { getResources } from "./operations/get-resources.ts";
import { putIntegration } from "./operations/put-integration.ts";
import { putIntegrationResponse } from "./operations/put-integration-response.ts";
import { putMethod } from "./operations/put-method.ts";
import { putMethodResponse } from "./operations/put-method-response.ts";
import { permissions } from "./permissions.ts";

export const apiGateway = defineService({
  id: "api-gateway",
  operations: [
    createDeployment,
    createResource,
    createRestApi,
    createStage,
    getResources,
    putIntegration,
    putIntegrationResponse,
    putMethod,
    putMethodResponse,
  ],
  permissions,
  validationError,
});
