// Which error says that a member is missing or malformed: CodeDeploy has one of its own for each. AWS: the API reference's descriptions
// of the errors; their sentences are inferred.

import { AwsError } from "../../kernel/errors.ts";
import { coralValidationError, type Violation } from "../../service/constraints.ts";

interface MemberErrors {
  readonly missing?: string;
  readonly invalid?: string;
}

const APPLICATION: MemberErrors = { missing: "ApplicationNameRequired", invalid: "InvalidApplicationName" };
const GROUP: MemberErrors = { missing: "DeploymentGroupNameRequired", invalid: "InvalidDeploymentGroupName" };
const DEPLOYMENT: MemberErrors = { missing: "DeploymentIdRequired", invalid: "InvalidDeploymentId" };
const TARGET: MemberErrors = { missing: "DeploymentTargetIdRequired", invalid: "InvalidDeploymentTargetId" };
const TAGS: MemberErrors = { missing: "TagRequired", invalid: "InvalidTagsToAdd" };

/** By the member of the input in which the violation lies. */
const MEMBERS: Readonly<Record<string, MemberErrors>> = {
  applicationName: APPLICATION,
  applicationNames: APPLICATION,
  autoRollbackConfiguration: { invalid: "InvalidAutoRollbackConfig" },
  computePlatform: { invalid: "InvalidComputePlatform" },
  currentDeploymentGroupName: GROUP,
  deploymentConfigName: { missing: "DeploymentConfigNameRequired", invalid: "InvalidDeploymentConfigName" },
  deploymentGroupName: GROUP,
  deploymentGroupNames: GROUP,
  deploymentId: DEPLOYMENT,
  deploymentIds: DEPLOYMENT,
  deploymentStyle: { invalid: "InvalidDeploymentStyle" },
  fileExistsBehavior: { invalid: "InvalidFileExistsBehavior" },
  includeOnlyStatuses: { invalid: "InvalidDeploymentStatus" },
  lifecycleEventHookExecutionId: { missing: "InvalidLifecycleEventHookExecutionId" },
  newApplicationName: APPLICATION,
  newDeploymentGroupName: GROUP,
  resourceArn: { missing: "ResourceArnRequired", invalid: "InvalidArn" },
  revision: { missing: "RevisionRequired", invalid: "InvalidRevision" },
  serviceRoleArn: { missing: "RoleRequired", invalid: "InvalidRole" },
  tagKeys: TAGS,
  tags: TAGS,
  targetId: TARGET,
  targetIds: TARGET,
  trafficRoutingConfig: { invalid: "InvalidTrafficRoutingConfiguration" },
  triggerConfigurations: { invalid: "InvalidTriggerConfig" },
};

/** The error of the first violation that has one of its own; else coral's. */
export function validationError(violations: readonly Violation[]): AwsError {
  for (const { kind, path } of violations) {
    const [member = ""] = path.split(".");
    const { missing, invalid } = MEMBERS[member] ?? {};
    // A list that lacks its one element lacks what it is about.
    const code = kind === "missing" ? missing : invalid;
    if (code !== undefined) return new AwsError({ code: `${code}Exception`, message: messageOf(kind, member) });
  }
  return coralValidationError(violations);
}

/** The error for a member that an operation needs although its model does not say so, or that has no elements. */
export function required(member: string): AwsError {
  return validationError([{ kind: "missing", path: member, member, value: undefined }]);
}

function messageOf(kind: Violation["kind"], member: string): string {
  return kind === "missing" ? `The member ${member} was not specified.` : `The member ${member} has an invalid format.`;
}
