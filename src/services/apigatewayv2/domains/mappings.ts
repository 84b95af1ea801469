// What holds on to APIs and stages from custom domains.

import { domainsOf } from "../../../service/api-domains/mappings.ts";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { badRequest } from "../errors.ts";

/** AWS: recorded (CDK issue 22660). */
export const KEY_TAKEN = "ApiMapping key already exists for this domain name";

/** Refuses to remove an API, or a stage, that a domain maps to. AWS: recorded of APIs (cloud-nuke issue 370); of stages inferred. */
export function requireUnmapped(tx: ReadTx, scope: Scope, apiId: string, stageName?: string): void {
  if (domainsOf(tx, scope, apiId, stageName).length === 0) return;
  const [what, name] = stageName === undefined ? ["API", apiId] : ["stage", stageName];
  throw badRequest(
    `Deleting ${what} ${name} failed. Please remove all API mappings for the ${what} from your custom domain names.`,
  );
}
