// SimulatePrincipalPolicy: what a user, group or role could do.

import type { SimulatePrincipalPolicyCommandInput, SimulatePrincipalPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { EntityRecord } from "../../../iam/directory/records.ts";
import { loadServiceControl } from "../../../iam/directory/organization-control.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { heldBoundary, heldPolicies, parseExclusions } from "../simulation/held-policies.ts";
import { boundaryOf, namedDocuments, parseEntity, principalOf } from "../simulation/input.ts";
import { requireSource } from "../simulation/source.ts";
import { simulate, type ActionResult } from "../simulation/simulate.ts";

/** What the operation answers: see ActionResult. */
type SimulationOutput = Omit<SimulatePrincipalPolicyCommandOutput, "EvaluationResults"> & {
  readonly EvaluationResults: readonly ActionResult[];
};

export const simulatePrincipalPolicy = defineOperation<Input<SimulatePrincipalPolicyCommandInput>, SimulationOutput>(
  "SimulatePrincipalPolicy",
  (input, context) => {
    const { account } = context;
    const { kind, name } = requireSource(input.PolicySourceArn, account);
    const exclusions = parseExclusions(input.PolicyExclusionList ?? []);
    const { entity, held, boundary, serviceControl } = context.store.read((tx) => {
      const found: EntityRecord = requireEntity(tx, account, kind, name);
      return {
        entity: found,
        held: heldPolicies(tx, account, kind, found).filter((policy) => !exclusions.excludes(policy)),
        boundary: exclusions.boundary ? undefined : heldBoundary(tx, account, found),
        serviceControl: exclusions.serviceControl ? [] : loadServiceControl(tx, account),
      };
    });
    // AWS: with CallerArn, somebody else calls "as if Bob had David's policies".
    const { CallerArn: callerArn } = input;
    const caller =
      callerArn === undefined ? { kind, account, path: entity.path, name: entity.name } : parseEntity(callerArn);
    const results = simulate(input, {
      principal: principalOf(caller, entity.id),
      identity: [...held, ...namedDocuments("PolicyInputList", input.PolicyInputList ?? [])],
      boundary: boundaryOf(input.PermissionsBoundaryPolicyInputList) ?? boundary,
      serviceControl,
    });
    const page = pageOf<[number, ActionResult]>(results.entries(), input, ([index]) => String(index).padStart(6, "0"));
    return { EvaluationResults: page.items.map(([, result]) => result), ...pageMembers(page) };
  },
);
