// GetContextKeysForPrincipalPolicy: what the policies of a user, group or role ask of a request.

import type {
  GetContextKeysForPrincipalPolicyCommandInput,
  GetContextKeysForPrincipalPolicyCommandOutput,
} from "@aws-sdk/client-iam";
import type { EntityRecord } from "../../../iam/directory/records.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { contextKeysOf } from "../simulation/context-keys.ts";
import { heldPolicies } from "../simulation/held-policies.ts";
import { namedDocuments } from "../simulation/input.ts";
import { requireSource } from "../simulation/source.ts";

export const getContextKeysForPrincipalPolicy = defineOperation<
  Input<GetContextKeysForPrincipalPolicyCommandInput>,
  GetContextKeysForPrincipalPolicyCommandOutput
>("GetContextKeysForPrincipalPolicy", ({ PolicySourceArn: arn, PolicyInputList: documents = [] }, context) => {
  const { account } = context;
  const { kind, name } = requireSource(arn, account);
  const held = context.store.read((tx) => {
    const entity: EntityRecord = requireEntity(tx, account, kind, name);
    return heldPolicies(tx, account, kind, entity);
  });
  const given = namedDocuments("PolicyInputList", documents);
  return { ContextKeyNames: contextKeysOf([...held, ...given].map(({ document }) => document)) };
});
