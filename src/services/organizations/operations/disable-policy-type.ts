// DisablePolicyType: detaches all policies of a type, which have no effect from then on.

import type { DisablePolicyTypeCommandInput, DisablePolicyTypeCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { rootNotFound, typeNotEnabled } from "../errors.ts";
import { manage } from "../organization.ts";
import { detachEverywhere, requireType } from "../policies.ts";
import { saveOrganization } from "../repo.ts";
import { showRoot } from "../tree.ts";

export const disablePolicyType = defineOperation<Input<DisablePolicyTypeCommandInput>, DisablePolicyTypeCommandOutput>(
  "DisablePolicyType",
  (input, context) => {
    const type = requireType(input.PolicyType);
    return manage(context, (tx, organization) => {
      if (input.RootId !== organization.rootId) throw rootNotFound();
      if (!organization.enabledTypes.includes(type)) throw typeNotEnabled();
      const disabled = { ...organization, enabledTypes: organization.enabledTypes.filter((each) => each !== type) };
      saveOrganization(tx, disabled);
      detachEverywhere(tx, disabled, type);
      return { Root: showRoot(disabled) };
    });
  },
);
