// The policy that bears on calls for a bus: the bus's own, and that AWS services may send their events.

import type { AccessRequest } from "../../../iam/authorization.ts";
import type { PermissionCall } from "../../../service/service.ts";
import { busAddress, partsOfArn } from "../names.ts";
import { loadBus } from "../repo.ts";
import { statementsOf } from "./policy.ts";

/** The resource policy for a request, as JSON text. */
export function policyOfBus({ resource }: AccessRequest, call: PermissionCall): string | undefined {
  if (partsOfArn(resource).kind !== "event-bus") return undefined;
  const { scope, busName } = busAddress(call, resource);
  const own = call.yard.store.read((tx) => loadBus(tx, scope, busName))?.policy;
  const { principal } = call;
  if (principal.kind !== "service" || principal.sourceAccount !== scope.account) return own;
  // AWS: "Events from AWS services": services send to the default bus of the account that they act for, whatever its policy.
  const statement = {
    Effect: "Allow",
    Principal: { Service: principal.service },
    Action: "events:PutEvents",
    Resource: resource,
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [...statementsOf(own), statement] });
}
