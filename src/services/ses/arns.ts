// The ARNs of SES's resources. Pure.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";

export const identityArn = (scope: Scope, name: string): string => arnOf(scope, `identity/${name}`);
export const configurationSetArn = (scope: Scope, name: string): string => arnOf(scope, `configuration-set/${name}`);
export const templateArn = (scope: Scope, name: string): string => arnOf(scope, `template/${name}`);
export const verificationTemplateArn = (scope: Scope, name: string): string =>
  arnOf(scope, `custom-verification-email-template/${name}`);
export const contactListArn = (scope: Scope, name: string): string => arnOf(scope, `contact-list/${name}`);
export const ruleArn = (scope: Scope, ruleSet: string, rule: string): string =>
  arnOf(scope, `receipt-rule-set/${ruleSet}:receipt-rule/${rule}`);

/** The account, region and name that an ARN of this kind of resource says; undefined for any other text. */
export function readArn(arn: string, kind: string): (Scope & { readonly name: string }) | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service !== "ses" || !parsed.resource.startsWith(`${kind}/`)) return undefined;
  if (!/^\d{12}$/.test(parsed.account) || !isRegion(parsed.region)) return undefined;
  const account = parseAccountId(parsed.account);
  return { account, region: parsed.region, name: parsed.resource.slice(kind.length + 1) };
}

function arnOf(scope: Scope, resource: string): string {
  return formatArn("ses", scope.region, scope.account, resource);
}
