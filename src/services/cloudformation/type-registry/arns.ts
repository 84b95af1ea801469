// ARNs of types, of their versions and configurations. AWS: "Actions, resources, and condition keys for AWS CloudFormation" and the API Reference's
// examples: arn:aws:cloudformation:REGION:ACCOUNT:type/resource/Acme-Notes-Note/00000001, without an account for AWS's own types.

import { formatArn, parseArn } from "../../../kernel/arns.ts";
import type { Scope } from "../../../service/context.ts";

/** What the ARN of a type says. */
export interface TypeArn {
  readonly typeName: string;
  readonly versionId?: string;
}

/** The ARN of a type that an account has, or of one of its versions. */
export function privateTypeArn({ region, account }: Scope, typeName: string, versionId?: string): string {
  const version = versionId === undefined ? "" : `/${versionId}`;
  return formatArn("cloudformation", region, account, `type/resource/${nameInArn(typeName)}${version}`);
}

/** The ARN of a type that all accounts have. */
export function publicTypeArn(region: string, typeName: string): string {
  return formatArn("cloudformation", region, "", `type/resource/${nameInArn(typeName)}`);
}

/** The ARN of a type's configuration. */
export function configurationArn({ region, account }: Scope, typeName: string, alias: string): string {
  return formatArn("cloudformation", region, account, `type-configuration/resource/${nameInArn(typeName)}/${alias}`);
}

/** What an ARN says that is of this region, and of this account or of nobody; undefined for all others. */
export function parseTypeArn(text: string, scope: Scope): TypeArn | undefined {
  const parts = partsOf(text, scope, "type");
  if (parts === undefined) return undefined;
  const [typeName, versionId] = parts;
  return { typeName, ...(versionId === undefined ? {} : { versionId }) };
}

/** The type and the alias that a configuration's ARN says. */
export function parseConfigurationArn(
  text: string,
  scope: Scope,
): { readonly typeName: string; readonly alias: string } | undefined {
  const parts = partsOf(text, scope, "type-configuration");
  const alias = parts?.[1];
  return parts === undefined || alias === undefined ? undefined : { typeName: parts[0], alias };
}

function partsOf(
  text: string,
  { account, region }: Scope,
  kind: string,
): readonly [typeName: string, last?: string] | undefined {
  const arn = parseArn(text);
  if (arn === undefined || arn.service !== "cloudformation" || arn.region !== region) return undefined;
  if (arn.account !== account && arn.account !== "") return undefined;
  const [what, form, name, last, ...more] = arn.resource.split("/");
  if (what !== kind || form !== "resource" || name === undefined || more.length > 0) return undefined;
  const typeName = name.replaceAll("-", "::");
  return last === undefined ? [typeName] : [typeName, last];
}

function nameInArn(typeName: string): string {
  return typeName.replaceAll("::", "-");
}
