// Limits on the members of the operations of function URLs, as the service model has them.

import type { Constraint, Constraints } from "../../../service/constraints.ts";

const functionName: Constraint = {
  length: [1, 140],
  pattern:
    "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?",
};
const qualifier: Constraint = { length: [1, 128], pattern: "((?!^\\d+$)^[0-9a-zA-Z-_]+$)" };
const named = { FunctionName: functionName, Qualifier: qualifier };
const settings = {
  ...named,
  AuthType: { oneOf: ["NONE", "AWS_IAM"] },
  "Cors.AllowHeaders": { length: [0, 100] },
  "Cors.AllowHeaders.member": { length: [0, 1024] },
  "Cors.AllowMethods": { length: [0, 6] },
  "Cors.AllowMethods.member": { length: [0, 6] },
  "Cors.AllowOrigins": { length: [0, 100] },
  "Cors.AllowOrigins.member": { length: [1, 253] },
  "Cors.ExposeHeaders": { length: [0, 100] },
  "Cors.ExposeHeaders.member": { length: [0, 1024] },
  "Cors.MaxAge": { range: [0, 86_400] },
  InvokeMode: { oneOf: ["BUFFERED", "RESPONSE_STREAM"] },
} satisfies Record<string, Constraint>;

export const urlConstraints: Constraints = {
  CreateFunctionUrlConfig: settings,
  UpdateFunctionUrlConfig: settings,
  GetFunctionUrlConfig: named,
  DeleteFunctionUrlConfig: named,
  ListFunctionUrlConfigs: { FunctionName: functionName, MaxItems: { range: [1, 50] } },
};
