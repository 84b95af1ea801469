// ARNs and ids.

import type { Scope } from "../../service/context.ts";
import { ALPHABET } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";

const arn = ({ account, region }: Scope, resource: string): string =>
  `arn:aws:codedeploy:${region}:${account}:${resource}`;

export const applicationArn = (scope: Scope, name: string): string => arn(scope, `application:${name}`);
export const groupArn = (scope: Scope, application: string, name: string): string =>
  arn(scope, `deploymentgroup:${application}/${name}`);
export const configArn = (scope: Scope, name: string): string => arn(scope, `deploymentconfig:${name}`);

/** "d-" and nine letters and digits. */
export function newDeploymentId(random: Random): string {
  return `d-${random.text(9, ALPHABET.upperAlphanumeric)}`;
}
