// Service-linked roles in IAM's errors sweep.

import type { AwsApis } from "../../../src/service/apis.ts";
import { type ErrorTable, unprovokable } from "./table.ts";

const SERVICE = "dynamodb.application-autoscaling.amazonaws.com";
const OTHER = "lambda.application-autoscaling.amazonaws.com";
/** A role that only its service changes. */
export const LINKED_ROLE = "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable";

export async function prepareLinked({ iam }: AwsApis): Promise<object> {
  await iam.createServiceLinkedRole({ AWSServiceName: SERVICE });
  return {};
}

export const linkedInputs: ErrorTable<object>["inputs"] = {
  CreateServiceLinkedRole: () => ({ AWSServiceName: OTHER }),
  DeleteServiceLinkedRole: () => ({ RoleName: "nobody" }),
  GetServiceLinkedRoleDeletionStatus: () => ({
    DeletionTaskId: `task/aws-service-role/${SERVICE}/${LINKED_ROLE}/00000000-0000-0000-0000-000000000000`,
  }),
};

export const linkedErrors: ErrorTable<object>["operations"] = {
  CreateServiceLinkedRole: {
    InvalidInputException: (_, ask) => ask({ AWSServiceName: SERVICE }),
    NoSuchEntityException: unprovokable("It names a service only: one that has no role here is not implemented."),
  },
  DeleteServiceLinkedRole: { NoSuchEntityException: (_, ask) => ask() },
  GetServiceLinkedRoleDeletionStatus: {
    InvalidInputException: (_, ask) => ask({ DeletionTaskId: "task/none" }),
    NoSuchEntityException: (_, ask) => ask(),
  },
  RemoveRoleFromInstanceProfile: {
    UnmodifiableEntityException: unprovokable("A service's role comes into no instance profile."),
  },
  UpdateRoleDescription: {
    UnmodifiableEntityException: unprovokable(
      "The description of a service's role can be changed: IAM User Guide, Edit a service-linked role description.",
    ),
  },
};
