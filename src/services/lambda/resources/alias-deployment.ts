// UpdatePolicy of AWS::Lambda::Alias: another version takes over by a deployment of CodeDeploy, for which the stack waits.
// AWS: CloudFormation User Guide, "UpdatePolicy attribute", CodeDeployLambdaAliasUpdate.

import type { DeploymentInfo } from "@aws-sdk/client-codedeploy";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import { member, text } from "./properties.ts";

const LOOK_AGAIN_MS = 1_000;

/** Moves an alias to the version that the template says, as its policy wants it; throws if the deployment does not succeed. */
export async function deployAlias(properties: Properties, policy: unknown, context: ResourceContext): Promise<void> {
  const FunctionName = text(properties["FunctionName"]) ?? "";
  const Name = text(properties["Name"]) ?? "";
  const TargetVersion = text(properties["FunctionVersion"]) ?? "";
  const { FunctionVersion: CurrentVersion } = await context.aws.lambda.getAlias({ FunctionName, Name });
  if (CurrentVersion === TargetVersion) return;
  const applicationName = text(member(policy, "ApplicationName")) ?? "";
  const deploymentGroupName = text(member(policy, "DeploymentGroupName")) ?? "";
  const group = { applicationName, deploymentGroupName };
  // What an interrupted run began is waited for, not begun again.
  const description = `CloudFormation ${context.clientToken} ${TargetVersion}`;
  const hooks = ["BeforeAllowTraffic", "AfterAllowTraffic"].flatMap((name) => {
    const hook = text(member(policy, `${name}Hook`)) ?? "";
    return hook === "" ? [] : [{ [name]: hook }];
  });
  const id =
    (await findRunning(group, description, context)) ??
    (await begin(group, description, context, {
      version: 0,
      Resources: [
        {
          [context.logicalId]: {
            Type: "AWS::Lambda::Function",
            Properties: { Name: FunctionName, Alias: Name, CurrentVersion, TargetVersion },
          },
        },
      ],
      ...(hooks.length === 0 ? {} : { Hooks: hooks }),
    }));
  await ended(id, context);
}

type Group = { readonly applicationName: string; readonly deploymentGroupName: string };

async function begin(group: Group, description: string, context: ResourceContext, appSpec: object): Promise<string> {
  const { deploymentId = "" } = await context.aws.codeDeploy.createDeployment({
    ...group,
    description,
    revision: { revisionType: "AppSpecContent", appSpecContent: { content: JSON.stringify(appSpec) } },
  });
  return deploymentId;
}

async function findRunning(group: Group, description: string, context: ResourceContext): Promise<string | undefined> {
  const { deployments = [] } = await context.aws.codeDeploy.listDeployments({
    ...group,
    includeOnlyStatuses: ["Created", "InProgress"],
  });
  for (const deploymentId of deployments) {
    const { deploymentInfo } = await context.aws.codeDeploy.getDeployment({ deploymentId });
    if (deploymentInfo?.description === description) return deploymentId;
  }
  return undefined;
}

/** Resolves when a deployment has succeeded; throws when it, and what rolls it back, have ended otherwise. */
async function ended(deploymentId: string, context: ResourceContext): Promise<void> {
  for (;;) {
    const { deploymentInfo: deployment } = await context.aws.codeDeploy.getDeployment({ deploymentId });
    if (deployment?.status === "Succeeded") return;
    if (deployment?.status === "Failed" || deployment?.status === "Stopped") {
      const rollback = deployment.rollbackInfo?.rollbackDeploymentId;
      if (rollback !== undefined) await ended(rollback, context);
      throw failure(deploymentId, deployment);
    }
    await context.wait(LOOK_AGAIN_MS);
  }
}

function failure(id: string, { status, errorInformation, rollbackInfo }: DeploymentInfo): AwsError {
  const reason = errorInformation?.message ?? "";
  const rollback = rollbackInfo?.rollbackDeploymentId;
  const back = rollback === undefined ? "" : ` It was rolled back by the deployment ${rollback}.`;
  return new AwsError({
    code: "NotStabilized",
    message: `The CodeDeploy deployment ${id} has the status ${status}. ${reason}${back}`,
  });
}
