// ARNs and URIs of repositories. Pure.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";

export function repositoryArn({ account, region }: Scope, name: string): string {
  return formatArn("ecr", region, account, `repository/${name}`);
}

/** AWS: "Amazon ECR private registry": where images are pushed to and pulled from. Nobody answers there: docs/ecr.md. */
export function repositoryUri({ account, region }: Scope, name: string): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com/${name}`;
}

/** The repository that an ARN names; undefined for any other text. */
export function parseRepositoryArn(arn: string): { readonly scope: Scope; readonly name: string } | undefined {
  const parsed = parseArn(arn);
  if (parsed === undefined || parsed.partition !== "aws" || parsed.service !== "ecr") return undefined;
  const { account, region, resource } = parsed;
  const name = /^repository\/([a-z0-9]\S*)$/.exec(resource)?.[1];
  if (name === undefined || !isRegion(region) || !/^\d{12}$/.test(account)) return undefined;
  return { scope: { account: parseAccountId(account), region }, name };
}

/** The registry that a request is about: an account has one in each region. */
export function registryScope({ account, region }: Scope, registryId: string | undefined): Scope {
  return { account: registryId === undefined ? account : parseAccountId(registryId), region };
}
