// AWS Systems Manager: Parameter Store. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { eventJob } from "./events.ts";
import { addTagsToResource } from "./operations/add-tags-to-resource.ts";
import { deleteParameter } from "./operations/delete-parameter.ts";
import { deleteParameters } from "./operations/delete-parameters.ts";
import { describeParameters } from "./operations/describe-parameters.ts";
import { getParameterHistory } from "./operations/get-parameter-history.ts";
import { getParameter } from "./operations/get-parameter.ts";
import { getParametersByPath } from "./operations/get-parameters-by-path.ts";
import { getParameters } from "./operations/get-parameters.ts";
import { getServiceSetting } from "./operations/get-service-setting.ts";
import { labelParameterVersion } from "./operations/label-parameter-version.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putParameter } from "./operations/put-parameter.ts";
import { removeTagsFromResource } from "./operations/remove-tags-from-resource.ts";
import { resetServiceSetting } from "./operations/reset-service-setting.ts";
import { unlabelParameterVersion } from "./operations/unlabel-parameter-version.ts";
import { updateServiceSetting } from "./operations/update-service-setting.ts";
import { permissions } from "./permissions.ts";
import { policyJob } from "./policies.ts";
import { parameterType } from "./resources/parameter.ts";
import { tagging } from "./resource-tagging.ts";

export const ssm = defineService({
  id: "ssm",
  operations: [
    addTagsToResource,
    deleteParameter,
    deleteParameters,
    describeParameters,
    getParameterHistory,
    getParameter,
    getParametersByPath,
    getParameters,
    getServiceSetting,
    labelParameterVersion,
    listTagsForResource,
    putParameter,
    removeTagsFromResource,
    resetServiceSetting,
    unlabelParameterVersion,
    updateServiceSetting,
  ],
  permissions,
  constraints,
  jobs: [eventJob, policyJob],
  resourceTypes: [parameterType],
  tagging,
});
