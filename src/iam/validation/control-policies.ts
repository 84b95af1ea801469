// What the policies of organizations may have, how large policies may be, and what a policy for one type of resources may speak of.

import { RCP_SERVICES } from "../resource-control.ts";
import type { Check, PolicyView, Report, StatementView } from "./policy-view.ts";

/** LIMIT: characters. AWS: "Quotas for AWS Organizations"; "IAM and AWS STS quotas"; S3's and DynamoDB's quotas. */
const QUOTAS = { scp: 5_120, rcp: 5_120, identity: 6_144, trust: 2_048, resource: 20_480 };

const PRINCIPAL_KEYS = /^aws:principal(?:account|arn|orgid|orgpaths|tag\/.*|type)$/;
const SERVICE_KEYS = /^aws:source(?:account|arn|orgid|orgpaths)$/;

export const checkControlPolicies: Check = (policy, report) => {
  for (const statement of policy.statements) {
    if (policy.type === "SERVICE_CONTROL_POLICY") checkServiceControl(statement, report);
    if (policy.type === "RESOURCE_CONTROL_POLICY") checkResourceControl(statement, report);
  }
  checkSize(policy, report);
  checkResourceType(policy, report);
};

function checkServiceControl({ element, texts }: StatementView, report: Report): void {
  const principal = element("Principal") ?? element("NotPrincipal");
  if (principal !== undefined) report("SCP_SYNTAX_ERROR_PRINCIPAL", principal);
  for (const action of [...texts("Action"), ...texts("NotAction")]) {
    if (/\*./.test(action.text)) report("SCP_SYNTAX_ERROR_ACTION_WILDCARD", action, { action: action.text });
  }
}

function checkResourceControl(statement: StatementView, report: Report): void {
  const { element, texts, principals, conditions, effect } = statement;
  const notAction = element("NotAction");
  if (notAction !== undefined) report("RCP_SYNTAX_ERROR_NOTACTION", notAction);
  const principal = element("NotPrincipal") ?? element("Principal");
  const isEverybody = principals.length === 1 && principals[0]?.text === "*";
  if (principal !== undefined && (element("NotPrincipal") !== undefined || !isEverybody))
    report("RCP_SYNTAX_ERROR_PRINCIPAL", principal);
  for (const action of texts("Action")) {
    const [prefix = ""] = action.text.split(":");
    if (!(effect === "Allow" && action.text === "*") && !RCP_SERVICES.has(prefix.toLowerCase()))
      report("RCP_SYNTAX_ERROR_ACTION", action);
  }
  if (
    effect === "Allow" &&
    (!isEverybody || texts("Resource").some(({ text }) => text !== "*") || element("Condition") !== undefined)
  ) {
    report("RCP_SYNTAX_ERROR_ALLOW", statement);
  }
  if (effect !== "Deny") return;
  const isServiceSaid = (value: string): boolean =>
    conditions.some(
      ({ key, plain, values }) =>
        key.toLowerCase() === "aws:principalisawsservice" &&
        plain === "Bool" &&
        values.some(({ text }) => text === value),
    );
  for (const { key, name, plain } of conditions) {
    if (plain === "Null") continue;
    const lower = key.toLowerCase();
    if (PRINCIPAL_KEYS.test(lower) && !isServiceSaid("false"))
      report("RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", name, { conditionKeyName: key });
    if (SERVICE_KEYS.test(lower) && !isServiceSaid("true"))
      report("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", name, { conditionKeyName: key });
  }
}

function checkSize({ text, type, resourceType, root }: PolicyView, report: Report): void {
  const bare = text.replaceAll(/\s/g, "").length;
  const exceeds = (size: number, quota: number) =>
    size > quota ? { policySize: String(size), policySizeQuota: String(quota) } : undefined;
  const scp = exceeds(text.length, QUOTAS.scp);
  const rcp = exceeds(text.length, QUOTAS.rcp);
  const identity = exceeds(bare, QUOTAS.identity);
  const resource = exceeds(text.length, QUOTAS.resource);
  if (type === "SERVICE_CONTROL_POLICY" && scp !== undefined) report("POLICY_SIZE_EXCEEDS_SCP_QUOTA", root, scp);
  if (type === "RESOURCE_CONTROL_POLICY" && rcp !== undefined) report("POLICY_SIZE_EXCEEDS_RCP_QUOTA", root, rcp);
  if (type === "IDENTITY_POLICY" && identity !== undefined)
    report("POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", root, identity);
  if (resourceType === "AWS::IAM::AssumeRolePolicyDocument") {
    if (bare > QUOTAS.trust) report("POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", root);
  } else if (resourceType !== undefined && resource !== undefined)
    report("POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", root, resource);
}

/** Which actions and ARNs a policy on a resource of a type may have. */
const OF_TYPES: Readonly<Record<string, { readonly actions: RegExp; readonly arns: RegExp }>> = {
  "AWS::S3::Bucket": { actions: /^(?:s3:|\*$)/i, arns: /^arn:[^:]*:s3:::/ },
  "AWS::S3::AccessPoint": { actions: /^(?:s3:|\*$)/i, arns: /^arn:[^:]*:s3:[^:]*:[^:]*:accesspoint\// },
  "AWS::S3::MultiRegionAccessPoint": { actions: /^(?:s3:|\*$)/i, arns: /^arn:[^:]*:s3::[^:]*:accesspoint\// },
  "AWS::S3ObjectLambda::AccessPoint": { actions: /^(?:s3-object-lambda:|\*$)/i, arns: /^arn:[^:]*:s3-object-lambda:/ },
  "AWS::IAM::AssumeRolePolicyDocument": { actions: /^(?:sts:|\*$)/i, arns: /./ },
  "AWS::DynamoDB::Table": { actions: /^(?:dynamodb:|\*$)/i, arns: /^arn:[^:]*:dynamodb:/ },
};

function checkResourceType({ resourceType, statements }: PolicyView, report: Report): void {
  const rules = resourceType === undefined ? undefined : OF_TYPES[resourceType];
  if (rules === undefined || resourceType === undefined) return;
  for (const { texts } of statements) {
    for (const action of texts("Action")) {
      if (!rules.actions.test(action.text))
        report("UNSUPPORTED_ACTION_IN_POLICY", action, { action: action.text, resourceType });
    }
    for (const resource of texts("Resource")) {
      if (resource.text.startsWith("arn:") && !rules.arns.test(resource.text))
        report("UNSUPPORTED_RESOURCE_ARN_IN_POLICY", resource, { resourceType });
    }
  }
}
