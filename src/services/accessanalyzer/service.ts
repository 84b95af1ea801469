// IAM Access Analyzer: policies checked before they are given to anybody. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { accessDenied, validationError } from "./errors.ts";
import { checkAccessNotGranted } from "./operations/check-access-not-granted.ts";
import { checkNoNewAccess } from "./operations/check-no-new-access.ts";
import { checkNoPublicAccess } from "./operations/check-no-public-access.ts";
import { validatePolicy } from "./operations/validate-policy.ts";
import { permissions } from "./permissions.ts";

export const accessAnalyzer = defineService({
  id: "accessanalyzer",
  operations: [checkAccessNotGranted, checkNoNewAccess, checkNoPublicAccess, validatePolicy],
  permissions,
  // Findings are told in English.
  unserved: { ValidatePolicy: ["locale"] },
  constraints,
  validationError,
  accessDenied,
});
