// DescribeTypeRegistration.

import type {
  DescribeTypeRegistrationCommandInput,
  DescribeTypeRegistrationCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { privateTypeArn } from "../arns.ts";
import { registryError } from "../errors.ts";
import type { RegistrationRecord } from "../records.ts";
import { loadRegistration } from "../repo.ts";

/** How far a registration is. */
export const describeTypeRegistration = defineOperation<
  Input<DescribeTypeRegistrationCommandInput>,
  DescribeTypeRegistrationCommandOutput
>("DescribeTypeRegistration", ({ RegistrationToken: token }, context) => {
  const registration = context.store.read((tx) => loadRegistration(tx, context, token));
  if (registration === undefined) throw registryError(`No registration token matches ${token}.`);
  const { status, typeName, versionId } = registration;
  return {
    ProgressStatus: status,
    Description: describe(registration),
    // AWS: the ARNs are there while a registration runs and where it fails, too, whatever the API reference says (inferred: the CLI shows them).
    TypeArn: privateTypeArn(context, typeName),
    TypeVersionArn: privateTypeArn(context, typeName, versionId),
  };
});

/** AWS: the sentence of a failure as public threads have it, the others inferred; a package that is not right fails in the first of two stages. */
function describe({ status, failure = "", token }: RegistrationRecord): string {
  if (status === "COMPLETE") return "Deployment is currently in DEPLOY_STAGE of status COMPLETED; ";
  if (status === "IN_PROGRESS")
    return "Deployment is currently in VALIDATION_STAGE of status IN_PROGRESS; Next is DEPLOY_STAGE with status NOT_STARTED";
  return `Deployment is currently in VALIDATION_STAGE of status FAILED; Next is DEPLOY_STAGE with status CANCELLED\nDeployment failed with error. Error message: [${token}] ${failure}`.slice(
    0,
    1024,
  );
}
